"""Every address against every role of the policy, the same roles of the other university, and nobody at all.

The reviewed table is `tests/web/permissions/`; its docstring says how to add a page.
"""

import re
from collections.abc import Iterator
from copy import deepcopy

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from qosqanat.people.models import Person
from qosqanat.regulation import policy
from tests import cast
from tests.web.permissions import table

TABLE = table()
PAGES = {name: route for name, route in TABLE.items() if not route.scopes}
OPEN = {200, 302, 400, 409, 422}
SHUT = {403, 404, 405}
LONG_NUMBER = re.compile(rb"(?<!\d)\d{12}(?!\d)")


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    with time_machine.travel(cast.AT, tick=False):
        yield


def client_of(house: cast.House, role: str) -> Client:
    """A client signed in as the one who holds `role` in `house`."""
    account = cast.account_of(house.students[0].person if role == "student" else house.people[role])
    account.university = house.university
    account.save()
    client = Client(headers={"accept-language": "en"})
    client.force_login(account)
    return client


def ask(client: Client, method: str, address: str) -> HttpResponse:
    """The answer to an empty request, with nothing left behind."""
    cookies = deepcopy(client.cookies)
    mark = transaction.savepoint()
    try:
        return getattr(client, method)(address)  # type: ignore[no-any-return]
    finally:
        transaction.savepoint_rollback(mark)
        client.cookies = cookies


def answers(client: Client, address: str) -> dict[str, HttpResponse]:
    return {method: ask(client, method, address) for method in ("get", "post")}


def numbers(answer: HttpResponse) -> set[bytes]:
    return set() if answer.streaming else set(LONG_NUMBER.findall(answer.content))


def routes(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(
                pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )
        else:
            assert pattern.name, f"{pattern} needs a name"
            yield f"{space}{pattern.name}"


def test_every_route_has_a_reviewed_line_and_every_line_a_route() -> None:
    known = set(routes(get_resolver().url_patterns))
    assert known - TABLE.keys() == set(), "routes without a line in tests/web/permissions/"
    assert TABLE.keys() - known == set(), "lines without a route"


def test_no_route_takes_a_long_number() -> None:
    for address in (str(pattern) for pattern in get_resolver().url_patterns):
        assert r"\d{12}" not in address


@pytest.mark.parametrize("role", policy.ROLES)
def test_a_page_opens_to_its_roles_to_no_other_and_shows_no_iin(
    house: cast.House, neighbour: cast.House, subtests: pytest.Subtests, role: str
) -> None:
    canaries = {person.reveal_iin().encode() for person in Person.objects.exclude(iin_sealed=None)}
    client = client_of(house, role)
    for name, route in PAGES.items():
        address = reverse(name, kwargs=route.args(house))
        with subtests.test(route=name):
            got = answers(client, address)
            codes = {answer.status_code for answer in got.values()}
            if role in route.roles:
                assert codes & OPEN, f"{role} should open {address}: {codes}"
                assert codes <= OPEN | {405}, f"{role} at {address}: {codes}"
            else:
                assert codes <= SHUT, f"{role} must not open {address}: {codes}"
            assert not set().union(*map(numbers, got.values())) & canaries


@pytest.mark.parametrize("role", policy.ROLES)
def test_the_same_role_of_the_other_university_finds_nothing(
    house: cast.House, neighbour: cast.House, subtests: pytest.Subtests, role: str
) -> None:
    stranger = client_of(neighbour, role)
    for name, route in PAGES.items():
        kwargs = route.args(house)
        if role not in route.roles or not kwargs or route.shared or route.public:
            continue
        with subtests.test(route=name):
            codes = {
                answer.status_code for answer in answers(stranger, reverse(name, kwargs=kwargs)).values()
            }
            assert codes <= {404, 405}, f"a stranger as {role}: {codes}"


def test_nobody_passes_without_signing_in(house: cast.House, subtests: pytest.Subtests) -> None:
    for name, route in PAGES.items():
        address = reverse(name, kwargs=route.args(house))
        for method, answer in answers(Client(), address).items():
            with subtests.test(route=name, method=method):
                if route.public:
                    assert answer.status_code < 500
                else:
                    assert answer.status_code == 302
                    assert answer["Location"].startswith(reverse("account_login"))
