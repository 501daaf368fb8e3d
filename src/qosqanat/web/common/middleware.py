"""Requests that no page of ours sends are refused with a page, before any view reads them."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import BadRequest
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.response import TemplateResponse

from .forms import status_of

BEYOND_ANY_KEY = 2**63


class ReadableRequests:
    """Sent text with a NUL, which no database column takes, is refused (400); a wrong method gets a page (405), a number beyond any key 404, a refused form 422."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        if any(isinstance(value, int) and value >= BEYOND_ANY_KEY for value in kwargs.values()):
            raise Http404
        # the body of a view without CSRF protection is that view's own to read; searches clean theirs by forms
        if not getattr(view, "csrf_exempt", False) and any("\x00" in text for text in _texts(request.POST)):
            raise BadRequest("a NUL in the text")

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """Pages of allauth say like ours by their status that a form was refused."""
        form = (response.context_data or {}).get("form")
        if response.status_code == 200 and isinstance(form, BaseForm):
            response.status_code = status_of(form)
        return response


def _texts(data: QueryDict) -> Iterator[str]:
    """Names and values of everything sent."""
    for name, values in data.lists():
        yield name
        yield from map(str, values)
