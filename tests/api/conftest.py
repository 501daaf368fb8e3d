"""A machine that knocks with somebody's token."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from qosqanat.grading.actions import Entry, enter_scores
from qosqanat.grading.models import Sheet
from qosqanat.people.actions import make_token
from qosqanat.people.models import Person, Token
from qosqanat.people.scopes import SCOPES
from qosqanat.studies.models import Enrolment, Student
from tests.cast import AT, House, account_of


@dataclass
class Machine:
    """A client without cookies; addresses are below /api/v1."""

    token: Token
    secret: str
    client: Client

    def get(self, address: str, query: Any = None, **headers: str) -> Any:
        return self.client.get(f"/api/v1{address}", query, headers=headers)

    def send(self, method: str, address: str, body: Any, **headers: str) -> Any:
        ask = getattr(self.client, method)
        return ask(f"/api/v1{address}", body, content_type="application/json", headers=headers)

    def put(self, address: str, body: Any, tag: str = "") -> Any:
        return self.send("put", address, body, **({"if-match": tag} if tag else {}))

    def post(self, address: str, body: Any, key: str = "") -> Any:
        return self.send("post", address, body, **({"idempotency-key": key} if key else {}))


Knock = Callable[..., Machine]


def machine_of(person: Person, scopes: Iterable[str] = tuple(SCOPES), days: int = 30) -> Machine:
    """A machine with a fresh token of `person`."""
    account = account_of(person)
    token, secret = make_token(account, name="timetable", scopes=scopes, days=days, by=person, at=AT)
    headers = {"authorization": f"Bearer {secret}", "accept-language": "en"}
    return Machine(token, secret, Client(headers=headers))


@pytest.fixture
def knock(db: None) -> Iterator[Knock]:
    """`knock(person)` is a machine with that person's token, at the cast's moment."""
    with time_machine.travel(AT, tick=False):
        yield machine_of


def many(house: House, count: int) -> None:
    """`count` more students in the course, each with a point."""
    people = [Person(surname=f"Көп{number:03}", university=house.university) for number in range(count)]
    for person in people:
        person.fill_keys()
    Person.objects.bulk_create(people)
    students = Student.objects.bulk_create(
        Student(university=house.university, person=person, number=f"K{person.pk}", group=house.group)
        for person in people
    )
    Enrolment.objects.bulk_create(
        Enrolment(course=house.course, student=student, joined_on=house.term.starts_on)
        for student in students
    )
    sheets = Sheet.objects.bulk_create(
        Sheet(
            university=house.university, course=house.course, student=student, number=f"K-{student.pk}",
            issued_at=AT - timedelta(days=9), issued_by=house.head,
        )
        for student in students
    )  # fmt: skip
    entries = [Entry(sheet.pk, "test", 7, Decimal(2), uuid4()) for sheet in sheets]
    verdicts = enter_scores(entries, by=house.teacher, at=AT, source="grid")
    assert all(verdict.ok for verdict in verdicts)
