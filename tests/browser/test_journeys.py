"""What people come for, counted: taps and keys from the home page to the end, within a budget, in three languages.

A journey begins signed in on the person's home. Seconds are a model of the hand, not a clock: a far tap takes 1.1 s, a
key 0.28 s; so a budget is broken by one more step and never by a slow machine.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from qosqanat.documents import actions as documents
from qosqanat.documents.models import Document
from qosqanat.documents.printing import check_url
from qosqanat.grading import actions
from qosqanat.grading.models import Cell, ExamSheet, Reopening, ScoreEvent, Sheet, WeekHandover
from qosqanat.partners.models import Agreement, Enterprise, Post
from qosqanat.people.models import Person
from qosqanat.studies.models import CourseMentor, Enrolment, Student
from tests import cast
from tests.documents.semester import SESSION, fill
from tests.web.desks import another_course, hand_in

from .conftest import DESKTOP, PHONE, TALLY, SignIn

pytestmark = pytest.mark.django_db(transaction=True)

TAP, KEY = 1.1, 0.28
LANGUAGES = ("kk", "ru", "en")
COPY = "text => navigator.clipboard.writeText(text)"
PRINTED = "print = () => sessionStorage.setItem('printed', document.title)"
TENTH_OF_OCTOBER = "1010"  # the day first or the month first, as the browser's language has it
PARTNERS = {
    "name": "partners.csv",
    "mimeType": "text/csv",
    "buffer": "Предприятие;БИН;№ договора;Дата договора\nТОО «Порт»;161040967686;7;01.09.2026\n".encode(),
}
SPELLINGS = {"kk": "Ілиясова", "ru": "илиясова", "en": "Iliyasova"}
SURNAMES = "Абенов Әлімов Бекова Ғалиева Дәуітова Ержанова Жұмабай Исаева Кенжебек Қасымов Мұратова".split()


@dataclass(frozen=True)
class Journey:
    """`walk` takes the page from the home of `role` to the end; `taps` and `seconds` are the most it may cost."""

    role: str
    walk: Callable[[Page, cast.House], None]
    taps: int
    seconds: float
    prepare: Callable[[cast.House], None] = lambda house: None
    at: object = cast.AT

    def __str__(self) -> str:
        return self.walk.__name__


def crowd(house: cast.House) -> None:
    """25 students on the cast's course."""
    for number in range(22):
        person = Person.objects.create(
            surname=SURNAMES[number % 11], given_name=f"Айша {number}", university=house.university
        )
        student = Student.objects.create(
            university=house.university, person=person, number=f"5{number:03}", group=house.group
        )
        Enrolment.objects.create(course=house.course, student=student, joined_on=house.term.starts_on)
    actions.issue_sheets([house.course], by=house.head, at=cast.AT)


def chip(page: Page, sheet: Sheet, value: int):  # type: ignore[no-untyped-def]
    return page.locator(f"#row-{sheet.pk} .qq-chip", has=page.locator(f'input[value="{value}"]'))


def everything_saved(page: Page) -> None:
    expect(page.locator("[data-qq-sent]")).to_contain_text("✓")


def a_week_of_25_students(page: Page, house: cast.House) -> None:
    page.locator(".qq-course a.btn-primary").tap()
    page.wait_for_url(
        "**/weeks/**", wait_until="load"
    )  # before the scripts are in, a chip waits for the form's button
    for number, sheet in enumerate(house.sheets):
        chip(page, sheet, number % 6).tap()
    everything_saved(page)
    page.locator("[data-qq-finish] button").tap()
    expect(page.locator(".qq-note-good")).to_be_visible()
    assert WeekHandover.objects.get().week == cast.WEEK
    marked = Cell.objects.filter(component="practice", number=cast.WEEK).exclude(state="empty")
    assert marked.count() == 25


def full_marks_and_five_exceptions(page: Page, house: cast.House) -> None:
    page.locator(".qq-course a.btn-primary").tap()
    page.wait_for_url("**/weeks/**", wait_until="load")
    page.locator("[data-qq-fill]").tap()
    for sheet in house.sheets[:5]:
        chip(page, sheet, 3).tap()
    everything_saved(page)
    values = Cell.objects.filter(component="practice", number=cast.WEEK).values_list("value", flat=True)
    assert sorted(values) == [3] * 5 + [5] * 20


