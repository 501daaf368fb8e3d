"""Reading the environment: one place, one prefix, one sentence when a value is unusable.

Every variable says what it means where it is read; `VARIABLES` gathers them, and docs/operations.md prints that table.
"""

import os
from pathlib import Path
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured

PACKAGE = Path(__file__).resolve().parents[1]
ROOT = PACKAGE.parents[1]


def shipped(name: str) -> Path:
    """A folder that a wheel carries inside the package and a checkout keeps beside `src/`."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else ROOT / name


class Variable(NamedTuple):
    meaning: str
    default: str


VARIABLES: dict[str, Variable] = {}


def text(name: str, meaning: str, default: str = "", *, shown: str | None = None) -> str:
    """`QOSQANAT_<name>` or the default; `shown` names a default that differs from machine to machine."""
    VARIABLES[f"QOSQANAT_{name}"] = Variable(meaning, default if shown is None else shown)
    return os.environ.get(f"QOSQANAT_{name}", default)


def flag(name: str, meaning: str) -> bool:
    value = text(name, meaning, "0").strip().lower()
    if value not in {"0", "1", "true", "false", "yes", "no", ""}:
        raise ImproperlyConfigured(f"QOSQANAT_{name} must be 1 or 0, not {value!r}.")
    return value in {"1", "true", "yes"}


def number(name: str, meaning: str, default: int) -> int:
    value = text(name, meaning, str(default))
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"QOSQANAT_{name} must be a whole number, not {value!r}.") from None


def names(name: str, meaning: str, default: str = "") -> list[str]:
    return [part.strip() for part in text(name, meaning, default).split(",") if part.strip()]


def folder(name: str, meaning: str, default: Path, *, shown: str) -> Path:
    path = Path(text(name, meaning, shown=shown) or default)
    path.mkdir(parents=True, exist_ok=True)
    return path
