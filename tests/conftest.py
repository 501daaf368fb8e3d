"""Fixtures of the whole suite: the cast, clients that act as its people, and what must not be skipped in CI."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseOperations
from django.test import Client
from django.utils import translation
from pytest_django import DjangoDbBlocker

from qosqanat.core import append_only
from qosqanat.people.models import Person
from tests import cast
from tests.rehearsal import rehearsed

# These walk every page with whatever is wrong, or in a browser; the pages' own tests say what they do, and measure what
# is covered.
WALKS = (
    "tests/browser/",
    "tests/web/test_bad_input.py",
    "tests/web/test_bad_requests.py",
    "tests/web/test_exports.py",
    "tests/web/test_hostile_files.py",
    "tests/web/test_languages.py",
    "tests/web/test_permissions.py",
    "tests/web/test_query_counts.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tracing every line would take as long again as the walks themselves."""
    for item in items:
        if item.nodeid.startswith(WALKS):
            item.add_marker(pytest.mark.no_cover)


def required(what: str, install: str) -> None:
    """Skip a test that needs `what`, with the line that installs it; under QOSQANAT_REQUIRE_ALL=1 fail instead."""
    sentence = f"{what} is missing: {install}"
    if os.environ.get("QOSQANAT_REQUIRE_ALL") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Unit tests read English sentences; pages are tested in all three languages by the browser."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True, scope="session")
def flushable() -> Iterator[None]:
    """Tests with real transactions empty every table afterwards: on SQLite with DELETE, which append-only tables refuse."""
    tables = ("people_act", "grading_scoreevent")
    flush = DatabaseOperations.execute_sql_flush

    def without_triggers(operations: DatabaseOperations, sql_list: list[str]) -> None:
        drop = [sql for table in tables for sql in append_only.undo("sqlite", table)]
        create = [sql for table in tables for sql in append_only.statements("sqlite", table)]
        flush(operations, [*drop, *sql_list, *create])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", without_triggers)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """On PostgreSQL: it must not learn that between two tests every table is empty, and plan the next one's reads by it.

    At the end the threads of a live server let go of the database, which cannot be dropped under them.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'ALTER TABLE "{table}" SET (autovacuum_enabled = off)')
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def house(db: None) -> cast.House:
    """One university in its seventh week, with a course, its sheets and everyone who works on it."""
    cache.clear()
    return rehearsed(cast.build, "yessenov")


@pytest.fixture
def shared(transactional_db: None, tmp_path: Path) -> Callable[[], str]:
    """The address of a database that other processes reach, with what the test's own holds when it is asked for."""

    def url() -> str:
        settings = connection.settings_dict
        if connection.vendor == "postgresql":
            who = f"{quote(settings['USER'])}:{quote(settings['PASSWORD'])}"
            return f"postgres://{who}@{settings['HOST']}:{settings['PORT']}/{quote(settings['NAME'])}"
        with closing(sqlite3.connect(tmp_path / "shared.sqlite3")) as target:
            connection.connection.backup(target)
        return f"sqlite:///{tmp_path / 'shared.sqlite3'}"

    return url


@pytest.fixture
def campus(db: None) -> cast.House:
    """The same university before any sheet: for people, units and studies."""
    cache.clear()
    return rehearsed(cast.campus, "yessenov")


@pytest.fixture
def next_campus(db: None) -> cast.House:
    """The other university before any sheet."""
    return rehearsed(cast.campus, "dulati")


@pytest.fixture
def neighbour(db: None) -> cast.House:
    """The other university: same names, nothing shared. Its people are the strangers."""
    return rehearsed(cast.build, "dulati")


@pytest.fixture
def client_as(db: None) -> Iterator[Callable[[Person], Client]]:
    """A signed-in client for a person, at the cast's moment, in English."""

    def enter(person: Person) -> Client:
        client = Client(headers={"accept-language": "en"})
        client.force_login(cast.account_of(person))
        return client

    with time_machine.travel(cast.AT, tick=False):
        yield enter
