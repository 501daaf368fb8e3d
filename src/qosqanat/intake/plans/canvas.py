"""A Canvas gradebook: portal tests by week and independent-work tasks with their points."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext_noop as _

from qosqanat.grading.book import Book
from qosqanat.grading.enums import Component, Source
from qosqanat.grading.models import IwsTask
from qosqanat.intake.plan import Change, Sentence, say
from qosqanat.regulation.numbers import plain
from qosqanat.spreadsheets.kinds.canvas import GradebookRecord, GradebookRow, Task, by_period
from qosqanat.spreadsheets.model import Parsed

from .base import warnings
from .marking import OTHER_TASKS, MarkingPlanner, Place

NO_PLACE = _("“%(task)s” is neither a weekly test nor an independent-work task: its points are not taken.")
NO_WEEK = _("The week of the test “%(task)s” is not clear: write the week into its title in Canvas.")
CAPS = _(
    "The points of the independent-work tasks do not add up to the maxima of the rating periods (%(caps)s). Correct them in Canvas."
)
TASKS = _("independent-work tasks")


class CanvasPlanner(MarkingPlanner):
    source = Source.CANVAS

    def plan(self, parsed: Parsed[GradebookRecord]) -> None:
        self.prepare()
        for record in parsed.records:
            groups = _sections(record)
            course = self.course_of(record.code, "", groups, record.source)
            if course is None or not self.open_book(course, record.source):
                continue
            tests, notes = weekly_places(record)
            self.outcome.notes += notes
            places = {**tests, **self._tasks(record)}
            for row in self.steps(record.rows, len(record.rows)):
                self._row(row, places)
        self.draft.then(self.write_entries)

    def _tasks(self, record: GradebookRecord) -> dict[str, Place]:
        """Places of the independent work; new tasks are set with the file, other ones than the course's are refused."""
        wanted = independent_work(record)
        if not wanted:
            return {}
        planned = planned_tasks(record, self.book)
        if planned is None:
            self.refuse(
                record.source, f"tasks:{self.course.pk}", self.course.title, [do_not_add_up(self.book)]
            )
            return {}
        if not self._same_or_new(record, planned):
            return {}
        return {task.id: (Component.IWS.value, number) for number, task in enumerate(wanted, start=1)}

    def _same_or_new(self, record: GradebookRecord, planned: dict[int, IwsTask]) -> bool:
        key, title = f"tasks:{self.course.pk}", f"{self.course.title}"
        have = self.book.tasks
        if are_equal(have, planned):
            self.settled(record.source, key, title, is_new=False, changes=[], reasons=[])
            return sorted(have) == list(planned)
        if any(place[0] == Component.IWS for cells in self.cells.values() for place in cells):
            self.refuse(record.source, key, title, [say(OTHER_TASKS, "refuse")])
            return False
        self.with_tasks(planned)
        tasks = [(t.period, t.title, t.cap) for t in planned.values()]
        course = self.course
        self.draft.then(lambda: self.set_tasks(course, tasks))
        words = "; ".join(f"{t.title} ({plain(t.cap)})" for t in planned.values())
        row = self.settled(record.source, key, title, is_new=not have, changes=[], reasons=[])
        row.changes = [Change(TASKS, "; ".join(t.title for t in have.values()), words)]
        if have:
            row.verdict = "changed"
        return True

    def _row(self, row: GradebookRow, places: dict[str, Place]) -> None:
        keys = [row.sis_id] if row.sis_id else []
        group = row.sections[0] if len(row.sections) == 1 else ""
        pupil = self.pupil(row.name, row.typed_name, keys, group, row.source, row)
        if pupil is None:
            return
        marks = {places[task]: value for task, value in row.scores.items() if task in places}
        marks |= self.cell_problems(
            pupil, row.issues, {f"task_{task}": place for task, place in places.items()}
        )
        self.score(pupil, marks, warnings(row))


def weekly_places(record: GradebookRecord) -> tuple[dict[str, Place], list[Sentence]]:
    """Where the points of each weekly test stand, by the id of its assignment; and what has no place, with the reason."""
    places: dict[str, Place] = {}
    notes = []
    for task in record.tasks:
        if task.kind == "test" and task.week:
            places[task.id] = (Component.TEST.value, task.week)
        elif task.kind != "iws":
            notes.append(say(NO_WEEK if task.kind == "test" else NO_PLACE, task=task.title))
    return places, notes


def independent_work(record: GradebookRecord) -> list[Task]:
    return [task for task in record.tasks if task.kind == "iws"]


def planned_tasks(record: GradebookRecord, book: Book) -> dict[int, IwsTask] | None:
    """The gradebook's independent-work tasks by number, not saved; None if they don't add up to the periods' maxima."""
    periods = by_period(record.tasks, [period.iws_cap for period in book.rules.periods])
    if periods is None:
        return None
    return {
        number: IwsTask(
            course=book.course,
            number=number,
            period=periods[task.id],
            title=task.title[:200],
            cap=task.possible or Decimal(0),
        )
        for number, task in enumerate(independent_work(record), start=1)
    }


def do_not_add_up(book: Book) -> Sentence:
    return say(CAPS, "refuse", caps=", ".join(plain(period.iws_cap) for period in book.rules.periods))


def are_equal(have: Mapping[int, IwsTask], planned: Mapping[int, IwsTask]) -> bool:
    """Whether two lists of tasks have the same maxima in the same rating periods, one after another."""
    one, other = ([(t.period, t.cap) for _n, t in sorted(tasks.items())] for tasks in (have, planned))
    return one == other


def _sections(record: GradebookRecord) -> list[str]:
    """The groups most of its students are in: a guest's section does not make the course another one."""
    counts: dict[str, int] = {}
    for row in record.rows:
        for section in row.sections[:1]:
            counts[section] = counts.get(section, 0) + 1
    most = max(counts.values(), default=0)
    return [section for section, count in counts.items() if count * 3 >= most]
