"""Which programs act for whom: the tokens of all sign-ins that the administrator looks after."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from qosqanat.core.problems import Refused
from qosqanat.people import actions
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Person, Token
from qosqanat.web.common.forms import ReasonForm, status_of
from qosqanat.web.common.guard import needs
from qosqanat.web.common.lists import Listing

from .forms import TokenFilter
from .lists import TOKENS


@needs("person.edit")
def tokens(request: ActingRequest) -> HttpResponse:
    """Live tokens, the newest first: who made them, what they may do, when they were used."""
    listing = Listing(request, TOKENS)
    form = TokenFilter(listing.query)
    rows = request.reachable(Token).live(request.who.at).select_related("account__person")  # type: ignore[attr-defined]
    if form.is_valid() and form.cleaned_data["q"]:
        people = Person.objects.matching(form.cleaned_data["q"]).order_by()
        rows = rows.filter(account__person__in=people.values("pk"))
    return listing.answer(rows, form, "setup/token_list.html")


@needs("person.edit")
def revoke(request: ActingRequest, pk: int) -> HttpResponse:
    """Lock out the programs that use somebody's token."""
    token = get_object_or_404(request.reachable(Token).select_related("account__person"), pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            actions.revoke_token(token, **form.cleaned_data, **request.who.acting("person.edit", token))
            messages.success(request, _("The token is revoked: programs that use it are locked out."))
            return redirect("setup:tokens")
        except Refused as refusal:
            form.refused(refusal)
    title = _("Revoke the token")
    facts = {"form": form, "title": title, "of": token.account.person, "note": str(token), "label": title}
    return render(request, "setup/form.html", facts, status=status_of(form))
