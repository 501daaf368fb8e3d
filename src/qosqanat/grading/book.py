"""The mark book of a course: everything that governs its entries at one moment, read once for any number of courses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache, cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from qosqanat.core.prepared import Prepared
from qosqanat.regulation import marks
from qosqanat.regulation.schemes import Scheme
from qosqanat.studies.models import Course, Term

from .enums import Component, ExamKind, ExamState, Value
from .models import CourseScheme, ExamSheet, IwsTask, Reopening

Place = tuple[str, int]
Entered = Mapping[Place, marks.Entry]

WORDS: dict[str, marks.Absence] = {Value.ABSENT: marks.ABSENT, Value.EXCUSED: marks.EXCUSED}
SIGNS = {Component.TEST: "t", Component.PRACTICE: "p", Component.IWS: "i", Component.EXAM: "e"}


def entry_of(state: str, value: Decimal | None) -> marks.Entry | None:
    """A stored pair as the regulation library reads it; None: not entered."""
    return value if state == Value.NUMBER else WORDS.get(state)


def stored(entry: marks.Entry | None) -> tuple[str, Decimal | None]:
    """(state, value) of an entry."""
    if isinstance(entry, Decimal):
        return Value.NUMBER, entry
    return (Value.EMPTY, None) if entry is None else (Value(entry.value), None)


@cache
def key_of(component: str, number: int) -> str:
    """Short name of a place: "t3", "p4", "i1", "e1"."""
    return f"{SIGNS[Component(component)]}{number}"


@dataclass(frozen=True)
class Book:
    """`closed_weeks` are over and not opened again; `week` is the current one: 0 before the semester, one past the last week after it."""

    course: Course
    rules: Scheme
    threshold: Decimal
    frozen: bool
    at: datetime
    week: int
    closed_weeks: frozenset[int]
    tasks: dict[int, IwsTask] = field(default_factory=dict)
    reopenings: dict[int, Reopening] = field(default_factory=dict)
    exams: dict[int, ExamSheet] = field(default_factory=dict)

    def cap(self, component: str, number: int) -> Decimal | None:
        """The most points of a place; None where the course has no such place."""
        if component == Component.IWS:
            return self.tasks[number].cap if number in self.tasks else None
        if component == Component.EXAM:
            return self.rules.exam_cap if number in self.exams else None
        return self.rules.cap(component, number)

    @property
    def closed_bits(self) -> int:
        """What can bring no more points as the bits of one number: the closed weeks, and bit 0 when all is over."""
        return sum(1 << week for week in self.closed_weeks) | self.exam_issued

    @property
    def places(self) -> list[Place]:
        """Every place of a sheet: weeks, tasks of independent work, examinations."""
        weekly = [place for place in self.rules.cells if place[0] != Component.IWS]
        tasks = [(Component.IWS.value, number) for number in self.tasks]
        return [*weekly, *tasks, *((Component.EXAM.value, attempt) for attempt in self.exams)]

    @cached_property
    def exam_issued(self) -> bool:
        """The semester's points are settled: whoever is below the line stays there."""
        return any(exam.kind == ExamKind.MAIN for exam in self.exams.values())

    @property
    def exam_closed(self) -> bool:
        """The latest examination sheet is closed: finals stand."""
        return bool(self.exams) and self.exams[max(self.exams)].state == ExamState.CLOSED

    def leads_to_a_retake(self, outcome: marks.Outcome) -> bool:
        """Whether a failed examination with this letter may be sat again at all (Q-Y21)."""
        return outcome.failed and self.course.term.regulation.after(outcome.letter or "") == ExamKind.RETAKE

    def retakes_used(self, entries: Entered) -> bool:
        """Whether a student sat as many retakes as the regulation grants (Q-Y21).

        Being excused from one costs none, and who was excused from the main examination sits it on the sheet of a retake.
        """
        sat = sorted(
            number
            for (component, number), entry in entries.items()
            if component == Component.EXAM and isinstance(entry, Decimal)
        )
        retakes = sum(self.exams[number].kind == ExamKind.RETAKE for number in sat[1:])
        return retakes >= self.course.term.regulation.fx_retakes

    def rate(self, entries: Entered) -> marks.Ratings:
        """Ratings of one student. Of several examinations the latest one that has an entry counts (Q-Y21)."""
        course_work = {place: entry for place, entry in entries.items() if place[0] != Component.EXAM}
        return marks.rate(
            self.rules,
            course_work,
            self.threshold,
            exam=latest_exam(entries),
            iws_periods=self._iws_periods,
            iws_caps=self._iws_caps,
            closed_weeks=self.closed_weeks,
            over=self.exam_issued,
        )

    @property
    def _iws_periods(self) -> dict[int, int]:
        return {number: task.period for number, task in self.tasks.items()}

    @property
    def _iws_caps(self) -> dict[int, Decimal]:
        return {number: task.cap for number, task in self.tasks.items()}


