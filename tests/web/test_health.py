"""What a monitor is told, and that it is told the truth."""

import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from django_q.models import OrmQ

from qosqanat.web.common import health

pytestmark = pytest.mark.django_db
Disk = namedtuple("Disk", "total used free")


def asked() -> tuple[int, dict[str, object]]:
    response = Client().get("/readyz")
    return response.status_code, response.json()


def test_a_ready_server_says_so_part_by_part() -> None:
    assert asked() == (
        200,
        {"ready": True, "disk": "ok", "database": "ok", "migrations": "ok", "queue": "ok"},
    )


def test_a_database_that_is_away_is_named_and_nothing_behind_it_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def away() -> None:
        raise DatabaseError

    monkeypatch.setattr(connection, "ensure_connection", away)
    status, answer = asked()
    assert status == 503
    assert answer["database"] == "The database does not answer."
    assert "queue" not in answer


def test_a_migration_that_has_not_run_is_told() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations WHERE app = 'grading')"
        )
    status, answer = asked()
    assert status == 503
    assert answer["migrations"] == "1 migrations have not run: restart the server."


@pytest.mark.parametrize(("waits", "status"), [(timedelta(minutes=9), 200), (timedelta(minutes=11), 503)])
def test_a_job_that_nobody_takes_betrays_a_missing_worker(waits: timedelta, status: int) -> None:
    OrmQ.objects.create(key="qosqanat", payload="x", lock=timezone.now() - waits)
    assert asked()[0] == status


def test_a_full_disk_is_told_before_it_hurts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Disk(0, 0, health.LEAST_FREE - 1))
    assert asked()[1]["disk"] == "Only 199 MB are free in the data folder."


def test_a_monitor_learns_the_release() -> None:
    assert Client().get("/version").json() == {"version": "2026.11.0"}
    assert Client().get("/livez").json() == {"alive": True}
