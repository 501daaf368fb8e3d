"""A long import holds nobody up: it is planned while everybody else writes, and written in few statements."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qosqanat.intake import actions
from qosqanat.intake.enums import RunState
from qosqanat.intake.plans.contingent import ContingentPlanner
from qosqanat.people.models import Person
from qosqanat.people.models.word import Word
from qosqanat.studies.models import Group, Student
from tests import cast

from .conftest import AT, Bring, Empty
from .test_actions import HEAD, ROWS, listed

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def meanwhile(transactional_db: None, shared: Callable[[], str]) -> Callable[[str], dict[str, object]]:
    """Run `tests.intake.planner` on a database that other processes reach."""
    cast.build("yessenov")
    url = shared()

    def run(moment: str) -> dict[str, object]:
        done = subprocess.run(
            [sys.executable, "-m", "tests.intake.planner", moment],
            cwd=ROOT,
            env={**os.environ, "QOSQANAT_DATABASE_URL": url},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, object] = json.loads(done.stdout)
        return found

    return run


def test_a_mark_is_entered_while_a_file_is_planned(
    meanwhile: Callable[[str], dict[str, object]],
) -> None:
    assert meanwhile("plan") == {"marks": ["saved", "repeated"], "students": 1}


def test_the_control_a_mark_waits_only_while_the_file_is_written(
    meanwhile: Callable[[str], dict[str, object]],
) -> None:
    """SQLite has one writer at a time; PostgreSQL locks rows, so nobody waits at all."""
    marks = {"sqlite": ["database is locked"], "postgresql": ["saved"]}[connection.vendor]
    assert meanwhile("write") == {"marks": marks, "students": 1}


def test_the_plan_is_made_before_the_transaction(bare: Empty, bring: Bring, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    run = bring("contingent", "list.csv", listed())
    depth: list[int] = []
    plan = ContingentPlanner.plan

    def deep(self: ContingentPlanner, parsed) -> None:  # type: ignore[no-untyped-def]
        depth.append(len(connection.savepoint_ids))
        plan(self, parsed)

    monkeypatch.setattr(ContingentPlanner, "plan", deep)
    outside = len(connection.savepoint_ids)
    actions.apply(run, by=bare.office, at=AT)
    assert depth == [outside], "planned once, and not inside"


def test_a_change_between_plan_and_writing_has_the_plan_made_again(
    bare: Empty,
    bring: Bring,
    monkeypatch,  # type: ignore[no-untyped-def]
) -> None:
    actions.apply(bring("contingent", "list.csv", listed()), by=bare.office, at=AT)
    run = bring("contingent", "list.csv", listed(ROWS.replace("Айдынұлы", "Айдынов")))
    planned: list[int] = []
    plan = ContingentPlanner.plan

    def interrupted(self: ContingentPlanner, parsed) -> None:  # type: ignore[no-untyped-def]
        plan(self, parsed)
        planned.append(1)
        if len(planned) == 1:
            Person.objects.filter(surname="Айдынұлы").update(surname="Айдынов")

    monkeypatch.setattr(ContingentPlanner, "plan", interrupted)
    done = actions.apply(run, by=bare.office, at=AT)
    assert len(planned) == 2 and done.counts["changed"] == 0 and done.counts["unchanged"] == 2


def test_changes_without_end_are_outlasted_inside_the_transaction(
    bare: Empty,
    bring: Bring,
    monkeypatch,  # type: ignore[no-untyped-def]
) -> None:
    run = bring("contingent", "list.csv", listed())
    plan, asked = ContingentPlanner.plan, []

    def interrupted(self: ContingentPlanner, parsed) -> None:  # type: ignore[no-untyped-def]
        plan(self, parsed)
        asked.append(1)
        Person.objects.filter(pk=bare.office.pk).update(phone=f"+7{len(asked)}")

    monkeypatch.setattr(ContingentPlanner, "plan", interrupted)
    assert actions.apply(run, by=bare.office, at=AT).state == RunState.APPLIED
    assert len(asked) == actions.ATTEMPTS + 1


def test_many_rows_take_as_many_statements_as_few(bare: Empty, bring: Bring) -> None:
    def queries(first: int, count: int) -> int:
        rows = "".join(
            f"{first + n};МГІ-24-1;3;6B07201;Айдынұлы Ш{chr(1072 + n // 30)}{chr(1072 + n % 30)}{chr(1072 + first // 1000)};;;;Мұнай-газ ісі;Инжиниринг\n"
            for n in range(count)
        )
        run = bring("contingent", "list.csv", (HEAD + rows).encode())
        with CaptureQueriesContext(connection) as asked:
            actions.apply(run, by=bare.office, at=AT)
        return len(asked)

    queries(1000, 1)
    few, many = queries(2000, 2), queries(3000, 60)
    assert many <= few
    assert Student.objects.count() == 63 and Group.objects.count() == 1
    assert all(student.person_id and student.group_id for student in Student.objects.all())


def test_who_came_in_bulk_is_found_and_sorted(bare: Empty, bring: Bring) -> None:
    run = bring("contingent", "list.csv", listed())
    actions.apply(run, by=bare.office, at=AT)
    student = Student.objects.get(number="41202")
    assert list(Person.objects.matching("iliasova alia")) == [student.person] and student.person.sort_key
    assert list(Student.objects.matching("41202")) == [student]
    assert Word.objects.filter(subject_type="people.person", subject_id=student.person_id).count() == 3
    assert Group.objects.get().sort_key
