"""The database's own rules, each broken once by SQL (T13): state and evidence, caps of a hundred, one row per place."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from qosqanat.grading.models import ScoreEvent

from .help import enter
from .test_exams import closed, session  # noqa: F401  (fixtures)

BROKEN = [
    "UPDATE grading_cell SET value = 101",
    "UPDATE grading_cell SET value = -1",
    "UPDATE grading_cell SET value = NULL",
    "UPDATE grading_cell SET state = 'absent'",
    "UPDATE grading_cell SET state = 'perhaps'",
    "UPDATE grading_cell SET component = 'homework'",
    "UPDATE grading_sheet SET state = 'lost'",
    "UPDATE grading_sheet SET admission = 100.5",
    "UPDATE grading_sheet SET exam = 101",
    "UPDATE grading_sheet SET final = 50, exam = NULL, letter = 'D'",
    "UPDATE grading_sheet SET final = 90, admitted = true, exam = 90, letter = ''",
    "UPDATE grading_sheet SET number = '000001'",
    "UPDATE grading_coursescheme SET threshold = 101",
    "UPDATE grading_iwstask SET cap = 0",
    "UPDATE grading_iwstask SET number = 1",
    "UPDATE grading_examsheet SET closed_at = NULL",
    "UPDATE grading_examsheet SET state = 'issued'",
    "UPDATE grading_examsheet SET attempt = 2",
    "UPDATE grading_examsheet SET kind = 'retake'",
]


@pytest.mark.parametrize("sql", BROKEN)
def test_the_database_refuses_what_the_code_would(closed, sql):  # noqa: F811
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "change", [{"version": 1}, {"state": "absent"}, {"value": 101}, {"source": "rumour"}]
)
def test_no_event_stands_that_breaks_its_rules(house, change):
    enter(house, "practice", 7, 4)
    event = ScoreEvent.objects.get()
    event.pk, event.operation, event.version = None, uuid4(), 2
    for name, value in change.items():
        setattr(event, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()


def test_the_control_a_right_event_can_be_added(house):
    enter(house, "practice", 7, 4)
    event = ScoreEvent.objects.get()
    event.pk, event.operation, event.version = None, uuid4(), 2
    event.save()
    assert ScoreEvent.objects.count() == 2
