"""The registrar's examinations, from issuing to the repeat of an F."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from qosqanat.grading.models import ExamSheet, Sheet
from qosqanat.people.models import Person
from tests import cast
from tests.cast import House
from tests.documents.semester import SESSION, examine, fill
from tests.grading.help import enter as brought

As = Callable[[Person], Client]


@pytest.fixture
def desk(house: House) -> Iterator[Client]:
    """The registrar's client on the first day of the session, after a semester of marks."""
    fill(house)
    client = Client(headers={"accept-language": "en"})
    with time_machine.travel(SESSION, tick=False):
        client.force_login(cast.account_of(house.registrar))
        yield client


def sheets(house: House) -> list[Sheet]:
    return list(Sheet.objects.filter(course=house.course))


def issue(desk: Client, house: House, kind: str, day: str) -> ExamSheet:
    answer = desk.post(reverse("registrar:issue", args=[house.course.pk]), {"kind": kind, "held_on": day})
    assert answer.status_code == 302, answer.content.decode()
    return ExamSheet.objects.latest("attempt")


def enter(desk: Client, exam: ExamSheet, values: dict[int, str], **versions: str):  # type: ignore[no-untyped-def]
    data = {f"e{pk}": text for pk, text in values.items()} | versions
    return desk.post(reverse("registrar:enter", args=[exam.pk]), data, follow=True)


def test_from_the_examination_to_the_repeat(desk: Client, house: House) -> None:
    good, weak, out = sheets(house)
    exam = issue(desk, house, "main", "2026-12-22")
    text = desk.get(reverse("registrar:course", args=[house.course.pk]), follow=True).content.decode()
    assert f'name="e{good.pk}"' in text and f'name="e{out.pk}"' not in text and "not admitted" in text

    refused = desk.post(reverse("registrar:close", args=[exam.pk]))
    assert refused.status_code == 422 and "No result yet" in refused.content.decode()
    enter(desk, exam, {good.pk: "92,5", weak.pk: "30"})
    desk.post(reverse("registrar:close", args=[exam.pk]))
    text = desk.get(reverse("registrar:exam", args=[exam.pk])).content.decode()
    assert "өте жақсы" in text and "отлично" in text and "excellent" in text and "<b>FX</b>" in text

    retake = issue(desk, house, "retake", "2026-12-22")
    assert (retake.attempt, retake.kind) == (2, "retake")
    text = desk.get(reverse("registrar:exam", args=[retake.pk])).content.decode()
    assert f'name="e{weak.pk}"' in text and f'name="e{good.pk}"' not in text
    enter(desk, retake, {weak.pk: "12"})
    desk.post(reverse("registrar:close", args=[retake.pk]))
    weak.refresh_from_db()
    assert (weak.letter, weak.final) == ("F", None)

    repeat = issue(desk, house, "repeat", "2026-12-22")
    enter(desk, repeat, {weak.pk: "75"})
    desk.post(reverse("registrar:close", args=[repeat.pk]))
    weak.refresh_from_db()
    assert (weak.exam, weak.final, weak.letter) == (Decimal(75), 72, "C+")
    text = desk.get(reverse("registrar:home")).content.decode()
    assert "№ 00003" in text and "another attempt:" not in text


