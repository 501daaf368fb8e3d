"""The head's courses, issuing the sheets of several, and the sheets of one that come back with the seal."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qosqanat.core.problems import Problem, Refused
from qosqanat.grading.actions import issue_sheets, return_sheet
from qosqanat.grading.enums import SheetState
from qosqanat.grading.models import Sheet
from qosqanat.grading.queries import Readiness
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Course
from qosqanat.web.common.bulk import BulkAct
from qosqanat.web.common.forms import HouseForm
from qosqanat.web.common.lists import Column, Table, within_reach

from .views import not_issued


def _left(row: Readiness) -> str:
    count = not_issued(row)
    return _("%(n)s not issued") % {"n": count} if count else ""


def _planned(request: ActingRequest, rows: Sequence[Readiness]) -> dict[int, str | list[Problem]]:
    plan: dict[int, str | list[Problem]] = {}
    for row in rows:
        blocking, count = [p for p in row.problems if p.blocking], not_issued(row)
        done = [Problem(_("All its sheets are issued."), "Y-6.5.1")]
        text = ngettext("%(n)s sheet will be issued", "%(n)s sheets will be issued", count) % {"n": count}
        plan[row.course.pk] = blocking or (text if count else done)
    return plan


def _issue(request: ActingRequest, row: Readiness, data: dict[str, Any]) -> str:
    issued = issue_sheets([row.course], **request.who.acting("sheet.issue", row.course))
    if problems := [problem for found in issued.refused.values() for problem in found]:
        raise Refused(problems)
    return ngettext("%(n)s sheet issued", "%(n)s sheets issued", issued.sheets) % {"n": issued.sheets}


COURSES = Table(
    "department.courses",
    gettext_lazy("Courses"),
    (
        Column(
            "course",
            gettext_lazy("Course"),
            lambda row: row.course.name,
            sort=lambda row: row.course.sort_key,
            note=lambda row: row.course.code,
            href=lambda row: reverse("department:course", args=[row.course.pk]),
        ),
        Column(
            "groups",
            gettext_lazy("Groups"),
            lambda row: row.course.groups_key,
            sort=lambda row: row.course.groups_key,
        ),
        Column(
            "teacher",
            gettext_lazy("Teacher"),
            lambda row: row.course.teacher.short_name if row.course.teacher else "",
            sort=lambda row: row.course.teacher.sort_key if row.course.teacher else "",
        ),
        Column(
            "enterprise",
            gettext_lazy("Enterprise"),
            lambda row: row.course.enterprise.name if row.course.enterprise else "",
            sort=lambda row: row.course.enterprise.sort_key if row.course.enterprise else "",
        ),
        Column(
            "sheets",
            gettext_lazy("Sheets"),
            lambda row: row.sheets,
            sort=lambda row: row.sheets,
            note=_left,
            number=True,
        ),
        Column(
            "missing",
            gettext_lazy("What is missing"),
            lambda row: " ".join(map(str, row.problems)),
            sort=lambda row: len(row.problems),
            template="department/_missing.html",
        ),
    ),
    gettext_lazy(
        "Your department has no course in this semester. The methodical office imports the teaching load; look at another semester or ask there."
    ),
    page=30,
    acts=(BulkAct("issue", gettext_lazy("Issue sheets"), HouseForm, _planned, _issue, most=900),),
    key_of=lambda row: row.course.pk,
    named=lambda row: f"{row.course.name}, {row.course.groups_key}",
    known=within_reach(Course, "sheet.issue", lambda row: f"{row.name}, {row.groups_key}"),
)


def _coming_back(request: ActingRequest, sheets: Sequence[Sheet]) -> dict[int, str | list[Problem]]:
    text = _("is accepted with the seal")
    return {sheet.pk: text if sheet.state == SheetState.ISSUED else [_came_back(sheet)] for sheet in sheets}


def _came_back(sheet: Sheet) -> Problem:
    text = _("It came back before (%(state)s): there is nothing to accept.")
    return Problem(text % {"state": sheet.get_state_display()}, "Y-6.5.3")


def _accept(request: ActingRequest, sheet: Sheet, data: dict[str, Any]) -> str:
    return_sheet(sheet, **request.who.acting("sheet.return", sheet))
    return _("accepted with the seal")


def _known_as(sheet: Any) -> str:
    return f"{sheet.student.person.full_name}, № {sheet.number}"


RETURNED = Table(
    "department.returned",
    gettext_lazy("Returned sheets"),
    (
        Column(
            "student",
            gettext_lazy("Student"),
            lambda row: row.student.person.full_name,
            sort=("student__person__sort_key",),
            note=lambda row: row.student.group.code,
        ),
        Column("sheet", gettext_lazy("Sheet"), lambda row: f"№ {row.number}", sort=("number",)),
        Column(
            "state",
            gettext_lazy("State"),
            lambda row: row.get_state_display(),
            sort=("state",),
            template="department/_sheet_state.html",
        ),
    ),
    gettext_lazy("The sheets of this course are not issued yet: issue them first."),
    page=100,
    acts=(
        BulkAct(
            "accept", gettext_lazy("Accept the ticked sheets"), HouseForm, _coming_back, _accept, most=500
        ),
    ),
    named=_known_as,
    known=within_reach(Sheet, "sheet.return", _known_as, "student__person"),
)
