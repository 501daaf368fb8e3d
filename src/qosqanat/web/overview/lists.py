"""The list of courses to read only."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from qosqanat.web.common.lists import Column, Table


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
)
