"""What if: ratings and admission with marks that a student assumes for places that are still open. Nothing is kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from qosqanat.grading.book import Entered, entry_of
from qosqanat.grading.enums import Component, Value
from qosqanat.grading.queries import Column
from qosqanat.grading.queries.grid import CLOSED
from qosqanat.regulation import marks
from qosqanat.regulation.numbers import cut
from qosqanat.web.templatetags.points import points

from .screens import Card, Mark

NAME = "if-"
UNKNOWN = {Value.EMPTY, Value.EXCUSED}


@dataclass(frozen=True)
class Place:
    """An open place of the sheet and what was typed for it; `problem` says why that cannot stand there."""

    mark: Mark
    text: str
    problem: str

    @property
    def column(self) -> Column:
        return self.mark.column

    @property
    def name(self) -> str:
        return NAME + self.column.key

    @property
    def label(self) -> str:
        words = {
            Component.TEST: _("Week %(n)s, portal test"),
            Component.PRACTICE: _("Week %(n)s, practice"),
            Component.IWS: _("Independent work: %(title)s"),
        }
        return words[Component(self.column.component)] % {"n": self.column.number, "title": self.column.title}


@dataclass(frozen=True)
class WhatIf:
    """The open places of a card with the texts of a request; `outcome` is the card with them counted."""

    card: Card
    typed: Mapping[str, str]

    @cached_property
    def places(self) -> list[Place]:
        return [self._place(column) for column in self.card.grid.columns if self._open(column)]

    def _open(self, column: Column) -> bool:
        empty = self.card.row.cells[column.key].state in UNKNOWN
        return empty and column.state != CLOSED and column.component != Component.EXAM

    def _place(self, column: Column) -> Place:
        text = self.typed.get(NAME + column.key, "").strip()
        return Place(Mark(column, self.card.row.cells[column.key]), text[:20], _problem(text, column))

    @property
    def asked(self) -> bool:
        return any(place.text for place in self.places)

    @property
    def wrong(self) -> bool:
        return any(place.problem for place in self.places)

    @cached_property
    def ratings(self) -> marks.Ratings:
        """What the sheet would amount to; texts that cannot stand count as not typed."""
        book = self.card.grid.book
        assert book is not None, "a card has a book"
        return book.rate({**dict(self._known()), **dict(self._assumed())})

    def _known(self) -> Iterator[tuple[tuple[str, int], marks.Entry]]:
        for column in self.card.grid.columns:
            view = self.card.row.cells[column.key]
            entry = entry_of(view.state, view.value)
            if entry is not None:
                yield (column.component, column.number), entry

    def _assumed(self) -> Entered:
        parsed = {
            (place.column.component, place.column.number): marks.parse(place.text)
            for place in self.places
            if not place.problem
        }
        return {key: entry for key, entry in parsed.items() if entry is not None}

    @property
    def admission(self) -> Decimal:
        return cut(self.ratings.admission, 2)

    @property
    def needed(self) -> str:
        """The sentence about the points that are still needed (Y-6.7)."""
        ratings = self.ratings
        if ratings.admitted:
            return _("Then you are admitted to the examination.")
        if ratings.needed is None:
            return _("Then admission is out of reach.")
        return _("Then at least %(needed)s more points are needed for admission.") % {
            "needed": points(ratings.needed)
        }


def _problem(text: str, column: Column) -> str:
    try:
        entry = marks.parse(text)
    except marks.BadValue:
        return _("Points are a number, such as 4 or 4.5.")
    if not isinstance(entry, marks.Absence | None) and entry > column.cap:
        return _("At most %(cap)s points.") % {"cap": points(column.cap)}
    return ""
