"""From facts to bytes: a paper before it is kept. Reading is for many at once, printing needs no database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from qosqanat.grading.models import ExamSheet, Sheet
from qosqanat.studies.models import Course

from . import codes, snapshots
from .enums import DocumentState, Form
from .models import Document
from .papers.render import render
from .papers.snapshot import Replaced
from .queries import latest

Subject = Course | Sheet | ExamSheet
SNAPSHOTS: dict[str, Callable[[Iterable[Any], datetime], snapshots.Snapshots]] = {
    Form.SHEET_COURSE: snapshots.of_courses,
    Form.SHEET_STUDENT: snapshots.of_students,
    Form.EXAM_SHEET: snapshots.of_exams,
}


@dataclass(frozen=True)
class Draft:
    """What will stand on a paper of `subject`; `before` is the paper in whose place it comes."""

    form: str
    subject: Subject
    language: Any
    snapshot: dict[str, Any]
    before: Document | None
    at: datetime

    @property
    def course(self) -> Course:
        return self.subject if isinstance(self.subject, Course) else self.subject.course

    def is_unchanged(self) -> bool:
        """Whether the paper before says the same, is valid, and still has its bytes."""
        last = self.before
        return (
            last is not None
            and last.state == DocumentState.VALID
            and last.snapshot == self.snapshot
            and last.file.is_intact()
        )

    def follows(self, last: Document | None) -> bool:
        """Whether `last` is still the paper, in the same state, that this one names as the one before."""
        return _standing(last) == _standing(self.before)

    def printed(self, code: str) -> bytes:
        """The PDF under `code`. Raises PaperRefused for a text that no form can print."""
        return render(
            self.form,
            self.snapshot,
            language=self.language,
            verify_url=check_url(code),
            short_code=codes.short_code(code),
            at=self.at.astimezone(self.course.term.zone),
            replaces=_named(self.before, self.course),
        )


def _standing(paper: Document | None) -> tuple[int, str] | None:
    return (paper.pk, paper.state) if paper else None


def _named(paper: Document | None, course: Course) -> Replaced | None:
    if paper is None:
        return None
    return {
        "number": str(paper.snapshot["issue"]["number"]),
        "code": codes.short_code(paper.code),
        "date": paper.issued_at.astimezone(course.term.zone).date().isoformat(),
        "revoked": paper.state == DocumentState.REVOKED,
    }


def drafts_of(form: str, subjects: Iterable[Subject], language: str, at: datetime) -> dict[int, Draft]:
    """Drafts by the subject's key, of one moment; a subject without anything to print is left out."""
    subjects = list(subjects)
    with transaction.atomic():
        # Marks and ratings of one moment; the slow printing happens after the lock is gone.
        facts = SNAPSHOTS[form](subjects, at)
        before = latest(form, subjects, language)
    return {
        subject.pk: Draft(form, subject, language, facts[subject.pk], before.get(subject.pk), at)
        for subject in subjects
        if subject.pk in facts
    }


def check_url(code: str) -> str:
    """The address in the QR code."""
    return settings.PUBLIC_URL + reverse("public:check", args=[code])


def free_codes(count: int) -> list[str]:
    """Codes whose printed beginnings are nobody else's: one read, however many."""
    found: dict[str, str] = {}
    while len(found) < count:
        fresh = {code[: codes.SHORT]: code for code in (codes.new_code() for _ in range(count - len(found)))}
        taken = reduce(or_, (Q(code__range=codes.span(short)) for short in fresh))
        known = {
            code[: codes.SHORT] for code in Document.objects.filter(taken).values_list("code", flat=True)
        }
        found |= {short: code for short, code in fresh.items() if short not in known}
    return list(found.values())