def test_good_lines_are_saved_and_bad_ones_stay_as_typed(desk: Client, house: House) -> None:
    good, weak, _out = sheets(house)
    exam = issue(desk, house, "main", "2026-12-22")
    answer = enter(desk, exam, {good.pk: "88", weak.pk: "100,5"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="100,5"' in text and "100.5 is above the maximum of 100" in text
    good.refresh_from_db()
    weak.refresh_from_db()
    assert (good.exam, weak.exam) == (Decimal(88), None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("сто", "“сто” is not a number of points"),
        ("-5", "“-5” is below 0"),
        ("70,555", "more than two decimal places"),
        ("NaN", "is not a number of points"),
        ("2026-12-22", "is not a number of points"),
        ("1e2", "is not a number of points"),
    ],
)
def test_each_wrong_entry_says_what_to_type(desk: Client, house: House, typed: str, words: str) -> None:
    exam = issue(desk, house, "main", "2026-12-22")
    answer = enter(desk, exam, {sheets(house)[0].pk: typed})
    assert answer.status_code == 422 and words in answer.content.decode()


def test_absent_and_excused_are_words_and_close_the_sheet(desk: Client, house: House) -> None:
    good, weak, _out = sheets(house)
    exam = issue(desk, house, "main", "2026-12-22")
    enter(desk, exam, {good.pk: "н/б", weak.pk: "уваж"})
    desk.post(reverse("registrar:close", args=[exam.pk]))
    exam.refresh_from_db()
    assert exam.state == "closed"
    text = desk.get(reverse("registrar:exam", args=[exam.pk])).content.decode()
    assert 'value="retake"' in text and 'value="repeat"' in text


def test_an_older_page_does_not_overwrite_a_newer_value(desk: Client, house: House) -> None:
    good = sheets(house)[0]
    exam = issue(desk, house, "main", "2026-12-22")
    enter(desk, exam, {good.pk: "88"}, **{f"v{good.pk}": "0"})
    answer = enter(desk, exam, {good.pk: "66"}, **{f"v{good.pk}": "0"})
    assert "Somebody else entered another value" in answer.content.decode()
    good.refresh_from_db()
    assert good.exam == Decimal(88)


def test_a_closed_sheet_opens_with_a_reason_only(desk: Client, house: House) -> None:
    exam = examine(house, {0: Decimal(90), 1: Decimal(80)})
    again = reverse("registrar:reopen", args=[exam.pk])
    assert desk.post(again, {"reason": ""}).status_code == 422
    assert desk.post(again, {"reason": "a page was misread"}).status_code == 302
    exam.refresh_from_db()
    assert exam.state == "issued"


def test_before_the_session_the_sheet_is_refused_with_the_day(house: House, client_as: As) -> None:
    address = reverse("registrar:issue", args=[house.course.pk])
    answer = client_as(house.registrar).post(address, {"kind": "main", "held_on": "2026-12-22"})
    assert answer.status_code == 422 and "Week 15 closes on" in answer.content.decode()
    assert 'value="2026-12-22"' in answer.content.decode()
    assert not ExamSheet.objects.exists()


def test_in_the_semester_nobody_is_called_not_admitted(house: House, client_as: As) -> None:
    for week in range(1, 8):
        for component, points in {"test": 3, "practice": 5}.items():
            assert brought(house, component, week, points, by=house.office, source="spreadsheet").ok
    address = reverse("registrar:course", args=[house.course.pk])
    page = client_as(house.registrar).get(address).content.decode()
    assert "not admitted" not in page and "so far 0 of 3 students are admitted" in page
    assert page.count("still open: ") == 1 and page.count("! in danger: ") == 2
    with time_machine.travel(SESSION, tick=False):
        page = client_as(house.registrar).get(address).content.decode()
    assert "not admitted" not in page, "tests and independent work may still be entered"
    assert page.count("! in danger: ") == 1 and page.count("✕ out of reach") == 2


def test_a_missing_date_is_named(desk: Client, house: House) -> None:
    address = reverse("registrar:issue", args=[house.course.pk])
    assert desk.post(address, {"kind": "main", "held_on": "yesterday"}).status_code == 422


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, True),
        ({"q": "бурения"}, True),
        ({"q": "UNGYMALARDY"}, True),
        ({"q": "химия"}, False),
        ({"state": "none"}, True),
        ({"state": "closed"}, False),
        ({"term": "x", "department": "999999999999999999999", "state": "?"}, True),
        ({"page": "99"}, True),
    ],
)
def test_the_list_is_searched_and_filtered_in_the_address(
    desk: Client, house: House, query: dict[str, str], found: bool
) -> None:
    answer = desk.get(reverse("registrar:home"), query)
    assert answer.status_code == 200
    assert ("Технология" in answer.content.decode() or "Well Drilling" in answer.content.decode()) is found


def test_the_list_asks_the_same_questions_however_long(
    desk: Client, house: House, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("registrar:home")
    desk.get(address)
    with django_assert_max_num_queries(25) as asked:
        desk.get(address)
    few = len(asked)
    course, sheet = house.course, sheets(house)[0]
    for number in range(5):
        course.pk, course.code = None, f"NEW {number}"
        course.save()
        sheet.pk, sheet.course, sheet.number = None, course, f"9{number:05d}"
        sheet.save()
    assert "NEW 4" in desk.get(address).content.decode()
    with django_assert_max_num_queries(few):
        desk.get(address)


def test_the_roll_asks_the_same_questions_for_every_size(
    desk: Client, house: House, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    exam = issue(desk, house, "main", "2026-12-22")
    address = reverse("registrar:exam", args=[exam.pk])
    desk.get(address)
    with django_assert_max_num_queries(30):
        desk.get(address)


def test_a_wrong_date_is_put_right_until_a_result_is_entered(desk: Client, house: House) -> None:
    exam = issue(desk, house, "main", "2027-11-22")
    page, address = reverse("registrar:exam", args=[exam.pk]), reverse("registrar:move", args=[exam.pk])
    assert address in desk.get(page).text
    refused = desk.post(address, {"held_on": "2062-12-22", "reason": "a slip"})
    assert refused.status_code == 422 and "at the latest: correct the date" in refused.text
    moved = desk.post(address, {"held_on": "2026-12-22", "reason": "a slip of the year"}, follow=True)
    assert "The examination is held on 22 December 2026." in moved.text
    past = desk.get(reverse("records:exam_history", args=[exam.pk])).text
    assert "examination put on another day" in past and "2027-11-22" in past and "a slip of the year" in past
    enter(desk, exam, {sheets(house)[0].pk: "88"})
    assert address not in desk.get(page).text
    assert desk.post(address, {"held_on": "2026-12-23", "reason": "x"}).status_code == 422
