"""The teacher's desk in three languages, and the keys of the grid as a spreadsheet has them (W3C grid pattern)."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from qosqanat.grading import actions
from qosqanat.grading.actions import Entry
from qosqanat.grading.enums import Source
from qosqanat.grading.models import Cell, IwsTask
from tests import cast
from tests.web.desks import another_course
from tests.web.sheets import test_gradebook as gradebook

from .conftest import DESKTOP, PHONE, SignIn, axe, shot

pytestmark = pytest.mark.django_db(transaction=True)


def grid(house: cast.House, query: str = "") -> str:
    return reverse("sheets:course", args=[house.course.pk]) + query


def box(page: Page, house: cast.House, row: int, key: str) -> Locator:
    return page.locator(f"#c-{house.sheets[row].pk}-{key}")


def saved(page: Page) -> None:
    expect(page.locator("[data-qq-state]")).to_have_text("Saved")


def value(house: cast.House, row: int, number: int) -> Decimal | None:
    cell = Cell.objects.filter(sheet=house.sheets[row], component="test", number=number).first()
    return cell.value if cell else None


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_teacher_sees_what_needs_them_and_sets_tasks(
    house: cast.House, sign_in: SignIn, language: str
) -> None:
    other = another_course(house, 1)
    page = sign_in(house.teacher, language, DESKTOP)
    page.goto(reverse("teacher:home"))
    assert axe(page) == []
    shot(page, f"teacher-home-{language}", whole=True)
    for name in ("danger", "tests"):
        page.goto(reverse(f"teacher:{name}"))
        assert axe(page) == []
        shot(page, f"teacher-{name}-{language}", whole=True)
    page.goto(reverse("teacher:home") + "?show=tasks")
    page.locator(f'a[href="{reverse("teacher:tasks", args=[other.pk])}"]').click()
    assert axe(page) == []
    for field, text in {
        "p1-0-title": "Есеп",
        "p1-0-cap": "12,5",
        "p1-1-title": "Жоба",
        "p1-1-cap": "8",
    }.items():
        page.locator(f"[name={field}]").fill(text)
    expect(page.locator("[data-qq-sum]").first).to_have_text("20,5" if language != "en" else "20.5")
    page.locator(".btn-primary").click()
    expect(page.locator(".qq-errors")).to_be_focused()
    assert axe(page) == []
    shot(page, f"teacher-tasks-{language}", whole=True)
    page.locator("[name=p1-1-cap]").fill("7,5")
    page.locator('button[name=add][value="2"]').click()
    for n, cap in enumerate(("10", "10", "8")):
        page.locator(f"[name=p2-{n}-title]").fill(f"Есеп {n}")
        page.locator(f"[name=p2-{n}-cap]").fill(cap)
    page.locator(".btn-primary").click()
    page.wait_for_url(f"**{reverse('teacher:home')}")
    assert IwsTask.objects.filter(course=other).count() == 5


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_gradebook_of_canvas_is_brought_looked_at_saved_and_undone(
    house: cast.House, sign_in: SignIn, language: str
) -> None:
    """The file, what would change, the grid, one undoing; in Russian on a telephone without scripts."""
    scripts = language != "ru"
    page = sign_in(house.teacher, language, DESKTOP if scripts else PHONE, scripts=scripts)
    page.goto(reverse("teacher:home"))
    page.locator(f'main a[href="{reverse("sheets:gradebook", args=[house.course.pk])}"]').click()
    assert not scripts or axe(page) == []
    shot(page, f"teacher-gradebook-{language}", whole=True)
    text = gradebook.book(
        gradebook.line(house, 0, "2.5", "3", "", "", "", ""),
        gradebook.line(house, 1, "4", "2", "", "", "", "", ""),
    )
    file = {"name": gradebook.NAME, "mimeType": "text/csv", "buffer": text.encode()}
    page.locator("[name=file]").set_input_files(file)  # type: ignore[arg-type]
    page.locator("main .btn-primary").click()
    expect(page.locator("[name=change]")).to_have_count(3)
    assert not scripts or axe(page) == []
    shot(page, f"teacher-gradebook-changes-{language}", whole=True)
    assert value(house, 0, 7) is None
    page.locator("main .btn-primary").click()
    expect(page.locator("#messages")).not_to_be_empty()
    assert (value(house, 0, 6), value(house, 0, 7), value(house, 1, 7)) == (Decimal("2.5"), 3, 2)
    page.locator("[data-qq-undo] button").click()
    expect(box(page, house, 0, "t7")).to_have_value("")
    assert value(house, 0, 7) is None


def test_the_desk_fits_a_narrow_screen_and_works_without_scripts(house: cast.House, sign_in: SignIn) -> None:
    page = sign_in(house.teacher, "kk", {**PHONE, "width": 390}, scripts=False)
    for name, address in {
        "home": reverse("teacher:home"),
        "tasks": reverse("teacher:tasks", args=[house.course.pk]),
        "grid": grid(house),
    }.items():
        page.goto(address)
        shot(page, f"teacher-{name}-phone", whole=True)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    box(page, house, 0, "t7").fill("2")
    page.locator("[data-qq-noscript]").click()
    expect(page.locator("#messages")).not_to_be_empty()
    assert value(house, 0, 7) == 2


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_grid_is_accessible(house: cast.House, sign_in: SignIn, language: str) -> None:
    page = sign_in(house.teacher, language, DESKTOP)
    for view in ("1", "all", "week"):
        page.goto(grid(house, f"?view={view}"))
        assert axe(page) == []
        shot(page, f"grid-{view}-{language}")


def test_arrows_home_end_and_pages_move_without_wrapping(house: cast.House, sign_in: SignIn) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(grid(house, "?view=1"))
    first, last = box(page, house, 0, "t1"), box(page, house, 2, "i2")
    assert page.locator("[data-qq-grid] input[tabindex='0']").count() == 1
    first.focus()
    walk = [
        ("ArrowLeft", (0, "t1")),
        ("ArrowUp", (0, "t1")),
        ("ArrowRight", (0, "t2")),
        ("ArrowDown", (1, "t2")),
        ("Home", (1, "t1")),
        ("End", (1, "i2")),
        ("ArrowRight", (1, "i2")),
        ("PageDown", (2, "i2")),
        ("PageUp", (0, "i2")),
        ("Control+Home", (0, "t1")),
        ("Control+End", (2, "i2")),
        ("ArrowDown", (2, "i2")),
    ]
    for key, place in walk:
        page.keyboard.press(key)
        expect(box(page, house, *place)).to_be_focused()
    expect(last).to_be_focused()
    assert page.locator("[data-qq-grid] input[tabindex='0']").count() == 1


def test_a_digit_overwrites_and_enter_saves_and_goes_down(house: cast.House, sign_in: SignIn) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(grid(house, "?view=1"))
    box(page, house, 0, "t7").focus()
    for mark in ("2", "3", "1,5"):
        page.keyboard.type(mark)
        page.keyboard.press("Enter")
    saved(page)
    expect(box(page, house, 2, "t7")).to_have_value("1.5")
    expect(page.locator("input.qq-busy")).to_have_count(0)
    box(page, house, 0, "t7").focus()
    page.keyboard.type("1")
    page.keyboard.press("Tab")
    expect(page.locator("[data-qq-admission]").first).to_have_text("0.5")
    saved(page)
    assert [value(house, row, 7) for row in range(3)] == [1, 3, Decimal("1.5")]


def test_f2_edits_and_escape_restores(house: cast.House, sign_in: SignIn) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(grid(house, "?view=1"))
    cell = box(page, house, 0, "t7")
    cell.focus()
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    saved(page)
    cell.focus()
    page.keyboard.press("F2")
    page.keyboard.type(".5")
    expect(cell).to_have_value("2.5")
    page.keyboard.press("ArrowLeft")
    expect(cell).to_be_focused()
    page.keyboard.press("Escape")
    expect(cell).to_have_value("2")
    page.keyboard.press("ArrowLeft")
    expect(box(page, house, 0, "t6")).to_be_focused()
    assert value(house, 0, 7) == 2


def test_a_value_above_the_cap_is_refused_in_place(house: cast.House, sign_in: SignIn) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(grid(house, "?view=1"))
    box(page, house, 0, "t7").focus()
    page.keyboard.type("9")
    expect(box(page, house, 0, "t7")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-qq-state]")).to_contain_text("3")
    page.keyboard.press("Enter")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(box(page, house, 1, "t7")).to_have_attribute("value", "2")
    expect(box(page, house, 0, "t7")).to_have_value("9")
    expect(page.locator("[data-qq-state]")).to_contain_text("9 is above the maximum of 3: enter 0 to 3.")
    shot(page, "grid-above-cap")
    assert axe(page) == []
    assert (value(house, 0, 7), value(house, 1, 7)) == (None, 2)
    box(page, house, 0, "t7").focus()
    page.keyboard.press("Escape")
    expect(box(page, house, 0, "t7")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("[data-qq-state]")).to_be_empty()


@pytest.mark.parametrize(("mine", "stands"), [(True, "3"), (False, "1")])
def test_two_who_enter_the_same_cell_choose(
    house: cast.House, sign_in: SignIn, mine: bool, stands: str
) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    page.route("**/changes/*", lambda route: route.abort())  # before the other's mark has come of itself
    page.goto(grid(house, "?view=1"))
    other = sign_in(house.teacher, "en", DESKTOP)
    other.goto(grid(house, "?view=1"))
    box(other, house, 0, "t7").focus()
    other.keyboard.type("1")
    other.keyboard.press("Enter")
    saved(other)
    box(page, house, 0, "t7").focus()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    choice = page.locator("[data-qq-choices] button")
    expect(choice).to_have_count(2)
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(box(page, house, 1, "t7")).to_have_attribute("value", "2")
    expect(choice).to_have_count(2)
    assert axe(page) == []
    shot(page, f"grid-conflict-{stands}")
    choice.nth(1 if mine else 0).click()
    expect(choice).to_have_count(0)
    expect(box(page, house, 0, "t7")).to_have_value(stands)
    if mine:
        saved(page)
    assert value(house, 0, 7) == Decimal(stands)


def test_without_a_connection_the_mark_stays_and_is_sent_again(house: cast.House, sign_in: SignIn) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(grid(house, "?view=1"))
    page.context.set_offline(True)
    cell = box(page, house, 0, "t7")
    cell.focus()
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    expect(page.locator("[data-qq-state]")).to_contain_text("no connection")
    expect(cell).to_have_value("2")
    page.context.set_offline(False)
    cell.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-qq-state]")).to_contain_text("What waited is on the server: 1")
    assert value(house, 0, 7) == 2


def test_a_head_corrects_a_closed_week_with_a_reason(house: cast.House, sign_in: SignIn) -> None:
    actions.enter_scores(
        [Entry(house.sheets[0].pk, "practice", 7, Decimal(4), uuid4())],
        by=house.mentor,
        at=cast.AT,
        source=Source.PHONE,
    )
    page = sign_in(house.head, "en", DESKTOP)
    page.goto(grid(house, "?view=1"))
    expect(page.locator("[data-qq-grid]")).to_have_count(0)
    page.goto(grid(house, "?view=1&correct=1"))
    box(page, house, 0, "p6").focus()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.locator("[data-qq-state]")).to_contain_text("needs a reason")
    page.locator("#reason").fill("қағаздағы ведомость")
    box(page, house, 0, "p6").focus()
    page.keyboard.press("Enter")
    saved(page)
    assert axe(page) == []
    shot(page, "grid-correcting")
