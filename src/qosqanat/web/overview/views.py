"""What advisers, quality, rector, career centre, heads of bases and partners look at, each within reach."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from qosqanat.grading.models import Sheet
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Unit
from qosqanat.studies.models import Course, Term
from qosqanat.web.common import figures
from qosqanat.web.common.forms import HouseForm, UnitWordsForm
from qosqanat.web.common.guard import needs
from qosqanat.web.common.lists import Listing
from qosqanat.web.common.progress import Figures, without
from qosqanat.web.common.terms import terms_of

from . import rows
from .courses import LACKS, listed
from .lists import CHANGES, COURSES, DANGER, MENTORS, PROGRESS, SHEETS, STUDENTS
from .needs import opening_of


class FilterForm(HouseForm):
    q = forms.CharField(label=_("Course, group, teacher or enterprise"), required=False, max_length=100)
    term = forms.ModelChoiceField(Term.objects.none(), label=_("Semester"), required=False, empty_label=None)
    lacks = forms.ChoiceField(
        label=_("Lacking"),
        required=False,
        choices=[
            ("", _("anything or nothing")),
            *((name, lack.choice) for name, lack in LACKS.items()),
        ],
    )


@needs("course.view")
def home(request: ActingRequest) -> HttpResponse:
    """What needs the person now, and the courses of one semester with students, mentors and sheets."""
    listing, terms = Listing(request, COURSES), terms_of(request)
    term = terms.shown
    listing.query["term"] = str(term.pk) if term else ""
    form = FilterForm(listing.query)
    every = Term.objects.filter(pk__in=[one.pk for one in terms.every]).select_related("university")
    form.fields["term"].queryset = every  # type: ignore[attr-defined]
    wanted = form.cleaned_data if form.is_valid() else {}
    lack = without(timezone.localdate(request.who.at)).get(str(wanted.get("lacks", "")), Q())
    found = request.reachable(Course).filter(lack, term=term).matching(wanted.get("q", ""))  # type: ignore[attr-defined]
    frame = {"term": term, **opening_of(request, term)._asdict()}
    return listing.answer(listed(found, request.reachable(Sheet)), form, "overview/home.html", **frame)


class WordsForm(HouseForm):
    q = forms.CharField(label=_("Name, number or group"), required=False, max_length=100)


@needs("student.view")
def students(request: ActingRequest) -> HttpResponse:
    """Students of the semester's dual courses."""
    listing, terms = Listing(request, STUDENTS), terms_of(request)
    form = WordsForm(listing.query)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    found = rows.students_of(request, terms.shown).matching(text)  # type: ignore[attr-defined]
    return listing.answer(found, form, "overview/list.html", terms=terms)


@needs("score.view")
def danger(request: ActingRequest) -> HttpResponse:
    """Students whose admission is out of reach or in danger, the worst first (Y-6.7)."""
    listing, terms = Listing(request, DANGER), terms_of(request)
    form, wanted = _narrowing(request, listing)
    found = rows.endangered_of(request, terms.shown, **wanted)
    return listing.answer(found, form, "overview/list.html", terms=terms)


def _units(request: ActingRequest) -> QuerySet[Unit]:
    return request.reachable(Unit, "unit.view").filter(parent__isnull=False)


def _narrowing(request: ActingRequest, listing: Listing) -> tuple[UnitWordsForm, dict[str, Any]]:
    """The filter of a list of sheets, and what it says as arguments of `rows`."""
    form = UnitWordsForm(listing.query, units=_units(request))
    wanted = form.cleaned_data if form.is_valid() else {}
    return form, {"unit": wanted.get("unit"), "text": wanted.get("q", "")}


class MentorForm(HouseForm):
    says_optional = False
    q = forms.CharField(label=_("Mentor or enterprise"), required=False, max_length=100)


@needs("sheet.view")
def mentors(request: ActingRequest) -> HttpResponse:
    """Mentors who owe closed weeks (Y-6.5.2)."""
    listing, terms = Listing(request, MENTORS), terms_of(request)
    form = MentorForm(listing.query)
    found = rows.late_of(request, terms.shown, form.cleaned_data["q"] if form.is_valid() else "")
    return listing.answer(found, form, "overview/list.html", terms=terms)


class UnitForm(HouseForm):
    q = forms.CharField(label=_("Course, group, teacher or enterprise"), required=False, max_length=100)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Faculty or department"), required=False, empty_label=_("all")
    )


@needs("sheet.view")
@needs("final.view")
def progress(request: ActingRequest) -> HttpResponse:
    """Courses with weeks in time and examinations passed; the last line adds up what is shown."""
    listing, terms = Listing(request, PROGRESS), terms_of(request)
    form = UnitForm(listing.query)
    form.fields["unit"].queryset = _units(request)  # type: ignore[attr-defined]
    wanted = form.cleaned_data if form.is_valid() else {}
    found = rows.figures_of(request, terms.shown, wanted.get("unit"), wanted.get("q", ""))
    frame = {"terms": terms, "total": Figures(found), "foot": "common/_total.html"}
    return listing.answer(found, form, "overview/list.html", **frame)


@needs("score.view")
def changes(request: ActingRequest) -> HttpResponse:
    """Marks changed after their time was over: from what to what, by whom, why."""
    listing, terms = Listing(request, CHANGES), terms_of(request)
    form, wanted = _narrowing(request, listing)
    found = rows.changes_of(request, terms.shown, **wanted)
    return listing.answer(found, form, "overview/list.html", terms=terms)


class DrawForm(HouseForm):
    draw = forms.IntegerField(
        label=_("Number of the draw"),
        required=False,
        min_value=0,
        max_value=999_999_999,
        help_text=_(
            "The same number gives the same order of the same sheets, and the first twenty within your reach are shown; without a number it is the day's own."
        ),
    )


@needs("score.view")
def sheets(request: ActingRequest) -> HttpResponse:
    """The first sheets of an order at random, each with the way to its history."""
    listing, terms = Listing(request, SHEETS), terms_of(request)
    form = DrawForm(listing.query)
    number = form.cleaned_data["draw"] if form.is_valid() else None
    draw = timezone.localdate(request.who.at).toordinal() if number is None else number
    found = rows.drawn_of(request, terms.shown, draw)
    return listing.answer(found, form, "overview/list.html", terms=terms, hint=form["draw"])


@needs("sheet.view")
@needs("final.view")
@require_GET
def one_page(request: ActingRequest) -> HttpResponse:
    """The semester on one sheet of paper: three sentences, its faculties, weeks in time."""
    terms = terms_of(request)
    found = rows.figures_of(request, terms.shown)
    frame = {
        "terms": terms,
        "every": Figures(found),
        "by_faculty": rows.by_faculty(request, found),
        "students": rows.students_of(request, terms.shown).count(),
        "hosts": len({one.course.enterprise_id for one in found} - {None}),
        "late": len(rows.late_of(request, terms.shown)),
        "plot": figures.on_time([one.strip for one in found if one.strip]),
        "universities": Unit.objects.filter(pk__in=request.who.universities()),
    }
    return render(request, "overview/one_page.html", frame)
