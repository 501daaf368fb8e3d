"""Points in, ratings and final mark out (Y-6.1, Y-6.2, Y-6.7). No clock: what is closed is passed in."""

import decimal
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from operator import mul

from qosqanat.regulation.numbers import plain
from qosqanat.regulation.scale import Band
from qosqanat.regulation.schemes import Scheme

from .reading import EXCUSED, Entry

ROUNDINGS = {
    "half_up": decimal.ROUND_HALF_UP,
    "half_even": decimal.ROUND_HALF_EVEN,
    "up": decimal.ROUND_UP,
    "down": decimal.ROUND_DOWN,
}
ZERO = Decimal(0)
CENT = Decimal("0.01")
EXACT = decimal.Context(prec=60)


@dataclass(frozen=True)
class Outcome:
    """What points and an examination amount to. `periods` holds the rating of every rating period."""

    periods: tuple[Decimal, ...]
    admission: Decimal
    admitted: bool
    final: int | None
    band: Band | None

    @property
    def failed(self) -> bool:
        """The examination was sat and lies below the threshold: a letter without a final mark (Y-6.7)."""
        return self.band is not None and self.final is None

    @property
    def letter(self) -> str | None:
        return self.band.letter if self.band else None

    @property
    def gpa(self) -> Decimal | None:
        return self.band.gpa if self.band else None


class Outlook(StrEnum):
    """What may be said of a student's admission now (Y-6.7).

    `OPEN`: below the line, and nothing is wrong while weeks are to come. `RISK`: a larger share of the points that are
    left is needed than the threshold's. `LOST`: out of reach; when the last week is closed everybody below the line is.
    """

    ADMITTED = "admitted"
    OPEN = "open"
    RISK = "risk"
    LOST = "lost"


@dataclass(frozen=True)
class Ratings(Outcome):
    """What the entries amount to now, and what they could still become: `reachable` per rating period.

    `needed` is the fewest points that still bring admission: 0 when admitted, None when out of reach.
    """

    reachable: tuple[Decimal, ...]
    reachable_admission: Decimal
    needed: Decimal | None

    def outlook(self, threshold: Decimal | int) -> Outlook:
        """The one judgement of pages, plots and lists on a rating that is below the line or above it."""
        if self.admitted:
            return Outlook.ADMITTED
        if self.needed is None:
            return Outlook.LOST
        left = sum(self.reachable) - sum(self.periods)
        return Outlook.RISK if 100 * self.needed > threshold * left else Outlook.OPEN

    def at_risk(self, threshold: Decimal | int) -> bool:
        """Admission is in danger or out of reach."""
        return self.outlook(threshold) in {Outlook.RISK, Outlook.LOST}


def settle(
    scheme: Scheme, periods: Sequence[Decimal], threshold: Decimal | int, exam: Entry | None = None
) -> Outcome:
    """Admission and final mark of the points earned in every rating period (Y-6.1, Y-6.7)."""
    total = sum(scheme.weights, ZERO)
    weighed = _weighed(scheme.weights, periods)
    admitted = weighed >= threshold * total
    final, band = _final(scheme, threshold, weighed, exam) if admitted else (None, None)
    return Outcome(tuple(periods), _mean(weighed, total), admitted, final, band)


def rate(
    scheme: Scheme,
    entries: Mapping[tuple[str, int], Entry],
    threshold: Decimal | int,
    exam: Entry | None = None,
    *,
    iws_periods: Mapping[int, int] | None = None,
    iws_caps: Mapping[int, Decimal] | None = None,
    closed_weeks: AbstractSet[int] = frozenset(),
    over: bool = False,
) -> Ratings:
    """Compute ratings, admission and final mark of one student in one course.

    `entries` maps (component, number) to an entry; a missing key is "not entered". With `iws_periods` the
    iws numbers are tasks, mapped to their rating period, and `iws_caps` gives the task caps, which makes
    `reachable` exact. A practice cell of `closed_weeks` that holds nothing (or "excused") can bring no more
    points (Y-6.5.2); the teacher's tests and independent work stay open until the semester is `over`, and
    then nothing can. Raises ValueError for an entry where the scheme has no cell.
    """
    tasks = iws_periods is not None
    earned, left = _count(scheme, entries, closed_weeks, tasks)
    if iws_periods is not None:
        _count_tasks(scheme, entries, iws_periods, iws_caps, earned, left)
    if over:
        left = [ZERO] * len(left)
    best = [have + more for have, more in zip(earned, left, strict=True)]
    weights = scheme.weights
    total = sum(weights, ZERO)
    now = settle(scheme, earned, threshold, exam)
    return Ratings(
        **vars(now),
        reachable=tuple(best),
        reachable_admission=_mean(_weighed(weights, best), total),
        needed=_needed(threshold * total - _weighed(weights, earned), weights, left),
    )


