"""Two acts at once on PostgreSQL: the later one waits and sees what the earlier one did.

SQLite has one writer at a time, so there is nothing to try there: `conftest.py` leaves this file out.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from qosqanat.core.problems import Refused
from qosqanat.grading import actions
from qosqanat.grading.models import CourseScheme, ExamSheet, Sheet
from qosqanat.studies import actions as studies
from qosqanat.studies.models import Enrolment
from tests import cast
from tests.cast import AT

from .help import AFTER, enter, fill
from .test_exams import DAY, issue, points
from .test_issue import another_course

WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
def house(transactional_db):
    return cast.build("yessenov")


def at_once(first: Callable[[], object], second: Callable[[], object]) -> tuple[object, object]:
    """What the two gave or were refused with; `second` begins before `first` is committed."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            one = first()
            other = pool.submit(_alone, second)
            while not other.done() and not _somebody_waits():
                pass
        return one, other.result(timeout=30)


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees what it saw first
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


def _alone(act: Callable[[], object]) -> object:
    try:
        return act()
    except Refused as refusal:
        return refusal
    finally:
        connection.close()


def test_sheets_asked_for_twice_at_once_are_issued_once(house):
    course = another_course(house)
    actions.choose_scheme(course, "A2", by=house.head, at=AT, reason="Decision of the council")
    one, other = at_once(*[lambda: actions.issue_sheets([course], by=house.head, at=AT)] * 2)
    assert (one.sheets, other.sheets) == (2, 0) and Sheet.objects.filter(course=course).count() == 2


def test_sheets_of_two_courses_issued_at_once_have_numbers_of_their_own(house):
    good, more = another_course(house), another_course(house, code="X 1")
    one, other = at_once(
        lambda: actions.issue_sheets([good], by=house.head, at=AT),
        lambda: actions.issue_sheets([more], by=house.head, at=AT),
    )
    assert (one.sheets, other.sheets) == (2, 2)
    numbers = list(Sheet.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == len(house.sheets) + 4


def test_a_main_sheet_and_its_retake_never_stand_open_together(house):
    fill(house, Decimal("0.8"))
    exam = issue(house)
    points(house, exam, 90, 25, 100)
    actions.close_exam_sheet(exam, by=house.registrar, at=AFTER)
    _reopened, retake = at_once(
        lambda: actions.reopen_exam_sheet(exam, by=house.registrar, at=AFTER, reason="A slip"),
        lambda: issue(house, "retake", DAY + timedelta(days=7)),
    )
    assert isinstance(retake, Refused) and ExamSheet.objects.filter(state="issued").count() == 1


def test_a_score_waits_for_other_credits_and_is_judged_by_their_scheme(house):
    old = house.sheets[0]
    assert enter(house, "practice", 4, 12, sheet=house.sheets[1], by=house.head, reason="paper").ok
    CourseScheme.objects.update(frozen_at=None)
    _course, verdict = at_once(
        lambda: studies.edit_course(house.course, by=house.office, at=AT, credits=Decimal(4)),
        lambda: enter(house, "practice", 4, 12, sheet=old, by=house.head, reason="paper"),
    )
    assert verdict.status == "refused" and not old.events.exists()


def test_points_that_move_along_see_an_entry_that_was_first_on_the_new_sheet(house):
    course, student = another_course(house), house.students[0]
    actions.issue_sheets([course], by=house.head, at=AT)
    new = Sheet.objects.get(course=course, student=student)
    assert enter(house, "test", 1, 3, sheet=Sheet.objects.get(course=house.course, student=student)).ok
    enrolment = Enrolment.objects.get(course=house.course, student=student)
    verdict, _new = at_once(
        lambda: enter(house, "test", 1, 2, sheet=new),
        lambda: studies.transfer(enrolment, course, by=house.office, at=AT, reason="Another group"),
    )
    assert verdict.ok and [(event.version, event.value) for event in new.events.all()] == [(1, 2)]
    enrolment.refresh_from_db()
    assert enrolment.moved_to.course == course, "the control: the student was moved"
