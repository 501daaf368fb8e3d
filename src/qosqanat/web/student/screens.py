"""What a student's pages show: a card per course, the weeks of one, and who changed which mark."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qosqanat.core.prepared import Prepared
from qosqanat.grading.enums import Component, Source
from qosqanat.grading.models import ScoreEvent, Sheet
from qosqanat.grading.queries import CellView, Column, Grid, Row
from qosqanat.people.models import Person
from qosqanat.regulation.marks import Outlook
from qosqanat.regulation.numbers import cut
from qosqanat.studies.models import Course, CourseMentor
from qosqanat.web.templatetags.points import points

BROUGHT_IN = {Source.SPREADSHEET, Source.CANVAS, Source.TRANSFER}
BY = {
    "teacher": gettext_lazy("teacher"),
    "mentor": gettext_lazy("mentor"),
    "registrar": gettext_lazy("registrar"),
    "university": gettext_lazy("head of department or dean"),
}
SAYS = {
    Outlook.ADMITTED: (
        "good",
        gettext_lazy("You are admitted to the examination: the rating has reached %(line)s."),
    ),
    Outlook.OPEN: ("open", gettext_lazy("Points still needed for admission: at least %(needed)s.")),
    Outlook.RISK: (
        "late",
        gettext_lazy("Admission is in danger: at least %(needed)s of the points that are left are needed."),
    ),
    Outlook.LOST: (
        "broken",
        gettext_lazy(
            "Admission is out of reach: at most %(most)s of the %(line)s is possible. Ask your adviser what to do."
        ),
    ),
}


@dataclass(frozen=True)
class Mark:
    """A place of the sheet and what stands there; `now` is the current week."""

    column: Column
    cell: CellView


@dataclass(frozen=True)
class WeekLine:
    """One week: what was earned in the portal test and in practice; None where the scheme has no such mark."""

    number: int
    test: Mark | None
    practice: Mark | None
    now: bool


@dataclass(frozen=True)
class PeriodPart:
    """A rating period: its weeks, its independent work, its points and what they can still become."""

    number: int
    weeks: list[WeekLine]
    tasks: list[Mark]
    points: Decimal
    reachable: Decimal


@dataclass(frozen=True)
class Card:
    """A student's line of one course, with the people who teach and mark it."""

    grid: Grid
    mentors: list[Person]

    @property
    def course(self) -> Course:
        return self.grid.course

    @property
    def row(self) -> Row:
        return self.grid.rows[0]

    @property
    def sheet(self) -> Sheet:
        return self.row.sheet

    @property
    def threshold(self) -> Decimal:
        return self.row.threshold

    @property
    def ratings(self) -> list[tuple[int, Decimal]]:
        """The number and the points of every rating period."""
        book = self.grid.book
        assert book is not None
        return [(part.number, have) for part, have in zip(book.rules.periods, self.row.periods, strict=True)]

    @property
    def periods(self) -> list[PeriodPart]:
        book = self.grid.book
        assert book is not None
        return [self._period(index, period.number) for index, period in enumerate(book.rules.periods)]

    def _period(self, index: int, number: int) -> PeriodPart:
        columns = [column for column in self.grid.columns if column.period == number]
        weeks = dict.fromkeys(column.number for column in columns if column.component != Component.IWS)
        return PeriodPart(
            number=number,
            weeks=[self._week(week) for week in weeks],
            tasks=[self._mark(column) for column in columns if column.component == Component.IWS],
            points=self.row.periods[index],
            reachable=self.row.reachable[index],
        )

    def _week(self, number: int) -> WeekLine:
        book = self.grid.book
        test, practice = self.grid.column(f"t{number}"), self.grid.column(f"p{number}")
        return WeekLine(
            number=number,
            test=self._mark(test) if test else None,
            practice=self._mark(practice) if practice else None,
            now=book is not None and book.week == number,
        )

    def _mark(self, column: Column) -> Mark:
        return Mark(column, self.row.cells[column.key])

    @property
    def this_week(self) -> WeekLine | None:
        """The current week; None outside the semester."""
        book = self.grid.book
        return self._week(book.week) if book is not None and 1 <= book.week <= book.rules.weeks else None

    @property
    def exams(self) -> list[Mark]:
        return [self._mark(column) for column in self.grid.columns_of(Component.EXAM)]

    @property
    def bar(self) -> dict[str, int]:
        """Lengths of the bar in thousandths of 100 points."""
        lengths = {"have": self.row.admission, "could": self.row.reachable_admission, "line": self.threshold}
        return {name: int(10 * value) for name, value in lengths.items()}

    @property
    def bar_words(self) -> str:
        text = _("Admission rating %(now)s of 100; still reachable: %(reachable)s; needed: %(line)s.")
        return text % {
            "now": points(cut(self.row.admission, 2)),
            "reachable": points(cut(self.row.reachable_admission, 2)),
            "line": points(self.threshold),
        }

    @property
    def verdict(self) -> tuple[str, str]:
        """(good, open, late or broken, the sentence that says where the student stands) (Y-6.7)."""
        kind, text = SAYS[self.row.outlook]
        return kind, text % {
            "line": points(self.threshold),
            "most": points(cut(self.row.reachable_admission, 2)),
            "needed": points(self.row.needed or 0),
        }


def cards(grids: Iterable[Grid]) -> list[Card]:
    """A card for every grid of one row; one read for all mentors."""
    grids = [grid for grid in grids if grid.book is not None]
    mentors: dict[int, list[Person]] = {grid.course.pk: [] for grid in grids}
    for mentor in _mentors(list(mentors)):
        mentors[mentor.course_id].append(mentor.post.person)
    return [Card(grid, mentors[grid.course.pk]) for grid in grids]


@Prepared
def _mentors(courses: list[int]) -> QuerySet[CourseMentor]:
    return CourseMentor.objects.filter(course__in=courses).select_related("post__person")


@dataclass(frozen=True)
class Change:
    """One entry of a mark: what, when, by whom in which role."""

    event: ScoreEvent
    by: str | Promise


def changes(card: Card) -> list[Change]:
    """Every entry of the student's own sheet, the latest first."""
    mentors = {person.pk for person in card.mentors}
    events = ScoreEvent.objects.filter(sheet=card.sheet).order_by("-pk")
    return [Change(event, _role(event, card.course, mentors)) for event in events]


def _role(event: ScoreEvent, course: Course, mentors: set[int]) -> str | Promise:
    if event.source in BROUGHT_IN:
        return event.get_source_display()
    if event.component == Component.EXAM:
        return BY["registrar"]
    if event.author_id == course.teacher_id:
        return BY["teacher"]
    return BY["mentor"] if event.author_id in mentors else BY["university"]
