"""The history of a record: acts and entries of points in one order, whatever they were written about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import CharField, F, Q, QuerySet, Value
from django.utils.translation import gettext as _

from qosqanat.documents.models import Document
from qosqanat.grading.enums import Component
from qosqanat.grading.models import ExamSheet, ScoreEvent, Sheet
from qosqanat.grading.queries import with_before
from qosqanat.partners.models import Agreement, Enterprise, Post
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Act, Person
from qosqanat.studies.models import Course, Enrolment
from qosqanat.web.common import entries as written
from qosqanat.web.common.acts import what

from . import words

PAGE = 50
ACT, EVENT = "act", "event"
ON_COURSES = ("choose_scheme", "reopen_week")
Subjects = dict[type[Any], Any]
"""Models with the keys of their rows (a list, or a query of keys)."""


@dataclass(frozen=True)
class Line:
    """Who did what to which part of the record, when, for whom and why; `changes` are (what, before, after)."""

    at: datetime
    by: Person | None
    on_behalf_of: Person | None
    what: str
    about: str
    changes: list[tuple[str, str, str]]
    reason: str


def _of_student(request: ActingRequest, student: Any) -> tuple[Subjects, Q]:
    courses = request.reachable(Course).order_by().values("pk")
    sheets = request.reachable(Sheet).filter(student=student).order_by()
    papers = request.reachable(Document).filter(sheet__student=student, exam_sheet=None).order_by()
    subjects: Subjects = {
        Person: request.reachable(Person).filter(pk=student.person_id).order_by().values("pk"),
        type(student): [student.pk],
        Enrolment: Enrolment.objects.filter(student=student, course__in=courses).order_by().values("pk"),
        Sheet: sheets.values("pk"),
        Document: papers.values("pk"),
    }
    return subjects, Q(sheet__student=student)


def _of_course(request: ActingRequest, course: Any) -> tuple[Subjects, Q]:
    sheets = request.reachable(Sheet).filter(course=course).order_by()
    papers = request.reachable(Document).filter(course=course, exam_sheet=None).order_by()
    subjects: Subjects = {
        Course: [course.pk],
        ExamSheet: request.reachable(ExamSheet, "exam.view").filter(course=course).order_by().values("pk"),
        Enrolment: Enrolment.objects.filter(course=course, student__in=sheets.values("student"))
        .order_by()
        .values("pk"),
        Sheet: sheets.values("pk"),
        Document: papers.values("pk"),
    }
    return subjects, Q(sheet__course=course)


def _of_sheet(request: ActingRequest, sheet: Any) -> tuple[Subjects, Q]:
    papers = request.reachable(Document).filter(sheet=sheet).order_by()
    enrolments = Enrolment.objects.filter(course=sheet.course_id, student=sheet.student_id).order_by()
    subjects: Subjects = {
        Sheet: [sheet.pk],
        Document: papers.values("pk"),
        Enrolment: enrolments.values("pk"),
    }
    return subjects, Q(sheet=sheet)


def _of_partner(request: ActingRequest, enterprise: Any) -> tuple[Subjects, Q]:
    agreements = request.reachable(Agreement).filter(enterprise=enterprise).order_by()
    posts = request.reachable(Post).filter(enterprise=enterprise).order_by()
    subjects: Subjects = {
        type(enterprise): [enterprise.pk],
        Agreement: agreements.values("pk"),
        Post: posts.values("pk"),
    }
    return subjects, Q(pk__in=[])


def _of_exam(request: ActingRequest, exam: Any) -> tuple[Subjects, Q]:
    papers = request.reachable(Document).filter(exam_sheet=exam).order_by()
    subjects: Subjects = {ExamSheet: [exam.pk], Document: papers.values("pk")}
    return subjects, Q(sheet__course=exam.course_id, component=Component.EXAM, number=exam.attempt)


def _of_person(request: ActingRequest, person: Any) -> tuple[Subjects, Q]:
    return {Person: [person.pk], Post: Post.objects.filter(person=person).order_by().values("pk")}, Q(
        pk__in=[]
    )


def _alone(request: ActingRequest, row: Any) -> tuple[Subjects, Q]:
    return {type(row): [row.pk]}, Q(pk__in=[])


def _of_its_course(request: ActingRequest, sheet: Any) -> Q:
    """What was done to the whole course and so to this sheet: it was issued, its scheme chosen, its weeks opened again."""
    courses = request.reachable(Course).filter(pk=sheet.course_id).order_by()
    about = Q(subject_type=Course._meta.label_lower, subject_id__in=courses.values("pk"))
    return about & (Q(action="issue_sheets", at=sheet.issued_at) | Q(action__in=ON_COURSES))


PARTS: dict[str, Callable[[ActingRequest, Any], tuple[Subjects, Q]]] = {
    "student": _of_student,
    "course": _of_course,
    "sheet": _of_sheet,
    "partner": _of_partner,
    "exam": _of_exam,
    "person": _of_person,
}
"""What a kind of record consists of; any other stands alone."""
FURTHER: dict[str, Callable[[ActingRequest, Any], Q]] = {"sheet": _of_its_course}
"""Acts on something larger that a kind of record tells too."""


def history_of(request: ActingRequest, kind: str, row: Any) -> Page[Line]:
    """One page of what happened to `row` within reach, newest first: the same few queries, however long it is.

    Entries of points are shown to those who may see points; acts of another university to nobody here.
    """
    subjects, entries = PARTS.get(kind, _alone)(request, row)
    acts = _acts(request, row)
    keys: list[QuerySet[Any, Any]] = [
        _keys(acts.filter(subject_type=model._meta.label_lower, subject_id__in=pks), "at", ACT)
        for model, pks in subjects.items()
    ]
    if further := FURTHER.get(kind):
        keys.append(_keys(acts.filter(further(request, row)), "at", ACT))
    sheets = request.reachable(Sheet, "score.view").order_by()
    keys.append(_keys(ScoreEvent.objects.filter(entries, sheet__in=sheets), "received_at", EVENT))
    merged = keys[0].union(*keys[1:], all=True).order_by("-moment", "origin", "-key")
    page = Paginator(merged, PAGE).get_page(request.GET.get("page"))
    page.object_list = _lines(list(page.object_list))
    return page


def _acts(request: ActingRequest, row: Any) -> QuerySet[Act]:
    """Acts of the row's university; of a person or an enterprise, who may belong to several, those of the reader's."""
    shared = isinstance(row, Person | Enterprise)
    universities = request.who.universities() if shared else (row.university_id,)
    return Act.objects.filter(Q(university=None) | Q(university__in=universities))


def _keys(rows: QuerySet[Any], moment: str, source: str) -> QuerySet[Any, Any]:
    marked = rows.order_by().annotate(
        moment=F(moment), origin=Value(source, output_field=CharField()), key=F("pk")
    )
    return marked.values("moment", "origin", "key")


def _lines(keys: list[dict[str, Any]]) -> list[Line]:
    acts = Act.objects.select_related("by", "on_behalf_of").in_bulk(
        [one["key"] for one in keys if one["origin"] == ACT]
    )
    events = _with_before([one["key"] for one in keys if one["origin"] == EVENT])
    about = words.names_of(acts.values())
    return [
        _of_act(acts[one["key"]], about) if one["origin"] == ACT else _of_event(events[one["key"]])
        for one in keys
    ]


def _with_before(keys: list[int]) -> dict[int, Any]:
    """Entries, each with the value before it (`state_before`, `value_before`)."""
    rows = with_before(ScoreEvent.objects.all())
    return rows.select_related("author", "on_behalf_of", "sheet__student__person").in_bulk(keys)


def _of_act(act: Act, about: dict[tuple[str, int], str]) -> Line:
    name = about.get((act.subject_type, act.subject_id), "")
    return Line(act.at, act.by, act.on_behalf_of, what(act), name, list(words.changes(act)), act.reason)


def _of_event(event: Any) -> Line:
    before, after = (
        written.value(event.state_before, event.value_before) if event.version > 1 else "",
        written.value(event.state, event.value),
    )
    what = _("%(place)s entered (%(source)s)") % {
        "place": written.place(event),
        "source": event.get_source_display(),
    }
    about = f"№ {event.sheet.number} {event.sheet.student.person.short_name}"
    change = [(_("points"), before, after)]
    return Line(event.received_at, event.author, event.on_behalf_of, what, about, change, event.reason)
