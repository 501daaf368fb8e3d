"""The mentor's phone: a whole week in 27 taps, exceptions, undo, a refusal, a clash; three languages, axe, pictures."""

import re
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from qosqanat.grading import actions
from qosqanat.grading.models import Cell, ScoreEvent, Sheet, WeekHandover
from qosqanat.people.models import Person
from qosqanat.studies.models import Enrolment, Student
from tests import cast

from .conftest import DESKTOP, TALLY, axe, shot

pytestmark = pytest.mark.django_db(transaction=True)

SURNAMES = "Абенов Әлімов Бекова Ғалиева Дәуітова Ержанова Жұмабай Исаева Кенжебек Қасымов Мұратова"
GIVEN = "Айша Ерасыл Нұрай"


@pytest.fixture
def crowd(house: cast.House) -> list[Sheet]:
    """The cast's course with 25 students."""
    names = [(surname, given) for given in GIVEN.split() for surname in SURNAMES.split()][:22]
    for number, (surname, given) in enumerate(names):
        person = Person.objects.create(surname=surname, given_name=given, university=house.university)
        student = Student.objects.create(
            university=house.university, person=person, number=f"5{number:03}", group=house.group
        )
        Enrolment.objects.create(course=house.course, student=student, joined_on=house.term.starts_on)
    actions.issue_sheets([house.course], by=house.head, at=cast.AT)
    return list(Sheet.objects.filter(course=house.course))


def week(house: cast.House, number: int = cast.WEEK) -> str:
    return reverse("mentor:week", args=[house.course.pk, number])


def chip(page: Page, sheet: Sheet, value: str):  # type: ignore[no-untyped-def]
    return page.locator(f"#row-{sheet.pk} .qq-chip", has=page.locator(f'input[value="{value}"]'))


def state(page: Page, sheet: Sheet):  # type: ignore[no-untyped-def]
    return page.locator(f"#row-{sheet.pk} [data-qq-state]")


def everything_saved(page: Page) -> None:
    expect(page.locator("[data-qq-sent]")).to_contain_text("✓")


def filled(week: int = cast.WEEK) -> int:
    return Cell.objects.filter(component="practice", number=week).exclude(state="empty").count()


def test_25_students_in_at_most_27_taps_from_home_to_receipt(crowd, house, sign_in):
    page = sign_in(house.mentor)
    page.add_init_script(TALLY)
    page.goto(reverse("home"))
    shot(page, "mentor-home-kk", whole=True)
    page.locator(".qq-course a.btn-primary").tap()
    page.wait_for_load_state()
    for number, sheet in enumerate(crowd):
        chip(page, sheet, str(number % 6)).tap()
    everything_saved(page)
    assert filled() == 25
    page.locator("[data-qq-finish] button").tap()
    expect(page.locator(".qq-note-good")).to_contain_text(re.compile(r"10:0\d"))
    assert WeekHandover.objects.get().week == cast.WEEK
    taps = int(page.evaluate("sessionStorage.getItem('taps')"))
    assert taps <= 27


def test_what_is_tapped_before_the_script_has_come_is_saved_too(crowd, house, sign_in):
    page = sign_in(house.mentor)
    held: list[Route] = []
    page.route("**/mentor-week*", lambda route: held.append(route))
    page.goto(week(house), wait_until="commit")
    chip(page, crowd[0], "4").tap()
    chip(page, crowd[1], "absent").tap()
    chip(page, crowd[1], "2").tap()
    assert filled() == 0
    held[0].continue_()
    everything_saved(page)
    assert list(
        Cell.objects.filter(component="practice", sheet__in=crowd[:2])
        .order_by("value")
        .values_list("value", flat=True)
    ) == [2, 4]


