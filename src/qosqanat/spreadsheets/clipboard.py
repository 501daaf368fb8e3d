"""What a spreadsheet program puts on the clipboard -> a block of marks. The one place that knows how they write."""

import csv
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from html.parser import HTMLParser

from qosqanat.regulation import marks

CHARACTERS, ROWS, COLUMNS, CELL = 2_000_000, 1000, 200, 10_000
SPACES = re.compile(r"[\s\u00a0\u202f\ufeff]+")
NAME_COLUMNS = 3
WORDY = re.compile(r"[^\W\d_]{2}")
Rows = list[list[str]]


class TooLarge(ValueError):
    """More than any group of students has."""


@dataclass(frozen=True)
class Block:
    """`values` are texts, "" where nothing stands; `names` the row labels that came along, else None.

    `titles` counts the rows above the marks that were left out, merged or not; `heads` are the lowest of them.
    """

    values: Rows
    names: list[str] | None = None
    titles: int = 0
    heads: tuple[str, ...] = ()


def read(html: str, text: str) -> Block:
    """The marks of a clipboard: its table where there is one, else its text (tabs and line ends). Raises TooLarge."""
    if len(html) + len(text) > CHARACTERS:
        raise TooLarge
    return block_of(_table(html) or _lines(text))


def block_of(rows: Rows) -> Block:
    """Titles and labels told from marks."""
    rows = _trimmed(rows)
    names = _names_column(rows)
    first = 0 if names is None else names + 1
    titles = _titles([row[first:] for row in rows])
    labels = None if names is None else [row[names] for row in rows[titles:]]
    heads = tuple(rows[titles - 1][first:]) if titles else ()
    return Block([row[first:] for row in rows[titles:]], labels, titles, heads)


# --- the table of a web page ---------------------------------------------------------------------------------------


def _table(html: str) -> Rows:
    reader = _TableReader()
    reader.feed(html)
    reader.close()
    reader.end_cell()
    return reader.rows


class _TableReader(HTMLParser):
    """Rows of the first tables; a cell merged over others stands once, at its left and top."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: Rows = []
        self.taken: dict[int, int] = {}
        self.cell: list[str] | None = None
        self.attributes: dict[str, str] = {}
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.end_cell()
            self._begin_row()
        elif tag in {"td", "th"}:
            self.end_cell()
            self.cell, self.attributes = [], {name: value or "" for name, value in attrs}
        elif tag in {"style", "script"}:
            self.hidden += 1
        elif tag in {"br", "p", "div", "small"} and self.cell is not None:
            self.cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self.end_cell()
        elif tag in {"style", "script"}:
            self.hidden = max(0, self.hidden - 1)

    def handle_data(self, data: str) -> None:
        if self.cell is not None and not self.hidden:
            self.cell.append(data)

    def _begin_row(self) -> None:
        if len(self.rows) == ROWS:
            raise TooLarge
        self.rows.append([])
        self._skip_taken()

    def end_cell(self) -> None:
        if self.cell is None:
            return
        if not self.rows:
            self._begin_row()
        shown, row = _clean("".join(self.cell)), self.rows[-1]
        self.cell = None
        wide, tall = _span(self.attributes, "colspan"), _span(self.attributes, "rowspan")
        for column in range(len(row), len(row) + wide):
            if tall > 1:
                self.taken[column] = len(self.rows) + tall - 1
        row += [_exact(shown, self.attributes), *[""] * (wide - 1)]
        if len(row) > COLUMNS:
            raise TooLarge
        self._skip_taken()

    def _skip_taken(self) -> None:
        """Places that a cell of a row above covers."""
        row = self.rows[-1]
        while self.taken.get(len(row), 0) >= len(self.rows) and len(row) < COLUMNS:
            row.append("")


def _span(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "")
    return min(max(int(text), 1), COLUMNS) if re.fullmatch(r"[0-9]{1,4}", text) else 1


def _exact(shown: str, attributes: dict[str, str]) -> str:
    """The number behind a cell that is shown rounded (3.5 as "4"), where the program tells it and it can be a mark."""
    if not isinstance(_parsed(shown), Decimal):
        return shown
    behind = _parsed(attributes.get("sdval") or attributes.get("x:num") or _google(attributes))
    return str(behind) if isinstance(behind, Decimal) else shown


def _google(attributes: dict[str, str]) -> str:
    try:
        told = json.loads(attributes.get("data-sheets-value", "{}"))
        return str(told.get("3", "")) if isinstance(told, dict) else ""
    except (ValueError, RecursionError):
        return ""


# --- plain text ----------------------------------------------------------------------------------------------------


def _lines(text: str) -> Rows:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > ROWS:
        raise TooLarge
    try:
        rows = [[_clean(cell) for cell in row] for row in csv.reader(_joined(lines), delimiter="\t")]
    except csv.Error as error:
        raise TooLarge from error
    if any(len(row) > COLUMNS or max(map(len, row), default=0) > CELL for row in rows):
        raise TooLarge
    return rows


def _joined(lines: Sequence[str]) -> list[str]:
    """The line ends put back: a quoted cell may hold one."""
    return [f"{line}\n" for line in lines]


# --- what is a mark and what is not --------------------------------------------------------------------------------


def _clean(text: str) -> str:
    return SPACES.sub(" ", text.replace("\x00", "")).strip()


def _parsed(text: str) -> marks.Entry | None:
    try:
        return marks.parse(text)
    except (marks.BadValue, InvalidOperation):
        return None


def _wordy(text: str) -> bool:
    """A title or a name: letters that are no mark."""
    return bool(WORDY.search(text)) and _parsed(text) is None


def _trimmed(rows: Rows) -> Rows:
    """A rectangle without the empty rows and columns at its end, which programs add."""
    rows = [list(row) for row in rows]
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((i + 1 for row in rows for i, text in enumerate(row) if text), default=0)
    return [[*row[:width], *[""] * (width - len(row))] for row in rows]


def _names_column(rows: Rows) -> int | None:
    """The last of the first columns that holds words only: names, perhaps after their numbers."""
    width = len(rows[0]) if rows else 0
    found = [
        column
        for column in range(min(NAME_COLUMNS, width - 1))
        if all(_wordy(row[column]) or not row[column] for row in rows)
        and sum(_wordy(row[column]) for row in rows) * 2 >= len(rows)
    ]
    return found[-1] if found else None


def _titles(rows: Rows) -> int:
    """How many rows stand above the marks: words only, and under a merged title the numbers of weeks (7, 8, 9 …)."""
    count, above = 0, 0
    for row in rows:
        filled = [text for text in row if text]
        if all(map(_title, filled)) if filled else count:
            above = len(filled) or above
        elif not (count and above < len(filled) and _counted(filled)):
            break
        count += 1
    return count


def _title(text: str) -> bool:
    return _parsed(text) is None and bool(re.search(r"[^\W\d_]", text))


def _counted(filled: list[str]) -> bool:
    numbers = [int(text) for text in filled if re.fullmatch(r"[0-9]{1,2}", text)]
    return len(numbers) == len(filled) > 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
