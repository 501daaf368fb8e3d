"""Marking schemes: which cell exists in which week, with which cap (Y-6.4, Y-A2, Y-A3)."""

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple, Self

from qosqanat.regulation.numbers import plain
from qosqanat.regulation.scale import Band, Scale

COMPONENTS = ("test", "practice", "iws", "exam")


class Cell(NamedTuple):
    """Where a cell's points go: index of the rating period, and cap."""

    period: int
    cap: Decimal


@dataclass(frozen=True)
class Week:
    """One row of an annex. A cap of None means that the scheme has no cell there."""

    number: int
    test: Decimal | None
    practice: Decimal | None
    attestation: bool = False
    clause: str = ""


@dataclass(frozen=True)
class Period:
    """A rating period (РК): weeks `first_week`..`last_week`; `weight` in percent of the final mark.

    Weekly points and those of independent work make 100 (Y-A2.rk1, Y-A2.rk2, Y-A2.sro, Y-A3.rk1, Y-A3.rk2, Y-A3.sro).
    """

    number: int
    first_week: int
    last_week: int
    weight: Decimal
    iws_cap: Decimal
    clause: str = ""


@dataclass(frozen=True)
class Credits:
    """The credit volumes that a scheme is written for: exact ones, or a range with an open end."""

    exactly: tuple[Decimal, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None
    clause: str = ""

    def fits_exactly(self, credits: Decimal) -> bool:
        return credits in self.exactly

    def fits_range(self, credits: Decimal) -> bool:
        return self.low is not None and self.low <= credits and (self.high is None or credits <= self.high)

    def fits(self, credits: Decimal) -> bool:
        return self.fits_exactly(credits) or self.fits_range(credits)


@dataclass(frozen=True)
class Scheme:
    """A whole marking scheme with its letter scale; a course freezes it as `to_dict()`.

    Weights are percent (Y-A2.total, Y-A3.total); `rounding` is the name of the rule applied once to the final mark.
    """

    code: str
    title: dict[str, str]
    clause: str
    credits: Credits
    rows: tuple[Week, ...]
    periods: tuple[Period, ...]
    exam_weight: Decimal
    exam_cap: Decimal
    exam_clause: str
    scale: Scale
    rounding: str = "half_up"

    @property
    def weeks(self) -> int:
        """Number of academic weeks."""
        return len(self.rows)

    @cached_property
    def cells(self) -> dict[tuple[str, int], Cell]:
        """Every cell outside the exam by (component, number); iws cells are numbered by rating period."""
        cells = {}
        for index, period in enumerate(self.periods):
            for row in self.rows[period.first_week - 1 : period.last_week]:
                for component, cap in (("test", row.test), ("practice", row.practice)):
                    if cap is not None:
                        cells[component, row.number] = Cell(index, cap)
            if period.iws_cap:
                cells["iws", period.number] = Cell(index, period.iws_cap)
        return cells

    def cap(self, component: str, number: int) -> Decimal | None:
        """Return the cap of a cell, None where the scheme has no cell.

        `number` is the week for "test" and "practice", the rating period for "iws", the attempt for "exam".
        """
        if component == "exam":
            return self.exam_cap if number >= 1 else None
        cell = self.cells.get((component, number))
        return cell.cap if cell else None

    def is_attestation(self, week: int) -> bool:
        """Whether the mentor holds a skills attestation in `week` (Y-7.3.b5)."""
        return week in self.attestation_weeks

    @cached_property
    def attestation_weeks(self) -> tuple[int, ...]:
        return tuple(row.number for row in self.rows if row.attestation)

    @cached_property
    def practice_weeks(self) -> tuple[int, ...]:
        """Weeks in which the mentor scores practice (Q-Y08)."""
        return tuple(row.number for row in self.rows if row.practice is not None)

    @cached_property
    def test_weeks(self) -> tuple[int, ...]:
        return tuple(row.number for row in self.rows if row.test is not None)

    def period_of(self, week: int) -> Period:
        """Return the rating period of an academic week; ValueError outside 1..weeks."""
        for period in self.periods:
            if period.first_week <= week <= period.last_week:
                return period
        raise ValueError(f"{self.code} has no week {week}")

    @cached_property
    def weights(self) -> tuple[Decimal, ...]:
        """The weights of the rating periods in percent."""
        return tuple(period.weight for period in self.periods)

    @cached_property
    def period_totals(self) -> tuple[Decimal, ...]:
        """The greatest number of points in each rating period."""
        totals = [Decimal(0)] * len(self.periods)
        for cell in self.cells.values():
            totals[cell.period] += cell.cap
        return tuple(totals)

    def fingerprint(self) -> str:
        """Return the SHA-256 of the scheme's content, the same on every machine."""
        text = json.dumps(self.to_dict(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON data; decimals are text."""
        return {
            "code": self.code,
            "title": dict(self.title),
            "clause": self.clause,
            "credits": {
                "exactly": [plain(number) for number in self.credits.exactly],
                "low": _text(self.credits.low),
                "high": _text(self.credits.high),
                "clause": self.credits.clause,
            },
            "rows": [
                [
                    row.number,
                    _text(row.test),
                    _text(row.practice),
                    row.attestation,
                    row.clause,
                ]
                for row in self.rows
            ],
            "periods": [
                [
                    p.number,
                    p.first_week,
                    p.last_week,
                    plain(p.weight),
                    plain(p.iws_cap),
                    p.clause,
                ]
                for p in self.periods
            ],
            "exam": [plain(self.exam_weight), plain(self.exam_cap), self.exam_clause],
            "scale": [band.to_dict() for band in self.scale.bands],
            "rounding": self.rounding,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Rebuild a frozen scheme from `to_dict()`."""
        credits = data["credits"]
        weight, cap, exam_clause = data["exam"]
        return cls(
            code=data["code"],
            title=dict(data["title"]),
            clause=data["clause"],
            credits=Credits(
                tuple(Decimal(number) for number in credits["exactly"]),
                _number(credits["low"]),
                _number(credits["high"]),
                credits["clause"],
            ),
            rows=tuple(Week(n, _number(t), _number(p), a, c) for n, t, p, a, c in data["rows"]),
            periods=tuple(Period(n, f, t, Decimal(w), Decimal(i), c) for n, f, t, w, i, c in data["periods"]),
            exam_weight=Decimal(weight),
            exam_cap=Decimal(cap),
            exam_clause=exam_clause,
            scale=Scale(tuple(Band.from_dict(band) for band in data["scale"])),
            rounding=data["rounding"],
        )


@dataclass(frozen=True)
class SchemeChoice:
    """The scheme proposed for a credit volume, and why.

    `reason_key`: exact, range, none (no scheme fits) or unknown (no credits given).
    """

    scheme: Scheme | None
    clause: str
    reason_key: str


def propose(schemes: dict[str, Scheme], credits: Decimal | int | None) -> SchemeChoice:
    """Choose by exact credits first, then the narrowest fitting range (Q-Y01)."""
    clause = next((scheme.credits.clause for scheme in schemes.values()), "")
    if credits is None:
        return SchemeChoice(None, clause, "unknown")
    volume = Decimal(credits)
    for scheme in schemes.values():
        if scheme.credits.fits_exactly(volume):
            return SchemeChoice(scheme, scheme.clause, "exact")
    fitting = [scheme for scheme in schemes.values() if scheme.credits.fits_range(volume)]
    if fitting:
        best = max(fitting, key=lambda scheme: scheme.credits.low or 0)
        return SchemeChoice(best, best.clause, "range")
    return SchemeChoice(None, clause, "none")


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plain(number)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
