"""The registrar's session in a real browser: the roll by keyboard, the paper, the check of a stranger."""

from collections.abc import Iterator

import pytest
import time_machine
from playwright.sync_api import Browser, expect

from qosqanat.documents import actions
from qosqanat.documents.codes import short_code
from qosqanat.grading.models import ExamSheet, Sheet
from tests.browser.conftest import DESKTOP, PHONE, SignIn, axe, shot
from tests.cast import House
from tests.documents.semester import SESSION, fill

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clock() -> Iterator[None]:
    """The first day of the session, in place of the cast's moment."""
    with time_machine.travel(SESSION, tick=True):
        yield


@pytest.fixture
def graded(house: House) -> House:
    fill(house)
    return house


def test_points_are_typed_down_the_roll_and_the_sheet_is_closed(graded: House, sign_in: SignIn) -> None:
    page = sign_in(graded.registrar, "en", DESKTOP)
    page.goto("/registrar/")
    page.get_by_role("link", name="Well Drilling Technology").click()
    page.get_by_label("Date of the examination").fill("2026-12-22")
    page.get_by_role("button", name="Issue").click()
    first, second = page.locator("[data-qq-roll] input.form-control").all()
    first.fill("93,5")
    first.press("Enter")
    expect(second).to_be_focused()
    second.fill("130")
    second.press("Enter")
    assert second.get_attribute("aria-invalid") == "true"
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("130 is above the maximum of 100")
    assert axe(page) == []
    page.locator("input[aria-invalid=true]").fill("30")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Close the sheet").click()
    expect(page.get_by_text("the final marks stand")).to_be_visible()
    expect(page.locator("tr", has_text="Ілиясова")).to_contain_text("FX")
    expect(page.get_by_role("heading", name="Next attempt")).to_be_visible()
    assert axe(page) == []
    shot(page, "registrar-exam-closed", whole=True)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_of_the_desk_is_accessible(
    graded: House, sign_in: SignIn, language: str, viewport: dict[str, int]
) -> None:
    sheet = Sheet.objects.filter(course=graded.course).first()
    actions.issue("sheet_student", sheet, language="kk", by=graded.registrar, at=SESSION)
    exam = ExamSheet.objects.create(
        university=graded.university,
        course=graded.course,
        number="00001",
        held_on=SESSION.date(),
        issued_at=SESSION,
        issued_by=graded.registrar,
    )
    page = sign_in(graded.registrar, language, viewport)
    addresses = {
        "home": "/registrar/",
        "exam": f"/registrar/exams/{exam.pk}/",
        "students": "/registrar/students/",
        "student": f"/registrar/students/{graded.students[0].pk}/",
        "sealed": "/registrar/sealed/",
        "papers": f"/papers/courses/{graded.course.pk}/",
    }
    for name, address in addresses.items():
        page.goto(address)
        assert axe(page) == [], name
        shot(page, f"registrar-{name}-{language}-{viewport['width']}", whole=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], name


def test_a_stranger_checks_a_paper_without_scripts(
    graded: House, browser: Browser, clock: None, live_server
) -> None:  # type: ignore[no-untyped-def]
    sheet = Sheet.objects.filter(course=graded.course).first()
    paper = actions.issue("sheet_student", sheet, language="kk", by=graded.registrar, at=SESSION)
    context = browser.new_context(
        base_url=live_server.url, locale="ru", java_script_enabled=False, viewport=PHONE
    )  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/v/")
    page.locator("[name=code]").fill(short_code(paper.code).lower())
    page.locator("main form button").click()
    expect(page.locator(".qq-verdict")).to_have_class("qq-verdict qq-valid")
    file = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": paper.file.read()}
    page.locator("input[type=file]").set_input_files(files=[file])  # type: ignore[list-item]
    page.locator("main form button").click()
    expect(page.locator(".alert-success")).to_be_visible()
    context.close()
