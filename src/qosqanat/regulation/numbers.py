"""Decimals as people write them."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal


def plain(number: Decimal) -> str:
    """Write an exact decimal without exponent or trailing zeros: 72.50 -> "72.5", 1E+2 -> "100"."""
    text = format(number, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def half_up(number: Decimal, places: int) -> Decimal:
    """Round as the house does: 2.345 to two places is 2.35, never 2.34 (Q-Y19)."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def cut(number: Decimal, places: int = 4) -> Decimal:
    """Leave out what comes after `places` decimals: a threshold that was missed by a hair must not look reached."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN)
