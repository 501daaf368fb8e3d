"""The grade book of a course as rows and columns, and a student's own line of it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property, lru_cache

from django.db.models import Q, QuerySet
from django.utils.translation import pgettext

from qosqanat.core.prepared import Prepared
from qosqanat.grading.book import Book, books_of, judged, key_of, stored
from qosqanat.grading.enums import Component, ExamState, SheetState, Value
from qosqanat.grading.ledger import Standing, cells_of, entered
from qosqanat.grading.models import Sheet
from qosqanat.grading.rights import EVERYTHING, Sight
from qosqanat.regulation import marks
from qosqanat.regulation.scale import Band
from qosqanat.studies.models import Course, Student

OPEN, CLOSED, FUTURE = "open", "closed", "future"


@dataclass(frozen=True, slots=True)
class Column:
    """One place of every sheet of the course. `state` is open, closed or future; `reopened` while a dean's window lasts."""

    component: str
    number: int
    label: str
    cap: Decimal
    period: int | None = None
    title: str = ""
    attestation: bool = False
    state: str = OPEN
    reopened: bool = False

    @property
    def key(self) -> str:
        return key_of(self.component, self.number)


@dataclass(frozen=True, slots=True)
class CellView:
    """`state` is number, empty, absent or excused; `version` 0 was never written."""

    state: str
    value: Decimal | None
    version: int


@dataclass(frozen=True, slots=True)
class Row:
    """A student's line; `cells` has every column's key. `needed` is None when admission is out of reach."""

    sheet: Sheet
    cells: dict[str, CellView]
    ratings: marks.Ratings
    threshold: Decimal

    @property
    def student(self) -> Student:
        return self.sheet.student

    @property
    def live(self) -> bool:
        return self.sheet.state != SheetState.WITHDRAWN

    @property
    def periods(self) -> tuple[Decimal, ...]:
        return self.ratings.periods

    @property
    def admission(self) -> Decimal:
        return self.ratings.admission

    @property
    def admitted(self) -> bool:
        return self.ratings.admitted

    @property
    def reachable(self) -> tuple[Decimal, ...]:
        return self.ratings.reachable

    @property
    def reachable_admission(self) -> Decimal:
        return self.ratings.reachable_admission

    @property
    def needed(self) -> Decimal | None:
        return self.ratings.needed

    @property
    def final(self) -> int | None:
        return self.ratings.final

    @property
    def band(self) -> Band | None:
        return self.ratings.band

    @property
    def outlook(self) -> marks.Outlook:
        return self.ratings.outlook(self.threshold)

    @property
    def at_risk(self) -> bool:
        return self.ratings.at_risk(self.threshold)


@dataclass(frozen=True)
class Grid:
    """`book` is None while the sheets are not issued; of rows, columns, cells and ratings only what is in `sight`."""

    course: Course
    book: Book | None
    columns: list[Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    sight: Sight = EVERYTHING

    def columns_of(self, *components: str) -> list[Column]:
        return [column for column in self.columns if column.component in components]

    def column(self, key: str) -> Column | None:
        return self._by_key.get(key)

    def filled(self, column: Column) -> int:
        """How many students have an entry there."""
        return sum(row.cells[column.key].state != Value.EMPTY for row in self.rows)

    @cached_property
    def _by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}


def course_grid(course: Course, at: datetime, *, sight: Sight = EVERYTHING, withdrawn: bool = False) -> Grid:
    """The grade book of `course` at `at` as far as `sight`: six reads, however many students; withdrawn sheets on demand."""
    book = books_of([course], at).get(course.pk)
    if book is None:
        return Grid(course, None)
    sheets = (_every_sheet if withdrawn else _live_sheets)(course.pk)
    if sight.sheets is not None:
        sheets = [sheet for sheet in sheets if sheet.pk in sight.sheets]
    rows, columns = rows_of({course.pk: book}, sheets), columns_of(book)
    if book.exams and not (sight.exams and sight.finals):
        columns = [column for column in columns if sight.exams or column.component != Component.EXAM]
        rows = [_narrowed(row, columns, sight) for row in rows]
    return Grid(book.course, book, columns, rows, sight)


def _narrowed(row: Row, columns: list[Column], sight: Sight) -> Row:
    ratings = row.ratings if sight.finals else replace(row.ratings, final=None, band=None)
    return replace(row, cells={column.key: row.cells[column.key] for column in columns}, ratings=ratings)


@Prepared
def _every_sheet(course_id: int) -> QuerySet[Sheet]:
    return Sheet.objects.filter(course=course_id).select_related("student__person", "student__group")


@Prepared
def _live_sheets(course_id: int) -> QuerySet[Sheet]:
    return Sheet.objects.live().filter(course=course_id).select_related("student__person", "student__group")


