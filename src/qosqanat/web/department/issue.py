"""One act that issues all sheets of the semester that are ready (Y-6.5.1), after a list of what is missing."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qosqanat.grading.actions import Issued, issue_sheets
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Course
from qosqanat.web.common.guard import needs
from qosqanat.web.common.terms import terms_of

from .courses import with_fix
from .views import not_issued, ready_of


@needs("sheet.issue")
def issue(request: ActingRequest) -> HttpResponse:
    """Dry run: which courses get how many sheets, which wait and why; POST issues the ready ones."""
    terms = terms_of(request)
    if request.method == "POST":
        courses = request.reachable(Course, "sheet.issue").filter(term=terms.shown)
        with transaction.atomic():
            parts = request.who.shares("sheet.issue", courses)
            issued = sum((issue_sheets(part, **hand) for hand, part in parts), Issued())
        _tell(request, issued)
        return redirect(request.get_full_path())
    rows = [(row, not_issued(row)) for row in ready_of(request, terms.shown)]
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


def _tell(request: ActingRequest, issued: Issued) -> None:
    if issued.sheets:
        courses = ngettext("%(n)s course", "%(n)s courses", issued.courses) % {"n": issued.courses}
        text = ngettext(
            "%(n)s sheet issued: %(courses)s.", "%(n)s sheets issued: %(courses)s.", issued.sheets
        )
        messages.success(request, text % {"n": issued.sheets, "courses": courses})
    else:
        messages.info(request, _("Nothing new to issue: every ready course has its sheets."))
    if issued.refused:
        count = len(issued.refused)
        text = ngettext("%(n)s course waits: see why below.", "%(n)s courses wait: see why below.", count)
        messages.warning(request, text % {"n": count})
