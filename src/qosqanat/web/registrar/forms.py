"""What a registrar types: filters, an examination's day, points of a whole roll, a reason."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from qosqanat.grading.actions import Entry
from qosqanat.grading.enums import Component, ExamKind
from qosqanat.grading.queries import ExamRow
from qosqanat.people.models import Unit
from qosqanat.regulation import marks
from qosqanat.studies.enums import Status
from qosqanat.studies.models import Term
from qosqanat.web.common.forms import HouseForm, ReasonForm
from qosqanat.web.templatetags.points import points

from . import tables


class CourseFilter(HouseForm):
    q = forms.CharField(label=gettext_lazy("Course, group or teacher"), required=False, max_length=100)
    term = forms.ModelChoiceField(
        Term.objects.none(), label=gettext_lazy("Semester"), required=False, empty_label=None
    )
    department = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Department"), required=False, empty_label=gettext_lazy("all")
    )
    state = forms.ChoiceField(
        label=gettext_lazy("Examination sheet"),
        required=False,
        choices=[
            ("", gettext_lazy("all")),
            (tables.NONE, gettext_lazy("not issued")),
            (tables.DUE, gettext_lazy("due and not issued")),
            (tables.OPEN, gettext_lazy("open")),
            (tables.CLOSED, gettext_lazy("closed")),
            (tables.AGAIN, gettext_lazy("another attempt is due")),
        ],
    )

    def __init__(self, data: QueryDict, *, terms: Any, departments: Any):
        super().__init__(data)
        self.fields["term"].queryset = terms  # type: ignore[attr-defined]
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]


class SearchForm(HouseForm):
    q = forms.CharField(label=gettext_lazy("Name in any spelling, or number"), required=False, max_length=100)
    group = forms.CharField(label=gettext_lazy("Group"), required=False, max_length=30)
    status = forms.ChoiceField(
        label=gettext_lazy("Status"), required=False, choices=[("", gettext_lazy("all")), *Status.choices]
    )


class DayForm(HouseForm):
    held_on = forms.DateField(
        label=gettext_lazy("Date of the examination"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


class IssueForm(DayForm):
    kind = forms.ChoiceField(label=gettext_lazy("Examination"))
    field_order = ["kind"]

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        labels = [(kind, ExamKind(kind).label) for kind in kinds]
        self.fields["kind"].choices = labels  # type: ignore[attr-defined]
        if len(labels) == 1:
            self.fields["kind"].initial = labels[0][0]
            self.fields["kind"].widget = forms.HiddenInput()


class MoveForm(ReasonForm, DayForm):
    field_order = ["held_on"]


@dataclass
class Line:
    """A student's line on the roll: what stands or was typed, and why it was not taken."""

    row: ExamRow
    typed: str
    version: int
    errors: list[str] = field(default_factory=list)
    value: marks.Entry | None = None

    @property
    def name(self) -> str:
        return f"e{self.row.sheet.pk}"


def text_of(value: marks.Entry | None) -> str:
    """An entry as the registrar types it."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return points(value)
    return {marks.ABSENT: pgettext("typed", "absent"), marks.EXCUSED: pgettext("typed", "excused")}[value]


class Roll:
    """The form of all students of an examination sheet; each line is read and answered alone."""

    def __init__(self, rows: list[ExamRow], data: QueryDict | None = None):
        self.lines = [
            Line(row, text_of(row.result.value), row.result.version, value=row.result.value) for row in rows
        ]
        if data is not None:
            for line in self.lines:
                self._read(line, data)

    @staticmethod
    def _read(line: Line, data: QueryDict) -> None:
        line.typed = data.get(line.name, line.typed)[:40]
        seen = data.get(f"v{line.row.sheet.pk}", "")
        line.version = int(seen) if seen.isdecimal() and len(seen) < 9 else line.version
        try:
            line.value = marks.parse(line.typed)
        except marks.BadValue as bad:
            line.errors.append(bad_value(bad))

    def entries(self, attempt: int) -> list[Entry]:
        """What differs from what stands: an untouched line is nobody's entry."""
        changed = [line for line in self.lines if not line.errors and line.value != line.row.result.value]
        return [
            Entry(line.row.sheet.pk, Component.EXAM, attempt, line.value, uuid4(), line.version)
            for line in changed
        ]

    def line_of(self, sheet_id: int) -> Line:
        return next(line for line in self.lines if line.row.sheet.pk == sheet_id)

    @property
    def wrong(self) -> list[Line]:
        return [line for line in self.lines if line.errors]


def bad_value(bad: marks.BadValue) -> str:
    """Why a typed text is no entry, and what to type instead."""
    texts = {
        "negative": _("“%(value)s” is below 0: enter 0 to 100."),
        "decimals": _("%(value)s has more than two decimal places: round it."),
    }
    other = _("“%(value)s” is not a number of points: enter 0 to 100, absent or excused.")
    return texts.get(bad.key, other) % {"value": marks.shown(bad.value)}
