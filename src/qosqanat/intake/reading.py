"""From bytes to a dry run: the one place that knows which parser and which planner belong to a kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext_noop

from qosqanat.spreadsheets.kinds import PARSERS, mistaken
from qosqanat.spreadsheets.model import Parsed, Table
from qosqanat.spreadsheets.reader import read_tables
from qosqanat.spreadsheets.values.text import text_of

from .enums import Kind
from .plan import from_issue, say
from .plans.base import Context, Planner
from .plans.canvas import CanvasPlanner
from .plans.contingent import ContingentPlanner
from .plans.load import LoadPlanner
from .plans.partners import PartnersPlanner
from .plans.sheet import SheetPlanner

DOUBT = "column_twice"
NOT_READ = gettext_noop("These columns are not read: %(titles)s.")
MOST_NAMED = 10
TITLE_ROWS, LONGEST_TITLE, MOST_TITLES = 12, 80, 100
PLANNERS: dict[str, type[Planner]] = {
    Kind.CONTINGENT: ContingentPlanner,
    Kind.LOAD: LoadPlanner,
    Kind.PARTNERS: PartnersPlanner,
    Kind.SHEET: SheetPlanner,
    Kind.CANVAS: CanvasPlanner,
}


@dataclass(frozen=True)
class Content:
    """A file as read: its sheets, and the records found in them with the help of `columns`."""

    kind: str
    columns: dict[str, str]
    tables: list[Table]
    found: Parsed[Any]


def content_of(kind: str, columns: dict[str, str], data: bytes, file_name: str) -> Content:
    """Read a file; needs no database. Raises `FileRefused`."""
    tables = read_tables(data, file_name)
    return Content(kind, dict(columns), tables, parsed(kind, tables, columns))


def parsed(kind: str, tables: list[Table], columns: dict[str, str]) -> Parsed[Any]:
    """The records of a file, none of one that is clearly of another kind: needs no database.

    Columns that a person has named for this kind end the doubt.
    """
    found = cast(Parsed[Any], PARSERS[kind](tables, columns or None))
    named = any(found.columns.get(field) == label for field, label in columns.items())
    other = None if named else mistaken(kind, tables)
    return Parsed([], [other]) if other else found


def compared(kind: str, found: Parsed[Any], context: Context) -> Planner:
    """Compare records with the database; writes nothing."""
    planner = PLANNERS[kind](context)
    planner.outcome.notes += [from_issue(issue) for issue in found.notes if issue.code != DOUBT]
    planner.outcome.columns = dict(found.columns)
    if found.columns and found.unmapped:
        titles = [f"“{title}”" for title in found.unmapped[:MOST_NAMED]]
        more = ["…"] if len(found.unmapped) > MOST_NAMED else []
        planner.outcome.notes.append(say(NOT_READ, titles=", ".join([*titles, *more])))
    planner.outcome.unmapped = list(found.unmapped) if found.columns else _titles(context.tables)
    planner.outcome.read = sum(len(record.rows) if hasattr(record, "rows") else 1 for record in found.records)
    doubtful = planner.doubts(issue for issue in found.notes if issue.code == DOUBT)
    if planner.outcome.read and not doubtful:
        planner.plan(found)
        planner.outcome.strays = planner.strays()
    planner.refuse_too_long()
    return planner


def _titles(tables: Sequence[Table]) -> list[str]:
    """What may be column titles where no header was recognised: short texts of the first rows."""
    cells = [cell for table in tables for row in table.rows[:TITLE_ROWS] for cell in row]
    texts = [text_of(cell) for cell in cells if isinstance(cell, str)]
    return list(dict.fromkeys(text for text in texts if 0 < len(text) <= LONGEST_TITLE))[:MOST_TITLES]
