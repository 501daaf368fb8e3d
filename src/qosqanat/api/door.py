"""Who knocks: a bearer token, held to its scope, to its person's rights and to a pace."""

from datetime import datetime, timedelta
from functools import partial
from typing import cast

from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from qosqanat.core.clock import now
from qosqanat.core.problems import Problem
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Token
from qosqanat.people.reach import Who
from qosqanat.people.scopes import SCOPES

from .models import Pace
from .refusals import Stop

LARGEST_BODY = 256 * 1024
WINDOW = 60
# Requests with a wrong token that one address may send in a minute.
MOST_WRONG = 20
NOTED_EVERY = timedelta(minutes=1)


class MachineRequest(ActingRequest):
    """What an operation receives: `who` is the token's person."""

    auth: Token


class Bearer(HttpBearer):
    """Lets in a live token that has `scope`, whose person holds one of the scope's actions."""

    def __init__(self, scope: str):
        super().__init__()
        self.scope, self.actions = scope, SCOPES[scope].actions

    def authenticate(self, request: HttpRequest, secret: str) -> Token | None:
        """The token; acting person and `reachable` become its own, whatever session came along."""
        at = now()
        token = Token.objects.opened_by(secret, at)
        if token is None:
            keep_pace(f"address-{_address(request)}", MOST_WRONG, at)
            return None
        keep_pace(f"token-{token.pk}", settings.API_RATE, at)
        act_as(cast(MachineRequest, request), token, at)
        self._hold(cast(MachineRequest, request), token)
        _readable(request)
        return token

    def _hold(self, request: MachineRequest, token: Token) -> None:
        if self.scope not in token.scopes:
            text = _("This token may not do that: it needs the scope “%(scope)s”. Make a token with it.")
            raise Stop(403, Problem(text % {"scope": self.scope}))
        if not any(request.who.may(action) for action in self.actions):
            raise Stop(
                403,
                Problem(_("None of your roles may do that: ask the administrator for a role that does it.")),
            )


def needs(scope: str) -> Bearer:
    """The lock of an operation: a token with `scope`."""
    return Bearer(scope)


def act_as(request: MachineRequest, token: Token, at: datetime) -> None:
    """The request acts as the token's person from here on; the use is noted once a minute."""
    request.user, request.who = token.account, Who(token.account.person, at)
    request.reachable = partial(request.who.reachable)
    if token.last_used_at is None or token.last_used_at < at - NOTED_EVERY:
        Token.objects.filter(pk=token.pk).update(last_used_at=at)


def keep_pace(caller: str, most: int, at: datetime) -> None:
    """Count the request of `caller`; raises Stop (429, Retry-After) beyond `most` in one minute of the clock."""
    minute, passed = divmod(int(at.timestamp()), WINDOW)
    if Pace.objects.counted(caller, minute) > most:
        text = _("More than %(count)s requests in a minute: wait %(seconds)s seconds.")
        wait = WINDOW - passed
        raise Stop(
            429,
            Problem(text % {"count": most, "seconds": wait}),
            headers={"Retry-After": str(wait)},
        )


def _address(request: HttpRequest) -> str:
    """Where the request comes from, as sign-in counts it; all that do not say it are one."""
    try:
        return get_ip(request)
    except PermissionDenied:
        return ""


def _readable(request: HttpRequest) -> None:
    """A body is JSON and of a sensible size."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        raise Stop(413, Problem(_("The request is too large: send fewer entries at once.")))
    if request.method in {"POST", "PUT"} and request.content_type != "application/json":
        raise Stop(415, Problem(_("Send the body as application/json.")))
