"""How courses stand: weeks in time, students in danger, examinations passed; of one course or added up. Reads do not grow.

Lists of courses share the columns below, and their sum `common/_total.html`; `without` says what a course may lack.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qosqanat.grading.book import Book
from qosqanat.grading.models import Sheet
from qosqanat.grading.queries import Row, Strip, strips_of
from qosqanat.grading.queries.weeks import LATE, MISSING, ON_TIME
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Unit
from qosqanat.studies.models import Course, CourseMentor

from .lists import Column


@dataclass(frozen=True)
class CourseFigure:
    """A course with its live sheets, students examined and those of them that pass, as far as the reader may see results;
    `strip` is None while sheets are not issued."""

    course: Course
    sheets: int
    strip: Strip | None
    examined: int = 0
    passed: int = 0

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
    """Courses added up: of a unit, or of everything a list shows."""

    courses: list[CourseFigure]
    endangered: list[Row] = field(default_factory=list)
    unit: Unit | None = None

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

    @property
    def examined(self) -> int:
        return sum(one.examined for one in self.courses)

    @property
    def passed(self) -> int:
        return sum(one.passed for one in self.courses)

    @property
    def pass_rate(self) -> int | None:
        """Percentage of the students examined that pass; None before the first result."""
        return 100 * self.passed // self.examined if self.examined else None


def course_figures(
    courses: QuerySet[Course], books: dict[int, Book], request: ActingRequest
) -> list[CourseFigure]:
    """A figure for each of `courses`, in their order; `books` are those of the courses with sheets."""
    found = list(courses)
    strips = {strip.course.pk: strip for strip in strips_of(books, request.who.at)}
    live = request.reachable(Sheet, "final.view").live()  # type: ignore[attr-defined]
    per_course = live.filter(course__in=courses.order_by().values("pk")).order_by().values("course")
    counted = per_course.annotate(
        sheets=Count("pk"),
        examined=Count("pk", ~Q(letter="")),
        passed=Count("pk", ~Q(final=None)),  # who fails the examination gets a letter and no final (Y-6.7)
    )
    counts = {row["course"]: (row["sheets"], row["examined"], row["passed"]) for row in counted}
    figures = []
    for course in found:
        sheets, examined, passed = counts.get(course.pk, (0, 0, 0))
        figures.append(CourseFigure(course, sheets, strips.get(course.pk), examined, passed))
    return figures


def without(day: date) -> dict[str, Q]:
    """What a course may lack on `day`, by name."""
    mentors = CourseMentor.objects.in_force(day).filter(course=OuterRef("pk"))
    return {
        "mentor": ~Q(Exists(mentors)),
        "enterprise": Q(enterprise=None),
        "sheets": ~Q(Exists(Sheet.objects.live().order_by().filter(course=OuterRef("pk")))),
    }


def weeks_owed(one: CourseFigure) -> str:
    return ", ".join(map(str, one.missing))


def _share(part: int, whole: int) -> str:
    return _("%(n)s of %(m)s") % {"n": part, "m": whole}


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else -1


DEPARTMENT = Column(
    "department",
    gettext_lazy("Department"),
    lambda one: one.course.department.name,
    sort=lambda one: one.course.department.path,
)
SHEETS_ISSUED = Column(
    "sheets", gettext_lazy("Sheets issued"), lambda one: one.sheets, sort=lambda one: one.sheets, number=True
)
WEEKS_IN_TIME = Column(
    "on_time",
    gettext_lazy("Weeks in time"),
    lambda one: _share(one.on_time, one.due),
    sort=lambda one: _ratio(one.on_time, one.due),
    number=True,
)
WEEKS_OWED = Column("missing", gettext_lazy("Weeks owed"), weeks_owed, sort=lambda one: len(one.missing))
EXAMINATIONS_PASSED = Column(
    "passed",
    gettext_lazy("Examinations passed"),
    lambda one: _share(one.passed, one.examined),
    sort=lambda one: _ratio(one.passed, one.examined),
    number=True,
)
