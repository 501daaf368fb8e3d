"""Numbers that name people, firms, groups and courses."""

import datetime as dt
import re
from functools import lru_cache

from qosqanat.regulation import kz

from ..model import Cell
from .reading import Problem, Reading, but, fine
from .text import TO_CYRILLIC, TO_LATIN, clean, fix_homoglyphs, is_blank, lines_of, text_of

LETTER_DIGITS = str.maketrans("OoОоQDIlІі|ЗзБбВSЅ", "000000111113366855")
LETTER_ZERO = re.compile(r"(?<=\d)[OoОо]|[OoОо](?=\d)")
SEPARATED = re.compile(r"[\s\-–.']+")
PHONE_SPLIT = re.compile(r"[,;/\n]| или | немесе | and ")
GROUP_SPLIT = re.compile(r"[;,/\n+&]|\s(?:и|және|and|мен|пен)\s")
GROUP_BREAK = re.compile(r"(?<=\d)\s{1,9}(?=[^\W\d_])")
GROUP = re.compile(r"[^\W\d_]{1,8}-?\d{2}(?:-\d{1,2})?[^\W\d_]?(?:-\d{1,2})?")
DASHES = re.compile(r" ?[‐‑‒–—−-] ?")
COURSE = re.compile(r"([^\W\d_]{1,40})[\s\-.]{0,9}(\d{3,5})\s{0,9}(.*)")
MODELS = {"I": 1, "II": 2, "III": 3, "IV": 4}


def checked(digits: str) -> bool:
    """Twelve digits whose last one is the check digit of an IIN or BIN."""
    return kz.iin_problem(digits) is None


def birth_of(iin: str) -> dt.date | None:
    """The birth date that the older layout of the IIN writes, or ``None``."""
    century = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}.get(iin[6])
    try:
        return dt.date((century or 0) + int(iin[:2]), int(iin[2:4]), int(iin[4:6]))
    except ValueError:
        return None


def iin(cell: Cell) -> Reading[str | None]:
    """Twelve digits with a right check digit; a lost leading zero is put back only if that makes it right."""
    if is_blank(cell):
        return fine(None)
    raw = text_of(cell)
    digits = SEPARATED.sub("", raw)
    if checked(digits):
        return fine(digits)
    if digits.isdigit() and 9 <= len(digits) < 12:
        full = digits.zfill(12)
        if checked(full) and birth_of(full):
            return but(full, "iin_zero", value=full)
    if not digits.isdigit():
        guess = digits.translate(LETTER_DIGITS)
        if checked(guess):
            return but(None, "iin_letter", value=raw, guess=guess)
    return but(None, "iin_wrong" if len(digits) == 12 and digits.isdigit() else "iin_length", value=raw)


def bin_or_iin(cell: Cell) -> Reading[str | None]:
    """The number of an enterprise: BIN, or the IIN of a sole trader (said so)."""
    if is_blank(cell):
        return but(None, "bin_missing")
    raw = text_of(cell)
    digits = SEPARATED.sub("", raw)
    restored = digits.isdigit() and 9 <= len(digits) < 12
    full = digits.zfill(12) if restored else digits
    if not checked(full):
        return but(None, "bin_wrong", value=raw)
    if full[4] in "456" and 1 <= int(full[2:4]) <= 12:
        return but(full, "bin_zero", value=full) if restored else fine(full)
    if birth_of(full):
        return but(full, "bin_is_iin", value=full)
    return but(None, "bin_wrong", value=raw)


def phones(cell: Cell) -> Reading[tuple[str, ...]]:
    """Numbers as ``+77xxxxxxxxx``, in the order of the cell; what is not one is asked about."""
    if is_blank(cell):
        return fine(())
    raw = cell if isinstance(cell, str) else text_of(cell)
    parts = [clean(part) for part in PHONE_SPLIT.split(raw) if clean(part)]
    found: list[str] = []
    problems: list[Problem] = [("phone_many", {})] if len(parts) > 1 else []
    for part in parts:
        number = normal_phone(part)
        if not number:
            problems.append(("phone_wrong", {"value": part}))
            continue
        found.append(number)
        if number[2:4] in ("71", "72"):
            problems.append(("phone_landline", {"value": part}))
    return Reading(tuple(found), tuple(problems))


def normal_phone(text: str) -> str:
    """``+77xxxxxxxxx`` or empty text; a letter O among digits counts as zero."""
    return kz.normal_phone(LETTER_ZERO.sub("0", text)) or ""


@lru_cache(maxsize=10_000)
def group(text: str) -> str:
    """A group's name as printed: dashes without spaces, one script per word."""
    return DASHES.sub("-", fix_homoglyphs(clean(text))).upper()


@lru_cache(maxsize=10_000)
def group_key(text: str) -> str:
    """For comparison: the same group whatever its dashes, spaces, case or look-alike letters."""
    return re.sub(r"[\s-]", "", group(text)).translate(TO_CYRILLIC)


def is_group(text: str) -> bool:
    return bool(GROUP.fullmatch(group(text)))


def groups(cell: Cell) -> tuple[str, ...]:
    """Every group of a list separated by comma, semicolon, slash, line or word; ``ЭЭ-24-1,2`` is two groups."""
    found: list[str] = []
    for line in lines_of(cell):
        for part in GROUP_BREAK.sub(";", GROUP_SPLIT.sub(";", line)).split(";"):
            name = group(part)
            if name.isdigit() and found:
                name = re.sub(r"\d{1,9}$", name, found[-1])
            if name and name not in found:
                found.append(name)
    return tuple(found)


def course_code(cell: Cell) -> str:
    """``GZN2206``, ``GZN 2206`` and look-alike letters give one code: ``GZN 2206``; empty text if none."""
    text = text_of(cell)
    match = COURSE.fullmatch(text)
    if not match:
        return fix_homoglyphs(text)
    letters, digits, rest = match.groups()
    latin = letters.translate(TO_LATIN)
    letters = latin if latin.isascii() else letters.translate(TO_CYRILLIC)
    return f"{letters} {digits}{' ' + rest if rest else ''}".strip()


def course_key(text: str) -> str:
    return re.sub(r"[\W_]", "", course_code(text)).upper()


def split_course(text: str) -> tuple[str, str]:
    """``PLB 3303 Порт логистикасы`` -> code and name; no code gives empty text and the name."""
    match = re.match(r"([^\W\d_]{2,8}[\s\-]?\d{3,5})\b[\s.,:–-]*(.*)", clean(text))
    if not match:
        return "", clean(text)
    return course_code(match[1]), match[2].strip(' «»"')


def model(cell: Cell) -> Reading[int | None]:
    """Delivery model 1-4: a digit, a Roman numeral, with or without a word or a comment (Y-5.3)."""
    if is_blank(cell):
        return but(None, "model_missing")
    text = text_of(cell)
    digits = re.findall(r"\d+", text)
    if digits and len(set(digits)) == 1 and digits[0] in "1234":
        return fine(int(digits[0]))
    words = re.findall(r"[^\W\d_]+", text.upper().translate(TO_LATIN))
    romans = [MODELS[word] for word in words if word in MODELS]
    if not digits and len(romans) == 1:
        return fine(romans[0])
    return but(None, "model_wrong", value=text)
