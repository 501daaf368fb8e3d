"""Joined reads over courses."""

from collections.abc import Iterable

from django.db import models

from .models import Course, CourseMentor, Enrolment


def courses_to_check(courses: "models.QuerySet[Course] | Iterable[Course]") -> "models.QuerySet[Course]":
    """The same courses with everything that `problems.problems_of_course` reads: six reads, however many courses."""
    rows = (
        courses
        if isinstance(courses, models.QuerySet)
        else Course.objects.filter(pk__in=[c.pk for c in courses])
    )
    return rows.select_related("term", "university", "department", "teacher", "enterprise").prefetch_related(
        "groups",
        "enterprise__agreements__enterprise",
        models.Prefetch("enrolments", Enrolment.objects.select_related("student").order_by("pk")),
        models.Prefetch("mentors", CourseMentor.objects.select_related("post__person")),
    )
