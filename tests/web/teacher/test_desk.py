"""The teacher's desk: what needs me now, and the tasks of independent work."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from qosqanat.grading.models import IwsTask
from qosqanat.people.models import Person
from tests.cast import House
from tests.web.desks import another_course, enter, reads, tile

Enter = Callable[[Person], Client]


@pytest.fixture
def desk(house: House, client_as: Enter) -> Client:
    return client_as(house.teacher)


def tasks(house: House) -> str:
    return reverse("teacher:tasks", args=[house.course.pk])


def rows(*caps: str, period: int = 1) -> dict[str, str]:
    fields = {f"rows-{period}": str(len(caps))}
    for number, cap in enumerate(caps):
        fields |= {f"p{period}-{number}-title": f"Есеп {number + 1}", f"p{period}-{number}-cap": cap}
    return fields


GOOD = rows("12,5", "7.5") | rows("14", "14", period=2)


def test_home_shows_a_course_with_enterprise_mentor_and_share(desk: Client, house: House) -> None:
    for week in range(1, 7):
        enter(house, "test", week, "1", by=house.teacher, sheets=slice(0, 1))
    page = desk.get(reverse("teacher:home")).content.decode()
    assert "Ордабаев" in page
    assert "Ақшұқыр" in page
    # six of the thirty-six places of six finished weeks
    assert "16 %" in page


def test_every_number_equals_the_list_behind_it(desk: Client, house: House) -> None:
    another_course(house, 1)
    another_course(house, 2, issued=False)
    enter(house, "test", 6, "1", by=house.teacher, sheets=slice(0, 1))
    home = desk.get(reverse("teacher:home"))
    listed = desk.get(reverse("teacher:home"), {"show": "tasks"})
    assert tile(home, "tasks") == "1" == str(listed.context["page"].paginator.count)
    for name in ("danger", "tests"):
        page = desk.get(reverse(f"teacher:{name}")).context["page"]
        assert tile(home, name) == str(page.paginator.count)
    assert tile(home, "tests") == "5"


def test_students_in_danger_are_listed_with_what_they_need(desk: Client, house: House) -> None:
    enter(house, "test", 1, "3", by=house.teacher)
    page = desk.get(reverse("teacher:danger"))
    assert page.status_code == 200
    assert len(page.context["page"].object_list) == int(tile(desk.get(reverse("teacher:home")), "danger"))


def test_an_unknown_semester_or_page_shows_the_current_one(desk: Client) -> None:
    for query in ({"term": "99999"}, {"term": "x\x00"}, {"page": "-3"}, {"show": "tasks", "page": "٣"}):
        assert desk.get(reverse("teacher:home"), query).status_code == 200


def test_a_teacher_without_courses_reads_why(client_as: Enter, campus: House) -> None:
    campus.course.teacher = None
    campus.course.save()
    page = client_as(campus.teacher).get(reverse("teacher:home")).content.decode()
    assert "The head of your department enters the teacher" in page


def test_before_the_sheets_the_tasks_page_says_what_comes_first(client_as: Enter, campus: House) -> None:
    page = client_as(campus.teacher).get(tasks(campus))
    assert "not issued yet" in page.content.decode()


def test_tasks_are_saved_with_comma_or_point(desk: Client, house: House) -> None:
    """Y-7.6.b2"""
    assert desk.post(tasks(house), GOOD).status_code == 302
    caps = list(
        IwsTask.objects.filter(course=house.course).order_by("period", "number").values_list("cap", flat=True)
    )
    assert caps == [Decimal("12.5"), Decimal("7.5"), Decimal(14), Decimal(14)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (rows("12", "12") | rows("14", "14", period=2), "add up to 24, not to 20"),
        (rows("20") | rows("14", "14", period=2), "has 1 independent-work tasks: at least 2"),
        (rows("10", "NaN") | rows("14", "14", period=2), "number"),
        (rows("10", "1e9") | rows("14", "14", period=2), "digits"),
        (rows("30", "-10") | rows("14", "14", period=2), "must be above 0"),
        (rows("10", "") | rows("14", "14", period=2), "Enter the maximum"),
        (GOOD | {"p1-0-title": ""}, "needs a title"),
        ({"rows-1": "9" * 40, "rows-2": "٣"}, "at least 2"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    desk: Client, house: House, fields: dict[str, str], sentence: str
) -> None:
    before = list(IwsTask.objects.values())
    page = desk.post(tasks(house), fields)
    assert page.status_code == 422
    text = page.content.decode()
    assert "<title>Error:" in text
    assert sentence in text
    for name, value in fields.items():
        if name.endswith("-cap") and value:
            assert f'value="{value}"' in text
    assert list(IwsTask.objects.values()) == before


def test_a_row_is_added_without_scripts_and_nothing_is_saved(desk: Client, house: House) -> None:
    page = desk.post(tasks(house), GOOD | {"add": "2"})
    assert page.status_code == 200
    text = page.content.decode()
    assert 'name="p2-2-title"' in text
    assert 'name="p1-2-title"' not in text
    assert 'value="12,5"' in text
    assert not IwsTask.objects.filter(cap=Decimal("12.5")).exists()


def test_a_task_with_points_stays(desk: Client, house: House) -> None:
    enter(house, "iws", 1, "9", by=house.teacher, sheets=slice(0, 1))
    page = desk.post(tasks(house), GOOD)
    assert page.status_code == 422
    assert "has points already" in page.content.decode()


def test_another_teachers_course_is_not_found(client_as: Enter, house: House, neighbour: House) -> None:
    assert client_as(neighbour.teacher).get(tasks(house)).status_code == 404


@pytest.mark.parametrize("page", ["teacher:home", "teacher:danger", "teacher:tests"])
def test_three_courses_take_as_many_queries_as_one(desk: Client, house: House, page: str) -> None:
    one = reads(desk, reverse(page))
    another_course(house, 1)
    another_course(house, 2)
    assert reads(desk, reverse(page)) == one
