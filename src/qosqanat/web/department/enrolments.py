"""Students who join late, move to another course, or leave: the history stays (Y-6.3, Y-6.5)."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from qosqanat.core.problems import Refused
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies import actions
from qosqanat.studies.enums import Membership
from qosqanat.studies.models import Course, Enrolment, Student
from qosqanat.web.common.forms import ReasonForm, status_of
from qosqanat.web.common.guard import needs

from .courses import course_of
from .forms import EnrolForm, SearchForm, TransferForm

FOUND = 40


@needs("course.edit")
def enrol(request: ActingRequest, pk: int) -> HttpResponse:
    """Enrol a student late: one of the course's groups, or found by name."""
    course, today = course_of(request, pk), timezone.localdate(request.who.at)
    search = SearchForm(request.GET)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    inside = Enrolment.objects.filter(course=course, state=Membership.ENROLLED)
    students = request.reachable(Student).studying().exclude(pk__in=inside.values("student"))  # type: ignore[attr-defined]
    students = students.matching(words) if words else students.filter(group__in=course.groups.all())
    some = students.filter(pk__in=list(students.values_list("pk", flat=True)[:FOUND]))
    some = some.select_related("person", "group")
    form = EnrolForm(request.POST or None, initial={"on": _first_day(course, today)}, students=some)
    if form.is_valid():
        try:
            hand = request.who.acting("course.edit", course)
            enrolment = actions.enrol(course=course, **hand, **form.cleaned_data)
            messages.success(request, _("%(student)s is enrolled.") % {"student": enrolment.student})
            return redirect("department:course", pk)
        except Refused as refusal:
            form.refused(refusal)
    frame = {"course": course, "form": form, "search": search, "words": words, "any_student": some.exists()}
    return render(request, "department/enrol.html", frame, status=status_of(form))


def _first_day(course: Course, today: date) -> date:
    """Today, or the nearest day of the semester."""
    return min(max(today, course.term.starts_on), course.term.ends_on)


def _enrolment(request: ActingRequest, pk: int, action: str) -> Enrolment:
    rows = Enrolment.objects.filter(course__in=request.reachable(Course, action))
    found: Enrolment = get_object_or_404(rows.select_related("course__term", "student__person"), pk=pk)
    return found


@needs("course.edit")
def transfer(request: ActingRequest, pk: int) -> HttpResponse:
    """Move a student into another course of the semester; points of the same places go along."""
    enrolment = _enrolment(request, pk, "course.edit")
    courses = request.reachable(Course, "course.edit").filter(term=enrolment.course.term_id)
    form = TransferForm(request.POST or None, courses=courses.exclude(pk=enrolment.course_id))
    if form.is_valid():
        try:
            new = actions.transfer(
                enrolment, **request.who.acting("course.edit", enrolment.course), **form.cleaned_data
            )
            messages.success(request, _("%(student)s is transferred.") % {"student": new.student})
            return redirect("department:course", enrolment.course_id)
        except Refused as refusal:
            form.refused(refusal)
    title = _("Transfer %(student)s") % {"student": enrolment.student}
    return _form(request, enrolment, form, title, _("Transfer"))


@needs("sheet.withdraw")
def withdraw(request: ActingRequest, pk: int) -> HttpResponse:
    """Take a student out of the course with a reason; the sheet is withdrawn, its history stays."""
    enrolment = _enrolment(request, pk, "sheet.withdraw")
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            hand = request.who.acting("sheet.withdraw", enrolment.course)
            actions.withdraw(enrolment, **hand, **form.cleaned_data)
            messages.success(request, _("%(student)s is withdrawn.") % {"student": enrolment.student})
            return redirect("department:course", enrolment.course_id)
        except Refused as refusal:
            form.refused(refusal)
    title = _("Withdraw %(student)s") % {"student": enrolment.student}
    return _form(request, enrolment, form, title, _("Withdraw"))


def _form(
    request: ActingRequest, enrolment: Enrolment, form: TransferForm | ReasonForm, title: str, label: str
) -> HttpResponse:
    frame = {"course": enrolment.course, "form": form, "title": title, "label": label}
    return render(request, "department/form.html", frame, status=status_of(form))
