"""Neither an entry nor an act can be changed or taken away, not even by SQL (T1)."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from qosqanat.grading import actions
from qosqanat.grading.actions import Entry
from qosqanat.grading.models import ScoreEvent
from qosqanat.people.models import Act
from tests.cast import AT

CHANGES = {
    "grading_scoreevent": (
        "SET value = 5",
        "SET author_id = author_id + 1",
        "SET reason = 'x'",
        "SET version = 9",
    ),
    "people_act": ("SET reason = 'x'", "SET by_id = NULL", "SET action = 'x'"),
}


@pytest.fixture
def scored(house):
    entry = Entry(house.sheets[0].pk, "practice", 7, Decimal(3), uuid4())
    actions.enter_scores([entry], by=house.mentor, at=AT, source="phone")
    return house


def refused(sql: str) -> str:
    with pytest.raises(DatabaseError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    return str(caught.value)


@pytest.mark.parametrize(("table", "change"), [(t, c) for t, changes in CHANGES.items() for c in changes])
def test_no_column_of_a_record_can_be_changed(scored, table, change):
    assert f"{table} is append-only" in refused(f"UPDATE {table} {change}")


@pytest.mark.parametrize("table", CHANGES)
def test_no_record_can_be_deleted(scored, table):
    assert f"{table} is append-only" in refused(f"DELETE FROM {table}")


@pytest.mark.parametrize("model", [ScoreEvent, Act])
def test_the_orm_has_no_way_round(scored, model):
    record = model.objects.latest("pk")
    for change in (record.save, record.delete, lambda: model.objects.filter(pk=record.pk).update(reason="x")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_other_tables_change_and_records_can_be_added(scored):
    """The control: the triggers stand on these two tables and on these two verbs only."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE grading_sheet SET version = version + 1")
        assert cursor.rowcount == 3
    before = ScoreEvent.objects.count()
    entry = Entry(scored.sheets[1].pk, "practice", 7, Decimal(4), uuid4())
    actions.enter_scores([entry], by=scored.mentor, at=AT, source="phone")
    assert ScoreEvent.objects.count() == before + 1
