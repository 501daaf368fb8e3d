"""The teacher's lists: own courses, students in danger, tests that are not entered."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qosqanat.web.common.danger import danger_table
from qosqanat.web.common.lists import Column, Table

from .lines import Line


def _cell(pair: Any) -> str:
    line, row = pair
    return f"{reverse('sheets:course', args=[line.course.pk])}#c-{row.sheet.pk}-t{line.finished}"


def _groups_note(line: Line) -> str:
    return ngettext("%(n)s student", "%(n)s students", len(line.rows)) % {"n": len(line.rows)}


def _mentors(line: Line) -> str:
    return ", ".join(m.post.person.short_name for m in line.course.mentors.all()) or _("no mentor")


def _tasks(line: Line) -> str:
    if line.book is None:
        return _("sheets not issued")
    return " ".join(map(str, line.task_problems)) or _("tasks are set")


COURSES = Table(
    "teacher.courses",
    gettext_lazy("My courses"),
    (
        Column(
            "course",
            gettext_lazy("Course"),
            lambda line: line.course.name,
            sort=lambda line: line.course.sort_key,
            note=lambda line: line.course.code,
            href=lambda line: reverse("sheets:course", args=[line.course.pk]),
        ),
        Column(
            "groups",
            gettext_lazy("Groups"),
            lambda line: line.course.groups_key,
            sort=lambda line: line.course.groups_key,
            note=_groups_note,
        ),
        Column(
            "enterprise",
            gettext_lazy("Enterprise and mentor"),
            lambda line: line.course.enterprise.name if line.course.enterprise else _("no enterprise"),
            sort=lambda line: line.course.enterprise.sort_key if line.course.enterprise else "",
            note=_mentors,
        ),
        Column(
            "filled",
            gettext_lazy("Filled in finished weeks"),
            lambda line: "—" if line.filled is None else f"{line.filled} %",
            sort=lambda line: -1 if line.filled is None else line.filled,
            number=True,
        ),
        Column(
            "tasks",
            gettext_lazy("Independent work"),
            _tasks,
            sort=lambda line: len(line.task_problems),
            template="teacher/_tasks.html",
        ),
    ),
    gettext_lazy(
        "No course of this semester names you as its teacher. The head of your department enters the teacher; look at another semester or ask there."
    ),
    page=25,
    key_of=lambda line: line.course.pk,
)
DANGER = danger_table("teacher.danger")
TESTS = Table(
    "teacher.tests",
    gettext_lazy("Tests not entered"),
    (
        Column(
            "student",
            gettext_lazy("Student"),
            lambda pair: pair[1].student.person.full_name,
            sort=lambda pair: pair[1].student.person.sort_key,
            note=lambda pair: pair[1].student.group.code,
        ),
        Column(
            "course",
            gettext_lazy("Course"),
            lambda pair: pair[0].course.name,
            sort=lambda pair: pair[0].course.sort_key,
            note=lambda pair: pair[0].course.groups_key,
            href=_cell,
        ),
        Column(
            "week", gettext_lazy("Week"), lambda pair: pair[0].finished, sort=lambda pair: pair[0].finished
        ),
    ),
    gettext_lazy("Every test of the last finished week is entered."),
    page=25,
    key_of=lambda pair: pair[1].sheet.pk,
)
