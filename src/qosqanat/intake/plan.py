"""A dry run as data: what would happen to every row, why, and what a person has to decide."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, gettext_noop, override

from qosqanat.core.problems import Problem
from qosqanat.spreadsheets.model import Issue, Source

from .enums import Verdict
from .vault import masked

DECIMAL = re.compile(r"-?\d{1,6}\.\d{1,4}")
PERSONAL = frozenset({"iin", "key"})
BIN = re.compile(r"[0-9]{4}[456][0-9]{7}")
SHORTEST_NUMBER = 8  # an IIN with lost zeros; fewer digits name nobody
SKIP = "skip"
GUESS = "guess"
NOTHING = "none"
CREATE = "new"
NOTHING_READ = gettext_noop(
    "Nothing in this file could be read as the chosen kind. Choose the right kind, or say what its columns mean."
)
ALL_REFUSED = gettext_noop(
    "Nothing can be written: every row is refused. Put the rows right in the file and bring it again."
)
REST_REFUSED = gettext_noop(
    "Nothing to write: the rest is here already, and the refused rows wait until they are put right in the file."
)
ALL_HERE = gettext_noop("Nothing to write: all that can be taken from this file is here already.")
ANSWERS_FIRST = gettext_noop("Nothing can be written before the questions are answered.")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A translatable template with its values: kept as data, so that every reader sees their own language.

    Without a template `params` holds the finished sentence per language, as rooms below say it.
    """

    text: str
    params: Mapping[str, str] = field(default_factory=dict)
    level: str = "warn"

    def __str__(self) -> str:
        if not self.text:
            return self.params.get((get_language() or "kk")[:2], "")
        return gettext(self.text) % {name: _written(value) for name, value in self.params.items()}


def _written(value: str) -> str:
    """A number with decimal places as the reader's language writes it; every other text as it is."""
    return str(number_format(value)) if DECIMAL.fullmatch(value) else value


def said_by(problems: Callable[[], Iterable[Problem]]) -> list[Sentence]:
    """What a function of another room objects, in all three languages."""
    spoken: dict[str, list[str]] = {}
    for language in ("kk", "ru", "en"):
        with override(language):
            spoken[language] = [str(problem) for problem in problems()]
    sentences_ = zip(*spoken.values(), strict=True)
    return [Sentence("", dict(zip(spoken, one, strict=True)), "refuse") for one in sentences_]


def say(text: str, level: str = "warn", /, **params: object) -> Sentence:
    """A sentence from a marked template and its values."""
    return Sentence(text, {name: str(value) for name, value in params.items()}, level)


def is_personal(field: str, text: str) -> bool:
    """Whether a cell is, or may be meant as, a person's number. A sole trader has one where others have a BIN."""
    if field != "bin":
        return field in PERSONAL
    digits = re.sub(r"\D", "", text)
    return len(digits) >= SHORTEST_NUMBER and not BIN.fullmatch(digits)


def from_issue(issue: Issue) -> Sentence:
    """The issue's sentence; personal numbers in it are masked."""
    params = dict(issue.params)
    for name in ("value", "guess"):
        if name in params and is_personal(issue.field, str(params[name])):
            params[name] = masked(str(params[name]))
    return say(issue.text, issue.level, **params)


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a record, as it is and as it would be; `label` is a msgid, in which `n` may stand."""

    label: str
    old: str
    new: str
    n: str = ""

    @property
    def name(self) -> str:
        return gettext(self.label) % {"n": self.n} if self.n else gettext(self.label)


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer: the token to store, its words, and why it is likely (`score` 0 to 1)."""

    value: str
    label: Sentence
    score: float | None = None
    reasons: tuple[Sentence, ...] = ()

    @property
    def per_cent(self) -> int | None:
        return None if self.score is None else round(100 * self.score)


@dataclass(frozen=True, slots=True)
class Question:
    """What the file leaves unclear. `free` says what may be typed instead (a msgid); `holds`: the row waits for the answer."""

    key: str
    options: tuple[Option, ...]
    free: str = ""
    proposed: str = ""
    holds: bool = True

    @property
    def free_label(self) -> str:
        return gettext(self.free)


