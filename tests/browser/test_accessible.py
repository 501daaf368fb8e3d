"""Every page of the permission table, opened once by a role of its desk: no violation of WCAG 2.2 AA by day or by night."""

import pytest
from django.urls import reverse

from tests import cast
from tests.web import hostile

from .conftest import DESKTOP, SignIn, axe

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("role", hostile.DESKS)
def test_every_page_is_accessible_by_day_and_by_night(
    house: cast.House, sign_in: SignIn, role: str, subtests: pytest.Subtests
) -> None:
    hostile.prepare(house)
    page = sign_in(house.students[0].person if role == "student" else house.people[role], "kk", DESKTOP)
    opened = 0
    for name in hostile.routes_of(role):
        route = hostile.TABLE[name]
        if route.scopes:
            continue
        with subtests.test(route=name):
            address = reverse(name, kwargs=route.args(house))
            if not page.request.get(address).body().startswith(b"<!doctype html>"):
                continue  # a paper, a spreadsheet, a plot or a part of a page
            page.goto(address)
            opened += 1
            assert axe(page) == []
    assert opened
