"""The API described for people, from the same description that machines read."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from qosqanat.people.scopes import SCOPES

from .refusals import KINDS, not_found
from .v1 import api, operations


@require_GET
def reference(request: HttpRequest) -> HttpResponse:
    """Every operation with its scope and parameters, every kind of refusal."""
    paths: dict[str, dict[str, Any]] = api.get_openapi_schema()["paths"]
    scopes = {one.view_func.__name__: lock.scope for _name, one, lock in operations()}
    rows = [
        {"method": method.upper(), "path": path, "scope": scopes[what["operationId"]], **what}
        for path, methods in paths.items()
        for method, what in methods.items()
    ]
    kinds = {kind: f"{status} {HTTPStatus(status).phrase}" for status, kind in KINDS.items()}
    return render(request, "api/reference.html", {"rows": rows, "scopes": SCOPES, "kinds": kinds})


def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """No address of the API."""
    return not_found()
