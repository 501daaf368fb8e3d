"""A semester that is over: marks in every place, entered by the right people in the right weeks."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

from qosqanat.grading import actions
from qosqanat.grading.book import Book, books_of
from qosqanat.grading.enums import Component, ExamKind
from qosqanat.grading.models import ExamSheet, Sheet
from qosqanat.people.models import Person
from qosqanat.regulation.marks import Entry as Points
from tests.cast import House
from tests.rehearsal import rehearsed

SESSION = datetime(2026, 12, 22, 5, 0, tzinfo=UTC)
# Айдынұлы does well, Ілиясова passes, Юсупов is not admitted.
SHARES = (Decimal("0.9"), Decimal("0.7"), Decimal("0.2"))


def fill(house: House, shares: tuple[Decimal, ...] = SHARES) -> None:
    """Give each student the same share of every cap, rounded to half points."""
    rehearsed(_fill, house, shares)


def _fill(house: House, shares: tuple[Decimal, ...]) -> None:
    sheets = list(Sheet.objects.filter(course=house.course))
    for week in house.term.weeks:
        at = datetime(week.last.year, week.last.month, week.last.day, 5, tzinfo=UTC)
        book = books_of([house.course], at)[house.course.pk]
        _enter(book, sheets, shares, Component.PRACTICE, week.number, house.mentor, at)
        _enter(book, sheets, shares, Component.TEST, week.number, house.teacher, at)
    for task in book.tasks:
        _enter(book, sheets, shares, Component.IWS, task, house.teacher, at)


def _enter(
    book: Book,
    sheets: list[Sheet],
    shares: tuple[Decimal, ...],
    component: str,
    number: int,
    by: Person,
    at: datetime,
) -> None:
    cap = book.cap(component, number)
    if cap is None:
        return
    entries = [
        actions.Entry(sheet.pk, component, number, Decimal(round(cap * share * 2)) / 2, uuid4())
        for sheet, share in zip(sheets, shares, strict=True)
    ]
    verdicts = actions.enter_scores(entries, by=by, at=at, source="form")
    assert all(verdict.ok for verdict in verdicts), verdicts


def examine(
    house: House,
    points: Mapping[int, Points],
    *,
    kind: str = ExamKind.MAIN,
    at: datetime = SESSION,
    close: bool = True,
) -> ExamSheet:
    """An examination sheet of the cast's course with `points` by the student's place in Kazakh order."""
    sheets = list(Sheet.objects.live().filter(course=house.course))
    exam = actions.issue_exam_sheet(house.course, held_on=at.date(), kind=kind, by=house.registrar, at=at)
    values = {sheets[place].pk: value for place, value in points.items()}
    verdicts = actions.enter_exam(exam, values, by=house.registrar, at=at)
    assert all(verdict.ok for verdict in verdicts), verdicts
    return actions.close_exam_sheet(exam, by=house.registrar, at=at) if close else exam