def latest_exam(entries: Entered) -> marks.Entry | None:
    attempts = [place[1] for place in entries if place[0] == Component.EXAM]
    return entries[Component.EXAM, max(attempts)] if attempts else None


@Prepared
def _schemes(ids: list[int]) -> QuerySet[CourseScheme]:
    schemes = CourseScheme.objects.as_text().filter(course__in=ids)
    return schemes.select_related("course__department")


@Prepared
def _terms(ids: list[int]) -> QuerySet[Term]:
    return Term.objects.filter(pk__in=ids).select_related("university")


@Prepared
def _tasks(ids: list[int]) -> QuerySet[IwsTask]:
    return IwsTask.objects.filter(course__in=ids)


@Prepared
def _reopenings(ids: list[int], at: datetime) -> QuerySet[Reopening]:
    return Reopening.objects.filter(course__in=ids).open_at(at).order_by("until")


@Prepared
def _exams(ids: list[int]) -> QuerySet[ExamSheet]:
    return ExamSheet.objects.filter(course__in=ids)


def books_of(courses: Iterable[Course | int], at: datetime) -> dict[int, Book]:
    """The books of those courses that have a marking scheme, by the course's key: at most five reads, however many courses.

    Courses of one semester share it, and what it says of its weeks. A course that came with its semester and department is
    the one in its book.
    """
    asked = list(courses)
    ids = [course if isinstance(course, int) else course.pk for course in asked]
    whole = {course.pk: course for course in asked if isinstance(course, Course) and _is_whole(course)}
    tasks = _grouped(_tasks(ids))
    reopenings = _grouped(_reopenings(ids, at))
    exams = _grouped(_exams(ids))
    schemes = _schemes(ids)
    terms = {course.term_id: course.term for course in whole.values()}
    missing = {scheme.course.term_id for scheme in schemes} - terms.keys()
    terms |= {term.pk: term for term in _terms([*missing])}
    weeks = {pk: (term.week_on(at), term.closed_weeks(at)) for pk, term in terms.items()}
    books = {}
    for scheme in schemes:
        course = whole.get(scheme.course_id, scheme.course)
        course.term = terms[course.term_id]
        week, closed = weeks[course.term_id]
        reopened = {row.week: row for row in reopenings.get(course.pk, ())}
        books[course.pk] = Book(
            course=course,
            rules=scheme.rules,
            threshold=scheme.threshold,
            frozen=scheme.frozen_at is not None,
            at=at,
            week=week,
            closed_weeks=closed - reopened.keys(),
            tasks={row.number: row for row in tasks.get(course.pk, ())},
            reopenings=reopened,
            exams={row.attempt: row for row in exams.get(course.pk, ())},
        )
    return books


def _is_whole(course: Course) -> bool:
    """Whether all that a book says of its course is at hand."""
    return (
        Course.term.is_cached(course)
        and Course.department.is_cached(course)
        and Term.university.is_cached(course.term)
    )


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    grouped: dict[int, list[Any]] = {}
    for row in rows:
        grouped.setdefault(row.course_id, []).append(row)
    return grouped


def judged(books: Iterable[Book]) -> Q:
    """Sheets whose risk was judged for what is closed now."""
    alike: dict[int, list[int]] = {}
    for book in books:
        alike.setdefault(book.closed_bits, []).append(book.course.pk)
    return reduce(or_, (Q(course__in=ids, judged_for=bits) for bits, ids in alike.items()), Q(pk__in=[]))
