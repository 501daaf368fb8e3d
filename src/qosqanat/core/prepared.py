"""A small read that every request asks for: the ORM words it once, later calls only put in other values.

Wording a query costs the ORM several times what the database needs to answer it.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection, models

Value = int | date


class Prepared:
    """`build(*values)` is a queryset of plain columns (whole numbers, texts) whose wording does not depend on the values.

    Called with values it answers the rows. Each value is a whole number or a day.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, Any]]):
        self._build = build
        self._worded: dict[str, tuple[str, list[Any]]] = {}

    def __call__(self, *values: Value) -> list[tuple[Any, ...]]:
        if connection.vendor not in self._worded:
            self._worded[connection.vendor] = self._word(values)
        sql, parameters = self._worded[connection.vendor]
        given = [_adapted(value) for value in values]
        filled = [given[one.number] if isinstance(one, _Place) else one for one in parameters]
        with connection.cursor() as cursor:
            cursor.execute(sql, filled)
            return cursor.fetchall()

    def _word(self, values: tuple[Value, ...]) -> tuple[str, list[Any]]:
        marks = [_mark(value, number) for number, value in enumerate(values)]
        places = {_adapted(mark): _Place(number) for number, mark in enumerate(marks)}
        sql, parameters = self._build(*marks).query.sql_with_params()
        return sql, [places.get(one, one) for one in parameters]


class _Place:
    """Where the value of that number goes."""

    def __init__(self, number: int):
        self.number = number


def _mark(value: Value, number: int) -> Value:
    """A value that nothing else in the query has."""
    return date(1000, 1, 1 + number) if isinstance(value, date) else -(2**62) - number


def _adapted(value: Value) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
