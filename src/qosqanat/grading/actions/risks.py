"""Judging again who is at risk: a week that closes takes points out of reach without anybody entering a mark."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from qosqanat.core.bulk import update
from qosqanat.grading.book import Book, books_of, judged
from qosqanat.grading.ledger import cells_of, entered
from qosqanat.grading.models import Sheet
from qosqanat.studies.models import Course

SLICE = 50


def judge_risks(courses: Iterable[Course | int], *, at: datetime) -> int:
    """Bring `at_risk` of the sheets of `courses` up to the weeks that are closed at `at` (Y-6.7); how many were judged.

    Pages that find a sheet unjudged judge it themselves: this only spares them the work.
    """
    books = list(books_of(courses, at).values())
    slices = [books[first : first + SLICE] for first in range(0, len(books), SLICE)]
    return sum(_judge(some) for some in slices)


@transaction.atomic
def _judge(books: list[Book]) -> int:
    by_course = {book.course.pk: book for book in books}
    open_sheets = Sheet.objects.filter(course__in=list(by_course), admitted=False)
    stale = list(open_sheets.exclude(judged(books)).select_for_update(of=("self",)).order_by("pk"))
    cells = cells_of(sheet.pk for sheet in stale)
    for sheet in stale:
        book = by_course[sheet.course_id]
        sheet.at_risk = book.rate(entered(cells[sheet.pk])).at_risk(book.threshold)
        sheet.judged_for = book.closed_bits
    update(stale, ["at_risk", "judged_for"])
    return len(stale)
