"""The student's desk: own points, and nothing of anybody else."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from qosqanat.core.prepared import Prepared
from qosqanat.grading import queries
from qosqanat.grading.models import Sheet
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Student, Term
from qosqanat.studies.queries import current_term
from qosqanat.web.common.guard import needs
from qosqanat.web.common.homes import Needs

from .needs import NEEDS, main_act
from .screens import cards, changes
from .whatif import WhatIf


@needs("sheet.view_own")
def home(request: ActingRequest) -> HttpResponse:
    """Every course of the chosen semester; without a choice the current one."""
    mine = list(_mine(request))
    terms = _terms([student.pk for student in mine])
    wanted = request.GET.get("term", "")
    chosen = next((term for term in terms if str(term.pk) == wanted), None)
    term = chosen or current_term(terms, request.who.at)
    found = [
        grid
        for student in mine
        for grid in queries.student_points(student, request.who.at, term.pk if term else None)
    ]
    needed = Needs(request, "student:home", NEEDS, cards(found))
    frame = {"cards": needed.shown, "numbers": needed.numbers if needed.rows else [], "chosen": needed.chosen}
    frame |= {"terms": terms, "term": term, "main_act": main_act(needed.rows)}
    return render(request, "student/home.html", frame)


@needs("sheet.view_own")
def course(request: ActingRequest, sheet_id: int) -> HttpResponse:
    """One course week by week, how every mark came about, and what the open places could bring."""
    sheet = get_object_or_404(
        Sheet.objects.live().select_related("student", "course"), pk=sheet_id, student__in=_mine(request)
    )
    grids = queries.student_points(sheet.student, request.who.at, sheet.course.term_id)
    found = cards(grid for grid in grids if grid.course.pk == sheet.course_id)
    if not found:
        raise Http404
    frame = {
        "card": found[0],
        "changes": changes(found[0]),
        "what_if": WhatIf(found[0], request.GET),
    }
    return render(request, "student/course.html", frame)


@Prepared
def _terms(students: list[int]) -> QuerySet[Term]:
    """The semesters in which they have sheets, the latest first."""
    terms = Term.objects.filter(courses__sheets__student__in=students)
    return terms.select_related("university").distinct().order_by("-starts_on")


def _mine(request: ActingRequest) -> QuerySet[Student]:
    return request.reachable(Student).filter(person=request.who.person)
