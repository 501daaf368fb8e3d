"""Reading through the API: what is seen, by whom, in pages, and at a constant number of queries."""

import re

import pytest
from pytest_django import DjangoAssertNumQueries

from qosqanat.grading.models import Cell
from tests.api.conftest import Knock, many
from tests.cast import AT, House


def next_of(answer) -> str | None:  # type: ignore[no-untyped-def]
    """The address of the next page below /api/v1."""
    found = re.search(r'<http://testserver/api/v1([^>]+)>; rel="next"', answer["Link"])
    return found[1] if found else None


def test_a_head_reads_students_without_anything_private(house: House, knock: Knock) -> None:
    answer = knock(house.head).get("/students")
    assert answer.status_code == 200
    first = answer.json()[0]
    assert first == {
        "id": house.students[0].pk,
        "sis_id": "41871",
        "name": "Айдынұлы Шыңғыс",
        "group": "МГІ-24-1",
        "programme": "6B07201",
        "status": "studying",
    }


def test_pages_follow_the_link_header_to_the_end(house: House, knock: Knock) -> None:
    machine, seen = knock(house.head), []
    address: str | None = "/students?per_page=2"
    while address:
        answer = machine.get(address)
        assert 'rel="first"' in answer["Link"]
        seen += [one["id"] for one in answer.json()]
        address = next_of(answer)
    assert seen == sorted(student.pk for student in house.students)


@pytest.mark.parametrize("cursor", ["1", "eyJhIjoxfQ", "0:x", "a" * 200])
def test_a_cursor_is_nobodys_to_make(house: House, knock: Knock, cursor: str) -> None:
    assert knock(house.head).get("/students", {"cursor": cursor}).status_code == 404


def test_records_are_found_by_the_key_of_the_student_system(house: House, knock: Knock) -> None:
    machine = knock(house.head)
    assert machine.get("/students/sis_id:41872").json()["id"] == house.students[1].pk
    key = machine.get(f"/courses/{house.course.pk}").json()["sis_id"]
    assert key == "2026-2027-autumn:UBT 3305:МГІ-24-1"
    assert machine.get(f"/courses/sis_id:{key}").json()["id"] == house.course.pk
    sheets = machine.get("/sheets", {"course": f"sis_id:{key}", "student": "sis_id:41873"}).json()
    assert [one["student_sis_id"] for one in sheets] == ["41873"]


@pytest.mark.parametrize(
    "reference", ["0", "-1", "٣", "sis_id:", "sis_id:%00", "9" * 30, "nobody", "a/b", "a%0Ab"]
)
def test_what_nobody_has_is_not_found(house: House, knock: Knock, reference: str) -> None:
    machine = knock(house.head)
    for kind in ("students", "courses"):
        answer = machine.get(f"/{kind}/{reference}")
        assert answer.status_code == 404
        assert answer["Content-Type"] == "application/problem+json"


def test_a_key_that_two_universities_use_asks_for_the_id(
    house: House, neighbour: House, knock: Knock
) -> None:
    neighbour.course.enterprise = house.enterprise
    neighbour.course.save()
    machine = knock(house.representative)
    assert machine.get("/students/sis_id:41871").status_code == 409
    assert machine.get(f"/students/{neighbour.students[0].pk}").status_code == 200


def test_a_student_reads_the_own_sheet_only(house: House, knock: Knock) -> None:
    machine = knock(house.students[0].person)
    own = next(sheet for sheet in house.sheets if sheet.student_id == house.students[0].pk)
    assert [one["id"] for one in machine.get("/sheets").json()] == [own.pk]
    assert [one["sheet"] for one in machine.get("/ratings").json()] == [own.pk]
    other = next(sheet for sheet in house.sheets if sheet.pk != own.pk)
    assert machine.get(f"/sheets/{other.pk}").status_code == 404
    assert machine.get(f"/ratings/{other.pk}").status_code == 404


def test_finals_are_for_those_who_may_see_them(house: House, knock: Knock) -> None:
    sheet = house.sheets[0]
    type(sheet).objects.filter(pk=sheet.pk).update(admitted=True, exam=80, final=80, letter="B+", gpa="3.33")
    shown = knock(house.dean).get(f"/ratings/{sheet.pk}").json()
    assert (shown["final"], shown["letter"], shown["gpa"]) == (80, "B+", "3.33")
    hidden = knock(house.mentor).get(f"/ratings/{sheet.pk}").json()
    assert (hidden["final"], hidden["letter"], hidden["gpa"]) == (None, None, None)


def test_examination_points_are_hidden_from_the_mentor(house: House, knock: Knock) -> None:
    Cell.objects.create(
        sheet=house.sheets[0], component="exam", number=1, state="number", value=80, version=1,
        author=house.registrar, changed_at=AT,
    )  # fmt: skip
    assert [one["key"] for one in knock(house.teacher).get("/cells").json()] == ["e1"]
    mentor = knock(house.mentor)
    assert mentor.get("/cells").json() == []
    assert mentor.get(f"/sheets/{house.sheets[0].pk}/cells/e1").status_code == 404


@pytest.mark.parametrize("address", ["/students", "/courses", "/sheets", "/cells", "/ratings"])
def test_a_page_of_a_hundred_takes_as_many_queries_as_a_page_of_one(
    house: House, knock: Knock, django_assert_max_num_queries: DjangoAssertNumQueries, address: str
) -> None:
    machine = knock(house.head)
    many(house, 1)
    machine.get(address)
    with django_assert_max_num_queries(20) as asked:
        machine.get(address, {"per_page": 1})
    few = len(asked)
    many(house, 120)
    with django_assert_max_num_queries(few):
        answer = machine.get(address, {"per_page": 100})
    assert len(answer.json()) == (1 if address == "/courses" else 100)
