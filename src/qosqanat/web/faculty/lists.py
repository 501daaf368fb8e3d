"""The dean's lists: courses with their weeks, students in danger, reopened weeks; reopening for many courses."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qosqanat.core.problems import Problem
from qosqanat.grading.actions import reopen_week
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Course
from qosqanat.web.common.bulk import BulkAct
from qosqanat.web.common.danger import danger_table
from qosqanat.web.common.lists import Column, Table, within_reach
from qosqanat.web.common.progress import (
    DEPARTMENT,
    SHEETS_ISSUED,
    WEEKS_IN_TIME,
    WEEKS_OWED,
    CourseFigure,
    weeks_owed,
)
from qosqanat.web.common.who import who_did

from .forms import ReopenManyForm


def _planned(request: ActingRequest, rows: Sequence[CourseFigure]) -> dict[int, str | list[Problem]]:
    nothing = [Problem(_("No week is owed."), "Y-6.5.2")]
    text = _("weeks to be opened: %(weeks)s")
    return {one.course.pk: text % {"weeks": weeks_owed(one)} if one.missing else nothing for one in rows}


@transaction.atomic
def _reopen(request: ActingRequest, one: CourseFigure, data: dict[str, Any]) -> str:
    """All owed weeks of the course or none."""
    hand = request.who.acting("week.reopen", one.course)
    with timezone.override(one.course.term.zone):
        until = timezone.make_aware(timezone.make_naive(data["until"], data["until"].tzinfo))
        for week in one.missing:
            reopen_week(one.course, week, until=until, reason=data["reason"], **hand)
        moment = date_format(timezone.localtime(until), "DATETIME_FORMAT")
    return _("weeks %(weeks)s are open until %(moment)s") % {"weeks": weeks_owed(one), "moment": moment}


def _course_link(course: Course) -> str:
    return reverse("sheets:course", args=[course.pk])


def _moment(row: Any, moment: Any) -> str:
    return date_format(timezone.localtime(moment, row.course.term.zone), "DATETIME_FORMAT")


COURSES = Table(
    "faculty.courses",
    gettext_lazy("Courses"),
    (
        Column(
            "course",
            gettext_lazy("Course"),
            lambda one: one.course.name,
            sort=lambda one: one.course.sort_key,
            note=lambda one: one.course.code,
            href=lambda one: _course_link(one.course) if one.strip else "",
        ),
        Column(
            "groups",
            gettext_lazy("Groups"),
            lambda one: one.course.groups_key,
            sort=lambda one: one.course.groups_key,
        ),
        DEPARTMENT,
        Column(
            "teacher",
            gettext_lazy("Teacher"),
            lambda one: one.course.teacher.short_name if one.course.teacher else "",
            sort=lambda one: one.course.teacher.sort_key if one.course.teacher else "",
        ),
        SHEETS_ISSUED,
        WEEKS_IN_TIME,
        replace(WEEKS_OWED, template="faculty/_missing.html"),
    ),
    gettext_lazy(
        "The faculty has no dual course in this semester. The methodical office imports the teaching load; look at another semester or ask there."
    ),
    acts=(BulkAct("reopen", gettext_lazy("Reopen the weeks owed"), ReopenManyForm, _planned, _reopen),),
    key_of=lambda one: one.course.pk,
    named=lambda one: f"{one.course.name}, {one.course.groups_key}",
    known=within_reach(Course, "week.reopen", lambda row: f"{row.name}, {row.groups_key}"),
)
STUDENTS = danger_table("faculty.students")
WEEKS = Table(
    "faculty.weeks",
    gettext_lazy("Reopened weeks"),
    (
        Column(
            "course",
            gettext_lazy("Course"),
            lambda row: row.course.name,
            sort=("course__sort_key",),
            note=lambda row: row.course.groups_key,
            href=lambda row: _course_link(row.course),
        ),
        Column("week", gettext_lazy("Week"), lambda row: row.week, sort=("week",)),
        Column(
            "state",
            gettext_lazy("State"),
            lambda row: _("in force") if row.in_force else _("over"),
            sort=("in_force",),
        ),
        Column("opened", gettext_lazy("From"), lambda row: _moment(row, row.opened_at), sort=("opened_at",)),
        Column("until", gettext_lazy("Until"), lambda row: _moment(row, row.until), sort=("until",)),
        Column("reason", gettext_lazy("Reason"), lambda row: row.reason),
        Column(
            "by",
            gettext_lazy("Reopened by"),
            lambda row: who_did(row.opened_by, row.on_behalf_of),
            sort=("opened_by__sort_key",),
            template="faculty/_opened_by.html",
        ),
    ),
    gettext_lazy(
        "No week is here. When a mentor missed the deadline, choose the course and reopen its week with a reason and an end."
    ),
    page=30,
)
