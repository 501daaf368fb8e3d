"""Coordinates of sites."""

import re
from decimal import Decimal

from ..model import Cell
from .reading import Reading, but, fine
from .text import is_blank, text_of

LATITUDES = (Decimal(40), Decimal(56))
LONGITUDES = (Decimal(46), Decimal(88))
DECIMAL = re.compile(r"-?\d{1,3}[.,]\d{1,20}|-?\d{1,3}(?![\d.,]{0,20}[°\d])")
DEGREES = re.compile(
    r"(\d{1,3}) ?° ?(\d{1,2}(?:[.,]\d{1,9})?) ?['′’] ?(?:(\d{1,2}(?:[.,]\d{1,9})?) ?(?:[\"″”]|''))? ?([NSEWСЮВЗ]?)",
    re.I,
)
LONGEST = 200  # characters of a cell that hold a pair of coordinates
COMMENT = re.compile(r"\([^)]{0,200}\)")
Point = tuple[Decimal, Decimal]


def coordinates(cell: Cell) -> Reading[Point | None]:
    """Latitude and longitude in degrees, six decimals; a pair outside Kazakhstan is turned round if that fits."""
    if is_blank(cell):
        return but(None, "coords_missing")
    raw = text_of(cell)[:LONGEST]
    pair = _degrees(raw) or _decimals(COMMENT.sub("", raw))
    if not pair:
        return but(None, "coords_wrong", value=raw)
    if _inside(pair):
        return fine(pair)
    turned = (pair[1], pair[0])
    if _inside(turned):
        return but(turned, "coords_swapped", lat=str(turned[0]), lon=str(turned[1]))
    return but(None, "coords_wrong", value=raw)


def _inside(pair: Point) -> bool:
    return LATITUDES[0] <= pair[0] <= LATITUDES[1] and LONGITUDES[0] <= pair[1] <= LONGITUDES[1]


def _decimals(text: str) -> Point | None:
    found = [Decimal(part.replace(",", ".")) for part in DECIMAL.findall(text)]
    return (found[0], found[1]) if len(found) == 2 else None


def _degrees(text: str) -> Point | None:
    found = DEGREES.findall(text)
    if len(found) != 2:
        return None
    values = [_in_degrees(whole, minutes, seconds) for whole, minutes, seconds, _side in found]
    if found[0][3].upper() in ("E", "W", "В", "З"):
        values.reverse()
    return values[0], values[1]


def _in_degrees(whole: str, minutes: str, seconds: str) -> Decimal:
    parts = [Decimal(part.replace(",", ".") or 0) for part in (whole, minutes, seconds)]
    return round(parts[0] + parts[1] / 60 + parts[2] / 3600, 6)
