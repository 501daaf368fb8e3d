"""The teacher's lists: students in danger, tests that are not entered."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from qosqanat.web.common.danger import danger_table
from qosqanat.web.common.lists import Column, Table


def _cell(pair: Any) -> str:
    line, row = pair
    return f"{reverse('sheets:course', args=[line.course.pk])}#c-{row.sheet.pk}-t{line.finished}"


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
