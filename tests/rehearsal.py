"""Acts that many tests begin with are played once in a process; later their rows return in a few milliseconds.

The same act on the same database writes the same rows: what an act changed is kept under the state it found, every row
of every table, and any other state plays it afresh. Rows go in with the keys that they had, within the test's own
transaction, on SQLite and PostgreSQL alike. An act takes its moment as an argument, as the domain does.
"""

import pickle
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from django.apps import apps
from django.db import connection, models, transaction

LITERAL = {"sqlite": "quote({})", "postgresql": "quote_nullable({}::text)"}
T = TypeVar("T")
Place = tuple[str, str]  # a table and the key of a row
Rows = dict[Place, str]  # the row's values as SQL literals


@dataclass(frozen=True)
class Outcome:
    """What an act wrote, as SQL, and what it answered."""

    statements: list[str]
    answer: bytes


KNOWN: dict[Hashable, Outcome] = {}


def rehearsed(act: Callable[..., T], *args: Hashable) -> T:
    """Do `act(*args)`, or again what it did when it first met this database."""
    found = rows()
    key = (act, args, frozenset(found.items()))
    if key not in KNOWN:
        answer = act(*args)
        KNOWN[key] = Outcome(list(changes(found, rows())), pickle.dumps(answer))
        return answer
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in KNOWN[key].statements:
            cursor.execute(statement)
    return pickle.loads(KNOWN[key].answer)  # type: ignore[no-any-return]


def rows() -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(_everything(connection.vendor))
        return {(table, key): values for table, key, values in cursor.fetchall()}


def changes(before: Rows, after: Rows) -> list[str]:
    """One INSERT for each table that has grown, one UPDATE for each row that is another; no act of ours deletes."""
    assert before.keys() <= after.keys()
    new: dict[str, list[str]] = {}
    for place, values in after.items():
        if place not in before:
            new.setdefault(place[0], []).append(f"({values})")
    altered = [(*place, values) for place, values in after.items() if before.get(place, values) != values]
    return [_insert(table, values) for table, values in new.items()] + [_update(*row) for row in altered]


@cache
def _columns() -> dict[str, list[str]]:
    """The columns of every table, its key first."""
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    return {model._meta.db_table: _of(model) for model in found if not model._meta.proxy}


def _of(model: type[models.Model]) -> list[str]:
    fields = sorted(model._meta.local_concrete_fields, key=lambda field: not field.primary_key)
    return [f'"{field.column}"' for field in fields]


@cache
def _everything(vendor: str) -> str:
    """One question for every row there is."""
    questions = []
    for table, columns in _columns().items():
        key, *others = [LITERAL[vendor].format(column) for column in columns]
        questions.append(
            f"""SELECT '{table}', {key}, {" || ', ' || ".join([key, *others])} FROM "{table}" """
        )
    return " UNION ALL ".join(questions)


def _insert(table: str, values: list[str]) -> str:
    return f'INSERT INTO "{table}" ({", ".join(_columns()[table])}) VALUES {", ".join(values)}'


def _update(table: str, key: str, values: str) -> str:
    first, *_ = columns = _columns()[table]
    return f'UPDATE "{table}" SET ({", ".join(columns)}) = ({values}) WHERE {first} = {key}'
