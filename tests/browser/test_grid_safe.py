"""Nothing that somebody typed in the grid vanishes: clashes wait for a choice, unsent marks for the connection."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.crypto import get_random_string
from playwright.sync_api import Locator, Page, Route, expect

from qosqanat.grading.models import ScoreEvent
from tests import cast
from tests.web.sheets.help import address, column, enter

from .conftest import DESKTOP, PHONE, SignIn, axe, shot

pytestmark = pytest.mark.django_db(transaction=True)


def box(page: Page, house: cast.House, row: int, key: str) -> Locator:
    return page.locator(f"#c-{house.sheets[row].pk}-{key}")


def said(page: Page) -> Locator:
    return page.locator("[data-qq-state]")


def choices(page: Page) -> Locator:
    return page.locator("[data-qq-choices] li")


def put(page: Page, cell: Locator, mark: str) -> None:
    cell.focus()
    page.keyboard.type(mark)
    page.keyboard.press("Enter")


def clash_twice(page: Page, house: cast.House) -> None:
    """Others' marks are there before this page has heard of them: 1 and 2 theirs, 3 and 2.5 ours."""
    page.route("**/changes/*", lambda route: route.abort())
    page.goto(address(house, "course", "?view=1"))
    for row, value in ((0, 1), (1, 2)):
        enter(house, row, "t7", value, at=cast.AT - timedelta(seconds=30))
    put(page, box(page, house, 0, "t7"), "3")
    put(page, box(page, house, 1, "t7"), "2.5")
    expect(choices(page)).to_have_count(2)


@pytest.mark.parametrize("first", [0, 1])
def test_two_clashes_wait_and_are_chosen_in_either_order(
    house: cast.House, sign_in: SignIn, first: int
) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    clash_twice(page, house)
    put(page, box(page, house, 2, "t7"), "1")
    expect(said(page)).to_have_text("Saved")
    for line, (mine, theirs) in enumerate((("3", "1"), ("2.5", "2"))):
        expect(choices(page).nth(line)).to_contain_text(f"yours is “{mine}”")
        expect(choices(page).nth(line)).to_contain_text(f"{house.teacher.short_name} entered “{theirs}”")
        expect(choices(page).nth(line)).to_contain_text("14 October 2026")
    described = box(page, house, 0, "t7").get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_contain_text("yours is “3”")
    assert axe(page) == []
    shot(page, "grid-two-clashes")
    mine = choices(page).nth(first).get_by_role("button", name="Put mine")
    mine.focus()
    page.keyboard.press("Enter")
    expect(choices(page)).to_have_count(1)
    expect(choices(page).get_by_role("button", name="Keep theirs")).to_be_focused()
    page.keyboard.press("Enter")
    expect(choices(page)).to_have_count(0)
    expect(box(page, house, 1 - first, "t7")).to_be_focused()
    expect(page.locator("input.qq-busy, input.qq-clash")).to_have_count(0)
    assert column(house, "t7") == ([3, 2, 1] if first == 0 else [1, 2.5, 1])


def test_what_is_typed_before_the_scripts_have_come_is_saved_too(house: cast.House, sign_in: SignIn) -> None:
    page = sign_in(house.teacher, "kk", DESKTOP)
    held: list[Route] = []
    page.route("**/grid-keys*", lambda route: held.append(route))
    page.goto(address(house, "course", "?view=1"), wait_until="commit")
    box(page, house, 0, "t7").fill("3")
    box(page, house, 1, "t7").fill("2")
    box(page, house, 2, "t7").focus()
    assert column(house, "t7") == [None, None, None]
    held[0].continue_()
    expect(page.locator("html.qq-scripted")).to_have_count(1)
    expect(page.locator("input.qq-busy")).to_have_count(0)
    assert column(house, "t7") == [3, 2, None]


