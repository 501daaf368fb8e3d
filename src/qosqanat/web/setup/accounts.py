"""Sign-ins: opening one, a new one-time password, blocking and unblocking."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from qosqanat.core.problems import Refused
from qosqanat.people import actions, queries
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Account, Person, Unit
from qosqanat.web.common.forms import ReasonForm, status_of
from qosqanat.web.common.guard import needs

from .forms import AccountForm


@needs("person.edit")
def open_(request: ActingRequest, pk: int) -> HttpResponse:
    """Open a sign-in; the answer shows its one-time password, this once."""
    someone = get_object_or_404(request.reachable(Person, "person.edit"), pk=pk)
    proposed = {
        "username": queries.free_username(someone),
        "email": someone.email,
        "phone": someone.phone,
        "language": "kk",
    }
    form = AccountForm(request.POST or None, initial=proposed)
    if form.is_valid():
        keeper = someone.university or Unit.objects.get(pk=request.who.universities()[0])
        try:
            account, password = actions.open_account(
                someone, university=keeper, **form.cleaned_data, **request.who.acting("person.edit", someone)
            )
            return _shown_once(request, account, password)
        except Refused as refusal:
            form.refused(refusal)
    return render(
        request,
        "setup/form.html",
        {"form": form, "title": _("Open a sign-in"), "of": someone, "label": _("Open a sign-in")},
        status=status_of(form),
    )


@needs("person.edit")
def reset(request: ActingRequest, pk: int) -> HttpResponse:
    """Issue a new one-time password, which ends all open sessions."""
    account = _kept_account(request, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            password = actions.reset_password(
                account, **form.cleaned_data, **request.who.acting("person.edit", account)
            )
            return _shown_once(request, account, password)
        except Refused as refusal:
            form.refused(refusal)
    title = _("New one-time password")
    return render(
        request,
        "setup/form.html",
        {"form": form, "title": title, "of": account.person, "label": title},
        status=status_of(form),
    )


@needs("person.edit")
def block(request: ActingRequest, pk: int) -> HttpResponse:
    """Nobody signs in with this account any more."""
    return _switch(request, pk, actions.block_account, _("Block the sign-in"), _("The sign-in is blocked."))


@needs("person.edit")
def unblock(request: ActingRequest, pk: int) -> HttpResponse:
    """The account may sign in again."""
    return _switch(
        request, pk, actions.unblock_account, _("Unblock the sign-in"), _("The sign-in is open again.")
    )


def _switch(request: ActingRequest, pk: int, verb: Callable[..., Any], title: str, done: str) -> HttpResponse:
    account = _kept_account(request, pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            verb(account, **form.cleaned_data, **request.who.acting("person.edit", account))
            messages.success(request, done)
            return redirect("setup:person", pk)
        except Refused as refusal:
            form.refused(refusal)
    return render(
        request,
        "setup/form.html",
        {"form": form, "title": title, "of": account.person, "label": title},
        status=status_of(form),
    )


def _kept_account(request: ActingRequest, pk: int) -> Account:
    return get_object_or_404(request.reachable(Account, "person.edit").select_related("person"), person=pk)


def _shown_once(request: ActingRequest, account: Account, password: str) -> HttpResponse:
    return render(request, "setup/password.html", {"account": account, "password": password})
