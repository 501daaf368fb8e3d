"""What belongs to a record, as the database has it and as earlier rows of the file have planned it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from django.db import models
from django.utils.translation import gettext

from qosqanat.core.problems import Problem
from qosqanat.intake.draft import label_of
from qosqanat.intake.plan import Sentence, said_by
from qosqanat.spreadsheets.model import Source

P = TypeVar("P", bound=models.Model)
BLANK = (None, "")


class Parts(Generic[P]):
    """Rows of any owner: those that stand are read once, those of the file come on top with their place in it."""

    def __init__(self, read: Callable[[Any], Iterable[P]]):
        self._read = read
        # what is not saved has no hash, so identity is the key; the owners are kept, lest another take their place
        self._owned: dict[int, tuple[models.Model, list[P]]] = {}
        self._places: dict[int, Source] = {}

    def of(self, owner: models.Model) -> list[P]:
        if id(owner) not in self._owned:
            self._owned[id(owner)] = owner, list(self._read(owner)) if owner.pk else []
        return self._owned[id(owner)][1]

    def place(self, part: P) -> Source | None:
        """Where the file has named `part` so far."""
        return self._places.get(id(part))

    def put(self, owner: models.Model, part: P, source: Source) -> None:
        """Note that the file names `part`, new or not, at `source`."""
        parts = self.of(owner)
        if not any(one is part for one in parts):
            parts.append(part)
        self._places.setdefault(id(part), source)


def differing(thing: models.Model, values: Mapping[str, Any]) -> list[str]:
    """Labels (msgids) of the fields that `thing` and `values` both fill, but not alike."""
    return [
        label_of(thing, name)
        for name, value in values.items()
        if value not in BLANK and getattr(thing, name) not in BLANK and getattr(thing, name) != value
    ]


def other_data(text: str, labels: Iterable[str], **values: object) -> list[Sentence]:
    """A refusal from a marked template that names `fields` in the reader's language."""
    named = tuple(labels)
    return said_by(lambda: [Problem(gettext(text) % {**values, "fields": ", ".join(map(gettext, named))})])
