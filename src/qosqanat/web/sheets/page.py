"""What the grid's template shows: boxes in lines, prepared once, so that the template only prints."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from qosqanat.grading import rights
from qosqanat.grading.book import Book
from qosqanat.grading.enums import Component
from qosqanat.grading.queries import Column, Grid, Row
from qosqanat.grading.queries.grid import CLOSED, FUTURE, OPEN
from qosqanat.regulation.numbers import cut
from qosqanat.web.templatetags.points import points

from .entry import Typed, final_text, shown, value_of
from .sums import marks_of, rules_of

RIGHT = {
    Component.PRACTICE: rights.PRACTICE,
    Component.TEST: rights.WORK,
    Component.IWS: rights.WORK,
}
NOT_DUE, MISSING = "·", "–"


@dataclass(frozen=True, slots=True)
class Box:
    """One cell of the page: an input where `editable`, else text. `why` is the refusal of what was typed."""

    sheet: int
    column: Column
    text: str
    version: int
    kind: str
    editable: bool
    why: str = ""

    @property
    def sign(self) -> str:
        """What a cell without an input shows: a grey dot while it is not due, a dash when its time has passed."""
        if self.text:
            return self.text
        return MISSING if self.column.state == CLOSED else NOT_DUE

    @property
    def html(self) -> str:
        """The cell as HTML: written here because a template takes five times as long for 2000 of them."""
        signs = {
            "qq-attestation": self.column.attestation,
            "qq-open": self.editable,
            "qq-wrong-cell": self.why,
        }
        classes = " ".join([f"qq-cell qq-{self.kind}", *(name for name, here in signs.items() if here)])
        return format_html('<td class="{}">{}</td>', classes, self._content())

    def _content(self) -> str:
        place, key = self.sheet, self.column.key
        if self.editable:
            invalid = format_html(' aria-invalid="{}"', "true") if self.why else ""
            return format_html(
                '<input id="c-{0}-{1}" name="c-{0}-{1}-{2}" value="{3}" inputmode="decimal" maxlength="8"'
                ' aria-labelledby="r-{0} k-{1}"{4}>',
                place, key, self.version, self.text, invalid,
            )  # fmt: skip
        return format_html('<a href="{}/{}/">{}</a>', place, key, self.sign) if self.version else self.sign


@dataclass(frozen=True, slots=True)
class Line:
    row: Row
    boxes: list[Box]

    @property
    def below(self) -> bool:
        return not self.row.admitted

    @property
    def admission(self) -> str:
        return points(cut(self.row.admission))

    @property
    def marks(self) -> str:
        return marks_of(self.row)

    @property
    def final(self) -> str:
        return final_text(self.row.final, self.row.ratings.letter)


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
    refusals: list[tuple[Line, Box]]

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
        kept = {(one.sheet_id, one.column.key): (one.text, why) for one, why in refused}
        may = {column.key: _editable(column, granted, correcting) for column in columns}
        lines = [
            Line(row, [_box(row, column, may[column.key], kept) for column in columns]) for row in grid.rows
        ]
        refusals = [(line, box) for line in lines for box in line.boxes if box.why]
        return cls(grid, book, view, columns, lines, any(may.values()), correcting, refusals)

    @property
    def rules(self) -> dict[str, Any]:
        return rules_of(self.book)

    @property
    def has_exam(self) -> bool:
        return bool(self.book.exams)

    @property
    def fillable(self) -> list[Column]:
        open_keys = self.open_keys
        return [column for column in self.columns if column.key in open_keys]

    @property
    def open_keys(self) -> set[str]:
        """The columns in which the reader may enter something."""
        return {box.column.key for line in self.lines for box in line.boxes if box.editable}

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


def _box(row: Row, column: Column, editable: bool, kept: dict[tuple[int, str], tuple[str, str]]) -> Box:
    view = row.cells[column.key]
    text, why = kept.get((row.sheet.pk, column.key), (shown(value_of(view)), ""))
    return Box(row.sheet.pk, column, text, view.version, view.state, editable and row.live, why)
