"""Lists to read only: courses, students, who is in danger, mentors and weeks, changed marks, sheets at random."""

from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy, pgettext_lazy

from qosqanat.grading.book import key_of
from qosqanat.grading.queries import LateMentor
from qosqanat.web.common import entries
from qosqanat.web.common.danger import danger_table
from qosqanat.web.common.lists import Column, Table
from qosqanat.web.common.progress import (
    DEPARTMENT,
    EXAMINATIONS_PASSED,
    SHEETS_ISSUED,
    WEEKS_IN_TIME,
    WEEKS_OWED,
)
from qosqanat.web.common.who import who_did


def _mentors(course: Any) -> str:
    return ", ".join(mentor.post.person.short_name for mentor in course.mentors.all())


def _address(course: Any) -> str:
    return reverse("sheets:course" if course.may_read else "records:course", args=[course.pk])


COURSES = Table(
    "overview.courses",
    gettext_lazy("Courses"),
    (
        Column(
            "course",
            gettext_lazy("Course"),
            lambda row: row.name,
            sort=("sort_key",),
            note=lambda row: f"{row.code}, {row.department.name}",
            href=_address,
        ),
        Column("groups", gettext_lazy("Groups"), lambda row: row.groups_key, sort=("groups_key",)),
        Column(
            "students",
            gettext_lazy("Students"),
            lambda row: row.student_count,
            sort=("student_count",),
            number=True,
        ),
        Column(
            "teacher",
            gettext_lazy("Teacher"),
            lambda row: row.teacher.short_name if row.teacher else "",
            sort=("teacher__sort_key",),
        ),
        Column("mentors", gettext_lazy("Mentors"), _mentors),
        Column(
            "enterprise",
            gettext_lazy("Enterprise"),
            lambda row: row.enterprise.name if row.enterprise else "",
            sort=("enterprise__sort_key",),
        ),
    ),
    gettext_lazy(
        "No course is within your reach in this semester. Look at another semester, or ask who gave you the role."
    ),
    page=25,
)


def _present(student: Any) -> str:
    return ", ".join(enrolment.course.name for enrolment in student.present)


def _hosts(student: Any) -> str:
    hosts = [enrolment.course.enterprise for enrolment in student.present if enrolment.course.enterprise]
    return ", ".join(dict.fromkeys(host.name for host in hosts))


STUDENTS = Table(
    "overview.students",
    gettext_lazy("Students in dual courses"),
    (
        Column(
            "student",
            gettext_lazy("Student"),
            lambda row: row.person.full_name,
            sort=("person__sort_key",),
            href=lambda row: reverse("records:student", args=[row.pk]),
        ),
        Column("number", gettext_lazy("Number"), lambda row: row.number, sort=("number",)),
        Column("group", gettext_lazy("Group"), lambda row: row.group.code, sort=("group__sort_key",)),
        Column("courses", gettext_lazy("Courses"), _present),
        Column("enterprise", gettext_lazy("Enterprise"), _hosts),
    ),
    gettext_lazy(
        "No student of a dual course is within your reach in this semester. Look at another semester."
    ),
)
DANGER = danger_table("overview.danger")


def _owed(late: LateMentor) -> str:
    """Course (groups): weeks; one after another."""
    owed = groupby(late.weeks, key=lambda pair: pair[0])
    return "; ".join(
        f"{course.name} ({course.groups_key}): {', '.join(str(week) for _course, week in pairs)}"
        for course, pairs in owed
    )


MENTORS = Table(
    "overview.mentors",
    gettext_lazy("Mentors who owe weeks"),
    (
        Column(
            "mentor",
            gettext_lazy("Mentor"),
            lambda late: late.post.person.full_name,
            sort=lambda late: late.post.person.sort_key,
        ),
        Column(
            "enterprise",
            gettext_lazy("Enterprise"),
            lambda late: late.post.enterprise.name,
            sort=lambda late: late.post.enterprise.sort_key,
        ),
        Column("owed", gettext_lazy("Weeks owed"), _owed),
        Column(
            "count",
            gettext_lazy("How many weeks"),
            lambda late: len(late.weeks),
            sort=lambda late: len(late.weeks),
            number=True,
        ),
    ),
    gettext_lazy("Nobody: every closed week has its points."),
    key_of=lambda late: late.post.pk,
)


