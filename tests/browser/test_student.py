"""The student's phone: points in one tap after sign-in, in three languages, accessible, photographed."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from qosqanat.grading import actions
from qosqanat.grading.models import Sheet
from qosqanat.regulation import marks
from tests import cast

from .conftest import DESKTOP, axe, shot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def marked(house: cast.House) -> Sheet:
    """A sheet in its seventh week with every kind of mark."""
    sheet = Sheet.objects.get(course=house.course, student=house.students[1])
    practice = {
        1: Decimal(5),
        2: Decimal("4.5"),
        3: marks.ABSENT,
        4: Decimal(12),
        5: Decimal(0),
        6: marks.EXCUSED,
        7: Decimal(4),
    }
    tests = {n: Decimal(n % 4) for n in range(1, 7)}
    for week, value in practice.items():
        _enter(sheet, ("practice", week), value, by=house.mentor, at=_in_week(week))
    for week, value in tests.items():
        _enter(sheet, ("test", week), value, by=house.teacher, at=cast.AT)
    _enter(sheet, ("iws", 1), Decimal(9), by=house.teacher, at=cast.AT)
    return sheet


def _in_week(week: int):  # type: ignore[no-untyped-def]
    return cast.AT - timedelta(weeks=cast.WEEK - week)


def _enter(sheet, place, value, *, by, at):  # type: ignore[no-untyped-def]
    entry = actions.Entry(sheet.pk, *place, value, uuid4())
    (verdict,) = actions.enter_scores([entry], by=by, at=at, source="grid")
    assert verdict.ok, verdict.problems


def test_points_stand_on_the_first_page_and_the_weeks_one_tap_further(marked, house, sign_in):
    page = sign_in(house.students[1].person, "en")
    page.goto(reverse("home"))
    expect(page.locator(".qq-ratings").first).to_contain_text("43.5")
    expect(page.get_by_role("img", name="Admission rating 21.75 of 100")).to_be_visible()
    page.locator(".qq-mine a.btn").tap()
    expect(page.locator(".is-now")).to_contain_text("this week")
    expect(page.locator("h1")).to_have_text("Well Drilling Technology")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("viewport", ["phone", "desktop"])
def test_pages_are_accessible_in_three_languages(marked, house, sign_in, language, viewport):
    page = sign_in(
        house.students[1].person, language, **{"phone": {}, "desktop": {"viewport": DESKTOP}}[viewport]
    )
    for name, address in {
        "home": reverse("student:home"),
        "course": reverse("student:course", args=[marked.pk]),
    }.items():
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == language
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        shot(page, f"student-{name}-{language}-{viewport}", whole=True)
