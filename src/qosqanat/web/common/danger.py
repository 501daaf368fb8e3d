"""The list of students in danger of not being admitted (Y-6.7), the same at every desk; its rows are lines of a grid."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qosqanat.grading.queries import Row
from qosqanat.regulation.numbers import cut
from qosqanat.web.templatetags.points import points

from .lists import Column, Table


def _needed(row: Row) -> str:
    return _("out of reach") if row.needed is None else points(row.needed)


def danger_table(key: str) -> Table:
    """The table under the `key` of one desk; `row.sheet.course` is loaded."""
    return Table(
        key,
        gettext_lazy("Students in danger of not being admitted"),
        (
            Column(
                "student",
                gettext_lazy("Student"),
                lambda row: row.student.person.full_name,
                sort=lambda row: row.student.person.sort_key,
                note=lambda row: row.student.group.code,
                href=lambda row: reverse("records:student", args=[row.student.pk]),
            ),
            Column(
                "course",
                gettext_lazy("Course"),
                lambda row: row.sheet.course.name,
                sort=lambda row: row.sheet.course.sort_key,
                note=lambda row: row.sheet.course.groups_key,
                href=lambda row: reverse("sheets:course", args=[row.sheet.course_id]),
            ),
            Column(
                "admission",
                gettext_lazy("Admission now"),
                lambda row: points(cut(row.admission, 2)),
                sort=lambda row: row.admission,
                number=True,
            ),
            Column(
                "reachable",
                gettext_lazy("Can still reach"),
                lambda row: points(cut(row.reachable_admission, 2)),
                sort=lambda row: row.reachable_admission,
                number=True,
            ),
            Column(
                "needed",
                gettext_lazy("Points needed"),
                _needed,
                sort=lambda row: (row.needed is None, row.needed or 0),
                number=True,
            ),
        ),
        gettext_lazy("Nobody is in danger: every student can still be admitted with average points."),
        key_of=lambda row: row.sheet.pk,
    )
