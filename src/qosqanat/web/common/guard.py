"""The doors of views: what a page needs, who may pass without signing in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase

from qosqanat.people.middleware import ActingRequest

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def needs(action: str) -> Callable[[View], View]:
    """Let those pass to whom the policy grants `action` on anything; objects are found through the right."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: ActingRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.who.may(action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.action = action  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return guard


def public(reason: str) -> Callable[[View], View]:
    """A page for everybody, with the reason why."""

    def open_door(view: View) -> View:
        opened: View = login_not_required(view)
        opened.public_reason = reason  # type: ignore[attr-defined]
        return opened

    return open_door
