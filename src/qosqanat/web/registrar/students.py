"""Students: found in any spelling, one student's courses and finals, an IIN shown with a reason."""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from qosqanat.core.problems import Refused
from qosqanat.documents.models import Document
from qosqanat.documents.queries import papers_of
from qosqanat.people import actions
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Student
from qosqanat.web.common.forms import ReasonForm, status_of
from qosqanat.web.common.guard import needs
from qosqanat.web.common.lists import Listing

from . import tables
from .forms import SearchForm
from .lists import STUDENTS

PAGE = 50


@needs("sheet.archive")
def home(request: ActingRequest) -> HttpResponse:
    """Students by name in any spelling, by number, group or status."""
    listing = Listing(request, STUDENTS)
    form = SearchForm(listing.query)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "group": "", "status": ""}
    students = request.reachable(Student).select_related("person", "group__department")
    students = students.matching(wanted["q"])  # type: ignore[attr-defined]
    if wanted["group"]:
        students = students.filter(group__code__icontains=wanted["group"])
    if wanted["status"]:
        students = students.filter(status=wanted["status"])
    return listing.answer(students, form)


@needs("sheet.archive")
@require_GET
def student(request: ActingRequest, pk: int) -> HttpResponse:
    """Every course of a student with ratings, final mark and papers."""
    return _page(request, _student(request, pk))


def _student(request: ActingRequest, pk: int) -> Student:
    rows = request.reachable(Student).select_related("person", "group__department", "group__programme")
    return get_object_or_404(rows, pk=pk)


def _page(
    request: ActingRequest, student: Student, *, iin: str = "", form: ReasonForm | None = None
) -> HttpResponse:
    papers = papers_of(request.reachable(Document).filter(sheet__student=student))
    facts = {
        "student": student,
        "transcript": tables.transcript(student, request.who.at),
        "papers": papers[:PAGE],
        "iin": iin,
        "form": form or ReasonForm(),
    }
    return render(request, "registrar/student.html", facts, status=status_of(form))


@needs("sheet.archive")
@require_POST
def show_iin(request: ActingRequest, pk: int) -> HttpResponse:
    """Show an IIN once, to somebody who has just confirmed who they are, with a reason that is logged."""
    found = get_object_or_404(request.reachable(Student, "student.identify"), pk=pk)
    raise_if_reauthentication_required(request, app="")
    form = ReasonForm(request.POST)
    if form.is_valid():
        acting = request.who.acting("student.identify", found)
        try:
            return _page(
                request,
                _student(request, pk),
                iin=actions.reveal_iin(found.person, **form.cleaned_data, **acting),
            )
        except Refused as refusal:
            form.refused(refusal)
    return _page(request, _student(request, pk), form=form)
