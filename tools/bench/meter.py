"""What a piece of work costs: processor time of this process and of the database behind it, and time on the wall."""

import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Reading:
    """Milliseconds of every run."""

    cpu: list[float]
    wall: list[float]

    def as_dict(self) -> dict[str, float]:
        ordered = sorted(self.wall)
        return {
            "cpu": statistics.median(self.cpu),
            "wall": statistics.median(self.wall),
            "p95": ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))],
            "runs": len(self.wall),
        }


def measure(
    act: Callable[[Any], Any], *, prepare: Callable[[], Any] = lambda: None, runs: int = 30, warm: int = 3
) -> Reading:
    """Run `act` with what `prepare` made, which is not counted; the first `warm` runs are not kept."""
    cpu, wall = [], []
    for number in range(warm + runs):
        given = prepare()
        begun = _spent(), time.perf_counter()
        act(given)
        ended = _spent(), time.perf_counter()
        if number >= warm:
            cpu.append(1000 * (ended[0] - begun[0]))
            wall.append(1000 * (ended[1] - begun[1]))
    return Reading(cpu, wall)


def _spent() -> float:
    """Seconds of processor time so far: this process with its children, and on PostgreSQL the backend that serves it."""
    own = os.times()
    seconds = time.process_time() + own.children_user + own.children_system
    if connection.vendor == "postgresql" and connection.connection is not None:
        backend = connection.connection.info.backend_pid
        seconds += int(Path(f"/proc/{backend}/schedstat").read_text().split()[0]) / 1e9
    return seconds


def memory_of(root: int) -> float:
    """Megabytes that a process and everything below it hold, shared pages counted once (PSS)."""
    total, waiting = 0, [root]
    while waiting:
        pid = waiting.pop()
        try:
            children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except (FileNotFoundError, ProcessLookupError):
            continue
        waiting += [int(child) for child in children]
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024
