"""Bringing in a file: read and plan, put columns right, answer, write all of it or nothing, discard."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qosqanat.core.bulk import Rows
from qosqanat.core.jobs import enqueue
from qosqanat.core.problems import Problem, Refused
from qosqanat.files.models import StoredFile
from qosqanat.people.log import record
from qosqanat.people.models import Act, Person, Unit
from qosqanat.spreadsheets.reader import DEFAULT

from . import vault
from .enums import RunState
from .models import ColumnMapping, ImportRun
from .plan import Outcome, outcome_from
from .plans.base import Planner
from .reading import Content
from .refused import refused_workbook
from .runs import (
    READING_FROM,
    WRITING_FROM,
    Progress,
    comparing,
    content_of_run,
    keep,
    locked,
    note,
    planner_for,
    planner_of,
    read_content,
    refuse_unless,
    refuse_unless_planned,
    sealed,
)

LONG_FILE = 250_000
ROUNDS, ATTEMPTS = 3, 3


def receive(
    university: Unit,
    kind: str,
    data: bytes,
    file_name: str,
    *,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> ImportRun:
    """Keep the file, sealed, and open a run that waits to be read."""
    run = _opened(university, kind, file_name, by, at, on_behalf_of)
    run.file = vault.keep(data, name=file_name, at=at)
    run.save()
    return run


def _opened(
    university: Unit, kind: str, file_name: str, by: Person | None, at: datetime, behalf: Person | None
) -> ImportRun:
    known = ColumnMapping.objects.filter(university=university, kind=kind).first()
    return ImportRun(
        university=university,
        kind=kind,
        file_name=file_name[:200],
        state=RunState.READING,
        columns=known.columns if known else {},
        started_at=at,
        started_by=by,
        on_behalf_of=behalf,
    )


def start(
    university: Unit,
    kind: str,
    data: bytes,
    file_name: str,
    *,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> ImportRun:
    """Read a file and plan it: nothing but the run and its sealed bytes is written. Raises `FileRefused`."""
    run = _opened(university, kind, file_name, by, at, on_behalf_of)
    planner = planner_of(run, read_content(run, data), at)
    run.file = vault.keep(data, name=file_name, at=at)
    return keep(run, planner.outcome, at)


def rehearse(
    university: Unit,
    kind: str,
    data: bytes,
    file_name: str,
    *,
    by: Person | None,
    at: datetime,
    answers: Mapping[str, str],
    accept: bool = False,
) -> tuple[Outcome, Content]:
    """The dry run alone and the file as read; nothing is kept. `accept` takes the proposed answers.

    Raises `FileRefused`.
    """
    run = _opened(university, kind, file_name, by, at, None)
    content = read_content(run, data)
    run.answers = _merged(run, answers)
    outcome = planner_of(run, content, at).outcome
    return _accepted(run, content, outcome, at) if accept else outcome, content


def bring(
    university: Unit,
    kind: str,
    data: bytes,
    file_name: str,
    *,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> ImportRun:
    """`start`, but a long file is only received here and read in the background. Raises `FileRefused`."""
    if len(data) <= LONG_FILE or len(data) > DEFAULT.megabytes * 1024 * 1024:
        return start(university, kind, data, file_name, by=by, at=at, on_behalf_of=on_behalf_of)
    with transaction.atomic():
        run = receive(university, kind, data, file_name, by=by, at=at, on_behalf_of=on_behalf_of)
        enqueue("qosqanat.intake.tasks.read", run.pk)
    return run


def confirm(run: ImportRun, *, by: Person, at: datetime, on_behalf_of: Person | None = None) -> ImportRun:
    """`apply`, but a long file is written in the background. Raises `Refused`, `FileRefused`."""
    if run.file.size <= 2 * LONG_FILE:
        return apply(run, by=by, at=at, on_behalf_of=on_behalf_of)
    with transaction.atomic():
        run = locked(run, RunState.PLANNED)
        run.state, run.failure = RunState.WRITING, {}
        _set_to_work(run, by, at, on_behalf_of)
    return run


@transaction.atomic
def go_on(run: ImportRun, *, by: Person, at: datetime, on_behalf_of: Person | None = None) -> ImportRun:
    """Set the background worker on a run that stands still; one that moves or has ended is left as it is."""
    run = locked(run)
    if run.stands_still(at):
        _set_to_work(run, by, at, on_behalf_of)
        record("import.go_on", run, by=by, at=at, on_behalf_of=on_behalf_of, university=run.university_id)
    return run


def _set_to_work(run: ImportRun, by: Person, at: datetime, behalf: Person | None) -> None:
    """Queue what the run's state waits for; asked for twice, it is done once."""
    run.progress, run.moved_at = 0, at
    run.save(update_fields=["state", "failure", "progress", "moved_at"])
    if run.state == RunState.READING:
        enqueue("qosqanat.intake.tasks.read", run.pk)
    else:
        enqueue("qosqanat.intake.tasks.write", run.pk, by.pk, behalf.pk if behalf else None)


