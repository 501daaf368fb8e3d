"""Joined reads of the registrar's pages: the same few reads, however long the list."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from qosqanat.grading.book import books_of
from qosqanat.grading.enums import Component, ExamKind, ExamState, SheetState, Value
from qosqanat.grading.models import Cell, ExamSheet, Sheet
from qosqanat.grading.queries import Row, candidates, student_points
from qosqanat.people.enums import UnitKind
from qosqanat.people.models import Unit
from qosqanat.regulation.numbers import half_up
from qosqanat.studies.models import Course, Student, Term

NONE, OPEN, CLOSED, AGAIN = "none", "open", "closed", "again"
DUE = "due"


def _count(rows: QuerySet[Sheet] | QuerySet[Cell], key: str) -> Coalesce:
    counted = rows.order_by().values(key).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def with_exams(courses: QuerySet[Course]) -> QuerySet[Course]:
    """`courses` that have sheets, each with its counts and its latest examination sheet (`exam_…`)."""
    sheets = Sheet.objects.live().filter(course=OuterRef("pk"))
    latest = ExamSheet.objects.filter(course=OuterRef("pk")).order_by("-attempt")
    results = Cell.objects.exclude(sheet__state=SheetState.WITHDRAWN).filter(
        sheet__course=OuterRef("pk"), component=Component.EXAM, number=OuterRef("exam_attempt")
    )
    rows = courses.filter(Exists(sheets)).annotate(
        sheet_count=_count(sheets, "course"),
        admitted_count=_count(sheets.filter(admitted=True), "course"),
        again_count=_count(sheets.filter(admitted=True, final=None), "course"),
        exam_attempt=Subquery(latest.values("attempt")[:1]),
        exam_number=Subquery(latest.values("number")[:1]),
        exam_kind=Subquery(latest.values("kind")[:1]),
        exam_state=Subquery(latest.values("state")[:1]),
        exam_day=Subquery(latest.values("held_on")[:1]),
    )
    rows = rows.annotate(result_count=_count(results.exclude(state=Value.EMPTY), "sheet__course"))
    return rows.select_related("term", "department", "teacher").prefetch_related("groups")


def in_state(courses: QuerySet[Course], state: str, *, in_session: bool) -> QuerySet[Course]:
    """Those of `with_exams` without an examination sheet, with an open or a closed one, or with somebody who may sit again.

    A missing sheet is due in the session only: before the last week has closed none can be issued (Y-6.7).
    """
    filters = {
        NONE: Q(exam_attempt=None),
        DUE: Q(exam_attempt=None) if in_session else Q(pk__in=[]),
        OPEN: Q(exam_state=ExamState.ISSUED),
        CLOSED: Q(exam_state=ExamState.CLOSED),
        AGAIN: Q(exam_state=ExamState.CLOSED, again_count__gt=0),
    }
    return courses.filter(filters[state]) if state in filters else courses


def departments_of(courses: QuerySet[Course]) -> QuerySet[Unit]:
    units = Unit.objects.filter(kind=UnitKind.DEPARTMENT)
    return units.filter(pk__in=courses.order_by().values("department"))


def sealed(sheets: QuerySet[Sheet]) -> QuerySet[Sheet]:
    """Returned sheets that wait for the personal file (Y-7.4.b2), course by course."""
    waiting = sheets.filter(state=SheetState.RETURNED).select_related(
        "student__person", "student__group", "course"
    )
    return waiting.order_by("course__sort_key", "course_id", "student__person__sort_key", "pk")


def sealed_by_department(sheets: QuerySet[Sheet], day: date) -> QuerySet[Sheet, Any]:
    """How many sheets each department owes since the semester's last day for them, may still hand in (`later`), has
    handed in, and has in personal files (Y-6.5.3)."""
    terms = Term.objects.filter(pk__in=sheets.order_by().values("course__term"))
    owed = Q(course__term__in=[term.pk for term in terms if term.sheets_due_on < day])
    counts = {
        "owed": Count("pk", owed & Q(state=SheetState.ISSUED)),
        "later": Count("pk", ~owed & Q(state=SheetState.ISSUED)),
        "waiting": Count("pk", Q(state=SheetState.RETURNED)),
        "filed": Count("pk", Q(state=SheetState.ARCHIVED)),
    }
    departments = sheets.exclude(state=SheetState.WITHDRAWN).order_by("course__department__path")
    return departments.values(department=F("course__department")).annotate(**counts)


@dataclass(frozen=True)
class Transcript:
    """A student's courses, newest term first; `gpa` weighs the finals by credits, None before the first one."""

    rows: list[Row]
    gpa: Decimal | None
    credits: Decimal


def transcript(student: Student, at: datetime) -> Transcript:
    rows = [grid.rows[0] for grid in student_points(student, at)]
    given = [
        (row.sheet.course.credits, row.band.gpa)
        for row in rows
        if row.final is not None and row.band and row.sheet.course.credits
    ]
    credits = sum((weight for weight, _gpa in given), Decimal(0))
    total = sum((weight * gpa for weight, gpa in given), Decimal(0))
    return Transcript(rows, half_up(total / credits, 2) if credits else None, credits)


def kinds_possible(course: Course, exams: list[ExamSheet], at: datetime) -> list[str]:
    """Kinds of examination sheet that may come next: the main one first, then those for which somebody is left."""
    if not exams:
        return [ExamKind.MAIN]
    if exams[-1].state != ExamState.CLOSED:
        return []
    book = books_of([course], at)[course.pk]
    return [kind for kind in (ExamKind.RETAKE, ExamKind.REPEAT) if candidates(book, kind)]
