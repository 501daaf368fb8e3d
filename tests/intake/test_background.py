"""Work in the background ends in one way or another, and nobody's stale page undoes what came of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.translation import get_language, override

from qosqanat.core.problems import Problem, Refused
from qosqanat.intake import actions, tasks
from qosqanat.intake.draft import Draft
from qosqanat.intake.enums import RunState
from qosqanat.intake.models import SIGN_OF_LIFE, ImportRun
from qosqanat.intake.plan import Outcome
from qosqanat.intake.plans.contingent import ContingentPlanner
from qosqanat.intake.problems import why_failed
from qosqanat.people.models import Account, Act
from qosqanat.studies.models import Student
from tests import cast

from .conftest import AT, Bring, Empty
from .test_actions import listed

MOMENT = timedelta(seconds=1)
Queue = list[tuple[object, ...]]


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    """Every file is a long one; jobs wait here."""
    queued: Queue = []
    monkeypatch.setattr(actions, "LONG_FILE", 10)
    monkeypatch.setattr(actions, "enqueue", lambda *job: queued.append(job))
    return queued


@pytest.fixture
def writing(bare: Empty, bring: Bring, queue: Queue) -> ImportRun:
    return actions.confirm(bring("contingent", "list.csv", listed()), by=bare.office, at=AT)


def _broken(*args: object) -> None:
    raise RuntimeError("a fault")


def _stale(run: ImportRun) -> ImportRun:
    return ImportRun.objects.select_related("university", "file").get(pk=run.pk)


def test_a_stale_page_does_not_discard_what_was_written(bare: Empty, bring: Bring) -> None:
    run = bring("contingent", "list.csv", listed())
    stale = _stale(run)
    actions.apply(run, by=bare.office, at=AT)
    with pytest.raises(Refused, match="already written"):
        actions.discard(stale, by=bare.office, at=AT)
    assert _stale(run).state == RunState.APPLIED and _stale(run).applied_at == AT
    assert not Act.objects.filter(action="import.discard").exists()


def test_a_stale_page_does_not_confirm_what_was_discarded(bare: Empty, bring: Bring, queue: Queue) -> None:
    run = bring("contingent", "list.csv", listed())
    stale = _stale(run)
    actions.discard(run, by=bare.office, at=AT)
    with pytest.raises(Refused, match="written or discarded"):
        actions.confirm(stale, by=bare.office, at=AT)
    assert _stale(run).state == RunState.DISCARDED and not queue


def test_the_control_a_run_that_waits_is_confirmed_or_discarded(
    bare: Empty, bring: Bring, queue: Queue
) -> None:
    one, other = bring("contingent", "list.csv", listed()), bring("contingent", "list.csv", listed())
    assert actions.confirm(_stale(one), by=bare.office, at=AT).state == RunState.WRITING
    assert actions.discard(_stale(other), by=bare.office, at=AT).state == RunState.DISCARDED
    assert queue == [("qosqanat.intake.tasks.write", one.pk, bare.office.pk, None)]


def test_a_run_discarded_while_it_was_read_stays_discarded(
    bare: Empty, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = actions.bring(bare.university, "contingent", listed(), "list.csv", by=bare.office, at=AT)
    plan = ContingentPlanner.plan

    def meanwhile(self: ContingentPlanner, parsed) -> None:  # type: ignore[no-untyped-def]
        plan(self, parsed)
        actions.discard(run, by=bare.office, at=AT)

    monkeypatch.setattr(ContingentPlanner, "plan", meanwhile)
    tasks.read(run.pk)
    assert _stale(run).state == RunState.DISCARDED and not _stale(run).failure


def test_an_error_while_writing_puts_the_run_back_and_says_so_in_any_language(
    bare: Empty, writing: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(Draft, "write", _broken)
        with pytest.raises(RuntimeError):
            tasks.write(writing.pk, bare.office.pk)
    run = _stale(writing)
    assert run.state == RunState.PLANNED and run.failure == {"code": "unexpected", "params": {}}
    assert "nothing was written" in why_failed(run.failure) and not Student.objects.exists()
    tasks.write(actions.confirm(run, by=bare.office, at=AT).pk, bare.office.pk)
    assert _stale(run).state == RunState.APPLIED and not _stale(run).failure
    assert Student.objects.count() == 2


def test_an_error_while_reading_ends_the_reading(
    bare: Empty, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = actions.bring(bare.university, "contingent", listed(), "list.csv", by=bare.office, at=AT)
    monkeypatch.setattr(ContingentPlanner, "plan", _broken)
    with pytest.raises(RuntimeError):
        tasks.read(run.pk)
    assert _stale(run).state == RunState.FAILED and _stale(run).failure["code"] == "unexpected"


def test_a_file_that_cannot_be_read_is_said_in_the_language_of_the_page(bare: Empty, queue: Queue) -> None:
    page = b"<html><body>"
    run = actions.bring(bare.university, "contingent", page, "list.xlsx", by=bare.office, at=AT)
    tasks.read(run.pk)
    said = []
    for language in ("kk", "ru", "en"):
        with override(language):
            said.append(why_failed(_stale(run).failure))
    assert len(set(said)) == 3 and "web page" in said[2]


def test_a_refusal_speaks_the_language_of_whoever_confirmed(
    house: cast.House, queue: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = actions.start(house.university, "contingent", listed(), "list.csv", by=house.office, at=cast.AT)
    run = actions.confirm(run, by=house.office, at=cast.AT)
    Account.objects.create(username="office", person=house.office, language="ru")

    def refused(self: Draft) -> None:
        raise Refused([Problem(f"said in {get_language()}")])

    monkeypatch.setattr(Draft, "write", refused)
    with override("kk"):
        tasks.write(run.pk, house.office.pk)
    assert why_failed(_stale(run).failure) == "said in ru" and _stale(run).state == RunState.PLANNED


def test_a_worker_that_was_too_late_changes_nothing(
    bare: Empty, writing: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two workers at one run: the slower one's refusal is not written over what the faster one did."""
    ready = Draft.ready

    def overtaken(self: Draft) -> None:
        ready(self)
        with monkeypatch.context() as quiet:
            quiet.setattr(Draft, "ready", ready)
            actions.apply(_stale(writing), by=bare.office, at=AT)

    monkeypatch.setattr(Draft, "ready", overtaken)
    tasks.write(writing.pk, bare.office.pk)
    assert _stale(writing).state == RunState.APPLIED and not _stale(writing).failure
    assert Student.objects.count() == 2


