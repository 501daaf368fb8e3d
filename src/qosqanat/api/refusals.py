"""Every refusal as problem+json (RFC 9457): what is wrong, by which clause, and what to do, in the reader's language."""

import json
import logging
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError, ValidationError

from qosqanat.core.problems import Problem, Refused

MEDIA_TYPE = "application/problem+json"
KINDS = {
    400: "unreadable",
    401: "no-token",
    403: "no-right",
    404: "not-found",
    405: "no-such-method",
    409: "ambiguous",
    412: "changed-meanwhile",
    413: "too-large",
    415: "not-json",
    422: "refused",
    428: "version-needed",
    429: "too-many-requests",
    500: "our-fault",
}
"""The last part of a problem's `type`, by status."""


class Stop(Exception):
    """The request ends here with `status` and the reasons; `facts` are further members of the answer."""

    def __init__(self, status: int, *problems: Problem, headers: dict[str, str] | None = None, **facts: Any):
        super().__init__(status)
        self.status, self.problems, self.headers, self.facts = status, problems, headers or {}, facts


def told(problem: Problem) -> dict[str, str]:
    """One reason as the API writes it; empty members are left out."""
    members = {
        "text": str(problem.text),
        "clause": problem.clause,
        "fix": problem.fix_url,
        "field": problem.field,
    }
    return {name: text for name, text in members.items() if text}


def refusal(
    status: int, problems: Iterable[Problem], headers: dict[str, str] | None = None, **facts: Any
) -> HttpResponse:
    """A problem+json answer; its `type` names an anchor of the reference page."""
    reasons = list(problems)
    body = {
        "type": f"/api/v1/#{KINDS[status]}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": " ".join(str(reason) for reason in reasons),
        "problems": [told(reason) for reason in reasons],
        **facts,
    }
    return HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE, headers=headers
    )


def not_found() -> HttpResponse:
    return refusal(
        404,
        [
            Problem(
                _("There is nothing at this address that you may see: check the id, and whose token it is.")
            )
        ],
    )


def not_allowed(allow: str) -> HttpResponse:
    text = _("This address takes %(methods)s only.") % {"methods": allow}
    return refusal(405, [Problem(text)], {"Allow": allow})


def on_exception(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer for whatever an operation raised."""
    match exception:
        case Stop():
            return refusal(exception.status, exception.problems, exception.headers, **exception.facts)
        case Refused():
            return refusal(422, exception.problems)
        case Http404():
            return not_found()
        case ValidationError():
            return refusal(422, map(_unfit, exception.errors))
        case AuthenticationError():
            return _no_token()
        case RequestDataTooBig():
            return refusal(413, [Problem(_("The request is too large: send fewer entries at once."))])
        case HttpError():
            return refusal(
                400, [Problem(_("The body is no JSON that can be read: mend it and send it again."))]
            )
    logging.getLogger("django.request").error("API: %s", request.path, exc_info=exception)
    return refusal(
        500, [Problem(_("Something went wrong on our side, and nothing was changed. Try again later."))]
    )


def _no_token() -> HttpResponse:
    text = _(
        "This address opens with a token: send it as “Authorization: Bearer …”. You make one under “My tokens”."
    )
    return refusal(401, [Problem(text)], {"WWW-Authenticate": 'Bearer realm="Qosqanat"'})


def _unfit(error: dict[str, Any]) -> Problem:
    """One mistake that the description of the API forbids; `field` is its place, like "body.entries.0.key"."""
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "missing":
        return Problem(_("“%(field)s” is missing: send it.") % {"field": place}, field=place)
    text = _("“%(field)s” does not fit: the description of this address says what it takes.")
    return Problem(text % {"field": place}, field=place)
