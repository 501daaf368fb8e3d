"""Naming the representative of a partner enterprise: what opens with it, whose courses, and how it ends."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qosqanat.partners.models import Agreement, Enterprise, Post
from qosqanat.people.models import Act, Person
from qosqanat.people.reach import Who
from qosqanat.studies.models import Course, Student
from tests.cast import AT, House

Enter = Callable[[Person], Client]
TODAY = AT.date()


@pytest.fixture
def someone(house: House) -> Person:
    return Person.objects.create(university=house.university, surname="Оспанова", given_name="Жанар")


def named(client: Client, person: Person, enterprise: Enterprise, **facts: str) -> int:
    address = reverse("setup:representative_name", args=[person.pk])
    body = {"enterprise": enterprise.pk, "title": "HR", "starts_on": str(TODAY), **facts}
    return client.post(address, body).status_code


def test_a_representative_sees_the_courses_of_the_enterprise_from_the_first_to_the_last_day(
    house: House, someone: Person, client_as: Enter
) -> None:
    client = client_as(house.admin)
    assert not Who(someone, AT).reachable(Course).exists(), "control"
    assert named(client, someone, house.enterprise) == 302
    who = Who(someone, AT)
    assert who.roles == ("representative",) and list(who.reachable(Course)) == [house.course]
    post = Post.objects.get(person=someone)
    page = client.get(reverse("setup:person", args=[someone.pk])).content.decode()
    address = reverse("setup:representative_end", args=[post.pk])
    assert address in page
    assert client.post(address, {"ends_on": str(TODAY), "reason": "жұмыстан шықты"}).status_code == 302
    assert Who(someone, AT).roles and not Who(someone, AT + timedelta(days=1)).roles


def test_it_is_written_down_for_the_person_and_for_the_partner(
    house: House, someone: Person, client_as: Enter
) -> None:
    named(client_as(house.admin), someone, house.enterprise)
    act = Act.objects.get(action="post.give")
    assert (act.by, act.university) == (house.admin, house.university)
    for reader, kind, row in ((house.admin, "person", someone), (house.career, "partner", house.enterprise)):
        page = client_as(reader).get(reverse(f"records:{kind}_history", args=[row.pk])).context["page"]
        assert "named as enterprise representative" in [line.what for line in page], kind


def test_the_list_of_people_shows_and_finds_representatives(
    house: House, someone: Person, client_as: Enter
) -> None:
    client = client_as(house.admin)
    named(client, someone, house.enterprise)
    found = client.get(reverse("setup:home"), {"role": "representative"})
    assert {row.surname for row in found.context["page"]} == {"Оспанова", house.representative.surname}
    assert f"enterprise representative — {house.enterprise}" in found.content.decode()


@pytest.mark.parametrize(("facts", "field"), [
    ({"ends_on": str(TODAY - timedelta(days=1))}, "ends_on"),
    ({"starts_on": str(TODAY + timedelta(days=3))}, "enterprise"),
    ({"starts_on": str(TODAY - timedelta(days=9)), "ends_on": str(TODAY)}, "enterprise"),
])  # fmt: skip
def test_a_period_that_cannot_be_is_refused_beside_its_field(
    house: House, someone: Person, client_as: Enter, facts: dict[str, str], field: str
) -> None:
    client = client_as(house.admin)
    assert named(client, someone, house.enterprise) == 302
    address = reverse("setup:representative_name", args=[someone.pk])
    answer = client.post(address, {"enterprise": house.enterprise.pk, "starts_on": str(TODAY), **facts})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert Post.objects.filter(person=someone).count() == 1


def test_it_does_not_end_before_it_began(house: House, someone: Person, client_as: Enter) -> None:
    client = client_as(house.admin)
    named(client, someone, house.enterprise)
    post = Post.objects.get(person=someone)
    address = reverse("setup:representative_end", args=[post.pk])
    assert client.post(address, {"ends_on": str(TODAY - timedelta(days=1))}).status_code == 422
    assert not Act.objects.filter(action="post.end").exists()


def test_at_a_shared_enterprise_only_courses_of_the_university_that_named_them_are_seen(
    house: House, neighbour: House, someone: Person, client_as: Enter
) -> None:
    Course.objects.filter(pk=neighbour.course.pk).update(enterprise=house.enterprise)
    Agreement.objects.create(university=neighbour.university, enterprise=house.enterprise, number="9")
    named(client_as(house.admin), someone, house.enterprise)
    who, elsewhere = Who(someone, AT), Who(house.representative, AT)
    assert set(elsewhere.reachable(Course)) == {house.course, neighbour.course}, "control: named by nobody"
    assert list(who.reachable(Course)) == [house.course]
    assert set(who.reachable(Student)) == set(house.students)
    assert [one.university for one in who.reachable(Agreement)] == [house.university]
    post = Post.objects.get(person=someone)
    address = reverse("setup:representative_end", args=[post.pk])
    assert client_as(neighbour.admin).post(address, {"ends_on": str(TODAY)}).status_code == 404


def test_only_partners_of_the_university_are_offered(
    house: House, neighbour: House, someone: Person, client_as: Enter
) -> None:
    assert named(client_as(house.admin), someone, neighbour.enterprise) == 422
    assert not Post.objects.filter(person=someone).exists()
    assert Post.objects.filter(starts_on__gt=date(2026, 10, 1)).count() == 0
