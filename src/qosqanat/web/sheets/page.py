"""What the grid shows: the columns of a view and a line for each student."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from qosqanat.grading import rights
from qosqanat.grading.book import Book
from qosqanat.grading.enums import Component
from qosqanat.grading.queries import Column, Grid, Row
from qosqanat.grading.queries.grid import CLOSED, FUTURE, OPEN

from .entry import Typed
from .sums import rules_of

RIGHT = {
    Component.PRACTICE: rights.PRACTICE,
    Component.TEST: rights.WORK,
    Component.IWS: rights.WORK,
}
NOT_DUE, MISSING = "·", "–"
Kept = dict[str, tuple[str, str]]


def sign_of(column: Column) -> str:
    """What an empty cell without an input shows: a grey dot while it is not due, a dash when its time has passed."""
    return MISSING if column.state == CLOSED else NOT_DUE


@dataclass(frozen=True, slots=True)
class Line:
    """One student. `open_keys` are the columns that the reader may fill, `kept` what was typed and not saved, and why."""

    row: Row
    open_keys: frozenset[str]
    kept: Kept


class Refusal(NamedTuple):
    """A cell whose text was not saved."""

    line: Line
    column: Column
    why: str


@dataclass(frozen=True, slots=True)
class Tab:
    view: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Page:
    grid: Grid
    book: Book
    view: str
    columns: list[Column]
    lines: list[Line]
    editable: bool
    correcting: bool
    refusals: list[Refusal]

    @classmethod
    def of(
        cls,
        grid: Grid,
        wish: str,
        granted: rights.Rights,
        *,
        correcting: bool,
        refused: Iterable[tuple[Typed, str]] = (),
    ) -> "Page":
        """The page in the view wished for; `refused` are inputs that were not saved, shown as they were typed."""
        book = grid.book
        assert book is not None, "the sheets are issued"
        view = _view(book, wish)
        columns = [column for column in grid.columns if _in_view(column, view, book)]
        kept: dict[int, Kept] = {}
        for one, why in refused:
            kept.setdefault(one.sheet_id, {})[one.column.key] = one.text, why
        may = frozenset(column.key for column in columns if _editable(column, granted, correcting))
        lines = [Line(row, may if row.live else frozenset(), kept.get(row.sheet.pk, {})) for row in grid.rows]
        refusals = [
            Refusal(line, column, line.kept[column.key][1])
            for line in lines
            for column in columns
            if column.key in line.kept
        ]
        return cls(grid, book, view, columns, lines, bool(may), correcting, refusals)

    @property
    def rules(self) -> dict[str, Any]:
        return rules_of(self.book, finals=self.grid.sight.finals)

    @property
    def has_final(self) -> bool:
        return bool(self.book.exams) and self.grid.sight.finals

    @property
    def fillable(self) -> list[Column]:
        open_keys = self.open_keys
        return [column for column in self.columns if column.key in open_keys]

    @property
    def open_keys(self) -> set[str]:
        """The columns in which the reader may enter something."""
        return {key for line in self.lines for key in line.open_keys}

    @property
    def tabs(self) -> list[Tab]:
        names = {
            str(period.number): _("RK-%(n)s") % {"n": period.number} for period in self.book.rules.periods
        }
        labels = {"week": _("Week"), **names, "all": _("All")}
        return [Tab(view, label, view == self.view) for view, label in labels.items()]


def _view(book: Book, wish: str) -> str:
    """The view wished for, else the rating period that the current week belongs to."""
    if wish in {"all", "week", *(str(period.number) for period in book.rules.periods)}:
        return wish
    return str(book.rules.period_of(_week(book)).number)


def _week(book: Book) -> int:
    """The current week; the first one before the semester, the last one after it."""
    return min(max(book.week, 1), book.rules.weeks)


def _in_view(column: Column, view: str, book: Book) -> bool:
    if view == "all":
        return True
    if view == "week":
        return column.component in {Component.TEST, Component.PRACTICE} and column.number == _week(book)
    return str(column.period) == view or column.component == Component.EXAM


def _editable(column: Column, granted: rights.Rights, correcting: bool) -> bool:
    if column.component == Component.EXAM or column.state == FUTURE:
        return False
    if correcting:
        return rights.CORRECT in granted
    return column.state == OPEN and RIGHT[Component(column.component)] in granted
