"""Gradebook exports of Canvas: weekly tests and independent work (IWS)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..model import Cell, Issue, Parsed, Source, Table
from ..values import ids, numbers, people
from ..values.numbers import Absence
from ..values.text import fix_homoglyphs, fold, is_blank, text_of
from .common import Mapping_
from .weeks import LAST_WEEK

KIND = "canvas"
TASK = re.compile(r"(.{0,400}?) ?\((\d{1,20})\)$", re.S)
WEEK = re.compile(
    r"(?:^|\D)(\d{1,2}) ?[-–.]? ?(?:ші|шi|я|й|ая)? ?(?:апта|нед|week|wk)|(?:апта|нед\w{0,9}|week|wk|\bw)\W{0,9}(\d{1,2})",
    re.I,
)
IWS = re.compile(
    r"(?:^|\W)(?:бөж|боөж|бож|соөж|сөж|сож|сро|срс|срсп|iws|siw|siwt|(?:individual|independent) work|самост\w{0,20} работ\w{0,9}|өзіндік жұмыс\w{0,9})\W{0,3}(\d{1,2})?",
    re.I,
)
READ_ONLY = re.compile(r"read only|только для чтения|оку (?:ушин )?(?:гана)?|тек оку")
TEST = re.compile(r"тест|test|quiz|сынақ", re.I)
TEST_STUDENTS = frozenset(
    {
        "student test",
        "test student",
        "тест студент",
        "тестовыи студент",
        "тестовый студент",
        "студент тестовый",
        "тест пользователь",
    }
)
FIXED = {
    "name": re.compile(
        r"student(?: name)?|студент|білім алушы|билим алушы|обучающиися|обучающийся|учащийся|аты жони"
    ),
    "canvas_id": re.compile(r"id|canvas id|идентификатор|id пользователя"),
    "sis_id": re.compile(
        r"(?:sis|сис) user id|.{0,99}(?:пользовател|пайдаланушы).{0,99} (?:sis|сис)|(?:sis|сис) (?:id|ид).{0,99}(?:пользовател|пайдаланушы).*"
    ),
    "login": re.compile(r"(?:sis|сис) login id|.{0,99}(?:логин|login).*"),
    "sections": re.compile(r"sections?|секция|раздел|бөлім|болим|секциялар?"),
}
POINTS = re.compile(
    r"points possible|(?:возможн|максимальн)\w{1,9} (?:количество )?балл\w*|балл\w{0,9} возможно|(?:мумкин|ең жоғары|ен жогары)\w{0,9} (?:болатын )?(?:упаи|упай|балл)\w*"
)


@dataclass(frozen=True)
class Task:
    """One assignment. ``kind`` test (with ``week``), iws (with ``number``) or other; ``possible`` points."""

    id: str
    title: str
    kind: str
    week: int | None
    number: int | None
    possible: Decimal | None


@dataclass(frozen=True)
class GradebookRow:
    """One student: task id -> points or excused; ungraded tasks are left out; issues have field ``task_<id>``."""

    source: Source
    name: people.Name
    typed_name: str
    canvas_id: str
    sis_id: str
    login: str
    sections: tuple[str, ...]
    scores: Mapping[str, Decimal | Absence]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class GradebookRecord:
    """One gradebook. ``code`` is the course code that the file's name carries, or empty text."""

    source: Source
    code: str
    tasks: tuple[Task, ...]
    rows: tuple[GradebookRow, ...]
    issues: tuple[Issue, ...] = ()


def parse(tables: Sequence[Table], mapping: Mapping_ = None) -> Parsed[GradebookRecord]:
    """Every gradebook of the file; ``mapping`` is accepted for symmetry: the layout is fixed by Canvas."""
    del mapping
    records, notes = [], []
    for table in tables:
        top = header_row(table)
        if top is None:
            continue
        records.append(_gradebook(table, top))
        if all(task.possible is None for task in records[-1].tasks):
            notes.append(Issue("no_points", source=Source(table.name, top + 1)))
    return Parsed(records, notes if records or notes else [Issue("no_header")])


def header_row(table: Table) -> int | None:
    for index, row in enumerate(table.rows[:10]):
        fixed = _fixed(row)
        tasks = sum(1 for cell in row if TASK.match(text_of(cell)))
        if fixed.get("name") == 0 and (
            {"canvas_id", "sections"} <= set(fixed) or len(fixed) > 1 and tasks > 1
        ):
            return index
    return None


def _fixed(header: list[Cell]) -> dict[str, int]:
    """The columns that Canvas itself writes, in the language of its user; the first of each counts."""
    found: dict[str, int] = {}
    for index, cell in enumerate(header):
        title = "" if TASK.match(text_of(cell)) else fold(text_of(cell))
        name = next((name for name, titles in FIXED.items() if titles.fullmatch(title)), "")
        if name:
            found.setdefault(name, index)
    return found


