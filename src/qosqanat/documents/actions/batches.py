"""Many papers at once: asked for, printed in the background slice by slice, handed over as one file, forgotten.

Every step may be repeated: a row that has its paper is never printed again, so a killed job goes on where it stopped.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from qosqanat.core.jobs import enqueue
from qosqanat.core.problems import refuse_if
from qosqanat.files.models import discard, store, write
from qosqanat.people.log import record
from qosqanat.people.models import Person
from qosqanat.people.reach import Who
from qosqanat.studies.models import Course

from .. import bundle as bundles
from .. import problems
from ..enums import BatchState, LeftOut
from ..models import Batch, BatchRow, Document
from ..papers.render import PRESSES, PaperRefused
from ..printing import Draft, Subject, drafts_of, free_codes
from ..queries import latest, place_of, rows_of, with_right
from .papers import keep

JOB = "qosqanat.documents.tasks.prepare"
SLICE = 40
KEPT = timedelta(days=7)


@transaction.atomic
def ask(
    form: str,
    subjects: Sequence[Subject],
    *,
    language: str,
    bundle: str,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> Batch:
    """Ask for `form` of many subjects of one university in one language; they come in the given order.

    Raises Refused for nothing and for more than can be prepared at once.
    """
    refuse_if(problems.problems_of_batch(len(subjects)))
    batch = Batch.objects.create(
        university_id=subjects[0].university_id,
        form=form,
        language=language,
        bundle=bundle,
        asked_at=at,
        asked_by=by,
        on_behalf_of=on_behalf_of,
        moved_at=at,
    )
    BatchRow.objects.bulk_create(
        BatchRow(batch=batch, position=position, **place_of(subject))
        for position, subject in enumerate(subjects, start=1)
    )
    _log("document.ask", batch, by, at, on_behalf_of, form=form, papers=len(subjects))
    enqueue(JOB, batch.pk)
    return batch


def _log(
    action: str, batch: Batch, by: Person, at: datetime, on_behalf_of: Person | None, **detail: Any
) -> None:
    record(action, batch, by=by, at=at, on_behalf_of=on_behalf_of, university=batch.university_id, **detail)


@transaction.atomic
def cancel(batch: Batch, *, by: Person, at: datetime, on_behalf_of: Person | None = None) -> Batch:
    """Stop the printing; what is printed stays valid. A batch that has ended is left as it is."""
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.is_preparing:
        batch.state, batch.ended_at = BatchState.CANCELLED, at
        batch.save(update_fields=["state", "ended_at"])
        _log("document.cancel", batch, by, at, on_behalf_of)
    return batch


@transaction.atomic
def go_on(batch: Batch, *, by: Person, at: datetime, on_behalf_of: Person | None = None) -> Batch:
    """Set the background worker on a batch that stands still; one that moves or has ended is left as it is."""
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.stands_still(at):
        Batch.objects.filter(pk=batch.pk).update(moved_at=at)
        _log("document.go_on", batch, by, at, on_behalf_of)
        enqueue(JOB, batch.pk)
    return batch


@dataclass(frozen=True)
class Proof:
    """What came of one row before anything is kept: a paper to keep, the paper before it, or why it is left out."""

    row: BatchRow
    draft: Draft | None = None
    code: str = ""
    pdf: bytes = b""
    left_out: str = ""
    offender: str = ""


def print_some(batch: Batch, *, at: datetime) -> bool:
    """Print and keep the next papers of a batch; False when none waits or it was cancelled.

    Facts are read for the whole slice at once, printing runs on two threads outside any lock, and each paper is kept
    in the transaction that marks its row. Who asked must still have the right.
    """
    rows = list(rows_of(batch).waiting()[:SLICE])
    if not rows or not Batch.objects.filter(pk=batch.pk, state=BatchState.PREPARING).exists():
        return False
    behalf = with_right(Who(batch.asked_by, at), rows)
    drafts = drafts_of(batch.form, [row.subject for row in rows if row.pk in behalf], batch.language, at)
    with ThreadPoolExecutor(PRESSES) as pool:
        tried = [(row, row.pk in behalf, drafts.get(row.subject.pk)) for row in rows]
        proofs = list(pool.map(_proof, *zip(*tried, strict=True), free_codes(len(rows))))
    return _keep_slice(batch, proofs, behalf, at)


def _proof(row: BatchRow, allowed: bool, draft: Draft | None, code: str) -> Proof:
    """Print one draft and put its bytes on the disk; no bytes where the paper before it still stands."""
    if not allowed:
        return Proof(row, left_out=LeftOut.RIGHT)
    if draft is None:
        return Proof(row, left_out=LeftOut.NOTHING)
    if draft.is_unchanged():
        return Proof(row, draft)
    try:
        pdf = draft.printed(code)
    except PaperRefused as refusal:
        return Proof(row, left_out=LeftOut(refusal.reason), offender=refusal.text[:500])
    write(pdf)
    return Proof(row, draft, code, pdf)


def _keep_slice(
    batch: Batch, proofs: Sequence[Proof], behalf: Mapping[int, Person | None], at: datetime
) -> bool:
    with transaction.atomic():
        if not Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk).is_preparing:
            return False
        courses = {proof.row.course_id for proof in proofs}
        # read here only to hold them, always in one order
        list(Course.objects.select_for_update(of=("self",)).filter(pk__in=courses).order_by("pk"))
        waiting = set(batch.rows.waiting().values_list("pk", flat=True))
        last = latest(batch.form, [proof.row.subject for proof in proofs], batch.language)
        for proof in proofs:
            if proof.row.pk in waiting:
                _settle(batch, proof, last.get(proof.row.subject.pk), behalf.get(proof.row.pk), at)
        Batch.objects.filter(pk=batch.pk).update(moved_at=at)
    return True


def _settle(
    batch: Batch, proof: Proof, last: Document | None, on_behalf_of: Person | None, at: datetime
) -> None:
    """Mark one row; it goes on waiting where another paper came between its reading and now."""
    row, draft = proof.row, proof.draft
    if draft is not None:
        if not draft.follows(last):
            return
        row.document = last
        if proof.pdf:
            row.document = keep(
                draft, proof.code, proof.pdf, by=batch.asked_by, at=at, on_behalf_of=on_behalf_of
            )
    row.left_out, row.offender = proof.left_out, proof.offender
    row.save(update_fields=["document", "left_out", "offender"])


def hand_over(batch: Batch, *, at: datetime) -> Batch:
    """Put the printed papers of a batch without waiting rows into its one file; again, it changes nothing."""
    if (
        batch.rows.waiting().exists()
        or not Batch.objects.filter(pk=batch.pk, state=BatchState.PREPARING).exists()
    ):
        return batch
    rows = list(rows_of(batch).exclude(document=None))
    name, media_type, data = bundles.packed(batch, rows)
    with transaction.atomic():
        batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        if batch.is_preparing:
            batch.state, batch.ended_at, batch.moved_at = BatchState.READY, at, at
            if data:
                batch.file = store(data, name=name, media_type=media_type, at=at)
                batch.kept_until = at + KEPT
            batch.save()
    return batch


def forget_expired(*, at: datetime) -> int:
    """Take the files of batches away when their time is over; the papers in them stay. How many were taken."""
    taken = 0
    with transaction.atomic():
        old = Batch.objects.select_for_update(of=("self",)).filter(kept_until__lte=at).exclude(file=None)
        for batch in old:
            file, batch.file = batch.file, None
            batch.save(update_fields=["file"])
            if file:
                discard(file)
                taken += 1
    return taken
