"""Every page of the permission table, opened once by a role of its desk: no violation of WCAG 2.2 AA by day or by night.

Languages and widths take turns from page to page: over the desks all of them are looked at. Every list has a print view
as well, made by one template: one list of each role is looked at.
"""

from functools import cache
from itertools import count, cycle

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests import cast
from tests.web import hostile

from .conftest import DESKTOP, PHONE, SignIn, axe

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = (("kk", DESKTOP), ("ru", PHONE), ("en", DESKTOP), ("kk", PHONE), ("ru", DESKTOP), ("en", PHONE))
PRINTED = {
    "teacher": "teacher:home",
    "head": "department:courses",
    "dean": "faculty:courses",
    "registrar": "registrar:students",
    "office": "office:home",
    "admin": "setup:home",
    "adviser": "overview:students",
    "quality": "overview:sheets",
    "rector": "overview:progress",
    "career": "agreements:home",
    "base_head": "overview:mentors",
    "representative": "overview:home",
}


@pytest.mark.parametrize("role", hostile.DESKS)
def test_every_page_is_accessible_by_day_and_by_night(
    house: cast.House, sign_in: SignIn, role: str, subtests: pytest.Subtests
) -> None:
    hostile.prepare(house)
    person = house.students[0].person if role == "student" else house.people[role]

    @cache
    def page_of(turn: int) -> Page:
        language, viewport = TURNS[turn]
        return sign_in(person, language, viewport)

    # another desk begins with another turn, so that no kind of page is always seen in the same one
    turns = count(hostile.DESKS.index(role))
    opened = 0
    for name in hostile.routes_of(role):
        route = hostile.TABLE[name]
        if route.scopes:
            continue
        page = page_of(next(turns) % len(TURNS))
        with subtests.test(route=name):
            address = reverse(name, kwargs=route.args(house))
            if not page.request.get(address).body().startswith(b"<!doctype html>"):
                continue  # a paper, a spreadsheet, a plot or a part of a page
            page.goto(address)
            opened += 1
            assert axe(page) == []
    assert opened


def test_the_print_view_of_a_list_is_accessible(
    house: cast.House, sign_in: SignIn, subtests: pytest.Subtests
) -> None:
    for (role, name), (language, viewport) in zip(PRINTED.items(), cycle(TURNS)):
        page = sign_in(house.people[role], language, viewport)
        with subtests.test(list=name):
            page.goto(reverse(name, query={"print": "1"}))
            expect(page.locator(".qq-on-paper tbody tr").first).to_be_visible()
            assert axe(page) == []
        page.context.close()
