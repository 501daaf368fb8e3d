"""What stands in a cell: read as it was typed or filed, and why it cannot stand there (Y-6.4)."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any

from qosqanat.regulation.numbers import plain
from qosqanat.regulation.schemes import Scheme


class Absence(Enum):
    """A cell that was filled with a word instead of points; either adds 0."""

    ABSENT = "absent"
    EXCUSED = "excused"


ABSENT = Absence.ABSENT
EXCUSED = Absence.EXCUSED
Entry = Decimal | Absence

WORDS = {
    "absent": ABSENT,
    "abs": ABSENT,
    "қ": ABSENT,
    "ж": ABSENT,
    "жоқ": ABSENT,
    "н/б": ABSENT,
    "h/б": ABSENT,
    "нб": ABSENT,
    "н.б.": ABSENT,
    "б/ж": ABSENT,
    "бж": ABSENT,
    "excused": EXCUSED,
    "exc": EXCUSED,
    "ex": EXCUSED,
    "уваж": EXCUSED,
    "уваж.": EXCUSED,
    "себепті": EXCUSED,
    "себ.": EXCUSED,
}

_POINTS = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_LONG = re.compile(r"[0-9]{1,50}[.,][0-9]{3,}")
_NEGATIVE = re.compile(r"[-\u2212\u2013][0-9]+(?:[.,][0-9]+)?")
_EDGES = "\ufeff\u200b\u200c\u200d\u2060"


class BadValue(ValueError):
    """A cell's content that is no mark; `key` is negative, decimals, date, formula or number."""

    def __init__(self, key: str, value: Any) -> None:
        super().__init__(key, value)
        self.key = key
        self.value = value


def parse(raw: Any) -> Entry | None:
    """Read what was typed in one cell; None when it is empty.

    Points have at most two decimals, with point or comma: so many are kept. Raises BadValue.
    """
    if _LONG.fullmatch(_written(raw)):
        raise BadValue("decimals", raw)
    return exact(raw)


def exact(raw: Any) -> Entry | None:
    """Read what a file holds in one cell, with every decimal; None when it is empty. Raises BadValue."""
    if raw is None or isinstance(raw, Absence):
        return raw
    if isinstance(raw, str):
        return _exact_text(raw)
    if isinstance(raw, bool) or not isinstance(raw, (int, float, Decimal)):
        raise BadValue("date" if isinstance(raw, (date, time, timedelta)) else "number", raw)
    return _exact_number(raw)


def _written(raw: Any) -> str:
    """A number as it is written, empty text for what is none."""
    if isinstance(raw, str):
        return _bare(raw)
    if isinstance(raw, bool) or not isinstance(raw, (int, float, Decimal)):
        return ""
    number = _decimal(raw)
    return plain(number) if number.is_finite() else ""


def _bare(text: str) -> str:
    return text.strip().strip(_EDGES).strip()


def _decimal(raw: float | Decimal) -> Decimal:
    # repr gives the shortest decimal that names this float, which is what the user saw in the cell
    return Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)


def _exact_text(raw: str) -> Entry | None:
    text = _bare(raw)
    if _POINTS.fullmatch(text):
        return Decimal(text.replace(",", "."))
    if not text:
        return None
    if word := WORDS.get(text.lower()):
        return word
    if _NEGATIVE.fullmatch(text):
        raise BadValue("negative", raw)
    raise BadValue("formula" if text.startswith("=") else "number", raw)


def _exact_number(raw: float | Decimal) -> Decimal:
    # a spreadsheet computes with 15 digits: what stands behind them (0.1 + 0.2) nobody typed
    number = Decimal(f"{raw:.15g}") if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite():
        raise BadValue("number", raw)
    if number < 0:
        raise BadValue("negative", raw)
    return Decimal(plain(abs(number)))


@dataclass(frozen=True)
class Fault:
    """Why a value cannot stand in a cell: cell (there is none), cap, negative, date, formula or number."""

    key: str
    component: str
    number: int
    value: str
    cap: Decimal | None

    @property
    def column(self) -> str:
        return self.component if self.component == "exam" else f"{self.component}_{self.number}"

    def __str__(self) -> str:
        cap = "no cap" if self.cap is None else f"cap {plain(self.cap)}"
        return f"{self.column}: {self.value} {FAULTS[self.key]} ({cap})"


FAULTS = {
    "cell": "is entered where the scheme has no cell",
    "cap": "is above the cap",
    "negative": "is negative",
    "date": "is a date or time, not a number",
    "formula": "is a formula without a stored value: open and save the file in your spreadsheet program",
    "number": "is not a number",
}


def problems(scheme: Scheme, component: str, number: int, raw: Any) -> tuple[Fault, ...]:
    """Say why `raw` cannot stand in the cell; empty when it can (Y-6.4)."""
    cap = scheme.cap(component, number)
    try:
        entry = exact(raw)
    except BadValue as bad:
        return (
            Fault(
                bad.key if cap is not None or bad.key == "formula" else "cell",
                component,
                number,
                shown(raw),
                cap,
            ),
        )
    if entry is None:
        return ()
    if cap is None:
        return (Fault("cell", component, number, shown(raw), None),)
    if isinstance(entry, Decimal) and entry > cap:
        return (Fault("cap", component, number, shown(raw), cap),)
    return ()


def shown(raw: Any) -> str:
    """Write a value for an error message: one line, 40 characters."""
    if isinstance(raw, Absence):
        return raw.value
    text = " ".join(str(raw).split())
    return text if len(text) <= 40 else f"{text[:39]}…"