def a_mark_is_corrected_with_a_reason(page: Page, house: cast.House) -> None:
    page.locator(".qq-course a.btn-primary").tap()
    page.wait_for_url("**/weeks/**", wait_until="load")
    page.locator(f"#row-{house.sheets[0].pk} [data-qq-more]").tap()
    dialog = page.get_by_role("dialog")
    dialog.locator("#id_points").tap()
    page.keyboard.type("4,5")
    dialog.locator("textarea").tap()
    page.keyboard.type("қате терілді")
    dialog.locator(".btn-primary").tap()
    expect(dialog).to_be_hidden()
    assert ScoreEvent.objects.latest("pk").reason == "қате терілді"
    assert Cell.objects.get(sheet=house.sheets[0], number=cast.WEEK).value == Decimal("4.5")


def one_mark(house: cast.House) -> None:
    entry = actions.Entry(house.sheets[0].pk, "practice", cast.WEEK, Decimal(4), uuid4())
    actions.enter_scores([entry], by=house.mentor, at=cast.AT - timedelta(hours=1), source="phone")


def own_points(page: Page, house: cast.House) -> None:
    expect(page.locator(".qq-ratings").first).to_be_visible()
    page.locator(".qq-mine a.btn").first.tap()
    expect(page.locator(".is-now")).to_be_visible()


def the_self_study_column_is_pasted(page: Page, house: cast.House) -> None:
    page.locator(f'main a[href="{reverse("sheets:course", args=[house.course.pk])}"]').first.click()
    page.wait_for_load_state()
    page.locator(f"#c-{house.sheets[0].pk}-t7").click()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(COPY, "2,5\n3\n1\n")
    page.keyboard.press("Control+v")
    page.locator("[data-qq-dialog] .btn-primary").click()
    expect(page.locator("[data-qq-dialog]")).to_be_hidden()
    assert Cell.objects.filter(component="test", number=7, value__isnull=False).count() == 3


def all_sheets_of_a_semester_are_issued(page: Page, house: cast.House) -> None:
    page.locator('[data-qq-number="not_issued"]').click()
    page.locator("main form[method=post] .btn-primary").click()
    expect(page.locator("[data-qq-done='2']")).to_be_visible()
    assert Sheet.objects.count() == 9


def two_courses_without_sheets(house: cast.House) -> None:
    another_course(house, 1, issued=False)
    another_course(house, 2, issued=False)


def a_week_is_reopened_with_reason_and_end(page: Page, house: cast.House) -> None:
    page.locator('[data-qq-number="on_time"]').click()
    page.locator(f'a[href="{reverse("faculty:reopen", args=[house.course.pk])}?week=5"]').click()
    page.wait_for_load_state()
    page.locator("#id_reason").click()
    page.keyboard.type("тәлімгер ауырды, растама № 12")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{reverse('faculty:weeks')}")
    assert Reopening.objects.get().week == 5


def an_exam_sheet_is_issued(page: Page, house: cast.House) -> None:
    page.locator(f'main a[href="{reverse("registrar:course", args=[house.course.pk])}"]').first.click()
    page.locator("#id_held_on").fill("2026-12-22")
    page.locator("main form[method=post] .btn-primary").first.click()
    expect(page.locator("[data-qq-roll]")).to_be_visible()
    assert ExamSheet.objects.count() == 1


def a_person_is_found_by_any_spelling(page: Page, house: cast.House) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type(SPELLINGS[str(page.locator("html").get_attribute("lang"))])
    expect(page.get_by_role("option").first).to_contain_text("Ілиясова Әлия")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{house.students[1].pk}/")


def fifteen_weeks_are_reviewed_and_printed(page: Page, house: cast.House) -> None:
    page.locator(f'.qq-course a[href="{reverse("sheets:course", args=[house.course.pk])}"]').tap()
    expect(page.locator("main table").first).to_contain_text("Ілиясова")
    page.locator(f'main a[href="{reverse("papers:course", args=[house.course.pk])}"]').tap()
    paper = page.locator(f'main a[href="{reverse("papers:document", args=[Document.objects.get().pk])}"]')
    assert page.request.get(str(paper.get_attribute("href"))).headers["content-type"] == "application/pdf"


