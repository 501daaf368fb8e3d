"""House rules about what the database holds, as system checks."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, transaction

from qosqanat.regulation import packs

from .models import Unit


@register(Tags.database)
def known_regulations(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The regulation of every university is there: a pack that was taken away is missed at the start, not on a page."""
    if not databases:
        return []
    try:
        with transaction.atomic():
            universities = list(Unit.objects.universities().values_list("code", "regulation"))
        known = packs.available()
    except (DatabaseError, packs.PackError):
        return []  # before the first start there are no tables; qosqanat.E005 tells of the packs
    return [
        Error(
            f"The university {code} follows the regulation {regulation!r}, which is not installed: "
            f"name its folder in {packs.VARIABLE}.",
            id="qosqanat.E006",
        )
        for code, regulation in universities
        if regulation not in known
    ]
