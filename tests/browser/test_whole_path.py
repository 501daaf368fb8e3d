"""From the kit's spreadsheets to a printed sheet at the desks alone, in Kazakh, as a university's people would do it."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import count

import pytest
import time_machine
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from qosqanat import cli
from qosqanat.grading.models import Sheet

from .conftest import DESKTOP, PHONE, shot

pytestmark = pytest.mark.django_db(transaction=True)

WEEK_10 = datetime(2026, 11, 3, 5, 0, tzinfo=UTC)
SESSION = datetime(2026, 12, 15, 5, 0, tzinfo=UTC)
PASSWORD = "дала-теңіз-мұнара"
FILES = settings.DEMO_FILES / "yessenov"
COURSE = "Ұңғымаларды бұрғылау технологиясы"
Window = Callable[..., Page]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Tuesday of week 10, the day at which the kit's spreadsheets end."""
    with time_machine.travel(WEEK_10, tick=True) as traveller:
        yield traveller


@pytest.fixture
def window(browser: Browser, clock: time_machine.Traveller, live_server) -> Iterator[Window]:  # type: ignore[no-untyped-def]
    """`window(viewport)`: somebody's own browser, nobody signed in."""
    contexts: list[BrowserContext] = []

    def open_(viewport: dict[str, int] = DESKTOP) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=viewport,  # type: ignore[arg-type]
            locale="kk",
            has_touch=viewport is PHONE,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"{page.url}: {error}"))
        page.set_default_timeout(15_000)
        page.goto("/")
        return page

    yield open_
    for context in contexts:
        context.close()


def enter(page: Page, username: str, one_time: str) -> Page:
    """Sign in with a one-time password and choose an own one, as the page asks."""
    page.fill("[name=login]", username)
    page.fill("[name=password]", one_time)
    page.press("[name=password]", "Enter")
    expect(page.get_by_role("heading", name="Құпиясөз таңдаңыз")).to_be_visible()
    page.fill("[name=oldpassword]", one_time)
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.click("main form button")
    expect(page.get_by_text("Құпиясөзіңіз өзгертілді.")).to_be_visible()
    return page


class Administrator:
    """The administration desk: people, roles and sign-ins."""

    def __init__(self, page: Page):
        self.page = page

    def appoint(self, name: str, role: str, unit: str) -> tuple[str, str]:
        """A new person with a role at the unit whose name has `unit` in it, and their sign-in."""
        page = self.page
        page.goto("/setup/")
        page.get_by_role("link", name="Тұлға қосу").click()
        for field, word in zip(("surname", "given_name", "patronymic"), name.split(), strict=True):
            page.fill(f"[name={field}]", word)
        page.click("main form button")
        page.get_by_role("link", name="Рөл беру").click()
        page.select_option("[name=kind]", label=role)
        page.select_option("[name=unit]", page.locator("option", has_text=unit).get_attribute("value"))
        page.click("main form button")
        expect(page.get_by_role("row", name=role)).to_contain_text(unit)
        return self.open_sign_in()

    def find(self, spelling: str) -> tuple[str, str]:
        """The sign-in of somebody whom a spreadsheet brought."""
        self.page.goto("/setup/")
        self.page.fill("main [name=q]", spelling)
        self.page.press("main [name=q]", "Enter")
        expect(self.page.locator("[data-qq-count]")).to_have_attribute("data-qq-count", "1")
        self.page.locator("tbody th a").click()
        return self.open_sign_in()

    def open_sign_in(self) -> tuple[str, str]:
        self.page.get_by_role("link", name="Тіркелгі ашу").click()
        self.page.click("main form button")
        expect(self.page.get_by_role("heading", name="Бір реттік құпиясөз")).to_be_visible()
        username, password = self.page.locator("main code").all_inner_texts()
        return username, password


def bring(page: Page, kind: str, file_name: str) -> None:
    """Upload one of the kit's files and wait for its dry run."""
    page.goto("/office/imports/new/")
    page.check(f"input[value={kind}]")
    page.set_input_files("input[type=file]", FILES / file_name)
    page.get_by_role("button", name="Файлды оқу").click()
    expect(page.get_by_role("button", name="Бас тарту")).to_be_visible()


def take_proposals(page: Page) -> None:
    page.locator("form[action$='/proposals/'] button").click()
    expect(page.locator(".qq-verdicts a").first).to_have_text("сұрақтар 0")


def write(page: Page) -> None:
    page.locator("form[action$='/confirm/'] button").click()
    expect(page.locator("main .alert-success")).to_contain_text("жазылды")


def printed(page: Page, form: int, language: str) -> str:
    """Press a language of the print form and read the paper that is offered."""
    before = page.url
    page.locator("form.qq-print").nth(form).get_by_role("button", name=language, exact=True).click()
    answer = page.request.get(page.locator("#printed a").evaluate("link => link.href"))
    assert answer.headers["content-type"] == "application/pdf"
    text = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(answer.body())).pages)
    page.goto(before)
    return " ".join(text.split())