def test_full_marks_to_the_empty_ones_then_exceptions_then_undo(crowd, house, sign_in):
    page = sign_in(house.mentor)
    page.goto(week(house))
    chip(page, crowd[0], "absent").tap()
    page.locator("[data-qq-fill]").tap()
    for sheet in crowd[1:6]:
        chip(page, sheet, "3").tap()
    everything_saved(page)
    shot(page, "mentor-week-filled-kk")
    values = Cell.objects.filter(component="practice").values_list("state", "value")
    assert sorted(values, key=str) == sorted(
        [("absent", None)] + [("number", 3)] * 5 + [("number", 5)] * 19, key=str
    )
    undo = page.locator("[data-qq-undo]")
    for _ in range(6):
        undo.tap()
    everything_saved(page)
    assert filled() == 1
    undo.tap()
    everything_saved(page)
    assert filled() == 0
    expect(undo).to_be_disabled()
    assert ScoreEvent.objects.count() > 50


def test_at_least_twenty_acts_can_be_undone_and_reloading_keeps_them(crowd, house, sign_in):
    page = sign_in(house.mentor)
    page.goto(week(house))
    for sheet in crowd[:20]:
        chip(page, sheet, "2").tap()
    everything_saved(page)
    page.reload()
    for _ in range(20):
        page.locator("[data-qq-undo]").tap()
    everything_saved(page)
    assert filled() == 0


def test_chips_are_48_px_six_in_one_row_and_a_picture_of_each_week(crowd, house, sign_in):
    page = sign_in(house.mentor)
    page.goto(week(house))
    shot(page, "mentor-week-kk")
    boxes = [
        box.bounding_box()
        for box in page.locator(f"#row-{crowd[0].pk} .qq-chips .qq-chip:not([hidden])").all()
    ]
    assert len(boxes) == 6
    assert len({box["y"] for box in boxes}) == 1
    assert all(box["width"] >= 48 and box["height"] >= 48 for box in boxes)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    actions.reopen_week(
        house.course,
        4,
        until=house.term.closes_at(7),
        reason="Вахтада байланыс болмады",
        by=house.dean,
        at=cast.AT,
    )
    page.goto(week(house, 4))
    rows = {
        box.bounding_box()["y"]
        for box in page.locator(f"#row-{crowd[0].pk} .qq-chips .qq-chip:not([hidden])").all()
    }
    assert len(rows) == 3
    shot(page, "mentor-attestation-kk")


def test_a_mark_above_the_maximum_is_refused_in_place_and_the_neighbour_stays(house, sign_in):
    first, second = house.sheets[:2]
    page = sign_in(house.mentor, "en")
    page.goto(week(house))
    chip(page, second, "4").tap()
    # a page of yesterday's scheme: its chip is beyond the cap
    page.evaluate(f"document.querySelector('#row-{first.pk} input[value=\"5\"]').value = '6'")
    chip(page, first, "6").tap()
    expect(page.locator(f"#row-{first.pk} [data-qq-talk]")).to_contain_text("6 is above the maximum of 5")
    expect(state(page, first)).to_contain_text("not saved")
    expect(chip(page, second, "4").locator("input")).to_be_checked()
    assert filled() == 1
    shot(page, "mentor-refused-en")


def test_two_mentors_on_one_mark_choose_in_the_row(house, sign_in):
    sheet = house.sheets[0]
    page = sign_in(house.mentor, "en")
    page.goto(week(house))
    entry = actions.Entry(sheet.pk, "practice", cast.WEEK, Decimal(3), uuid4(), 0)
    actions.enter_scores([entry], by=house.mentor, at=cast.AT, source="phone")
    chip(page, sheet, "4").tap()
    expect(page.locator(f"#row-{sheet.pk} [data-qq-talk]")).to_contain_text("yours 4, entered meanwhile 3")
    shot(page, "mentor-clash-en")
    page.get_by_role("button", name="Keep 4").tap()
    everything_saved(page)
    assert Cell.objects.get().value == 4


def test_a_lost_connection_keeps_the_mark_and_sends_it_once(house, sign_in):
    sheet = house.sheets[0]
    page = sign_in(house.mentor, "en")
    page.goto(week(house))
    page.context.set_offline(True)
    chip(page, sheet, "4").tap()
    expect(state(page, sheet)).to_contain_text("not sent yet")
    shot(page, "mentor-offline-en")
    page.context.set_offline(False)
    everything_saved(page)
    assert ScoreEvent.objects.get().value == 4