def test_a_clash_stays_while_its_cell_is_restored_and_goes_with_a_mark_that_is_saved(
    house: cast.House, sign_in: SignIn
) -> None:
    page = sign_in(house.teacher, "ru", PHONE)
    clash_twice(page, house)
    shot(page, "grid-two-clashes-phone")
    page.locator(".qq-menu summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.locator("h1").click()
    expect(page.locator(".qq-menu-body")).to_be_hidden()
    box(page, house, 1, "t7").focus()
    page.keyboard.press("Escape")
    expect(choices(page)).to_have_count(2)
    page.unroute("**/changes/*")
    expect(box(page, house, 1, "t7")).to_have_value("2", timeout=10_000)
    expect(choices(page).nth(1).locator("button").nth(1)).to_contain_text("2.5")
    put(page, box(page, house, 0, "t7"), "1")
    expect(choices(page)).to_have_count(1)
    choices(page).locator("button").nth(1).click()
    expect(choices(page)).to_have_count(0)
    expect(page.locator("input.qq-busy")).to_have_count(0)
    assert column(house, "t7") == [1, 2.5, None]


def test_marks_typed_without_a_connection_arrive_once_when_it_is_back(
    house: cast.House, sign_in: SignIn
) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(address(house, "course", "?view=1"))
    page.context.set_offline(True)
    for row, mark in enumerate("123"):
        put(page, box(page, house, row, "t7"), mark)
    expect(said(page)).to_contain_text("no connection. Marks that wait here: 3.")
    expect(page.locator("input.qq-unsent")).to_have_count(3)
    assert axe(page) == []
    shot(page, "grid-offline")
    put(page, box(page, house, 0, "t5"), "9")
    box(page, house, 0, "t6").focus()
    page.keyboard.type("1")
    page.context.set_offline(False)
    expect(said(page)).to_have_text(re.compile(r"What waited is on the server: 3 at \d\d:\d\d\."))
    assert column(house, "t7") == [1, 2, 3]
    assert column(house, "t6") == [None, None, None]
    assert ScoreEvent.objects.count() == 3


def lose(route: Route) -> None:
    """The server hears it; the page hears nothing."""
    route.fetch()
    route.abort()


def test_a_lost_answer_is_asked_for_again_and_writes_nothing_twice(
    house: cast.House, sign_in: SignIn
) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(address(house, "course", "?view=1"))

    page.route("**/cell/", lose, times=1)
    put(page, box(page, house, 0, "t7"), "2")
    expect(said(page)).to_contain_text("Marks that wait here: 1.")
    expect(said(page)).to_contain_text("What waited is on the server: 1", timeout=15_000)
    expect(choices(page)).to_have_count(0)
    assert ScoreEvent.objects.count() == 1


def test_an_act_whose_answer_was_lost_is_undone_like_any_other(house: cast.House, sign_in: SignIn) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(address(house, "course", "?view=1"))
    for row, mark in enumerate("12"):
        put(page, box(page, house, row, "t7"), mark)
        expect(box(page, house, row, "t7")).to_have_attribute("value", mark)
    page.keyboard.press("Control+z")
    redo = page.locator("[data-qq-redo] button")
    expect(redo).to_be_enabled()
    page.route("**/cell/", lose, times=1)
    put(page, box(page, house, 2, "t7"), "3")
    expect(said(page)).to_contain_text("What waited is on the server: 1", timeout=15_000)
    expect(redo).to_be_disabled()
    page.keyboard.press("Control+z")
    expect(box(page, house, 2, "t7")).to_have_value("")
    assert column(house, "t7") == [1, None, None]


def test_an_act_that_a_newer_page_knows_already_is_undone_once(house: cast.House, sign_in: SignIn) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(address(house, "course", "?view=1"))
    page.route("**/cell/", lose, times=1)
    put(page, box(page, house, 0, "t7"), "2")
    expect(said(page)).to_contain_text("Marks that wait here: 1.")
    page.route("**/changes/*", lambda route: route.abort())
    speak(page, "ru")
    expect(box(page, house, 0, "t7")).to_have_attribute("value", "2")
    expect(page.locator("input.qq-busy")).to_have_count(0)
    page.unroute("**/changes/*")
    undo = page.locator("[data-qq-undo] button")
    undo.click()
    expect(box(page, house, 0, "t7")).to_have_value("")
    expect(undo).to_be_disabled()


def test_a_mark_that_stood_there_already_is_no_act_to_undo(house: cast.House, sign_in: SignIn) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    page.route("**/changes/*", lambda route: route.abort())
    page.goto(address(house, "course", "?view=1"))
    enter(house, 0, "t7", 2, at=cast.AT - timedelta(seconds=30))
    put(page, box(page, house, 0, "t7"), "2")
    expect(said(page)).to_have_text("Saved")
    expect(page.locator("[data-qq-undo] button")).to_be_disabled()


def cookie(page: Page, name: str, value: str) -> None:
    page.context.add_cookies([{"name": name, "value": value, "url": page.evaluate("location.origin")}])


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_marks_wait_for_the_end_of_a_session_and_go_after_signing_in_in_another_tab(
    house: cast.House, sign_in: SignIn, language: str
) -> None:
    page = sign_in(house.teacher, language, DESKTOP)
    page.goto(address(house, "course", "?view=1"))
    session = {one["name"]: one["value"] for one in page.context.cookies()}[settings.SESSION_COOKIE_NAME]
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    for row, mark in enumerate("12"):
        put(page, box(page, house, row, "t7"), mark)
    expect(page.locator("input.qq-unsent")).to_have_count(2)
    sign_in_again = {"kk": "Басқа қойындыда қайта кіріңіз", "ru": "Войдите снова", "en": "Sign in again"}
    expect(said(page)).to_contain_text(sign_in_again[language])
    assert axe(page) == []
    shot(page, f"grid-signed-out-{language}")
    page.locator(".qq-menu summary").click()
    page.locator("[name=how][value=full]").click()
    expect(said(page)).not_to_contain_text("2")
    expect(said(page)).to_contain_text(sign_in_again[language])
    cookie(page, settings.CSRF_COOKIE_NAME, get_random_string(32))  # as signing in does
    cookie(page, settings.SESSION_COOKIE_NAME, session)
    expect(page.locator("input.qq-unsent")).to_have_count(0, timeout=15_000)
    assert column(house, "t7") == [1, 2, None]
    page.locator(".qq-menu summary").click()
    page.locator("[name=how][value=full]").click()
    expect(box(page, house, 2, "t7")).to_have_value("3")


def test_marks_that_wait_are_not_sent_in_the_name_of_somebody_else(
    house: cast.House, sign_in: SignIn
) -> None:
    page, others = (sign_in(person, "en", DESKTOP) for person in (house.teacher, house.head))
    page.goto(address(house, "course", "?view=1"))
    sessions = [
        {one["name"]: one["value"] for one in each.context.cookies()}[settings.SESSION_COOKIE_NAME]
        for each in (page, others)
    ]
    cookie(page, settings.SESSION_COOKIE_NAME, sessions[1])
    put(page, box(page, house, 0, "t7"), "1")
    expect(said(page)).to_contain_text("you are signed out. Marks that wait here: 1.")
    cookie(page, settings.SESSION_COOKIE_NAME, sessions[0])
    expect(page.locator("input.qq-unsent")).to_have_count(0, timeout=15_000)
    assert ScoreEvent.objects.get().author == house.teacher


def test_a_fault_of_the_server_is_told_apart_and_the_mark_goes_when_it_is_over(
    house: cast.House, sign_in: SignIn
) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(address(house, "course", "?view=1"))
    for address_of in ("**/cell/", "**/changes/*"):
        page.route(address_of, lambda route: route.fulfill(status=500, content_type="text/html", body="ill"))
    put(page, box(page, house, 0, "t7"), "1")
    expect(said(page)).to_contain_text("the server has a fault. Marks that wait here: 1.")
    shot(page, "grid-server-ill")
    page.unroute("**/cell/")
    expect(said(page)).to_contain_text("What waited is on the server: 1", timeout=15_000)
    assert column(house, "t7") == [1, None, None]


def test_the_browser_asks_before_a_mark_that_is_still_typed_is_lost(
    house: cast.House, sign_in: SignIn
) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(address(house, "course", "?view=1"))
    cell = box(page, house, 0, "t7")
    cell.focus()
    page.keyboard.type("2")
    with page.expect_event("dialog") as asked:
        page.evaluate("setTimeout(() => location.reload())")
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    expect(cell).to_have_value("2")
    page.keyboard.press("Escape")
    page.reload()
    expect(cell).to_have_value("")


def test_the_fill_menu_closes_on_escape_and_gives_the_focus_back(house: cast.House, sign_in: SignIn) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(address(house, "course", "?view=1"))
    for menu in (".qq-menu", ".qq-me"):
        button = page.locator(f"{menu} summary")
        button.click()
        page.keyboard.press("Tab")
        expect(button).not_to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator(menu)).not_to_have_attribute("open", "")
        expect(button).to_be_focused()


