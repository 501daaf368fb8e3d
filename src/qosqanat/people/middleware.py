"""Every request knows who acts and what they reach."""

from collections.abc import Callable
from functools import partial
from typing import cast

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from qosqanat.core.clock import now

from .models import Account
from .reach import Who


class ActingRequest(HttpRequest):
    """What a view receives: `who` acts, `reachable(Model, action="")` finds through the right."""

    user: Account
    who: Who
    reachable: Callable[..., models.QuerySet]  # type: ignore[type-arg]


def _reachable(request: ActingRequest, model: type[models.Model], action: str = "") -> models.QuerySet:  # type: ignore[type-arg]
    return request.who.reachable(model, action)


def acting_person(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def answer(request: HttpRequest) -> HttpResponse:
        # lazily, because signing in changes the user in the middle of a request
        acting = cast(ActingRequest, request)
        acting.who = cast(Who, SimpleLazyObject(lambda: Who(acting.user.person, now())))
        acting.reachable = partial(_reachable, acting)
        return get_response(request)

    return answer


def same_person(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """What waits in a page of one person is never sent in the name of another who signed in on the same machine since."""

    def answer(request: HttpRequest) -> HttpResponse:
        opened_by = request.headers.get("X-Person")
        if opened_by and request.user.is_authenticated and opened_by != str(request.user.person_id):
            raise PermissionDenied
        return get_response(request)

    return answer


def own_password_first(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Who signed in with a one-time password chooses an own one before anything else."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.user.one_time_until:
            doors = (reverse("account_change_password"), reverse("account_logout"), reverse("set_language"))
            if request.path not in doors:
                return redirect(doors[0])
        return get_response(request)

    return answer