def the_head_printed_the_sheet(house: cast.House) -> None:
    one_mark(house)
    documents.issue("sheet_course", house.course, language="kk", by=house.head, at=cast.AT)


def a_marked_crowd(house: cast.House) -> None:
    """25 sheets with a mark in each, so that whichever is drawn has its trail."""
    crowd(house)
    entries = [actions.Entry(sheet.pk, "practice", cast.WEEK, Decimal(4), uuid4()) for sheet in house.sheets]
    actions.enter_scores(entries, by=house.mentor, at=cast.AT - timedelta(hours=1), source="phone")


def twenty_random_sheets_with_their_trail(page: Page, house: cast.House) -> None:
    page.locator(".qq-main-act").click()
    drawn = page.locator("main tbody th a")
    expect(drawn).to_have_count(20)
    drawn.first.click()
    expect(page.locator("main table")).to_contain_text(house.mentor.surname)


def one_mark_to_its_origin(page: Page, house: cast.House) -> None:
    page.locator(f'main table a[href="{reverse("sheets:course", args=[house.course.pk])}"]').first.click()
    page.locator(f'a[href="{house.sheets[0].pk}/p7/"]').click()
    expect(page.locator("main")).to_contain_text(house.mentor.surname)


def from_the_overview_to_a_sheet(page: Page, house: cast.House) -> None:
    page.locator(f'main table a[href="{reverse("sheets:course", args=[house.course.pk])}"]').first.click()
    expect(page.locator("main table").first).to_contain_text("Ілиясова")


def another_late_mentor(house: cast.House) -> None:
    post = Post.objects.get(person=house.deputy_mentor)
    CourseMentor.objects.create(course=house.course, post=post, starts_on=house.term.starts_on)
    account = cast.account_of(house.deputy_mentor)
    account.language = "ru"
    account.save()


def everybody_late_is_reminded(page: Page, house: cast.House) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".qq-main-act").click()
    button = page.locator('[data-qq-copy="every-reminder"]')
    said = button.text_content()
    button.click()
    expect(button).not_to_have_text(str(said))
    copied = page.evaluate("navigator.clipboard.readText()")
    for mentor in (house.mentor, house.deputy_mentor):
        assert mentor.full_name in copied
    assert copied.count(reverse("mentor:home")) == 2


def sheets_came_back(house: cast.House) -> None:
    for sheet in house.sheets:
        actions.return_sheet(sheet, by=house.head, at=cast.AT)


def a_returned_paper_is_filed(page: Page, house: cast.House) -> None:
    page.locator(".qq-main-act").click()
    page.locator("[name=pick]").first.click()
    page.locator('[name=act][value="file"]').click()
    page.locator("main form[method=post] .btn-primary").click()
    expect(page.locator("main li").first).to_be_visible()
    assert Sheet.objects.filter(state="archived").count() == 1


def twenty_five_sheets_came_back(house: cast.House) -> None:
    crowd(house)
    sheets_came_back(house)


def twenty_five_papers_are_filed(page: Page, house: cast.House) -> None:
    page.locator(".qq-main-act").click()
    page.locator("[data-qq-all]").click()
    page.locator('[name=act][value="file"]').click()
    page.locator("main form[method=post] .btn-primary").click()
    expect(page.locator("main li").first).to_be_visible()
    assert Sheet.objects.filter(state="archived").count() == 25


def twenty_five_papers_are_printed(page: Page, house: cast.House) -> None:
    page.locator(".qq-main-act").click()
    page.locator("#id_every").click()
    page.locator("[data-qq-papers] .btn-primary").click()
    page.wait_for_url("**/papers/batches/**")
    file = page.locator("main a.btn[download]")
    assert page.request.get(str(file.get_attribute("href"))).headers["content-type"] == "application/pdf"
    assert Document.objects.count() == 25


def print_it(page: Page) -> None:
    page.locator("[data-qq-print]").click()
    assert page.evaluate("sessionStorage.getItem('printed')") == page.title()


def one_page_is_printed(page: Page, house: cast.House) -> None:
    page.add_init_script(PRINTED)
    page.locator(".qq-main-act").click()
    print_it(page)
    expect(page.locator("main table")).to_contain_text(house.faculty.name_kk)


