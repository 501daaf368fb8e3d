"""Three languages in a real browser: Kazakh to a stranger, one tap to another, kept through signing in, scripts included."""

import re
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.urls import reverse
from playwright.sync_api import expect

from tests import cast
from tests.web.test_languages import english

from .conftest import DESKTOP, shot

pytestmark = pytest.mark.django_db(transaction=True)

WELCOME = {"kk": "Кіру", "ru": "Войти", "en": "Sign in"}
DAYS = {"kk": "2026 ж. 1 қыркүйек", "ru": "1 сентября 2026 г.", "en": "1 September 2026"}
SCRIPTED: dict[str, Callable[[cast.House], str]] = {
    "mentor": lambda house: reverse("mentor:home"),
    "teacher": lambda house: reverse("sheets:course", args=[house.course.pk]),
    "head": lambda house: reverse("department:home"),
    "dean": lambda house: reverse("faculty:home"),
    "registrar": lambda house: reverse("registrar:course", args=[house.course.pk]),
}


def test_the_door_opens_in_kazakh_and_one_tap_changes_the_language(live_server, browser, house):
    with browser.new_context(base_url=live_server.url, locale="de-DE") as context:
        page = context.new_page()
        page.goto(reverse("account_login"))
        for language in ("kk", "ru", "en", "kk"):
            page.locator(f".qq-languages button[value={language}]").click()
            expect(page.locator("html")).to_have_attribute("lang", language)
            expect(page).to_have_url(re.compile(re.escape(reverse("account_login")) + "$"))
            expect(page.locator("main .btn-primary").first).to_have_text(WELCOME[language])
            expect(page.locator(".qq-languages [aria-current]")).to_have_attribute("value", language)


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("role", SCRIPTED)
def test_what_the_scripts_write_is_not_english(house, sign_in, role, language):
    page = sign_in(house.people[role], language, viewport=DESKTOP)
    page.goto(SCRIPTED[role](house))
    page.wait_for_load_state("networkidle")
    assert english(HttpResponse(page.content()), language) == set()
    shot(page, f"language-{role}-{language}", whole=True)


@pytest.mark.parametrize("language", list(DAYS))
def test_a_date_reads_as_its_language_writes_it(house, sign_in, language):
    page = sign_in(house.office, language, viewport=DESKTOP)
    page.goto(reverse("office:terms"))
    expect(page.get_by_text(DAYS[language]).first).to_be_visible()
    shot(page, f"language-terms-{language}")
