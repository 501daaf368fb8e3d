"""Students, courses, sheets and ratings: read only, found through the person's right, a page at a time."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from qosqanat.grading.models import Sheet
from qosqanat.people.models import Person
from qosqanat.regulation.numbers import plain
from qosqanat.studies.models import Course, Student

from . import shapes
from .door import MachineRequest, needs
from .paging import Page, one_of, page_of

Row = TypeVar("Row", bound=models.Model)
router = Router()


class Students(Page):
    group: shapes.Code = ""


class Courses(Page):
    academic_year: shapes.Code = ""
    season: shapes.Season | None = None


class Sheets(Page):
    """`course` and `student` take an id or "sis_id:" and the key, like the addresses."""

    course: shapes.Reference = ""
    student: shapes.Reference = ""


def within(request: MachineRequest, model: type[Row], *actions: str) -> "models.QuerySet[Row]":
    """Rows that one of `actions` reaches for the token's person."""
    first, *others = (request.who.reachable(model, action) for action in actions)
    for other in others:
        first = first | other
    return first


# --- students ----------------------------------------------------------------------------------------------------


def student_of(request: MachineRequest, reference: str) -> Student:
    rows = within(request, Student, "student.view").select_related("person", "group__programme")
    return one_of(rows, reference, lambda number: rows.filter(number=number))


def student_shape(row: Student) -> dict[str, Any]:
    return {
        "id": row.pk,
        "sis_id": row.number,
        "name": row.person.full_name,
        "group": row.group.code,
        "programme": row.group.programme.code,
        "status": row.status,
    }


@router.get("/students", response=list[shapes.Student], url_name="students", auth=needs("students:read"))
def students(request: MachineRequest, response: HttpResponse, query: Query[Students]) -> list[dict[str, Any]]:
    """Students whom the token's person may see."""
    rows = within(request, Student, "student.view").select_related("person", "group__programme")
    if query.group:
        rows = rows.filter(group__code=query.group)
    return [student_shape(row) for row in page_of(request, response, rows, query)]


@router.get("/students/{student}", response=shapes.Student, url_name="student", auth=needs("students:read"))
def student(request: MachineRequest, student: shapes.Reference) -> dict[str, Any]:
    """One student, by id or by `sis_id:` and the student number."""
    return student_shape(student_of(request, student))


# --- courses -----------------------------------------------------------------------------------------------------

TERM = Concat(F("term__academic_year"), Value("-"), F("term__season"), output_field=models.TextField())
SIS_ID = Concat(TERM, Value(":"), F("code"), Value(":"), F("groups_key"), output_field=models.TextField())


def course_rows(request: MachineRequest) -> "models.QuerySet[Any]":
    """Courses that the person may see, with everything that `course_shape` reads: two reads, however many."""
    rows = within(request, Course, "course.view").annotate(sis_id=SIS_ID)
    return rows.select_related("term", "department", "teacher").prefetch_related("groups")


def course_of(request: MachineRequest, reference: str) -> Course:
    rows = course_rows(request)
    return one_of(rows, reference, lambda key: rows.filter(sis_id=key))


def course_shape(row: Course) -> dict[str, Any]:
    return {
        "id": row.pk,
        "sis_id": row.sis_id,  # type: ignore[attr-defined]
        "code": row.code,
        "name": {"kk": row.name_kk, "ru": row.name_ru, "en": row.name_en},
        "academic_year": row.term.academic_year,
        "season": row.term.season,
        "starts_on": row.term.starts_on,
        "department": row.department.code,
        "groups": [group.code for group in row.groups.all()],
        "credits": _points(row.credits),
        "teacher": _somebody(row.teacher),
    }


def _somebody(person: Person | None) -> dict[str, Any] | None:
    return {"id": person.pk, "name": person.full_name} if person else None


