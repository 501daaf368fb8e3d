"""The registrar's lists: students, courses with their examination sheets, sealed sheets."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qosqanat.core.problems import Problem
from qosqanat.grading import actions
from qosqanat.grading.enums import ExamState
from qosqanat.grading.models import Sheet
from qosqanat.people.middleware import ActingRequest
from qosqanat.web.common.bulk import BulkAct
from qosqanat.web.common.forms import HouseForm
from qosqanat.web.common.lists import Column, Table, within_reach

STUDENTS = Table(
    "registrar.students",
    gettext_lazy("Students"),
    (
        Column(
            "name",
            gettext_lazy("Student"),
            lambda row: row.person.full_name,
            sort=("person__sort_key",),
            href=lambda row: reverse("registrar:student", args=[row.pk]),
        ),
        Column("number", gettext_lazy("Number"), lambda row: row.number, sort=("number",)),
        Column("group", gettext_lazy("Group"), lambda row: row.group.code, sort=("group__sort_key",)),
        Column(
            "department",
            gettext_lazy("Department"),
            lambda row: row.group.department.name if row.group.department else "",
            sort=("group__department__path",),
        ),
        Column("status", gettext_lazy("Status"), lambda row: row.get_status_display(), sort=("status",)),
    ),
    gettext_lazy("There is no student yet. The methodical office imports the list of students."),
)


def _exam(course: Any) -> str:
    if course.exam_attempt is None:
        return _("not issued")
    state = _("closed") if course.exam_state == ExamState.CLOSED else _("open")
    return f"{state}, № {course.exam_number}, {date_format(course.exam_day, 'SHORT_DATE_FORMAT')}"


def _results(course: Any) -> str:
    if course.exam_attempt is None:
        return ""
    counts = {"n": course.result_count, "m": course.admitted_count}
    return _("%(n)s of %(m)s") % counts if course.exam_attempt == 1 else str(course.result_count)


def _again(course: Any) -> str:
    closed = course.exam_state == ExamState.CLOSED and course.again_count
    return _("another attempt: %(n)s") % {"n": course.again_count} if closed else ""


def _tone(course: Any) -> str:
    return {ExamState.CLOSED: "qq-good", ExamState.ISSUED: "qq-late"}.get(course.exam_state, "")


EXAMS = Table(
    "registrar.exams",
    gettext_lazy("Examinations"),
    (
        Column(
            "course",
            gettext_lazy("Course"),
            lambda row: row.name,
            sort=("sort_key",),
            note=lambda row: f"{row.code}, {row.department.name}",
            href=lambda row: reverse("registrar:course", args=[row.pk]),
        ),
        Column("groups", gettext_lazy("Groups"), lambda row: row.groups_key, sort=("groups_key",)),
        Column(
            "teacher",
            gettext_lazy("Teacher"),
            lambda row: row.teacher.short_name if row.teacher else "",
            sort=("teacher__sort_key",),
        ),
        Column(
            "admitted",
            gettext_lazy("Admitted"),
            lambda row: _("%(n)s of %(m)s") % {"n": row.admitted_count, "m": row.sheet_count},
            sort=("admitted_count",),
            number=True,
        ),
        Column("exam", gettext_lazy("Examination sheet"), _exam, sort=("exam_day",), tone=_tone),
        Column(
            "results", gettext_lazy("Results"), _results, sort=("result_count",), note=_again, number=True
        ),
    ),
    gettext_lazy(
        "No course has issued sheets in this semester yet. The heads of department issue them; look at another semester or ask there."
    ),
)


def _filing(request: ActingRequest, sheets: Sequence[Sheet]) -> dict[int, str | list[Problem]]:
    return {sheet.pk: _("goes into the personal file") for sheet in sheets}


def _file(request: ActingRequest, sheet: Sheet, data: dict[str, Any]) -> str:
    actions.archive_sheet(sheet, **request.who.acting("sheet.archive", sheet))
    return _("in the personal file")


SEALED = Table(
    "registrar.sealed",
    gettext_lazy("Sealed sheets"),
    (
        Column(
            "student",
            gettext_lazy("Student"),
            lambda row: row.student.person.full_name,
            sort=("student__person__sort_key",),
        ),
        Column(
            "group",
            gettext_lazy("Group"),
            lambda row: row.student.group.code,
            sort=("student__group__sort_key",),
        ),
        Column(
            "course",
            gettext_lazy("Course"),
            lambda row: row.course.name,
            sort=("course__sort_key",),
            note=lambda row: row.course.code,
        ),
        Column("number", pgettext_lazy("paper", "No"), lambda row: row.number, sort=("number",)),
        Column("final", gettext_lazy("Final grade"), lambda row: row.final, sort=("final",), number=True),
    ),
    gettext_lazy("No returned sheet waits. Heads of department hand over sealed sheets after the last week."),
    page=100,
    acts=(BulkAct("file", gettext_lazy("Put into the personal files"), HouseForm, _filing, _file, most=500),),
    known=within_reach(Sheet, "sheet.archive", lambda row: row.student.person.full_name, "student__person"),
)
