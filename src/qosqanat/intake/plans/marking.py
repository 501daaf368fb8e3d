"""What a mentor's sheet and a Canvas gradebook share: the course, its students, the cells that would change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from qosqanat.core.problems import Problem, Refused
from qosqanat.core.seal import blind_index
from qosqanat.grading.actions import Entry, enter_scores, set_iws_tasks
from qosqanat.grading.book import Book, books_of, entry_of
from qosqanat.grading.enums import Component
from qosqanat.grading.models import Cell, IwsTask, Sheet
from qosqanat.grading.problems import problems_of_entry
from qosqanat.grading.rights import Rights, rights_of
from qosqanat.intake.plan import NOTHING, SKIP, Change, Option, Sentence, said_by, say
from qosqanat.people.models import Person
from qosqanat.people.reach import Who
from qosqanat.regulation.marks import Absence
from qosqanat.regulation.numbers import plain
from qosqanat.spreadsheets.kinds.titleblock import code_in
from qosqanat.spreadsheets.matching import EXACT, Decision, Known, People, Verdict
from qosqanat.spreadsheets.model import Issue, Source
from qosqanat.spreadsheets.values import ids, numbers
from qosqanat.spreadsheets.values.people import Name
from qosqanat.studies.models import Course, Enrolment, Student

from .base import LEAVE_ROW_OUT, NOBODY_BRINGS, TYPED, Planner, label
from .likeness import name_of, options, proposal, reasons, token

Place = tuple[str, int]
Mark = Decimal | Absence

COURSE_UNKNOWN = _(
    "The course %(code)s of %(groups)s is not known here. Import the teaching load first, or choose the course."
)
NOT_ISSUED = _(
    "The sheets of %(course)s are not issued yet. The head of department issues them; bring the file again then."
)
WHICH_COURSE = _("Which course is this file for?")
NOT_IN_COURSE = _(
    "%(name)s is not in this course. The head of department enrols the student; bring the file again then."
)
SEEMS = _(
    "%(name)s is not in this course; %(who)s of group %(group)s may be meant. Enrol the student or correct the name."
)
WHICH_STUDENT = _("Which student is “%(name)s”?")
TWICE = _("%(name)s stands for the same student as row %(row)s. Correct one of the two.")
OTHER_TASKS = _(
    "The course already has other independent-work tasks; their points are not taken. Make the tasks equal first."
)
IS = _("%(file)s is %(name)s")
LEAVE_CELL = _("Leave the cell as it is")
POINTS = _("%(value)s points")
ABSENT, EXCUSED = _("absent"), _("excused")
PLACES = {
    Component.PRACTICE: _("practice, week %(n)s"),
    Component.TEST: _("test, week %(n)s"),
    Component.IWS: _("task %(n)s"),
}


@dataclass
class Pupil:
    """A row of the file that means a sheet of the course."""

    sheet: Sheet
    source: Source
    key: str
    title: str


class MarkingPlanner(Planner):
    """`source` is the channel written into every event; `component` what a plain column holds."""

    source = ""

    def prepare(self) -> None:
        self.entries: dict[Person | None, list[Entry]] = {}
        self.behalf: Person | None = None
        today = timezone.localdate(self.context.at)
        courses = Course.objects.filter(university=self.university, term__starts_on__lte=today)
        self.courses = list(
            courses.select_related("term", "department")
            .prefetch_related("groups")
            .order_by("-term__starts_on", "pk")
        )
        if self.courses:
            latest = self.courses[0].term_id
            self.courses = [course for course in self.courses if course.term_id == latest]

    # the course

    def course_of(self, code: str, name: str, groups: Iterable[str], source: Source) -> Course | None:
        """By code and groups in the current semester; otherwise a question or a refusal.

        The name of the file counts where the file itself names no course.
        """
        code = code or ("" if name else self._code_of_file())
        wanted = {ids.group_key(group) for group in groups}
        key = f"course:{ids.course_key(code)}:{'+'.join(sorted(wanted))}"
        answer = self.answer(key)
        by_token = {token(course.pk): course for course in self.courses}
        if answer in by_token:
            return by_token[answer]
        found = [c for c in self.courses if code and ids.course_key(c.code) == ids.course_key(code)]
        fitting = [c for c in found if wanted & _groups(c)] if wanted else found
        exact = [c for c in fitting if wanted == _groups(c)] or fitting
        if len(exact) == 1:
            return exact[0]
        choices = exact or found or [c for c in self.courses if wanted & _groups(c)]
        title = f"{code} {name}".strip() or self.context.file_name
        if not choices:
            self.refuse(
                source, key, title, [say(COURSE_UNKNOWN, "refuse", code=code, groups=", ".join(groups))]
            )
            return None
        offered = [Option(token(c.pk), label(f"{c.title}, {c.groups_key}")) for c in choices]
        self.ask(source, key, title, [say(WHICH_COURSE)], offered)
        return None

    def _code_of_file(self) -> str:
        """The code in the file's name if it is one of our courses, else empty text."""
        code = code_in(self.context.file_name)
        known = {ids.course_key(course.code) for course in self.courses}
        return code if ids.course_key(code) in known else ""

    def open_book(self, course: Course, source: Source) -> bool:
        """Read everything about the course's sheets; False, with a refusal, when they are not issued."""
        self.course = course
        self.rests_on(
            Sheet.objects.filter(course=course),
            Cell.objects.filter(sheet__course=course),
            Enrolment.objects.filter(course=course),
            IwsTask.objects.filter(course=course),
        )
        sheets = (
            Sheet.objects.live().filter(course=course).select_related("student__person", "student__group")
        )
        self.sheets: dict[Any, Sheet] = {sheet.pk: sheet for sheet in sheets}
        book = books_of([course], self.context.at).get(course.pk)
        if book is None or not self.sheets:
            self.refuse(
                source, f"course:{course.pk}", course.title, [say(NOT_ISSUED, "refuse", course=course.title)]
            )
            return False
        if self.context.by is None:
            self.refuse(source, f"course:{course.pk}", course.title, [say(NOBODY_BRINGS, "refuse")])
            return False
        self.book: Book = book
        who = Who(self.context.by, self.context.at)
        self.rights: Rights = rights_of(who, [course], self.context.at)[course.pk]
        self.cells: dict[int, dict[Place, Cell]] = {}
        for cell in Cell.objects.filter(sheet__in=self.sheets):
            self.cells.setdefault(cell.sheet_id, {})[cell.component, cell.number] = cell
        self.people = People(known_of(sheet) for sheet in self.sheets.values())
        self.taken: dict[int, Source] = {}
        return True

    # students

    def pupil(
        self, who: Name, typed: str, keys: Iterable[str], group: str, source: Source, record: object
    ) -> Pupil | None:
        """The sheet that a row means; asked or refused when that is not clear."""
        title = typed or str(who)
        key = f"student:{source.sheet}:{source.row}"
        decision = self.people.decide(who, keys, group)
        by_token = {token(pk): pk for pk in self.sheets}
        answer = self.answer(key)
        chosen = by_token.get(answer or "", decision.id)
        if answer == SKIP:
            return None
        if chosen is None:
            self._unclear(decision, who, key, title, source, record)
            return None
        if chosen in self.taken:
            self.refuse(
                source, key, title, [say(TWICE, "refuse", name=title, row=self.taken[chosen].row)], record
            )
            return None
        self.taken[chosen] = source
        self._show(decision, chosen, key, title, source)
        return Pupil(self.sheets[chosen], source, key, title)

    def _unclear(
        self, decision: Decision, who: Name, key: str, title: str, source: Source, record: object
    ) -> None:
        if decision.verdict == Verdict.NONE:
            self.refuse(source, key, title, [self._stranger(who, title)], record)
            return
        choices = [*options(decision.matches, lambda pk: self._described(pk)), Option(SKIP, LEAVE_ROW_OUT)]
        why = [say(WHICH_STUDENT, name=title)]
        self.ask(source, key, title, why, choices, proposed=proposal(decision), record=record)

    def _stranger(self, who: Name, title: str) -> Sentence:
        """Somebody outside the course: say whom the university knows by that name."""
        if not hasattr(self, "_everybody"):
            students = Student.objects.filter(university=self.university).select_related("person", "group")
            self._students = {student.pk: student for student in students}
            self._everybody = People(Known(pk, name_of(s.person)) for pk, s in self._students.items())
        found = self._everybody.candidates(who)
        if not found:
            return say(NOT_IN_COURSE, "refuse", name=title)
        student = self._students[found[0].id]  # type: ignore[index]
        return say(SEEMS, "refuse", name=title, who=student.person.full_name, group=student.group.code)

    def _described(self, pk: Any) -> str:
        student = self.sheets[pk].student
        return ", ".join(filter(None, [student.person.full_name, student.group.code, student.number]))

    def _show(self, decision: Decision, pk: Any, key: str, title: str, source: Source) -> None:
        match = next((m for m in decision.matches if m.id == pk), None)
        if match is None or decision.verdict != Verdict.EXACT or match.score < EXACT:
            words = [say(IS, file=title, name=self._described(pk)), *(reasons(match) if match else [])]
            choices = [*options(decision.matches, self._described), Option(SKIP, LEAVE_ROW_OUT)]
            self.recognised(source, key, title, (match.score if match else 0.0, words), choices)

    # cells

    def cell_problems(
        self, pupil: Pupil, issues: Iterable[Issue], places: Mapping[str, Place]
    ) -> dict[Place, Mark]:
        """Refuse and ask about single cells; gives the points that answers put in their place."""
        given: dict[Place, Mark] = {}
        for issue in issues:
            place = places.get(issue.field)
            if place is None or issue.level == "warn":
                continue
            key = f"{pupil.key}/{issue.field}"
            answer = self.answer(key)
            typed = numbers.mark(answer.removeprefix(TYPED)) if answer and answer.startswith(TYPED) else None
            if typed and not typed.problems and typed.value is not None:
                given[place] = typed.value
            elif issue.level == "refuse":
                self._refuse_cell(pupil, key, place, [_sentence(issue)], str(issue.value))
            elif answer != NOTHING:
                self._ask_cell(pupil, key, place, issue)
        return given

    def _refuse_cell(self, pupil: Pupil, key: str, place: Place, why: list[Sentence], value: str) -> None:
        self.refuse(pupil.source, key, pupil.title, [_where(place), *why])
        self.rows[-1].record = {"name": pupil.title, **_week(place), "mark": value}

    def _ask_cell(self, pupil: Pupil, key: str, place: Place, issue: Issue) -> None:
        guess = str(issue.params.get("guess", ""))
        cap = self.book.cap(*place)
        fits = guess and cap is not None and Decimal(guess) <= cap
        choices = [Option(TYPED + guess, say(POINTS, value=guess))] if fits else []
        choices.append(Option(NOTHING, say(LEAVE_CELL)))
        self.ask(
            pupil.source,
            key,
            pupil.title,
            [_where(place), _sentence(issue)],
            choices,
            free=_("Points"),
            proposed=choices[0].value,
            holds=False,
        )
        self.rows[-1].record = {"name": pupil.title, **_week(place), "mark": str(issue.value)}

    def score(self, pupil: Pupil, marks: dict[Place, Mark], said: list[Sentence]) -> None:
        """Compare points with the cells; what the regulation refuses is a row of its own."""
        cells = self.cells.get(pupil.sheet.pk, {})
        is_new = not any(component in {place[0] for place in marks} for component, _number in cells)
        changes = []
        for place, value in sorted(marks.items()):
            change = self._cell(pupil, place, value, cells.get(place))
            if change:
                changes.append(change)
        row = self.settled(
            pupil.source,
            pupil.key,
            pupil.title,
            is_new=is_new and bool(changes),
            changes=changes,
            reasons=said,
        )
        row.changes = changes

    def _cell(self, pupil: Pupil, place: Place, value: Mark, cell: Cell | None) -> Change | None:
        old = entry_of(cell.state, cell.value) if cell else None
        if old == value:
            return None
        # rights are judged once for the file: a person's own sheet is the grade book's business
        problems = said_by(
            lambda: problems_of_entry(
                self.book, pupil.sheet, *place, value, granted=self.rights, source=self.source
            )
        )
        if problems:
            self._refuse_cell(pupil, f"{pupil.key}/{place[0]}_{place[1]}", place, problems, _shown(value))
            return None
        version = cell.version if cell else 0
        entry = Entry(pupil.sheet.pk, place[0], place[1], value, uuid4(), version)
        self.entries.setdefault(self.behalf, []).append(entry)
        return Change(PLACES[Component(place[0])], _shown(old), _shown(value), str(place[1]))

    # writing

    def write_entries(self) -> None:
        """Batches through the grade book, all or nothing; its refusals undo the file."""
        for behalf, entries in self.entries.items():
            verdicts = enter_scores(
                entries,
                source=self.source,
                **self.hand | ({"on_behalf_of": behalf} if behalf else {}),
                all_or_nothing=True,
            )
            if not all(verdict.ok for verdict in verdicts):
                raise Refused(problem for verdict in verdicts for problem in verdict.problems)

    def set_tasks(self, course: Course, tasks: list[tuple[int, str, Decimal]]) -> None:
        """Set the tasks; their numbers must be those that the entries were planned with."""
        stored = set_iws_tasks(course, tasks, **self.hand)
        if [task.title for task in sorted(stored, key=lambda task: task.number)] != [
            title for _period, title, _cap in tasks
        ]:
            raise Refused([Problem(str(say(OTHER_TASKS)))])

    def with_tasks(self, tasks: dict[int, Any]) -> None:
        """Judge entries against tasks that this file would set."""
        self.book = replace(self.book, tasks=tasks)


def _groups(course: Course) -> set[str]:
    return {ids.group_key(group.code) for group in course.groups.all()}


def known_of(sheet: Sheet) -> Known:
    """The student of a sheet as a file may name them; `student__person` and `student__group` should be loaded."""
    student = sheet.student
    keys = {student.number, student.record_book, student.person.iin_index, student.person.phone}
    return Known(sheet.pk, name_of(student.person), frozenset(key for key in keys if key), student.group.code)


def key_for(kind: str, key: str) -> list[str]:
    """A key as `known_of` stores it: IINs meet by their keyed hash only."""
    if not key:
        return []
    return [blind_index(key)] if kind == "iin" else [key]


def _sentence(issue: Issue) -> Sentence:
    return say(issue.text, issue.level, **dict(issue.params))


def _where(place: Place) -> Sentence:
    return say(PLACES[Component(place[0])], n=place[1])


def _week(place: Place) -> dict[str, str]:
    return {"week": str(place[1])}


def _shown(value: Any) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return "" if value is None else str(value.value)
