"""Closed weeks that the dean opens again, with a reason and an end (Y-6.5.2, Q-Y14)."""

from datetime import timedelta

from django.contrib import messages
from django.db.models import Case, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qosqanat.core.problems import Refused
from qosqanat.grading.actions import reopen_week
from qosqanat.grading.book import Book, books_of
from qosqanat.grading.models import Reopening
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Course, CourseMentor
from qosqanat.web.common.forms import status_of
from qosqanat.web.common.guard import needs
from qosqanat.web.common.lists import Listing

from .forms import ReopenForm, StateForm
from .lists import WEEKS

OPEN_FOR = timedelta(days=2)


@needs("week.reopen")
def index(request: ActingRequest) -> HttpResponse:
    """Reopened weeks, the latest first; `?state=` force or over."""
    listing, at = Listing(request, WEEKS), request.who.at
    form = StateForm(listing.query)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    rows = Reopening.objects.filter(course__in=request.reachable(Course, "week.reopen"))
    rows = rows.select_related("course__term__university", "opened_by", "on_behalf_of")
    if state == "force":
        rows = rows.open_at(at)
    elif state == "over":
        rows = rows.filter(until__lte=at)
    rows = rows.annotate(in_force=Case(When(until__gt=at, then=True), default=False))
    address = reverse("faculty:courses")
    return listing.answer(rows, form, "faculty/week_list.html", go_on=(address, _("Choose the course")))


@needs("week.reopen")
def reopen(request: ActingRequest, pk: int) -> HttpResponse:
    """Open one closed week of a course for its mentors."""
    courses = request.reachable(Course, "week.reopen").select_related(
        "term__university", "department", "enterprise"
    )
    course, at = get_object_or_404(courses, pk=pk), request.who.at
    book = books_of([course], at).get(course.pk)
    if book is None:
        return render(request, "sheets/not_issued.html", {"course": course})
    weeks = _weeks(book)
    with timezone.override(course.term.zone):
        initial = {
            "week": request.GET.get("week") or (weeks[-1][0] if weeks else None),
            "until": at + OPEN_FOR,
        }
        form = ReopenForm(request.POST or None, initial=initial, weeks=weeks)
        if form.is_valid():
            try:
                reopening = reopen_week(
                    course, **request.who.acting("week.reopen", course), **form.cleaned_data
                )
                messages.success(request, _done(reopening))
                return redirect("faculty:weeks")
            except Refused as refusal:
                form.refused(refusal)
        mentors = CourseMentor.objects.in_force(timezone.localdate(at)).filter(course=course)
        frame = {
            "course": course,
            "form": form,
            "any_week": bool(weeks),
            "mentors": mentors.select_related("post__person", "post__enterprise"),
        }
        return render(request, "faculty/reopen.html", frame, status=status_of(form))


def _weeks(book: Book) -> list[tuple[int, str]]:
    """Closed weeks with practice, each with its days."""
    label = _("week %(n)s: %(first)s – %(last)s")
    days = book.course.term.weeks
    return [
        (n, label % {"n": n, "first": _day(days[n - 1].first), "last": _day(days[n - 1].last)})
        for n in book.rules.practice_weeks
        if n in book.closed_weeks
    ]


def _day(day: object) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")  # type: ignore[arg-type]


def _done(reopening: Reopening) -> str:
    text = _("Week %(week)s of %(course)s is open until %(moment)s.")
    moment = date_format(timezone.localtime(reopening.until), "DATETIME_FORMAT")
    return text % {"week": reopening.week, "course": reopening.course.title, "moment": moment}
