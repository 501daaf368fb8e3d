"""Mentors of a course and their periods: shifts and deputies make several (Y-5.11.b2, Y-5.5)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from qosqanat.core.problems import Refused
from qosqanat.partners.models import Post
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.actions import assign_mentor, end_mentor
from qosqanat.studies.models import Course, CourseMentor
from qosqanat.web.common.forms import EndForm, status_of
from qosqanat.web.common.guard import needs

from .courses import course_of
from .forms import MentorForm


@needs("course.edit")
def assign(request: ActingRequest, pk: int) -> HttpResponse:
    """Let a mentor of the partner enterprise mark the course for a period."""
    course, today = course_of(request, pk), timezone.localdate(request.who.at)
    posts = request.reachable(Post).mentors().in_force(today)  # type: ignore[attr-defined]
    posts = posts.filter(enterprise=course.enterprise_id).select_related("person", "enterprise")
    form = MentorForm(
        request.POST or None, initial={"starts_on": max(today, course.term.starts_on)}, posts=posts
    )
    if form.is_valid():
        try:
            assign_mentor(course, **form.cleaned_data, **request.who.acting("course.edit", course))
            messages.success(request, _("The mentor is assigned."))
            return redirect("department:course", pk)
        except Refused as refusal:
            form.refused(refusal)
    lacking = "" if posts else _no_mentor(course)
    frame = {
        "course": course,
        "form": form,
        "title": _("Assign a mentor"),
        "label": _("Assign"),
        "lacking": lacking,
    }
    return render(request, "department/form.html", frame, status=status_of(form))


def _no_mentor(course: Course) -> str:
    if course.enterprise is None:
        return _("The course has no partner enterprise yet: name it first, then choose among its mentors.")
    text = _(
        "%(enterprise)s has named no mentor yet: the methodical office brings mentors with the register of partners."
    )
    return text % {"enterprise": course.enterprise}


@needs("course.edit")
def end(request: ActingRequest, pk: int) -> HttpResponse:
    """Let an assignment end; points already entered stay."""
    rows = CourseMentor.objects.filter(course__in=request.reachable(Course, "course.edit"))
    mentor = get_object_or_404(rows.select_related("course__term", "post__person"), pk=pk)
    today = timezone.localdate(request.who.at)
    form = EndForm(request.POST or None, initial={"ends_on": today})
    if form.is_valid():
        end_mentor(mentor, **form.cleaned_data, **request.who.acting("course.edit", mentor.course))
        messages.success(
            request, _("The assignment of %(person)s ends.") % {"person": mentor.post.person.short_name}
        )
        return redirect("department:course", mentor.course_id)
    title = _("End the assignment of %(person)s") % {"person": mentor.post.person.short_name}
    note = _("Points already entered stay. A last day before the first one takes the assignment back.")
    frame = {"course": mentor.course, "form": form, "title": title, "label": _("End"), "note": note}
    return render(request, "department/form.html", frame, status=status_of(form))
