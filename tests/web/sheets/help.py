"""Short ways to use the grid's pages in tests."""

from collections.abc import Callable
from decimal import Decimal
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from qosqanat.grading import actions
from qosqanat.grading.actions import Entry
from qosqanat.grading.models import Cell
from qosqanat.people.models import Person
from tests import cast
from tests.cast import House

ClientAs = Callable[[Person], Client]
FETCH = {"X-Requested-With": "fetch"}


def address(house: House, name: str, query: str = "") -> str:
    return reverse(f"sheets:{name}", args=[house.course.pk]) + query


def enter(house: House, row: int, key: str, value: object, *, by: Person | None = None, at=cast.AT):  # type: ignore[no-untyped-def]
    """One mark of the grid straight through the verb; `key` like t7 or p7."""
    component = {"t": "test", "p": "practice", "i": "iws"}[key[0]]
    doer = by or (house.mentor if component == "practice" else house.teacher)
    mark = Decimal(str(value)) if isinstance(value, (int, float, str)) else value
    one = Entry(house.sheets[row].pk, component, int(key[1:]), mark, uuid4())
    (verdict,) = actions.enter_scores([one], by=doer, at=at, source="grid")
    assert verdict.ok, verdict.problems
    return one.operation


def column(house: House, key: str) -> list[object]:
    """What stands in a column, from the first student down."""
    component = {"t": "test", "p": "practice", "i": "iws"}[key[0]]
    cells = {c.sheet_id: c.entry for c in Cell.objects.filter(component=component, number=int(key[1:]))}
    return [cells.get(sheet.pk) for sheet in house.sheets]
