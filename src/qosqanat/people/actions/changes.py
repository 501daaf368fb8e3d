"""What a verb may change, and what was before."""

from typing import Any

from django.db import models


def only(fields: dict[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
    """`fields`, all of them `allowed`. Raises TypeError for another one."""
    if unknown := set(fields) - set(allowed):
        raise TypeError(f"unknown fields: {', '.join(sorted(unknown))}")
    return fields


def change(row: models.Model, fields: dict[str, Any]) -> dict[str, list[str]]:
    """Set `fields` on `row`; what changed, as {field: [before, after]}."""
    changed = {}
    for name, value in fields.items():
        before = getattr(row, name)
        if before != value:
            setattr(row, name, value)
            changed[name] = [text(before), text(value)]
    return changed


def text(value: object) -> str:
    """`value` as the log keeps it."""
    return "" if value is None else str(value)
