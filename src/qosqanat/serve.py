"""`qosqanat serve`: the production app server and the background worker, started and stopped together."""

import argparse
import io
import os
import signal
import subprocess
import sys
from contextlib import suppress

# Seconds that a job under way has to finish; less than TimeoutStopSec in docs/operations.md.
GRACE = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="server processes (default %(default)s)")


def run(args: argparse.Namespace) -> int:
    """Prepare the database and the static files, then serve until a signal ends it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qosqanat.settings")
    prepare()
    serve(args.host, args.port, args.workers)
    return 0


def prepare() -> None:
    """Bring the tables up to date, gather the static files, set the worker's times; refuse to start on a failed check."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    from qosqanat.core.jobs import keep_schedule

    call_command("check", databases=["default"], stdout=io.StringIO())
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    keep_schedule(settings.SCHEDULE)


def serve(host: str, port: int, workers: int) -> None:
    """Answer on `host:port` until SIGINT or SIGTERM; the worker ends with the server."""
    from granian import Granian
    from granian.constants import Interfaces

    # In a session of its own: a signal to our whole group reaches its helpers through it alone, in the right order.
    command = [sys.executable, "-m", "django", "qcluster"]
    worker = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        Granian(
            "qosqanat.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            websockets=False,
            log_enabled=False,
        ).serve()
    finally:
        end(worker, within=GRACE)


def end(worker: subprocess.Popen[bytes], *, within: float) -> None:
    """Let the worker, the leader of its own group, finish its job; after `within` seconds it is killed.

    A job that was cut off is still in the queue and begins again after the next start.
    """
    worker.terminate()
    try:
        worker.wait(timeout=within)
    except subprocess.TimeoutExpired:
        sys.stderr.write(
            f"The background worker did not finish its job within {within:g} seconds and was stopped; "
            "the job begins again after the next start.\n"
        )
    with suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
