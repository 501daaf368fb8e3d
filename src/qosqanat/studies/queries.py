"""Reads over courses and semesters."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import models

from qosqanat.people.models import Person

from .models import Course, CourseMentor, Enrolment, Group, Term


def current_term(terms: Iterable[Term], at: datetime) -> Term | None:
    """Of `terms`, the latest first, the last one that has begun at its university; before all of them the first to come.

    `Term.university` should be loaded.
    """
    every = list(terms)
    return next((term for term in every if term.starts_on <= term.day_on(at)), every[-1] if every else None)


def taught_still(person: Person, university: int | None, day: date) -> list[Course]:
    """The courses of a running or coming semester that `person` teaches."""
    taught = Course.objects.filter(teacher=person, university=university).select_related("term")
    return [course for course in taught if course.term.ends_on >= day]


def advised_still(person: Person, university: int | None) -> list[Group]:
    """The groups that `person` advises."""
    return list(Group.objects.filter(adviser=person, university=university))


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
        models.Prefetch("mentors", CourseMentor.objects.select_related("post__person", "post__enterprise")),
    )
