"""What homes open with: each number is the list behind it, one main act, and nothing where nothing waits."""

import html
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import urljoin
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from qosqanat.grading import actions
from qosqanat.grading.actions import return_sheet
from qosqanat.partners.models import Agreement, Enterprise
from qosqanat.people.models import Person, Role
from qosqanat.regulation import policy
from qosqanat.studies.models import CourseMentor
from tests.cast import AT, SINCE, House, account_of
from tests.documents.semester import SESSION
from tests.web.desks import another_course, enter, tile

As = Callable[[Person], Client]


def behind(client: Client, answer: HttpResponse, name: str) -> HttpResponse:
    """The page that the number `name` opens."""
    (href,) = re.findall(rf'<a href="([^"]*)"[^>]*><b data-qq-number="{name}"', answer.content.decode())
    return answer if href.startswith("#") else client.get(html.unescape(href))


def words(answer: HttpResponse) -> str:
    """What the page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


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


@pytest.mark.parametrize("name", ["due", "open", "again"])
def test_a_registrars_numbers_are_their_lists(house: House, client_as: As, name: str) -> None:
    another_course(house, 1)
    with time_machine.travel(SESSION, tick=False):
        client = client_as(house.registrar)
        home = client.get("/registrar/")
        assert tile(home, name) == str(behind(client, home, name).context["page"].paginator.count)
        assert tile(home, "due") == "2"
        assert "2 courses without an examination sheet" in words(home)
        assert main_act(home) == ("/registrar/?state=due", "Issue examination sheets")
        assert "qq-later" not in home.content.decode()


def test_before_the_session_no_examination_sheet_is_due(house: House, client_as: As) -> None:
    another_course(house, 1)
    client = client_as(house.registrar)
    home = client.get("/registrar/")
    assert tile(home, "due") == "0" == str(behind(client, home, "due").context["page"].paginator.count)
    assert "2 more after 13 December" in words(home), "said apart, in grey"
    assert main_act(home) == (reverse("papers:batch_new"), "Print many papers")
    return_sheet(house.sheets[0], by=house.head, at=AT)
    assert main_act(client.get("/registrar/")) == (reverse("registrar:sealed"), "File the returned sheets")


def test_a_sealed_sheet_is_owed_only_after_its_last_day(house: House, client_as: As) -> None:
    client = client_as(house.registrar)
    (row,) = client.get(reverse("registrar:sealed")).context["departments"]
    assert (row["owed"], row["later"]) == (0, 3)
    with time_machine.travel(datetime(2026, 12, 20, 5, tzinfo=UTC), tick=False):
        (row,) = client_as(house.registrar).get(reverse("registrar:sealed")).context["departments"]
    assert (row["owed"], row["later"]) == (3, 0), "five days after week 15"


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
def test_an_overviews_numbers_for_somebody_of_another_desk_are_their_lists(
    house: House, client_as: As, name: str
) -> None:
    bare = another_course(house, 1, issued=False)
    bare.enterprise = None
    bare.save()
    CourseMentor.objects.filter(course=bare).delete()
    client = client_as(house.registrar)
    home = client.get("/overview/")
    assert tile(home, name) == "1"
    (line,) = behind(client, home, name).context["page"].object_list
    assert line.pk == bare.pk


def test_a_heads_first_act_is_what_holds_up_the_others(house: House, client_as: As) -> None:
    client = client_as(house.head)
    assert main_act(client.get("/department/")) == ("#late", "Remind those who owe weeks")
    another_course(house, 1, issued=False)
    assert main_act(client.get("/department/")) == ("/department/issue/", "Issue the sheets")


HOMES = {
    "student": {"risk": "courses where admission is in danger", "lost": "", "absent": ""},
    "mentor": {"week": "marks missing this week", "behind": "", "again": ""},
    "teacher": {"tests": "", "tasks": "", "danger": ""},
    "head": {"late": "mentor owes closed weeks", "not_issued": "", "blocked": ""},
    "dean": {"late": "courses with missing weeks", "on_time": "", "danger": ""},
    "registrar": {"due": "", "open": "", "again": ""},
    "office": {"mentors": "course without a mentor", "enterprise": "", "credits": ""},
    "admin": {"none": "", "never": "", "blocked": ""},
    "adviser": {"danger": "", "late": "mentor owes closed weeks", "students": "students in dual courses"},
    "quality": {"changes": "mark changed after closing", "late": "", "sheets": ""},
    "rector": {"on_time": "practice weeks in time", "students": "", "passed": "examinations passed"},
    "career": {"ending": "cooperation contract ends within 60 days", "mentorless": "", "enterprise": ""},
    "base_head": {"late": "", "students": "students in dual courses", "ending": ""},
    "representative": {"late": "", "students": "", "contracts": "cooperation contracts"},
}


def test_every_role_has_a_home_in_this_table() -> None:
    assert HOMES.keys() == set(policy.ROLES)


@pytest.fixture
def busy(house: House) -> House:
    """The cast's house with something that needs each role: a course that lacks all, a mark changed after closing, a
    contract that ends, another that has ended, a partner with two contracts and no mentor."""
    bare = another_course(house, 1, issued=False)
    bare.enterprise = bare.credits = None
    bare.save()
    CourseMentor.objects.filter(course=bare).delete()
    another_course(house, 2)
    enter(house, "practice", 7, "4", by=house.mentor, sheets=slice(1))
    actions.enter_scores(
        [
            actions.Entry(house.sheets[0].pk, "practice", 1, Decimal(value), uuid4(), base)
            for base, value in enumerate("35")
        ],
        by=house.head, at=AT, source="grid", reason="жазу қатесі",
    )  # fmt: skip
    for number, (days, enterprise) in enumerate({30: house.enterprise, -5: None, 400: None}.items()):
        Agreement.objects.create(
            university=house.university,
            enterprise=enterprise or Enterprise.objects.create(name_kk=f"Серіктес {number}"),
            number=f"N-{number}",
            signed_on=date(2024, 1, 12),
            ends_on=AT.date() + timedelta(days=days),
        )
    partner = Enterprise.objects.get(name_kk="Серіктес 2")
    Agreement.objects.create(university=house.university, enterprise=partner, number="N-3")
    return house


def counted(answer: HttpResponse, name: str) -> str:
    """What the list behind the number `name` counts: the sum in its last line, its reminders, cards or rows."""
    if total := re.search(rf'data-qq-total="{name}">([^<]*)<', answer.content.decode()):
        return total[1]
    if "cards" in answer.context:
        return tile(answer, name)
    if "ready_sheets" in answer.context:
        return str(answer.context["ready_sheets"] + answer.context["waiting_sheets"])
    if name == "late" and "late" in answer.context:
        return str(len(answer.context["late"]))
    return str(answer.context["page"].paginator.count)


@pytest.mark.parametrize("role", policy.ROLES)
def test_every_home_opens_with_three_numbers_their_lists_and_one_main_act(
    busy: House, client_as: As, role: str
) -> None:
    person = busy.students[1].person if role == "student" else busy.people[role]
    client = client_as(person)
    address = client.get(reverse("home"))["Location"]
    home = client.get(address)
    found = re.findall(r'data-qq-number="(\w+)"', home.content.decode())
    assert found == list(HOMES[role])
    for name, label in HOMES[role].items():
        assert not label or f"{tile(home, name)} {label}" in words(home), name
        there = behind(client, home, name)
        assert there.status_code == 200, name
        assert counted(there, name) == tile(home, name), name
    act = main_act(home)
    assert act is not None
    assert client.get(urljoin(address, html.unescape(act[0]))).status_code == 200


@pytest.mark.parametrize("role", ["rector", "registrar"])
def test_an_overview_asks_nothing_twice(busy: House, client_as: As, role: str) -> None:
    client = client_as(busy.people[role])
    client.get("/overview/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/overview/")
    asked = Counter(query["sql"] for query in queries if "grading_sheet" in query["sql"])
    assert asked and [sql for sql, times in asked.items() if times > 1] == []


LOOKED_AT = {
    "adviser": {"danger": "6", "late": "1", "students": "3"},
    "quality": {"changes": "1", "late": "1", "sheets": "1"},
    "rector": {"on_time": "0 %", "students": "3", "passed": "—"},
    "career": {"ending": "1", "mentorless": "1", "enterprise": "1"},
    "base_head": {"late": "1", "students": "3", "ending": "1"},
    "representative": {"late": "1", "students": "3", "contracts": "2"},
}


@pytest.mark.parametrize("role", LOOKED_AT)
def test_those_who_look_on_see_what_needs_them_within_their_reach(
    busy: House, neighbour: House, client_as: As, role: str
) -> None:
    home = client_as(busy.people[role]).get("/overview/")
    assert {name: tile(home, name) for name in LOOKED_AT[role]} == LOOKED_AT[role]


@pytest.mark.parametrize(("language", "said"), [
    ("en", {0: "sheets not issued", 1: "sheet not issued", 2: "sheets not issued", 5: "sheets not issued", 21: "sheets not issued"}),
    ("ru", {0: "ведомостей не выдано", 1: "ведомость не выдана", 2: "ведомости не выданы", 5: "ведомостей не выдано", 21: "ведомость не выдана"}),
    ("kk", dict.fromkeys((0, 1, 2, 5, 21), "ведомость берілмеген")),
])  # fmt: skip
def test_the_words_of_a_number_agree_with_it(language: str, said: dict[int, str]) -> None:
    with translation.override(language):
        for count, label in said.items():
            assert ngettext("sheet not issued", "sheets not issued", count) == label


@pytest.mark.parametrize("count", [0, 1, 2, 5, 21])
def test_a_counted_label_is_worded_for_what_its_tile_says(house: House, client_as: As, count: int) -> None:
    for number in range(count):
        Person.objects.create(university=house.university, surname=f"Жаңа{number}").roles.create(
            kind="teacher", unit=house.department, starts_on=SINCE
        )
    Role.objects.exclude(person__surname__startswith="Жаңа").exclude(person=house.admin).delete()
    client = client_as(house.admin)
    home = client.get("/setup/")
    assert tile(home, "none") == str(count)
    noun = "person" if count == 1 else "people"
    assert f"{count} {noun} with a role and no sign-in" in words(home)