def test_the_dialog_gives_decimals_and_excuses_and_shows_the_history(house, sign_in):
    sheet = house.sheets[0]
    page = sign_in(house.mentor, "en")
    page.goto(week(house))
    chip(page, sheet, "4").tap()
    everything_saved(page)
    page.locator(f"#row-{sheet.pk} [data-qq-more]").tap()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("mentor's screen")
    dialog.get_by_role("textbox").first.fill("7")
    dialog.get_by_role("button", name="Save").tap()
    expect(dialog).to_contain_text("7 is above the maximum of 5")
    shot(page, "mentor-dialog-en")
    assert axe(page) == []
    dialog.get_by_role("textbox").first.fill("4,5")
    dialog.get_by_role("button", name="Save").tap()
    expect(dialog).to_be_hidden()
    expect(page.locator(f"#row-{sheet.pk} [data-qq-own]")).to_have_text("4.5")
    assert Cell.objects.get().value == Decimal("4.5")
    page.locator("[data-qq-undo]").tap()
    everything_saved(page)
    assert Cell.objects.get().value == 4


def test_the_keyboard_marks_with_arrows_and_saves_where_it_rests(house, sign_in):
    sheet = house.sheets[0]
    page = sign_in(house.mentor, "en", DESKTOP)
    page.goto(week(house))
    page.locator(f'#row-{sheet.pk} input[type=radio][value="0"]').focus()
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    everything_saved(page)
    assert ScoreEvent.objects.get().value == 3


def test_without_scripts_the_same_page_is_a_form(house, sign_in):
    first, second = house.sheets[:2]
    page = sign_in(house.mentor, "en", scripts=False)
    page.goto(week(house))
    chip(page, first, "5").tap()
    chip(page, second, "absent").tap()
    page.get_by_role("button", name="Save the marks").tap()
    expect(page.locator("#messages")).to_contain_text("2 marks saved.")
    assert filled() == 2
    shot(page, "mentor-plain-en")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("viewport", ["phone", "desktop"])
def test_pages_are_accessible_in_three_languages(crowd, house, sign_in, language, viewport):
    sizes = {"phone": {}, "desktop": {"viewport": DESKTOP}}[viewport]
    page = sign_in(house.mentor, language, **sizes)
    detail = reverse("mentor:mark", args=[house.course.pk, cast.WEEK, crowd[0].pk])
    finish = reverse("mentor:finish", args=[house.course.pk, cast.WEEK])
    addresses = {
        "home": reverse("mentor:home"),
        "week": week(house),
        "closed": week(house, 5),
        "one": detail,
        "finish": finish,
    }
    for name, address in addresses.items():
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == language
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        shot(page, f"mentor-{name}-{language}-{viewport}")


def test_signing_out_elsewhere_keeps_the_mark_until_signed_in_again(house, sign_in):
    sheet = house.sheets[0]
    page = sign_in(house.mentor, "en")
    page.goto(week(house))
    kept = page.context.cookies()
    page.context.clear_cookies()
    chip(page, sheet, "4").tap()
    expect(page.locator("[data-qq-sent]")).to_contain_text("Signed out")
    page.context.add_cookies(kept)
    everything_saved(page)
    assert Cell.objects.get().value == 4


def test_a_fault_of_the_server_is_no_lost_connection(house, sign_in):
    sheet = house.sheets[0]
    page = sign_in(house.mentor, "en")
    page.goto(week(house))
    page.route("**/marks", lambda route: route.fulfill(status=500, content_type="text/html", body="ill"))
    chip(page, sheet, "4").tap()
    expect(page.locator("[data-qq-sent]")).to_contain_text("The server has a fault")
    shot(page, "mentor-server-ill-en")
    page.unroute("**/marks")
    everything_saved(page)
    assert Cell.objects.get().value == 4
