"""Weeks of mentors: what is due, what came in, who is late."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, F
from django.utils import timezone

from qosqanat.core.problems import Problem
from qosqanat.grading import practice, problems
from qosqanat.grading.book import Book, books_of
from qosqanat.grading.enums import Component, Value
from qosqanat.grading.models import Sheet, WeekHandover
from qosqanat.partners.models import Post
from qosqanat.people.models import Person
from qosqanat.people.models.role import in_force
from qosqanat.studies.enums import Membership
from qosqanat.studies.models import Course, CourseMentor, Enrolment

from .grid import Column, Row, column_state, columns_of, rows_of

NOT_DUE, ON_TIME, LATE, MISSING, NO_PRACTICE = "not_due", "on_time", "late", "missing", "no_practice"


@dataclass(frozen=True)
class MentorWeek:
    """One week of a course for its mentor; `column` is None where the scheme has no practice in that week."""

    course: Course
    week: int
    column: Column | None
    rows: list[Row]
    closes_at: datetime
    handover: WeekHandover | None
    warnings: list[Problem]
    book: Book

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def filled(self) -> int:
        return sum(row.cells[self.column.key].state != Value.EMPTY for row in self.rows) if self.column else 0


def week_for_mentor(course: Course, week: int, at: datetime) -> MentorWeek | None:
    """Everything the mentor's screen shows of one week; None while sheets are not issued or there is no such week."""
    book = books_of([course], at).get(course.pk)
    if book is None or not 1 <= week <= book.rules.weeks:
        return None
    sheets = Sheet.objects.live().filter(course=course).select_related("student__person", "student__group")
    rows = rows_of({course.pk: book}, sheets)
    column = next(
        (c for c in columns_of(book) if c.component == Component.PRACTICE and c.number == week), None
    )
    empty = sum(row.cells[column.key].state == Value.EMPTY for row in rows) if column else 0
    return MentorWeek(
        course=book.course,
        week=week,
        column=column,
        rows=rows,
        closes_at=book.course.term.closes_at(week),
        handover=WeekHandover.objects.filter(course=course, week=week)
        .select_related("handed_by", "on_behalf_of")
        .first(),
        warnings=list(problems.problems_of_handover(book, week, empty)),
        book=book,
    )


@dataclass(frozen=True)
class MentorCourse:
    """A course on a mentor's home: this week's count and the closed weeks that still have empty places.

    `next_attestation` is a later attestation week of which the mentor is to be told already (Y-7.3.b5).
    """

    course: Course
    week: int
    state: str
    filled: int
    total: int
    behind: list[int]
    next_attestation: int | None
    handed_over: bool


def mentor_courses(person: Person, at: datetime) -> list[MentorCourse]:
    """The courses that `person` marks at `at`, in Kazakh order: a constant number of reads."""
    day = timezone.localdate(at)
    marked = CourseMentor.objects.filter(in_force(day), in_force(day, "post__"), post__person=person)
    books = books_of(marked.order_by().values_list("course_id", flat=True).distinct(), at)
    counts = _Counts.read(books)
    books_in_order = sorted(books.values(), key=lambda b: (b.course.sort_key, b.course.groups_key))
    return [_mentor_course(book, counts) for book in books_in_order if book.week >= 1]


def _mentor_course(book: Book, counts: "_Counts") -> MentorCourse:
    course, week = book.course, min(book.week, book.rules.weeks)
    behind = [n for n in book.rules.practice_weeks if n in book.closed_weeks and not counts.complete(book, n)]
    return MentorCourse(
        course=course,
        week=week,
        state=column_state(book, Component.PRACTICE, week)
        if week in book.rules.practice_weeks
        else NO_PRACTICE,
        filled=counts.filled(book, week),
        total=counts.expected(book, week),
        behind=behind,
        next_attestation=_attestation_ahead(book, week),
        handed_over=(course.pk, week) in counts.handed,
    )


def _attestation_ahead(book: Book, week: int) -> int | None:
    """The next attestation week after `week`, from the day on that the regulation's notice names."""
    term = book.course.term
    ahead = next((n for n in range(week + 1, book.rules.weeks + 1) if book.rules.is_attestation(n)), None)
    if ahead is None or term.day_on(book.at) < term.regulation.attestation_told(term.weeks[ahead - 1].first):
        return None
    return ahead


