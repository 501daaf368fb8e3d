"""What a home opens with: numbers that say what needs somebody now, each opening the list behind it, and one main act."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

Row = TypeVar("Row")


@dataclass(frozen=True)
class Number:
    """A tile; `href` opens exactly the rows that `value` counts. `value` None: nothing can be counted yet.

    `label` stands behind the value in its number: "1 course", "2 courses". `later` counts what is not due yet.
    """

    name: str
    value: int | None
    label: str
    href: str
    clause: str = ""
    note: str = ""
    unit: str = ""
    current: bool = False
    later: str = ""


@dataclass(frozen=True)
class MainAct:
    """The one thing to do first from here."""

    label: Promise | str
    href: str


def first_of(acts: Iterable[tuple[object, MainAct]]) -> MainAct | None:
    """The act of the first need that is there."""
    return next((act for needed, act in acts if needed), None)


def address(request: HttpRequest, name: str, **changes: object) -> str:
    """The page `name` for the semester that this page shows, with `changes` in the query: a number counts all of it."""
    query = {key: request.GET[key] for key in ("term",) if request.GET.get(key)}
    query |= {key: str(value) for key, value in changes.items()}
    return reverse(name) + (f"?{urlencode(query)}" if query else "")


@dataclass(frozen=True)
class Need(Generic[Row]):
    """A number of a home that is a list itself: `?show=<name>` leaves the rows that have `weight`.

    `weight` says how often one row needs something; the number is their sum, and `label % sum` its words.
    """

    name: str
    label: Promise
    weight: Callable[[Row], int]
    clause: str = ""


@dataclass(frozen=True)
class Needs(Generic[Row]):
    """The needs of the `rows` of a home; `shown` are the rows of the need that the address asks for."""

    request: HttpRequest
    home: str
    needs: Sequence[Need[Row]]
    rows: Sequence[Row]

    @property
    def chosen(self) -> Need[Row] | None:
        return next((need for need in self.needs if need.name == self.request.GET.get("show")), None)

    @property
    def shown(self) -> list[Row]:
        return [row for row in self.rows if self.chosen is None or self.chosen.weight(row)]

    @property
    def numbers(self) -> list[Number]:
        return [self._number(need) for need in self.needs]

    def _number(self, need: Need[Row]) -> Number:
        href = address(self.request, self.home, show=need.name)
        count = sum(map(need.weight, self.rows))
        return Number(need.name, count, need.label % count, href, need.clause, current=need is self.chosen)
