"""The grade book as pages: who sees it, who enters what, what a refusal says and keeps."""

import uuid
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override

from qosqanat.grading.models import Cell, ScoreEvent
from qosqanat.people.models import Person
from qosqanat.web.sheets.entry import Unreadable, read, when
from tests.cast import House

ClientAs = Callable[[Person], Client]


def grid(house: House, view: str = "") -> str:
    return reverse("sheets:course", args=[house.course.pk]) + (f"?view={view}" if view else "")


def cell(house: House, **fields: object) -> dict[str, object]:
    sheet = house.sheets[0]
    usual = {
        "sheet": sheet.pk,
        "component": "test",
        "number": 7,
        "value": "2,5",
        "operation": uuid.uuid4(),
        "version": 0,
    }
    return usual | fields


def enter(client: Client, house: House, **fields: object):
    return client.post(reverse("sheets:cell", args=[house.course.pk]), cell(house, **fields))


def test_a_page_of_somebody_else_enters_nothing_in_my_name(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    address = reverse("sheets:cell", args=[house.course.pk])
    for person, status in ((house.head, 403), (house.teacher, 200)):
        answer = client.post(address, cell(house), headers={"X-Person": str(person.pk)})
        assert answer.status_code == status
    assert Cell.objects.count() == 1


def test_what_stood_already_has_no_operation_to_take_back(house: House, client_as: ClientAs) -> None:
    client, mine = client_as(house.teacher), str(uuid.uuid4())
    for operation, told in ((mine, mine), (mine, mine), (str(uuid.uuid4()), None)):
        assert enter(client, house, operation=operation, version=0).json()["operation"] == told


def test_a_teacher_enters_a_test_and_sees_the_rating_follow(house: House, client_as: ClientAs) -> None:
    answer = enter(client_as(house.teacher), house)
    assert answer.status_code == 200
    assert answer.json()["status"] == "saved"
    assert answer.json()["value"] == "2.5"
    assert answer.json()["ratings"]["periods"] == ["2.5", "0"]
    assert Cell.objects.get().value == Decimal("2.5")


def test_a_value_above_the_cap_is_refused_with_the_cap(house: House, client_as: ClientAs) -> None:
    answer = enter(client_as(house.teacher), house, value="4")
    assert answer.status_code == 422
    assert "maximum of 3" in answer.json()["problems"][0]
    assert not Cell.objects.exists()


@pytest.mark.parametrize("value", ["-1", "1e2", "NaN", "3.141", "03.05.2026", "abc", "٣", "1" * 5000])
def test_what_is_no_mark_is_refused_with_a_sentence(house: House, client_as: ClientAs, value: str) -> None:
    answer = enter(client_as(house.teacher), house, value=value)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]
    assert not ScoreEvent.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [{"component": "salary"}, {"number": "x"}, {"operation": "1"}, {"version": ""}, {"sheet": "9" * 30}],
)
def test_a_request_that_no_page_makes_is_answered_without_a_crash(
    house: House, client_as: ClientAs, fields: dict[str, object]
) -> None:
    assert enter(client_as(house.teacher), house, **fields).status_code in {400, 404, 422}
    assert not ScoreEvent.objects.exists()


def test_the_same_operation_again_writes_nothing(house: House, client_as: ClientAs) -> None:
    client, operation = client_as(house.teacher), uuid.uuid4()
    first = enter(client, house, operation=operation)
    second = enter(client, house, operation=operation)
    assert (first.json()["status"], second.json()["status"]) == ("saved", "repeated")
    assert ScoreEvent.objects.count() == 1


