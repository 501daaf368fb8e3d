"""What a monitor asks: is the process alive, can it serve, which version is it?"""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import version as version_of

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django_q.models import OrmQ

from .guard import public

LONGEST_WAIT = timedelta(minutes=10)
LEAST_FREE = 200 * 1024**2  # bytes; below it a backup or an import fails half-way


@public("A monitor asks whether the process answers.")
def livez(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"alive": True})


@public("A monitor asks whether this server can do its work.")
def readyz(request: HttpRequest) -> JsonResponse:
    """200 with every part `ok`, or 503 with one sentence per part that is not."""
    parts = dict(findings())
    ready = set(parts.values()) == {"ok"}
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503)


@public("A monitor asks which release runs.")
def version(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"version": version_of("qosqanat")})


def findings() -> Iterator[tuple[str, str]]:
    """Each part with `ok` or what is wrong; parts that need the database are not asked while it is away."""
    yield "disk", disk()
    try:
        connection.ensure_connection()
    except DatabaseError:
        yield "database", "The database does not answer."
        return
    yield "database", "ok"
    for name, ask in (("migrations", migrations), ("queue", queue)):
        yield name, ask()


def disk() -> str:
    free = shutil.disk_usage(settings.DATA_DIR).free
    return "ok" if free >= LEAST_FREE else f"Only {free // 1024**2} MB are free in the data folder."


def migrations() -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "ok" if not waiting else f"{len(waiting)} migrations have not run: restart the server."


def queue() -> str:
    """A job waits at most a second for an idle worker; one that waits for minutes has no worker."""
    late = OrmQ.objects.filter(lock__lt=timezone.now() - LONGEST_WAIT).count()
    return (
        "ok"
        if not late
        else f"{late} jobs wait for longer than ten minutes: is the background worker running?"
    )
