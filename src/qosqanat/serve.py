"""`qosqanat serve`: the production app server and the background worker, started and stopped together."""

import argparse
import io
import os
import subprocess
import sys


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

    worker = subprocess.Popen([sys.executable, "-m", "django", "qcluster"], stdout=subprocess.DEVNULL)
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
        worker.terminate()
        worker.wait(timeout=20)
