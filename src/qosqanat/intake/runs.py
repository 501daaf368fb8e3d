"""One run: held as it is now, its content, its dry run, and what is kept of it."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from qosqanat.core.problems import Problem, Refused
from qosqanat.files.models import StoredFile
from qosqanat.people.models import Person

from . import vault
from .enums import RunState
from .models import ImportRun
from .plan import Outcome
from .plans.base import Context, Planner
from .reading import Content, compared, content_of

READING_FROM, COMPARING_FROM, WRITING_FROM = 5, 50, 95  # per cent of the time that a long file takes
NOTED = ["plan", "counts", "progress", "state", "failure", "answers", "columns", "applied_at"]
Progress = Callable[[int], None]


def locked(run: ImportRun, *states: str) -> ImportRun:
    """The run as it is now, held to the end of the transaction. Raises `Refused` outside `states`, if any are named."""
    held = ImportRun.objects.select_for_update(of=("self",)).select_related("university").get(pk=run.pk)
    if states:
        refuse_unless(held, *states)
    return held


def refuse_unless_planned(run: ImportRun) -> None:
    """Raises `Refused` when the run no longer waits for answers."""
    refuse_unless(run, RunState.PLANNED)


def refuse_unless(run: ImportRun, *states: str) -> None:
    """Raises `Refused` when the run is in none of `states`."""
    if run.state not in states:
        raise Refused([Problem(_("This file was already written or discarded: bring it again."))])


def read_content(run: ImportRun, data: bytes) -> Content:
    """The file as read with the run's columns, remembered on the run: reading takes the longest of all."""
    run.content = content_of(run.kind, run.columns, data, run.file_name)
    return run.content


def content_of_run(run: ImportRun) -> Content:
    """The file as read with the run's columns: what the run remembers, or from its sealed bytes."""
    if run.content and run.content.columns == run.columns:
        return run.content
    return read_content(run, vault.bring(run.file))


def comparing(progress: Progress) -> Progress:
    """The progress of comparing, in its part of the whole."""
    return lambda per_cent: progress(COMPARING_FROM + per_cent * (WRITING_FROM - COMPARING_FROM) // 100)


def planner_of(
    run: ImportRun, content: Content, at: datetime, progress: Progress = lambda per_cent: None
) -> Planner:
    """The dry run for whoever brought the file."""
    return planner_for(run, content, run.started_by, at, run.on_behalf_of, progress)


def planner_for(
    run: ImportRun,
    content: Content,
    by: Person | None,
    at: datetime,
    behalf: Person | None,
    progress: Progress,
) -> Planner:
    """The file compared with the database as it is at `at`, for whoever acts."""
    tables = tuple(content.tables)
    context = Context(run.university, tables, run.answers, run.file_name, by, at, progress, behalf)
    return compared(run.kind, content.found, context)


def keep(run: ImportRun, outcome: Outcome, at: datetime) -> ImportRun:
    """Keep a dry run, sealed: the run waits for answers and confirmation."""
    return note(run, outcome, sealed(outcome, at), RunState.PLANNED)


def sealed(outcome: Outcome, at: datetime) -> StoredFile:
    """The dry run as a sealed file."""
    return vault.keep(outcome.to_bytes(), name="plan.json", at=at)


def note(run: ImportRun, outcome: Outcome, kept: StoredFile, state: RunState) -> ImportRun:
    """Write on the run what came of it."""
    run.plan, run.counts, run.progress, run.state, run.failure = kept, outcome.counts, 100, state, {}
    run.save(update_fields=NOTED if run.pk else None)
    return run
