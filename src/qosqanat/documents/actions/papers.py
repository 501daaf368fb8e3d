"""Issuing and revoking official papers."""

from datetime import datetime

from django.db import transaction

from qosqanat.core.problems import Refused, refuse_if
from qosqanat.files.models import StoredFile, store
from qosqanat.people.log import record
from qosqanat.people.models import Person
from qosqanat.studies.models import Course

from .. import codes, problems
from ..enums import DocumentState, Form
from ..models import Document
from ..papers.render import PaperRefused
from ..printing import Draft, Subject, drafts_of, free_codes
from ..queries import latest, place_of


def issue(
    form: str,
    subject: Subject,
    *,
    language: str,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> Document:
    """Print `form` of a course, a student's sheet or an examination sheet, and keep it (Y-6.3, Y-6.5.3, Y-7.4.b1).

    The paper before it in the same language is replaced, and named on the new one; when nothing has changed since,
    that one is returned. Raises Refused without sheets, or for a text that no form can print.
    """
    course = subject if isinstance(subject, Course) else subject.course
    refuse_if(problems.problems_of_paper(form, course, language))
    while True:
        draft = drafts_of(form, [subject], language, at)[subject.pk]
        if draft.before and draft.is_unchanged():
            return draft.before
        (code,) = free_codes(1)
        pdf = _printed(draft, code)
        with transaction.atomic():
            Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
            if draft.follows(latest(form, [subject], language).get(subject.pk)):
                return keep(draft, code, pdf, by=by, at=at, on_behalf_of=on_behalf_of)


def _printed(draft: Draft, code: str) -> bytes:
    try:
        return draft.printed(code)
    except PaperRefused as refusal:
        raise Refused([problems.unprintable(refusal)]) from refusal


def keep(
    draft: Draft, code: str, pdf: bytes, *, by: Person, at: datetime, on_behalf_of: Person | None
) -> Document:
    """Keep what was printed, in the transaction that holds the course: the new paper takes the old one's place."""
    document = Document(
        university_id=draft.subject.university_id,
        form=draft.form,
        language=draft.language,
        code=code,
        snapshot=draft.snapshot,
        file=_file(draft.form, code, pdf, at),
        issued_at=at,
        issued_by=by,
        on_behalf_of=on_behalf_of,
        **place_of(draft.subject),
    )
    _take_the_place(document, draft.before)
    record(
        "document.issue",
        document,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=document.university_id,
        form=draft.form,
    )
    return document


def _file(form: str, code: str, pdf: bytes, at: datetime) -> StoredFile:
    name = f"{Form(form).value}-{codes.short_code(code)}.pdf"
    return store(pdf, name=name, media_type="application/pdf", at=at)


def _take_the_place(new: Document, old: Document | None) -> None:
    """Two papers of one subject are never valid at once, not even between two statements."""
    if old is None:
        new.save()
        return
    new.state, new.replaced_by = DocumentState.REPLACED, old
    new.save()
    state = old.state if old.state == DocumentState.REVOKED else DocumentState.REPLACED
    Document.objects.filter(pk=old.pk).update(state=state, replaced_by=new)
    new.state, new.replaced_by = DocumentState.VALID, None
    new.save(update_fields=["state", "replaced_by"])


@transaction.atomic
def revoke(
    document: Document, *, reason: str, by: Person, at: datetime, on_behalf_of: Person | None = None
) -> Document:
    """A paper issued by mistake stops being valid; its bytes stay, and its check page says so. Raises Refused."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    refuse_if(problems.problems_of_revoking(document, reason))
    document.state, document.revoked_at, document.revoked_by = DocumentState.REVOKED, at, by
    document.revoked_on_behalf_of, document.revoked_reason = on_behalf_of, reason.strip()
    document.save(
        update_fields=["state", "revoked_at", "revoked_by", "revoked_on_behalf_of", "revoked_reason"]
    )
    record(
        "document.revoke",
        document,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=document.university_id,
        reason=reason.strip(),
    )
    return document
