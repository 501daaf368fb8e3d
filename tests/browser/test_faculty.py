"""The dean's journey: from a number to a course to a reopened week; three languages, axe, pictures."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from qosqanat.grading.models import Reopening
from tests import cast
from tests.web.desks import another_course

from .conftest import DESKTOP, PHONE, SignIn, axe, shot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_week_is_reopened_from_the_overview(house: cast.House, sign_in: SignIn, language: str) -> None:
    another_course(house, 1)
    page = sign_in(house.dean, language, DESKTOP)
    page.goto(reverse("faculty:home"))
    assert axe(page) == []
    shot(page, f"faculty-home-{language}", whole=True)
    page.locator('[data-qq-number="danger"]').click()
    assert axe(page) == []
    page.goto(reverse("faculty:home"))
    page.locator('[data-qq-number="on_time"]').click()
    assert axe(page) == []
    shot(page, f"faculty-courses-{language}", whole=True)
    page.locator(f'a[href="{reverse("faculty:reopen", args=[house.course.pk])}?week=5"]').click()
    expect(page.locator("#id_week")).to_have_value("5")
    page.locator("main .btn-primary").click()
    expect(page.locator(".qq-errors")).to_be_focused()
    assert axe(page) == []
    page.locator("#id_reason").fill("тәлімгер ауырды, растама № 12")
    shot(page, f"faculty-reopen-{language}", whole=True)
    page.locator("main .btn-primary").click()
    page.wait_for_url(f"**{reverse('faculty:weeks')}")
    assert Reopening.objects.get().week == 5
    assert axe(page) == []
    shot(page, f"faculty-weeks-{language}", whole=True)


def test_the_desk_fits_a_narrow_screen_and_works_without_scripts(house: cast.House, sign_in: SignIn) -> None:
    page = sign_in(house.dean, "kk", {**PHONE, "width": 390}, scripts=False)
    for name in ("home", "courses", "students", "weeks"):
        page.goto(reverse(f"faculty:{name}"))
        shot(page, f"faculty-{name}-phone", whole=True)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.goto(reverse("faculty:reopen", args=[house.course.pk]))
    shot(page, "faculty-reopen-phone", whole=True)
    page.locator("#id_reason").fill("вахта")
    page.locator("main .btn-primary").click()
    assert Reopening.objects.count() == 1
