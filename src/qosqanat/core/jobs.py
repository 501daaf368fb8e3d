"""The one door to the background worker; a job is a dotted path and plain arguments, idempotent over its rows."""

from typing import Any

from django_q.tasks import async_task


def enqueue(path: str, *args: Any) -> str:
    """Queue `path(*args)` in the current transaction; returns the task's id."""
    task_id: str = async_task(path, *args)
    return task_id
