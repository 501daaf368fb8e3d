"""Academic weeks, closing moments and due days."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qosqanat.regulation import calendar

AQTAU = ZoneInfo("Asia/Aqtau")
AUTUMN = calendar.weeks(date(2026, 9, 1), 15)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def test_week_1_starts_mid_week_and_week_2_on_monday() -> None:
    assert (AUTUMN[0].first, AUTUMN[0].last) == (date(2026, 9, 1), date(2026, 9, 6))
    assert (AUTUMN[1].first, AUTUMN[1].last) == (date(2026, 9, 7), date(2026, 9, 13))
    assert (AUTUMN[8].first, AUTUMN[14].last) == (date(2026, 10, 26), date(2026, 12, 13))


@given(DAYS, st.integers(0, 40))
def test_weeks_follow_each_other_and_end_on_sunday(start: date, count: int) -> None:
    weeks = calendar.weeks(start, count)
    assert [week.number for week in weeks] == list(range(1, count + 1))
    assert all(week.last.isoweekday() == 7 and week.first <= week.last for week in weeks)
    assert all(b.first == a.last + timedelta(days=1) for a, b in pairwise(weeks))
    assert not weeks or weeks[0].first == start


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2026, 8, 31), None),
        (date(2026, 9, 1), 1),
        (date(2026, 9, 6), 1),
        (date(2026, 9, 7), 2),
        (date(2026, 12, 13), 15),
        (date(2026, 12, 14), None),
    ],
)
def test_current_week(day: date, number: int | None) -> None:
    week = calendar.current_week(AUTUMN, day)
    assert (week.number if week else None) == number


def test_a_week_closes_on_sunday_night_local_time() -> None:
    closing = calendar.closes(AUTUMN[0], AQTAU)
    assert closing.astimezone(UTC) == datetime(2026, 9, 6, 18, 59, 59, tzinfo=UTC)
    assert calendar.closes(AUTUMN[0], AQTAU, {date(2026, 9, 6)}).date() == date(2026, 9, 7)


def test_closed_weeks_are_those_whose_window_is_over() -> None:
    closing = calendar.closes(AUTUMN[1], AQTAU)
    assert calendar.closed_weeks(AUTUMN, closing, AQTAU) == {1}
    assert calendar.closed_weeks(AUTUMN, closing + timedelta(seconds=1), AQTAU) == {1, 2}


def test_due_days_move_off_holidays_away_from_the_event() -> None:
    holidays = {date(2026, 12, 16), date(2026, 12, 17)}
    assert calendar.due(date(2026, 12, 11), 5) == date(2026, 12, 16)
    assert calendar.due(date(2026, 12, 11), 5, holidays) == date(2026, 12, 18)
    assert calendar.due(date(2026, 12, 23), -7, holidays) == date(2026, 12, 15)
