"""One student's line of a weekly grade sheet: whose it is, and what is entered in each week."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from ..block import Row
from ..model import Cell, Issue, Source
from ..values import ids, numbers, people
from ..values.numbers import Absence
from ..values.text import fold, is_blank, text_of
from .common import Taker, note_of
from .weeks import LAST_WEEK, Weeks

HALF = 2


@dataclass(frozen=True)
class SheetRow:
    """One student's weeks. ``marks`` holds what is entered and clear; ``issues`` (field ``week_n``) the rest.

    ``key`` is what the sheet keeps to find the student, ``key_kind`` ais_id, iin, phone, record_book or empty.
    """

    source: Source
    key: str
    key_kind: str
    name: people.Name
    typed_name: str
    group: str
    marks: Mapping[int, Decimal | Absence]
    note: str
    issues: tuple[Issue, ...] = ()


def row_of(row: Row, cells: Mapping[int, Cell], caps: Mapping[int, Decimal], weeks: Weeks) -> SheetRow:
    taker = Taker(row)
    key, key_kind = _key(taker)
    name = taker.name()
    marks: dict[int, Decimal | Absence] = {}
    for week, cell in cells.items():
        value = _mark(taker, week, cell, caps)
        if value is not None:
            marks[week] = value
    _compare_totals(taker, marks, weeks)
    return SheetRow(
        source=row.source,
        key=key,
        key_kind=key_kind,
        name=name,
        typed_name=row.text("name"),
        group=ids.group(row.text("group") or row.bands.get("group", "")),
        marks=marks,
        note=note_of(row),
        issues=tuple(taker.issues),
    )


def _mark(taker: Taker, week: int, cell: Cell, caps: Mapping[int, Decimal]) -> Decimal | Absence | None:
    read = numbers.mark(cell)
    field = f"week_{week}"
    problems = list(read.problems)
    value = read.value
    if not 1 <= week <= LAST_WEEK and value is not None:
        problems.append(("mark_wrong", {"value": text_of(cell)}))
    elif isinstance(value, Decimal) and week in caps and value > caps[week]:
        code = "mark_above" if caps[week] else "mark_no_practice"
        problems.append((code, {"value": text_of(cell), "week": week, "cap": text_of(caps[week])}))
    for code, params in problems:
        taker.issues.append(Issue(code, field, cell, params, taker.row.source))
    return None if problems else value


def _key(taker: Taker) -> tuple[str, str]:
    """The hidden or open column that finds the student: ID, IIN or telephone, told apart by shape."""
    cell = taker.row.get("key")
    if is_blank(cell):
        taker.say("key_missing", "key")
        return "", ""
    text = text_of(cell)
    bare = text.replace(" ", "")
    if ids.checked(bare):
        return bare, "iin"
    if phone := ids.normal_phone(text):
        return phone, "phone"
    read = ids.iin(cell)
    if read.value:
        return taker.take("key", read) or "", "iin"
    if bare.isdigit() and len(bare) <= 9:
        return bare, "ais_id"
    if re.fullmatch(r"[\w/]{1,40}(?:-[\w/]{1,40}){1,9}", bare) and any(letter.isdigit() for letter in bare):
        return bare, "record_book"
    taker.say("key_wrong", "key", value=text)
    return "", ""


def _compare_totals(taker: Taker, marks: Mapping[int, Decimal | Absence], weeks: Weeks) -> None:
    """The sheet's own totals are never used; where they differ from the weeks before them, it is said."""
    if not weeks.rising:
        return
    start = -1
    for index in sorted(weeks.totals):
        cell = taker.row.at(index)
        given = numbers.as_decimal(cell)
        inside = [week for i, week in weeks.columns.items() if start < i < index]
        values = [marks[week] for week in inside if isinstance(marks.get(week), Decimal)]
        total = sum((value for value in values if isinstance(value, Decimal)), Decimal(0))
        start = index
        if not is_blank(cell) and inside and given != total:
            params = {"period": weeks.totals[index], "value": text_of(cell), "sum": text_of(total)}
            taker.issues.append(
                Issue("total_differs", f"total_{weeks.totals[index]}", cell, params, taker.row.source)
            )


def with_empty(rows: list[SheetRow]) -> list[SheetRow]:
    """Says which weeks are empty for a student though at least half of the others have an entry."""
    touched = [_touched(row) for row in rows]
    weeks = {week for one in touched for week in one}
    finished = sorted(week for week in weeks if sum(week in one for one in touched) * HALF >= len(rows))
    out = []
    for row, one in zip(rows, touched, strict=True):
        empty = [week for week in finished if week not in one]
        params = {"weeks": ", ".join(str(week) for week in empty)}
        issue = Issue("marks_empty", "marks", None, params, row.source)
        out.append(replace(row, issues=(*row.issues, issue)) if empty else row)
    return out


def _touched(row: SheetRow) -> set[int]:
    asked = {int(issue.field[5:]) for issue in row.issues if issue.field.startswith("week_")}
    return set(row.marks) | asked


def long_rows(rows: list[SheetRow]) -> list[SheetRow]:
    """One row per student where the file has one row per student and week."""
    joined: dict[tuple[str, ...], SheetRow] = {}
    for row in rows:
        same = (row.key, fold(row.typed_name or str(row.name)))
        first = joined.get(same)
        if first is None or set(first.marks) & set(row.marks):
            joined[same if first is None else (*same, str(row.source.row))] = row
        else:
            joined[same] = replace(
                first, marks={**first.marks, **row.marks}, issues=(*first.issues, *row.issues)
            )
    return list(joined.values())
