"""What is ready, and how a cell came to its value."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models

from qosqanat.core.problems import Problem
from qosqanat.grading import problems
from qosqanat.grading.models import CourseScheme, ScoreEvent, Sheet
from qosqanat.studies.models import Course, Term
from qosqanat.studies.queries import courses_to_check


@dataclass(frozen=True)
class Readiness:
    """What a course still lacks before its sheets are issued, and how many it has."""

    course: Course
    problems: list[Problem]
    sheets: int

    @property
    def ready(self) -> bool:
        return not any(problem.blocking for problem in self.problems)


def readiness(term: Term, at: datetime, courses: "models.QuerySet[Course] | None" = None) -> list[Readiness]:
    """Every course of `term` (or those of `courses`, already narrowed by right) with its problems, in Kazakh order."""
    rows = (Course.objects.all() if courses is None else courses).filter(term=term)
    day = term.day_on(at)
    chosen = set(CourseScheme.objects.filter(course__term=term).values_list("course_id", flat=True))
    counts = dict(
        Sheet.objects.live()
        .filter(course__term=term)
        .order_by()
        .values_list("course")
        .annotate(n=models.Count("pk"))
    )
    return [
        Readiness(
            course,
            problems.problems_of_issue(course, day, has_scheme=course.pk in chosen),
            counts.get(course.pk, 0),
        )
        for course in courses_to_check(rows)
    ]


def cell_history(sheet: Sheet, component: str, number: int) -> "models.QuerySet[ScoreEvent]":
    """Every entry of one cell, the first one first, with author and the person it was entered for."""
    events = ScoreEvent.objects.filter(sheet=sheet, component=component, number=number)
    return events.select_related("author", "on_behalf_of").order_by("version")
