"""The list of papers asked for in number, and what came of each of one asking."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qosqanat.documents.codes import short_code
from qosqanat.documents.enums import BatchState, DocumentState
from qosqanat.documents.problems import why_left_out
from qosqanat.web.common.lists import Column, Table

TONES = {BatchState.READY: "qq-good", BatchState.PREPARING: "qq-late"}


def _printed(batch: Any) -> str:
    return _("%(n)s of %(m)s") % {"n": batch.printed, "m": batch.total}


def _file(batch: Any) -> str:
    return batch.bundle.upper() if batch.offers else ""


BATCHES = Table(
    "papers.batches",
    gettext_lazy("Papers in number"),
    (
        Column(
            "form",
            gettext_lazy("Form"),
            lambda row: row.get_form_display(),
            sort=("form",),
            href=lambda row: reverse("papers:batch", args=[row.pk]),
        ),
        Column(
            "language", gettext_lazy("Language"), lambda row: row.get_language_display(), sort=("language",)
        ),
        Column(
            "asked",
            gettext_lazy("Asked"),
            lambda row: date_format(timezone.localtime(row.asked_at), "SHORT_DATETIME_FORMAT"),
            sort=("asked_at",),
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda row: row.get_state_display(),
            sort=("state",),
            tone=lambda row: TONES.get(row.state, ""),
        ),
        Column("printed", gettext_lazy("Printed"), _printed, sort=("printed",), number=True),
        Column(
            "left_out", gettext_lazy("Left out"), lambda row: row.left_out, sort=("left_out",), number=True
        ),
        Column("file", gettext_lazy("File"), _file, template="papers/_file.html"),
    ),
    gettext_lazy(
        "You have not printed many papers at once yet. Choose courses, and all their sheets are prepared in the background."
    ),
    named=lambda row: f"{row.get_form_display()}, {row.pk}",
)


def _for_whom(row: Any) -> str:
    if row.sheet:
        return str(row.sheet.student.person.full_name)
    if row.exam_sheet:
        return f"{row.exam_sheet.get_kind_display()} № {row.exam_sheet.number}"
    return str(row.course.groups_key)


def _outcome(row: Any) -> str:
    if row.document:
        code, state = short_code(row.document.code), row.document.get_state_display()
        return code if row.document.state == DocumentState.VALID else f"{code}, {state}"
    if why := why_left_out(row):
        return str(why)
    return _("waits") if row.batch.is_preparing else _("not printed")


ROWS = Table(
    "papers.rows",
    gettext_lazy("Papers of this preparation"),
    (
        Column("position", "№", lambda row: row.position, sort=("position",), number=True),
        Column(
            "whom",
            gettext_lazy("For whom"),
            _for_whom,
            sort=("sheet__student__person__sort_key", "exam_sheet__number", "course__groups_key"),
        ),
        Column(
            "course",
            gettext_lazy("Course"),
            lambda row: row.course.name,
            sort=("course__sort_key",),
            note=lambda row: row.course.code,
        ),
        Column(
            "outcome", gettext_lazy("Outcome"), _outcome, sort=("left_out",), template="papers/_outcome.html"
        ),
    ),
    gettext_lazy("Nothing was asked for: choose the courses and prepare their papers again."),
)
