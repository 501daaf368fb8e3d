"""Figures of what somebody reaches: three plots with their tables, to read, to print and to take away."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from qosqanat.grading.models import Sheet
from qosqanat.grading.queries import heat_strip
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Course
from qosqanat.web.common import figures
from qosqanat.web.common.guard import needs
from qosqanat.web.common.plots import download
from qosqanat.web.common.terms import terms_of


@needs("sheet.view")
@require_GET
def home(request: ActingRequest) -> HttpResponse:
    """The plots of one semester."""
    terms = terms_of(request)
    courses = request.reachable(Course, "sheet.view").filter(term=terms.shown)
    sheets = request.reachable(Sheet).filter(course__in=courses.order_by().values("pk"))
    drawn = [
        figures.on_time(heat_strip(list(courses), request.who.at)),
        figures.ratings(sheets.live(), request.who.at),  # type: ignore[attr-defined]
        figures.practice(courses, request),
    ]
    taken = download(request, drawn)
    return taken or render(request, "figures/home.html", {"terms": terms, "plots": drawn})