def a_week_in_time(house: cast.House) -> None:
    hand_in(house, 3, at=house.term.closes_at(3))


def from_a_number_to_its_list(page: Page, house: cast.House) -> None:
    number = page.locator('[data-qq-number="on_time"]')
    said = str(number.text_content()).strip()
    assert said == "16 %"
    number.click()
    expect(page.locator('[data-qq-total="on_time"]')).to_have_text(said)


def the_faculty_report_is_printed(page: Page, house: cast.House) -> None:
    page.add_init_script(PRINTED)
    from_a_number_to_its_list(page, house)
    page.locator('main a[href*="print=1"]').click()
    print_it(page)
    expect(page.locator("main tfoot")).to_contain_text("16 %")


def without_a_contract(house: cast.House) -> None:
    Agreement.objects.filter(university=house.university).delete()


def a_contract_is_entered(page: Page, house: cast.House) -> None:
    page.locator(".qq-main-act").click()
    page.locator(f'main a[href="{reverse("agreements:new")}"]').first.click()
    page.locator("label[for=id_enterprise]").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("141-01/26-31")
    page.locator("label[for=id_signed_on]").click()
    page.keyboard.type(f"{TENTH_OF_OCTOBER}2026")
    page.locator("label[for=id_ends_on]").click()
    page.keyboard.type(f"{TENTH_OF_OCTOBER}2029")
    page.keyboard.press("Enter")
    page.wait_for_url("**/records/agreement/**")
    entered = Agreement.objects.get(enterprise=house.enterprise)
    assert (entered.number, entered.signed_on) == ("141-01/26-31", date(2026, 10, 10))
    assert entered.ends_on == date(2029, 10, 10)


def a_contract_that_ends_soon(house: cast.House) -> None:
    soon = cast.AT.date() + timedelta(days=30)
    Agreement.objects.filter(university=house.university).update(ends_on=soon)


def a_contract_is_extended(page: Page, house: cast.House) -> None:
    contract = Agreement.objects.get(university=house.university)
    page.locator(".qq-main-act").click()
    page.locator(f'main a[href="{reverse("records:agreement", args=[contract.pk])}"]').click()
    page.locator(f'main a[href="{reverse("agreements:edit", args=[contract.pk])}"]').click()
    page.locator("label[for=id_ends_on]").click()
    page.keyboard.type(f"{TENTH_OF_OCTOBER}2029")
    page.keyboard.press("Enter")
    page.wait_for_url("**/records/agreement/**")
    contract.refresh_from_db()
    assert contract.ends_on == date(2029, 10, 10)


def the_list_of_partners_is_brought_up_to_date(page: Page, house: cast.House) -> None:
    page.locator(f'main a[href="{reverse("office:import_new")}"]').first.click()
    page.locator("input[value=partners]").click()
    with page.expect_file_chooser() as chooser:
        page.locator("input[type=file]").click()
    chooser.value.set_files(PARTNERS)  # type: ignore[arg-type]
    page.locator("main form .btn-primary").click()
    page.locator('form[action$="/confirm/"] button').click()
    expect(page.locator(".alert-success")).to_be_visible()
    port = Enterprise.objects.get(bin="161040967686")
    assert Agreement.objects.get(enterprise=port).university == house.university


def from_rector_to_faculty_to_sheet(page: Page, house: cast.House) -> None:
    page.locator(f'main a[href$="unit={house.faculty.pk}"]').click()
    page.locator(f'main table a[href="{reverse("sheets:course", args=[house.course.pk])}"]').click()
    expect(page.locator("main table").first).to_contain_text("Ілиясова")


