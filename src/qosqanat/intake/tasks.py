"""Long files, in the background. Asked for twice or run again after it was killed, a job does its work once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import override

from qosqanat.core.clock import now
from qosqanat.core.problems import Refused
from qosqanat.people.models import Account, Person
from qosqanat.spreadsheets.refusal import FileRefused

from . import actions
from .enums import RunState
from .models import ImportRun
from .problems import failure_of


def read(run_id: int) -> None:
    """Plan a run; a file that cannot be read leaves its reason in `failure`."""
    run = ImportRun.objects.get(pk=run_id)
    if run.state != RunState.READING:
        return
    with _ending(run, RunState.FAILED):
        actions.plan(run, at=now(), progress=lambda per_cent: _note(run_id, per_cent))


def write(run_id: int, person_id: int, behalf_id: int | None = None) -> None:
    """Write a planned run; whatever prevents it puts it back to waiting, with the reason in `failure`.

    Rooms below word their refusals at once, so they speak the language of whoever confirmed.
    """
    run = ImportRun.objects.get(pk=run_id)
    if run.state != RunState.WRITING:
        return
    with override(_language(person_id)), _ending(run, RunState.PLANNED):
        actions.apply(
            run,
            by=_person(person_id),
            at=now(),
            on_behalf_of=_person(behalf_id),
            progress=lambda per_cent: _note(run_id, per_cent),
        )


@contextmanager
def _ending(run: ImportRun, state: RunState) -> Iterator[None]:
    """Any error ends the waiting: the run gets `state` and the reason, unless somebody was faster."""
    waiting = run.state
    try:
        yield
    except Exception as error:
        ImportRun.objects.filter(pk=run.pk, state=waiting).update(state=state, failure=failure_of(error))
        if not isinstance(error, Refused | FileRefused):
            raise


def _person(pk: int | None) -> Person | None:
    return Person.objects.get(pk=pk) if pk else None


def _language(person_id: int) -> str:
    account = Account.objects.filter(person=person_id).first()
    return account.language if account else "kk"


def _note(run_id: int, per_cent: int) -> None:
    ImportRun.objects.filter(pk=run_id).update(progress=per_cent, moved_at=now())
