"""The sheets of one batch of entries, locked and read once; judges entries one after another and writes the outcome."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Round

from qosqanat.core.bulk import update
from qosqanat.core.prepared import Prepared
from qosqanat.core.problems import Problem
from qosqanat.people.models import Person
from qosqanat.people.reach import Who
from qosqanat.regulation import marks
from qosqanat.regulation.numbers import cut, plain
from qosqanat.studies.models import Course, Enrolment

from . import practice, problems, rights
from .book import Book, Place, books_of, entry_of, latest_exam, stored
from .enums import TYPED, Component, ExamKind
from .models import Cell, CourseScheme, ScoreEvent, Sheet

RATED = ["periods", "admission", "admitted", "exam", "final", "letter", "gpa"]
DERIVED = ["version", *RATED, "at_risk", "judged_for"]


class Entry(NamedTuple):
    """What somebody enters in one place of one sheet. `value` None takes a value back; `number` is the week, the task
    or the attempt; `operation` is the client's own id; `base_version` is the version that the client saw (0: nothing).
    """

    sheet_id: int
    component: str
    number: int
    value: marks.Entry | None
    operation: UUID
    base_version: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an entry: `saved`, `repeated` (it stands already), `conflict` (somebody else was first) or `refused`.

    `version` and `current` are the place as it is now; `ratings` the student's, None where the reader has no right.
    """

    entry: Entry
    status: str
    version: int = 0
    current: marks.Entry | None = None
    problems: tuple[Problem, ...] = ()
    ratings: marks.Ratings | None = None

    @property
    def ok(self) -> bool:
        return self.status in {"saved", "repeated"}


class Standing(NamedTuple):
    """The value of a place and its version."""

    value: marks.Entry | None
    version: int


NOTHING = Standing(None, 0)


@dataclass
class Act:
    """Who enters, when, how and why."""

    by: Person
    at: datetime
    source: str
    on_behalf_of: Person | None = None
    reason: str = ""
    device_at: datetime | None = None


