"""From what was typed in a grid to entries, and from verdicts back to what the grid shows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qosqanat.grading.actions import Entry, Verdict
from qosqanat.grading.book import entry_of
from qosqanat.grading.enums import Component
from qosqanat.grading.models import Cell, ScoreEvent
from qosqanat.grading.queries import Grid
from qosqanat.grading.queries.grid import CellView, Column
from qosqanat.grading.rights import Sight
from qosqanat.regulation import marks
from qosqanat.regulation.numbers import cut
from qosqanat.web.templatetags.points import points

VERSION = re.compile(r"[0-9]{1,9}")
LINE = re.compile(r"([0-9]{1,18}) ([a-z][0-9]{1,3}) ([0-9]{1,9}) ?(.{0,60})")


class Unreadable(Exception):
    """What was typed is no mark; the message is for the reader."""


def read(text: str) -> marks.Entry | None:
    """The value typed in a cell; empty takes it back. Raises Unreadable with the sentence to show."""
    try:
        return marks.parse(text)
    except marks.BadValue as bad:
        raise Unreadable(_sentence(bad)) from None


def _sentence(bad: marks.BadValue) -> str:
    value = {"value": marks.shown(bad.value)}
    if bad.key == "negative":
        return _("“%(value)s” is below 0: enter points from 0 up.") % value
    if bad.key == "decimals":
        return _("%(value)s has more than two decimal places: round it.") % value
    text = _("“%(value)s” is not a mark: enter points, “%(absent)s” for absent or “%(excused)s” for excused.")
    return text % (value | {"absent": shown(marks.ABSENT), "excused": shown(marks.EXCUSED)})


def shown(value: marks.Entry | None) -> str:
    """A value as the grid writes it, and as `read` reads it again."""
    if value is marks.ABSENT:
        return pgettext("absent, in a cell", "abs")
    if value is marks.EXCUSED:
        return pgettext("excused, in a cell", "exc")
    return points(value) if isinstance(value, Decimal) else ""


def read_shown(text: str) -> marks.Entry | None:
    """Like `read`, and understands the signs that the page itself writes."""
    signs = {shown(marks.ABSENT): marks.ABSENT, shown(marks.EXCUSED): marks.EXCUSED}
    return signs[text.strip()] if text.strip() in signs else read(text)


def value_of(view: CellView) -> marks.Entry | None:
    return entry_of(view.state, view.value)


@dataclass(frozen=True)
class Typed:
    """One input of the page without scripts: where it stands, what it says, the version it was shown with."""

    sheet_id: int
    column: Column
    version: int
    text: str

    @property
    def spot(self) -> tuple[int, str, int, int]:
        return self.sheet_id, self.column.component, self.column.number, self.version


def typed(data: QueryDict, grid: Grid) -> list[Typed]:
    """The inputs of a submitted grid, named `c-<sheet>-<key>-<version>`; foreign names are passed over."""
    columns = {column.key: column for column in grid.columns}
    sheets = {str(row.sheet.pk): row.sheet.pk for row in grid.rows}
    found = []
    for name in data:
        part = name.split("-")
        if (
            len(part) == 4
            and part[0] == "c"
            and part[1] in sheets
            and VERSION.fullmatch(part[3])
            and part[2] in columns
        ):
            found.append(Typed(sheets[part[1]], columns[part[2]], int(part[3]), str(data[name])))
    return found


def typed_lines(lines: Iterable[str], grid: Grid) -> list[Typed]:
    """Cells written as lines `<sheet> <key> <version> <text>`; foreign ones are passed over, of two for one place the last counts."""
    columns = {column.key: column for column in grid.columns}
    sheets = {row.sheet.pk for row in grid.rows}
    found = {}
    for line in lines:
        part = LINE.fullmatch(line.strip("\r\n"))
        if part and int(part[1]) in sheets and part[2] in columns:
            found[part[1], part[2]] = Typed(int(part[1]), columns[part[2]], int(part[3]), part[4])
    return list(found.values())


def changed(inputs: Iterable[Typed], grid: Grid) -> tuple[list[Entry], list[tuple[Typed, str]]]:
    """Entries for the inputs that somebody changed, and those that could not be read with the reason.

    An input shown with an older version was changed only if it differs from what that version said.
    """
    cells = {row.sheet.pk: row.cells for row in grid.rows}
    shown_cells = [(one, cells[one.sheet_id][one.column.key]) for one in inputs if one.sheet_id in cells]
    older = _older([one for one, view in shown_cells if view.version != one.version])
    entries, unreadable = [], []
    for one, view in shown_cells:
        try:
            value = read_shown(one.text)
        except Unreadable as why:
            unreadable.append((one, str(why)))
            continue
        before = value_of(view) if view.version == one.version else older.get(one.spot)
        if value != before:
            entries.append(
                Entry(one.sheet_id, one.column.component, one.column.number, value, uuid4(), one.version)
            )
    return entries, unreadable


def _older(inputs: list[Typed]) -> dict[tuple[int, str, int, int], marks.Entry | None]:
    """What the versions said that the inputs were shown with: one read."""
    if not inputs:
        return {}
    events = ScoreEvent.objects.filter(
        sheet__in={one.sheet_id for one in inputs}, version__in={one.version for one in inputs}
    )
    return {(e.sheet_id, e.component, e.number, e.version): e.entry for e in events}


def entry_from(data: QueryDict) -> Entry:
    """One cell as the script sends it. Raises ValueError for a request that no page makes, Unreadable for a bad value."""
    component, number = Component(data.get("component", "")).value, int(data.get("number", ""))
    sheet_id, version = int(data.get("sheet", "")), int(data.get("version", ""))
    operation = UUID(data.get("operation", ""))
    return Entry(sheet_id, component, number, read_shown(data.get("value", "")), operation, version)


def final_text(final: int | None, letter: str | None) -> str:
    return " ".join(str(part) for part in (final, letter) if part is not None)


def when(moment: datetime) -> str:
    """A moment as the page writes it."""
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def answer(verdict: Verdict, sight: Sight) -> dict[str, Any]:
    """A verdict as the script of that reader gets it, with the operation when it can be taken back; of a conflict also who was first, and when."""
    ratings = verdict.ratings
    first = _first(verdict.entry) if verdict.status == "conflict" else {}
    return first | {
        "status": verdict.status,
        "operation": verdict.entry.operation if _wrote(verdict) else None,
        "value": shown(verdict.current),
        "version": verdict.version,
        "problems": [str(problem) for problem in verdict.problems],
        "ratings": ratings
        and {
            "periods": [points(rating) for rating in ratings.periods],
            "admission": points(cut(ratings.admission)),
            "admitted": ratings.admitted,
            "needed": "—" if ratings.needed is None else points(ratings.needed),
            "final": final_text(ratings.final, ratings.letter) if sight.finals else "",
        },
    }


def _wrote(verdict: Verdict) -> bool:
    """Whether the operation wrote an entry, now or when it came first; a value that stood there already needed none."""
    if verdict.status == "repeated":
        return ScoreEvent.objects.filter(operation=verdict.entry.operation).exists()
    return verdict.status == "saved"


def _first(place: Entry) -> dict[str, str]:
    """Whose mark stands in the place of an entry, and since when; nothing where there is none."""
    cells = Cell.objects.filter(sheet=place.sheet_id, component=place.component, number=place.number)
    cell = cells.select_related("author").first()
    return {"author": cell.author.short_name, "when": when(cell.changed_at)} if cell else {}