def test_a_run_that_stands_still_is_taken_up_again(bare: Empty, writing: ImportRun, queue: Queue) -> None:
    early, late = AT + SIGN_OF_LIFE, AT + SIGN_OF_LIFE + MOMENT
    actions.go_on(writing, by=bare.office, at=early)
    assert len(queue) == 1, "the control: it may still move"
    actions.go_on(writing, by=bare.office, at=late)
    assert queue[1] == ("qosqanat.intake.tasks.write", writing.pk, bare.office.pk, None)
    assert not _stale(writing).stands_still(late + SIGN_OF_LIFE)
    tasks.write(writing.pk, bare.office.pk)
    tasks.write(writing.pk, bare.office.pk)
    assert _stale(writing).state == RunState.APPLIED and Student.objects.count() == 2


def test_a_reading_that_stands_still_is_taken_up_again(bare: Empty, queue: Queue) -> None:
    run = actions.bring(bare.university, "contingent", listed(), "list.csv", by=bare.office, at=AT)
    actions.go_on(run, by=bare.office, at=AT + SIGN_OF_LIFE + MOMENT)
    assert queue == [("qosqanat.intake.tasks.read", run.pk)] * 2


def test_a_sign_of_life_is_given_while_a_file_is_written(
    bare: Empty, writing: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = AT + timedelta(hours=1)
    monkeypatch.setattr(tasks, "now", lambda: at)
    moved: list[bool] = []
    to_bytes = Outcome.to_bytes

    def looked(self: Outcome) -> bytes:
        moved.append(_stale(writing).stands_still(at))
        return to_bytes(self)

    assert _stale(writing).stands_still(at), "the control"
    monkeypatch.setattr(Outcome, "to_bytes", looked)
    tasks.write(writing.pk, bare.office.pk)
    assert moved == [False]


def test_a_writing_is_discarded_only_when_it_stands_still(
    bare: Empty, writing: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match="being written just now"):
        actions.discard(writing, by=bare.office, at=AT + SIGN_OF_LIFE)
    actions.discard(writing, by=bare.office, at=AT + SIGN_OF_LIFE + MOMENT)
    tasks.write(writing.pk, bare.office.pk)
    assert _stale(writing).state == RunState.DISCARDED and not Student.objects.exists()


def test_the_last_attempt_holds_the_run_as_well(
    bare: Empty, writing: ImportRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ContingentPlanner, "stands", lambda self: False)
    held: list[tuple[str, ...]] = []
    locked: Callable[..., ImportRun] = actions.locked

    def noted(run: ImportRun, *states: str) -> ImportRun:
        held.append(states)
        return locked(run, *states)

    monkeypatch.setattr(actions, "locked", noted)
    tasks.write(writing.pk, bare.office.pk)
    assert len(held) == actions.ATTEMPTS + 1 and _stale(writing).state == RunState.APPLIED
