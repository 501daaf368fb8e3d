"""A Canvas gradebook brought to one course: its points as cells of the grid, and of what has no place there why not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qosqanat.grading.enums import Component, Source
from qosqanat.grading.models import IwsTask
from qosqanat.grading.queries import Column, Grid, Row
from qosqanat.intake.enums import Kind
from qosqanat.intake.plan import from_issue, say
from qosqanat.intake.plans import likeness
from qosqanat.intake.plans.canvas import (
    are_equal,
    do_not_add_up,
    independent_work,
    planned_tasks,
    weekly_places,
)
from qosqanat.intake.plans.marking import NOT_IN_COURSE, OTHER_TASKS, TWICE, Place, known_of
from qosqanat.intake.reading import content_of
from qosqanat.spreadsheets.kinds.canvas import GradebookRecord, GradebookRow, Task
from qosqanat.spreadsheets.kinds.titleblock import code_in
from qosqanat.spreadsheets.matching import Decision, Match, People, Verdict
from qosqanat.spreadsheets.model import Issue
from qosqanat.spreadsheets.values import ids
from qosqanat.studies.models import Course
from qosqanat.web.common.forms import HouseForm
from qosqanat.web.templatetags.points import points

from .entry import Typed, shown
from .found import Desk
from .proposal import Places, Proposal, Proposed
from .workbook import Foreign

NAMED = 10
"""So many students who are not in the file are named."""


class GradebookForm(HouseForm):
    file = forms.FileField(
        label=gettext_lazy("The gradebook"),
        help_text=gettext_lazy("Nothing is saved before you have seen what changes."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xls,.ods"}),
        error_messages={"empty": gettext_lazy("The file is empty. Choose the file again.")},
    )


def proposal_of(data: bytes, name: str, desk: Desk) -> tuple[Proposal, list[IwsTask]]:
    """What the gradebook would change in the course, and tasks of it that the course may set: nothing is written.

    Raises FileRefused, Foreign.
    """
    reading = _read(data, name, desk.grid)
    notes = [*reading.notes, *reading.absent()]
    found = Proposal.of(reading.cells, desk, Source.CANVAS, outside=reading.outside, notes=notes)
    return found, reading.tasks


def task_fields(tasks: Iterable[IwsTask]) -> dict[str, str]:
    """Tasks as the form of the teacher's desk sends them (`teacher:tasks`)."""
    fields: dict[str, str] = {}
    for period, of_period in groupby(tasks, attrgetter("period")):
        rows = list(of_period)
        fields[f"rows-{period}"] = str(len(rows))
        for number, task in enumerate(rows):
            fields |= {f"p{period}-{number}-title": task.title, f"p{period}-{number}-cap": points(task.cap)}
    return fields


def _read(data: bytes, name: str, grid: Grid) -> "_Reading":
    """The file gone through for one course. Raises FileRefused, Foreign."""
    found = content_of(Kind.CANVAS, {}, data, name).found
    if not found.records:
        raise Foreign(
            _("This is no gradebook of Canvas: in Canvas open Grades, choose Export, and bring that file.")
        )
    reading = _Reading(grid)
    reading.notes += [str(from_issue(issue)) for issue in found.notes]
    for record in _of_course(found.records, name, grid.course):
        reading.take(record)
    return reading


def _of_course(records: Sequence[GradebookRecord], name: str, course: Course) -> list[GradebookRecord]:
    """The gradebooks that do not name another course of the university. Raises Foreign if all of them do."""
    codes = [record.code or code_in(name) for record in records]
    strange = {code for code in codes if code and ids.course_key(code) != ids.course_key(course.code)}
    if strange:  # a year in the file's name looks like a code too
        listed = Course.objects.filter(university=course.university_id).order_by()
        known = set(map(ids.course_key, listed.values_list("code", flat=True).distinct()))
        strange = {code for code in strange if ids.course_key(code) in known}
    ours = [record for record, code in zip(records, codes, strict=True) if code not in strange]
    if not ours:
        text = _("This gradebook is of the course %(other)s, not of %(course)s: bring it there.")
        raise Foreign(text % {"other": ", ".join(sorted(strange)), "course": course.code})
    return ours


def _doubts(task: Task, column: Column | None, shared: bool, week: int) -> Iterator[str]:
    """Why an assignment is not taken, or what of it is worth a look."""
    if column is None:
        text = _("“%(task)s”: week %(week)s has no portal test in this course. Its points are not taken.")
        yield text % {"task": task.title, "week": week}
    elif shared:
        text = _(
            "“%(task)s”: another assignment is for %(column)s too, so neither is taken. Leave one of them in the file."
        )
        yield text % {"task": task.title, "column": column.label}
    elif task.possible not in (None, column.cap):
        text = _(
            "“%(task)s” allows %(possible)s points in Canvas and %(cap)s here: make sure that its points are those of the course."
        )
        yield text % {
            "task": task.title,
            "possible": points(task.possible),
            "cap": points(column.cap),
        }


