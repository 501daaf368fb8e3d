"""Units: the tree, adding, correcting, and a university's settings."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from qosqanat.core.problems import Refused
from qosqanat.people import actions, queries
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Unit
from qosqanat.regulation import kz
from qosqanat.web.common.forms import status_of
from qosqanat.web.common.guard import needs
from qosqanat.web.common.lists import Listing

from .forms import UnitFilter, UnitForm, UnitNamesForm, UniversityForm
from .lists import UNITS


@needs("unit.edit")
def units(request: ActingRequest) -> HttpResponse:
    """The tree of the university with its heads."""
    listing = Listing(request, UNITS)
    form = UnitFilter(listing.query)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = request.reachable(Unit, "unit.edit")
    if wanted.get("kind"):
        found = found.filter(kind=wanted["kind"])
    tree = list(queries.with_heads(found, timezone.localdate(request.who.at)))
    words = kz.fold(wanted.get("q", "")).split()
    rows = [unit for unit in tree if all(word in _known_as(unit) for word in words)]
    go_on = (reverse("setup:unit_new"), _("Add a unit"))
    return listing.answer(rows, form, "setup/unit_list.html", go_on=go_on)


def _known_as(unit: Unit) -> str:
    """Its names and code, folded: a university's units are few enough to be read."""
    return kz.fold(f"{unit.name_kk} {unit.name_ru} {unit.name_en} {unit.code}")


@needs("unit.edit")
def new(request: ActingRequest) -> HttpResponse:
    """Add a faculty, department or office."""
    reached = request.reachable(Unit, "unit.edit")
    form = UnitForm(request.POST or None, units=reached, initial={"parent": request.GET.get("parent")})
    if form.is_valid():
        try:
            actions.add_unit(
                **form.cleaned_data, **request.who.acting("unit.edit", form.cleaned_data["parent"])
            )
            return redirect("setup:units")
        except Refused as refusal:
            form.refused(refusal)
    return render(
        request,
        "setup/form.html",
        {"form": form, "title": _("Add a unit"), "label": _("Add")},
        status=status_of(form),
    )


@needs("unit.edit")
def unit(request: ActingRequest, pk: int) -> HttpResponse:
    """Correct the names and the code of a unit."""
    found = get_object_or_404(request.reachable(Unit, "unit.edit").exclude(parent=None), pk=pk)
    return _edit(request, found, UnitNamesForm, "unit.edit", _("Correct the unit"))


@needs("setting.edit")
def university(request: ActingRequest, pk: int) -> HttpResponse:
    """Names, time zone and regulation of the university."""
    found = get_object_or_404(request.reachable(Unit, "setting.edit").universities(), pk=pk)  # type: ignore[attr-defined]
    return _edit(request, found, UniversityForm, "setting.edit", _("Settings of the university"))


def _edit(
    request: ActingRequest, found: Unit, kind: type[UnitNamesForm], action: str, title: str
) -> HttpResponse:
    form = kind(request.POST or None, initial={name: getattr(found, name) for name in kind.base_fields})
    if form.is_valid():
        try:
            actions.edit_unit(found, **form.cleaned_data, **request.who.acting(action, found))
            messages.success(request, _("The changes are saved."))
            return redirect(request.path)
        except Refused as refusal:
            form.refused(refusal)
    past = reverse("records:unit_history", args=[found.pk])
    facts = {"form": form, "title": title, "label": _("Save"), "past": past}
    return render(request, "setup/form.html", facts, status=status_of(form))
