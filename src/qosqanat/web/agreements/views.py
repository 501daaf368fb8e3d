"""Cooperation contracts with partners: which hold, which end soon, which partner has named no mentor (Y-5.9, Y-5.10)."""

from datetime import date

from django import forms
from django.db.models import Count, DateField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qosqanat.partners.enums import IN_FORCE, AgreementState
from qosqanat.partners.models import Agreement, Enterprise, Post, Seat
from qosqanat.people.middleware import ActingRequest
from qosqanat.web.common.forms import HouseForm
from qosqanat.web.common.guard import needs
from qosqanat.web.common.lists import Listing

from .lists import AGREEMENTS


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
    return listing.answer(_listed(_matching(found, wanted.get("q", "")), day), form)


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
