"""A teacher's courses with what they need now: a constant number of reads, however many courses."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.utils import timezone

from qosqanat.core.problems import Problem
from qosqanat.grading import problems
from qosqanat.grading.book import Book, books_of, key_of
from qosqanat.grading.enums import Component, Value
from qosqanat.grading.models import Sheet
from qosqanat.grading.queries import Row
from qosqanat.grading.queries.grid import rows_of
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Course, CourseMentor, Term


@dataclass(frozen=True)
class Line:
    """A course on the teacher's home; `book` is None while its sheets are not issued."""

    course: Course
    book: Book | None
    rows: list[Row]

    @cached_property
    def finished(self) -> int:
        """The last week that is over; 0 before the second week."""
        return min(self.book.week - 1, self.book.rules.weeks) if self.book else 0

    @cached_property
    def task_problems(self) -> list[Problem]:
        """What is wrong with the independent-work tasks (Y-6.4); none before the sheets are issued."""
        if self.book is None:
            return []
        plan = [(task.period, task.title, task.cap) for task in self.book.tasks.values()]
        return list(problems.problems_of_tasks(self.book, plan))

    @cached_property
    def untested(self) -> list[Row]:
        """Students whose test of the last finished week is not entered."""
        key = key_of(Component.TEST, self.finished)
        if self.book is None or self.book.cap(Component.TEST, self.finished) is None:
            return []
        return [row for row in self.rows if row.cells[key].state == Value.EMPTY]

    @cached_property
    def endangered(self) -> list[Row]:
        return [row for row in self.rows if row.at_risk]

    @cached_property
    def filled(self) -> int | None:
        """Percentage of test and practice places of finished weeks that say something; None while there are none."""
        keys = list(self._due_keys())
        due = len(keys) * len(self.rows)
        if not due:
            return None
        return 100 * sum(row.cells[key].state != Value.EMPTY for row in self.rows for key in keys) // due

    def _due_keys(self) -> Iterator[str]:
        for week in range(1, self.finished + 1):
            for component in (Component.TEST, Component.PRACTICE):
                if self.book and self.book.cap(component, week) is not None:
                    yield key_of(component, week)


def lines_of(request: ActingRequest, term: Term | None) -> list[Line]:
    """The courses of `term` that the person teaches, in Kazakh order."""
    at, day = request.who.at, timezone.localdate(request.who.at)
    mentors = CourseMentor.objects.in_force(day).select_related("post__person")
    courses = list(
        request.reachable(Course, "score.enter_work")
        .filter(term=term)
        .select_related("enterprise")
        .prefetch_related(Prefetch("mentors", mentors))
    )
    books = books_of(courses, at)
    sheets = (
        Sheet.objects.live()
        .filter(course__in=list(books))
        .select_related("student__person", "student__group", "course")
    )
    rows: dict[int, list[Row]] = {}
    for row in rows_of(books, sheets):
        rows.setdefault(row.sheet.course_id, []).append(row)
    return [Line(course, books.get(course.pk), rows.get(course.pk, [])) for course in courses]
