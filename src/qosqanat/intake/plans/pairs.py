"""Pairs of rows of one list that may be one student: asked about, and the answers followed."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_noop as _

from qosqanat.intake.plan import Option, Sentence, from_issue, row_at, say
from qosqanat.spreadsheets.kinds.contingent import StudentRecord

from .base import LEFT_OUT, Planner, warnings
from .units import language_of

PAIRS = frozenset({"same_id", "same_person"})
BOTH = "both"
BOTH_RIGHT = _("Both: they are two people")
ROW_RIGHT = _("Row %(row)s: %(name)s, %(group)s")
WAITS = _("This row waits for the answer to the question about row %(row)s.")


def key_of(record: StudentRecord) -> str:
    """By the ID of the student system, else by the place in the file."""
    return f"student:{record.ais_id}" if record.ais_id else f"row:{record.source.sheet}:{record.source.row}"


class Pairs:
    """The doubts of one list about its own rows."""

    def __init__(self, planner: Planner):
        self.planner = planner

    def decided(self, records: Iterable[StudentRecord]) -> list[StudentRecord]:
        """The records that stay after the answers about pairs; open pairs become questions."""
        by_row = {_place(r): r for r in records}
        order = {place: number for number, place in enumerate(by_row)}
        out, dropped = [], set()
        for record in records:
            for issue in record.issues:
                other = by_row.get(issue.params["at"]) if issue.code in PAIRS else None
                if other and order[_place(other)] < order[_place(record)]:
                    dropped |= self._judge(record, other, issue)
        for record in records:
            place = _place(record)
            if record.duplicate_of and any(issue.code == "same_row" for issue in record.issues):
                self.planner.rows.append(
                    row_at(record.source, key_of(record), str(record.name), reasons=warnings(record))
                )
            elif place not in dropped:
                out.append(record)
        return out

    def _judge(self, record: StudentRecord, other: StudentRecord, issue: Any) -> set[tuple[str, int]]:
        """Ask about a pair or follow the answer; gives the places of the rows that are not written."""
        shown = _shown(record, other)
        key = f"pair:{other.source.sheet}:{other.source.row}:{shown}"
        both = {_place(r): r for r in (other, record)}
        choices = {f"row:{_shown(other, record)}": _place(other), f"row:{shown}": _place(record)}
        answer = self.planner.answer(key)
        if answer == BOTH and issue.code == "same_person":
            return set()
        if answer in choices:
            lost = set(both) - {choices[answer]}
            for place in lost:
                self.planner.rows.append(
                    row_at(
                        both[place].source, f"{key}:left", str(both[place].name), reasons=[say(LEFT_OUT.text)]
                    )
                )
            return lost
        self._ask(key, record, other, issue)
        return set(both)

    def _ask(self, key: str, record: StudentRecord, other: StudentRecord, issue: Any) -> None:
        choices = [
            Option(
                f"row:{_shown(r, twin)}",
                say(ROW_RIGHT, row=_shown(r, twin), name=r.name, group=r.group),
                None,
                _noted(r),
            )
            for r, twin in ((other, record), (record, other))
        ]
        better = _better(other, record)
        if issue.code == "same_person":
            choices.append(Option(BOTH, say(BOTH_RIGHT)))
        self.planner.ask(
            record.source,
            key,
            str(record.name),
            [from_issue(issue)],
            choices,
            proposed=f"row:{_shown(better, other if better is record else record)}",
            record=record,
        )
        self.planner.wait(
            other.source, f"{key}:waits", str(other.name), say(WAITS, row=_shown(record, other)), other
        )


def _noted(record: StudentRecord) -> tuple[Sentence, ...]:
    return (say("%(text)s", text=record.note),) if record.note else ()


def _place(record: StudentRecord) -> tuple[str, int]:
    return record.source.sheet, record.source.row


def _shown(record: StudentRecord, other: StudentRecord) -> str:
    """The row of a record beside the other one: with its sheet where that is another."""
    sheet, row = _place(record)
    return str(row) if sheet == other.source.sheet else f"{sheet}, {row}"


def _better(one: StudentRecord, other: StudentRecord) -> StudentRecord:
    """The one to propose: the one whose note speaks of a transfer, else the one in Kazakh letters."""
    moved = [
        r
        for r in (one, other)
        if "перевод" in r.note.lower() or "ауыс" in r.note.lower() or "transfer" in r.note.lower()
    ]
    if len(moved) == 1:
        return moved[0]
    kazakh = [r for r in (one, other) if language_of(str(r.name)) == "kk"]
    spelled = sorted(
        (one, other), key=lambda r: -sum(letter in "әғқңөұүһі" for letter in str(r.name).lower())
    )
    return kazakh[0] if len(kazakh) == 1 else spelled[0]
