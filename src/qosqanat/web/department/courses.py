"""Courses of the department: found by what is missing, put right on their own page."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qosqanat.core.problems import Problem, Refused
from qosqanat.grading.actions import choose_scheme
from qosqanat.grading.models import CourseScheme
from qosqanat.grading.queries import Readiness, readiness
from qosqanat.partners.models import Enterprise
from qosqanat.people.enums import RoleKind
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Person, Role
from qosqanat.regulation import packs
from qosqanat.studies.actions import edit_course
from qosqanat.studies.enums import Membership
from qosqanat.studies.models import Course
from qosqanat.web.common.forms import status_of
from qosqanat.web.common.guard import needs
from qosqanat.web.common.lists import Listing
from qosqanat.web.common.terms import terms_of

from .forms import CourseForm, FilterForm, SchemeForm
from .lists import COURSES

EDITED = (
    "name_kk name_ru name_en teacher enterprise site credits language model "
    "hours_total hours_campus hours_site control_form note"
).split()


@needs("sheet.issue")
def index(request: ActingRequest) -> HttpResponse:
    """Courses of the semester by state of their problems and by words; sheets of several are issued together."""
    listing, terms = Listing(request, COURSES), terms_of(request)
    form = FilterForm(listing.query)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "problem": ""}
    found = request.reachable(Course, "sheet.issue").matching(wanted["q"])  # type: ignore[attr-defined]
    rows = readiness(terms.shown, request.who.at, found) if terms.shown else []
    rows = [row for row in rows if _state(row, wanted["problem"])]
    return listing.answer(rows, form, "department/course_list.html", terms=terms)


def _state(row: Readiness, wanted: str) -> bool:
    states = {
        "blocking": not row.ready,
        "warning": row.ready and bool(row.problems),
        "none": not row.problems,
    }
    return states.get(wanted, True)


def course_of(request: ActingRequest, pk: int, action: str = "course.edit") -> Course:
    """The course of a page, through the right. Raises Http404."""
    courses = request.reachable(Course, action).select_related(
        "term__university", "university", "department", "teacher", "enterprise", "site"
    )
    found: Course = get_object_or_404(courses, pk=pk)
    return found


@needs("course.edit")
@require_GET
def course(request: ActingRequest, pk: int) -> HttpResponse:
    """One course: what is missing, facts, mentors, students, marking scheme."""
    found = course_of(request, pk)
    (row,) = readiness(found.term, request.who.at, Course.objects.filter(pk=pk))
    enrolments = found.enrolments.select_related("student__person", "student__group", "moved_to__course")
    frame = {
        "course": found,
        "problems": [with_fix(found, problem) for problem in row.problems],
        "sheets": row.sheets,
        "scheme": CourseScheme.objects.filter(course=found).select_related("chosen_by").first(),
        "mentors": found.mentors.select_related("post__person", "post__enterprise"),
        "enrolled": [e for e in enrolments if e.state == Membership.ENROLLED],
        "gone": [e for e in enrolments if e.state != Membership.ENROLLED],
        "today": timezone.localdate(request.who.at),
        "may_issue": request.reachable(Course, "sheet.issue").filter(pk=pk).exists(),
    }
    return render(request, "department/course.html", frame)


def with_fix(course: Course, problem: Problem) -> Problem:
    """The same problem with the address where it is put right; contracts are the career centre's."""
    if problem.field == "mentors":
        return replace(problem, fix_url=reverse("department:mentor_assign", args=[course.pk]))
    if problem.field == "mentor":
        return replace(problem, fix_url=reverse("department:course", args=[course.pk]) + "#mentors")
    if problem.field == "groups":
        return replace(problem, fix_url=reverse("department:enrol", args=[course.pk]))
    if problem.field in EDITED and not (problem.field == "enterprise" and course.enterprise_id):
        url = reverse("department:course_edit", args=[course.pk])
        return replace(problem, fix_url=f"{url}#id_{problem.field}")
    return problem


@needs("course.edit")
def edit(request: ActingRequest, pk: int) -> HttpResponse:
    """Put the facts of a course right; its credits only until the first points are entered (Q-Y01)."""
    found = course_of(request, pk)
    teaches = Role.objects.in_force(timezone.localdate(request.who.at)).filter(
        kind=RoleKind.TEACHER, unit__university=found.university_id
    )
    form = CourseForm(
        request.POST or None,
        initial={name: getattr(found, name) for name in EDITED},
        teachers=Person.objects.filter(pk__in=teaches.values("person"))
        | Person.objects.filter(pk__in=[found.teacher_id or 0]),
        enterprises=request.reachable(Enterprise)
        | Enterprise.objects.filter(pk__in=[found.enterprise_id or 0]),
        frozen=CourseScheme.objects.filter(course=found).exclude(frozen_at=None).exists(),
    )
    if form.is_valid():
        try:
            edit_course(found, **request.who.acting("course.edit", found), **form.cleaned_data)
            messages.success(request, _("The course is saved."))
            return redirect("department:course", pk)
        except Refused as refusal:
            form.refused(refusal)
    return _form(request, found, form, _("Correct the course"), _("Save"))


@needs("sheet.issue")
def scheme(request: ActingRequest, pk: int) -> HttpResponse:
    """Choose another marking scheme with a reason, until the first points are entered (Y-6.4)."""
    found = course_of(request, pk, "sheet.issue")
    current = CourseScheme.objects.filter(course=found).first()
    regulation = packs.load(found.university.regulation)
    chosen = current or regulation.propose(found.credits).scheme
    form = SchemeForm(
        request.POST or None,
        initial={"scheme": chosen.code if chosen else None},
        schemes=regulation.schemes,
        language=(get_language() or "kk")[:2],
    )
    if form.is_valid():
        try:
            code, reason = form.cleaned_data["scheme"], form.cleaned_data["reason"]
            choose_scheme(found, code, **request.who.acting("sheet.issue", found), reason=reason)
            messages.success(request, _("Marking scheme %(code)s governs the course now.") % {"code": code})
            return redirect("department:course", pk)
        except Refused as refusal:
            form.refused(refusal)
    note = _("Another scheme has other weeks and maxima: the independent-work tasks are then set anew.")
    return _form(request, found, form, _("Choose the marking scheme"), _("Choose"), note)


def _form(
    request: ActingRequest,
    course: Course,
    form: CourseForm | SchemeForm,
    title: str,
    label: str,
    note: str = "",
) -> HttpResponse:
    frame = {"course": course, "form": form, "title": title, "label": label, "note": note}
    return render(request, "department/form.html", frame, status=status_of(form))
