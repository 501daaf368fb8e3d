"""Sheets follow the students and the credits of their course, in the same transaction."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from qosqanat.core.problems import Refused
from qosqanat.people.models import Person
from qosqanat.regulation import packs
from qosqanat.studies.models import Course, Enrolment
from qosqanat.studies.signals import course_edited, joined, left

from . import problems
from .actions.membership import close_sheet, open_sheet
from .actions.sheets import propose_scheme
from .models import CourseScheme


@receiver(joined)
def student_joined(
    enrolment: Enrolment, by: Person, at: datetime, on_behalf_of: Person | None, reason: str, **kwargs: Any
) -> None:
    open_sheet(enrolment, by=by, at=at, on_behalf_of=on_behalf_of, reason=reason)


@receiver(left)
def student_left(
    enrolment: Enrolment, by: Person, at: datetime, on_behalf_of: Person | None, reason: str, **kwargs: Any
) -> None:
    close_sheet(enrolment, by=by, at=at, on_behalf_of=on_behalf_of, reason=reason)


@receiver(course_edited)
def credits_changed(
    course: Course,
    changes: frozenset[str],
    by: Person,
    at: datetime,
    on_behalf_of: Person | None,
    **kwargs: Any,
) -> None:
    """Other credits propose another scheme until the first score; afterwards the change is refused (Q-Y01)."""
    current = CourseScheme.objects.filter(course=course).first()
    if "credits" not in changes or current is None:
        return
    proposed = packs.load(course.university.regulation).propose(course.credits).scheme
    if proposed is None or proposed.code == current.code:
        return
    if current.frozen_at:
        raise Refused([problems.scheme_frozen(current.code)])
    propose_scheme(course, by=by, at=at, on_behalf_of=on_behalf_of)
    course.iws_tasks.all().delete()
