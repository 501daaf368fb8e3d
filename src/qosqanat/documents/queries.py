"""Reads of papers: those of a course, the last one of a subject, the rows of a batch, and the verdict on a code."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from qosqanat.grading.models import ExamSheet, Sheet
from qosqanat.people.models import Person
from qosqanat.people.reach import Who
from qosqanat.studies.models import Course

from . import codes
from .enums import Form
from .models import Batch, BatchRow, BatchRowQuerySet, Document

PLACES: dict[type, str] = {Sheet: "sheet", ExamSheet: "exam_sheet"}


@dataclass(frozen=True)
class Check:
    """What is known about a code: `intact` says that the stored bytes still have their hash, `held` that the long code
    was shown, which only the paper itself carries."""

    document: Document
    intact: bool
    held: bool

    @property
    def verdict(self) -> str:
        """`damaged`, or the paper's own state: valid, replaced, revoked."""
        return self.document.state if self.intact else "damaged"

    @property
    def number(self) -> str:
        return str(self.document.snapshot["issue"]["number"])

    @property
    def initials(self) -> str:
        """Initials of the student whom a paper is about; "" for a paper of many and for the short code."""
        if not self.held or self.document.form != Form.SHEET_STUDENT:
            return ""
        return " ".join(f"{part[0]}." for part in self.document.snapshot["student"]["name"].split())

    @property
    def revoker(self) -> str:
        """Who revoked the paper; for the short code only the university, "" for a paper that is not revoked."""
        by, university = self.document.revoked_by, self.document.university.name
        if by is None:
            return ""
        return f"{by.short_name}, {university}" if self.held else university


def check(text: str) -> Check | None:
    """Find the paper of a long or short code, however it is typed, and read its bytes again; None for no such code."""
    code = codes.read_code(text)
    held = len(code) == codes.LONG
    rows = Document.objects.select_related("university", "file", "course", "revoked_by", "replaced_by")
    found = (
        rows.filter(code=code) if held else rows.filter(code__range=codes.span(code)) if code else rows.none()
    )
    document = found.prefetch_related("replaces").first()
    return Check(document, document.file.is_intact(), held) if document else None


def papers_of(documents: QuerySet[Document]) -> QuerySet[Document]:
    """`documents` with everything that a list of them shows: one read."""
    told = (
        "issued_by",
        "revoked_by",
        "on_behalf_of",
        "file",
        "sheet__student__person",
        "exam_sheet",
        "replaced_by",
        "course",
    )
    return documents.select_related(*told).prefetch_related("replaces")


def place_of(subject: Course | Sheet | ExamSheet) -> dict[str, Any]:
    """The columns that say what a paper is about."""
    if isinstance(subject, Course):
        return {"course": subject}
    return {"course_id": subject.course_id, PLACES[type(subject)]: subject}


def latest(form: str, subjects: Iterable[Any], language: str) -> dict[int, Document]:
    """The last paper of one form and language, valid or revoked, by the subject's key: one read for all."""
    place = {Form.SHEET_STUDENT: "sheet", Form.EXAM_SHEET: "exam_sheet"}.get(Form(form), "course")
    rows = Document.objects.filter(form=form, language=language, replaced_by=None)
    found = rows.filter(**{f"{place}__in": [subject.pk for subject in subjects]}).select_related("file")
    return {getattr(paper, f"{place}_id"): paper for paper in found.order_by("pk")}


def rows_of(batch: Batch) -> BatchRowQuerySet:
    """The rows of a batch in their order, with everything that printing and showing them needs: one read."""
    return batch.rows.select_related(
        "document__file",
        "course__term__university",
        "sheet__course__term__university",
        "sheet__student__person",
        "exam_sheet__course__term__university",
    )


def with_right(who: Who, rows: Iterable[BatchRow]) -> dict[int, Person | None]:
    """The rows that `who` may print, each with the person for whom a deputy does it."""
    rows = list(rows)
    courses = {row.course_id: row.course for row in rows}
    may = set(who.reachable(Course, "document.issue").filter(pk__in=courses).values_list("pk", flat=True))
    wanted = [row.exam_sheet_id for row in rows if row.exam_sheet_id]
    exams = set(who.reachable(ExamSheet, "exam.issue").filter(pk__in=wanted).values_list("pk", flat=True))
    behalf: dict[int, Person | None] = dict.fromkeys(may)
    if any(holding.behalf_id for holding in who.holdings):
        behalf = {pk: who.behalf("document.issue", courses[pk]) for pk in may}
    return {
        row.pk: behalf[row.course_id]
        for row in rows
        if row.course_id in may and (row.exam_sheet_id is None or row.exam_sheet_id in exams)
    }
