"""Refused rows as a workbook that can be corrected and brought again."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qosqanat.spreadsheets.model import Cell, Parsed, Source, Table
from qosqanat.spreadsheets.values.text import text_of
from qosqanat.spreadsheets.writer import OutTable, xlsx

from .enums import Kind, Verdict
from .plan import Outcome, PlannedRow
from .reading import Content

Place = tuple[str, int]
WIDTH = 60  # of the reasons


def refused_workbook(content: Content, outcome: Outcome) -> bytes:
    """The file's own sheets without the rows that are settled; each refused row as it stood, its reason in the last column.

    Whatever is no row of a record (titles, header, the name of a group above its students) stays, so that the workbook
    is read as the file was. It holds personal numbers wherever the file did: for whoever may bring that file.

    Listed by field instead, without personal numbers, is what has no such row: registers of partners, where an empty
    cell means the enterprise above; sheets with people across; and refusals of no row at all.
    """
    refused = outcome.with_verdict(Verdict.REFUSED)
    upright = {} if content.kind == Kind.PARTNERS else _upright(content)
    kept = [row for row in refused if row.sheet in upright and row.row]
    listed = [row for row in refused if row not in kept]
    done = _done(content.found, {_place(row) for row in kept})
    titles = _titles(outcome)
    tables = [
        _kept(upright[name], [row for row in kept if row.sheet == name], done, content.found.carried, titles)
        for name in dict.fromkeys(row.sheet for row in kept)
    ]
    return xlsx([*tables, *([_listed(outcome, listed)] if listed or not tables else [])])


def _place(source: Source | PlannedRow) -> Place:
    return source.sheet, source.row


def _upright(content: Content) -> dict[str, Table]:
    """The sheets whose records stand in rows, by name."""
    sources: Iterable[Source] = chain.from_iterable(_sources(record) for record in content.found.records)
    turned = {source.sheet for source in sources if source.transposed}
    return {table.name: table for table in content.tables if table.name not in turned}


def _sources(record: Any) -> Iterator[Source]:
    """Where a record and the rows within it stand."""
    yield record.source
    yield from (row.source for row in getattr(record, "rows", ()))


def _done(found: Parsed[Any], refused: set[Place]) -> set[Place]:
    """The rows of records that need not come again; a list refused as a whole comes with all its rows."""
    done: set[Place] = set()
    for record in found.records:
        if _place(record.source) not in refused:
            done |= {_place(source) for source in _sources(record)}
    return done - refused


def _titles(outcome: Outcome) -> set[str]:
    return {part for title in [*outcome.columns.values(), *outcome.unmapped] for part in title.split(" / ")}


def _kept(
    table: Table,
    rows: list[PlannedRow],
    done: set[Place],
    carried: Mapping[Source, Mapping[int, Cell]],
    titles: set[str],
) -> OutTable:
    """One sheet of the file without the rows in `done`; what a row above said for a cell stands in the cell."""
    reasons: dict[int, list[str]] = {}
    for row in rows:
        reasons.setdefault(row.row, []).append(" ".join(map(str, row.reasons)))
    lines = {
        number: _filled(cells, carried.get(Source(table.name, number), {}))
        for number, cells in enumerate(table.rows, 1)
        if (table.name, number) not in done
    }
    width = max(len(cells) for cells in lines.values())
    said: Mapping[int, str] = {
        _header(lines, min(reasons), titles): _("Reason"),
        **{number: " ".join(dict.fromkeys(texts)) for number, texts in reasons.items()},
    }
    head, *body = [[*_wide(cells, width), said.get(number)] for number, cells in lines.items()]
    return OutTable(table.name, [text_of(cell) for cell in head], body, {width: WIDTH})


def _filled(cells: list[Cell], carried: Mapping[int, Cell]) -> list[Cell]:
    wide = _wide(cells, max(carried, default=-1) + 1)
    return [carried.get(index, cell) for index, cell in enumerate(wide)]


def _wide(cells: list[Cell], width: int) -> list[Cell]:
    return [*cells, *[None] * (width - len(cells))]


def _header(lines: Mapping[int, list[Cell]], first: int, titles: set[str]) -> int:
    """The number of the line above row `first` with the most titles of columns; of equals the lower one."""
    above = [number for number in lines if number < first] or [first]
    return max(above, key=lambda number: (sum(text_of(cell) in titles for cell in lines[number]), number))


def _listed(outcome: Outcome, rows: list[PlannedRow]) -> OutTable:
    """Sheet and row of the file, the row's values under the file's own titles, the reason."""
    fields = list(dict.fromkeys(name for row in rows for name, value in row.record.items() if value))
    titles = [_title(outcome, name) for name in fields]
    header = [pgettext("spreadsheet", "Sheet"), _("Row"), _("Record"), *titles, _("Reason")]
    body: list[list[Cell]] = [
        [
            row.sheet,
            row.row,
            row.title,
            *(row.record.get(name, "") for name in fields),
            " ".join(map(str, row.reasons)),
        ]
        for row in rows
    ]
    return OutTable(_("Refused rows"), header, body, {len(header) - 1: WIDTH})


def _title(outcome: Outcome, name: str) -> str:
    own = [title for field, title in outcome.columns.items() if field == name or field.endswith(f".{name}")]
    return own[0] if own else name
