"""Text as people type it: spaces, invisible signs, look-alike letters, words folded for comparison."""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache
from unicodedata import is_normalized, normalize

from qosqanat.regulation import kz
from qosqanat.regulation.numbers import plain

from ..model import Cell

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
SPACES = re.compile(r"\s+")
STRAY = re.compile(rf"[^\S ]|  |^ | $|{INVISIBLE.pattern}")
CYRILLIC = re.compile("[а-яА-ЯёЁ]")
KAZAKH_LETTER = re.compile("[әғқңөұүһіӘҒҚҢӨҰҮҺІ]")
LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")
NOT_WORD = re.compile(r"[\W_]+")
EMPTY_WORDS = frozenset({"", "-", "–", "—", "−", "_", ".", "...", "…", "?", "н/д", "нет данных", "n/a"})
LONGER_SAYS_SOMETHING = 30
SHORT = 80  # texts that are worth remembering, for every cell is read several times

TO_LATIN = str.maketrans("АВЕКМНОРСТУХІЅЈаеорсухіѕјһ", "ABEKMHOPCTYXISJaeopcyxisjh")
TO_CYRILLIC = str.maketrans("ABEKMHOPCTYXISJaeopcyxisjhËëƏəƟɵ", "АВЕКМНОРСТУХІЅЈаеорсухіѕјһЁёӘәӨө")
KAZAKH = str.maketrans("әғқңөұүһіё", "агкноуухие")


def text_of(cell: Cell) -> str:
    """The cell as a person sees it, without stray spaces; empty text for an empty cell."""
    if isinstance(cell, str):
        return clean(cell)
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime | dt.date):
        return f"{cell.day:02}.{cell.month:02}.{cell.year:04}"
    if isinstance(cell, Decimal):
        return plain(cell)
    return str(cell)


def clean(text: str) -> str:
    """One space between words, none at the ends, no invisible signs; composed letters (NFC)."""
    return _clean(text) if len(text) <= SHORT else _cleaned(text)


def _cleaned(text: str) -> str:
    if not STRAY.search(text) and is_normalized("NFC", text):
        return text
    return SPACES.sub(" ", INVISIBLE.sub("", normalize("NFC", text))).strip()


_clean = lru_cache(maxsize=100_000)(_cleaned)


def lines_of(cell: Cell) -> list[str]:
    """The lines of a cell, cleaned, without empty ones."""
    if not isinstance(cell, str):
        return [text_of(cell)] if cell is not None else []
    return [line for line in (clean(part) for part in cell.splitlines()) if line]


def is_blank(cell: Cell) -> bool:
    """Nothing, or only a dash or another sign for nothing."""
    if isinstance(cell, str):
        first = cell[:1]
        if len(cell) >= LONGER_SAYS_SOMETHING or first.isalnum() and first not in "nNнН":
            return False
        return clean(cell).lower() in EMPTY_WORDS
    return cell is None


@lru_cache(maxsize=50_000)
def fix_homoglyphs(text: str) -> str:
    """Words that mix Latin and Cyrillic look-alikes, written in one script."""
    return kz.fix_homoglyphs(text) if LATIN_LETTER.search(text) and not text.isascii() else text


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """For comparison only: lower case, one script, Kazakh letters as Russian typists write them, words only."""
    plain = fix_homoglyphs(clean(text)).lower().translate(KAZAKH)
    return NOT_WORD.sub(" ", plain).strip()
