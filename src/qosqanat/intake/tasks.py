"""Long files, in the background."""

from qosqanat.core.clock import now
from qosqanat.core.problems import Refused
from qosqanat.people.models import Person
from qosqanat.spreadsheets.refusal import FileRefused

from . import actions
from .enums import RunState
from .models import ImportRun


def read(run_id: int) -> None:
    """Plan a run; a file that cannot be read leaves its reason in `counts`."""
    run = ImportRun.objects.get(pk=run_id)
    if run.state != RunState.READING:
        return
    try:
        actions.plan(run, at=now(), progress=lambda per_cent: _note(run_id, per_cent))
    except FileRefused as refusal:
        failure = {"code": refusal.code, "params": {key: str(value) for key, value in refusal.params.items()}}
        ImportRun.objects.filter(pk=run_id).update(state=RunState.FAILED, counts=failure)


def write(run_id: int, person_id: int | None, behalf_id: int | None = None) -> None:
    """Write a planned run; a refusal puts it back to waiting, with its reasons in `counts`."""
    run = ImportRun.objects.get(pk=run_id)
    if run.state != RunState.WRITING:
        return
    try:
        actions.apply(
            run,
            by=_person(person_id),
            at=now(),
            on_behalf_of=_person(behalf_id),
            progress=lambda per_cent: _note(run_id, per_cent),
        )
    except (Refused, FileRefused) as refusal:
        counts = {**run.counts, "refusal": str(refusal)}
        ImportRun.objects.filter(pk=run_id).update(state=RunState.PLANNED, counts=counts)


def _person(pk: int | None) -> Person | None:
    return Person.objects.get(pk=pk) if pk else None


def _note(run_id: int, per_cent: int) -> None:
    ImportRun.objects.filter(pk=run_id).update(progress=per_cent)
