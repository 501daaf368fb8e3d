"""Weekly grade sheets of practice, as mentors send them back (form F UE 141-03)."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..block import Block, Row
from ..evidence import fit
from ..header import blocks
from ..model import Cell, Issue, Parsed, Source, Table
from ..titles import Spec
from ..values import ids, people
from ..values.text import fix_homoglyphs, fold, is_blank, text_of
from .common import Mapping_, carried_of, columns_of, find, spec_of, unmapped_of
from .sheet_rows import SheetRow, long_rows, row_of, with_empty
from .titleblock import code_in, course_in, credits_in, groups_in, titled
from .weeks import Weeks, caps_in_row, is_maximum, names_week, week_of, weeks_of

KIND = "sheet"
FEWEST_WEEKS = 2
CORNER_ROWS = 20
CORNER_TITLE = "ФИО"
CORNER = re.compile(r"(?:№ |no )?(?:апта\w{0,9}|недел\w{0,3}|weeks?)(?: (?:№|no))?")


@dataclass(frozen=True)
class SheetRecord:
    """One grade sheet. ``caps`` are the sheet's own maxima by week (0 = no practice); may be empty."""

    source: Source
    code: str
    course: str
    groups: tuple[str, ...]
    credits: Decimal | None
    partner: str
    mentors: tuple[people.Person, ...]
    teacher: people.Person | None
    caps: Mapping[int, Decimal]
    weeks: tuple[int, ...]
    rows: tuple[SheetRow, ...]
    issues: tuple[Issue, ...] = ()


def parse(tables: Sequence[Table], mapping: Mapping_ = None) -> Parsed[SheetRecord]:
    """One record per course; tabs that hold one week each are put together."""
    spec = spec_of(KIND, mapping)
    tables = [titled_corner(table, spec) for table in tables]
    found, notes = find(tables, spec)
    for block in found:
        _release(block)
    alone = sum(week_of(table.name) is not None for table in tables) < 2
    sheets = [sheet for block in found for sheet in _sheets(block, alone)]
    records = [_asked(sheet) for sheet in _joined(sheets)]
    unclear = _unclear(found)
    if not records:
        notes = unclear or ([Issue("no_weeks", "week")] if found else notes)
    else:
        notes = [*notes, *unclear]
    return Parsed(records, notes, columns_of(found), _unmapped(found), carried_of(found))


def titled_corner(table: Table, spec: Spec) -> Table:
    """The sheet with a title over its names, if only weeks stand beside a corner that is empty or says `week`.

    Only where it cannot be read as it is; people across become rows.
    """
    readable = [block for block in blocks(table, spec) if block.rows and holds_marks(block)]
    if any({"name", "surname"} & set(block.columns) for block in readable):
        return table
    for turned in (table, table.turned()):
        for index, cells in enumerate(turned.rows[:CORNER_ROWS]):
            column = _corner(turned.rows[index:])
            if column is not None:
                line = [*cells[:column], CORNER_TITLE, *cells[column + 1 :]]
                return replace(turned, rows=[*turned.rows[:index], line, *turned.rows[index + 1 :]])
    return table


def _corner(rows: list[list[Cell]]) -> int | None:
    """The column of an untitled corner: weeks to its right, names below it."""
    weeks = [column for column, cell in enumerate(rows[0]) if week_of(cell)]
    if len(weeks) < FEWEST_WEEKS:
        return None
    for column, cell in enumerate(rows[0][: weeks[0]]):
        below = [row[column] for row in rows[1:] if column < len(row) and not is_blank(row[column])]
        if (
            (is_blank(cell) or CORNER.fullmatch(fold(text_of(cell))))
            and below
            and fit("name", KIND, below) == 1.0
        ):
            return column
    return None


def _release(block: Block) -> None:
    """Where weeks stand side by side, no single column of weeks or marks is meant by `Week 1` or `Practice 1`."""
    if weeks_of(block).columns:
        for name in ("week", "mark"):
            block.columns.pop(name, None)


def _unclear(found: list[Block]) -> list[Issue]:
    """A question for every block whose columns are headed by dates that do not tell the week."""
    dates = [(block, weeks_of(block).unclear) for block in found]
    return [
        Issue("weeks_dated", "week", first, {"first": first}, Source(block.table.name, block.top + 1))
        for block, first in dates
        if first
    ]


def _unmapped(found: list[Block]) -> list[str]:
    known = {
        " / ".join(block.paths[i])
        for block in found
        for i in _known_columns(weeks_of(block))
        if i < len(block.paths)
    }
    return [label for label in unmapped_of(found) if label not in known]


def _known_columns(weeks: Weeks) -> Iterable[int]:
    return [*weeks.columns, *weeks.totals]


def _sheets(block: Block, alone: bool) -> list[SheetRecord]:
    """The block's sheets: one for each course that its rows, or the lines between them, name."""
    weeks = weeks_of(block)
    caps = dict(weeks.caps)
    for row in block.rows:
        if is_maximum(row.text("name")):
            caps |= caps_in_row(row.cells, weeks)
    reader = _reader(block, weeks, caps, alone)
    if reader is None:
        return []
    parts = _by_course(block)
    return [_sheet(part, reader, weeks, caps) for part in parts]


@dataclass
class Part:
    """The rows of one course inside a block, and the lines above them, the nearest first."""

    code: str
    course: str
    titles: list[str]
    source: Source
    rows: list[Row]
    own_groups: bool = False


