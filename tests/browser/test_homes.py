"""Homes, figures and colours as people see them: accessible by day and by night, in three languages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from qosqanat.grading import actions
from qosqanat.partners.models import Agreement
from qosqanat.regulation import policy
from tests import cast
from tests.web.desks import enter

from .conftest import DESKTOP, PHONE, axe, shot

pytestmark = pytest.mark.django_db(transaction=True)
ROLES = [role for role in policy.ROLES if role != "student"]


@pytest.mark.parametrize("role", ROLES)
def test_a_home_opens_with_numbers_by_day_and_by_night(house: cast.House, sign_in, role: str) -> None:
    language = ("kk", "ru", "en")[ROLES.index(role) % 3]
    page = sign_in(house.people[role], language, PHONE if role in {"mentor", "representative"} else DESKTOP)
    page.goto(reverse("home"))
    assert page.locator("[data-qq-number]").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    shot(page, f"home-{role}-dark", whole=True)
    page.emulate_media(color_scheme="light")
    shot(page, f"home-{role}", whole=True)


def test_contracts_and_one_page_are_read_by_day_and_by_night(house: cast.House, sign_in) -> None:
    Agreement.objects.update(ends_on=cast.AT.date() - timedelta(days=3))
    page = sign_in(house.career, "kk", PHONE)
    for name in ("agreements:home", "overview:students"):
        page.goto(reverse(name))
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        assert axe(page) == [], name
    page.goto(reverse("records:partner", args=[house.enterprise.pk]))
    expect(page.locator(".qq-chip.qq-bad")).to_be_visible()
    assert axe(page) == []
    shot(page, "partner-expired", whole=True)
    wide = sign_in(house.rector, "ru", DESKTOP)
    for name in ("one_page", "progress", "changes", "sheets", "mentors", "danger"):
        wide.goto(reverse(f"overview:{name}"))
        assert axe(wide) == [], name
        shot(wide, f"overview-{name}", whole=True)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_plot_has_its_table_beside_it(house: cast.House, sign_in, language: str) -> None:
    actions.hand_over_week(house.course, 6, by=house.mentor, at=cast.AT)
    enter(house, "practice", 7, "4", by=house.mentor)
    page = sign_in(house.head, language, DESKTOP)
    page.goto(reverse("figures:home"))
    drawings = page.get_by_role("img")
    expect(page.locator(".qq-plot-drawing")).to_have_count(3)
    assert drawings.count() >= 3
    for twin in page.locator(".qq-plot-twin").all():
        twin.locator("summary").click()
        expect(twin.locator("tbody tr").first).to_be_visible()
    assert axe(page) == []
    shot(page, f"figures-{language}", whole=True)


def test_the_choice_of_colours_holds_without_a_script(house: cast.House, sign_in) -> None:
    page = sign_in(house.teacher, "en", DESKTOP, scripts=False)
    page.goto(reverse("teacher:home"))
    page.locator(".qq-me summary").click()
    page.get_by_role("button", name="dark colours").click()
    assert page.url.endswith(reverse("teacher:home"))
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_what_if_is_worked_out_as_it_is_typed(house: cast.House, sign_in) -> None:
    sheet = house.course.sheets.get(student=house.students[1])
    page = sign_in(house.students[1].person, "en")
    page.goto(reverse("student:course", args=[sheet.pk]))
    page.locator("[name=if-p8]").fill("12")
    expect(page.locator("#what-if-outcome dd").first).to_have_text("12")
    page.locator("[name=if-p7]").fill("99")
    expect(page.locator("#what-if-outcome")).to_contain_text("At most 5 points.")
    assert axe(page) == []
    page.locator("#what-if").scroll_into_view_if_needed()
    shot(page, "what-if")
    plain = sign_in(house.students[1].person, "en", scripts=False)
    plain.goto(reverse("student:course", args=[sheet.pk]))
    plain.locator("[name=if-p8]").fill("12")
    plain.get_by_role("button", name="Work it out").click()
    expect(plain.locator("#what-if-outcome dd").first).to_have_text("12")


def test_another_language_keeps_the_page_and_what_was_typed(house: cast.House, sign_in) -> None:
    page = sign_in(house.admin, "en", DESKTOP)
    page.goto(reverse("setup:person_new"))
    page.locator("[name=surname]").fill("Әлиева")
    page.locator(".qq-languages button[value=ru]").click()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    assert page.url.endswith(reverse("setup:person_new"))
    expect(page.locator("[name=surname]")).to_have_value("Әлиева")
    page.reload()
    expect(page.locator("[name=surname]")).to_have_value("")
