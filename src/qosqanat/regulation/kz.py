"""Kazakhstan's numbers and letters: IIN, BIN, phones, alphabetical order, search form, look-alike letters."""

import re
import unicodedata
from functools import lru_cache

ALPHABET = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
LATIN = "abcdefghijklmnopqrstuvwxyz"

_FIRST_WEIGHTS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)

# two digits per letter: digits compare the same under every collation of every database
_RANKS = {" ": "00", "-": "00", "\u2010": "00", "\u2011": "00", "\u2013": "00"}
_RANKS |= {digit: f"{10 + rank}" for rank, digit in enumerate("0123456789")}
_RANKS |= {letter: f"{20 + rank}" for rank, letter in enumerate(LATIN)}
_RANKS |= {letter: f"{50 + rank}" for rank, letter in enumerate(ALPHABET)}


def iin_problem(text: str) -> str | None:
    """Say what is wrong with an IIN: "length", "digits", "check", or None.

    Birth date and sex are not judged: since 2013 the digits need not agree with them.
    """
    return _number_problem(text)


def bin_problem(text: str) -> str | None:
    """Say what is wrong with a BIN: "length", "digits", "check", "kind" (fifth digit 4, 5 or 6), or None.

    A sole trader or farm has an IIN instead.
    """
    problem = _number_problem(text)
    return "kind" if problem is None and is_iin(text) else problem


def is_iin(number: str) -> bool:
    """Whether a right number of twelve digits is a person's: the fifth digit of a BIN is 4, 5 or 6."""
    return number[4] not in "456"


def _number_problem(text: str) -> str | None:
    if text and not re.fullmatch(r"[0-9]+", text):
        return "digits"
    if len(text) != 12:
        return "length"
    return None if set(text) != {"0"} and _check_digit(text) == int(text[11]) else "check"


def _check_digit(text: str) -> int | None:
    for weights in (_FIRST_WEIGHTS, _SECOND_WEIGHTS):
        rest = sum(int(digit) * weight for digit, weight in zip(text[:11], weights, strict=True)) % 11
        if rest < 10:
            return rest
    return None


def normal_phone(text: str) -> str | None:
    """Return a Kazakhstan number as "+77012345678", or None when it is not one number of that kind."""
    digits = re.sub(r"[\s()\-\u2010-\u2015.]", "", text)
    found = re.fullmatch(r"(?:\+?7|8)?([067][0-9]{9})", digits, re.ASCII)
    return f"+7{found[1]}" if found else None


def sort_key(text: str) -> str:
    """Return a text of digits whose byte order is the Kazakh alphabetical order of `text`, case ignored."""
    key = []
    for letter in unicodedata.normalize("NFC", text).strip().casefold():
        if letter not in _RANKS:
            letter = unicodedata.normalize("NFD", letter)[0]
        key.append(_RANKS.get(letter, "99" if letter.isalpha() else ""))
    return "".join(key)


_SOUNDS = {
    "а": "a", "ә": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "e", "ж": "j",
    "з": "z", "и": "i", "й": "i", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o",
    "ө": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ф": "f", "х": "h",
    "һ": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "і": "i", "ь": "", "э": "e",
    "ю": "iu", "я": "ia", "ş": "sh", "ç": "ch", "ı": "i", "ə": "a", "ɵ": "o", "ʹ": "", "'": "", "’": "",
    "ʼ": "", "`": "", "‘": "",
}  # fmt: skip
_SPELLINGS = (
    ("shch", "sh"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ng", "n"), ("x", "ks"), ("q", "k"),
    ("w", "u"), ("y", "i"), ("ie", "e"),
)  # fmt: skip


def fold(text: str) -> str:
    """Return the search form of a name: Kazakh, Russian and Latin spellings of one name give one text.

    Қайрат, Кайрат and Kairat give "kairat". Words are separated by one space; punctuation is dropped.
    """
    words = re.split(r"[^\w'’ʼ`‘ʹ]+", fix_homoglyphs(text).casefold())
    return " ".join(filter(None, map(_fold_word, words)))


@lru_cache(maxsize=20_000)
def _fold_word(word: str) -> str:
    if word.isascii() and word.isdigit():
        return word
    sounds = "".join(_SOUNDS[letter] if letter in _SOUNDS else _bare(letter) for letter in word)
    for spelling, sound in _SPELLINGS:
        sounds = sounds.replace(spelling, sound)
    sounds = re.sub(r"(\D)\1+", r"\1", sounds)
    return re.sub(r"(\D)\1+", r"\1", sounds.replace("ie", "e"))


def _bare(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter)
    return "".join(_SOUNDS.get(part, part) for part in plain if not unicodedata.combining(part))


_LATIN_LOOKS = "ABCEHIKMOPTXYaceikmopxyhəƏɵƟëË"
_CYRILLIC_LOOKS = "АВСЕНІКМОРТХУасеікморхуһәӘөӨёЁ"
_TO_CYRILLIC = dict(zip(_LATIN_LOOKS, _CYRILLIC_LOOKS, strict=True))
_TO_LATIN = {there: here for here, there in _TO_CYRILLIC.items()}
_WORD = re.compile(r"[^\W\d_]+")


def fix_homoglyphs(text: str) -> str:
    """Put right words that mix Latin and Cyrillic look-alikes.

    A word that cannot be put right stays as it is.
    """
    return _WORD.sub(lambda found: _one_script(found[0]), unicodedata.normalize("NFC", text))


@lru_cache(maxsize=20_000)
def _one_script(word: str) -> str:
    latin = [letter for letter in word if _script(letter) == "LATIN"]
    cyrillic = [letter for letter in word if _script(letter) == "CYRILLIC"]
    if not latin or not cyrillic:
        return word
    to_cyrillic = all(letter in _TO_CYRILLIC for letter in latin)
    to_latin = all(letter in _TO_LATIN for letter in cyrillic)
    if to_cyrillic and not (to_latin and len(latin) > len(cyrillic)):
        return "".join(_TO_CYRILLIC.get(letter, letter) for letter in word)
    return "".join(_TO_LATIN.get(letter, letter) for letter in word) if to_latin else word


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