def test_a_mark_that_waits_is_not_sent_while_somebody_types_over_it(
    house: cast.House, sign_in: SignIn
) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(address(house, "course", "?view=1"))
    page.context.set_offline(True)
    put(page, box(page, house, 0, "t7"), "1")
    put(page, box(page, house, 1, "t7"), "2")
    expect(page.locator("input.qq-unsent")).to_have_count(2)
    box(page, house, 0, "t7").focus()
    page.keyboard.type("2")
    page.context.set_offline(False)
    expect(said(page)).to_contain_text("Marks that wait here: 1.")
    expect(box(page, house, 1, "t7")).not_to_have_class("qq-unsent")
    assert column(house, "t7") == [None, 2, None]
    page.keyboard.type(".5")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("What waited is on the server: 2")
    assert column(house, "t7") == [2.5, 2, None]


def speak(page: Page, language: str) -> None:
    page.locator(f".qq-languages button[value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_another_language_takes_along_what_is_not_saved_and_asks_nothing(
    house: cast.House, sign_in: SignIn
) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.accept()))
    page.goto(address(house, "course", "?view=1"))
    enter(house, 2, "t7", 1)
    put(page, box(page, house, 0, "t7"), "9")
    put(page, box(page, house, 2, "t7"), "2.5")
    box(page, house, 1, "t7").focus()
    page.keyboard.type("2")
    speak(page, "ru")
    expect(page).to_have_url(re.compile(r"view=1$"))
    expect(box(page, house, 0, "t7")).to_have_value("9")
    expect(box(page, house, 0, "t7")).to_have_attribute("aria-invalid", "true")
    expect(said(page)).to_contain_text("9 выше максимума")
    expect(box(page, house, 1, "t7")).to_have_value("2")
    expect(choices(page).get_by_role("button").nth(1)).to_have_text("Поставить мою: 2.5")
    assert column(house, "t7") == [None, 2, 1]
    shot(page, "grid-another-language")
    speak(page, "kk")
    expect(box(page, house, 0, "t7")).to_have_value("9")
    choices(page).get_by_role("button").nth(1).click()
    expect(choices(page)).to_have_count(0)
    box(page, house, 0, "t7").focus()
    expect(said(page)).to_contain_text("9")
    page.keyboard.press("Escape")
    expect(page.locator("input.qq-busy")).to_have_count(0)
    speak(page, "en")
    expect(box(page, house, 0, "t7")).to_have_value("")
    assert dialogs == []
    assert column(house, "t7") == [None, 2, 2.5]


