"""The dean's desk: departments by numbers, reopening a week."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qosqanat.grading import actions
from qosqanat.grading.models import Reopening
from qosqanat.people.models import Person
from qosqanat.studies.models import Course
from tests.cast import AT, House
from tests.web.desks import another_course, enter, hand_in, reads, tile

Enter = Callable[[Person], Client]


@pytest.fixture
def desk(house: House, client_as: Enter) -> Client:
    return client_as(house.dean)


def reopen(house: House) -> str:
    return reverse("faculty:reopen", args=[house.course.pk])


def test_every_number_equals_the_list_behind_it(desk: Client, house: House) -> None:
    another_course(house, 1)
    third = another_course(house, 2)
    third.department = house.other_department
    third.save()
    hand_in(house, 3, at=AT - timedelta(days=25))
    enter(house, "test", 1, "3", by=house.teacher)
    home = desk.get(reverse("faculty:home"))
    courses = desk.get(reverse("faculty:courses")).context
    students = desk.get(reverse("faculty:students")).context
    owing = desk.get(reverse("faculty:courses"), {"late": "on"}).context["page"]
    assert tile(home, "late") == "3" == str(owing.paginator.count)
    assert tile(home, "on_time") == f"{courses['total'].share} %" == "5 %"
    assert tile(home, "danger") == str(students["page"].paginator.count)
    for one in home.context["figures"]:
        only = {"department": one.unit.pk}
        total = desk.get(reverse("faculty:courses"), only).context["total"]
        assert len(total.courses) == len(one.courses)
        assert (total.sheets, total.on_time, total.due) == (one.sheets, one.on_time, one.due)
        page = desk.get(reverse("faculty:students"), only).context["page"]
        assert page.paginator.count == len(one.endangered)
    assert [len(one.courses) for one in home.context["figures"]] == [2, 1]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"q": "бурения"}, 2),
        ({"q": "4401"}, 1),
        ({"late": "on"}, 1),
        ({"department": "999"}, 2),
        ({"department": "x\x00"}, 2),
        ({"page": "99"}, 2),
    ],
)
def test_courses_are_filtered_by_the_address(
    desk: Client, house: House, query: dict[str, str], count: int
) -> None:
    another_course(house, 1, issued=False)
    page = desk.get(reverse("faculty:courses"), query).context["page"]
    assert page.paginator.count == count


def test_another_faculty_is_not_counted(desk: Client, house: House, neighbour: House) -> None:
    assert tile(desk.get(reverse("faculty:home")), "late") == "1"
    assert desk.get(reopen(neighbour)).status_code == 404


def test_a_week_is_reopened_for_two_days_in_the_universitys_time(desk: Client, house: House) -> None:
    page = desk.get(reopen(house), {"week": "5"}).content.decode()
    assert '<option value="5" selected>' in page
    assert 'value="2026-10-16T10:00"' in page
    assert "Ордабаев" in page
    fields = {"week": "5", "until": "2026-10-16T10:00", "reason": "тәлімгер ауырды"}
    assert desk.post(reopen(house), fields).status_code == 302
    reopening = Reopening.objects.get()
    assert (reopening.week, reopening.until) == (5, datetime(2026, 10, 16, 5, 0, tzinfo=UTC))
    listed = desk.get(reverse("faculty:weeks")).content.decode()
    assert "Week 5 of UBT 3305" in listed
    assert "in force" in listed


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": ""}, "Enter the reason"),
        ({"until": "2026-10-14T09:00"}, "must lie in the future"),
        ({"until": "tomorrow"}, "valid date/time"),
        ({"week": "7"}, "not one of the available choices"),
        ({"week": "x" * 500}, "not one of the available choices"),
    ],
)
def test_a_refusal_keeps_what_was_typed(
    desk: Client, house: House, fields: dict[str, str], sentence: str
) -> None:
    usual = {"week": "5", "until": "2026-10-17T18:30", "reason": "вахта"} | fields
    answer = desk.post(reopen(house), usual)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    assert "<title>Error:" in text
    assert f'value="{usual["until"]}"' in text
    assert not Reopening.objects.exists()


def test_reopened_weeks_are_listed_by_state(desk: Client, house: House) -> None:
    early = AT - timedelta(days=10)
    actions.reopen_week(house.course, 2, until=AT - timedelta(days=8), reason="ерте", by=house.dean, at=early)
    actions.reopen_week(house.course, 4, until=AT + timedelta(days=1), reason="кеш", by=house.dean, at=AT)

    def weeks(state: str) -> list[int]:
        page = desk.get(reverse("faculty:weeks"), {"state": state}).context["page"]
        return [one.week for one in page]

    assert (weeks("force"), weeks("over"), weeks("")) == ([4], [2], [4, 2])


def test_an_open_week_is_not_offered_again(desk: Client, house: House) -> None:
    actions.reopen_week(house.course, 4, until=AT + timedelta(days=1), reason="кеш", by=house.dean, at=AT)
    choices = desk.get(reopen(house)).context["form"].fields["week"].choices
    assert [n for n, _label in choices] == [1, 2, 3, 5, 6]


def test_empty_lists_say_why_and_what_next(desk: Client, house: House) -> None:
    assert "choose the course" in desk.get(reverse("faculty:weeks")).content.decode()
    assert (
        "Nothing fits these filters"
        in desk.get(reverse("faculty:courses"), {"q": "no such course 77"}).content.decode()
    )
    Course.objects.all().update(department=house.university)
    assert "no dual course" in desk.get(reverse("faculty:home")).content.decode()


def test_before_the_sheets_nothing_can_be_reopened(client_as: Enter, campus: House) -> None:
    assert "not issued yet" in client_as(campus.dean).get(reopen(campus)).content.decode()


@pytest.mark.parametrize("page", ["faculty:home", "faculty:courses", "faculty:students", "faculty:weeks"])
def test_three_courses_take_as_many_queries_as_one(desk: Client, house: House, page: str) -> None:
    actions.reopen_week(house.course, 4, until=AT + timedelta(days=1), reason="кеш", by=house.dean, at=AT)
    one = reads(desk, reverse(page))
    for number in (1, 2):
        course = another_course(house, number)
        actions.reopen_week(course, 4, until=AT + timedelta(days=1), reason="кеш", by=house.dean, at=AT)
    assert reads(desk, reverse(page)) == one
