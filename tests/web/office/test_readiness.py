"""The readiness list: course x mentor x enterprise x scheme."""

from collections.abc import Callable
from decimal import Decimal

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from qosqanat.studies.models import Course
from tests import cast


def add_course(house: cast.House, code: str, **values: object) -> Course:
    fields = {"credits": Decimal(5), "language": "kk", "department": house.department, **values}
    return Course.objects.create(
        university=house.university,
        term=house.term,
        code=code,
        name_kk=f"Пән {code}",
        groups_key="МГІ-24-1",
        **fields,
    )


def page(client: Client, query: str = "") -> str:
    return client.get(f"/office/{query}").content.decode()


def test_a_course_shows_its_people_and_scheme(office: Client, house: cast.House) -> None:
    """Course, mentor and enterprise stand together (Y-5.12)."""
    shown = page(office)
    assert (
        "Ордабаев Ө.Қ." in shown
        and house.enterprise.name in shown
        and "A2" in shown
        and house.course.name in shown
        and house.course.code in shown
    )


def test_what_is_missing_is_said_and_can_be_filtered(office: Client, house: cast.House) -> None:
    add_course(house, "NEW 1")
    add_course(house, "NEW 2", credits=Decimal(2))
    assert "No mentor: assign a mentor of the enterprise." in page(office)
    lacking = page(office, "?show=mentors")
    assert "NEW 1" in lacking and house.course.code not in lacking
    assert "NEW 1" not in page(office, "?show=credits") and "NEW 2" in page(office, "?show=credits")
    assert "NEW 1" not in page(office, "?show=ready") and house.course.code in page(office, "?show=ready")


def test_words_find_courses_in_any_spelling(office: Client, house: cast.House) -> None:
    add_course(house, "NEW 1")
    assert "NEW 1" not in page(office, "?q=Ungymalardy") and house.course.code in page(office, "?q=Ордабаев")


def test_another_university_s_courses_are_not_listed(
    office: Client, neighbour: cast.House, client_as: Callable[..., Client]
) -> None:
    add_course(neighbour, "SECRET 9")
    assert "SECRET 9" not in page(office) and "SECRET 9" in page(client_as(neighbour.office))
    assert "SECRET 9" not in page(office, f"?term={neighbour.term.pk}")


def test_nonsense_in_the_address_is_no_error(office: Client) -> None:
    for query in (
        "?term=x",
        "?term=99999999999999999999",
        "?page=-1",
        "?department=²",
        "?show=' or 1",
        "?q=%00",
    ):
        assert office.get(f"/office/{query}").status_code == 200


def test_the_list_asks_the_same_for_few_and_for_many(
    office: Client, house: cast.House, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page(office)
    with django_assert_max_num_queries(60) as few:
        page(office)
    limit = len(few)
    for number in range(6):
        add_course(house, f"NEW {number}", teacher=house.teacher, enterprise=house.enterprise)
    with django_assert_max_num_queries(limit):
        page(office)


def test_a_filter_does_not_call_its_fields_optional(office: Client) -> None:
    assert "(optional)" not in office.get("/office/").content.decode()


def test_units_without_a_kazakh_name_are_listed_until_they_have_one(
    office: Client, house: cast.House
) -> None:
    assert "Units without a Kazakh name" not in page(office)
    house.department.name_ru, house.department.name_kk = "Отдел бурения", ""
    house.department.save()
    shown = page(office)
    assert "Units without a Kazakh name" in shown and "Отдел бурения" in shown
    assert f"/setup/units/{house.department.pk}/" not in shown, "the office has no right to change units"
