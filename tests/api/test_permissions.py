"""Every address of the API: token's scope x role of its person x university, from the resolver's own list.

The reviewed lines are in `tests/web/permissions/api.py`; that every route has one is checked with the pages.
"""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qosqanat.api import v1
from qosqanat.people.models import Person
from qosqanat.people.scopes import SCOPES
from qosqanat.regulation import policy
from tests.api.conftest import Knock, Machine, machine_of
from tests.cast import House, account_of
from tests.web.permissions import Route, api

ADDRESSES = {name: route for name, route in api.ROUTES.items() if route.scopes}
LET_IN = {200, 412, 422, 428}


def person_of(house: House, role: str) -> Person:
    return house.students[0].person if role == "student" else house.people[role]


def knocks(route: Route) -> list[tuple[str, str]]:
    return list(route.scopes.items())


def ask(machine: Machine, method: str, address: str) -> Any:
    """An empty request: whoever is let in hears what is missing."""
    if method == "get":
        return machine.client.get(address)
    return machine.send(method, address.removeprefix("/api/v1"), {"value": None})


def may(route: Route, method: str, role: str) -> bool:
    return role in (route.roles if method == "get" else api.WRITERS)


def test_the_reviewed_lines_name_the_locks_of_the_code() -> None:
    locks: dict[str, dict[str, str]] = {}
    for name, operation, lock in v1.operations():
        locks.setdefault(name, {})[operation.methods[0].lower()] = lock.scope
    assert {name: route.scopes for name, route in ADDRESSES.items()} == locks


def test_every_scope_opens_something_and_names_actions_of_the_policy() -> None:
    assert {lock.scope for _name, _operation, lock in v1.operations()} == SCOPES.keys()
    assert {action for scope in SCOPES.values() for action in scope.actions} <= set(policy.ACTIONS)


@pytest.mark.parametrize("role", policy.ROLES)
def test_a_token_opens_what_its_scope_and_its_person_open(
    house: House, knock: Knock, subtests: pytest.Subtests, role: str
) -> None:
    machines = {scope: machine_of(person_of(house, role), [scope]) for scope in SCOPES}
    for name, route in ADDRESSES.items():
        address = reverse(name, kwargs=route.args(house))
        for method, scope in knocks(route):
            for held, machine in machines.items():
                with subtests.test(route=name, method=method, held=held):
                    status = ask(machine, method, address).status_code
                    if held == scope and may(route, method, role):
                        assert status in LET_IN
                    else:
                        assert status == 403


@pytest.mark.parametrize("role", policy.ROLES)
def test_a_token_of_the_other_university_finds_nothing(
    house: House, neighbour: House, knock: Knock, subtests: pytest.Subtests, role: str
) -> None:
    stranger = machine_of(person_of(neighbour, role))
    for name, route in ADDRESSES.items():
        kwargs = route.args(house)
        for method, _scope in knocks(route):
            if not may(route, method, role):
                continue
            with subtests.test(route=name, method=method):
                answer = ask(stranger, method, reverse(name, kwargs=kwargs))
                if kwargs and method == "put":
                    answer = stranger.put(reverse(name, kwargs=kwargs)[7:], {"value": None}, "*")
                if kwargs:
                    assert answer.status_code == 404
                elif method == "get":
                    assert not own_keys(house) & found_keys(name, answer.json())


def own_keys(house: House) -> set[tuple[str, int]]:
    sheets = {("sheet", sheet.pk) for sheet in house.sheets}
    return sheets | {("course", house.course.pk)} | {("student", one.pk) for one in house.students}


def found_keys(name: str, rows: list[dict[str, Any]]) -> set[tuple[str, int]]:
    kind = {"api:students": "student", "api:courses": "course", "api:sheets": "sheet"}.get(name)
    return {(kind, row["id"]) if kind else ("sheet", row["sheet"]) for row in rows}


def test_the_neighbours_lists_are_not_empty(house: House, neighbour: House, knock: Knock) -> None:
    """The control of the wall: there was something to keep apart."""
    machine = machine_of(neighbour.head)
    for address in ("/students", "/courses", "/sheets", "/ratings"):
        assert machine.get(address).json()


def test_nobody_and_no_session_opens_an_address(house: House, subtests: pytest.Subtests) -> None:
    browser = Client()
    browser.force_login(account_of(house.head))
    for client in (Client(), browser):
        for name, route in ADDRESSES.items():
            for method, _scope in knocks(route):
                with subtests.test(route=name, method=method):
                    address = reverse(name, kwargs=route.args(house))
                    assert getattr(client, method)(address).status_code == 401