@dataclass
class Ledger:
    act: Act
    sheets: dict[int, Sheet]
    books: dict[int, Book]
    granted: dict[int, rights.Rights]
    cells: dict[int, dict[Place, Standing]]
    known: dict[UUID, ScoreEvent]
    events: list[ScoreEvent] = field(default_factory=list)
    written: dict[tuple[int, Place], ScoreEvent] = field(default_factory=dict)
    filled: Counter[practice.CourseWeek] = field(default_factory=Counter)

    @classmethod
    def open(cls, entries: Sequence[Entry], act: Act, who: Who) -> "Ledger":
        """Lock the sheets in the order of their keys, then read what judges need: the same reads for 1 or 100 entries."""
        sheets = {sheet.pk: sheet for sheet in _locked(sorted({entry.sheet_id for entry in entries}))}
        books = books_of({sheet.course_id for sheet in sheets.values()}, act.at)
        granted = rights.rights_of(who, [book.course for book in books.values()], act.at)
        known = {event.operation: event for event in _known([entry.operation for entry in entries])}
        return cls(act, sheets, books, granted, cells_of(sheets), known)

    def judge(self, entry: Entry) -> Verdict:
        """Decide one entry against everything before it in the batch; nothing is written yet."""
        sheet = self.sheets.get(entry.sheet_id)
        if sheet is None:
            return Verdict(entry, "refused", problems=(problems.sheet_unknown(),))
        place = entry.component, entry.number
        standing = self.cells[sheet.pk].get(place, NOTHING)
        if repeated := self._repeated(entry, standing):
            return repeated
        if found := self._problems(entry, sheet):
            return self._verdict(entry, "refused", standing, tuple(found))
        if entry.value == standing.value:
            return self._verdict(entry, "repeated", standing)
        if entry.base_version is not None and entry.base_version != standing.version:
            return self._verdict(entry, "conflict", standing)
        self._note(entry, standing)
        return self._verdict(entry, "saved", self.cells[sheet.pk][place])

    def _repeated(self, entry: Entry, standing: Standing) -> Verdict | None:
        event = self.known.get(entry.operation)
        if event is None:
            return None
        if (event.sheet_id, event.component, event.number) != entry[:3]:
            return Verdict(entry, "refused", problems=(problems.operation_taken(),))
        return self._verdict(entry, "repeated", Standing(standing.value, event.version))

    def _problems(self, entry: Entry, sheet: Sheet) -> list[Problem]:
        book, granted = self.books[sheet.course_id], self.granted[sheet.course_id]
        if sheet.holder_id == self.act.by.pk:  # type: ignore[attr-defined]
            return [problems.own_sheet()]
        found = problems.problems_of_entry(
            book, sheet, entry.component, entry.number, entry.value,
            granted=granted, source=self.act.source, reason=self.act.reason,
        )  # fmt: skip
        if not found and entry.component == Component.EXAM:
            found = exam_problems(book, sheet, entry.number, self.values(sheet.pk))
        return found

    def _verdict(
        self, entry: Entry, status: str, standing: Standing, found: tuple[Problem, ...] = ()
    ) -> Verdict:
        course_id = self.sheets[entry.sheet_id].course_id
        seen = standing if self.granted[course_id] else NOTHING
        return Verdict(entry, status, seen.version, seen.value, found)

    def _note(self, entry: Entry, standing: Standing) -> None:
        sheet, act = self.sheets[entry.sheet_id], self.act
        state, value = stored(entry.value)
        event = ScoreEvent(
            sheet_id=sheet.pk,
            component=entry.component,
            number=entry.number,
            state=state,
            value=value,
            version=standing.version + 1,
            author_id=act.by.pk,
            on_behalf_of_id=self._behalf(entry, sheet.course_id),
            source=act.source,
            device_at=act.device_at,
            received_at=act.at,
            reason=act.reason.strip()[:300] or self._reopened_for(entry, sheet.course_id),
            operation=entry.operation,
        )
        place = entry.component, entry.number
        self.cells[sheet.pk][place] = Standing(entry.value, event.version)
        self.known[entry.operation] = self.written[sheet.pk, place] = event
        self.events.append(event)
        if entry.component == Component.PRACTICE and self._expected(sheet.pk, entry.number):
            self.filled[sheet.course_id, entry.number] += (entry.value is not None) - (
                standing.value is not None
            )

    def _expected(self, sheet_id: int, week: int) -> bool:
        """Whether the student of the sheet owes that practice week."""
        sheet = self.sheets[sheet_id]
        return practice.expected(week, self.books[sheet.course_id].course.term.starts_on, sheet.joined_on)  # type: ignore[attr-defined]

    def _behalf(self, entry: Entry, course_id: int) -> int | None:
        if self.act.on_behalf_of is not None:
            return self.act.on_behalf_of.pk
        granted = self.granted[course_id]
        right = problems.RIGHT_FOR[Component(entry.component)]
        holding = granted.get(right) or granted.get(rights.CORRECT)
        return holding.behalf_id if holding else None

    def _reopened_for(self, entry: Entry, course_id: int) -> str:
        """The dean's reason stands for every change that a reopened week brings."""
        reopening = self.books[course_id].reopenings.get(entry.number)
        return reopening.reason if reopening and entry.component == Component.PRACTICE else ""

    def values(self, sheet_id: int) -> dict[Place, marks.Entry]:
        return entered(self.cells[sheet_id])

    def rate(self, sheet_id: int) -> marks.Ratings | None:
        """The student's ratings as they stand now, None where the reader has no right."""
        course_id = self.sheets[sheet_id].course_id
        return self.books[course_id].rate(self.values(sheet_id)) if self.granted[course_id] else None

    def write(self) -> dict[int, marks.Ratings]:
        """Append the events, then bring cells, ratings and schemes up to them; returns the ratings of changed sheets."""
        if not self.events:
            return {}
        ScoreEvent.objects.bulk_create(self.events)
        write_cells(self.written.values())
        practice.keep(self.filled, self._typed(), self.act.at)
        changed = {event.sheet_id for event in self.events}
        ratings = {pk: self.books[self.sheets[pk].course_id].rate(self.values(pk)) for pk in changed}
        for pk, rating in ratings.items():
            book = self.books[self.sheets[pk].course_id]
            derive(self.sheets[pk], rating, latest_exam(self.values(pk)), book)
        write_derived([self.sheets[pk] for pk in sorted(changed)])
        fresh = {
            self.sheets[pk].course_id for pk in changed if not self.books[self.sheets[pk].course_id].frozen
        }
        if fresh:
            CourseScheme.objects.filter(course__in=fresh, frozen_at=None).update(frozen_at=self.act.at)
        return ratings

    def _typed(self) -> set[practice.CourseWeek]:
        """The practice weeks in which a place was filled for the first time by hand."""
        if self.act.source not in TYPED:
            return set()
        return {
            (self.sheets[event.sheet_id].course_id, event.number)
            for event in self.events
            if event.component == Component.PRACTICE
            and event.version == 1
            and self._expected(event.sheet_id, event.number)
        }


@Prepared
def _locked(ids: list[int]) -> QuerySet[Sheet]:
    locked = Sheet.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    joined = Enrolment.objects.filter(course=OuterRef("course"), student=OuterRef("student")).order_by()
    return locked.annotate(holder_id=F("student__person_id"), joined_on=Subquery(joined.values("joined_on")))


@Prepared
def _known(operations: list[UUID]) -> QuerySet[ScoreEvent]:
    return ScoreEvent.objects.filter(operation__in=operations)


