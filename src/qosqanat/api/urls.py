"""Addresses below /api/v1/. Every one opens with a token; sessions and cookies mean nothing here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path

from .reference import nowhere, reference
from .refusals import not_allowed
from .v1 import api

app_name = "api"


def telling(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view`, which tells the methods that it takes as a problem."""

    @wraps(view, updated=())
    def answer(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = view(request, **kwargs)
        return not_allowed(response["Allow"]) if response.status_code == 405 else response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def opened(view: Callable[..., HttpResponse], reason: str) -> Callable[..., HttpResponse]:
    """`view` without a sign-in page before it: the token is its lock."""
    answer = telling(view)
    answer.public_reason = reason  # type: ignore[attr-defined]
    return login_not_required(answer)


def _opened(pattern: URLPattern) -> URLPattern:
    pattern.callback = opened(pattern.callback, "a token opens it, not a session")
    return pattern


urlpatterns = [
    path("", telling(reference), name="reference"),
    *(_opened(pattern) for pattern in api.urls[0]),  # type: ignore[arg-type]
    re_path(r"^(?P<rest>[\s\S]+)$", opened(nowhere, "says that nothing is here"), name="nowhere"),
]
