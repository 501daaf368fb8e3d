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
        by_row = {(r.source.sheet, r.source.row): r for r in records}
        out, dropped = [], set()
        for record in records:
            for other, issue in self._of(record, by_row):
                dropped |= self._judge(record, other, issue)
        for record in records:
            place = (record.source.sheet, record.source.row)
            if record.duplicate_of and any(issue.code == "same_row" for issue in record.issues):
                self.planner.rows.append(
                    row_at(record.source, key_of(record), str(record.name), reasons=warnings(record))
                )
            elif place not in dropped:
                out.append(record)
        return out

    def _of(self, record: StudentRecord, by_row: dict[Any, StudentRecord]) -> list[tuple[StudentRecord, Any]]:
        found = [
            (by_row.get((record.source.sheet, i.params["row"])), i) for i in record.issues if i.code in PAIRS
        ]
        return [(other, issue) for other, issue in found if other and other.source.row < record.source.row]

    def _judge(self, record: StudentRecord, other: StudentRecord, issue: Any) -> set[tuple[str, int]]:
        """Ask about a pair or follow the answer; gives the places of the rows that are not written."""
        key = f"pair:{other.source.sheet}:{other.source.row}:{record.source.row}"
        both = {(r.source.sheet, r.source.row): r for r in (other, record)}
        choices = {f"row:{place[1]}": place for place in both}
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
                f"row:{r.source.row}",
                say(ROW_RIGHT, row=r.source.row, name=r.name, group=r.group),
                None,
                _noted(r),
            )
            for r in (other, record)
        ]
        if issue.code == "same_person":
            choices.append(Option(BOTH, say(BOTH_RIGHT)))
        self.planner.ask(
            record.source,
            key,
            str(record.name),
            [from_issue(issue)],
            choices,
            proposed=_better(other, record),
            record=record,
        )
        self.planner.wait(
            other.source, f"{key}:waits", str(other.name), say(WAITS, row=record.source.row), other
        )


def _noted(record: StudentRecord) -> tuple[Sentence, ...]:
    return (say("%(text)s", text=record.note),) if record.note else ()


def _better(one: StudentRecord, other: StudentRecord) -> str:
    """The row to propose: the one whose note speaks of a transfer, else the one in Kazakh letters."""
    moved = [
        r
        for r in (one, other)
        if "перевод" in r.note.lower() or "ауыс" in r.note.lower() or "transfer" in r.note.lower()
    ]
    if len(moved) == 1:
        return f"row:{moved[0].source.row}"
    kazakh = [r for r in (one, other) if language_of(str(r.name)) == "kk"]
    spelled = sorted(
        (one, other), key=lambda r: -sum(letter in "әғқңөұүһі" for letter in str(r.name).lower())
    )
    return f"row:{(kazakh[0] if len(kazakh) == 1 else spelled[0]).source.row}"
