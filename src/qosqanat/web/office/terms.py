"""The semesters' calendars: first day, weeks, days off."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qosqanat.core.problems import Refused
from qosqanat.grading.actions import edit_term
from qosqanat.people.middleware import ActingRequest
from qosqanat.regulation import kz
from qosqanat.regulation.laws import MOST_WEEKS
from qosqanat.studies.models import Term
from qosqanat.web.common.forms import HouseForm, status_of
from qosqanat.web.common.guard import needs
from qosqanat.web.common.lists import Listing

from .history import TERMS

DATE_FORMATS = ("%d.%m.%Y", "%Y-%m-%d")


class TermFilter(HouseForm):
    says_optional = False
    q = forms.CharField(label=gettext_lazy("Year or season"), required=False, max_length=100)


class TermForm(HouseForm):
    starts_on = forms.DateField(
        label=gettext_lazy("First day of week 1"), help_text=gettext_lazy("Like 01.09.2026.")
    )
    week_count = forms.IntegerField(label=gettext_lazy("Weeks"), min_value=1, max_value=MOST_WEEKS)
    holidays = forms.CharField(
        label=gettext_lazy("Days off"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "One a line: the day, a space, the name. A mentor's deadline on such a day moves to the next day."
        ),
    )

    def clean_holidays(self) -> dict[date, str]:
        """Day -> name; a line that does not begin with a day is named."""
        lines = [line.strip() for line in self.cleaned_data["holidays"].splitlines() if line.strip()]
        return dict(self._holiday(line) for line in lines)

    def _holiday(self, line: str) -> tuple[date, str]:
        first, _space, name = line.partition(" ")
        try:
            day = forms.DateField(input_formats=DATE_FORMATS).clean(first)
        except forms.ValidationError:
            text = _("“%(line)s” does not begin with a day like 16.12.2026: put the day first.")
            raise forms.ValidationError(text % {"line": line[:60]}) from None
        return day, name.strip()[:120]


def _as_lines(term: Term) -> str:
    days = [(parse_date(day), name) for day, name in term.holidays.items()]
    return "\n".join(f"{date_format(day, 'd.m.Y')} {name}" for day, name in days if day)


@needs("term.edit")
def terms(request: ActingRequest) -> HttpResponse:
    """Every semester of the university, the latest first."""
    listing = Listing(request, TERMS)
    form = TermFilter(listing.query)
    found = request.reachable(Term, "term.edit").select_related("university").order_by("-starts_on", "pk")
    if words := kz.fold(form.cleaned_data["q"] if form.is_valid() else "").split():
        # a semester is called in the reader's language, which the database does not know; there are few
        named = [term.pk for term in found if all(word in kz.fold(str(term)) for word in words)]
        found = found.filter(pk__in=named)
    return listing.answer(found, form, go_on=(reverse("office:import_new"), _("Import")))


@needs("term.edit")
def term(request: ActingRequest, pk: int) -> HttpResponse:
    """One semester's weeks with their deadlines, and the form that sets them."""
    found = get_object_or_404(request.reachable(Term, "term.edit").select_related("university"), pk=pk)
    initial: dict[str, Any] = {
        "starts_on": date_format(found.starts_on, "d.m.Y"),
        "week_count": found.week_count,
        "holidays": _as_lines(found),
    }
    form = TermForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            edit_term(found, **form.cleaned_data, **request.who.acting("term.edit", found))
            messages.success(request, _("The calendar is saved."))
            return redirect("office:term", pk=found.pk)
        except Refused as refusal:
            form.refused(refusal)
    weeks = [(week, found.closes_at(week.number).astimezone(found.zone)) for week in found.weeks]
    page = {"term": found, "form": form, "weeks": weeks, "current": found.week_on(request.who.at)}
    return render(request, "office/term.html", page, status=status_of(form))
