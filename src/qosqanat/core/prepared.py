"""A small read that many requests ask for: the ORM words it once, later calls only put in other values.

Wording a query costs the ORM several times what the database needs to answer it.
"""

from collections.abc import Callable, Sequence
from copy import copy
from datetime import date, datetime, timedelta
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

Row = TypeVar("Row")
One = int | str | date | datetime | UUID
Value = One | Sequence[One]
WORDED = 64
"""The longest list that is put into a worded query; whoever asks for more lets the ORM word it."""
AS_FIELD: "dict[type, models.Field[Any, Any]]" = {
    date: models.DateField(),
    datetime: models.DateTimeField(),
    UUID: models.UUIDField(),
}


class Prepared(Generic[Row]):
    """`build(*values)` is a queryset of models or of values_list whose wording does not depend on the values.

    Called with values it answers a list of the rows. A value is a whole number, a text, a day, a moment, a UUID, or a
    list of such for an `__in`; a list is worded once for each power of two, filled up with its last value.
    """

    def __init__(self, build: Callable[..., "models.QuerySet[Any, Row]"]):
        self.build = build
        self._worded: dict[tuple[Any, ...], _Worded[Row]] = {}

    def __call__(self, *values: Value) -> list[Row]:
        lengths = [len(value) for value in values if isinstance(value, list)]
        if 0 in lengths:
            return []
        if lengths and max(lengths) > WORDED:
            return list(self.build(*values))
        values = tuple(_filled_up(value) if isinstance(value, list) else value for value in values)
        key = connection.vendor, *(len(value) for value in values if isinstance(value, list))
        if key not in self._worded:
            self._worded[key] = _Worded(self.build, values)
        return self._worded[key].ask(values)


class _Worded(Generic[Row]):
    """A query with its wording; `_places` say which parameter is which value."""

    def __init__(self, build: Callable[..., "models.QuerySet[Any, Row]"], values: Sequence[Value]):
        marks = _marks(values)
        self._queryset = build(*marks)
        if self._queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
            raise TypeError("a prepared read is one query: prefetch_related would be forgotten")
        self._compiler = compiler = self._queryset.query.get_compiler(connection=_here())
        self._sql, self._parameters = compiler.as_sql()
        self._converters = compiler.get_converters([column[0] for column in compiler.select])
        places = {_adapted(mark): number for number, mark in enumerate(_flat(marks))}
        self._places = [(at, places[one]) for at, one in enumerate(self._parameters) if one in places]

    def ask(self, values: Sequence[Value]) -> list[Row]:
        given = [_adapted(value) for value in _flat(values)]
        parameters = list(self._parameters)
        for at, number in self._places:
            parameters[at] = given[number]
        compiler = copy(self._compiler)
        compiler.connection = _here()
        compiler.as_sql = lambda: (self._sql, parameters)
        compiler.get_converters = lambda _columns: self._converters
        rows: Any = self._queryset._iterable_class(cast(Any, _Asked(self._queryset, compiler)))
        return list(rows)


class _Asked:
    """What Django's iterables want of a queryset: here it is its own query, and its compiler has nothing left to word."""

    def __init__(self, queryset: "models.QuerySet[Any, Any]", compiler: Any):
        self._queryset, self._compiler = queryset, compiler
        self.query = self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queryset, name)

    def get_compiler(self, using: str) -> Any:
        return self._compiler


def _here() -> BaseDatabaseWrapper:
    """The connection itself: its proxy would be asked for every column."""
    return connections[DEFAULT_DB_ALIAS]


def _filled_up(values: list[One]) -> list[One]:
    wanted = 1 << (len(values) - 1).bit_length()
    return values + values[-1:] * (wanted - len(values))


def _flat(values: Sequence[Value]) -> list[One]:
    return [one for value in values for one in (value if isinstance(value, list) else (value,))]  # type: ignore[misc]


def _marks(values: Sequence[Value]) -> list[Value]:
    """Values of the same kinds that nothing else in the query has."""
    marks: list[Value] = []
    number = 0
    for value in values:
        ones = [_mark(one, number + more) for more, one in enumerate(_flat([value]))]
        number += len(ones)
        marks.append(ones if isinstance(value, list) else ones[0])
    return marks


def _mark(value: One, number: int) -> One:
    if isinstance(value, datetime):
        return datetime(1000, 1, 1, tzinfo=value.tzinfo) + timedelta(seconds=number)
    if isinstance(value, date):
        return date(1000, 1, 1) + timedelta(days=number)
    if isinstance(value, UUID):
        return UUID(int=number)
    if isinstance(value, str):
        return f"\N{REPLACEMENT CHARACTER}{number}"
    if isinstance(value, int):
        return -(2**62) - number
    raise TypeError(f"a prepared read takes no {value!r}: None would be compared, not asked for")


def _adapted(value: One) -> Any:
    field = AS_FIELD.get(type(value))
    return value if field is None else field.get_db_prep_value(value, connection)
