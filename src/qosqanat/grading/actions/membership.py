"""What late enrolment, transfer and withdrawal do to sheets: the history stays, points move along."""

from datetime import datetime
from uuid import uuid4

from qosqanat.grading import practice
from qosqanat.grading.book import Book, books_of, latest_exam, stored
from qosqanat.grading.enums import Component, SheetState, Source
from qosqanat.grading.ledger import (
    Standing,
    cells_of,
    course_sheets,
    derive,
    entered,
    write_cells,
    write_derived,
)
from qosqanat.grading.models import CourseScheme, ScoreEvent, Sheet
from qosqanat.people.models import Person
from qosqanat.studies.models import Enrolment

from .sheets import add_missing_sheets, move_sheet


def open_sheet(
    enrolment: Enrolment, *, by: Person, at: datetime, reason: str, on_behalf_of: Person | None = None
) -> None:
    """A student who joins a course whose sheets are issued gets one; who comes back gets the old one again."""
    course = enrolment.course
    sheet = Sheet.objects.filter(course=course, student=enrolment.student_id).first()
    if sheet and sheet.state == SheetState.WITHDRAWN:
        move_sheet(sheet, "reinstate", by=by, at=at, on_behalf_of=on_behalf_of, reason=reason or "—")
    elif sheet is None and CourseScheme.objects.filter(course=course).exists():
        add_missing_sheets(course, by=by, at=at, on_behalf_of=on_behalf_of)


def close_sheet(
    enrolment: Enrolment, *, by: Person, at: datetime, reason: str, on_behalf_of: Person | None = None
) -> None:
    """The sheet of a student who left is withdrawn; after a transfer its points are on the new one as events."""
    moved_to = enrolment.moved_to
    courses = [enrolment.course, *([moved_to.course] if moved_to else [])]
    own = {
        sheet.course_id: sheet
        for sheet in course_sheets(*courses)
        if sheet.student_id == enrolment.student_id
    }
    sheet, target = own.get(enrolment.course_id), moved_to and own.get(moved_to.course_id)
    if sheet is None:
        return
    withdrawn = move_sheet(sheet, "withdraw", by=by, at=at, on_behalf_of=on_behalf_of, reason=reason)
    if target:
        carry_over(withdrawn, target, by=by, at=at, on_behalf_of=on_behalf_of, reason=reason)


def carry_over(
    old: Sheet, new: Sheet, *, by: Person, at: datetime, reason: str, on_behalf_of: Person | None = None
) -> list[ScoreEvent]:
    """Copy every value of `old` that has the same place on `new` and fits its cap, unless `new` has a value there."""
    books = books_of([old.course_id, new.course_id], at)
    cells = cells_of([old.pk, new.pk])
    target = cells[new.pk]
    events = [
        _copy(
            old,
            new,
            place,
            standing,
            target.get(place),
            by=by,
            at=at,
            on_behalf_of=on_behalf_of,
            reason=reason,
        )
        for place, standing in sorted(cells[old.pk].items())
        if _fits(books[old.course_id], books[new.course_id], place, standing, target.get(place))
    ]
    if not events:
        return []
    ScoreEvent.objects.bulk_create(events)
    write_cells(events)
    practice.keep_anew([new.course_id])
    CourseScheme.objects.filter(course=new.course_id, frozen_at=None).update(frozen_at=at)
    values = entered(cells_of([new.pk])[new.pk])
    book = books[new.course_id]
    derive(new, book.rate(values), latest_exam(values), book)
    write_derived([new])
    return events


def _fits(old: Book, new: Book, place: tuple[str, int], standing: Standing, present: Standing | None) -> bool:
    if standing.value is None or place[0] == Component.EXAM or (present and present.value is not None):
        return False
    if place[0] == Component.IWS and not _same_task(old, new, place[1]):
        return False
    cap = new.cap(*place)
    return cap is not None and not (isinstance(standing.value, type(cap)) and standing.value > cap)


def _same_task(old: Book, new: Book, number: int) -> bool:
    one, two = old.tasks.get(number), new.tasks.get(number)
    return one is not None and two is not None and (one.period, one.cap) == (two.period, two.cap)


def _copy(
    old: Sheet,
    new: Sheet,
    place: tuple[str, int],
    standing: Standing,
    present: Standing | None,
    *,
    by: Person,
    at: datetime,
    reason: str,
    on_behalf_of: Person | None = None,
) -> ScoreEvent:
    state, value = stored(standing.value)
    return ScoreEvent(
        sheet=new,
        component=place[0],
        number=place[1],
        state=state,
        value=value,
        version=(present.version if present else 0) + 1,
        author=by,
        on_behalf_of=on_behalf_of,
        source=Source.TRANSFER,
        received_at=at,
        reason=f"№ {old.number}: {reason}"[:300],
        operation=uuid4(),
    )
