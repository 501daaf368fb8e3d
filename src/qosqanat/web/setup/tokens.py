"""Which programs act for whom: the tokens of all sign-ins that the administrator looks after."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qosqanat.core.problems import Refused
from qosqanat.people import actions
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Token
from qosqanat.web.common.forms import status_of
from qosqanat.web.common.guard import needs

from .forms import ReasonForm

PAGE = 50


@needs("person.edit")
@require_GET
def tokens(request: ActingRequest) -> HttpResponse:
    """Live tokens, the newest first: who made them, what they may do, when they were used."""
    rows = request.reachable(Token).live(request.who.at).select_related("account__person")  # type: ignore[attr-defined]
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "setup/token_list.html", {"page": page})


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
