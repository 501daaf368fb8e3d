"""One act that issues all sheets of the semester that are ready (Y-6.5.1), after a list of what is missing."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from qosqanat.people.middleware import ActingRequest
from qosqanat.web.common.guard import needs
from qosqanat.web.common.lists import Listing
from qosqanat.web.common.terms import terms_of

from .courses import with_fix
from .lists import COURSES
from .views import not_issued, ready_of

EVERY = replace(COURSES, title=gettext_lazy("Issue sheets"))


@needs("sheet.issue")
def issue(request: ActingRequest) -> HttpResponse:
    """Dry run: which courses get how many sheets, which wait and why; POST issues the ready ones, told course by course."""
    terms = terms_of(request)
    every = ready_of(request, terms.shown)
    if request.method == "POST" and (answer := Listing(request, EVERY).acted(every)):
        return answer
    rows = [(row, not_issued(row)) for row in every]
    ready = [(row, count) for row, count in rows if row.ready and count]
    waiting = [
        (row, count, [with_fix(row.course, p) for p in row.problems if p.blocking])
        for row, count in rows
        if not row.ready
    ]
    frame = {
        "terms": terms,
        "ready": ready,
        "ready_sheets": sum(count for _row, count in ready),
        "waiting": waiting,
        "waiting_sheets": sum(count for _row, count, _problems in waiting),
        "done": sum(row.ready and not count for row, count in rows),
        "courses": len(rows),
    }
    return render(request, "department/issue.html", frame)