def test_an_older_version_shows_the_other_value_and_keeps_it(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    enter(client, house, value="1")
    answer = enter(client, house, value="3", version=0)
    assert (answer.status_code, answer.json()["status"], answer.json()["value"]) == (409, "conflict", "1")
    first = answer.json()["author"], answer.json()["when"]
    assert first == (house.teacher.short_name, when(Cell.objects.get().changed_at))
    assert Cell.objects.get().value == 1


def test_without_scripts_the_whole_page_saves_and_keeps_what_was_refused(
    house: House, client_as: ClientAs
) -> None:
    client, (first, second, _third) = client_as(house.teacher), house.sheets
    typed = {f"c-{first.pk}-t7-0": "3", f"c-{second.pk}-t7-0": "3,5", f"c-{second.pk}-t6-0": ""}
    answer = client.post(grid(house), typed)
    assert answer.status_code == 422
    assert 'value="3,5"' in answer.text
    assert "maximum of 3" in answer.text
    assert [(c.sheet_id, c.value) for c in Cell.objects.all()] == [(first.pk, 3)]


def test_an_untouched_input_of_an_old_page_overwrites_nobody(house: House, client_as: ClientAs) -> None:
    client, sheet = client_as(house.teacher), house.sheets[0]
    enter(client, house, value="1")
    enter(client, house, value="2", version=1)
    answer = client.post(grid(house), {f"c-{sheet.pk}-t7-1": "1"})
    assert answer.status_code == 302
    assert Cell.objects.get().value == 2


def test_practice_is_not_the_teachers_to_enter(house: House, client_as: ClientAs) -> None:
    answer = enter(client_as(house.teacher), house, component="practice", value="5")
    assert answer.status_code == 422
    assert "mentor" in answer.json()["problems"][0]


def test_a_head_corrects_a_closed_week_with_a_reason_only(house: House, client_as: ClientAs) -> None:
    client = client_as(house.head)
    refused = enter(client, house, component="practice", number=3, value="5")
    saved = enter(client, house, component="practice", number=3, value="5", reason="Хаттама № 4")
    assert (refused.status_code, saved.status_code) == (422, 200)
    shown = client.get(reverse("sheets:history", args=[house.course.pk, house.sheets[0].pk, "p3"]))
    assert "Хаттама № 4" in shown.text
    assert "data-qq-place" in client.get(grid(house) + "?correct=1").text


@pytest.mark.parametrize("view", ["1", "2", "week", "all", "nonsense", ""])
def test_every_view_opens(house: House, client_as: ClientAs, view: str) -> None:
    assert client_as(house.teacher).get(grid(house, view)).status_code == 200


def test_strangers_find_nothing(house: House, neighbour: House, client_as: ClientAs) -> None:
    client = client_as(neighbour.teacher)
    assert client.get(grid(house)).status_code == 404
    assert enter(client, house).status_code == 404
    sheet = neighbour.sheets[0]
    own_course = reverse("sheets:cell", args=[neighbour.course.pk])
    foreign_child = client.post(own_course, cell(house))
    assert foreign_child.status_code == 404
    assert client.get(reverse("sheets:history", args=[house.course.pk, sheet.pk, "t7"])).status_code == 404


def test_the_number_of_queries_does_not_grow_with_students(
    house: House, client_as: ClientAs, django_assert_num_queries: Callable[[int], object]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_as(house.teacher)
    client.get(grid(house, "all"))
    with CaptureQueriesContext(connection) as three:
        client.get(grid(house, "all"))
    house.sheets[0].cells.all().delete()
    type(house.sheets[0]).objects.filter(pk__in=[sheet.pk for sheet in house.sheets[1:]]).update(
        state="withdrawn"
    )
    with CaptureQueriesContext(connection) as one:
        client.get(grid(house, "all"))
    assert len(three) == len(one)


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onfocus='x"]
)
def test_no_text_in_the_grid_runs(house: House, client_as: ClientAs, text: str) -> None:
    """Names and what was typed and refused: written into the page, and never as a part of it."""
    sheet = house.sheets[0]
    sheet.student.person.surname = text
    sheet.student.person.save()
    answer = client_as(house.teacher).post(grid(house), {f"c-{sheet.pk}-t7-0": text})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(escape(text)) >= 2
    assert text not in page


@pytest.mark.parametrize(
    ("language", "signs"), [("en", ("abs", "exc")), ("kk", ("н/б", "себ.")), ("ru", ("н/б", "уваж"))]
)
def test_a_refused_value_names_the_signs_that_the_page_itself_writes(
    house: House, language: str, signs: tuple[str, str]
) -> None:
    with override(language), pytest.raises(Unreadable) as refusal:
        read("бес")
    assert all(f"“{sign}”" in str(refusal.value) or f"«{sign}»" in str(refusal.value) for sign in signs)
