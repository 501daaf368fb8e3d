"""Many cells at once, shown before they are saved: what changes, what is refused, what somebody else changed meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from django.utils.translation import gettext as _

from qosqanat.grading.actions import Entry, Verdict, judge_scores
from qosqanat.grading.book import key_of
from qosqanat.grading.enums import Source
from qosqanat.grading.queries import Grid
from qosqanat.studies.models import Student

from . import entry
from .entry import Typed
from .found import Desk


@dataclass(frozen=True, slots=True)
class Proposed:
    """One cell: what stands, what is wanted, why not; `line` sends it again. Of a stranger `student` is the name."""

    student: Student | str | None
    column: str
    old: str
    new: str
    why: str = ""
    line: str = ""
    order: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Proposal:
    changes: list[Proposed]
    refused: list[Proposed]
    newer: list[Proposed]
    notes: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not (self.changes or self.refused or self.newer)

    @classmethod
    def of(
        cls,
        inputs: Iterable[Typed],
        desk: Desk,
        source: Source,
        *,
        outside: Iterable[Proposed] = (),
        notes: Iterable[str] = (),
    ) -> "Proposal":
        """The dry run of `inputs`: nothing is written. `outside` never had a place in the grid."""
        inputs = list(inputs)
        entries, unreadable = entry.changed(inputs, desk.grid)
        verdicts = judge_scores(
            entries, by=desk.person, at=desk.at, source=source, reason=desk.reason, who=desk.who
        )
        found = cls.from_verdicts(verdicts, inputs, unreadable, desk.grid)
        return cls(found.changes, [*found.refused, *outside], found.newer, list(notes))

    @classmethod
    def from_verdicts(
        cls,
        verdicts: Iterable[Verdict],
        inputs: Iterable[Typed],
        unreadable: Iterable[tuple[Typed, str]],
        grid: Grid,
    ) -> "Proposal":
        places = Places(grid)
        texts = {(one.sheet_id, one.column.key): one.text for one in inputs}
        piles: dict[str, list[Proposed]] = {"saved": [], "refused": [], "conflict": []}
        for one, why in unreadable:
            piles["refused"].append(
                places.proposed(one.sheet_id, one.column.key, one.text, why=why, text=one.text)
            )
        for verdict in verdicts:
            sheet_id, key = verdict.entry.sheet_id, key_of(*verdict.entry[1:3])
            if verdict.status not in piles:
                continue
            if not places.known(sheet_id, key):
                piles["refused"].append(_gone(verdict))
                continue
            piles[verdict.status].append(_judged(verdict, places, texts.get((sheet_id, key), "")))
        for pile in piles.values():
            pile.sort(key=attrgetter("order"))
        return cls(piles["saved"], piles["refused"], piles["conflict"])


class Places:
    """Students and columns of a grid, to be found by sheet and key."""

    def __init__(self, grid: Grid):
        self.rows = {row.sheet.pk: (number, row) for number, row in enumerate(grid.rows)}
        self.columns: Mapping[str, tuple[int, str]] = {
            column.key: (number, column.label) for number, column in enumerate(grid.columns)
        }

    def known(self, sheet_id: int, key: str) -> bool:
        return sheet_id in self.rows and key in self.columns

    def proposed(
        self, sheet_id: int, key: str, new: str, *, why: str = "", text: str = "", version: int | None = None
    ) -> Proposed:
        line, row = self.rows[sheet_id]
        place, label = self.columns[key]
        view = row.cells[key]
        sent = f"{sheet_id} {key} {view.version if version is None else version} {text}"
        old = entry.shown(entry.value_of(view))
        return Proposed(row.student, label, old, new, why, sent, (line, place))


def _judged(verdict: Verdict, places: Places, text: str) -> Proposed:
    """A refused value is shown as it was typed; one that may stand as the grid will write it."""
    one: Entry = verdict.entry
    key = key_of(one.component, one.number)
    if verdict.status == "refused":
        why = " ".join(str(problem) for problem in verdict.problems)
        return places.proposed(one.sheet_id, key, text, why=why, text=text)
    version = verdict.version if verdict.status == "conflict" else one.base_version
    return places.proposed(one.sheet_id, key, entry.shown(one.value), text=text, version=version)


def _gone(verdict: Verdict) -> Proposed:
    """A place that the grid does not show any more: its sheet was withdrawn since."""
    why = " ".join(str(problem) for problem in verdict.problems)
    why = why or _("There is no such sheet: reload the page.")
    return nowhere("", entry.shown(verdict.entry.value), why)


def nowhere(name: str, text: str, why: str) -> Proposed:
    """Something that belongs to no student or column of the grid."""
    return Proposed(None, name, "", text, why)