JOURNEYS = (
    Journey("mentor", a_week_of_25_students, taps=27, seconds=60, prepare=crowd),
    Journey("mentor", full_marks_and_five_exceptions, taps=7, seconds=17, prepare=crowd),
    Journey("mentor", a_mark_is_corrected_with_a_reason, taps=5, seconds=15, prepare=one_mark),
    Journey(
        "mentor",
        fifteen_weeks_are_reviewed_and_printed,
        taps=3,
        seconds=60,
        prepare=the_head_printed_the_sheet,
    ),
    Journey("student", own_points, taps=1, seconds=5),
    Journey("teacher", the_self_study_column_is_pasted, taps=3, seconds=20),
    Journey(
        "head", all_sheets_of_a_semester_are_issued, taps=2, seconds=60, prepare=two_courses_without_sheets
    ),
    Journey("head", everybody_late_is_reminded, taps=2, seconds=10, prepare=another_late_mentor),
    Journey("dean", a_week_is_reopened_with_reason_and_end, taps=3, seconds=20),
    Journey("dean", the_faculty_report_is_printed, taps=3, seconds=20, prepare=a_week_in_time),
    Journey("registrar", an_exam_sheet_is_issued, taps=2, seconds=10, prepare=fill, at=SESSION),
    Journey("registrar", a_returned_paper_is_filed, taps=4, seconds=5, prepare=sheets_came_back),
    Journey(
        "registrar", twenty_five_papers_are_filed, taps=4, seconds=120, prepare=twenty_five_sheets_came_back
    ),
    Journey("registrar", twenty_five_papers_are_printed, taps=3, seconds=120, prepare=crowd),
    Journey("registrar", a_person_is_found_by_any_spelling, taps=0, seconds=5),
    Journey("office", the_list_of_partners_is_brought_up_to_date, taps=5, seconds=30),
    Journey("career", a_contract_is_entered, taps=5, seconds=180, prepare=without_a_contract),
    # ten in 60 seconds: they are extended one by one
    Journey("career", a_contract_is_extended, taps=4, seconds=7, prepare=a_contract_that_ends_soon),
    Journey("quality", one_mark_to_its_origin, taps=3, seconds=10, prepare=one_mark),
    Journey("quality", twenty_random_sheets_with_their_trail, taps=2, seconds=60, prepare=a_marked_crowd),
    Journey("rector", from_the_overview_to_a_sheet, taps=3, seconds=10),
    Journey("rector", from_rector_to_faculty_to_sheet, taps=3, seconds=10),
    Journey("rector", from_a_number_to_its_list, taps=1, seconds=10, prepare=a_week_in_time),
    Journey("rector", one_page_is_printed, taps=2, seconds=10),
)


@pytest.fixture
def clock(journey: Journey) -> Iterator[None]:
    """The moment of the journey, for the server's threads too."""
    with time_machine.travel(journey.at, tick=True):
        yield


def spent(page: Page) -> tuple[int, int]:
    """Taps and keys so far."""
    taps, keys = page.evaluate("['taps', 'keys'].map(key => Number(sessionStorage.getItem(key) ?? 0))")
    return taps, keys


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("journey", JOURNEYS, ids=str)
def test_a_journey_stays_within_its_budget(
    house: cast.House, sign_in: SignIn, journey: Journey, language: str
) -> None:
    journey.prepare(house)
    student = journey.role == "student"
    person = house.students[1].person if student else house.people[journey.role]
    page = sign_in(person, language, PHONE if student or journey.role == "mentor" else DESKTOP)
    page.add_init_script(TALLY)
    page.goto(reverse("home"))
    journey.walk(page, house)
    taps, keys = spent(page)
    assert taps <= journey.taps, f"{taps} taps"
    assert taps * TAP + keys * KEY <= journey.seconds, f"{taps} taps and {keys} keys"
    assert taps + keys > 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stranger_scans_a_paper_and_reads_the_verdict_without_a_tap(
    house: cast.House, live_server, browser, settings, language: str
) -> None:  # type: ignore[no-untyped-def]
    settings.PUBLIC_URL = live_server.url
    fill(house)
    paper = documents.issue("sheet_student", house.sheets[0], language="kk", by=house.registrar, at=SESSION)
    scanned = check_url(paper.code)
    printed = PdfReader(BytesIO(paper.file.read())).pages[0].extract_text()
    assert scanned in printed.replace("\n", ""), "what the QR code holds stands beside it"
    context = browser.new_context(viewport=PHONE, locale=language)
    page = context.new_page()
    page.add_init_script(TALLY)
    page.goto(scanned)
    expect(page.locator(".qq-verdict")).to_have_class("qq-verdict qq-valid")
    assert page.locator("html").get_attribute("lang") == language
    assert spent(page) == (0, 0)
    context.close()
