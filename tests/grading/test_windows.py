"""When a place is open: weeks that have not begun, Sunday 23:59, reopenings, the session (Y-3.d10, Y-6.5.2)."""

from datetime import UTC, datetime, timedelta

import pytest

from qosqanat.core.problems import Refused
from qosqanat.grading import actions, queries
from qosqanat.grading.models import Reopening, ScoreEvent, WeekHandover
from tests.cast import AT, WEEK

from .help import AQTAU, enter, said

SUNDAY = datetime(2026, 10, 18, 23, 59, 59, tzinfo=AQTAU)


@pytest.fixture
def reopened(house):
    at, until = SUNDAY + timedelta(days=1), SUNDAY + timedelta(days=2)
    actions.reopen_week(house.course, WEEK, until=until, reason="No network on the rig", by=house.dean, at=at)
    return house


def test_the_week_closes_on_sunday_2359_in_the_universitys_zone(house):
    assert SUNDAY.astimezone(UTC).hour == 18
    assert enter(house, "practice", WEEK, 4, at=SUNDAY).status == "saved"
    late = enter(house, "practice", WEEK, 5, at=SUNDAY + timedelta(seconds=1))
    assert late.status == "refused"
    assert "Week 7 closed on" in said(late)
    assert "ask the dean to reopen it" in said(late)


def test_monday_in_aqtau_is_still_sunday_in_utc(house):
    """The first second of week 8 is 19:00 on Sunday in UTC."""
    monday = datetime(2026, 10, 18, 19, 0, tzinfo=UTC)
    assert enter(house, "practice", 8, 13, at=monday).status == "saved"
    early = enter(house, "practice", 8, 12, at=monday - timedelta(seconds=1))
    assert "Week 8 begins on" in said(early)


@pytest.mark.parametrize("role", ["mentor", "head", "office"])
def test_nobody_scores_a_week_that_has_not_begun(house, role):
    verdict = enter(house, "practice", WEEK + 1, 4, by=house.people[role], reason="x", source="spreadsheet")
    assert "Week 8 begins on" in said(verdict)


def test_before_the_semester_nothing_is_scored(house):
    at = datetime(2026, 8, 31, 12, 0, tzinfo=AQTAU)
    for component in ("practice", "test", "iws"):
        assert enter(house, component, 1, 1, at=at).status == "refused"


def test_tests_and_independent_work_stay_open_after_their_week(house):
    assert enter(house, "test", 1, 3).status == "saved"
    assert enter(house, "iws", 1, 10).status == "saved"


def test_a_reopened_week_is_open_until_its_end_and_carries_the_deans_reason(reopened):
    until = SUNDAY + timedelta(days=2)
    assert enter(reopened, "practice", WEEK, 4, at=until - timedelta(seconds=1)).status == "saved"
    assert ScoreEvent.objects.get().reason == "No network on the rig"
    assert enter(reopened, "practice", WEEK, 5, at=until).status == "refused"


def test_a_reopened_week_opens_no_other_week_and_no_other_course(reopened):
    at = SUNDAY + timedelta(days=1, hours=1)
    assert enter(reopened, "practice", WEEK - 1, 4, at=at).status == "refused"


@pytest.mark.parametrize(
    ("week", "hours", "reason", "sentence"),
    [
        (WEEK, 24, "x", "is still open"),
        (3, 0, "x", "The end must lie in the future"),
        (3, -1, "x", "The end must lie in the future"),
        (3, 24, " ", "Enter the reason"),
        (16, 24, "x", "There is no week 16"),
        (WEEK + 1, 24, "x", "is still open"),
    ],
)
def test_a_reopening_needs_a_closed_week_an_end_and_a_reason(house, week, hours, reason, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.reopen_week(
            house.course, week, until=AT + timedelta(hours=hours), reason=reason, by=house.dean, at=AT
        )
    assert not Reopening.objects.exists()


def test_the_first_hand_over_stands(house):
    """The mentor passes the week to the head (Y-7.3.b4)."""
    first = actions.hand_over_week(house.course, WEEK, by=house.mentor, at=AT)
    again = actions.hand_over_week(house.course, WEEK, by=house.mentor, at=AT + timedelta(days=1))
    assert first == again
    assert WeekHandover.objects.get().handed_at == AT


def test_a_week_that_has_not_begun_is_not_handed_in(house):
    with pytest.raises(Refused, match="Week 8 begins on"):
        actions.hand_over_week(house.course, WEEK + 1, by=house.mentor, at=AT)


def test_empty_places_warn_but_do_not_hold_the_week_back(house):
    enter(house, "practice", WEEK, 4)
    week = queries.week_for_mentor(house.course, WEEK, AT)
    assert [problem.text for problem in week.warnings] == [
        "2 students have no points: enter them or mark the students absent."
    ]
    assert actions.hand_over_week(house.course, WEEK, by=house.mentor, at=AT)


def test_nothing_is_handed_in_or_reopened_before_the_sheets_are_issued(house):
    house.course.sheets.all().delete()
    house.course.scheme.delete()
    with pytest.raises(Refused, match="not issued yet"):
        actions.hand_over_week(house.course, WEEK, by=house.mentor, at=AT)
