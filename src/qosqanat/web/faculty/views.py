"""The dean's overview: departments by numbers, and the courses and students behind each of them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Unit
from qosqanat.studies.models import Course
from qosqanat.web.common.figures import on_time
from qosqanat.web.common.guard import needs
from qosqanat.web.common.homes import MainAct, Number, address, first_of
from qosqanat.web.common.lists import Listing
from qosqanat.web.common.plots import download
from qosqanat.web.common.progress import CourseFigure, Figures
from qosqanat.web.common.terms import terms_of

from .figures import departments_of, figures_of
from .forms import FilterForm
from .lists import COURSES, STUDENTS


@needs("week.reopen")
@require_GET
def home(request: ActingRequest) -> HttpResponse:
    """Departments with courses, sheets, weeks in time and students in danger of the semester."""
    terms = terms_of(request)
    figures = figures_of(request, terms.shown, departments_of(request))
    every = Figures(
        [one for f in figures for one in f.courses], [row for f in figures for row in f.endangered]
    )
    plot = on_time([one.strip for one in every.courses if one.strip])
    if taken := download(request, [plot]):
        return taken
    frame = {
        "terms": terms,
        "figures": figures,
        "every": every,
        "plot": plot,
        "numbers": _numbers(request, every),
        "main_act": _first(request, every),
    }
    return render(request, "faculty/home.html", frame)


def _numbers(request: ActingRequest, every: Figures) -> list[Number]:
    late = sum(bool(one.missing) for one in every.courses)
    weeks = ngettext("of %(n)s week", "of %(n)s weeks", every.due) % {"n": every.due}
    sheets = ngettext("of %(n)s sheet", "of %(n)s sheets", every.sheets) % {"n": every.sheets}
    owing = address(request, "faculty:courses", late="on")
    danger, courses = address(request, "faculty:students"), address(request, "faculty:courses")
    endangered = len(every.endangered)
    worry = ngettext(
        "student in danger of not being admitted", "students in danger of not being admitted", endangered
    )
    lacking = ngettext("course with missing weeks", "courses with missing weeks", late)
    return [
        Number("late", late, lacking, owing, "Y-6.5.2"),
        Number("on_time", every.share, _("practice weeks in time"), courses, "Y-6.5.2", weeks, "%"),
        Number("danger", endangered, worry, danger, "Y-6.7", sheets),
    ]


def _first(request: ActingRequest, every: Figures) -> MainAct | None:
    late = any(one.missing for one in every.courses)
    endangered = MainAct(_("See who is in danger"), address(request, "faculty:students"))
    owing = MainAct(_("See where weeks are missing"), address(request, "faculty:courses", late="on"))
    return first_of([(late, owing), (every.endangered, endangered)])


def _wanted(request: ActingRequest, listing: Listing) -> tuple[FilterForm, dict[str, Any], list[Unit]]:
    """The filter, what it says, and the departments that it leaves."""
    departments = departments_of(request)
    form = FilterForm(listing.query, departments=departments)
    empty: dict[str, Any] = {"q": "", "department": None, "late": False}
    wanted = form.cleaned_data if form.is_valid() else empty
    chosen = [unit for unit in departments if wanted["department"] in {None, unit.pk}]
    return form, wanted, chosen


@needs("week.reopen")
def courses(request: ActingRequest) -> HttpResponse:
    """Courses with their sheets and weeks; the last line adds up what the overview shows."""
    listing, terms = Listing(request, COURSES), terms_of(request)
    form, wanted, departments = _wanted(request, listing)
    fitting = request.reachable(Course, "week.reopen").filter(term=terms.shown).matching(wanted["q"])  # type: ignore[attr-defined]
    keys = set(fitting.order_by().values_list("pk", flat=True)) if wanted["q"] else None
    found = [
        one
        for figures in figures_of(request, terms.shown, departments)
        for one in figures.courses
        if (one.missing or not wanted["late"]) and (keys is None or one.course.pk in keys)
    ]
    found.sort(key=_order)
    frame = {"terms": terms, "total": Figures(found), "foot": "common/_total.html"}
    return listing.answer(found, form, "faculty/course_list.html", **frame)


def _order(one: CourseFigure) -> tuple[str, str, int]:
    return one.course.sort_key, one.course.groups_key, one.course.pk


@needs("week.reopen")
def students(request: ActingRequest) -> HttpResponse:
    """Students whose admission is out of reach or in danger, the worst first (Y-6.7)."""
    listing, terms = Listing(request, STUDENTS), terms_of(request)
    form, _wants, departments = _wanted(request, listing)
    for name in ("q", "late"):
        del form.fields[name]
    rows = [row for figures in figures_of(request, terms.shown, departments) for row in figures.endangered]
    rows.sort(key=lambda row: (row.needed is not None, row.reachable_admission))
    return listing.answer(rows, form, "faculty/student_list.html", terms=terms)
