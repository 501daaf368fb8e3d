"""Writing an act down."""

from datetime import datetime
from typing import Any

from django.db import models

from .models import Act, Person, Unit


def record(
    action: str,
    subject: models.Model,
    *,
    by: Person | None,
    at: datetime,
    university: Unit | int | None = None,
    on_behalf_of: Person | None = None,
    reason: str = "",
    **detail: Any,
) -> Act:
    """Append that `by` did `action` to `subject`, inside the act's transaction. No IIN goes into `detail`."""
    return Act.objects.create(
        at=at,
        by=by,
        on_behalf_of=on_behalf_of,
        university_id=university.pk if isinstance(university, Unit) else university,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        reason=reason,
        detail=detail,
    )