def _by_course(block: Block) -> list[Part]:
    """A block as a whole, or in parts where its rows or the lines between them name courses of their own."""
    titles = [*block.titles, block.table.name]
    code, course = ids.split_course(titled(titles, "course"))
    untitled = not (code or course)
    code = code or code_in(block.table.name)
    first = Part(code, course, titles, Source(block.table.name, 1, block.table.transposed), [])
    parts: dict[tuple[str, str], Part] = {}
    now = first
    for row in block.rows:
        named = course_in(row.above, bare=untitled)
        if any(named):
            now = Part(*named, [*row.above, *titles], row.source, [], own_groups=True)
        part = _of_columns(row, now)
        part = parts.setdefault((ids.course_key(part.code), fold(part.course)), part)
        if not is_maximum(row.text("name")):
            part.rows.append(row)
    return [part for part in parts.values() if part.rows] or [first]


def _of_columns(row: Row, part: Part) -> Part:
    """The part that the row's own columns of the course name, else the one that it stands in."""
    own_code, own_course = ids.split_course(row.text("subject"))
    code = ids.course_code(row.get("code")) if row.text("code") else own_code
    if not code and not own_course:
        return part
    return Part(code, own_course, part.titles, row.source, [], own_groups=True)


def _sheet(
    part: Part, reader: Callable[[Row], SheetRow], weeks: Weeks, caps: Mapping[int, Decimal]
) -> SheetRecord:
    read = long_rows([reader(row) for row in part.rows])
    partner, teacher = titled(part.titles, "partner"), titled(part.titles, "teacher")
    groups = (groups_in(part.titles), _groups_of(part.rows))
    weeks_seen = set(weeks.columns.values()) | {week for row in read for week in row.marks}
    return SheetRecord(
        source=part.rows[0].source if part.rows else part.source,
        code=part.code,
        course=part.course,
        groups=groups[1] or groups[0] if part.own_groups else groups[0] or groups[1],
        credits=credits_in(part.titles),
        partner=fix_homoglyphs(partner),
        mentors=people.people(titled(part.titles, "mentor")),
        teacher=people.person(teacher) if teacher else None,
        caps=caps,
        weeks=tuple(sorted(weeks_seen)),
        rows=tuple(with_empty(read)),
    )


def _reader(
    block: Block, weeks: Weeks, caps: Mapping[int, Decimal], alone: bool
) -> Callable[[Row], SheetRow] | None:
    """How the marks of this block are laid out: weeks across, week by row, or one week for the whole tab."""
    if weeks.columns:
        return lambda row: row_of(row, {week: row.at(i) for i, week in weeks.columns.items()}, caps, weeks)
    if "mark" not in block.columns:
        return None
    if "week" in block.columns:
        return lambda row: row_of(row, {week_of(row.get("week")) or 0: row.get("mark")}, caps, weeks)
    only = _week_of_tab(block, alone)
    return (lambda row: row_of(row, {only: row.get("mark")}, caps, weeks)) if only else None


def holds_marks(block: Block) -> bool:
    """Weeks across, or a column of marks with a week beside it or above it."""
    columns = block.columns
    return (
        len(weeks_of(block).columns) > 1
        or "mark" in columns
        and ("week" in columns or _week_of_tab(block) is not None)
    )


def _week_of_tab(block: Block, alone: bool = False) -> int | None:
    """A tab per week: the week stands in the tab's name or in a line above the header.

    A bare number says so only where another tab is named by a week too.
    """
    if not alone and (named := week_of(block.table.name)):
        return named
    lines = (block.table.name, *reversed(block.titles))
    return next((week_of(text) for text in lines if len(text) < 40 and names_week(text)), None)


def _joined(sheets: list[SheetRecord]) -> list[SheetRecord]:
    """Sheets of the same course and group whose weeks do not meet, or pages of one tab, are parts of one sheet."""
    out: list[SheetRecord] = []
    for sheet in sheets:
        twin = next((i for i, other in enumerate(out) if _continues(other, sheet)), None)
        if twin is None:
            out.append(sheet)
            continue
        first = out[twin]
        rows = tuple(long_rows([*first.rows, *sheet.rows]))
        weeks = tuple(sorted({*first.weeks, *sheet.weeks}))
        out[twin] = replace(first, rows=rows, weeks=weeks, caps={**first.caps, **sheet.caps})
    return out


def _continues(one: SheetRecord, two: SheetRecord) -> bool:
    same_course = _same_course(one, two)
    same_groups = set(one.groups) == set(two.groups) or not two.groups
    other_weeks = not set(one.weeks) & set(two.weeks)
    same_tab = one.source.sheet == two.source.sheet
    other_people = not {str(row.name) for row in one.rows} & {str(row.name) for row in two.rows}
    return same_course and same_groups and (other_weeks or same_tab and other_people)


def _same_course(one: SheetRecord, two: SheetRecord) -> bool:
    """By code, else by name; a page that names no course goes on with the one before."""
    if one.code and two.code:
        return ids.course_key(one.code) == ids.course_key(two.code)
    if one.course and two.course:
        return fold(one.course) == fold(two.course)
    return not two.code and not two.course


def _asked(sheet: SheetRecord) -> SheetRecord:
    if sheet.code or sheet.course:
        return sheet
    return replace(sheet, issues=(*sheet.issues, Issue("no_course", "code", None, {}, sheet.source)))


def _groups_of(rows: list[Row]) -> tuple[str, ...]:
    named = (row.text("group") or row.bands.get("group", "") for row in rows)
    return tuple(dict.fromkeys(ids.group(name) for name in named if name))