def plan(run: ImportRun, *, at: datetime, progress: Progress = lambda per_cent: None) -> ImportRun:
    """Make the dry run anew from the file, the columns and the answers.

    Raises `FileRefused`, and `Refused` when the run was closed meanwhile.
    """
    progress(READING_FROM)
    content = content_of_run(run)
    outcome = planner_of(run, content, at, comparing(progress)).outcome
    with transaction.atomic():
        locked(run, RunState.READING, RunState.PLANNED)
        return keep(run, outcome, at)


def outcome_of(run: ImportRun) -> Outcome:
    """The last dry run; an empty one before the file is read."""
    return outcome_from(vault.bring(run.plan)) if run.plan else Outcome()


def refused_rows(run: ImportRun) -> bytes:
    """What the last dry run refused, as a workbook to be corrected and brought again. Raises `FileRefused`."""
    return refused_workbook(content_of_run(run), outcome_of(run))


def correct_columns(
    run: ImportRun,
    columns: Mapping[str, str],
    *,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> ImportRun:
    """Say which column means what (field -> title), remember it for the university and the kind, and plan again."""
    refuse_unless_planned(run)
    given = {field: title for field, title in columns.items() if title}

    def change() -> Outcome:
        run.columns = given
        return planner_of(run, content_of_run(run), at).outcome

    with transaction.atomic():
        defaults = {"columns": given, "changed_at": at}
        ColumnMapping.objects.update_or_create(university=run.university, kind=run.kind, defaults=defaults)
        record(
            "import.columns",
            run,
            by=by,
            at=at,
            on_behalf_of=on_behalf_of,
            university=run.university_id,
            columns=given,
        )
    return _settled(run, change, at)


def answer(run: ImportRun, answers: Mapping[str, str], *, at: datetime) -> ImportRun:
    """Answer questions (key -> token; an empty token takes an answer back) and plan again."""

    def change() -> Outcome:
        run.answers = _merged(run, answers)
        return planner_of(run, content_of_run(run), at).outcome

    return _settled(run, change, at)


def accept_proposals(run: ImportRun, *, at: datetime) -> ImportRun:
    """Answer every open question that has a proposal with it."""
    return _settled(run, lambda: _accepted(run, content_of_run(run), outcome_of(run), at), at)


def _settled(run: ImportRun, change: Callable[[], Outcome], at: datetime) -> ImportRun:
    """Keep what `change` makes of the run and the dry run that follows from it.

    Planning takes long, so nobody is locked out: what others answered meanwhile stays, and the change is made anew on it.
    """
    while True:
        refuse_unless_planned(run)
        before = run.answers, run.columns
        outcome = change()
        with transaction.atomic():
            now = locked(run, RunState.PLANNED)
            if (now.answers, now.columns) == before:
                return keep(run, outcome, at)
        run.answers, run.columns, run.plan = now.answers, now.columns, now.plan


def _accepted(run: ImportRun, content: Content, outcome: Outcome, at: datetime) -> Outcome:
    """An answer may open further questions, hence the rounds."""
    for _round in range(ROUNDS):
        proposals = _proposals(outcome)
        if not proposals:
            break
        run.answers = _merged(run, proposals)
        outcome = planner_of(run, content, at).outcome
    return outcome


def _proposals(outcome: Outcome) -> dict[str, str]:
    asked = [row.question for row in outcome.with_verdict("ask") if row.question]
    return {question.key: question.proposed for question in asked if question.proposed}


def _merged(run: ImportRun, answers: Mapping[str, str]) -> dict[str, str]:
    merged = {**run.answers, **{key: _kept(key, token) for key, token in answers.items()}}
    return {key: token for key, token in merged.items() if token}


def apply(
    run: ImportRun,
    *,
    by: Person | None,
    at: datetime,
    on_behalf_of: Person | None = None,
    progress: Progress = lambda per_cent: None,
) -> ImportRun:
    """Plan once more against the database as it is now and write it, all or nothing.

    The plan is made before the transaction and written only if what it rests on is still the same; somebody else's
    change has it made again, the last time inside. Open questions and refused rows are left out and stay listed.
    Raises `Refused`, `FileRefused`.
    """
    progress(READING_FROM)
    content = content_of_run(run)
    act = _Act(by, at, on_behalf_of)
    for _attempt in range(ATTEMPTS):
        writing = _Writing.of(run.pk, content, act, comparing(progress))
        progress(WRITING_FROM)
        with transaction.atomic():
            if writing.stands():
                return writing.write()
    with transaction.atomic():
        locked(run, RunState.PLANNED, RunState.WRITING)
        return _Writing.of(run.pk, content, act, comparing(progress)).write()


@dataclass(frozen=True)
class _Act:
    by: Person | None
    at: datetime
    behalf: Person | None


@dataclass
class _Writing:
    """A plan made ready to be written: all that takes long is done."""

    run: ImportRun
    planner: Planner
    act: _Act
    outcome: StoredFile

    @classmethod
    def of(cls, pk: int, content: Content, act: _Act, progress: Progress) -> "_Writing":
        run = ImportRun.objects.select_related("university").get(pk=pk)
        refuse_unless(run, RunState.PLANNED, RunState.WRITING)
        planner = planner_for(run, content, act.by, act.at, act.behalf, progress)
        if not planner.writable:
            raise Refused(
                [Problem(_("A text in this file is too long. See the refused rows and shorten it first."))]
            )
        planner.draft.ready()
        return cls(run, planner, act, sealed(planner.outcome, act.at))

    def stands(self) -> bool:
        """Whether run and database still are what was planned with; from now on the run is locked."""
        run = locked(self.run, RunState.PLANNED, RunState.WRITING)
        return (run.answers, run.columns) == (self.run.answers, self.run.columns) and self.planner.stands()

    def write(self) -> ImportRun:
        """Everything, in the caller's transaction."""
        run, act = self.run, self.act
        self.planner.draft.write()
        self._tell()
        run.applied_at = act.at
        note(run, self.planner.outcome, self.outcome, RunState.APPLIED)
        record(
            "import.apply",
            run,
            by=act.by,
            at=act.at,
            on_behalf_of=act.behalf,
            university=run.university_id,
            kind=run.kind,
            counts=run.counts,
        )
        return run

    def _tell(self) -> None:
        """One act for every record that came or changed, so that its history knows the file."""
        run, act = self.run, self.act
        acts = [
            Act(
                at=act.at,
                by=act.by,
                on_behalf_of=act.behalf,
                university_id=run.university_id,
                action="import.create" if changed is None else "import.change",
                subject_type=thing._meta.label_lower,
                subject_id=thing.pk,
                detail={"file": run.file_name} | ({"changed": changed} if changed else {}),
            )
            for thing, changed in self.planner.draft.told()
        ]
        Rows(Act, acts).write()


@transaction.atomic
def discard(
    run: ImportRun, *, by: Person | None, at: datetime, on_behalf_of: Person | None = None
) -> ImportRun:
    """Close a run without writing it. Raises `Refused` when it was written, and while it is being written."""
    run = locked(run)
    if run.state == RunState.APPLIED:
        raise Refused([Problem(_("This file was already written: it cannot be discarded."))])
    if run.state == RunState.WRITING and not run.stands_still(at):
        raise Refused([Problem(_("This file is being written just now: wait until that has ended."))])
    run.state = RunState.DISCARDED
    run.save(update_fields=["state"])
    record("import.discard", run, by=by, at=at, on_behalf_of=on_behalf_of, university=run.university_id)
    return run


def _kept(key: str, token: str) -> str:
    """A typed personal number is sealed like every other one."""
    return vault.hide(token) if token.startswith("=") and key.endswith(("/iin", "/bin")) else token
