"""T18: no page asks the database more often because there is more to show. The pages come from the resolver.

Counted twice with several rows of everything, so that a page which asks once more for its first row is not accused.
"""

from collections import deque
from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qosqanat.grading import actions
from qosqanat.intake import actions as intake
from qosqanat.partners.models import Enterprise, Post, Site
from qosqanat.people.models import Account, Person, Role
from qosqanat.studies.models import Course, Enrolment, Student
from tests import cast
from tests.web import hostile
from tests.web.desks import another_course
from tests.web.hostile import TABLE
from tests.web.office.conftest import NEW

FEW, MANY = 3, 9


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    with time_machine.travel(cast.AT, tick=False):
        yield


def grow(house: cast.House, first: int, last: int) -> None:
    """Numbers `first` to `last` of every kind of row that a list shows."""
    courses = list(Course.objects.filter(university=house.university))
    for number in range(first, last + 1):
        _student(house, number, courses)
        another_course(house, number, issued=number % 2 == 0)
        enterprise = Enterprise.objects.create(name_kk=f"Кәсіпорын {number}")
        Site.objects.create(enterprise=enterprise, name="Алаң")
        mentor = _person(house, number, "Тәлімгерұлы")
        Post.objects.create(person=mentor, enterprise=house.enterprise, kind="mentor", starts_on=cast.SINCE)
        teacher = _person(house, number, "Оқытушыұлы")
        Role.objects.create(person=teacher, kind="teacher", unit=house.department, starts_on=cast.SINCE)
        Account.objects.create_user(f"many-{number}", "қосқанат-2026", person=teacher)
        text = NEW.replace("41871", f"6{number:04}").encode()
        intake.start(house.university, "contingent", text, f"{number}.csv", by=house.office, at=cast.AT)
    actions.issue_sheets([house.course], by=house.head, at=cast.AT)


def _person(house: cast.House, number: int, patronymic: str) -> Person:
    return Person.objects.create(
        university=house.university, surname=f"Көпұлы{number}", given_name="Асан", patronymic=patronymic
    )


def _student(house: cast.House, number: int, courses: list[Course]) -> None:
    person = _person(house, number, "Студентұлы")
    student = Student.objects.create(
        university=house.university, person=person, number=f"5{number:04}", group=house.group
    )
    for course in courses:
        Enrolment.objects.create(course=course, student=student, joined_on=house.term.starts_on)


def asked(client: Client, address: str) -> tuple[int, int] | None:
    """How many queries the page takes and how long it is; nothing for what is no page."""
    cache.clear()
    _read(client, address)  # what is remembered for the session is remembered by now
    with CaptureQueriesContext(connection) as queries:
        text = _read(client, address)
    return (len(queries), len(text)) if text else None


def _read(client: Client, address: str) -> bytes:
    """A page's text; of a file nothing, but it is read to its end and so closed without closing the connection."""
    answer = client.get(address)
    if answer.streaming:
        deque(answer, maxlen=0)
        return b""
    return answer.content if answer.status_code == 200 else b""


@pytest.mark.parametrize("role", hostile.DESKS)
def test_more_rows_cost_no_more_queries(house: cast.House, role: str) -> None:
    grow(house, 1, FEW)
    client = hostile.sign_in(house, role)
    places = {name: reverse(name, kwargs=TABLE[name].args(house)) for name in hostile.routes_of(role)}
    before = {name: asked(client, address) for name, address in places.items()}
    grow(house, FEW + 1, MANY)
    after = {name: asked(client, address) for name, address in places.items()}
    pages = {name: (few, many) for name, few in before.items() if few and (many := after[name])}
    grown = {name: (few[0], many[0]) for name, (few, many) in pages.items() if many[0] > few[0]}
    assert grown == {}
    # the control: there was more to show, and some page of the desk showed it
    assert any(many[1] > few[1] for few, many in pages.values()) or not pages
