"""Random histories of entries against an oracle written from the regulation's text alone (T13)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from qosqanat.core.problems import Refused
from qosqanat.grading import actions, practice, queries
from qosqanat.grading.actions import Entry
from qosqanat.grading.book import books_of
from qosqanat.grading.models import Cell, ScoreEvent, Sheet
from qosqanat.regulation.marks import ABSENT, EXCUSED
from tests import cast

START = datetime(
    2026, 8, 30, 19, 0, tzinfo=UTC
)  # Monday 31 August, midnight in Aqtau; week 1 begins on Tuesday
BOUNDARIES = [
    "0",
    "-0.01",
    "2.5",
    "3",
    "3.01",
    "5",
    "5.01",
    "10",
    "10.01",
    "13",
    "13.01",
    "4.001",
    "NaN",
    "Infinity",
]
VALUES = st.sampled_from([None, ABSENT, EXCUSED, *map(Decimal, BOUNDARIES)])
WEEKS_AGO = st.sampled_from([0, 0, 0, 1, 1, 2, 5, -1, -15])
COMPONENTS = st.sampled_from(["practice", "practice", "test", "iws"])
ROLES = st.sampled_from(["mentor", "mentor", "teacher", "teacher", "head", "registrar", "representative"])


class Oracle:
    """Annex 2 and the clauses 6.4, 6.5.2 and 6.7 in plain arithmetic; knows nothing of the product."""

    tasks = {1: 10, 2: 10, 3: 14, 4: 14}

    def __init__(self):
        self.values, self.versions, self.operations = {}, {}, {}
        self.reopened = {}

    def cap(self, component, number):
        if component == "iws":
            return self.tasks.get(number)
        if not 1 <= number <= 15:
            return None
        return 3 if component == "test" else 13 if number in (4, 8, 12, 15) else 5

    def allowed(self, role, component, number, value, at, reason):
        cap = self.cap(component, number)
        if cap is None or (isinstance(value, Decimal) and not self.fits(value, cap)):
            return False
        if self.week(at) < (1 if component == "iws" else number):
            return False
        if role == {"practice": "mentor"}.get(component, "teacher"):
            shut = (
                component == "practice"
                and at > self.closes(number)
                and self.reopened.get(number, START) <= at
            )
            return not shut
        return role == "head" and bool(reason)

    @staticmethod
    def week(at):
        hours = (at - START).total_seconds() / 3600
        return 0 if hours < 24 else int(hours // (24 * 7)) + 1

    @staticmethod
    def closes(week):
        """Sunday 25 October is Republic Day and Monday is off for it, so week 8 closes on Tuesday."""
        return START + timedelta(weeks=week, days=2 if week == 8 else 0) - timedelta(seconds=1)

    @staticmethod
    def fits(value, cap):
        return value.is_finite() and 0 <= value <= cap and (value * 100) % 1 == 0

    def status(self, role, sheet, component, number, value, operation, base, at, reason):
        if operation in self.operations:
            return "repeated" if self.operations[operation] == (sheet, component, number) else "refused"
        if not self.allowed(role, component, number, value, at, reason):
            return "refused"
        place = sheet, component, number
        if self.values.get(place) == value:
            return "repeated"
        if base is not None and base != self.versions.get(place, 0):
            return "conflict"
        self.values[place], self.operations[operation] = value, place
        self.versions[place] = self.versions.get(place, 0) + 1
        return "saved"

    def ratings(self, sheet):
        totals = [Decimal(0), Decimal(0)]
        for (owner, component, number), value in self.values.items():
            if owner == sheet and isinstance(value, Decimal):
                second = number > (2 if component == "iws" else 8)
                totals[second] += value
        return totals


class Scoring(RuleBasedStateMachine):
    operations = Bundle("operations")

    house: cast.House

    def __init__(self):
        super().__init__()
        self.oracle, self.at = Oracle(), START + timedelta(hours=12)
        self.sheets = [sheet.pk for sheet in self.house.sheets]
        self.history = transaction.atomic()
        self.history.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.history.__exit__(None, None, None)

    @rule(hours=st.integers(1, 24 * 9))
    def time_passes(self, hours):
        self.at += timedelta(hours=hours)

    @rule(seconds=st.integers(0, 1), value=VALUES, which=st.integers(0, 2))
    def mentor_at_the_end_of_the_week(self, seconds, value, which):
        week = min(max(1, self.oracle.week(self.at)), 15)
        self.at = max(self.at, self.oracle.closes(week) + timedelta(seconds=seconds))
        self.send("mentor", Entry(self.sheets[which], "practice", week, value, uuid4()), "")

    @precondition(lambda self: self.oracle.versions)
    @rule(back=st.integers(-1, 2), value=VALUES, which=st.integers(0, 99))
    def head_changes_a_place_seen_before(self, back, value, which):
        places = sorted(self.oracle.versions)
        place = places[which % len(places)]
        base = self.oracle.versions[place] - back
        self.send("head", Entry(*place, value, uuid4(), base), "x")

    @rule(week=st.integers(1, 15), hours=st.integers(1, 200))
    def dean_reopens(self, week, hours):
        closed = self.at > self.oracle.closes(week)
        until = self.at + timedelta(hours=hours)
        try:
            actions.reopen_week(
                self.house.course, week, until=until, reason="x", by=self.house.dean, at=self.at
            )
        except Refused:
            assert not closed
        else:
            assert closed
            self.oracle.reopened[week] = max(until, self.oracle.reopened.get(week, START))

    @rule(target=operations, component=COMPONENTS, ago=WEEKS_AGO, value=VALUES, role=ROLES, which=st.integers(0, 2), reason=st.sampled_from(["", "x"]),
          base=st.sampled_from([None, None, 0, 1, 2]))  # fmt: skip
    def enter(self, component, ago, value, role, which, reason, base):
        operation = uuid4()
        self.send(
            role, Entry(self.sheets[which], *self.place(component, ago), value, operation, base), reason
        )
        return operation

    @rule(
        operation=consumes(operations),
        component=COMPONENTS,
        ago=WEEKS_AGO,
        value=VALUES,
        which=st.integers(0, 2),
    )
    def send_again(self, operation: UUID, component, ago, value, which):
        self.send("mentor", Entry(self.sheets[which], *self.place(component, ago), value, operation), "")

    def place(self, component, ago):
        week = self.oracle.week(self.at) - ago
        return component, max(0, week % 6 if component == "iws" else week)

    def send(self, role, entry, reason):
        by = self.house.people[role]
        verdict = actions.enter_scores([entry], by=by, at=self.at, source="grid", reason=reason)[0]
        expected = self.oracle.status(role, *entry, self.at, reason)
        assert verdict.status == expected, (role, entry, self.at, verdict)
        assert bool(verdict.problems) == (verdict.status == "refused")

    @invariant()
    def what_is_stored_is_what_the_oracle_says(self):
        cells = {
            (cell.sheet_id, cell.component, cell.number): (cell.entry, cell.version)
            for cell in Cell.objects.all()
        }
        assert cells == {
            place: (self.oracle.values[place], self.oracle.versions[place]) for place in self.oracle.versions
        }
        assert ScoreEvent.objects.count() == sum(self.oracle.versions.values())
        assert actions.recount([self.house.course], by=None, at=self.at, write=False).differing == []
        assert practice.kept_wrongly([self.house.course.pk]) == []
        for sheet in Sheet.objects.filter(pk__in=self.sheets):
            one, two = self.oracle.ratings(sheet.pk)
            assert (sheet.ratings, sheet.admission, sheet.admitted) == (
                [one, two],
                (one + two) / 2,
                one + two >= 100,
            )
        rows = queries.course_grid(self.house.course, self.at).rows
        endangered = {row.sheet.pk for row in queries.endangered(books_of([self.house.course], self.at))}
        assert endangered == {row.sheet.pk for row in rows if row.at_risk}
        for row in rows:
            assert all(have <= can <= 100 for have, can in zip(row.periods, row.reachable, strict=True))


def test_no_history_disagrees_with_the_oracle(house):
    machine = type("Machine", (Scoring,), {"house": house})
    slow = settings(
        phases=[Phase.generate],
        max_examples=15,
        stateful_step_count=50,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(machine, settings=slow)
