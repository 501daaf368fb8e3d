"""House rules as system checks; each refuses to start with one sentence."""

from collections.abc import Sequence
from typing import Any

import tzdata  # type: ignore[import-untyped]
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection


@register(Tags.database)
def durable_database(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """A mark that was acknowledged survives a power cut."""
    if connection.vendor == "sqlite":
        options = settings.DATABASES["default"].get("OPTIONS", {})
        if "synchronous=FULL" not in options.get("init_command", ""):
            return [
                Error(
                    "SQLite runs without synchronous=FULL: marks could be lost in a power cut.",
                    id="qosqanat.E001",
                )
            ]
        return []
    if not databases:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        row = cursor.fetchone()
    if row and row[0] == "off":
        return [
            Error(
                "PostgreSQL runs with synchronous_commit=off: marks could be lost in a crash.",
                id="qosqanat.E002",
            )
        ]
    return []


@register()
def current_time_zones(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Since 2024-03-01 all Kazakhstan is UTC+5; older data moves every deadline by an hour."""
    version = str(tzdata.IANA_VERSION)
    if version < "2024a":
        return [
            Error(
                f"Time zone data {version} is older than 2024a: install a newer tzdata.", id="qosqanat.E003"
            )
        ]
    return []