def _points(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


@router.get("/courses", response=list[shapes.Course], url_name="courses", auth=needs("courses:read"))
def courses(request: MachineRequest, response: HttpResponse, query: Query[Courses]) -> list[dict[str, Any]]:
    """Courses that the token's person may see."""
    rows = course_rows(request)
    if query.academic_year:
        rows = rows.filter(term__academic_year=query.academic_year)
    if query.season:
        rows = rows.filter(term__season=query.season)
    return [course_shape(row) for row in page_of(request, response, rows, query)]


@router.get("/courses/{path:course}", response=shapes.Course, url_name="course", auth=needs("courses:read"))
def course(request: MachineRequest, course: shapes.Reference) -> dict[str, Any]:
    """One course, by id or by `sis_id:` and semester, code and groups."""
    return course_shape(course_of(request, course))


# --- sheets and ratings ------------------------------------------------------------------------------------------


def narrowed(
    request: MachineRequest, rows: "models.QuerySet[Sheet]", query: Sheets
) -> "models.QuerySet[Sheet]":
    """`rows` of the course and of the student that the query names, if it does."""
    if query.course:
        rows = rows.filter(course=course_of(request, query.course))
    if query.student:
        rows = rows.filter(student=student_of(request, query.student))
    return rows


def sheet_shape(row: Sheet) -> dict[str, Any]:
    return {
        "id": row.pk,
        "number": row.number,
        "state": row.state,
        "course": row.course_id,
        "student": row.student_id,
        "student_sis_id": row.student.number,
        "issued_at": row.issued_at,
        "version": row.version,
    }


@router.get("/sheets", response=list[shapes.Sheet], url_name="sheets", auth=needs("sheets:read"))
def sheets(request: MachineRequest, response: HttpResponse, query: Query[Sheets]) -> list[dict[str, Any]]:
    """Sheets: one student in one course each."""
    rows = within(request, Sheet, "sheet.view", "sheet.view_own").select_related("student")
    return [sheet_shape(row) for row in page_of(request, response, narrowed(request, rows, query), query)]


@router.get("/sheets/{sheet}", response=shapes.Sheet, url_name="sheet", auth=needs("sheets:read"))
def sheet(request: MachineRequest, sheet: shapes.Key) -> dict[str, Any]:
    """One sheet by its id."""
    rows = within(request, Sheet, "sheet.view", "sheet.view_own").select_related("student")
    return sheet_shape(get_object_or_404(rows, pk=sheet))


def ratings_of(request: MachineRequest, rows: Iterable[Sheet]) -> list[dict[str, Any]]:
    """Ratings of `rows`; one read decides for all of them whose final grade the person may see."""
    rows = list(rows)
    finals = set(
        within(request, Sheet, "final.view")
        .filter(pk__in=[row.pk for row in rows])
        .values_list("pk", flat=True)
    )
    return [_rating(row, row.pk in finals) for row in rows]


def _rating(row: Sheet, with_final: bool) -> dict[str, Any]:
    final = {"final": row.final, "letter": row.letter or None, "gpa": _points(row.gpa)}
    return {
        "sheet": row.pk,
        "course": row.course_id,
        "student": row.student_id,
        "periods": row.periods,
        "admission": plain(row.admission),
        "admitted": row.admitted,
        "version": row.version,
        **(final if with_final else dict.fromkeys(final)),
    }


@router.get("/ratings", response=list[shapes.Rating], url_name="ratings", auth=needs("ratings:read"))
def ratings(request: MachineRequest, response: HttpResponse, query: Query[Sheets]) -> list[dict[str, Any]]:
    """Rating periods, admission and final grade of each sheet, as they stand."""
    rows = narrowed(request, within(request, Sheet, "score.view"), query)
    return ratings_of(request, page_of(request, response, rows, query))


@router.get("/ratings/{sheet}", response=shapes.Rating, url_name="rating", auth=needs("ratings:read"))
def rating(request: MachineRequest, sheet: shapes.Key) -> dict[str, Any]:
    """The ratings of one sheet."""
    row = get_object_or_404(within(request, Sheet, "score.view"), pk=sheet)
    return ratings_of(request, [row])[0]
