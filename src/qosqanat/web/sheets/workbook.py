"""The grid as a protected XLSX workbook, and back: every cell comes with the version that it was fetched with."""

import re
from collections.abc import Iterable, Set
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from qosqanat.grading.queries import Column, Grid
from qosqanat.regulation import marks
from qosqanat.regulation.numbers import cut, plain
from qosqanat.spreadsheets.messages import REFUSALS
from qosqanat.spreadsheets.model import Cell, Table
from qosqanat.spreadsheets.reader import read_tables
from qosqanat.spreadsheets.refusal import FileRefused
from qosqanat.spreadsheets.writer import Entries, OutTable, xlsx
from qosqanat.studies.models import Course
from qosqanat.web.common.forms import HouseForm
from qosqanat.web.templatetags.points import points

from .entry import Typed, shown, value_of
from .page import MISSING, NOT_DUE, Line, Page, sign_of
from .proposal import Proposed, nowhere

STAMP, FIRST = "qosqanat", 2
NUMBER = re.compile(r"[0-9]{1,9}")
UNSAFE = re.compile(r"[^A-Za-z0-9]+")


class Foreign(Exception):
    """The workbook is not one of this course; the message is for the reader."""


class FileForm(HouseForm):
    file = forms.FileField(
        label=gettext_lazy("The workbook, filled in"),
        help_text=gettext_lazy("Nothing is saved before you have seen what changes."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods"}),
        error_messages={"empty": gettext_lazy("The file is empty. Choose the file again.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason of the correction"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Only where the workbook changes weeks that are closed."),
    )


def sentence(refusal: FileRefused) -> str:
    return _(REFUSALS[refusal.code]) % refusal.params


def file_name(course: Course) -> str:
    """Latin letters only: every program takes them."""
    return f"{UNSAFE.sub('-', course.code).strip('-') or 'course'}-{course.pk}.xlsx"


# --- out -----------------------------------------------------------------------------------------------------------


def write(page: Page, course: Course) -> bytes:
    """The page's view as a workbook: cells that its reader may fill are open and hold nothing above their maximum."""
    sums = [_("RK-%(n)s") % {"n": period.number} for period in page.book.rules.periods]
    header = [f"{STAMP} {course.pk}", _("Student"), *map(_title, page.columns), *sums, _("Admission")]
    words = [shown(marks.ABSENT), shown(marks.EXCUSED)]
    caps = {FIRST + n: column.cap for n, column in enumerate(page.columns) if column.key in page.open_keys}
    entries = Entries(caps, words, _message(words))
    marks_table = OutTable(
        pgettext("spreadsheet", "Marks"),
        header,
        [_row(line, page.columns) for line in page.lines],
        {1: 34, **{FIRST + n: 7 for n in range(len(page.columns))}},
        hidden_columns=frozenset({0}),
        frozen_columns=FIRST,
        entries=entries,
    )
    keys = [column.key for column in page.columns]
    versions = [
        (line.row.sheet.pk, _joined(line.row.cells[key].version for key in keys)) for line in page.lines
    ]
    return xlsx(
        [marks_table, OutTable(STAMP, [STAMP, _joined(keys)], versions, hidden=True, entries=Entries({}, []))]
    )


def _joined(words: Iterable[object]) -> str:
    """The hidden sheet keeps a line in one cell: as many cells as there are marks would double the file."""
    return " ".join(map(str, words))


def _message(words: list[str]) -> str:
    text = _("Enter points up to the maximum of the column, “%(absent)s” or “%(excused)s”.")
    return text % {"absent": words[0], "excused": words[1]}


def _title(column: Column) -> str:
    return f"{column.label}\n≤ {points(column.cap)}"


def _row(line: Line, columns: list[Column]) -> list[Cell]:
    row = line.row
    return [
        row.sheet.pk,
        row.student.person.full_name,
        *(_mark(line, column) for column in columns),
        *row.periods,
        cut(row.admission),
    ]


def _mark(line: Line, column: Column) -> Cell:
    value = value_of(line.row.cells[column.key])
    if isinstance(value, Decimal):
        return value
    return shown(value) or ("" if column.key in line.open_keys else sign_of(column))


# --- and in --------------------------------------------------------------------------------------------------------


def read(data: bytes, name: str, grid: Grid) -> tuple[list[Typed], list[Proposed]]:
    """Every cell of the workbook as it was typed, and rows that belong to nobody. Raises FileRefused, Foreign."""
    tables = read_tables(data, name)
    marks_table = next((t for t in tables if _stamp(t).startswith(f"{STAMP} ")), None)
    versions = next((t for t in tables if _stamp(t) == STAMP), None)
    if marks_table is None or versions is None:
        raise Foreign(
            _("This is not a workbook of a grid: download it on this page, fill it in, bring it back.")
        )
    if _stamp(marks_table) != f"{STAMP} {grid.course.pk}":
        raise Foreign(_("This workbook belongs to another course: bring it there."))
    return _cells(marks_table, versions, grid)


def _stamp(table: Table) -> str:
    return str(table.rows[0][0]) if table.rows and table.rows[0] else ""


def _cells(table: Table, versions: Table, grid: Grid) -> tuple[list[Typed], list[Proposed]]:
    columns = {column.key: column for column in grid.columns}
    keys, versions_of = _seen(versions, columns.keys())
    sheets = {row.sheet.pk for row in grid.rows}
    cells, outside = [], []
    for row in table.rows[1:]:
        texts = [_text(value) for value in row[FIRST : FIRST + len(keys)]]
        texts += [""] * (len(keys) - len(texts))
        if not row or row[0] not in sheets or row[0] not in versions_of:
            if any(texts):
                why = _("This row belongs to no sheet of this course.")
                outside.append(nowhere(_text(row[1]), " · ".join(filter(None, texts)), why))
            continue
        for key, text, version in zip(keys, texts, versions_of[row[0]], strict=True):
            cells.append(Typed(int(str(row[0])), columns[key], int(version), text))
    return cells, outside


def _seen(versions: Table, columns: Set[str]) -> tuple[list[str], dict[Cell, list[str]]]:
    """The keys of the columns, and the versions of each sheet beside them. Raises `Foreign` where they don't fit."""
    lines = [row for row in versions.rows if row]
    if all(len(line) == 2 for line in lines):
        (_stamped, keys), *seen = [(first, _text(second).split()) for first, second in lines]
        if set(keys) <= columns and all(_are_versions(texts, len(keys)) for _sheet, texts in seen):
            return keys, dict(seen)
    raise Foreign(
        _(
            "This workbook is damaged or older than the page is now: download it again, fill it in, bring it back."
        )
    )


def _are_versions(texts: list[str], number: int) -> bool:
    return len(texts) == number and all(map(NUMBER.fullmatch, texts))


def _text(value: Cell) -> str:
    """What stands in a cell, as somebody would type it; the signs of emptiness are empty."""
    if value is None:
        return ""
    text = plain(value) if isinstance(value, Decimal) else str(value).strip()
    return "" if text in {MISSING, NOT_DUE} else text
