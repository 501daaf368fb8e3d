"""Roles: giving, ending, deputies."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from qosqanat.core.problems import Refused
from qosqanat.people import actions
from qosqanat.people.enums import RoleKind
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Deputy, Person, Role, Unit
from qosqanat.studies.queries import advised_still, taught_still
from qosqanat.web.common.forms import EndForm, status_of
from qosqanat.web.common.guard import needs

from .forms import DeputyForm, RoleForm, SearchForm

CANDIDATES = 20


@needs("role.assign")
def give(request: ActingRequest, pk: int) -> HttpResponse:
    """Give a person a role at a unit for a period."""
    someone = get_object_or_404(request.reachable(Person, "role.assign"), pk=pk)
    units = request.reachable(Unit, "role.assign")
    form = RoleForm(
        request.POST or None, units=units, initial={"starts_on": timezone.localdate(request.who.at)}
    )
    if form.is_valid():
        try:
            actions.give_role(
                someone, **form.cleaned_data, **request.who.acting("role.assign", form.cleaned_data["unit"])
            )
            messages.success(request, _("The role is given."))
            return redirect("setup:person", pk)
        except Refused as refusal:
            form.refused(refusal)
    return render(
        request,
        "setup/form.html",
        {"form": form, "title": _("Give a role"), "of": someone, "label": _("Give the role")},
        status=status_of(form),
    )


@needs("role.assign")
def end(request: ActingRequest, pk: int) -> HttpResponse:
    """Say the last day of a role."""
    role = _role(request, pk)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate(request.who.at)})
    if form.is_valid():
        try:
            actions.end_role(role, **form.cleaned_data, **request.who.acting("role.assign", role))
            messages.success(request, _("The last day of the role is set."))
            return redirect("setup:person", role.person_id)
        except Refused as refusal:
            form.refused(refusal)
    facts = {
        "form": form,
        "title": _("End a role"),
        "of": role.person,
        "note": str(role),
        "warnings": _still_held(role, timezone.localdate(request.who.at)),
        "label": _("Set the last day"),
    }
    return render(request, "setup/form.html", facts, status=status_of(form))


def _still_held(role: Role, day: date) -> list[str]:
    """What the person goes on with after the role: it is theirs by the course or the group, not by the role."""
    found = []
    if role.kind == RoleKind.TEACHER and (courses := taught_still(role.person, role.unit.university_id, day)):
        text = _(
            "%(name)s stays the teacher of: %(courses)s. Have the head of department name another teacher of each course, or its marks stay in the same hands."
        )
        names = ", ".join(f"{course.title} ({course.groups_key})" for course in courses)
        found.append(text % {"name": role.person, "courses": names})
    if role.kind == RoleKind.ADVISER and (groups := advised_still(role.person, role.unit.university_id)):
        text = _(
            "%(name)s stays the adviser of: %(groups)s. Have the methodical office bring the list of students with another adviser, or the groups stay in sight."
        )
        found.append(text % {"name": role.person, "groups": ", ".join(group.code for group in groups)})
    return found


@needs("role.assign")
def deputy(request: ActingRequest, pk: int) -> HttpResponse:
    """Let somebody else act in a role for a while: first find them by name, then choose."""
    role = _role(request, pk)
    search = SearchForm(request.GET)
    wanted = search.cleaned_data["q"] if search.is_valid() else ""
    form = DeputyForm(request.POST or None, people=_candidates(request, role, wanted))
    if form.is_valid():
        try:
            actions.appoint_deputy(role, **form.cleaned_data, **request.who.acting("role.assign", role))
            messages.success(request, _("The deputy is appointed."))
            return redirect("setup:person", role.person_id)
        except Refused as refusal:
            form.refused(refusal)
    return render(
        request,
        "setup/deputy.html",
        {"form": form, "search": search, "role": role, "wanted": wanted},
        status=status_of(form),
    )


@needs("role.assign")
def end_deputy(request: ActingRequest, pk: int) -> HttpResponse:
    """End a deputy's time early, or take the appointment back before it begins."""
    deputies = Deputy.objects.filter(role__in=request.reachable(Role, "role.assign"))
    found = get_object_or_404(deputies.select_related("role__person", "role__unit", "person"), pk=pk)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate(request.who.at)})
    if form.is_valid():
        try:
            actions.end_deputy(found, **form.cleaned_data, **request.who.acting("role.assign", found.role))
            messages.success(request, _("The last day of the deputy is set."))
            return redirect("setup:person", found.role.person_id)
        except Refused as refusal:
            form.refused(refusal)
    note = _(
        "%(deputy)s for %(role)s. What was done stays. A last day before the first one takes the appointment back."
    )
    facts = {
        "form": form,
        "title": _("End the time of a deputy"),
        "of": found.role.person,
        "note": note % {"deputy": found.person, "role": found.role},
        "label": _("Set the last day"),
    }
    return render(request, "setup/form.html", facts, status=status_of(form))


def _role(request: ActingRequest, pk: int) -> Role:
    return get_object_or_404(request.reachable(Role, "role.assign").select_related("person", "unit"), pk=pk)


def _candidates(request: ActingRequest, role: Role, wanted: str):  # type: ignore[no-untyped-def]
    """At most CANDIDATES people with a sign-in; those of the same unit while nothing is searched."""
    people = (
        request.reachable(Person, "role.assign").filter(account__is_active=True).exclude(pk=role.person_id)
    )
    people = people.matching(wanted) if wanted else people.filter(roles__unit=role.unit_id).distinct()  # type: ignore[attr-defined]
    return Person.objects.filter(pk__in=list(people.values_list("pk", flat=True)[:CANDIDATES]))
