"""How far each practice week of a course is entered, kept beside the cells: nouns for pages that look over many courses."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, F, Max, Q

from qosqanat.regulation.calendar import last_day

from .enums import TYPED, Component, SheetState, Value
from .models import Cell, PracticeWeek, ScoreEvent

CourseWeek = tuple[int, int]
"""Key of a course, number of a week."""
COUNTED = (
    Q(component=Component.PRACTICE)
    & ~Q(sheet__state=SheetState.WITHDRAWN)
    & Q(sheet__student__enrolments__course=F("sheet__course"))
)
PLACE = (
    "sheet__course_id",
    "number",
    "sheet__course__term__starts_on",
    "sheet__student__enrolments__joined_on",
)


@dataclass
class Entered:
    """Places filled, and when one was last filled for the first time by hand, by course and week."""

    filled: Counter[CourseWeek] = field(default_factory=Counter)
    typed_at: dict[CourseWeek, datetime] = field(default_factory=dict)


def expected(week: int, starts_on: date, joined_on: date | None) -> bool:
    """Whether a student who joined that day owes the week: what was marked for an earlier one fills nobody's place."""
    return joined_on is not None and joined_on <= last_day(starts_on, week)


def kept(courses: Iterable[int]) -> Entered:
    """What is kept of `courses`: one read of a row for each week."""
    found = Entered()
    rows = PracticeWeek.objects.filter(course__in=list(courses))
    for course_id, week, filled, typed_at in rows.values_list("course_id", "week", "filled", "typed_at"):
        found.filled[course_id, week] = filled
        if typed_at is not None:
            found.typed_at[course_id, week] = typed_at
    return found


def counted(courses: Iterable[int]) -> Entered:
    """The same from the cells and events themselves."""
    places, found = COUNTED & Q(sheet__course__in=list(courses)), Entered()
    cells = Cell.objects.filter(places).exclude(state=Value.EMPTY).order_by()
    for course_id, week, starts_on, joined_on, count in cells.values_list(*PLACE).annotate(n=Count("pk")):
        if expected(week, starts_on, joined_on):
            found.filled[course_id, week] += count
    typed = ScoreEvent.objects.filter(places, version=1, source__in=TYPED).order_by()
    for course_id, week, starts_on, joined_on, at in typed.values_list(*PLACE).annotate(
        at=Max("received_at")
    ):
        if expected(week, starts_on, joined_on):
            found.typed_at[course_id, week] = max(at, found.typed_at.get((course_id, week), at))
    return found


def keep(filled: Mapping[CourseWeek, int], typed: Iterable[CourseWeek], at: datetime) -> None:
    """Follow a batch of entries, in its transaction: `filled` places more hold something than before, `typed` were filled
    for the first time by hand."""
    typed = set(typed)
    for course_id, week in sorted({place for place, more in filled.items() if more} | typed):
        row = PracticeWeek.objects.filter(course=course_id, week=week)
        changes = {"filled": F("filled") + filled.get((course_id, week), 0)}
        if (course_id, week) in typed:
            changes["typed_at"] = at  # type: ignore[assignment]
        if not row.update(**changes):
            PracticeWeek.objects.bulk_create(
                [PracticeWeek(course_id=course_id, week=week)], ignore_conflicts=True
            )
            row.update(**changes)


def keep_anew(courses: Iterable[int]) -> list[CourseWeek]:
    """Count the weeks of `courses` and keep what was found, in a transaction; which were kept wrongly."""
    courses = list(courses)
    # entries that are on their way have these rows: their cells are there when they let go
    list(PracticeWeek.objects.select_for_update().filter(course__in=courses).order_by("course", "week"))
    now = counted(courses)
    wrong = _differing(kept(courses), now)
    rows = [
        PracticeWeek(
            course_id=place[0], week=place[1], filled=now.filled[place], typed_at=now.typed_at.get(place)
        )
        for place in wrong
    ]
    PracticeWeek.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["course", "week"],
        update_fields=["filled", "typed_at"],
    )
    return wrong


def kept_wrongly(courses: Iterable[int]) -> list[CourseWeek]:
    """The weeks of `courses` of which something else is kept than their cells and events say."""
    courses = list(courses)
    return _differing(kept(courses), counted(courses))


def _differing(one: Entered, other: Entered) -> list[CourseWeek]:
    places = {*one.filled, *one.typed_at, *other.filled, *other.typed_at}
    return sorted(
        place
        for place in places
        if one.filled[place] != other.filled[place] or one.typed_at.get(place) != other.typed_at.get(place)
    )
