"""The arithmetic that every scheme and scale must satisfy, and contradictions inside a regulation."""

import itertools
from collections.abc import Callable, Iterator
from decimal import Decimal

from qosqanat.regulation.numbers import plain
from qosqanat.regulation.scale import Scale
from qosqanat.regulation.schemes import Scheme

ZERO = Decimal(0)
HUNDRED = Decimal(100)
# what the columns of courses and sheets hold
LONGEST_CODE = 20
LONGEST_LETTER = 3
MOST_GPA = Decimal("9.99")
MOST_WEEKS = 30
PLACES = 2


def scheme_faults(scheme: Scheme) -> Iterator[tuple[str, str, str]]:
    """Yield (key, reason, clause) for every law that the scheme breaks."""
    yield from _size_faults(scheme)
    yield from _week_faults(scheme)
    yield from _period_faults(scheme)
    yield from _weight_faults(scheme)


def _size_faults(scheme: Scheme) -> Iterator[tuple[str, str, str]]:
    if len(scheme.code) > LONGEST_CODE:
        yield "code", f"must have at most {LONGEST_CODE} characters", scheme.clause
    if scheme.weeks > MOST_WEEKS:
        yield "weeks", f"must be at most {MOST_WEEKS}, not {scheme.weeks}", scheme.clause
    for row in scheme.rows:
        if any(too_fine(cap) for cap in (row.test, row.practice) if cap is not None):
            yield f"weeks[{row.number}]", f"must have caps of at most {PLACES} decimal places", row.clause
    for number, period in enumerate(scheme.periods, start=1):
        if too_fine(period.iws_cap):
            yield f"periods[{number}]", f"must have an iws of at most {PLACES} decimal places", period.clause


def too_fine(number: Decimal) -> bool:
    """Whether points have more decimal places than anybody can enter."""
    return len(plain(number).partition(".")[2]) > PLACES


def _week_faults(scheme: Scheme) -> Iterator[tuple[str, str, str]]:
    numbers = [row.number for row in scheme.rows]
    if numbers != list(range(1, len(numbers) + 1)) or not numbers:
        yield (
            "weeks",
            f"must be numbered 1, 2, 3 and so on, not {numbers}",
            scheme.clause,
        )
    for row in scheme.rows:
        if row.attestation and row.practice is None:
            yield (
                f"weeks[{row.number}]",
                "is an attestation week without a practice cap",
                row.clause,
            )


def _period_faults(scheme: Scheme) -> Iterator[tuple[str, str, str]]:
    following = 1
    for number, period in enumerate(scheme.periods, start=1):
        key = f"periods[{number}]"
        if period.number != number:
            yield key, f"must have number {number}, not {period.number}", period.clause
        if period.first_week != following or period.last_week < period.first_week:
            yield (
                key,
                f"must begin in week {following} and not end before it begins",
                period.clause,
            )
        following = period.last_week + 1
        yield from _cap_faults(scheme, number)
    if following != len(scheme.rows) + 1:
        yield "periods", f"must cover all {len(scheme.rows)} weeks", scheme.clause


def _cap_faults(scheme: Scheme, number: int) -> Iterator[tuple[str, str, str]]:
    period = scheme.periods[number - 1]
    rows = [row for row in scheme.rows if period.first_week <= row.number <= period.last_week]
    total = sum(((row.test or ZERO) + (row.practice or ZERO) for row in rows), period.iws_cap)
    if total != HUNDRED:
        yield (
            f"periods[{number}]",
            f"the caps add up to {plain(total)}, not 100",
            period.clause,
        )
    weekly = [row.practice for row in rows if row.practice is not None and not row.attestation]
    for row in rows:
        if row.attestation and row.practice is not None and weekly and row.practice <= max(weekly):
            reason = f"an attestation week must carry a higher cap than the weekly {plain(max(weekly))}"
            yield f"weeks[{row.number}]", reason, row.clause


def _weight_faults(scheme: Scheme) -> Iterator[tuple[str, str, str]]:
    weights = [period.weight for period in scheme.periods]
    total = sum(weights, scheme.exam_weight)
    if total != HUNDRED:
        yield (
            "periods",
            f"the weights add up to {plain(total)} %, not 100 %",
            scheme.exam_clause,
        )
    if any(weight <= 0 for weight in weights):
        yield "periods", "every rating period needs a weight above 0", scheme.clause
    if scheme.exam_cap != HUNDRED:
        yield (
            "exam",
            f"must be out of 100 points, not {plain(scheme.exam_cap)}",
            scheme.exam_clause,
        )


