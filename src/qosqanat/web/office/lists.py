"""Rows of the readiness list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qosqanat.core.problems import Problem
from qosqanat.grading.models import CourseScheme
from qosqanat.grading.queries import Readiness
from qosqanat.people.models import Person
from qosqanat.regulation import packs
from qosqanat.studies.models import Course
from qosqanat.web.common.agreements import with_contract
from qosqanat.web.common.lists import Column, Table


@dataclass(frozen=True)
class Line:
    """One course: who marks it, where, by which scheme, and what it lacks."""

    course: Course
    mentors: list[Person]
    scheme: str
    chosen: bool
    problems: list[Problem]
    sheets: int

    @property
    def ready(self) -> bool:
        return not any(problem.blocking for problem in self.problems)

    def lacks(self, field: str) -> bool:
        return any(problem.field == field for problem in self.problems)


def lines_of(found: Iterable[Readiness]) -> list[Line]:
    """The scheme is the chosen one, else the one that the credits propose (Q-Y01)."""
    found = list(found)
    courses = [one.course.pk for one in found]
    chosen = dict(CourseScheme.objects.filter(course__in=courses).values_list("course_id", "code"))
    return [_line(one, chosen.get(one.course.pk)) for one in found]


def _line(one: Readiness, chosen: str | None) -> Line:
    proposed = packs.load(one.course.university.regulation).propose(one.course.credits).scheme
    return Line(
        one.course,
        [mentor.post.person for mentor in one.course.mentors.all()],
        chosen or (proposed.code if proposed else ""),
        chosen is not None,
        [with_contract(one.course, problem) for problem in one.problems],
        one.sheets,
    )


def narrowed(lines: list[Line], wanted: dict[str, Any]) -> list[Line]:
    """Those that the filters leave: department, state or missing thing."""
    if department := wanted.get("department"):
        lines = [line for line in lines if str(line.course.department_id) == department]
    show = wanted.get("show") or ""
    if show in {"ready", "unready"}:
        lines = [line for line in lines if line.ready == (show == "ready")]
    elif show:
        lines = [line for line in lines if line.lacks(show)]
    return lines


def counted(lines: list[Line]) -> dict[str, int]:
    return {
        "mentors": sum(line.lacks("mentors") for line in lines),
        "enterprise": sum(line.lacks("enterprise") for line in lines),
        "credits": sum(line.lacks("credits") for line in lines),
    }


def _scheme(line: Line) -> str:
    return f"{line.scheme} ({_('proposed')})" if line.scheme and not line.chosen else line.scheme


READINESS = Table(
    "office.readiness",
    gettext_lazy("Readiness of the semester"),
    (
        Column(
            "course",
            gettext_lazy("Course"),
            lambda line: line.course.name,
            sort=lambda line: line.course.sort_key,
            note=lambda line: f"{line.course.code}, {line.course.groups_key}",
            href=lambda line: reverse("sheets:course", args=[line.course.pk]),
        ),
        Column(
            "teacher",
            gettext_lazy("Teacher"),
            lambda line: line.course.teacher.short_name if line.course.teacher else "",
            sort=lambda line: line.course.teacher.sort_key if line.course.teacher else "",
        ),
        Column(
            "mentor",
            gettext_lazy("Mentor"),
            lambda line: ", ".join(mentor.short_name for mentor in line.mentors),
            sort=lambda line: line.mentors[0].sort_key if line.mentors else "",
        ),
        Column(
            "enterprise",
            gettext_lazy("Partner enterprise"),
            lambda line: str(line.course.enterprise or ""),
            sort=lambda line: line.course.enterprise.sort_key if line.course.enterprise else "",
        ),
        Column("scheme", gettext_lazy("Marking scheme"), _scheme, sort=lambda line: line.scheme),
        Column(
            "sheets",
            gettext_lazy("Sheets"),
            lambda line: line.sheets,
            sort=lambda line: line.sheets,
            number=True,
        ),
        Column(
            "missing",
            gettext_lazy("What is missing"),
            lambda line: " ".join(map(str, line.problems)),
            sort=lambda line: len(line.problems),
            template="office/_missing.html",
        ),
    ),
    gettext_lazy(
        "There is no course yet. Bring the list of students, the register of partners and the teaching load."
    ),
    key_of=lambda line: line.course.pk,
)
