"""What the cells under a title say about it: a title that its content contradicts loses."""

import datetime as dt
import re
from collections.abc import Callable, Sequence

from .model import Cell
from .values import ids, numbers, people, words
from .values.text import CYRILLIC, KAZAKH_LETTER, is_blank, text_of

CONTRADICTED = 0.25
LETTER, DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")
IDENTITY = re.compile(r"[\w/.\-]{0,60}\d[\w/.\- ]*")
PROGRAMME = re.compile(r"[678][A-ZА-Я]\d{5}|\b\d?[A-ZА-Я]\d{3,6}\b", re.I)
MANY_DIGITS = 6
Shape = Callable[[Cell, str], float]


def fit(field: str, kind: str, cells: Sequence[Cell]) -> float:
    """How well a column's content fits a field: 0 contradicts, 1 agrees or there is nothing to judge by."""
    shape = SHAPES.get(f"{kind}.{field}") or SHAPES.get(field)
    seen = [cell for cell in cells if not (is_blank(cell) or is_error(cell) or is_formula(cell))]
    if shape is None or not seen:
        return 1.0
    mean = sum(shape(cell, text_of(cell)) for cell in seen) / len(seen)
    return 0.0 if mean < CONTRADICTED else 0.5 + mean / 2


def is_formula(cell: Cell) -> bool:
    """A formula whose value no program has stored."""
    return isinstance(cell, str) and cell.startswith("=")


def is_error(cell: Cell) -> bool:
    """A formula's error as a spreadsheet program shows it."""
    return isinstance(cell, str) and cell.startswith("#") and cell.rstrip("!?").upper() in ERRORS


ERRORS = frozenset("#DIV/0 #REF #VALUE #NAME #N/A #NUM #NULL #SPILL #CALC #GETTING_DATA".split())


def _digits(text: str) -> int:
    return len(DIGIT.findall(text))


def _person(cell: Cell, text: str) -> float:
    if not isinstance(cell, str) or DIGIT.search(text) or not LETTER.search(text):
        return 0.0
    return 1.0 if len(text.split()) > 1 or "." in text else 0.5


def _people(cell: Cell, text: str) -> float:
    return float(isinstance(cell, str) and len(LETTER.findall(text)) > 1 and _digits(text) < MANY_DIGITS)


def _part(cell: Cell, text: str) -> float:
    """One part of a name; `Серік қызы` is one patronymic."""
    parts = text.split()
    whole = len(parts) == 1 or len(parts) == 2 and people.is_patronymic(f"{parts[0]}{parts[1]}")
    return (1.0 if whole else 0.1) * bool(_person(cell, text))


def _long_number(_cell: Cell, text: str) -> float:
    found = _digits(text)
    if len(LETTER.findall(text)) > 2 or "+" in text:
        return 0.0
    return 1.0 if 9 <= found <= 12 else 0.4 if found >= MANY_DIGITS else 0.0


def _identity(cell: Cell, text: str) -> float:
    if isinstance(cell, dt.date) or not IDENTITY.fullmatch(text):
        return 0.0
    return 0.6 if text.isdigit() and len(text) == 12 else 1.0


def _key(cell: Cell, text: str) -> float:
    return max(_identity(cell, text), _phone(cell, text))


def _phone(cell: Cell, text: str) -> float:
    return float(not isinstance(cell, dt.date) and _digits(text) >= MANY_DIGITS)


def _number(cell: Cell, text: str) -> float:
    if isinstance(cell, dt.date):
        return 0.0
    return float(numbers.only_number(cell) is not None and len(text) < 30)


def _model(cell: Cell, text: str) -> float:
    return 1.0 if ids.model(cell).value else 0.5 * (len(text) < 30)


def _date(cell: Cell, text: str) -> float:
    if isinstance(cell, dt.date) or numbers.date(cell).value:
        return 1.0
    return 0.5 if 4 <= _digits(text) <= 8 or len(text) < 40 and _digits(text) in (1, 2) else 0.0


def _until(cell: Cell, text: str) -> float:
    return _date(cell, text) or 0.4 * bool(LETTER.search(text))


