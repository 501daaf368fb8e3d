"""What the tests of several desks share: further courses of the cast, numbers on tiles, points entered."""

import re
from datetime import datetime
from decimal import Decimal
from uuid import uuid4

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qosqanat.grading import actions
from qosqanat.grading.actions import Entry
from qosqanat.grading.enums import Source
from qosqanat.people.models import Person
from qosqanat.studies.models import Course, CourseMentor, Enrolment
from tests.cast import AT, House


def another_course(house: House, number: int, *, issued: bool = True) -> Course:
    """A copy of the cast's course with the same students, teacher and mentor."""
    course = Course.objects.get(pk=house.course.pk)
    course.pk, course.code, course._state.adding = None, f"UBT 44{number:02}", True
    course.save()
    course.groups.add(house.group)
    CourseMentor.objects.create(course=course, post=house.post, starts_on=house.term.starts_on)
    for student in house.students:
        Enrolment.objects.create(course=course, student=student, joined_on=house.term.starts_on)
    if issued:
        actions.issue_sheets([course], by=house.head, at=AT)
    return course


def issue_ready(client: Client) -> HttpResponse:
    """Press “Issue all sheets that are ready”: what the form of that page sends."""
    shown = client.get(reverse("department:issue")).context
    rows = [row for row, *_more in (*shown["ready"], *shown["waiting"])] if shown else []
    chosen = {"act": "issue", "confirm": "1", "pick": [row.course.pk for row in rows]}
    return client.post(reverse("department:issue"), chosen)


def tile(answer: HttpResponse, name: str) -> str:
    """What the number `name` of a page says."""
    (found,) = re.findall(rf'data-qq-number="{name}">([^<]*)<', answer.content.decode())
    return found.strip()


def enter(
    house: House, component: str, number: int, value: str | None, *, by: Person, sheets: slice = slice(None)
) -> None:
    """Enter one value for the sheets of the cast's course; the act must be accepted."""
    entries = [
        Entry(sheet.pk, component, number, None if value is None else Decimal(value), uuid4())
        for sheet in house.sheets[sheets]
    ]
    verdicts = actions.enter_scores(entries, by=by, at=AT, source=Source.GRID)
    assert all(verdict.ok for verdict in verdicts), [verdict.problems for verdict in verdicts]


def hand_in(house: House, week: int, *, at: datetime) -> None:
    """A full week of the cast's course, entered before it closed and handed in at `at`."""
    in_time = min(at, house.term.closes_at(week))
    entries = [Entry(sheet.pk, "practice", week, Decimal(4), uuid4()) for sheet in house.sheets]
    verdicts = actions.enter_scores(entries, by=house.mentor, at=in_time, source=Source.PHONE)
    assert all(verdict.ok for verdict in verdicts), [verdict.problems for verdict in verdicts]
    actions.hand_over_week(house.course, week, by=house.mentor, at=at)


def reads(client: Client, address: str) -> int:
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
