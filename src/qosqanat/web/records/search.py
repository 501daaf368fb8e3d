"""Search over everything within reach: a page by itself, and the list that Ctrl+K shows."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from qosqanat.people.middleware import ActingRequest
from qosqanat.regulation import kz
from qosqanat.web.common.forms import HouseForm
from qosqanat.web.common.guard import needs

from .kinds import KINDS, Kind

MOST = 8
SHORTEST = 2


class SearchForm(HouseForm):
    says_optional = False
    q = forms.CharField(
        label=_("Person, student, course, sheet or partner"),
        required=False,
        max_length=100,
        help_text=_("In Kazakh, Russian or Latin letters; the beginning of each word is enough."),
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )


@dataclass(frozen=True)
class Hit:
    address: str
    title: str
    note: str
    named: bool


@dataclass(frozen=True)
class Found:
    """The first rows of one kind; `more` says that there are others."""

    kind: Kind
    hits: list[Hit]
    more: bool

    @property
    def rank(self) -> bool:
        """False, and so first, for a kind with a record of that very name."""
        return not any(hit.named for hit in self.hits)


def find(request: ActingRequest, text: str) -> list[Found]:
    """What `text` finds within reach, kind by kind: at most two queries for each, however much there is.

    What bears the name itself comes first: a partner before the courses and sheets that are found through it.
    """
    if len(kz.fold(text).replace(" ", "")) < SHORTEST:
        return []
    found = [_found(request, kind, text) for kind in KINDS.values() if request.who.may(kind.action)]
    return sorted((one for one in found if one.hits), key=lambda one: one.rank)


def _found(request: ActingRequest, kind: Kind, text: str) -> Found:
    if kind.found is None:
        return Found(kind, [], False)
    rows: list[Any] = list(kind.found(kind.reachable(request), text)[: MOST + 1])
    doors = kind.doors_of(request, rows[:MOST])
    words = kz.fold(text).split()
    hits = [
        Hit(
            doors[row.pk][0][0] if doors[row.pk] else kind.address(row),
            kind.title(row),
            kind.note(row),
            kind.is_named(row, words),
        )
        for row in rows[:MOST]
    ]
    return Found(kind, sorted(hits, key=lambda hit: not hit.named), len(rows) > MOST)


@needs("course.view")
@require_GET
def search(request: ActingRequest) -> HttpResponse:
    """`?q=` as a page; for the dialog, which asks with `part=1`, only the list."""
    form = SearchForm(request.GET)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    frame = {"form": form, "text": text, "found": find(request, text)}
    return render(request, "records/_hits.html" if "part" in request.GET else "records/search.html", frame)