def _count(
    scheme: Scheme,
    entries: Mapping[tuple[str, int], Entry],
    closed_weeks: AbstractSet[int],
    tasks: bool,
) -> tuple[list[Decimal], list[Decimal]]:
    cells = scheme.cells
    earned = [ZERO] * len(scheme.periods)
    left = list(scheme.period_totals)
    for key, entry in entries.items():
        if tasks and key[0] == "iws":
            continue
        try:
            period, cap = cells[key]
        except KeyError:
            raise ValueError(f"{scheme.code} has no cell {key[0]} {key[1]}") from None
        if entry is not EXCUSED:
            left[period] -= cap
            if isinstance(entry, Decimal):
                earned[period] += entry
    for week in closed_weeks:
        key = "practice", week
        if key in cells and entries.get(key, EXCUSED) is EXCUSED:
            left[cells[key].period] -= cells[key].cap
    return earned, left


def _count_tasks(
    scheme: Scheme,
    entries: Mapping[tuple[str, int], Entry],
    iws_periods: Mapping[int, int],
    iws_caps: Mapping[int, Decimal] | None,
    earned: list[Decimal],
    left: list[Decimal],
) -> None:
    done = {key[1]: entry for key, entry in entries.items() if key[0] == "iws" and entry is not EXCUSED}
    if unknown := {key[1] for key in entries if key[0] == "iws"} - iws_periods.keys():
        raise ValueError(f"no rating period is given for iws task {min(unknown)}")
    for index, period in enumerate(scheme.periods):
        numbers = [task for task, owner in iws_periods.items() if owner == period.number]
        found = [done[number] for number in numbers if number in done]
        points = _total(found)
        earned[index] += points
        left[index] -= period.iws_cap
        if 0 < len(numbers) == len(found):
            continue
        if iws_caps is None or not numbers:
            left[index] += period.iws_cap - points
        else:
            left[index] += sum((iws_caps[number] for number in numbers if number not in done), ZERO)


def _total(entries: list[Entry]) -> Decimal:
    return sum((entry for entry in entries if isinstance(entry, Decimal)), ZERO)


def _weighed(weights: tuple[Decimal, ...], points: Sequence[Decimal]) -> Decimal:
    return sum(map(mul, weights, points), ZERO)


def _mean(weighed: Decimal, weight: Decimal) -> Decimal:
    context = EXACT.copy()
    context.clear_flags()
    mean = context.divide(weighed, weight)
    # an endless fraction is cut, never rounded up: it must not show a threshold that was missed
    if context.flags[decimal.Inexact]:
        mean = mean.quantize(Decimal("0.000001"), rounding=decimal.ROUND_DOWN)
    return mean


def _needed(gap: Decimal, weights: tuple[Decimal, ...], left: list[Decimal]) -> Decimal | None:
    """Fewest points that close `gap` (points times weight), taken from the heaviest period first."""
    if gap <= 0:
        return ZERO
    needed = ZERO
    for weight, points in sorted(zip(weights, left, strict=True), reverse=True):
        if gap <= weight * points:
            exact = needed + EXACT.divide(gap, weight)
            return Decimal(plain(exact.quantize(CENT, rounding=decimal.ROUND_CEILING)))
        needed += points
        gap -= weight * points
    return None


def _final(
    scheme: Scheme, threshold: Decimal | int, weighed: Decimal, exam: Entry | None
) -> tuple[int | None, Band | None]:
    if not isinstance(exam, Decimal):
        return None, None
    if exam < threshold:
        return None, scheme.scale.band(exam)
    score = (weighed + scheme.exam_weight * exam) / 100
    final = int(score.quantize(Decimal(1), rounding=ROUNDINGS[scheme.rounding]))
    return final, scheme.scale.band(final)
