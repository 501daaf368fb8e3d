"""House rules as system checks; each refuses to start with one sentence."""

from collections.abc import Sequence
from typing import Any

import tzdata  # type: ignore[import-untyped]
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from qosqanat.regulation import packs

KEY_BYTES = 32


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


@register()
def usable_field_key(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Personal numbers are sealed with a whole key, or nothing is."""
    try:
        length = len(bytes.fromhex(settings.FIELD_KEY))
    except ValueError:
        length = 0
    if length >= KEY_BYTES:
        return []
    text = "QOSQANAT_FIELD_KEY is no key: give at least 32 bytes as 64 digits 0-9 and a-f."
    return [Error(text, id="qosqanat.E004")]


@register()
def usable_packs(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Every regulation pack that can be chosen can be read: those that ship and those that QOSQANAT_REGULATIONS adds."""
    try:
        for code in packs.available():
            packs.load(code)
    except packs.PackError as error:
        return [Error(f"{packs.VARIABLE} or the installation: {error}.", id="qosqanat.E005")]
    return []
