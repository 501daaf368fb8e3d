"""`qosqanat demo`: make the demo universities once, then serve them. Nothing leaves the machine."""

import argparse
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

# Tuesday of week 10: nine weeks are behind, and the kit's spreadsheets end there.
OPENS_AT = datetime(2026, 11, 3, 5, 0, tzinfo=UTC)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default %(default)s)")
    parser.add_argument("--fresh", action="store_true", help="start over")
    parser.add_argument("--load-only", action="store_true", help="make the data, do not serve")


def run(args: argparse.Namespace) -> int:
    """Exit status 2 when the port is taken."""
    folder = _folder()
    if args.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    ready = folder / "ready"
    if not ready.exists():
        shutil.rmtree(folder, ignore_errors=True)
    _environment(folder, args.port)
    if not args.load_only and not _is_free(args.port):
        sys.stderr.write(
            f"Port {args.port} is taken: stop what listens there or choose another, PORT=8080 make demo.\n"
        )
        return 2
    with _step("Preparing the database"):
        from qosqanat import serve

        serve.prepare()
    from qosqanat.demo import cast, load

    if not ready.exists():
        load.load(_step)
        ready.touch()
        if not args.load_only:
            _begin_anew(args.port)
    _print_logins(cast.logins(), cast.PASSWORD, args.port)
    if not args.load_only:
        serve.serve("127.0.0.1", args.port, workers=2)
    return 0


def _begin_anew(port: int) -> None:
    """Go on as a new process: this one has printed papers, and a forked server would wait for ever for the printer's threads."""
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "qosqanat.cli", "demo", "--port", str(port)])


def _folder() -> Path:
    # the settings read the environment when they are first imported: nothing of them may be touched before it is set
    return Path(os.environ.get("QOSQANAT_DATA_DIR") or Path.cwd() / "var" / "demo")


def _environment(folder: Path, port: int) -> None:
    """Everything of the demo lives in its own folder; its clock starts at `OPENS_AT` and then runs on."""
    folder.mkdir(parents=True, exist_ok=True)
    clock = folder / "clock"
    if not clock.exists():
        clock.write_text(str(int((OPENS_AT - datetime.now(UTC)).total_seconds())))
    os.environ.update(
        DJANGO_SETTINGS_MODULE="qosqanat.settings",
        QOSQANAT_DATA_DIR=str(folder),
        QOSQANAT_DEMO="1",
        QOSQANAT_CLOCK_OFFSET=clock.read_text(),
        QOSQANAT_PUBLIC_URL=f"http://127.0.0.1:{port}",
    )


def _is_free(port: int) -> bool:
    import socket

    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


@contextmanager
def _step(title: str) -> Iterator[Callable[[str], None]]:
    """Show what is going on and how long it took; the yielded function adds a detail."""
    begun = time.monotonic()
    live = sys.stdout.isatty()
    details: list[str] = []

    def say(detail: str) -> None:
        details[:] = [detail]
        if live:
            sys.stdout.write(f"\r\033[K{title} … {detail}")
            sys.stdout.flush()

    say("")
    yield say
    end = f"{title} … {details[0]} ({time.monotonic() - begun:.1f} s)".replace("… (", "… done (")
    sys.stdout.write(f"{chr(13) if live else ''}{end.replace('  ', ' ')}\n")
    sys.stdout.flush()


def _print_logins(logins: list[tuple[str, str, str]], password: str, port: int) -> None:
    width = max(len(role) for role, *_rest in logins)
    sys.stdout.write(f"\nhttp://127.0.0.1:{port}   password of everybody: {password}\n\n")
    for role, first, second in logins:
        sys.stdout.write(f"  {role:<{width}}  {first:<24} {second}\n")
    sys.stdout.write(f"\nPasskeys want a name instead of a number: http://localhost:{port}\n")
    sys.stdout.write("Ctrl+C stops it; the data stays for the next start.\n")
    sys.stdout.flush()