def test_from_spreadsheets_to_a_printed_sheet(
    window: Window, clock: time_machine.Traveller, capsys: pytest.CaptureFixture[str]
) -> None:
    founding = "university yessenov --regulation yessenov-141-2022 --time-zone Asia/Aqtau".split()
    names = ["--name-kk", "Есенов университеті", "--name-ru", "Университет Есенова"]
    assert cli.main([*founding, *names, "--administrator", "Петров Иван Олегович"]) == 0
    one_time = capsys.readouterr().out.rsplit(": ", 1)[1].strip()
    administrator = Administrator(enter(window(), "yessenov-admin", one_time))
    office = enter(
        window(), *administrator.appoint("Жұмабаева Ләззат Ілиясқызы", "оқу-әдістемелік басқарма", "Есенов")
    )
    the_office_brings_people_and_courses(office)
    head = enter(
        window(), *administrator.appoint("Әбенов Қайрат Нұрланұлы", "кафедра меңгерушісі", "Мұнай-газ ісі")
    )
    the_head_issues_all_sheets(head)
    the_office_brings_points(office)

    dean = enter(window(), *administrator.appoint("Бекболатов Самат Маратұлы", "декан", "инжиниринга"))
    the_dean_reopens_week_9(dean)
    mentor = enter(window(PHONE), *administrator.find("Ordabayev Omirbek"))
    the_mentor_marks_weeks_10_and_9(mentor)
    teacher = enter(window(), *administrator.find("Сагиндыкова Базаргуль"))
    the_teacher_sets_tasks_and_enters_points(teacher)
    student = enter(window(PHONE), *administrator.find("Кыдырбаева Зере"))
    the_student_sees_the_points(student)

    the_head_prints_in_three_languages(head)
    code = head.locator("td a[href^='/v/']").first.inner_text()
    anybody_checks_the_code(window(PHONE), code)

    clock.move_to(SESSION)
    registrar = enter(
        window(),
        *Administrator(again(window(), "yessenov-admin")).appoint(
            "Өтегенова Динара Сәкенқызы", "тіркеу офисі", "Есенов"
        ),
    )
    the_registrar_closes_an_examination(registrar)


def again(page: Page, username: str) -> Page:
    page.fill("[name=login]", username)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page.get_by_role("heading", name="Адамдар")).to_be_visible()
    return page


def the_office_brings_people_and_courses(page: Page) -> None:
    expect(page.get_by_text("Әзірге пән жоқ.")).to_be_visible()
    bring(page, "contingent", "contingent-2026-autumn.xlsx")
    expect(page.get_by_text("әзірше ештеңе жазыл")).to_be_visible()
    page.get_by_role("link", name="Бағандарды түзету").click()
    page.wait_for_url("**/columns/")
    page.locator("main form button").last.click()
    expect(page.get_by_role("link", name="Бағандарды түзету")).to_be_visible()
    take_proposals(page)
    write(page)

    bring(page, "partners", "partners-and-mentors.xlsx")
    page.get_by_label("ТОО «Актау Тепло-Вода Сервис»").check()
    page.locator(".qq-sticky button").click()
    expect(page.get_by_label("ТОО «Актау Тепло-Вода Сервис»")).to_have_count(0)
    take_proposals(page)
    write(page)

    bring(page, "load", "teaching-load-2026-autumn.xlsx")
    take_proposals(page)
    write(page)
    page.goto("/office/")
    expect(page.locator("[data-qq-count]")).to_have_attribute("data-qq-count", "61")
    shot(page, "whole-path-readiness")