@dataclass
class _Counts:
    """Per course and week: students expected, places filled, when the last of them was first filled, hand-overs."""

    joined: dict[int, list[tuple[date, int]]] = field(default_factory=dict)
    entered: practice.Entered = field(default_factory=practice.Entered)
    handed: dict[tuple[int, int], datetime] = field(default_factory=dict)

    @classmethod
    def read(cls, books: dict[int, Book]) -> "_Counts":
        ids, counts = list(books), cls()
        enrolled = Enrolment.objects.filter(course__in=ids, state=Membership.ENROLLED).order_by()
        with_sheet = enrolled.filter(student__sheets__course=F("course"))
        for course_id, day, count in with_sheet.values_list("course_id", "joined_on").annotate(n=Count("pk")):
            counts.joined.setdefault(course_id, []).append((day, count))
        counts.entered = practice.kept(ids)
        handovers = WeekHandover.objects.filter(course__in=ids)
        for course_id, week, at in handovers.values_list("course_id", "week", "handed_at"):
            counts.handed[course_id, week] = at
        return counts

    def expected(self, book: Book, week: int) -> int:
        """Live sheets of students who were in the course by the end of the week."""
        last = book.course.term.weeks[week - 1].last
        return sum(count for day, count in self.joined.get(book.course.pk, ()) if day <= last)

    def filled(self, book: Book, week: int) -> int:
        return self.entered.filled[book.course.pk, week]

    def complete(self, book: Book, week: int) -> bool:
        return self.filled(book, week) >= self.expected(book, week)

    def done_at(self, book: Book, week: int) -> datetime | None:
        """When a full week was handed in and its last place first filled, the later of them; brought in from a file: in time.

        A week handed in with empty places is not done: its points are not reported (Y-6.5.2), and the mentor was warned.
        """
        key = book.course.pk, week
        if not self.complete(book, week):
            return None
        moments = [at for at in (self.handed.get(key), self.entered.typed_at.get(key)) if at]
        if moments or not self.expected(book, week):
            return max(moments, default=None)
        return book.course.term.closes_at(week)


@dataclass(frozen=True)
class Strip:
    """A course of the head's heat strip: one state per week, and its mentors at that moment."""

    course: Course
    states: list[str]
    mentors: list[Post]

    def weeks(self, state: str) -> list[int]:
        return [number for number, found in enumerate(self.states, start=1) if found == state]


def heat_strip(courses: Iterable[Course], at: datetime) -> list[Strip]:
    """Mentors' punctuality by course and week: not_due, on_time, late, missing or no_practice (Y-6.5.2, W3)."""
    return strips_of(books_of(courses, at), at)


def strips_of(books: dict[int, Book], at: datetime) -> list[Strip]:
    """`heat_strip` of courses whose books are open already."""
    counts, mentors = _Counts.read(books), _mentors(books, at)
    in_order = sorted(books.values(), key=lambda book: (book.course.sort_key, book.course.groups_key))
    return [
        Strip(
            book.course,
            [_state(book, counts, w) for w in range(1, book.rules.weeks + 1)],
            mentors.get(book.course.pk, []),
        )
        for book in in_order
    ]


def _state(book: Book, counts: _Counts, week: int) -> str:
    if week not in book.rules.practice_weeks:
        return NO_PRACTICE
    done, closes = counts.done_at(book, week), book.course.term.closes_at(week)
    if done is not None:
        return ON_TIME if done <= closes else LATE
    return MISSING if book.at > closes else NOT_DUE


def _mentors(books: dict[int, Book], at: datetime) -> dict[int, list[Post]]:
    found: dict[int, list[Post]] = {}
    rows = CourseMentor.objects.filter(in_force(timezone.localdate(at)), course__in=list(books))
    for row in rows.select_related("post__person", "post__enterprise"):
        found.setdefault(row.course_id, []).append(row.post)
    return found


@dataclass(frozen=True)
class LateMentor:
    """A mentor who owes closed weeks: (course, week) pairs, the oldest first."""

    post: Post
    weeks: list[tuple[Course, int]]


def late_mentors(strips: Iterable[Strip]) -> list[LateMentor]:
    """Mentors with missing weeks on a heat strip, those who owe most first."""
    owed: dict[int, LateMentor] = {}
    for strip in strips:
        for post in strip.mentors:
            late = owed.setdefault(post.person_id, LateMentor(post, []))
            late.weeks.extend((strip.course, week) for week in strip.weeks(MISSING))
    return sorted((late for late in owed.values() if late.weeks), key=lambda late: -len(late.weeks))
