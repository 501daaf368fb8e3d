"""Lists of what the office has brought in: files, and the semesters that came with them."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from qosqanat.intake.enums import RunState
from qosqanat.web.common.lists import Column, Table

TONES = {RunState.APPLIED: "qq-good", RunState.PLANNED: "qq-late", RunState.FAILED: "qq-bad"}


def _count(name: str) -> Any:
    return lambda run: run.counts.get(name, 0)


def _counted(name: str, label: Any) -> Column:
    return Column(name, label, _count(name), number=True)


IMPORTS = Table(
    "office.imports",
    gettext_lazy("Files brought in"),
    (
        Column(
            "file",
            gettext_lazy("File"),
            lambda run: run.file_name,
            sort=("file_name",),
            href=lambda run: reverse("office:import", args=[run.pk]),
        ),
        Column("kind", gettext_lazy("Kind"), lambda run: run.get_kind_display(), sort=("kind",)),
        Column(
            "state",
            gettext_lazy("State"),
            lambda run: run.get_state_display(),
            sort=("state",),
            tone=lambda run: TONES.get(run.state, ""),
        ),
        _counted("new", gettext_lazy("new")),
        _counted("changed", gettext_lazy("changed")),
        _counted("refused", gettext_lazy("refused")),
        _counted("ask", gettext_lazy("questions")),
        Column(
            "brought",
            gettext_lazy("Brought"),
            lambda run: date_format(timezone.localtime(run.started_at), "SHORT_DATETIME_FORMAT"),
            sort=("started_at",),
            note=lambda run: run.started_by.short_name if run.started_by else "",
            template="office/_brought.html",
        ),
    ),
    gettext_lazy("No file was brought in yet. Begin with the list of students."),
)
TERMS = Table(
    "office.terms",
    gettext_lazy("Semesters"),
    (
        Column(
            "semester",
            gettext_lazy("Semester"),
            str,
            sort=("academic_year", "season"),
            href=lambda term: reverse("office:term", args=[term.pk]),
        ),
        Column(
            "starts",
            gettext_lazy("First day of week 1"),
            lambda term: term.starts_on,
            sort=("starts_on",),
        ),
        Column("ends", gettext_lazy("Last day"), lambda term: term.ends_on),
        Column(
            "weeks", gettext_lazy("Weeks"), lambda term: term.week_count, sort=("week_count",), number=True
        ),
        Column("days_off", gettext_lazy("Days off"), lambda term: len(term.holidays), number=True),
    ),
    gettext_lazy("There is no semester yet. It is made when you import the teaching load."),
)
