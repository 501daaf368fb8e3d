"""Light and dark: chosen once, told by the server on every page, never a way out of the house."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from qosqanat.people.models import Person
from tests.cast import House

As = Callable[[Person], Client]


def choose(client: Client, theme: str, back: str = "/teacher/"):  # type: ignore[no-untyped-def]
    return client.post(reverse("set_theme"), {"theme": theme, "next": back})


def test_the_choice_is_on_every_page_until_it_is_taken_back(house: House, client_as: As) -> None:
    client = client_as(house.teacher)
    assert "data-theme" not in client.get("/teacher/").content.decode()
    assert choose(client, "dark").url == "/teacher/"
    page = client.get("/teacher/").content.decode()
    assert 'data-theme="dark"' in page and '<meta name="color-scheme" content="dark">' in page
    choose(client, "")
    assert "data-theme" not in client.get("/teacher/").content.decode()


@pytest.mark.parametrize("theme", ["red", '"><script>', ""])
def test_what_is_no_theme_follows_the_device(house: House, client_as: As, theme: str) -> None:
    client = client_as(house.teacher)
    client.cookies["theme"] = theme
    assert "data-theme" not in client.get("/teacher/").content.decode()
    assert not choose(client, theme).cookies["theme"].value


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_the_way_back_stays_in_the_house(house: House, client_as: As, back: str) -> None:
    assert choose(client_as(house.teacher), "dark", back).url == "/"


def test_a_look_changes_nothing(house: House, client_as: As) -> None:
    assert client_as(house.teacher).get(reverse("set_theme")).status_code == 405
