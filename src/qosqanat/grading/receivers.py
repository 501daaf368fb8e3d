"""Sheets follow the students and the credits of their course, in the same transaction."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from qosqanat.people.models import Person
from qosqanat.studies.models import Course, Enrolment
from qosqanat.studies.signals import course_edited, joined, left

from .actions.membership import close_sheet, open_sheet
from .actions.sheets import follow_credits


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
    if "credits" in changes:
        follow_credits(course, by=by, at=at, on_behalf_of=on_behalf_of)
