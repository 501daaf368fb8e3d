"""A person's tokens: made once, shown once, revoked; and the administrator's list of everybody's."""

import csv
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from qosqanat.people.actions import make_token
from qosqanat.people.models import Act, Person, Token
from tests.cast import AT, House, account_of

Enter = Callable[[Person], Client]


def confirmed(client: Client) -> Client:
    client.post(reverse("account_reauthenticate"), {"password": "қосқанат-2026"})
    return client


def fill(**other: object) -> dict[str, object]:
    return {"name": "timetable", "scopes": ["courses:read"], "days": "30"} | other


def token_of(person: Person) -> Token:
    token, _secret = make_token(
        account_of(person), name="old", scopes=["courses:read"], days=30, by=person, at=AT
    )
    return token


def test_a_token_is_shown_once_and_opens_the_api(house: House, client_as: Enter) -> None:
    client = confirmed(client_as(house.head))
    page = client.post(reverse("tokens:new"), fill()).content.decode()
    [secret] = re.findall(r"qq_[\w-]{43}", page)
    machine = Client(headers={"authorization": f"Bearer {secret}"})
    assert machine.get("/api/v1/courses").status_code == 200
    assert secret not in client.get(reverse("tokens:home")).content.decode()
    assert Act.objects.filter(action="token.make", by=house.head, detail__tail=secret[-4:]).exists()


def test_a_token_is_made_after_saying_who_one_is(house: House, client_as: Enter) -> None:
    answer = client_as(house.head).post(reverse("tokens:new"), fill())
    assert answer.status_code == 302
    assert reverse("account_reauthenticate") in answer["Location"]
    assert not Token.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"scopes": []}, {"scopes": ["all"]}, {"days": "9999"}, {"name": "a\x00"}]
)
def test_a_token_says_what_for_what_and_how_long(
    house: House, client_as: Enter, wrong: dict[str, object]
) -> None:
    answer = confirmed(client_as(house.head)).post(reverse("tokens:new"), fill(**wrong))
    assert answer.status_code in {200, 400}
    assert not Token.objects.exists()


def test_a_student_is_not_offered_to_enter_points(house: House, client_as: Enter) -> None:
    client = confirmed(client_as(house.students[0].person))
    page = client.get(reverse("tokens:new")).content.decode()
    assert "sheets:read" in page
    assert "cells:write" not in page
    client.post(reverse("tokens:new"), fill(scopes=["cells:write"]))
    assert not Token.objects.exists()


def test_twenty_tokens_are_enough(house: House, client_as: Enter) -> None:
    for _number in range(20):
        token_of(house.head)
    answer = confirmed(client_as(house.head)).post(reverse("tokens:new"), fill())
    assert "revoke one" in answer.content.decode()
    assert Token.objects.count() == 20


def test_the_owner_revokes_and_nobody_else_does(house: House, client_as: Enter) -> None:
    token = token_of(house.head)
    address = reverse("tokens:revoke", args=[token.pk])
    assert client_as(house.teacher).post(address).status_code == 404
    assert client_as(house.head).get(address).status_code == 405
    assert client_as(house.head).post(address).status_code == 302
    token.refresh_from_db()
    assert (token.revoked_at, token.revoked_by) == (AT, house.head)
    assert "Ended tokens" in client_as(house.head).get(reverse("tokens:home")).content.decode()


def kept(house: House, *people: Person) -> None:
    for person in people:
        account = account_of(person)
        account.university = house.university
        account.save()


def test_the_administrator_sees_and_revokes_those_of_the_house_only(
    house: House, neighbour: House, client_as: Enter
) -> None:
    kept(house, house.head)
    kept(neighbour, neighbour.head)
    own, foreign = token_of(house.head), token_of(neighbour.head)
    desk = client_as(house.admin)
    assert list(desk.get(reverse("setup:tokens")).context["page"]) == [own]
    assert desk.post(reverse("setup:token_revoke", args=[foreign.pk]), {"reason": "x"}).status_code == 404
    desk.post(reverse("setup:token_revoke", args=[own.pk]), {"reason": "the program is gone"})
    own.refresh_from_db()
    assert own.revoked_by == house.admin
    assert Act.objects.get(action="token.revoke").reason == "the program is gone"
    assert list(desk.get(reverse("setup:tokens")).context["page"]) == []


def test_a_token_is_revoked_by_its_name_and_every_exported_column_says_something(
    house: House, client_as: Enter
) -> None:
    kept(house, house.head)
    token, desk = token_of(house.head), client_as(house.admin)
    page = desk.get(reverse("setup:tokens")).content.decode()
    assert f'href="{reverse("setup:token_revoke", args=[token.pk])}"' in page
    exported = desk.get(reverse("setup:tokens"), {"export": "csv"}).content.decode("utf-8-sig")
    heads, line = csv.reader(exported.splitlines(), delimiter=";")
    assert len(heads) == len(line) == 5 and all(line)


def test_the_list_takes_as_many_queries_for_many_tokens(
    house: House, client_as: Enter, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    kept(house, house.head, house.dean)
    desk = client_as(house.admin)
    token_of(house.head)
    desk.get(reverse("setup:tokens"))
    with django_assert_max_num_queries(20) as asked:
        desk.get(reverse("setup:tokens"))
    for number in range(20):
        token_of(house.dean if number % 2 else house.head)
    with django_assert_max_num_queries(len(asked)):
        assert len(desk.get(reverse("setup:tokens")).context["page"]) == 21


def test_the_reference_shows_every_operation_without_foreign_code(house: House, client_as: Enter) -> None:
    page = client_as(house.head).get(reverse("api:reference")).content.decode()
    for words in ("PUT /api/v1/sheets/{sheet}/cells/{key}", "cells:write", 'id="changed-meanwhile"'):
        assert words in page
    assert "//cdn" not in page