def _points_row(table: Table, top: int, fixed: Mapping[str, int]) -> int | None:
    """The row that says what each assignment allows: by its name, or numbers where nobody's ID stands."""
    ours = [i for name, i in fixed.items() if name != "name"]
    for index, row in enumerate(table.rows[top + 1 : top + 6], top + 1):
        if row and POINTS.fullmatch(fold(text_of(row[0]))):
            return index
        nobody = "canvas_id" in fixed and all(i >= len(row) or is_blank(row[i]) for i in ours)
        if nobody and sum(numbers.as_decimal(cell) is not None for cell in row) > 1:
            return index
    return None


def _gradebook(table: Table, top: int) -> GradebookRecord:
    header = table.rows[top]
    fixed = _fixed(header)
    points = _points_row(table, top, fixed)
    tasks = _tasks(header, [] if points is None else table.rows[points])
    start = (top if points is None else points) + 1
    people_rows = [
        (index, cells)
        for index, cells in enumerate(table.rows[start:], start)
        if cells and not is_blank(cells[0]) and not _is_test_student(cells[0])
    ]
    given_first = people.given_first(text_of(cells[0]) for _, cells in people_rows)
    rows = tuple(
        _row(Source(table.name, index + 1), cells, fixed, tasks, given_first) for index, cells in people_rows
    )
    code = re.search(r"[A-Za-z]{2,8}[ _-]?\d{4}(?!\d)", table.name)
    named = ids.course_code(code.group().replace("_", " ")) if code else ""
    issues = () if named else (Issue("no_course", "code", None, {}, Source(table.name, top + 1)),)
    return GradebookRecord(Source(table.name, top + 1), named, tuple(tasks.values()), rows, issues)


def _is_test_student(cell: Cell) -> bool:
    return fold(text_of(cell)) in TEST_STUDENTS


def _tasks(header: list[Cell], points: list[Cell]) -> dict[int, Task]:
    """Assignment columns; totals that Canvas marks read-only and columns without an id are no assignments."""
    tasks = {}
    for index, cell in enumerate(header):
        match = TASK.match(text_of(cell))
        possible = points[index] if index < len(points) else None
        if match and not READ_ONLY.search(fold(text_of(possible))):
            tasks[index] = _task(match[2], match[1], numbers.as_decimal(possible))
    return tasks


def _task(task_id: str, title: str, possible: Decimal | None) -> Task:
    title = fix_homoglyphs(title)
    if iws := IWS.search(title):
        return Task(task_id, title, "iws", None, int(iws[1]) if iws[1] else None, possible)
    week = WEEK.search(title)
    number = int(week[1] or week[2]) if week else None
    if number and number <= LAST_WEEK:
        return Task(task_id, title, "test", number, None, possible)
    return Task(task_id, title, "test" if TEST.search(title) else "other", None, None, possible)


def _row(
    source: Source,
    cells: list[Cell],
    fixed: Mapping[str, int],
    tasks: Mapping[int, Task],
    given_first: bool,
) -> GradebookRow:
    def at(index: int | None) -> Cell:
        return cells[index] if index is not None and index < len(cells) else None

    def text(name: str) -> str:
        return text_of(at(fixed.get(name)))

    issues: list[Issue] = []
    scores = {}
    for index, task in tasks.items():
        value = _score(source, task, at(index), issues)
        if value is not None:
            scores[task.id] = value
    sections = ids.groups(text("sections"))
    if not text("sis_id"):
        issues.append(Issue("sis_missing", "sis_id", None, {}, source))
    if len(sections) > 1:
        issues.append(
            Issue("sections_many", "sections", text("sections"), {"value": text("sections")}, source)
        )
    return GradebookRow(
        source,
        people.name(text("name"), given_first),
        text("name"),
        text("canvas_id"),
        text("sis_id"),
        text("login"),
        sections,
        scores,
        tuple(issues),
    )


def _score(source: Source, task: Task, cell: Cell, issues: list[Issue]) -> Decimal | Absence | None:
    read = numbers.mark(cell)
    problems = list(read.problems)
    if isinstance(read.value, Decimal) and task.possible is not None and read.value > task.possible:
        params = {"value": text_of(cell), "cap": text_of(task.possible), "task": task.title}
        problems.append(("task_above", params))
    issues += [Issue(code, f"task_{task.id}", cell, params, source) for code, params in problems]
    return None if problems else read.value


def by_period(tasks: Sequence[Task], caps: Sequence[Decimal]) -> dict[str, int] | None:
    """IWS task id -> rating period (1, 2 ...), if the points in file order add up to each period's cap exactly."""
    periods: dict[str, int] = {}
    left = list(caps)
    period = 0
    for task in tasks:
        if task.kind != "iws":
            continue
        while period < len(left) and left[period] == 0:
            period += 1
        if period >= len(left) or task.possible is None or task.possible > left[period]:
            return None
        left[period] -= task.possible
        periods[task.id] = period + 1
    return periods if not any(left) else None