def rows_of(books: dict[int, Book], sheets: Iterable[Sheet]) -> list[Row]:
    """A line for each sheet, in the order given; one read for all cells."""
    sheets = [sheet for sheet in sheets if sheet.course_id in books]
    cells = cells_of(sheet.pk for sheet in sheets)
    keys = {course_id: [key_of(*place) for place in book.places] for course_id, book in books.items()}
    return [_row(books[sheet.course_id], sheet, cells[sheet.pk], keys[sheet.course_id]) for sheet in sheets]


EMPTY = CellView("empty", None, 0)


@lru_cache(maxsize=50_000)
def _view(now: Standing) -> CellView:
    return CellView(*stored(now.value), now.version)


def _row(book: Book, sheet: Sheet, cells: dict[tuple[str, int], Standing], keys: list[str]) -> Row:
    views = {key_of(*place): _view(now) for place, now in cells.items()}
    return Row(sheet, {**dict.fromkeys(keys, EMPTY), **views}, book.rate(entered(cells)), book.threshold)


def columns_of(book: Book) -> list[Column]:
    """Weeks with test and practice, then the tasks of each rating period, then the examinations."""
    columns: list[Column] = []
    labels = {
        Component.TEST: pgettext("column", "T%(week)s"),
        Component.PRACTICE: pgettext("column", "P%(week)s"),
    }
    for period in book.rules.periods:
        for week in range(period.first_week, period.last_week + 1):
            columns += _week_columns(book, week, period.number, labels)
        columns += _task_columns(book, period.number)
    return [*columns, *_exam_columns(book)]


def _week_columns(book: Book, week: int, period: int, labels: Mapping[Component, str]) -> Iterator[Column]:
    for component, label in labels.items():
        cap = book.cap(component, week)
        if cap is not None:
            yield Column(
                component=component.value,
                number=week,
                label=label % {"week": week},
                cap=cap,
                period=period,
                attestation=component == Component.PRACTICE and book.rules.is_attestation(week),
                state=column_state(book, component, week),
                reopened=component == Component.PRACTICE and week in book.reopenings,
            )


def _task_columns(book: Book, period: int) -> Iterator[Column]:
    label = pgettext("column", "IWS-%(number)s")
    for number, task in sorted(book.tasks.items()):
        if task.period == period:
            state = column_state(book, Component.IWS, number)
            yield Column(
                "iws", number, label % {"number": number}, task.cap, period, title=task.title, state=state
            )


def _exam_columns(book: Book) -> Iterator[Column]:
    label = pgettext("column", "Exam %(number)s")
    for attempt, exam in sorted(book.exams.items()):
        state = CLOSED if exam.state == ExamState.CLOSED else OPEN
        title = exam.get_kind_display()
        yield Column(
            "exam", attempt, label % {"number": attempt}, book.rules.exam_cap, title=title, state=state
        )


def column_state(book: Book, component: str, number: int) -> str:
    """Whether the one who scores this column can do it now: open, closed or future."""
    first_week = 1 if component == Component.IWS else number
    if first_week > book.week:
        return FUTURE
    if book.exam_issued or component == Component.PRACTICE and number in book.closed_weeks:
        return CLOSED
    return OPEN


def student_points(student: Student, at: datetime, term_id: int | None = None) -> list[Grid]:
    """A grid of one row for every course in which `student` has a sheet, in Kazakh order: six reads.

    Each course comes with its semester, teacher, enterprise and site.
    """
    sheets = _own_sheets(student.pk) if term_id is None else _sheets_of_term(student.pk, term_id)
    books = books_of([sheet.course_id for sheet in sheets], at)
    return [
        Grid(row.sheet.course, books[row.sheet.course_id], columns_of(books[row.sheet.course_id]), [row])
        for row in rows_of(books, sheets)
    ]


@Prepared
def _own_sheets(student_id: int) -> QuerySet[Sheet]:
    sheets = Sheet.objects.live().filter(student=student_id)
    return sheets.select_related(
        "student__person",
        "course__term__university", "course__teacher", "course__enterprise", "course__site",
    ).order_by("-course__term__starts_on", "course__sort_key", "pk")  # fmt: skip


@Prepared
def _sheets_of_term(student_id: int, term_id: int) -> QuerySet[Sheet]:
    return _own_sheets.build(student_id).filter(course__term=term_id)


def endangered(books: dict[int, Book]) -> list[Row]:
    """Students whose admission is out of reach or in danger, the worst first (Y-6.7).

    Sheets judged for the weeks that are closed now are passed over when they are safe: of a faculty few are read.
    """
    safe = judged(books.values()) & Q(at_risk=False)
    sheets = Sheet.objects.live().filter(course__in=list(books), admitted=False).exclude(safe)
    rows = rows_of(books, sheets.select_related("student__person", "student__group", "course"))
    return sorted(
        (row for row in rows if row.at_risk),
        key=lambda row: (row.needed is not None, row.reachable_admission),
    )