def scale_faults(scale: Scale) -> Iterator[tuple[str, str, str]]:
    """Yield (key, reason, clause): the bands must cover 0-100 and rise."""
    rising = sorted(scale.bands, key=lambda band: band.low)
    expected = Decimal(0)
    below = ""
    for band in rising:
        key = f"band {band.letter}"
        if band.low > band.high:
            yield key, "ends before it begins", band.clause
        if band.low > expected:
            gap = plain(expected) if band.low == expected + 1 else f"{plain(expected)}-{plain(band.low - 1)}"
            place = f"between it and band {below}" if below else "below it"
            yield key, f"leaves a gap {place}: {gap} is in no band", band.clause
        if band.low < expected:
            yield key, f"overlaps band {below}: {plain(band.low)} is in both", band.clause
        expected, below = band.high + 1, band.letter
    if expected != HUNDRED + 1:
        yield "band", f"the bands end at {plain(expected - 1)}, not at 100", ""
    for lower, higher in itertools.pairwise(rising):
        if lower.gpa >= higher.gpa:
            yield (
                f"band {higher.letter}",
                f"must be worth more than {lower.letter}",
                higher.clause,
            )
    letters = [band.letter for band in scale.bands]
    for letter in sorted({letter for letter in letters if letters.count(letter) > 1}):
        yield f"band {letter}", "the letter appears twice", ""
    for band in scale.bands:
        key = f"band {band.letter}"
        if not band.letter.isascii():
            yield key, "the letter must be Latin (Q-Y30)", band.clause
        if len(band.letter) > LONGEST_LETTER:
            yield key, f"the letter must have at most {LONGEST_LETTER} characters", band.clause
        if band.gpa > MOST_GPA or too_fine(band.gpa):
            reason = f"gpa must be at most {MOST_GPA} with {PLACES} decimal places, not {band.gpa}"
            yield key, reason, band.clause


def _practice(scheme: Scheme, attestation: bool) -> list[tuple[str, Decimal]]:
    rows = [row for row in scheme.rows if row.attestation == attestation and row.practice is not None]
    return [(f"practice of week {row.number}", row.practice) for row in rows if row.practice is not None]


MEASURES: dict[str, Callable[[Scheme], list[tuple[str, Decimal]]]] = {
    "test": lambda scheme: [
        (f"test of week {row.number}", row.test) for row in scheme.rows if row.test is not None
    ],
    "practice": lambda scheme: _practice(scheme, attestation=False),
    "attestation": lambda scheme: _practice(scheme, attestation=True),
    "iws": lambda scheme: [
        (f"iws of rating period {period.number}", period.iws_cap) for period in scheme.periods
    ],
    "practice_weeks": lambda scheme: [("number of practice weeks", Decimal(len(scheme.practice_weeks)))],
}


def overlaps(schemes: dict[str, Scheme]) -> Iterator[tuple[str, str, str]]:
    """Yield (key, text, clause) for credit volumes that two schemes claim (Q-Y01)."""
    for scheme in schemes.values():
        for number in scheme.credits.exactly:
            for other in schemes.values():
                if other is not scheme and other.credits.fits(number):
                    both = f"{scheme.code} and {other.code}"
                    text = f"{plain(number)} credits fit {both}; the exact volume goes first"
                    yield f"scheme {other.code}.credits", text, scheme.credits.clause
    ranged = [scheme for scheme in schemes.values() if scheme.credits.low is not None]
    for index, scheme in enumerate(ranged):
        for other in ranged[index + 1 :]:
            if low := _shared(scheme, other):
                both = f"{scheme.code} and {other.code}"
                text = f"{low} credits and more fit {both}; the narrower range goes first"
                yield f"scheme {other.code}.credits", text, other.credits.clause


def _shared(one: Scheme, two: Scheme) -> str:
    low = max(one.credits.low or ZERO, two.credits.low or ZERO)
    return plain(low) if one.credits.fits_range(low) and two.credits.fits_range(low) else ""