class _Reading:
    """Gradebooks of one course as they are gone through: every student is taken once."""

    def __init__(self, grid: Grid):
        self.grid, self.places = grid, Places(grid)
        self.rows = {row.sheet.pk: row for row in grid.rows}
        self.people = People(known_of(row.sheet) for row in grid.rows)
        self.taken: dict[int, int] = {}
        self.cells: list[Typed] = []
        self.outside: list[Proposed] = []
        self.notes: list[str] = []
        self.tasks: list[IwsTask] = []

    def take(self, record: GradebookRecord) -> None:
        columns = dict(self._columns(record))
        for row in record.rows:
            if one := self._pupil(row):
                self._points(row, one, columns)

    def absent(self) -> list[str]:
        """Who of the course is not in the file, in one sentence."""
        names = [row.student.person.short_name for pk, row in self.rows.items() if pk not in self.taken]
        if not names or not self.taken:
            return []
        more = ["…"] if len(names) > NAMED else []
        return [
            _("Not in the file, and left as they are: %(names)s")
            % {"names": ", ".join([*names[:NAMED], *more])}
        ]

    # columns

    def _columns(self, record: GradebookRecord) -> Iterator[tuple[str, Column]]:
        """The column of each assignment by its id; of every other a note says why it is not taken."""
        tests, notes = weekly_places(record)
        self.notes += map(str, notes)
        places = {**tests, **dict(self._tasks(record))}
        shared = Counter(places.values())
        for task in record.tasks:
            if task.id in places:
                column = self._column(places[task.id])
                self.notes += _doubts(task, column, shared[places[task.id]] > 1, places[task.id][1])
                if column and shared[places[task.id]] == 1:
                    yield task.id, column

    def _column(self, place: Place) -> Column | None:
        component, number = place
        return next((one for one in self.grid.columns_of(component) if one.number == number), None)

    def _tasks(self, record: GradebookRecord) -> list[tuple[str, Place]]:
        """Places of the independent work, if the course's tasks are those of the file; else a note says the next step.

        A course without tasks may set those of the file first.
        """
        wanted, book = independent_work(record), self.grid.book
        if not wanted or book is None:
            return []
        planned = planned_tasks(record, book)
        if planned is not None and are_equal(book.tasks, planned):
            numbers = sorted(book.tasks)
            return [(task.id, (Component.IWS.value, n)) for task, n in zip(wanted, numbers, strict=True)]
        if planned is None:
            self.notes.append(str(do_not_add_up(book)))
        elif book.tasks:
            self.notes.append(str(say(OTHER_TASKS)))
        else:
            self.tasks = list(planned.values())
        return []

    # students

    def _pupil(self, row: GradebookRow) -> Row | None:
        """The line that a row of the file means; refused with the reason when that is not clear."""
        group = row.sections[0] if len(row.sections) == 1 else ""
        decision = self.people.decide(row.name, [row.sis_id] if row.sis_id else [], group)
        found = self.rows.get(decision.id) if isinstance(decision.id, int) else None
        title = row.typed_name or str(row.name)
        if found is None:
            self._refuse(row, title, self._unclear(decision, title))
        elif found.sheet.pk in self.taken:
            self._refuse(row, title, str(say(TWICE, name=title, row=self.taken[found.sheet.pk])))
            return None
        else:
            self.taken[found.sheet.pk] = row.source.row
            if decision.verdict == Verdict.LIKELY:
                text = _("“%(name)s” is taken for %(student)s.")
                self.notes.append(text % {"name": title, "student": self._described(decision.matches[0])})
        return found

    def _unclear(self, decision: Decision, title: str) -> str:
        if decision.verdict == Verdict.NONE:
            return str(say(NOT_IN_COURSE, name=title))
        text = _(
            "Not clear who is meant, perhaps %(students)s. Write the SIS ID into the row, or enter these points in the grid."
        )
        return text % {"students": "; ".join(map(self._described, decision.matches))}

    def _described(self, match: Match) -> str:
        student = self.rows[match.id].student  # type: ignore[index]
        why = ", ".join(map(str, likeness.reasons(match)))
        return f"{student.person.full_name} ({why})"

    def _refuse(self, row: GradebookRow, title: str, why: str) -> None:
        values = " · ".join(shown(value) for value in row.scores.values())
        self.outside.append(Proposed(title, "", "", values, why))

    def _points(self, row: GradebookRow, line: Row, columns: dict[str, Column]) -> None:
        """What the row says in every column: a mark, or why there is none. A task that is not marked leaves what stands."""
        for task_id, value in row.scores.items():
            if column := columns.get(task_id):
                view = line.cells[column.key]
                self.cells.append(Typed(line.sheet.pk, column, view.version, shown(value)))
        for issue in row.issues:
            if (column := columns.get(issue.field.removeprefix("task_"))) and issue.level != "warn":
                self.outside.append(self._bad(line, column, issue))

    def _bad(self, line: Row, column: Column, issue: Issue) -> Proposed:
        text = "" if issue.value is None else str(issue.value)
        return self.places.proposed(line.sheet.pk, column.key, text, why=str(from_issue(issue)))
