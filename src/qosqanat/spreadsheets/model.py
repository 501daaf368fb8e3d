"""The nouns shared by every kind of spreadsheet."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as filled
from decimal import Decimal
from typing import Any, Generic, TypeVar

from .messages import ISSUES

Cell = str | int | Decimal | bool | dt.date | dt.datetime | dt.time | None
Mapped = Mapping[str, str]
R = TypeVar("R")


@dataclass(frozen=True)
class Table:
    """One sheet from cell A1 on; merged cells are filled downwards, empty cells are ``None``."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False
    transposed: bool = False

    def turned(self) -> "Table":
        """The same sheet with people across and fields down turned into rows."""
        width = max((len(row) for row in self.rows), default=0)
        columns = [[row[i] if i < len(row) else None for row in self.rows] for i in range(width)]
        return Table(self.name, columns, self.hidden, not self.transposed)


@dataclass(frozen=True)
class Source:
    """Where a record stands: sheet name and the row number that the spreadsheet program shows.

    In a transposed sheet ``row`` is the number of the column (A = 1).
    """

    sheet: str
    row: int
    transposed: bool = False


@dataclass(frozen=True)
class Issue:
    """Why a value was not taken as it stands.

    ``refuse``: the row (or, with ``field`` ``week_n`` or ``task_n``, the cell) is not written;
    ``ask``: the value is left out until a person answers; ``warn``: written, but worth a look.
    ``text`` is a translatable template, ``params`` fill it.
    """

    code: str
    field: str = ""
    value: Any = None
    params: Mapping[str, Any] = filled(default_factory=dict)
    source: Source | None = None

    @property
    def level(self) -> str:
        return ISSUES[self.code][0]

    @property
    def text(self) -> str:
        return ISSUES[self.code][1]

    def sentence(self) -> str:
        """The English sentence, for logs and tests."""
        return self.text % dict(self.params)


@dataclass(frozen=True)
class Parsed(Generic[R]):
    """What one file of a known kind holds.

    ``notes`` concern the file as a whole; ``columns`` maps field -> header label as recognised, so that a
    person can correct it; ``unmapped`` are the headers that nobody claimed. ``carried`` are the cells (by column)
    that stand empty in a row because a row above says it for them.
    """

    records: Sequence[R]
    notes: Sequence[Issue] = ()
    columns: Mapped = filled(default_factory=dict)
    unmapped: Sequence[str] = ()
    carried: Mapping[Source, Mapping[int, Cell]] = filled(default_factory=dict)
