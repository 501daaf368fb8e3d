"""Search from anywhere by keyboard, in three languages; a record and its history; a list with its views."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, SignIn, axe, shot
from tests.cast import House

pytestmark = pytest.mark.django_db(transaction=True)
SPELLINGS = {"kk": "Ілиясова", "ru": "Илиясова", "en": "Iliyasova"}


@pytest.mark.parametrize("language", SPELLINGS)
def test_a_student_is_found_by_keyboard_alone(house: House, sign_in: SignIn, language: str) -> None:
    page = sign_in(house.head, language, DESKTOP)
    page.goto("/department/")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    page.keyboard.type(SPELLINGS[language])
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Ілиясова Әлия")
    expect(first).to_have_attribute("aria-selected", "true")
    assert axe(page) == []
    shot(page, f"search-dialog-{language}")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/records/student/{house.students[1].pk}/")
    assert axe(page) == []
    shot(page, f"record-{language}", whole=True)
    page.goto(f"/records/course/{house.course.pk}/history/")
    assert axe(page) == []
    shot(page, f"history-{language}", whole=True)


def test_a_slash_opens_the_search_but_not_while_typing(house: House, sign_in: SignIn) -> None:
    page = sign_in(house.registrar, "en", DESKTOP)
    page.goto("/registrar/students/")
    page.locator("main input[name=q]").press("/")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.type("nobody of that name")
    expect(page.get_by_role("status").last).to_contain_text("Nothing within your reach")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_without_scripts_the_search_is_a_page(
    house: House, sign_in: SignIn, viewport: dict[str, int]
) -> None:
    page = sign_in(house.registrar, "kk", viewport, scripts=False)
    page.goto("/registrar/")
    page.locator(".qq-search-button").click()
    page.locator("main input[name=q]").fill("Kairat")
    page.locator("main form button").click()
    expect(page.get_by_role("link", name="Әбенов Қайрат")).to_be_visible()
    shot(page, f"search-page-{viewport['width']}", whole=True)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_list_is_filtered_saved_and_acted_upon(
    house: House, sign_in: SignIn, viewport: dict[str, int]
) -> None:
    page = sign_in(house.dean, "ru", viewport)
    page.goto("/faculty/courses/?late=on")
    page.locator(".qq-save-view summary").click()
    page.locator("#id_name").fill("Долги по неделям")
    assert axe(page) == []
    shot(page, f"list-{viewport['width']}", whole=True)
    page.locator("button[name=save_view]").click()
    expect(page.get_by_role("link", name="Долги по неделям")).to_have_attribute("aria-current", "true")
    assert page.url.endswith("?view=dolgi-po-nedeliam")
    page.locator("input[name=pick]").first.check()
    page.locator("button[name=act]").click()
    assert axe(page) == []
    shot(page, f"bulk-{viewport['width']}", whole=True)
    page.locator("#id_until").fill("2026-10-16T10:00")
    page.locator("#id_reason").fill("вахта")
    page.locator("button[name=confirm]").click()
    expect(page.locator("main li").first).to_contain_text("1, 2, 3, 4, 5, 6")
    assert axe(page) == []
    shot(page, f"bulk-done-{viewport['width']}", whole=True)