def entered(cells: Mapping[Place, Standing]) -> dict[Place, marks.Entry]:
    """The places of a sheet that hold something."""
    return {place: now.value for place, now in cells.items() if now.value is not None}


# a Decimal for each of thousands of cells costs more than reading them; their values are few
HUNDREDTHS = Cast(Round(F("value") * 100), IntegerField())


@lru_cache(maxsize=50_000)
def _standing(state: str, hundredths: int | None, version: int) -> Standing:
    value = None if hundredths is None else Decimal(hundredths).scaleb(-2)
    return Standing(entry_of(state, value), version)


@Prepared
def _written(sheet_ids: list[int]) -> QuerySet[Cell, Any]:
    rows = Cell.objects.filter(sheet__in=sheet_ids).order_by()
    return rows.values_list("sheet_id", "component", "number", "state", HUNDREDTHS, "version")


def cells_of(sheet_ids: Iterable[int]) -> dict[int, dict[Place, Standing]]:
    """Every written place of the sheets in one read."""
    found: dict[int, dict[Place, Standing]] = {pk: {} for pk in sheet_ids}
    for sheet_id, component, number, state, hundredths, version in _written(list(found)):
        found[sheet_id][component, number] = _standing(state, hundredths, version)
    return found


def write_cells(events: Iterable[ScoreEvent]) -> None:
    """Let each cell say what its latest event says."""
    cells = [
        Cell(
            sheet_id=event.sheet_id,
            component=event.component,
            number=event.number,
            state=event.state,
            value=event.value,
            version=event.version,
            author_id=event.author_id,
            changed_at=event.received_at,
        )
        for event in events
    ]
    Cell.objects.bulk_create(
        cells,
        update_conflicts=True,
        unique_fields=["sheet", "component", "number"],
        update_fields=["state", "value", "version", "author", "changed_at"],
    )


def rated(outcome: marks.Outcome, exam: marks.Entry | None) -> list[Any]:
    """The `RATED` columns of a student's outcome; an endless admission rating is cut, never rounded up to the threshold."""
    return [
        [plain(points) for points in outcome.periods],
        cut(outcome.admission),
        outcome.admitted,
        exam if isinstance(exam, Decimal) else None,
        outcome.final,
        outcome.letter or "",
        outcome.gpa,
    ]


def derive(sheet: Sheet, ratings: marks.Ratings, exam: marks.Entry | None, book: Book) -> None:
    """Set the derived columns of `sheet`."""
    for column, value in zip(RATED, rated(ratings, exam), strict=True):
        setattr(sheet, column, value)
    sheet.version += 1
    sheet.at_risk, sheet.judged_for = ratings.at_risk(book.threshold), book.closed_bits


def write_derived(sheets: list[Sheet]) -> None:
    """Save the derived columns of existing sheets."""
    update(sheets, DERIVED)


def exam_problems(book: Book, sheet: Sheet, attempt: int, values: dict[Place, marks.Entry]) -> list[Problem]:
    """Why this student has no place in that attempt (Y-6.7, Q-Y21)."""
    kind = book.exams[attempt].kind
    before = {
        place: value for place, value in values.items() if place[0] != Component.EXAM or place[1] < attempt
    }
    if may_sit(book, kind, before):
        return []
    ratings = book.rate(before)
    if kind == ExamKind.MAIN or not ratings.admitted:
        return [problems.not_admitted(sheet, book.threshold)]
    if kind == ExamKind.RETAKE and book.leads_to_a_retake(ratings):
        return [problems.retakes_used(book.course.term.regulation.fx_retakes)]
    return [problems.not_in_attempt(kind)]


def may_sit(book: Book, kind: str, values: dict[Place, marks.Entry]) -> bool:
    """Whether a student with these entries belongs in an examination of `kind`.

    The main one takes the admitted. Who failed it retakes or repeats as the regulation says of the letter (FX, F), and
    repeats when no retake is left; who was excused from the last attempt retakes, who was absent from it repeats (Q-Y21).
    """
    ratings, last = book.rate(values), latest_exam(values)
    if kind == ExamKind.MAIN or not ratings.admitted:
        return ratings.admitted
    if isinstance(last, marks.Absence):
        return kind == (ExamKind.RETAKE if last is marks.EXCUSED else ExamKind.REPEAT)
    retakes = book.leads_to_a_retake(ratings) and not book.retakes_used(values)
    return ratings.failed and kind == (ExamKind.RETAKE if retakes else ExamKind.REPEAT)


def course_sheets(*courses: Course) -> list[Sheet]:
    """The live sheets of courses, locked in the order of their keys like every batch of entries."""
    live = Sheet.objects.select_for_update(of=("self",)).live()
    return list(live.filter(course__in=courses).order_by("pk"))
