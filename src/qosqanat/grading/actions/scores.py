"""Entering scores: the one way in which a cell of a sheet changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from qosqanat.grading import problems
from qosqanat.grading.ledger import Act, Entry, Ledger, Verdict
from qosqanat.people.models import Person
from qosqanat.people.reach import Who

BELIEVED = timedelta(days=366)
"""A device whose clock is further off than this tells no time."""


def enter_scores(
    entries: Sequence[Entry],
    *,
    by: Person,
    at: datetime,
    source: str,
    on_behalf_of: Person | None = None,
    reason: str = "",
    device_at: datetime | None = None,
    who: Who | None = None,
    all_or_nothing: bool = False,
) -> list[Verdict]:
    """Enter scores in one transaction and return one verdict per entry, in order (Y-6.3, Y-6.4).

    A bad entry is refused alone; with `all_or_nothing` it holds back the whole batch. The same `operation` again writes
    nothing and answers with the version it made. `who` saves reading the rights again; they are judged at `at`. An aware
    `device_at` that cannot be right is left out, the marks count.
    """
    act = Act(by, at, source, on_behalf_of, reason, _believed(device_at, at))
    with transaction.atomic():
        ledger = Ledger.open(entries, act, who or Who(by, at))
        verdicts = [ledger.judge(entry) for entry in entries]
        if all_or_nothing and not all(verdict.ok for verdict in verdicts):
            return [_held_back(verdict) for verdict in verdicts]
        ratings = dict(ledger.write())
    for pk in ledger.sheets.keys() - ratings.keys():
        if (rating := ledger.rate(pk)) is not None:
            ratings[pk] = rating
    return [replace(verdict, ratings=ratings.get(verdict.entry.sheet_id)) for verdict in verdicts]


def _believed(device_at: datetime | None, at: datetime) -> datetime | None:
    return device_at if device_at is not None and abs(device_at - at) <= BELIEVED else None


def _held_back(verdict: Verdict) -> Verdict:
    if verdict.status != "saved":
        return verdict
    return Verdict(verdict.entry, "refused", problems=(problems.held_back(),))


def judge_scores(
    entries: Sequence[Entry],
    *,
    by: Person,
    at: datetime,
    source: str,
    reason: str = "",
    who: Who | None = None,
) -> list[Verdict]:
    """What `enter_scores` would answer to each entry now; nothing is written."""
    with transaction.atomic():
        ledger = Ledger.open(entries, Act(by, at, source, reason=reason), who or Who(by, at))
        return [ledger.judge(entry) for entry in entries]
