"""Bytes of a file -> tables, read by a child process that may die without harm."""

import datetime as dt
import json
import os
import subprocess
import sys
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from .model import Cell, Table
from .refusal import FileRefused, Limits

SOURCE_ROOT = str(Path(__file__).resolve().parents[2])
DEFAULT = Limits()


def read_tables(data: bytes, filename: str, limits: Limits = DEFAULT) -> list[Table]:
    """Every sheet of an XLSX, XLS, ODS or CSV file, in order; raises ``FileRefused``."""
    if len(data) > limits.megabytes * 1024 * 1024:
        raise FileRefused("too_large", {"limit": limits.megabytes})
    reply = _ask_child(data, filename, limits)
    if "refused" in reply:
        raise FileRefused(reply["refused"], reply["params"])
    return [
        Table(sheet["name"], [[_cell(value) for value in row] for row in sheet["rows"]], sheet["hidden"])
        for sheet in reply["tables"]
    ]


def _ask_child(data: bytes, filename: str, limits: Limits) -> dict[str, Any]:
    head = json.dumps({"filename": filename, "limits": asdict(limits)}).encode() + b"\n"
    environment = {"PYTHONPATH": SOURCE_ROOT, "PYTHONIOENCODING": "utf-8", "PATH": os.environ.get("PATH", "")}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "qosqanat.spreadsheets.child"],
            input=head + data,
            capture_output=True,
            timeout=limits.wall_seconds,
            env=environment,
            check=False,
        )
        reply: dict[str, Any] = json.loads(done.stdout, parse_float=Decimal)
    except (subprocess.TimeoutExpired, json.JSONDecodeError) as error:
        raise FileRefused("resources") from error
    return reply


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        return _date(value)
    if isinstance(value, str) and not value.strip():
        return None
    return value


def _date(tagged: dict[str, str]) -> Cell:
    if "d" in tagged:
        return dt.date.fromisoformat(tagged["d"])
    moment = dt.datetime.fromisoformat(tagged["t"])
    return moment.date() if moment.time() == dt.time() else moment
