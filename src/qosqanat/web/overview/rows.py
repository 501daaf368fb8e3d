"""Rows behind the numbers of those who look on: each function is the list that its number counts."""

from hashlib import sha256
from heapq import nsmallest
from typing import Any

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from qosqanat.grading.book import books_of
from qosqanat.grading.models import ScoreEvent, Sheet
from qosqanat.grading.queries import (
    LateMentor,
    Row,
    changed_after_closing,
    endangered,
    heat_strip,
    late_mentors,
    with_before,
)
from qosqanat.partners.models import Enterprise, Post
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Person, Unit
from qosqanat.regulation import kz
from qosqanat.studies.enums import Membership
from qosqanat.studies.models import Course, CourseMentor, Enrolment, Student, Term
from qosqanat.web.common.finding import sheets_found
from qosqanat.web.common.progress import CourseFigure, Figures, course_figures

DRAWN = 20


def students_of(request: ActingRequest, term: Term | None) -> QuerySet[Student]:
    """Students within reach who are in a course of the semester within reach, with those courses (`present`)."""
    courses = request.reachable(Course, "course.view").filter(term=term).order_by()
    enrolled = Enrolment.objects.filter(state=Membership.ENROLLED, course__in=courses.values("pk"))
    present = enrolled.select_related("course__enterprise").order_by("course__sort_key", "pk")
    found = request.reachable(Student).filter(pk__in=enrolled.order_by().values("student"))
    return found.select_related("person", "group").prefetch_related(
        Prefetch("enrolments", present, to_attr="present")
    )


def endangered_of(
    request: ActingRequest, term: Term | None, unit: Unit | None = None, text: str = ""
) -> list[Row]:
    """Sheets within reach whose admission is out of reach or in danger, the worst first (Y-6.7)."""
    courses = request.reachable(Course, "score.view").filter(term=term)
    rows = endangered(books_of(courses, request.who.at))
    seen = _sheets(request, unit, text).filter(pk__in=[row.sheet.pk for row in rows])
    keys = set(seen.values_list("pk", flat=True))
    return [row for row in rows if row.sheet.pk in keys]


def _sheets(request: ActingRequest, unit: Unit | None, text: str) -> QuerySet[Sheet]:
    """Sheets whose marks the reader may see, in any order, of one unit where it is named."""
    seen = request.reachable(Sheet, "score.view").order_by()
    if unit:
        seen = seen.filter(course__department__path__startswith=unit.path)
    return sheets_found(seen, text)


def late_of(request: ActingRequest, term: Term | None, text: str = "") -> list[LateMentor]:
    """Mentors who owe closed weeks, those who owe most first (Y-6.5.2), as far as `text` finds them or their enterprise."""
    courses = request.reachable(Course, "sheet.view").filter(term=term)
    late = late_mentors(heat_strip(courses, request.who.at))
    words = kz.fold(text).split()
    if not words:
        return late
    posts = Post.objects.filter(pk__in=[one.post.pk for one in late]).order_by()
    for word in words:
        people = Person.objects.order_by().filter(Person.found_by(word)).values("pk")
        hosts = Enterprise.objects.order_by().filter(Enterprise.found_by(word)).values("pk")
        posts = posts.filter(Q(person__in=people) | Q(enterprise__in=hosts))
    keys = set(posts.values_list("pk", flat=True))
    return [one for one in late if one.post.pk in keys]


def figures_of(
    request: ActingRequest, term: Term | None, unit: Unit | None = None, text: str = ""
) -> list[CourseFigure]:
    """Courses of the semester whose sheets and results the reader may see, of one unit where it is named."""
    resulted = request.reachable(Course, "final.view").order_by().values("pk")
    courses = request.reachable(Course, "sheet.view").filter(term=term, pk__in=resulted).matching(text)  # type: ignore[attr-defined]
    if unit:
        courses = courses.filter(department__path__startswith=unit.path)
    mentors = Prefetch("mentors", CourseMentor.objects.select_related("post__person"))
    listed = courses.select_related("department").prefetch_related(mentors)
    return course_figures(listed, books_of(courses, request.who.at), request)


def by_faculty(request: ActingRequest, figures: list[CourseFigure]) -> list[Figures]:
    """`figures` added up by the units right below the university."""
    units = request.reachable(Unit, "unit.view").filter(parent__isnull=False, parent__parent=None)
    added = [
        Figures([one for one in figures if one.course.department.path.startswith(unit.path)], unit=unit)
        for unit in units
    ]
    return [one for one in added if one.courses]


def changes_of(
    request: ActingRequest, term: Term | None, unit: Unit | None = None, text: str = ""
) -> QuerySet[ScoreEvent]:
    """Marks that were changed after their time was over, the latest first, with the value before."""
    events = ScoreEvent.objects.filter(sheet__in=_sheets(request, unit, text).values("pk"))
    late = changed_after_closing(events, term) if term else events.none()
    people = "author", "on_behalf_of", "sheet__student__person", "sheet__student__group", "sheet__course"
    return with_before(late).select_related(*people).order_by("-received_at", "-pk")


def drawn_of(request: ActingRequest, term: Term | None, draw: int) -> list[Any]:
    """The first `DRAWN` live sheets of the semester within reach in the order of `draw`: the same number gives the same
    order of the same sheets, and one that is new or withdrawn changes the order of no others."""

    def place(key: int) -> bytes:
        return sha256(f"{draw}:{key}".encode()).digest()

    sheets = request.reachable(Sheet, "score.view").filter(course__term=term).live()  # type: ignore[attr-defined]
    chosen = nsmallest(DRAWN, sheets.order_by().values_list("pk", flat=True), key=place)
    rows = sheets.filter(pk__in=chosen).select_related("student__person", "student__group", "course")
    counted = rows.annotate(entries=Count("events"), last_entry=Max("events__received_at"))
    return sorted(counted, key=lambda sheet: place(sheet.pk))
