"""Academic weeks and when they close. Days are passed in: nothing here reads a clock."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

CLOSING = time(23, 59, 59)
NO_HOLIDAYS: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Week:
    """An academic week, first and last day included; it ends on a Sunday."""

    number: int
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def weeks(start: date, count: int) -> tuple[Week, ...]:
    """Return `count` academic weeks.

    Week 1 runs from `start` to the first Sunday, week 2 begins on the next Monday.
    """
    monday = start - timedelta(days=start.weekday())
    found = [
        Week(number, monday + timedelta(weeks=number - 1), last_day(start, number))
        for number in range(1, count + 1)
    ]
    return (Week(1, start, found[0].last), *found[1:]) if found else ()


def last_day(start: date, number: int) -> date:
    """Return the Sunday that ends week `number` of a semester that begins on `start`."""
    return start - timedelta(days=start.weekday()) + timedelta(weeks=number, days=-1)


def current_week(weeks: Sequence[Week], on: date) -> Week | None:
    """Return the week that holds the day `on`; None before the first and after the last."""
    return next((week for week in weeks if on in week), None)


def closes(
    week: Week, tz: tzinfo, holidays: AbstractSet[date] = NO_HOLIDAYS, closing: time = CLOSING
) -> datetime:
    """Return when the mentor's week closes: Sunday at `closing` local time (Q-Y14).

    When that Sunday is among `holidays`, the next day that is not.
    """
    return datetime.combine(shifted(week.last, holidays), closing, tzinfo=tz)


def closed_weeks(
    weeks: Sequence[Week],
    at: datetime,
    tz: tzinfo,
    holidays: AbstractSet[date] = NO_HOLIDAYS,
) -> frozenset[int]:
    """Return the numbers of the weeks whose window is over at the aware moment `at`."""
    return frozenset(week.number for week in weeks if closes(week, tz, holidays) < at)


def shifted(day: date, holidays: AbstractSet[date] = NO_HOLIDAYS, backward: bool = False) -> date:
    """Return `day`, or the nearest later (`backward`: earlier) day outside `holidays`."""
    step = timedelta(days=-1 if backward else 1)
    while day in holidays:
        day += step
    return day


def due(event: date, days: int, holidays: AbstractSet[date] = NO_HOLIDAYS) -> date:
    """Return the day `days` after `event` (before it when negative), moved off `holidays`.

    A day counted backwards moves to an earlier day, so that the time before the event never shrinks.
    """
    return shifted(event + timedelta(days=days), holidays, backward=days < 0)
