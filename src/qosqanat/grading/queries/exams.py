"""Who sits an examination, and what came of it."""

from dataclasses import dataclass
from datetime import datetime

from qosqanat.grading.book import Book, Place, books_of
from qosqanat.grading.enums import Component
from qosqanat.grading.ledger import NOTHING, Standing, cells_of, may_sit
from qosqanat.grading.models import ExamSheet, Sheet
from qosqanat.regulation.marks import Entry, Ratings


@dataclass(frozen=True, slots=True)
class ExamRow:
    """A student on an examination sheet: what was entered in this attempt, and the ratings with it."""

    sheet: Sheet
    result: Standing
    ratings: Ratings


def _sheets(book: Book) -> list[Sheet]:
    sheets = (
        Sheet.objects.live().filter(course=book.course).select_related("student__person", "student__group")
    )
    return list(sheets)


def candidates(book: Book, kind: str, before: int | None = None) -> list[Sheet]:
    """Live sheets whose student may sit an examination of `kind`, judged by the attempts before `before` (default: all)."""
    sheets = _sheets(book)
    cells = cells_of(sheet.pk for sheet in sheets)
    return [sheet for sheet in sheets if may_sit(book, kind, _values(cells[sheet.pk], before))]


def _values(cells: dict[Place, Standing], before: int | None = None) -> dict[Place, Entry]:
    return {
        place: standing.value
        for place, standing in cells.items()
        if standing.value is not None and (place[0] != Component.EXAM or before is None or place[1] < before)
    }


def exam_rows(exam: ExamSheet, at: datetime) -> list[ExamRow]:
    """The lines of an examination sheet in Kazakh order: everybody who may sit it."""
    book = books_of([exam.course_id], at)[exam.course_id]
    sheets = _sheets(book)
    cells = cells_of(sheet.pk for sheet in sheets)
    place = Component.EXAM.value, exam.attempt
    return [
        ExamRow(
            sheet, cells[sheet.pk].get(place, NOTHING), book.rate(_values(cells[sheet.pk], exam.attempt + 1))
        )
        for sheet in sheets
        if may_sit(book, exam.kind, _values(cells[sheet.pk], exam.attempt))
    ]
