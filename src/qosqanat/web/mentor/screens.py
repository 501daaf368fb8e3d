"""What the mentor's pages show: cards of courses, and a week as rows of chips."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from uuid import UUID, uuid4

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qosqanat.grading import queries
from qosqanat.grading.book import Book, books_of, entry_of
from qosqanat.grading.models import Reopening
from qosqanat.people.models import Person
from qosqanat.regulation.calendar import Week
from qosqanat.regulation.numbers import plain

from .forms import token

SIGNS: dict[str, tuple[str, Promise]] = {
    "done": ("✓", _("done")),
    "open": ("●", _("open")),
    "late": ("!", _("marks are missing")),
    "future": ("○", _("not yet")),
    "none": ("–", _("no practice")),
}
STAR = ("★", _("skills attestation"))


@dataclass(frozen=True)
class Card:
    """A course on the mentor's home."""

    about: queries.MentorCourse
    book: Book

    @property
    def week(self) -> Week:
        return self.about.course.term.weeks[self.about.week - 1]

    @property
    def cap(self) -> Decimal | None:
        return self.book.cap("practice", self.about.week)

    @property
    def closes_at(self) -> datetime:
        return self.about.course.term.closes_at(self.about.week)

    @property
    def attestation(self) -> bool:
        return self.book.rules.is_attestation(self.about.week)

    @property
    def attestation_week(self) -> Week | None:
        """The coming week of a skills attestation that is announced (Y-7.3.b5)."""
        ahead = self.about.next_attestation
        return None if ahead is None else self.about.course.term.weeks[ahead - 1]

    @property
    def attestation_cap(self) -> Decimal | None:
        ahead = self.attestation_week
        return None if ahead is None else self.book.cap("practice", ahead.number)

    @property
    def reopened(self) -> list[Reopening]:
        return [self.book.reopenings[number] for number in sorted(self.book.reopenings)]

    @property
    def open(self) -> bool:
        return self.about.state == "open"

    @property
    def target(self) -> int:
        """The week that the card's button opens: this one, else the latest that has practice."""
        begun = [number for number in self.book.rules.practice_weeks if number <= self.about.week]
        return begun[-1] if begun else self.about.week


def cards(person: Person, at: datetime) -> list[Card]:
    """The courses that `person` marks, in Kazakh order, finished semesters last; the same number of reads for any number of them."""
    courses = sorted(
        queries.mentor_courses(person, at),
        key=lambda about: about.course.term.ends_on < about.course.term.day_on(at),
    )
    books = books_of([about.course for about in courses], at)
    return [Card(about, books[about.course.pk]) for about in courses]


@dataclass
class MarkRow:
    """One student of the week. `saved` is the mark on the server, `value` the one shown (what was typed, if refused)."""

    sheet: int
    name: str
    note: str
    version: int
    saved: str
    value: str
    own: str
    error: str = ""
    operation: UUID | None = None


@dataclass(frozen=True)
class Step:
    """A week of the strip."""

    number: int
    state: str
    attestation: bool

    @property
    def sign(self) -> str:
        return SIGNS[self.state][0] + (STAR[0] if self.attestation else "")

    @property
    def words(self) -> list[Promise]:
        return [SIGNS[self.state][1], *([STAR[1]] if self.attestation else [])]


@dataclass(frozen=True)
class Screen:
    """One week of a course; `typed` are refused marks by sheet, `errors` their sentences."""

    about: queries.MentorWeek
    may_enter: bool
    may_correct: bool
    typed: Mapping[int, str]
    errors: Mapping[int, str]

    @property
    def week(self) -> Week:
        return self.about.course.term.weeks[self.about.week - 1]

    @property
    def state(self) -> str:
        column = self.about.column
        if column is None:
            return "none"
        return "reopened" if column.reopened and column.state == "open" else column.state

    @property
    def editable(self) -> bool:
        return self.may_enter and self.state in {"open", "reopened"}

    @property
    def correctable(self) -> bool:
        return self.editable or self.may_correct and self.state == "closed"

    @property
    def cap(self) -> Decimal | None:
        return self.about.column.cap if self.about.column else None

    @property
    def full(self) -> str:
        return plain(self.cap) if self.cap is not None else ""

    @property
    def attestation(self) -> bool:
        return self.about.book.rules.is_attestation(self.about.week)

    @property
    def clause(self) -> str:
        return self.about.book.rules.rows[self.about.week - 1].clause

    @property
    def reopening(self) -> Reopening | None:
        return self.about.book.reopenings.get(self.about.week)

    @cached_property
    def chips(self) -> list[str]:
        """Whole points from 0 to the cap, and the cap itself where it is no whole number."""
        if self.cap is None:
            return []
        whole = [str(number) for number in range(int(self.cap) + 1)]
        return whole if self.full in whole else [*whole, self.full]

    @cached_property
    def rows(self) -> list[MarkRow]:
        column = self.about.column
        return [self._row(row, column.key) for row in self.about.rows] if column else []

    def _row(self, row: queries.Row, key: str) -> MarkRow:
        cell, student = row.cells[key], row.student
        saved = token(entry_of(cell.state, cell.value))
        value = self.typed.get(row.sheet.pk, saved)
        several = "," in self.about.course.groups_key
        return MarkRow(
            sheet=row.sheet.pk,
            name=student.person.full_name,
            note=student.group.code if several else "",
            version=cell.version,
            saved=saved,
            value=value,
            own="" if value in {"", "absent", *self.chips} else value,
            error=self.errors.get(row.sheet.pk, ""),
            operation=uuid4(),
        )

    @property
    def refusals(self) -> list[MarkRow]:
        return [row for row in self.rows if row.error]

    @property
    def without(self) -> list[MarkRow]:
        return [row for row in self.rows if row.saved == ""]

    @cached_property
    def strip(self) -> list[Step]:
        book = self.about.book
        states = queries.heat_strip([self.about.course], book.at)[0].states
        return [
            Step(n, _step(book, n, state), book.rules.is_attestation(n))
            for n, state in enumerate(states, start=1)
        ]

    @property
    def key(self) -> list[tuple[str, Promise]]:
        """The signs that this strip uses."""
        used = {step.state for step in self.strip}
        signs = [sign for state, sign in SIGNS.items() if state in used]
        return [*signs, STAR] if any(step.attestation for step in self.strip) else signs


def _step(book: Book, number: int, state: str) -> str:
    if state == "no_practice":
        return "none"
    if state in {"on_time", "late"}:
        return "done"
    if number > book.week:
        return "future"
    return "late" if number in book.closed_weeks else "open"
