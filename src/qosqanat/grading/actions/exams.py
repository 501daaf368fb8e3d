"""Examination sheets: issuing, putting on another day, entering, closing, reopening."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Max

from qosqanat.core.problems import Refused, refuse_if
from qosqanat.grading import problems
from qosqanat.grading.book import books_of
from qosqanat.grading.enums import Component, ExamKind, ExamState, Source
from qosqanat.grading.ledger import Entry, Verdict, cells_of, course_sheets
from qosqanat.grading.models import ExamSheet
from qosqanat.grading.queries.exams import candidates
from qosqanat.people.actions.changes import change
from qosqanat.people.log import record
from qosqanat.people.models import Person, Unit
from qosqanat.people.reach import Who
from qosqanat.regulation.marks import Entry as Points
from qosqanat.studies.models import Course

from .scores import enter_scores

CLOSING = ["state", "closed_at", "closed_by", "closed_on_behalf_of"]


@transaction.atomic
def issue_exam_sheet(
    course: Course,
    *,
    held_on: date,
    kind: str = ExamKind.MAIN,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> ExamSheet:
    """Issue the examination sheet of `course` (Y-7.4.b1): the main one, an FX retake or an F repeat (Q-Y21).

    Raises `Refused` before the session, without anybody who may sit it, or while an earlier sheet is open.
    """
    course_sheets(course)
    book = books_of([course], at).get(course.pk)
    if book is None:
        raise Refused([problems.no_sheets()])
    refuse_if(problems.problems_of_exam_issue(book, kind, held_on, len(candidates(book, kind))))
    exam = ExamSheet.objects.create(
        university_id=course.university_id,
        course=course,
        kind=kind,
        attempt=max(book.exams, default=0) + 1,
        number=_next_number(course.university_id),
        held_on=held_on,
        issued_at=at,
        issued_by=by,
        issued_on_behalf_of=on_behalf_of,
    )
    record(
        "issue_exam_sheet",
        exam,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=course.university_id,
        kind=kind,
    )
    return exam


def _next_number(university_id: int) -> str:
    Unit.objects.select_for_update(no_key=True).get(pk=university_id)
    last = ExamSheet.objects.filter(university=university_id).aggregate(last=Max("number"))["last"]
    return f"{int(last or 0) + 1:05d}"


@transaction.atomic
def move_exam(
    exam_sheet: ExamSheet,
    *,
    held_on: date,
    reason: str,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> ExamSheet:
    """Put the examination on another day while nobody has a result of it (Y-7.4.b1). Raises `Refused`."""
    sheets = course_sheets(exam_sheet.course)
    held = ExamSheet.objects.select_for_update(of=("self",)).select_related("course__term__university")
    exam = held.get(pk=exam_sheet.pk)
    place = Component.EXAM.value, exam.attempt
    results = sum(_has(places.get(place)) for places in cells_of(sheet.pk for sheet in sheets).values())
    refuse_if(problems.problems_of_exam_move(exam, held_on, results, reason))
    changed = change(exam, {"held_on": held_on})
    exam.save(update_fields=["held_on"])
    record(
        "move_exam",
        exam,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=exam.university_id,
        reason=reason,
        changed=changed,
    )
    return exam


def enter_exam(
    exam_sheet: ExamSheet,
    values: Mapping[int, Points | None],
    *,
    by: Person,
    at: datetime,
    source: str = Source.FORM,
    reason: str = "",
    who: Who | None = None,
    on_behalf_of: Person | None = None,
) -> list[Verdict]:
    """Enter examination points by the key of the student's sheet; one verdict each, as `enter_scores` gives."""
    entries = [Entry(pk, Component.EXAM, exam_sheet.attempt, value, uuid4()) for pk, value in values.items()]
    return enter_scores(
        entries, by=by, at=at, on_behalf_of=on_behalf_of, source=source, reason=reason, who=who
    )


@transaction.atomic
def close_exam_sheet(
    exam_sheet: ExamSheet, *, by: Person, at: datetime, on_behalf_of: Person | None = None
) -> ExamSheet:
    """Close the sheet when everybody on it has a result: finals stand (Y-6.7). Raises `Refused`."""
    course_sheets(exam_sheet.course)
    exam = ExamSheet.objects.select_for_update(of=("self",)).select_related("course").get(pk=exam_sheet.pk)
    book = books_of([exam.course], at)[exam.course_id]
    sitting = candidates(book, exam.kind, before=exam.attempt)
    cells = cells_of(sheet.pk for sheet in sitting)
    place = Component.EXAM.value, exam.attempt
    without = [sheet.student.person.short_name for sheet in sitting if not _has(cells[sheet.pk].get(place))]
    refuse_if(problems.problems_of_exam_close(exam, without))
    exam.state, exam.closed_at, exam.closed_by = ExamState.CLOSED, at, by
    exam.closed_on_behalf_of = on_behalf_of
    exam.save(update_fields=CLOSING)
    record("close_exam_sheet", exam, by=by, at=at, on_behalf_of=on_behalf_of, university=exam.university_id)
    return exam


def _has(standing: tuple[object, int] | None) -> bool:
    return standing is not None and standing[0] is not None


@transaction.atomic
def reopen_exam_sheet(
    exam_sheet: ExamSheet, *, by: Person, at: datetime, reason: str, on_behalf_of: Person | None = None
) -> ExamSheet:
    """Open a closed sheet again for a correction, as long as no later attempt was issued. Raises `Refused`."""
    course_sheets(exam_sheet.course)
    exam = ExamSheet.objects.select_for_update().get(pk=exam_sheet.pk)
    later = ExamSheet.objects.filter(course=exam.course_id, attempt__gt=exam.attempt).exists()
    refuse_if(problems.problems_of_exam_reopen(exam, later, reason))
    exam.state, exam.closed_at, exam.closed_by, exam.closed_on_behalf_of = ExamState.ISSUED, None, None, None
    exam.save(update_fields=CLOSING)
    record(
        "reopen_exam_sheet",
        exam,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=exam.university_id,
        reason=reason,
    )
    return exam
