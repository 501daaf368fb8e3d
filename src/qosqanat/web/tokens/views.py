"""A person's own tokens: what there is, making one, revoking one."""

from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qosqanat.core.problems import Refused
from qosqanat.people import actions
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Token

from .forms import TokenForm


@require_GET
def home(request: ActingRequest) -> HttpResponse:
    """Tokens that open something, and the ended ones below."""
    at = request.who.at
    every = list(Token.objects.filter(account=request.user))
    frame = {
        "live": [token for token in every if token.lives(at)],
        "ended": [token for token in every if not token.lives(at)],
    }
    return render(request, "tokens/home.html", frame)


def new(request: ActingRequest) -> HttpResponse:
    """Make a token, after saying once more who one is; the answer shows its secret, this once."""
    raise_if_reauthentication_required(request, app="")
    form = TokenForm(request.POST or None, who=request.who)
    if form.is_valid():
        try:
            token, secret = actions.make_token(request.user, **form.cleaned_data, **_oneself(request))
            return render(request, "tokens/made.html", {"token": token, "secret": secret})
        except Refused as refusal:
            form.refused(refusal)
    return render(request, "tokens/new.html", {"form": form})


@require_POST
def revoke(request: ActingRequest, pk: int) -> HttpResponse:
    """End one's own token at once."""
    token = get_object_or_404(Token.objects.select_related("account__person"), pk=pk, account=request.user)
    actions.revoke_token(token, **_oneself(request))
    messages.success(request, _("The token is revoked: programs that use it are locked out."))
    return redirect("tokens:home")


def _oneself(request: ActingRequest) -> dict[str, Any]:
    """One's own keys are nobody else's business: no deputy makes or ends them for another."""
    return {"by": request.who.person, "at": request.who.at}
