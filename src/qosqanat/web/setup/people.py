"""People: the list, one person's page, adding, correcting, showing an IIN."""

from datetime import date

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_GET, require_POST

from qosqanat.core.problems import Refused
from qosqanat.partners.enums import PostKind
from qosqanat.partners.models import Post
from qosqanat.people import actions, queries
from qosqanat.people.actions.person import PERSON_FIELDS
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Account, Person, Unit
from qosqanat.web.common.acts import what
from qosqanat.web.common.forms import ReasonForm, status_of
from qosqanat.web.common.guard import needs
from qosqanat.web.common.homes import MainAct, Number, address, first_of
from qosqanat.web.common.lists import Listing

from .forms import PersonForm, SearchForm
from .lists import PEOPLE
from .representatives import ended_by

HISTORY = 50
COUNTED = {
    "none": ngettext_lazy("person with a role and no sign-in", "people with a role and no sign-in"),
    "never": ngettext_lazy("sign-in never used", "sign-ins never used"),
    "blocked": ngettext_lazy("blocked sign-in", "blocked sign-ins"),
}


@needs("person.edit")
def home(request: ActingRequest) -> HttpResponse:
    """People whom the administrator reaches, found in any spelling of the name; acts on many sign-ins."""
    listing = Listing(request, PEOPLE)
    form = SearchForm(listing.query)
    wanted = form.cleaned_data if form.is_valid() else {"q": "", "role": "", "sign_in": ""}
    found = request.reachable(Person, "person.edit").matching(wanted["q"])  # type: ignore[attr-defined]
    day, state = timezone.localdate(request.who.at), str(wanted.get("sign_in", ""))
    posts, role = Post.objects.in_force(day), wanted["role"]
    if role in PostKind.values:
        found, role = found.filter(pk__in=posts.filter(kind=role).order_by().values("person")), ""
    held = Prefetch("posts", posts.select_related("enterprise"), to_attr="present_posts")
    people = queries.with_roles(found.filter(queries.sign_ins(day).get(state, Q())), day, role)
    frame = {
        "numbers": (numbers := _numbers(request, day, state)),
        "main_act": _first(numbers),
        "go_on": (reverse("setup:person_new"), _("Add a person")),
    }
    return listing.answer(people.prefetch_related(held), form, "setup/person_list.html", **frame)


def _numbers(request: ActingRequest, day: date, state: str) -> list[Number]:
    every = request.reachable(Person, "person.edit").order_by()
    counts = every.aggregate(**{name: Count("pk", lack) for name, lack in queries.sign_ins(day).items()})
    return [
        Number(
            name,
            counts[name],
            label % counts[name],
            address(request, "setup:home", sign_in=name),
            current=state == name,
        )
        for name, label in COUNTED.items()
    ]


def _first(numbers: list[Number]) -> MainAct:
    """Whoever has a role must be able to sign in; then nobody should stand outside for nothing."""
    none, never, blocked = numbers
    acts = [
        (none.value, MainAct(_("Open the missing sign-ins"), none.href)),
        (never.value, MainAct(_("See who has never signed in"), never.href)),
        (blocked.value, MainAct(_("Look at the blocked sign-ins"), blocked.href)),
    ]
    return first_of(acts) or MainAct(_("Add a person"), reverse("setup:person_new"))


@needs("person.edit")
@require_GET
def person(request: ActingRequest, pk: int) -> HttpResponse:
    """Roles, sign-in and history of one person."""
    someone = get_object_or_404(request.reachable(Person, "person.edit"), pk=pk)
    return _person_page(request, someone)


def _person_page(
    request: ActingRequest, someone: Person, *, iin: str = "", form: ReasonForm | None = None
) -> HttpResponse:
    history = queries.history_of(someone, request.who.universities())[:HISTORY]
    roles = (
        request.reachable(someone.roles.model)
        .filter(person=someone)
        .select_related("unit")
        .prefetch_related("deputies__person")
    )
    posts = request.reachable(Post, "role.assign").filter(person=someone).select_related("enterprise")
    facts = {
        "person": someone,
        "roles": roles,
        "posts": posts.annotate(can_end=Exists(ended_by(request).filter(pk=OuterRef("pk")).order_by())),
        "account": Account.objects.filter(person=someone).first(),
        "keeps_account": request.reachable(Account).filter(person=someone).exists(),
        "history": [(act, what(act)) for act in history],
        "iin": iin,
        "form": form or ReasonForm(),
        "today": timezone.localdate(request.who.at),
    }
    return render(request, "setup/person.html", facts, status=status_of(form))


@needs("person.edit")
def new(request: ActingRequest) -> HttpResponse:
    """Add a person to the administrator's university."""
    university = get_object_or_404(
        request.reachable(Unit, "person.edit"), pk__in=request.who.universities()[:1]
    )
    form = PersonForm(request.POST or None)
    if form.is_valid():
        try:
            added = actions.add_person(
                university, **form.cleaned_data, **request.who.acting("person.edit", university)
            )
            return redirect("setup:person", added.pk)
        except Refused as refusal:
            form.refused(refusal)
    return render(
        request,
        "setup/form.html",
        {"form": form, "title": _("Add a person"), "label": _("Add")},
        status=status_of(form),
    )


@needs("person.edit")
def edit(request: ActingRequest, pk: int) -> HttpResponse:
    """Correct a person's details."""
    someone = get_object_or_404(request.reachable(Person, "person.edit"), pk=pk)
    form = PersonForm(request.POST or None, initial={name: getattr(someone, name) for name in PERSON_FIELDS})
    if form.is_valid():
        try:
            actions.edit_person(someone, **form.cleaned_data, **request.who.acting("person.edit", someone))
            return redirect("setup:person", pk)
        except Refused as refusal:
            form.refused(refusal)
    return render(
        request,
        "setup/form.html",
        {"form": form, "title": _("Correct details"), "of": someone, "label": _("Save")},
        status=status_of(form),
    )


@needs("person.edit")
@require_POST
def show_iin(request: ActingRequest, pk: int) -> HttpResponse:
    """Show an IIN once, to somebody who has just confirmed who they are, with a reason that is logged."""
    someone = get_object_or_404(request.reachable(Person, "student.identify"), pk=pk)
    raise_if_reauthentication_required(request, app="")
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            iin = actions.reveal_iin(
                someone, **form.cleaned_data, **request.who.acting("student.identify", someone)
            )
            return _person_page(request, someone, iin=iin)
        except Refused as refusal:
            form.refused(refusal)
    return _person_page(request, someone, form=form)
