"""A record that was found: what is known of it and where to go on, and what happened to it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from qosqanat.people.middleware import ActingRequest
from qosqanat.web.common.guard import needs

from . import facts
from .history import history_of
from .kinds import KINDS, Kind

Page = Callable[..., HttpResponse]


def _frame(request: ActingRequest, kind: Kind, pk: int) -> dict[str, Any]:
    row = get_object_or_404(kind.reachable(request), pk=pk)
    return {
        "kind": kind,
        "row": row,
        "title": kind.title(row),
        "note": kind.note(row),
        "doors": kind.doors_of(request, [row])[row.pk],
        "about": f"records:{kind.word}",
        "past": f"records:{kind.word}_history",
    }


def record(word: str) -> Page:
    """The page of a record of one kind: facts, pages of desks about it, records beside it."""
    kind = KINDS[word]

    @needs(kind.action)
    @require_GET
    def page(request: ActingRequest, pk: int) -> HttpResponse:
        frame = _frame(request, kind, pk)
        every = (facts.Told(*fact) for fact in facts.OF[word](request, frame["row"]))
        told = [fact for fact in every if fact.text]
        return render(
            request, "records/record.html", frame | {"facts": told, "beside": _beside(request, frame)}
        )

    return page


def _beside(request: ActingRequest, frame: dict[str, Any]) -> dict[str, Any]:
    word, rows_of = facts.BESIDE.get(frame["kind"].word, ("", None))
    if rows_of is None or not request.who.may(KINDS[word].action):
        return {}
    other = KINDS[word]
    found = other.within(request, rows_of(request, frame["row"])).select_related(*other.related)
    rows = list(found[: facts.MOST])
    return {
        "label": other.label,
        "rows": [(other.address(row), other.title(row), other.note(row)) for row in rows],
    }


def history(word: str) -> Page:
    """What happened to a record of one kind: who, for whom, when, from what to what, why."""
    kind = KINDS[word]

    @needs(kind.action)
    @require_GET
    def page(request: ActingRequest, pk: int) -> HttpResponse:
        frame = _frame(request, kind, pk)
        return render(
            request, "records/history.html", frame | {"page": history_of(request, word, frame["row"])}
        )

    return page
