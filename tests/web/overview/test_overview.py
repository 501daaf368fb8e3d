"""Courses to read only, each within the reader's reach."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from qosqanat.people.models import Person
from tests.cast import House

As = Callable[[Person], Client]


@pytest.mark.parametrize("role", ["adviser", "quality", "rector", "career", "representative"])
def test_each_role_sees_its_courses_and_no_others(
    house: House, neighbour: House, client_as: As, role: str
) -> None:
    text = client_as(house.people[role]).get(reverse("overview:home")).content.decode()
    assert "Well Drilling Technology" in text and 'data-qq-count="1"' in text
    assert neighbour.enterprise.name not in text


def test_the_course_opens_only_for_those_who_may_read_its_sheets(house: House, client_as: As) -> None:
    link = reverse("sheets:course", args=[house.course.pk])
    assert link in client_as(house.quality).get(reverse("overview:home")).content.decode()
    assert link not in client_as(house.career).get(reverse("overview:home")).content.decode()


def test_a_grade_book_leads_to_its_papers_only_those_who_may_print(house: House, client_as: As) -> None:
    grid, papers = (reverse(name, args=[house.course.pk]) for name in ("sheets:course", "papers:course"))
    for person, offered in ((house.head, True), (house.quality, False), (house.rector, False)):
        client = client_as(person)
        assert (f'href="{papers}"' in client.get(grid).content.decode()) is offered
        assert (client.get(papers).status_code == 200) is offered


def test_an_unknown_term_shows_the_current_one(house: House, client_as: As) -> None:
    answer = client_as(house.rector).get(reverse("overview:home"), {"term": "999"})
    assert answer.status_code == 200 and "Well Drilling" in answer.content.decode()


def test_the_list_asks_the_same_questions_however_long(
    house: House, client_as: As, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, address = client_as(house.quality), reverse("overview:home")
    client.get(address)
    with django_assert_max_num_queries(30) as asked:
        client.get(address)
    few = len(asked)
    course = house.course
    for number in range(6):
        course.pk, course.code = None, f"NEW {number}"
        course.save()
    with django_assert_max_num_queries(few):
        assert "NEW 5" in client.get(address).content.decode()