@dataclass(slots=True)
class PlannedRow:
    """A thing of the file and its fate. `record` are the cells to hand back when it is refused."""

    key: str
    title: str
    sheet: str = ""
    row: int = 0
    verdict: str = Verdict.UNCHANGED
    reasons: list[Sentence] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    question: Question | None = None
    score: float | None = None
    likeness: list[Sentence] = field(default_factory=list)
    record: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        return f"{self.sheet}, {self.row}" if self.row else self.sheet

    @property
    def per_cent(self) -> int | None:
        return None if self.score is None else round(100 * self.score)

    @property
    def is_written(self) -> bool:
        return self.verdict in {Verdict.NEW, Verdict.CHANGED}


@dataclass(slots=True)
class Outcome:
    """The dry run of one file, as kept and shown. `matches`: who was recognised by likeness; each may be put right.

    `read`: how many rows of the kind the file holds; `strays`: keys of answers that it has no question for.
    """

    rows: list[PlannedRow] = field(default_factory=list)
    matches: list[PlannedRow] = field(default_factory=list)
    notes: list[Sentence] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    unmapped: list[str] = field(default_factory=list)
    read: int = 0
    strays: list[str] = field(default_factory=list)

    @property
    def nothing(self) -> str:
        """Why nothing would be written, and the next step; empty text when something would."""
        counts = self.counts
        if counts[Verdict.NEW] or counts[Verdict.CHANGED]:
            return ""
        if counts[Verdict.ASK]:
            return gettext(ANSWERS_FIRST)
        if not self.read and not self.rows:
            return gettext(NOTHING_READ)
        if counts[Verdict.REFUSED]:
            return gettext(REST_REFUSED if counts[Verdict.UNCHANGED] else ALL_REFUSED)
        return gettext(ALL_HERE)

    @property
    def counts(self) -> dict[str, int]:
        """Rows per verdict, every verdict named."""
        found = Counter(row.verdict for row in self.rows)
        return {verdict: found[verdict] for verdict in Verdict.values}

    def with_verdict(self, verdict: str) -> list[PlannedRow]:
        return [row for row in self.rows if row.verdict == verdict]

    @property
    def questions(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.question]

    def to_bytes(self) -> bytes:
        return json.dumps(self, ensure_ascii=False, default=_fields).encode()


def _fields(thing: Any) -> dict[str, Any]:
    return {one.name: getattr(thing, one.name) for one in fields(thing)}


def outcome_from(data: bytes) -> Outcome:
    """The outcome that `Outcome.to_bytes` wrote."""
    raw = json.loads(data)
    rows, matches = ([_row(one) for one in raw.pop(name)] for name in ("rows", "matches"))
    notes = [Sentence(**one) for one in raw.pop("notes")]
    return Outcome(rows=rows, matches=matches, notes=notes, **raw)


def _row(raw: dict[str, Any]) -> PlannedRow:
    for name in ("reasons", "likeness"):
        raw[name] = [Sentence(**one) for one in raw[name]]
    raw["changes"] = [Change(**one) for one in raw["changes"]]
    raw["question"] = _question(raw["question"]) if raw["question"] else None
    return PlannedRow(**raw)


def _question(raw: dict[str, Any]) -> Question:
    options = tuple(_option(one) for one in raw.pop("options"))
    return Question(**raw, options=options)


def _option(raw: dict[str, Any]) -> Option:
    reasons = tuple(Sentence(**one) for one in raw.pop("reasons"))
    return Option(label=Sentence(**raw.pop("label")), reasons=reasons, **raw)


def row_at(source: Source | None, key: str, title: str, **more: Any) -> PlannedRow:
    """A row of the plan at its place in the file."""
    sheet, row = (source.sheet, source.row) if source else ("", 0)
    return PlannedRow(key, title, sheet, row, **more)


def sentences(issues: Iterable[Issue]) -> list[Sentence]:
    return [from_issue(issue) for issue in issues]