PROGRESS = Table(
    "overview.progress",
    gettext_lazy("How the courses stand"),
    (
        Column(
            "course",
            gettext_lazy("Course"),
            lambda one: one.course.name,
            sort=lambda one: one.course.sort_key,
            note=lambda one: f"{one.course.code}, {one.course.groups_key}",
            href=lambda one: reverse("sheets:course", args=[one.course.pk]),
        ),
        DEPARTMENT,
        Column("mentors", gettext_lazy("Mentors"), lambda one: _mentors(one.course)),
        SHEETS_ISSUED,
        WEEKS_IN_TIME,
        WEEKS_OWED,
        EXAMINATIONS_PASSED,
    ),
    gettext_lazy(
        "No course is within your reach in this semester. Look at another semester, or ask who gave you the role."
    ),
    key_of=lambda one: one.course.pk,
)


def _trail(event: Any) -> str:
    place = key_of(event.component, event.number)
    return reverse("sheets:history", args=[event.sheet.course_id, event.sheet_id, place])


CHANGES = Table(
    "overview.changes",
    gettext_lazy("Marks changed after closing"),
    (
        Column(
            "at",
            gettext_lazy("When"),
            lambda row: date_format(timezone.localtime(row.received_at), "SHORT_DATETIME_FORMAT"),
            sort=("received_at",),
            href=_trail,
        ),
        Column(
            "student",
            gettext_lazy("Student"),
            lambda row: row.sheet.student.person.full_name,
            sort=("sheet__student__person__sort_key",),
            note=lambda row: row.sheet.student.group.code,
        ),
        Column(
            "course",
            gettext_lazy("Course"),
            lambda row: row.sheet.course.name,
            sort=("sheet__course__sort_key",),
            href=lambda row: reverse("sheets:course", args=[row.sheet.course_id]),
        ),
        Column("place", gettext_lazy("Place"), entries.place, sort=("component", "number")),
        Column(
            "before",
            pgettext_lazy("a mark", "Before"),
            lambda row: entries.value(row.state_before, row.value_before) or "—",
            number=True,
        ),
        Column(
            "after",
            pgettext_lazy("a mark", "After"),
            lambda row: entries.value(row.state, row.value) or "—",
            number=True,
        ),
        Column(
            "by",
            gettext_lazy("Changed by"),
            lambda event: who_did(event.author, event.on_behalf_of),
            sort=("author__sort_key",),
            template="overview/_changed_by.html",
        ),
        Column("reason", gettext_lazy("Reason"), lambda row: row.reason),
    ),
    gettext_lazy(
        "No mark of this semester was changed after its week had closed or its examination sheet was issued."
    ),
)
SHEETS = Table(
    "overview.sheets",
    gettext_lazy("Sheets at random"),
    (
        Column(
            "number",
            gettext_lazy("Sheet"),
            lambda row: f"№ {row.number}",
            sort=lambda row: row.number,
            href=lambda row: reverse("records:sheet_history", args=[row.pk]),
        ),
        Column(
            "student",
            gettext_lazy("Student"),
            lambda row: row.student.person.full_name,
            sort=lambda row: row.student.person.sort_key,
            note=lambda row: row.student.group.code,
        ),
        Column(
            "course",
            gettext_lazy("Course"),
            lambda row: row.course.name,
            sort=lambda row: row.course.sort_key,
            href=lambda row: reverse("sheets:course", args=[row.course_id]),
        ),
        Column(
            "state", gettext_lazy("State"), lambda row: row.get_state_display(), sort=lambda row: row.state
        ),
        Column(
            "entries",
            gettext_lazy("Entries"),
            lambda row: row.entries,
            sort=lambda row: row.entries,
            number=True,
        ),
        Column(
            "last",
            gettext_lazy("Last entry"),
            lambda row: (
                date_format(timezone.localtime(row.last_entry), "SHORT_DATETIME_FORMAT")
                if row.last_entry
                else ""
            ),
            sort=lambda row: (row.last_entry is None, row.last_entry),
        ),
    ),
    gettext_lazy(
        "No sheet of this semester is within your reach. Look at another semester, or ask who gave you the role."
    ),
)
