"""`make bench`: measure what the product costs on both databases and write docs/performance.md.

    python -m tools.bench [--marks 100000 1000000 10000000] [--engines sqlite postgresql] [--only FILE]

Every size of every engine is a process of its own with a throw-away database; PostgreSQL is a cluster of its own with
the settings it comes with, or the server of QOSQANAT_BENCH_POSTGRES_URL. `--keep FILE` keeps the figures as JSON,
`--only FILE` writes the page from such a file and measures nothing.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .report import write
from .serving import free_port

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = ("finding",)
BASE = ("daily", "recomputing", "papers", "served", "bringing")
GROWTH, LARGEST = ("daily",), ("daily", "overviews")
SIZES = (100_000, 1_000_000, 10_000_000)
# the moment that tools/bench/world.py is made for, without reading it: that needs Django
NOW = datetime(2026, 12, 9, 5, 0, tzinfo=UTC)


def main() -> None:
    args = _arguments()
    if args.only:
        write(json.loads(args.only.read_text()))
        return
    found: dict[str, Any] = {"engines": {}}
    if shutil.which("chromium"):
        say("the grid in Chromium")
        found["grid"] = _asked("sqlite", "tools.bench.grid")
    for engine in args.engines:
        sizes: dict[str, Any] = {
            "base": _measured(engine, "base", BASE),
            "people": _measured(engine, "people", PEOPLE),
        }
        for marks in args.marks:
            works = LARGEST if marks == max(args.marks) else GROWTH
            sizes[str(marks)] = _measured(engine, str(marks), works)
        found["engines"][engine] = sizes
        if args.keep:
            args.keep.write_text(json.dumps(found, indent=1))
    write(found)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--marks", type=int, nargs="+", default=SIZES)
    parser.add_argument(
        "--engines", nargs="+", default=("sqlite", "postgresql"), choices=("sqlite", "postgresql")
    )
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", type=Path)
    return parser.parse_args()


def _measured(engine: str, size: str, works: tuple[str, ...]) -> dict[str, Any]:
    say(f"{engine}, {size}: {', '.join(works)}")
    return _asked(engine, "tools.bench.run", size, *works)


def _asked(engine: str, module: str, *words: str) -> dict[str, Any]:
    """The JSON that a module prints in a process of its own, before a database that is thrown away."""
    with (
        tempfile.TemporaryDirectory(prefix="qosqanat-bench-") as folder,
        _database(engine, Path(folder)) as url,
    ):
        offset = int((NOW - datetime.now(UTC)).total_seconds())
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "qosqanat.settings",
            "QOSQANAT_DATA_DIR": folder,
            "QOSQANAT_DATABASE_URL": url,
            "QOSQANAT_CLOCK_OFFSET": str(offset),
        }
        command = [sys.executable, "-m", module, *words]
        done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
        result: dict[str, Any] = json.loads(done.stdout)
        return result


@contextmanager
def _database(engine: str, folder: Path) -> Iterator[str]:
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'bench.sqlite3'}"
    elif given := os.environ.get("QOSQANAT_BENCH_POSTGRES_URL"):
        yield given
    else:
        with _cluster(folder) as url:
            yield url


@contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    """A PostgreSQL of our own, as initdb makes it; root lends it the user postgres."""
    found = [shutil.which("initdb"), *sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))]
    binaries = next((Path(one).parent for one in reversed(found) if one), None)
    if binaries is None:
        sys.exit("PostgreSQL is missing: apt-get install postgresql, or set QOSQANAT_BENCH_POSTGRES_URL.")
    lent = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    place, port = folder / "postgres", free_port()
    place.mkdir()
    if lent:
        folder.chmod(0o755)
        shutil.chown(place, "postgres")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={place}"
    control = [*lent, f"{binaries}/pg_ctl", f"--pgdata={place}/data"]
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": place}
    initdb = [*lent, f"{binaries}/initdb", f"--pgdata={place}/data", "--username=postgres", "--auth=trust"]
    subprocess.run([*initdb, "--encoding=UTF8", "--locale=C.UTF-8"], **quiet)  # type: ignore[call-overload]
    subprocess.run([*control, f"--log={place}/log", "--wait", "start", "-o", options], **quiet)  # type: ignore[call-overload]
    try:
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **quiet)  # type: ignore[call-overload]


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