def the_head_issues_all_sheets(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Ведомостарды беру").click()
    page.get_by_role("button", name="Дайын ведомостардың бәрін беру").click()
    expect(page.get_by_role("heading", name="Орындалды: 18 жол")).to_be_visible()
    expect(page.get_by_role("heading", name="Орындалмады: 2 жол")).to_be_visible()
    assert Sheet.objects.count() == 437
    expect(page.get_by_text("мерзімі аяқталған").first).to_be_visible()


def the_office_brings_points(page: Page) -> None:
    bring(page, "canvas", "canvas-gradebook-UBT3305.csv")
    expect(page.get_by_text("ең жоғары балынан көп (3)")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    write(page)
    bring(page, "sheet", "vedomost-w1-w9-UBT3305.xlsx")
    take_proposals(page)
    write(page)


def the_dean_reopens_week_9(page: Page) -> None:
    page.goto("/faculty/courses/")
    page.locator("tr", has_text="МГІ-24-1").filter(has_text=COURSE).get_by_role("link").last.click()
    page.select_option("[name=week]", "9")
    page.fill("[name=reason]", "тәлімгер вахтада болды, растама № 12")
    page.get_by_role("button", name="Аптаны қайта ашу").click()
    expect(page.get_by_text("9-апта қайта ашық")).to_be_visible()


def the_mentor_marks_weeks_10_and_9(page: Page) -> None:
    page.get_by_role("link", name="10-аптаны бағалау").tap()
    expect(page.get_by_text("0/28")).to_be_visible()
    page.get_by_role("button", name="Қалғандарына — 5").tap()
    expect(page.get_by_text("28/28")).to_be_visible()
    expect(page.locator("[data-qq-sent]")).to_contain_text("✓")
    shot(page, "whole-path-mentor")
    page.goto(page.url.replace("/10/", "/9/"))
    page.get_by_role("button", name="Қалғандарына — 5").tap()
    expect(page.get_by_text("28/28")).to_be_visible()
    expect(page.locator("[data-qq-sent]")).to_contain_text("✓")


def the_teacher_sets_tasks_and_enters_points(page: Page) -> None:
    page.get_by_role("link", name="Тапсырмаларды белгілеу").click()
    tasks = count(1)
    for period, caps in (("p1", ("10", "10")), ("p2", ("14", "14"))):
        for line, cap in enumerate(caps):
            page.fill(f"[name={period}-{line}-title]", f"БӨЖ-{next(tasks)}. Есеп")
            page.fill(f"[name={period}-{line}-cap]", cap)
    page.get_by_role("button", name="Тапсырмаларды сақтау").click()
    expect(page.get_by_text("тапсырмалар әлі жоқ")).to_be_hidden()

    page.goto("/teacher/")
    page.get_by_role("link", name=COURSE).first.click()
    page.wait_for_load_state()  # before the scripts are in, Enter sends the whole form
    row = page.locator("tr", has_text="Қыдырбаева Зере")
    for key, points in (("t10", "3"), ("i3", "14")):
        box = row.locator(f"input[id$='-{key}']")
        box.fill(points)
        box.press("Enter")
        expect(page.locator("[data-qq-state]")).to_contain_text("Сақталды")
    shot(page, "whole-path-grid")


def the_student_sees_the_points(page: Page) -> None:
    card = page.locator(".qq-mine > li", has_text=COURSE)
    expect(card).to_contain_text("90")
    expect(card).to_contain_text("27")
    expect(card).to_contain_text("58,5")
    shot(page, "whole-path-student", whole=True)


def the_head_prints_in_three_languages(page: Page) -> None:
    page.goto("/department/courses/")
    page.locator("tr", has_text="МГІ-24-1").get_by_role("link", name=COURSE).click()
    page.get_by_role("main").get_by_role("link", name=re.compile("^(Құжаттар|Басып шығару)")).first.click()
    kazakh, russian, both = (printed(page, 0, language) for language in ("kk", "ru", "kk+ru"))
    for paper in (kazakh, russian, both):
        assert "Ф УЕ 141-03-2022" in paper
        assert "Қыдырбаева Зере Үмбетқызы" in paper
    assert "ағымдағы және межелік бақылау ведомосы" in kazakh
    assert "Ведомость текущего и рубежного контроля" not in kazakh
    assert "Ведомость текущего и рубежного контроля" in russian
    assert "ағымдағы және межелік бақылау ведомосы" in both
    page.select_option("#id_subject", label="Қыдырбаева Зере Үмбетқызы")
    own = printed(page, 1, "kk+ru")
    assert "РК-1: 90 / 100" in own
    assert "М.О." in own
    page.reload()


def anybody_checks_the_code(page: Page, code: str) -> None:
    page.goto("/v/")
    page.fill("[name=code]", code.lower())
    page.click("main form button")
    expect(page.get_by_role("heading", name="Жарамды")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Қыдырбаева")


def the_registrar_closes_an_examination(page: Page) -> None:
    page.fill("main [name=q]", "UBT")
    page.press("main [name=q]", "Enter")
    page.locator("tr", has_text="МГІ-24-1").get_by_role("link", name=COURSE).click()
    page.get_by_label("Емтихан күні").fill("2026-12-15")
    page.get_by_role("button", name="Беру", exact=True).click()
    for box in page.locator("[data-qq-roll] input.form-control").all():
        box.fill("90")
    page.get_by_role("button", name="Сақтау").click()
    page.locator("form[action$='/close/'] button").click()
    expect(page.locator("tr", has_text="Қыдырбаева Зере")).to_contain_text("C+")
    expect(page.locator("tr", has_text="Қыдырбаева Зере").locator(".qq-final")).to_have_text("71")
    shot(page, "whole-path-exam", whole=True)
    paper = printed(page, 0, "kk+ru")
    assert "Қыдырбаева Зере Үмбетқызы" in paper
