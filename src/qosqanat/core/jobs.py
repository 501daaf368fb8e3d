"""The one door to the background worker; a job is a dotted path and plain arguments, idempotent over its rows."""

from collections.abc import Mapping
from typing import Any

from django_q.models import Schedule
from django_q.tasks import async_task


def enqueue(path: str, *args: Any) -> str:
    """Queue `path(*args)` in the current transaction; returns the task's id."""
    task_id: str = async_task(path, *args)
    return task_id


def keep_schedule(jobs: Mapping[str, str]) -> None:
    """Let the worker run each job (dotted path -> cron line) at its times, and no other."""
    for path, cron in jobs.items():
        times = {"func": path, "schedule_type": Schedule.CRON, "cron": cron, "repeats": -1}
        Schedule.objects.update_or_create(name=path, defaults=times)
    Schedule.objects.exclude(name__in=list(jobs)).delete()
