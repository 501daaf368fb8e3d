"""What all plans share: answers, questions about values, rows of the dry run."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet

from qosqanat.core.problems import Problem, Refused
from qosqanat.intake.draft import Draft
from qosqanat.intake.enums import Verdict
from qosqanat.intake.ground import digest
from qosqanat.intake.plan import (
    GUESS,
    NOTHING,
    SKIP,
    Change,
    Option,
    Outcome,
    PlannedRow,
    Question,
    Sentence,
    from_issue,
    is_personal,
    row_at,
    say,
)
from qosqanat.intake.vault import masked, show
from qosqanat.people.models import Person, Unit
from qosqanat.spreadsheets.messages import gettext_noop
from qosqanat.spreadsheets.model import Issue, Parsed, Source, Table
from qosqanat.spreadsheets.values.reading import Reading
from qosqanat.spreadsheets.values.text import text_of

_ = gettext_noop
R = TypeVar("R")
Progress = Callable[[int], None]
TYPED = "="
FIRST = "first"

LEAVE_EMPTY = say(_("Leave it empty"))
LEAVE_ROW_OUT = say(_("Leave this row out"))
READ_FIRST = _("The first one; the other is left out")
FIRST_READ = _("Of the two columns “%(label)s” the first is read, as you answered.")
LEFT_OUT = say(_("Left out, as you answered."))
WAITS_FOR = _("This row waits for the answer about “%(what)s”.")
NOBODY_BRINGS = _("Points and enrolments need an author: name the person who brings the file.")
TOO_LONG = _(
    "“%(text)s…” is longer than %(most)s characters. Shorten it in the file and bring the file again: "
    "until then nothing of it can be written."
)
NOT_UNDERSTOOD = _("“%(value)s” was not understood. Type it again.")


@dataclass(frozen=True)
class Context:
    """Whose file it is, who brings it, when, and what they have answered so far."""

    university: Unit
    tables: tuple[Table, ...]
    answers: Mapping[str, str]
    file_name: str
    by: Person | None
    at: datetime
    progress: Progress = lambda per_cent: None
    on_behalf_of: Person | None = None


def label(text: str) -> Sentence:
    """Plain text from the file or the database as an option's words."""
    return Sentence("%(text)s", {"text": text})


