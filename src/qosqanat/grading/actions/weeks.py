"""Handing in a week, and opening a closed one again."""

from datetime import datetime

from django.db import transaction

from qosqanat.core.problems import Refused, refuse_if
from qosqanat.grading import problems
from qosqanat.grading.book import Book, books_of
from qosqanat.grading.models import Reopening, WeekHandover
from qosqanat.people.log import record
from qosqanat.people.models import Person
from qosqanat.studies.models import Course


def _book(course: Course, at: datetime) -> Book:
    book = books_of([course], at).get(course.pk)
    if book is None:
        raise Refused([problems.no_sheets()])
    return book


@transaction.atomic
def hand_over_week(
    course: Course, week: int, *, by: Person, at: datetime, on_behalf_of: Person | None = None
) -> WeekHandover:
    """The mentor hands the week in (Y-6.5.2, Y-7.3.b4); the first hand-over stands. Raises `Refused`."""
    refuse_if(problems.problems_of_handover(_book(course, at), week))
    handover, is_new = WeekHandover.objects.get_or_create(
        course=course, week=week, defaults={"handed_at": at, "handed_by": by, "on_behalf_of": on_behalf_of}
    )
    if is_new:
        record(
            "hand_over_week",
            course,
            by=by,
            at=at,
            on_behalf_of=on_behalf_of,
            university=course.university_id,
            week=week,
        )
    return handover


@transaction.atomic
def reopen_week(
    course: Course,
    week: int,
    *,
    until: datetime,
    reason: str,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> Reopening:
    """The dean opens a closed week for its mentor until a moment (Q-Y14). Raises `Refused`."""
    refuse_if(problems.problems_of_reopening(_book(course, at), week, until, reason))
    reopening = Reopening.objects.create(
        course=course,
        week=week,
        opened_at=at,
        until=until,
        reason=reason.strip(),
        opened_by=by,
        on_behalf_of=on_behalf_of,
    )
    record(
        "reopen_week",
        course,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=course.university_id,
        reason=reason,
        week=week,
    )
    return reopening
