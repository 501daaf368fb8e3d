"""What a mentor sends: taps as JSON, the whole week as a plain form, one mark with a reason."""

import json
import re
from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from qosqanat.grading.actions import Entry
from qosqanat.grading.enums import Component
from qosqanat.regulation import marks
from qosqanat.regulation.numbers import plain
from qosqanat.web.common.forms import HouseForm

NUMBER = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,9})?")


class Unreadable(ValueError):
    """A request that no page of ours makes."""


def token(entry: marks.Entry | None) -> str:
    """A mark as pages carry it: "" (not entered), "absent", "excused" or exact points like "4.5"."""
    if entry is None:
        return ""
    return entry.value if isinstance(entry, marks.Absence) else plain(entry)


def mark_from(text: str) -> Any:
    """The mark that `text` names; a text that names none is returned as it is, for the refusal's sentence."""
    try:
        return marks.parse(text)
    except marks.BadValue:
        return Decimal(text.strip().replace(",", ".")) if NUMBER.fullmatch(text.strip()) else text


def tapped(body: bytes, week: int, sheets: Collection[int]) -> tuple[list[Entry], datetime | None]:
    """The entries of one request of the mentor's screen, and when the last of them was made on the device.

    Raises `Unreadable` for another shape or a sheet outside `sheets`.
    """
    try:
        rows = json.loads(body)["entries"]
        entries = [_entry(row, week) for row in rows]
        made = max(
            filter(None, (parse_datetime(str(row.get("device_at", ""))) for row in rows)), default=None
        )
    except (AttributeError, KeyError, OverflowError, RecursionError, TypeError, ValueError) as error:
        raise Unreadable("entries: sheet, value, operation, base") from error
    if not {entry.sheet_id for entry in entries} <= set(sheets):
        raise Unreadable("a sheet of another course")
    return entries, made if made is not None and made.tzinfo else None


def _entry(row: Mapping[str, Any], week: int) -> Entry:
    value = mark_from(str(row["value"]))
    return Entry(
        int(row["sheet"]), Component.PRACTICE, week, value, UUID(str(row["operation"])), int(row["base"])
    )


def changed_rows(data: Mapping[str, str], week: int, sheets: Collection[int]) -> list[Entry]:
    """Entries of the rows that the plain form changed. Raises `Unreadable` for hidden fields that are not ours."""
    entries = []
    for sheet in sheets:
        chosen, shown = data.get(f"mark-{sheet}"), data.get(f"was-{sheet}", "")
        if chosen is None or chosen == shown:
            continue
        try:
            operation, base = UUID(data[f"operation-{sheet}"]), int(data[f"base-{sheet}"])
        except (KeyError, ValueError) as error:
            raise Unreadable("operation and base of every row") from error
        entries.append(Entry(sheet, Component.PRACTICE, week, mark_from(chosen), operation, base))
    return entries


class MarkForm(HouseForm):
    """One mark in detail: excused, with decimals, taken back, or corrected with a reason."""

    CHOICES = {"absent": marks.ABSENT, "excused": marks.EXCUSED, "empty": None}

    choice = forms.ChoiceField(
        choices=[
            ("number", _("points")),
            ("absent", _("absent")),
            ("excused", _("excused")),
            ("empty", _("take the mark back")),
        ],
        error_messages={"required": _("Choose what the mark is.")},
    )
    points = forms.CharField(required=False, max_length=20)
    reason = forms.CharField(
        label=_("comment or reason"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    operation = forms.UUIDField(label=_("number of the act"), widget=forms.HiddenInput)
    base = forms.IntegerField(label=_("version of the mark"), min_value=0, widget=forms.HiddenInput)

    @classmethod
    def showing(cls, entry: marks.Entry | None, version: int) -> "MarkForm":
        choice = "number" if entry is None or isinstance(entry, Decimal) else entry.value
        points = plain(entry) if isinstance(entry, Decimal) else ""
        return cls(initial={"choice": choice, "points": points, "operation": uuid4(), "base": version})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("choice") == "number"
            and not cleaned.get("points", "").strip()
            and "points" not in self.errors
        ):
            self.add_error("points", _("Enter the points, or choose another mark."))
        return cleaned

    def entry(self, sheet_id: int, week: int) -> Entry:
        data = self.cleaned_data
        value = mark_from(data["points"]) if data["choice"] == "number" else self.CHOICES[data["choice"]]
        return Entry(sheet_id, Component.PRACTICE, week, value, data["operation"], data["base"])
