"""Numbers, dates and marks as they stand in cells, also as text."""

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from qosqanat.regulation.marks import Absence

from ..model import Cell
from .reading import Reading, but, fine
from .text import fold, is_blank, text_of

NUMBER = re.compile(r"[-+−]?\d{1,3}(?: ?\d{3})*(?:[.,]\d+)?|[-+−]?\d+(?:[.,]\d+)?")
ANY_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
DAY_FIRST = re.compile(r"(\d{1,2})[./\-](\d{1,2})[./\-](\d{4})(?: ?(?:г|ж)\w*\.?)?")
YEAR_FIRST = re.compile(r"(\d{4})[./\-](\d{1,2})[./\-](\d{1,2})(?:[ T].*)?")
DAY_WORD = re.compile(r"(\d{1,2}) ([а-яa-z]{1,20}) (\d{4})(?: (?:г|ж|года|жыл|жылгы)\w*)?")
YEAR_WORD = re.compile(r"(\d{4}) (?:ж|жыл|жылгы|г) (\d{1,2}) ([а-я]+)")
SHORT_DATE = re.compile(r"(\d{1,2})[ .\-]?([а-яa-z]{3,})")
MONTHS = (
    ("янв", "кантар", "jan"),
    ("фев", "акпан", "feb"),
    ("мар", "наурыз", "mar"),
    ("апр", "сауир", "apr"),
    ("мая", "май", "мамыр", "may"),
    ("июн", "маусым", "jun"),
    ("июл", "шилде", "jul"),
    ("авг", "тамыз", "aug"),
    ("сен", "кыркуйек", "sep"),
    ("окт", "казан", "oct"),
    ("ноя", "караша", "nov"),
    ("дек", "желтоксан", "dec"),
)
ABSENT_WORDS = frozenset(
    "н б|нб|н|не был|не была|б ж|бж|неявка|не явился|не явилась|отсутствует|отсутствовал|отсутствовала"
    "|келмеди|келген жок|болган жок|катыспады|ж|жок|absent|abs|a|missed".split("|")
)
EXCUSED_WORDS = frozenset(
    "ex|excused|уваж|уважительная|по уважительной|освобожден|освобождена|осв|б у|у п|себепти|босатылган".split(
        "|"
    )
)


Mark = Decimal | Absence | None


def _points(value: Decimal, cell: Cell) -> Reading[Mark]:
    if value < 0:
        return but(None, "mark_negative", value=text_of(cell))
    exponent = value.normalize().as_tuple().exponent
    return (
        fine(value)
        if isinstance(exponent, int) and exponent >= -2
        else but(None, "mark_wrong", value=text_of(cell))
    )


def as_decimal(cell: Cell) -> Decimal | None:
    """A finite number, also as text with a decimal comma; anything else gives ``None``."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | Decimal):
        return Decimal(cell)
    text = text_of(cell)
    if not isinstance(cell, str) or not NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(" ", "").replace(",", ".").replace("−", "-"))
    except InvalidOperation:
        return None


def number(cell: Cell) -> Reading[Decimal | None]:
    """A number or nothing; other text is a question."""
    if is_blank(cell):
        return fine(None)
    value = as_decimal(cell)
    return fine(value) if value is not None else but(None, "number_wrong", value=text_of(cell))


def only_number(cell: Cell) -> Decimal | None:
    """The single number of a cell such as ``4 курс``, ``3-сем`` or ``5 (ECTS)``; ``None`` if none or several."""
    value = as_decimal(cell)
    if value is not None:
        return value
    found = ANY_NUMBER.findall(text_of(cell)) if isinstance(cell, str) else []
    return Decimal(found[0].replace(",", ".")) if len(found) == 1 else None


def whole(cell: Cell, low: int, high: int, code: str) -> Reading[int | None]:
    """A whole number between two bounds, perhaps with a word beside it."""
    if is_blank(cell):
        return fine(None)
    value = only_number(cell)
    if value is None or value != value.to_integral_value() or not low <= value <= high:
        return but(None, code, value=text_of(cell))
    return fine(int(value))


def date(cell: Cell, code: str = "date_wrong") -> Reading[dt.date | None]:
    """A calendar day; impossible days and two-digit years are questions, not guesses."""
    if isinstance(cell, dt.datetime):
        return fine(cell.date())
    if isinstance(cell, dt.date):
        return fine(cell)
    if is_blank(cell):
        return fine(None)
    found = _date_in(text_of(cell)) if isinstance(cell, str) else None
    return fine(found) if found else but(None, code, value=text_of(cell))


def _date_in(text: str) -> dt.date | None:
    text = text.rstrip(" ,;")
    folded = fold(text)
    if match := DAY_FIRST.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
    elif match := YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := DAY_WORD.fullmatch(folded):
        day, month, year = int(match[1]), month_of(match[2]), int(match[3])
    elif match := YEAR_WORD.fullmatch(folded):
        year, day, month = int(match[1]), int(match[2]), month_of(match[3])
    else:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def month_of(word: str) -> int:
    """The month (1-12) that a Kazakh, Russian or English word begins; 0 for none."""
    return next((i for i, stems in enumerate(MONTHS, 1) if word.startswith(stems)), 0)


def mark(cell: Cell) -> Reading[Mark]:
    """Points, an absence, or ``None`` for not entered. A date is never turned into points."""
    if is_blank(cell):
        return fine(None)
    if isinstance(cell, dt.date):
        return but(None, "mark_date", value=text_of(cell), guess=f"{cell.day}.{cell.month}")
    value = as_decimal(cell)
    if value is not None:
        return _points(value, cell)
    text = text_of(cell)
    if text.startswith("="):
        return but(None, "mark_formula")
    folded = fold(text)
    if folded in ABSENT_WORDS:
        return fine(Absence.ABSENT)
    if folded in EXCUSED_WORDS:
        return fine(Absence.EXCUSED)
    short = SHORT_DATE.fullmatch(folded)
    if short and month_of(short[2]):
        return but(None, "mark_date", value=text, guess=f"{int(short[1])}.{month_of(short[2])}")
    if whole_date := _date_in(text):
        return but(None, "mark_date", value=text, guess=f"{whole_date.day}.{whole_date.month}")
    return but(None, "mark_wrong", value=text)
