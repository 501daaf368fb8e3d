"""What homes open with: each number is the list behind it, one main act, and nothing where nothing waits."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from qosqanat.grading import actions
from qosqanat.people.models import Person
from qosqanat.studies.models import CourseMentor
from tests.cast import AT, House, account_of
from tests.web.desks import another_course, enter, tile

As = Callable[[Person], Client]


def behind(client: Client, answer: HttpResponse, name: str) -> HttpResponse:
    """The page that the number `name` opens."""
    (href,) = re.findall(rf'<a href="([^"]*)"[^>]*><b data-qq-number="{name}"', answer.content.decode())
    return client.get(html.unescape(href))


def main_act(answer: HttpResponse) -> tuple[str, str] | None:
    found = re.search(
        r'<a class="btn btn-primary qq-main-act" href="([^"]*)">([^<]*)<', answer.content.decode()
    )
    return (found[1], found[2]) if found else None


def test_a_mentors_numbers_leave_the_courses_that_they_count(house: House, client_as: As) -> None:
    another_course(house, 1)
    enter(house, "practice", 7, "4", by=house.mentor)
    client = client_as(house.mentor)
    home = client.get(reverse("mentor:home"))
    week = behind(client, home, "week").context["cards"]
    assert len(week) == 1
    assert tile(home, "week") == str(sum(card.about.total - card.about.filled for card in week)) != "0"
    late = behind(client, home, "behind").context["cards"]
    assert tile(home, "behind") == str(sum(len(card.about.behind) for card in late)) == "12"
    assert tile(home, "again") == "0"
    assert "Nothing of this kind waits" in behind(client, home, "again").content.decode()


def test_a_mentors_main_act_is_a_week_open_again_before_this_one(house: House, client_as: As) -> None:
    client = client_as(house.mentor)
    assert main_act(client.get("/mentor/")) == (
        reverse("mentor:week", args=[house.course.pk, 7]), "Mark week 7: Well Drilling Technology",
    )  # fmt: skip
    actions.reopen_week(
        house.course, 5, until=AT + timedelta(days=1), reason="no connection", by=house.dean, at=AT
    )
    home = client.get("/mentor/")
    assert tile(home, "again") == "1"
    assert main_act(home) == (
        reverse("mentor:week", args=[house.course.pk, 5]), "Mark week 5: Well Drilling Technology",
    )  # fmt: skip


def test_nothing_to_mark_needs_no_act(house: House, client_as: As) -> None:
    enter(house, "practice", 7, "4", by=house.mentor)
    home = client_as(house.mentor).get("/mentor/")
    assert tile(home, "week") == "0" and main_act(home) is None


def test_a_students_numbers_are_the_cards_that_they_open(house: House, client_as: As) -> None:
    another_course(house, 1)
    client = client_as(house.students[1].person)
    home = client.get("/student/")
    opened = behind(client, home, "risk")
    assert tile(home, "risk") == "2" == str(len(opened.context["cards"]))
    assert tile(home, "absent") == "0" == str(len(behind(client, home, "absent").context["cards"]))
    assert main_act(home)


@pytest.mark.parametrize("name", ["none", "open", "again"])
def test_a_registrars_numbers_are_their_lists(house: House, client_as: As, name: str) -> None:
    another_course(house, 1)
    client = client_as(house.registrar)
    home = client.get("/registrar/")
    assert tile(home, name) == str(behind(client, home, name).context["page"].paginator.count)
    assert tile(home, "none") == "2"
    assert main_act(home) == ("/registrar/?state=none", "Issue examination sheets")


@pytest.mark.parametrize(("name", "count"), [("mentors", "1"), ("enterprise", "1"), ("credits", "0")])
def test_an_offices_numbers_are_their_lists(house: House, client_as: As, name: str, count: str) -> None:
    bare = another_course(house, 1, issued=False)
    bare.enterprise = None
    bare.save()
    CourseMentor.objects.filter(course=bare).delete()
    client = client_as(house.office)
    home = client.get("/office/")
    assert tile(home, name) == count == str(behind(client, home, name).context["page"].paginator.count)


@pytest.mark.parametrize("name", ["none", "never", "blocked"])
def test_an_administrators_numbers_are_their_lists(house: House, client_as: As, name: str) -> None:
    account_of(house.teacher)
    blocked = account_of(house.mentor)
    blocked.is_active = False
    blocked.save()
    client = client_as(house.admin)
    home = client.get("/setup/")
    assert tile(home, name) == str(behind(client, home, name).context["page"].paginator.count) != "0"


@pytest.mark.parametrize("name", ["mentor", "enterprise", "sheets"])
def test_an_overviews_numbers_are_their_lists(house: House, client_as: As, name: str) -> None:
    bare = another_course(house, 1, issued=False)
    bare.enterprise = None
    bare.save()
    CourseMentor.objects.filter(course=bare).delete()
    client = client_as(house.rector)
    home = client.get("/overview/")
    assert tile(home, name) == "1"
    (line,) = behind(client, home, name).context["page"].object_list
    assert line.pk == bare.pk


def test_a_heads_first_act_is_what_holds_up_the_others(house: House, client_as: As) -> None:
    client = client_as(house.head)
    assert main_act(client.get("/department/")) == ("#late", "Remind those who owe weeks")
    another_course(house, 1, issued=False)
    assert main_act(client.get("/department/")) == ("/department/issue/", "Issue the sheets")
