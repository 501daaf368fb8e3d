"""Counting every rating and final again from the cells: the proof that no stored rating differs from its marks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, Sum

from qosqanat.grading.book import Book, books_of, entry_of
from qosqanat.grading.enums import Component, Value
from qosqanat.grading.ledger import RATED, derive, write_derived
from qosqanat.grading.models import Cell, Sheet
from qosqanat.people.log import record
from qosqanat.people.models import Person
from qosqanat.regulation import marks
from qosqanat.studies.models import Course

Earned = dict[int, list[Decimal]]
NO_POINTS = Decimal("0.00")


@dataclass
class Recount:
    """How many sheets were counted, and those whose stored ratings differed, as they are right."""

    sheets: int = 0
    differing: list[Sheet] = field(default_factory=list)

    def by_course(self) -> dict[int, list[str]]:
        """The numbers of the differing sheets by the key of their course."""
        numbers: dict[int, list[str]] = {}
        for sheet in self.differing:
            numbers.setdefault(sheet.course_id, []).append(sheet.number)
        return numbers


@transaction.atomic
def recount(
    courses: Iterable[Course | int],
    *,
    by: Person | None,
    at: datetime,
    write: bool = True,
    on_behalf_of: Person | None = None,
) -> Recount:
    """Derive the ratings and finals of `courses` anew from their cells and put right what differs (Y-6.1, Y-6.7).

    The points are summed by the database, two reads for all courses that lay out their periods alike, so that a whole
    university takes seconds. `write=False` only says what differs.
    """
    books = books_of(courses, at)
    earned, exams = _earned(books.values()), _exams(books)
    done = Recount()
    sheets = Sheet.objects.select_for_update(of=("self",)).filter(course__in=list(books)).order_by("pk")
    for sheet in sheets.only("course_id", "number", "version", *RATED):
        book, exam = books[sheet.course_id], exams.get(sheet.pk)
        points = earned.get(sheet.pk) or [NO_POINTS] * len(book.rules.periods)
        before = [getattr(sheet, column) for column in RATED]
        derive(sheet, marks.settle(book.rules, points, book.threshold, exam), exam, book)
        done.sheets += 1
        if before != [getattr(sheet, column) for column in RATED]:
            done.differing.append(sheet)
    if write:
        write_derived(done.differing)
        for course_id, numbers in done.by_course().items():
            course = books[course_id].course
            record(
                "recount",
                course,
                by=by,
                at=at,
                on_behalf_of=on_behalf_of,
                university=course.university_id,
                sheets=numbers,
            )
    return done


def _earned(books: Iterable[Book]) -> Earned:
    """The points of every rating period by sheet; a sheet without points is not there."""
    alike: dict[tuple[Q, ...], list[int]] = {}
    for book in books:
        alike.setdefault(tuple(_periods(book)), []).append(book.course.pk)
    earned: Earned = {}
    for periods, ids in alike.items():
        sums = {f"period_{index}": Sum("value", filter=places) for index, places in enumerate(periods)}
        rows = Cell.objects.filter(sheet__course__in=ids, state=Value.NUMBER).order_by().values("sheet_id")
        for sheet_id, *points in rows.annotate(**sums).values_list("sheet_id", *sums):
            # SQLite adds in binary; two decimals are what was entered
            earned[sheet_id] = [(NO_POINTS if one is None else one).quantize(marks.CENT) for one in points]
    return earned


def _periods(book: Book) -> Iterator[Q]:
    """Which cells count in each rating period: weeks by their number, independent work by its task."""
    for period in book.rules.periods:
        tasks = sorted(number for number, task in book.tasks.items() if task.period == period.number)
        weekly = Q(component__in=(Component.TEST, Component.PRACTICE))
        yield (
            weekly & Q(number__gte=period.first_week, number__lte=period.last_week)
            | Q(component=Component.IWS, number__in=tasks)
        )


def _exams(books: Mapping[int, Book]) -> dict[int, marks.Entry | None]:
    """The latest examination of every sheet that has one (Q-Y21)."""
    rows = Cell.objects.filter(sheet__course__in=list(books), component=Component.EXAM)
    entered = rows.exclude(state=Value.EMPTY).order_by("number").values_list("sheet_id", "state", "value")
    return {sheet_id: entry_of(state, value) for sheet_id, state, value in entered}