def _group(cell: Cell, text: str) -> float:
    if isinstance(cell, dt.date) or _person(cell, text) == 1.0:
        return 0.0
    known = any(ids.is_group(name) for name in ids.groups(cell))
    return 1.0 if known else 0.5 * (len(text) <= 20 and _digits(text) < MANY_DIGITS)


def _programme(_cell: Cell, text: str) -> float:
    if PROGRAMME.search(text):
        return 1.0
    return 0.4 if LETTER.search(text) and not DIGIT.search(text) else 0.0


def _code(_cell: Cell, text: str) -> float:
    if len(text) > 30 or not DIGIT.search(text):
        return 0.3 * (len(text) <= 12)
    return 1.0 if LETTER.search(text) else 0.5


def _text(cell: Cell, text: str) -> float:
    return float(isinstance(cell, str) and bool(LETTER.search(text)))


def _kazakh(cell: Cell, text: str) -> float:
    return (1.0 if KAZAKH_LETTER.search(text) else 0.7 * bool(CYRILLIC.search(text))) * _text(cell, text)


def _russian(cell: Cell, text: str) -> float:
    return (0.4 if KAZAKH_LETTER.search(text) else float(bool(CYRILLIC.search(text)))) * _text(cell, text)


def _english(cell: Cell, text: str) -> float:
    return (0.1 if CYRILLIC.search(text) or KAZAKH_LETTER.search(text) else 1.0) * _text(cell, text)


def _mark(cell: Cell, _text: str) -> float:
    return 1.0 if not numbers.mark(cell).problems or isinstance(cell, dt.date) else 0.2


def _coordinates(cell: Cell, text: str) -> float:
    return float(not isinstance(cell, dt.date) and _digits(text) >= 4)


def _word(read: Callable[[Cell], object]) -> Shape:
    """A word with a known meaning; other short words may be asked about."""

    def shape(cell: Cell, text: str) -> float:
        value = getattr(read(cell), "value", None)
        known = value is not None and value != ()
        return 1.0 if known else 0.4 * (len(text) < 40 and _text(cell, text))

    return shape


SHAPES: dict[str, Shape] = {
    "name": _person,
    "load.name": _text,
    "enterprises.name": _text,
    **dict.fromkeys(("surname", "given", "patronymic"), _part),
    **dict.fromkeys(("teacher", "adviser", "mentors", "head"), _people),
    **dict.fromkeys(("iin", "bin"), _long_number),
    **dict.fromkeys(("ais_id", "record_book"), _identity),
    "contract_number": lambda cell, text: float(bool(DIGIT.search(text)) and not isinstance(cell, dt.date)),
    "key": _key,
    "phone": _phone,
    "email": lambda _cell, text: float("@" in text),
    **dict.fromkeys(("course", "year", "semester", "credits", "students", "capacity"), _number),
    **dict.fromkeys(("hours_total", "hours_campus", "hours_site", "share", "seats_total"), _number),
    **dict.fromkeys(("latitude", "longitude", "experience", "week"), _number),
    "no": lambda cell, text: float(numbers.as_decimal(cell) is not None or text.rstrip(".)").isdigit()),
    "model": _model,
    **dict.fromkeys(("birth_date", "contract_date"), _date),
    "until": _until,
    **dict.fromkeys(("group", "groups"), _group),
    "programme": _programme,
    "code": _code,
    **dict.fromkeys(("programme_kk", "load.name_kk"), _kazakh),
    **dict.fromkeys(("programme_ru", "load.name_ru"), _russian),
    **dict.fromkeys(("programme_en", "load.name_en"), _english),
    **dict.fromkeys(("name_kk", "name_ru", "partner", "site", "address", "sector", "position"), _text),
    **dict.fromkeys(("department", "faculty"), _text),
    "coordinates": _coordinates,
    "subject": _text,
    "mark": _mark,
    "sex": _word(words.sex),
    "status": _word(words.status),
    "funding": _word(words.funding),
    "language": _word(words.languages),
    "medical": _word(words.yes_no),
}
