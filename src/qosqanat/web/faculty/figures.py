"""Numbers of a faculty by department, and the courses and students that make them: a constant number of reads."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count

from qosqanat.grading.book import Book, books_of
from qosqanat.grading.models import Sheet
from qosqanat.grading.queries import Row, Strip, endangered, strips_of
from qosqanat.grading.queries.weeks import LATE, MISSING, ON_TIME
from qosqanat.people.enums import UnitKind
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Unit
from qosqanat.studies.models import Course, Term


@dataclass(frozen=True)
class CourseFigure:
    """A course with its live sheets; `strip` is None while they are not issued."""

    course: Course
    sheets: int
    strip: Strip | None

    @property
    def on_time(self) -> int:
        return len(self.strip.weeks(ON_TIME)) if self.strip else 0

    @property
    def due(self) -> int:
        return sum(state in {ON_TIME, LATE, MISSING} for state in self.strip.states) if self.strip else 0

    @property
    def missing(self) -> list[int]:
        return self.strip.weeks(MISSING) if self.strip else []


@dataclass(frozen=True)
class Figures:
    """Courses added up: of a department, or of everything a list shows."""

    courses: list[CourseFigure]
    endangered: list[Row] = field(default_factory=list)
    department: Unit | None = None

    @property
    def sheets(self) -> int:
        return sum(one.sheets for one in self.courses)

    @property
    def on_time(self) -> int:
        return sum(one.on_time for one in self.courses)

    @property
    def due(self) -> int:
        return sum(one.due for one in self.courses)

    @property
    def share(self) -> int | None:
        """Percentage of due practice weeks that came in time; None while none is due."""
        return 100 * self.on_time // self.due if self.due else None


def departments_of(request: ActingRequest) -> list[Unit]:
    return list(request.reachable(Unit, "unit.view").filter(kind=UnitKind.DEPARTMENT))


def figures_of(request: ActingRequest, term: Term | None, departments: Iterable[Unit]) -> list[Figures]:
    """One `Figures` per department, in the order given."""
    departments = list(departments)
    courses = (
        request.reachable(Course, "week.reopen")
        .filter(term=term, department__in=departments)
        .select_related("department", "teacher", "enterprise", "term__university")
    )
    books = books_of(courses, request.who.at)
    by_course = {one.course.pk: one for one in _courses(list(courses), books, request)}
    rows = endangered(books)
    return [
        Figures(
            [one for one in by_course.values() if one.course.department_id == department.pk],
            [row for row in rows if by_course[row.sheet.course_id].course.department_id == department.pk],
            department,
        )
        for department in departments
    ]


def _courses(courses: list[Course], books: dict[int, Book], request: ActingRequest) -> list[CourseFigure]:
    strips = {strip.course.pk: strip for strip in strips_of(books, request.who.at)}
    live = Sheet.objects.live().filter(course__in=courses).order_by()
    sheets = dict(live.values_list("course").annotate(n=Count("pk")))
    return [CourseFigure(course, sheets.get(course.pk, 0), strips.get(course.pk)) for course in courses]