def test_another_language_waits_for_a_mark_on_its_way_and_keeps_one_that_the_server_refused(
    house: cast.House, sign_in: SignIn
) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.accept()))
    page.goto(address(house, "course", "?view=1"))
    put(page, box(page, house, 0, "t7"), "x")
    expect(said(page)).to_contain_text("is not a mark")
    page.route("**/cell/", lambda route: (page.wait_for_timeout(700), route.continue_()), times=1)
    put(page, box(page, house, 1, "t7"), "1")
    speak(page, "ru")
    expect(box(page, house, 1, "t7")).to_have_attribute("value", "1")
    expect(box(page, house, 0, "t7")).to_have_value("x")
    expect(said(page)).to_contain_text("«x»")
    assert dialogs == []
    assert ScoreEvent.objects.count() == 1


def test_other_colours_take_along_what_is_not_saved_and_ask_nothing(
    house: cast.House, sign_in: SignIn
) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.accept()))
    page.goto(address(house, "course", "?view=1"))
    put(page, box(page, house, 0, "t7"), "9")
    page.locator(".qq-me summary").click()
    page.locator(".qq-theme [value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(box(page, house, 0, "t7")).to_have_value("9")
    expect(said(page)).to_contain_text("9 is above the maximum")
    assert dialogs == []