class Planner:
    """Compares records with the database. `rows` is what would happen, `draft` what would be written."""

    readers: Mapping[str, Callable[[str], Reading[Any]]] = {}

    def __init__(self, context: Context):
        self.context = context
        self.university = context.university
        self.outcome = Outcome()
        self.draft = Draft()
        self.writable = True
        self._ground: list[tuple[QuerySet[Any], str]] = []
        self._asked: set[str] = set()

    def plan(self, parsed: Parsed[Any]) -> None:
        raise NotImplementedError

    def doubts(self, issues: Iterable[Issue]) -> bool:
        """Ask which of two columns of one title counts; True while somebody has to answer: nothing is planned then."""
        waiting = False
        for issue in issues:
            sheet, title = issue.source.sheet if issue.source else "", str(issue.params["label"])
            key = f"twice:{sheet}:{title}"
            if self.answer(key) == FIRST:
                self.outcome.notes.append(say(FIRST_READ, label=title))
            else:
                waiting = True
                self.ask(issue.source, key, title, [from_issue(issue)], [Option(FIRST, say(READ_FIRST))])
        return waiting

    def rests_on(self, *querysets: QuerySet[Any]) -> None:
        """Note what the plan is about to read; call before reading it."""
        self._ground += [(queryset, digest(queryset)) for queryset in querysets]

    def refuse_too_long(self) -> None:
        """List every text that has no room; one is enough to hold the whole file, for nothing is written in part."""
        for name, text, most in self.draft.too_long():
            self.writable = False
            reasons = [Sentence(name), say(TOO_LONG, text=text[:60], most=most)]
            self.refuse(None, f"long:{name}:{text[:60]}", text[:60], reasons)

    def stands(self) -> bool:
        """Whether everything that the plan rests on still is as it was read."""
        return all(digest(queryset) == noted for queryset, noted in self._ground)

    @property
    def rows(self) -> list[PlannedRow]:
        return self.outcome.rows

    @property
    def author(self) -> Person:
        """Who brings the file. Raises `Refused`: points and enrolments need an author."""
        if self.context.by is None:
            raise Refused([Problem(str(say(NOBODY_BRINGS)))])
        return self.context.by

    @property
    def hand(self) -> dict[str, Any]:
        """`by`, `at` and `on_behalf_of` for the verbs of other rooms. Raises `Refused` without an author."""
        return {"by": self.author, "at": self.context.at, "on_behalf_of": self.context.on_behalf_of}

    def answer(self, key: str) -> str | None:
        self._asked.add(key)
        answer = self.context.answers.get(key)
        return show(answer) if answer else None

    def strays(self) -> list[str]:
        """Keys of answers to questions that this file does not have; ask after planning.

        A row that waits or is settled need not ask for what was answered about it.
        """
        open_ = {_subject(row.key) for row in self.rows if row.question and row.verdict == Verdict.ASK}
        known = {_subject(row.key) for row in self.rows} - open_
        unasked = self.context.answers.keys() - self._asked
        return sorted(key for key in unasked if _subject(key) not in known)

    def steps(self, records: Iterable[R], total: int) -> Iterable[R]:
        """`records`, saying after each hundredth how far it is."""
        part = max(1, total // 100)
        for number, record in enumerate(records):
            if number % part == 0:
                self.context.progress(100 * number // max(1, total))
            yield record

    # rows

    def refuse(
        self, source: Source | None, key: str, title: str, reasons: Iterable[Sentence], record: object = None
    ) -> None:
        row = row_at(source, key, title, verdict=Verdict.REFUSED, reasons=list(reasons))
        row.record = cells_of(record)
        self.rows.append(row)

    def ask(
        self,
        source: Source | None,
        key: str,
        title: str,
        why: Iterable[Sentence],
        options: Iterable[Option],
        *,
        free: str = "",
        proposed: str = "",
        holds: bool = True,
        record: object = None,
    ) -> None:
        """An open question as a row of its own."""
        question = Question(key, tuple(options), free, proposed, holds)
        row = row_at(source, key, title, verdict=Verdict.ASK, reasons=list(why), question=question)
        row.record = cells_of(record)
        self.rows.append(row)

    def wait(self, source: Source | None, key: str, title: str, why: Sentence, record: object = None) -> None:
        """A row that waits for the answer to another row's question."""
        self.rows.append(
            row_at(source, key, title, verdict=Verdict.ASK, reasons=[why], record=cells_of(record))
        )

    def settled(
        self,
        source: Source | None,
        key: str,
        title: str,
        *,
        is_new: bool,
        changes: list[Change],
        reasons: Iterable[Sentence],
    ) -> PlannedRow:
        verdict = Verdict.NEW if is_new else Verdict.CHANGED if changes else Verdict.UNCHANGED
        row = row_at(
            source, key, title, verdict=verdict, changes=[] if is_new else changes, reasons=list(reasons)
        )
        self.rows.append(row)
        return row

    def recognised(
        self,
        source: Source | None,
        key: str,
        title: str,
        match: tuple[float, list[Sentence]],
        options: Iterable[Option],
    ) -> None:
        """Somebody taken by likeness: listed with score and reasons, and with the other choices."""
        score, likeness = match
        question = Question(key, tuple(options), proposed=self.answer(key) or "", holds=False)
        self.outcome.matches.append(
            row_at(source, key, title, score=score, likeness=likeness, question=question)
        )

    # values that a person has to give

    def settle(
        self, record: Any, key: str, title: str, skip_codes: frozenset[str] = frozenset()
    ) -> tuple[Any, bool]:
        """Put answers in the place of unclear values; ask where there is none. Second value: leave the row out."""
        for issue in record.issues:
            if issue.level == "ask" and issue.code not in skip_codes:
                record, left_out = self._settle_one(record, issue, f"{key}/{issue.field}", title)
                if left_out:
                    return record, True
        return record, False

    def _settle_one(self, record: Any, issue: Issue, key: str, title: str) -> tuple[Any, bool]:
        answer = self.answer(key)
        if answer == SKIP:
            self.rows.append(row_at(record.source, key, title, reasons=[LEFT_OUT]))
            return record, True
        if answer == GUESS and "guess" in issue.params:
            answer = TYPED + str(issue.params["guess"])
        given = self._typed(issue.field, answer)
        if given is not None and not _unclear(given):
            return _with(record, issue.field, given.value), False
        if answer != NOTHING:
            why = [from_issue(issue)]
            if answer is not None:
                why.append(say(NOT_UNDERSTOOD, value=_typed_text(issue, answer)))
            self._ask_value(record, issue, key, title, why)
        return _with(record, issue.field, None), False

    def _typed(self, field: str, answer: str | None) -> Reading[Any] | None:
        reader = self.readers.get(field.partition(".")[0])
        if answer is None or not answer.startswith(TYPED) or reader is None:
            return None
        return reader(answer.removeprefix(TYPED))

    def _ask_value(self, record: Any, issue: Issue, key: str, title: str, why: list[Sentence]) -> None:
        guess = str(issue.params.get("guess", ""))
        options = (
            [Option(GUESS, label(masked(guess) if is_personal(issue.field, guess) else guess))]
            if guess
            else []
        )
        options += [Option(NOTHING, LEAVE_EMPTY), Option(SKIP, LEAVE_ROW_OUT)]
        self.ask(
            record.source,
            key,
            title,
            why,
            options,
            free=_("Another value") if issue.field.partition(".")[0] in self.readers else "",
            proposed=options[0].value,
            holds=False,
            record=record,
        )


def _subject(key: str) -> str:
    """What a question is about: student:41201 of student:41201/iin."""
    return key.rpartition("/")[0] or key


def _typed_text(issue: Issue, answer: str) -> str:
    text = answer.removeprefix(TYPED)
    return masked(text) if is_personal(issue.field, text) else text


def warnings(record: Any, *, but: frozenset[str] = frozenset()) -> list[Sentence]:
    return [from_issue(issue) for issue in record.issues if issue.level == "warn" and issue.code not in but]


def refusals(record: Any) -> list[Sentence]:
    return [from_issue(issue) for issue in record.issues if issue.level == "refuse"]


def cells_of(record: object) -> dict[str, str]:
    """The values of a record as text, to hand back a refused row; personal numbers stay in the first file."""
    if record is None:
        return {}
    hidden = {"iin", "key", *({"number"} if getattr(record, "is_person", False) else ())}
    return {
        field.name: _cell(getattr(record, field.name))
        for field in fields(record)  # type: ignore[arg-type]
        if field.name
        not in hidden | {"source", "issues", "duplicate_of", "rows", "marks", "scores", "caps", "weeks"}
    }


def _cell(value: object) -> str:
    if isinstance(value, tuple | list):
        return "; ".join(_cell(one) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_cell(one)}" for name, one in value.items())
    if hasattr(value, "name") and not isinstance(value, str):
        return str(value.name)
    return text_of(value) if isinstance(value, str) else "" if value is None else str(value)


def _unclear(reading: Reading[Any]) -> bool:
    return any(Issue(code).level != "warn" for code, _params in reading.problems)


KEPT_AS = {"phone": "phones", "bin": "number"}


def _with(record: Any, field: str, value: Any) -> Any:
    """The record with another value; `seats.6B07201` is one entry of a mapping."""
    name, _dot, entry = KEPT_AS.get(field, field).partition(".")
    if entry:
        entries = {**getattr(record, name), entry: value}
        return replace(record, **{name: {one: kept for one, kept in entries.items() if kept is not None}})
    if name not in {one.name for one in fields(record)}:
        return record
    empty: Any = value
    if value is None:
        current = getattr(record, name)
        empty = () if isinstance(current, tuple) else "" if isinstance(current, str) else None
    return replace(record, **{name: empty})
