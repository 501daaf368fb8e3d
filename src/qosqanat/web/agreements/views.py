"""Cooperation contracts with partners: which hold, which end soon, which partner has named no mentor (Y-5.9, Y-5.10)."""

from datetime import date

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django import forms
from django.contrib import messages
from django.db.models import Count, DateField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from qosqanat.core.problems import Refused
from qosqanat.partners import actions
from qosqanat.partners.enums import IN_FORCE, AgreementState
from qosqanat.partners.models import Agreement, Enterprise, Post, Seat
from qosqanat.people.actions import reveal_iin
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Unit
from qosqanat.studies.models import Course
from qosqanat.web.common.forms import HouseForm, ReasonForm, status_of
from qosqanat.web.common.guard import needs
from qosqanat.web.common.lists import Listing

from .forms import AgreementForm, NewAgreementForm
from .lists import AGREEMENTS

EDIT = "agreement.edit"


class FilterForm(HouseForm):
    q = forms.CharField(label=_("Enterprise or contract number"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", pgettext_lazy("cooperation contract", "any")),
            ("valid", pgettext_lazy("cooperation contract", "all that hold")),
            *AgreementState.choices,
        ],
    )
    lacks = forms.ChoiceField(
        label=_("Lacking"),
        required=False,
        choices=[("", _("anything or nothing")), ("mentor", _("a mentor of the enterprise"))],
    )


@needs("agreement.view")
def home(request: ActingRequest) -> HttpResponse:
    """Every contract within reach with its state of today."""
    listing = Listing(request, AGREEMENTS)
    form = FilterForm(listing.query)
    wanted = form.cleaned_data if form.is_valid() else {}
    day = timezone.localdate(request.who.at)
    found = request.reachable(Agreement)
    if state := wanted.get("state"):
        found = found.in_states(*(IN_FORCE if state == "valid" else [state]), day=day)  # type: ignore[attr-defined]
    if wanted.get("lacks"):
        found = found.without_mentor(day)  # type: ignore[attr-defined]
    frame = {"go_on": (reverse("agreements:new"), _("Enter a contract"))} if request.who.may(EDIT) else {}
    return listing.answer(
        _listed(_matching(found, wanted.get("q", "")), day), form, "agreements/home.html", **frame
    )


def _matching(found: QuerySet[Agreement], text: str) -> QuerySet[Agreement]:
    """Those of an enterprise found by `text`, or with it in their number."""
    if not text.strip():
        return found
    enterprises = Enterprise.objects.matching(text).order_by()
    named = Q(enterprise__in=enterprises.values("pk"))
    return found.filter(named | Q(number__icontains=text.strip()))


def _listed(found: QuerySet[Agreement], day: date) -> QuerySet[Agreement]:
    seats = Seat.objects.filter(agreement=OuterRef("pk")).order_by().values("agreement")
    mentors = Post.objects.mentors().in_force(day).filter(enterprise=OuterRef("enterprise")).order_by()
    counted = mentors.values("enterprise").annotate(n=Count("person", distinct=True))
    return found.select_related("enterprise").annotate(
        day=Value(day, output_field=DateField()),
        seat_count=Coalesce(Subquery(seats.annotate(n=Sum("places")).values("n")), 0),
        mentor_count=Coalesce(Subquery(counted.values("n")), 0),
    )


@needs(EDIT)
def new(request: ActingRequest) -> HttpResponse:
    """Enter a contract with a partner, or with an enterprise that a course of the university names."""
    form = NewAgreementForm(
        request.POST or None,
        initial={"enterprise": request.GET.get("enterprise")},
        universities=request.reachable(Unit, EDIT).filter(parent=None),
        enterprises=_partners(request),
    )
    if form.is_valid():
        facts = form.cleaned_data
        try:
            made = actions.add_agreement(**facts, **request.who.acting(EDIT, facts["university"]))
            messages.success(request, _("The contract is entered."))
            return redirect("records:agreement", made.pk)
        except Refused as refusal:
            form.refused(refusal)
    return _form(request, form, gettext("Enter a contract"))


def _partners(request: ActingRequest) -> QuerySet[Enterprise]:
    named = request.reachable(Course, EDIT).exclude(enterprise=None).order_by()
    known = request.reachable(Enterprise, EDIT).order_by()
    return Enterprise.objects.filter(Q(pk__in=known.values("pk")) | Q(pk__in=named.values("enterprise")))


@needs(EDIT)
def edit(request: ActingRequest, pk: int) -> HttpResponse:
    """Correct a contract or extend it."""
    found = _found(request, pk)
    form = AgreementForm(request.POST or None, initial=_facts(found))
    if form.is_valid():
        try:
            actions.edit_agreement(found, **form.cleaned_data, **request.who.acting(EDIT, found))
            messages.success(request, _("The contract is saved."))
            return redirect("records:agreement", pk)
        except Refused as refusal:
            form.refused(refusal)
    return _form(request, form, str(found), enterprise=found.enterprise, contract=found, why=ReasonForm())


def _found(request: ActingRequest, pk: int) -> Agreement:
    return get_object_or_404(request.reachable(Agreement, EDIT).select_related("enterprise"), pk=pk)


def _facts(contract: Agreement) -> dict[str, object]:
    return {name: getattr(contract, name) for name in AgreementForm.base_fields}


@needs(EDIT)
@require_POST
def show_iin(request: ActingRequest, pk: int) -> HttpResponse:
    """Show the IIN of a sole trader or farm once, to somebody who has just confirmed who they are, with a reason."""
    found = _found(request, pk)
    raise_if_reauthentication_required(request, app="")
    why, iin = ReasonForm(request.POST), ""
    if why.is_valid():
        acting = {"university": found.university_id, **request.who.acting(EDIT, found)}
        try:
            iin = reveal_iin(found.enterprise, **why.cleaned_data, **acting)
        except Refused as refusal:
            why.refused(refusal)
    form, facts = AgreementForm(initial=_facts(found)), {"contract": found, "why": why, "iin": iin}
    return _form(request, form, str(found), status_of(why), enterprise=found.enterprise, **facts)


def _form(
    request: ActingRequest, form: HouseForm, title: str, status: int = 0, **facts: object
) -> HttpResponse:
    content = {"form": form, "title": title, **facts}
    return render(request, "agreements/form.html", content, status=status or status_of(form))
