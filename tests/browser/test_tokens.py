"""A person makes a token and revokes it; the administrator sees it; the API describes itself: by axe and by picture."""

import pytest
from django.urls import reverse

from qosqanat.people.actions import make_token
from tests.cast import AT, House, account_of

from .conftest import DESKTOP, PHONE, SignIn, axe, shot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_token_is_made_shown_and_revoked(house: House, sign_in: SignIn, viewport: dict[str, int]) -> None:
    name = "phone" if viewport is PHONE else "desktop"
    page = sign_in(house.teacher, "en", viewport)
    page.goto(reverse("tokens:new"))
    page.get_by_label("Password").fill("қосқанат-2026")
    page.locator("main button").click()
    page.get_by_label("What it is for").fill("timetable")
    page.get_by_label("enter points").check()
    assert axe(page) == []
    shot(page, f"token-new-{name}", whole=True)
    page.get_by_role("button", name="Make a token").click()
    assert page.locator("code").inner_text().startswith("qq_")
    assert axe(page) == []
    shot(page, f"token-made-{name}", whole=True)
    page.goto(reverse("tokens:home"))
    assert axe(page) == []
    shot(page, f"token-home-{name}", whole=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    page.get_by_role("button", name="Revoke").click()
    assert "no program acts for you" in page.inner_text("main")


def test_the_lists_of_tokens_and_of_addresses_are_accessible(house: House, sign_in: SignIn) -> None:
    account = account_of(house.teacher)
    account.university = house.university
    account.save()
    make_token(account, name="timetable", scopes=["cells:write"], days=30, by=house.teacher, at=AT)
    for viewport, name in ((PHONE, "phone"), (DESKTOP, "desktop")):
        page = sign_in(house.admin, "en", viewport)
        for route, kind in (("setup:tokens", "all"), ("api:reference", "api")):
            page.goto(reverse(route))
            assert axe(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
            shot(page, f"token-{kind}-{name}", whole=True)
