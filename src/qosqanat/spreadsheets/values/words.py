"""Words with one meaning and many spellings, in three languages."""

import re
from functools import lru_cache

from ..model import Cell
from .reading import Reading, but, fine
from .text import CYRILLIC, KAZAKH_LETTER, fold, is_blank, text_of

LANGUAGES = {
    "kk": ("каз", "kaz", "kk", "kz", "қаз", "к"),
    "ru": ("рус", "орыс", "rus", "ru", "р", "о"),
    "en": ("анг", "агыл", "eng", "en", "а"),
}
STATUSES = {
    "expelled": tuple("отчисл исключ шыгар шыккан expel dismiss withdr dropped".split()),
    "leave": ("отпуск", "демалыс", "leave", "академ", "акад", "академическии", "академический", "а о"),
    "transferred": tuple("перевед перевод ауыс transfer".split()),
    "graduated": tuple("выпуск окончил битир тулек аякта graduat alum".split()),
    "studying": tuple(
        "обуча учится оки окып окуда студент магистрант докторант активн белсенд active stud enrol акт"
        " зачисл восстан кабылд".split()
    ),
}
WHOLE = frozenset({"академ", "акад", "акт", "ер", "ул"})  # whole words only: академмобильность is no leave
NEGATED = re.compile(r"\b(?:не|емес|not|no longer)\b|маид|меид|майд|мейд")
OTHER_COURSE = re.compile(r"(?:перевед|ауыс|transfer)\w{0,12} .{0,80}(?:курс|course|year)")
FUNDINGS = {
    "grant": ("грант", "гос", "мемлекет", "бюджет", "grant", "state", "госзаказ"),
    "paid": ("плат", "акы", "догов", "шарт", "paid", "self", "хозрасч", "fee"),
}
SEXES = {
    "m": ("м", "муж", "ер", "еркек", "ул", "m", "male", "man", "е", "e"),
    "f": ("ж", "жен", "аиел", "айел", "кыз", "f", "female", "fem", "woman", "а", "a"),
}
YES_NO = {
    "yes": ("да", "ия", "иа", "бар", "yes", "y", "true", "1", "есть"),
    "no": ("нет", "жок", "no", "n", "false", "0"),
}
LATER = re.compile(r"уточн|нактылан|назнач|тагайын|позже|кейин|named|tbd|tba|вакан|будет|белгилен|n n")


def _starting(text: str, starts: tuple[str, ...], anywhere: bool) -> bool:
    words = text.split() if anywhere else [text]
    return any(
        text == start or len(start) > 2 and start not in WHOLE and word.startswith(start)
        for start in starts
        for word in words
    )


def _meaning(cell: Cell, table: dict[str, tuple[str, ...]], anywhere: bool = False) -> str | None:
    text = fold(text_of(cell))
    return next((meaning for meaning, starts in table.items() if _starting(text, starts, anywhere)), None)


def _word(cell: Cell, table: dict[str, tuple[str, ...]]) -> Reading[str | None]:
    if is_blank(cell):
        return fine(None)
    found = _meaning(cell, table)
    return fine(found) if found else but(None, "word_unknown", value=text_of(cell))


@lru_cache(maxsize=5_000, typed=True)
def languages(cell: Cell) -> Reading[tuple[str, ...]]:
    """Codes ``kk``, ``ru``, ``en`` in the order named; an unknown word is a question."""
    if is_blank(cell):
        return fine(())
    found: list[str] = []
    for part in re.split(r"[,;/+\n]|\s(?:и|және|and)\s", text_of(cell)):
        code = _meaning(part, LANGUAGES)
        if not code:
            return but((), "word_unknown", value=text_of(cell))
        if code not in found:
            found.append(code)
    return fine(tuple(found))


@lru_cache(maxsize=5_000, typed=True)
def status(cell: Cell) -> Reading[str | None]:
    """``studying``, ``leave``, ``transferred``, ``expelled``, ``graduated``; a negation is a question."""
    if is_blank(cell):
        return fine(None)
    folded = fold(text_of(cell))
    unclear = NEGATED.search(folded) or OTHER_COURSE.search(folded)
    found = None if unclear else _meaning(cell, STATUSES, anywhere=True)
    return fine(found) if found else but(None, "word_unknown", value=text_of(cell))


@lru_cache(maxsize=5_000, typed=True)
def funding(cell: Cell) -> Reading[str | None]:
    """``grant`` or ``paid``."""
    return _word(cell, FUNDINGS)


@lru_cache(maxsize=5_000, typed=True)
def sex(cell: Cell) -> Reading[str | None]:
    """``m`` or ``f``."""
    return _word(cell, SEXES)


def yes_no(cell: Cell) -> Reading[bool | None]:
    if isinstance(cell, bool):
        return fine(cell)
    reading = _word(cell, YES_NO)
    return Reading(None if reading.value is None else reading.value == "yes", reading.problems)


def language_of(text: str, title: str) -> str:
    """The language that a name is written in; without Kazakh letters the column's title decides."""
    if KAZAKH_LETTER.search(text) or CYRILLIC.search(text) and KAZAKH_LETTER.search(title):
        return "kk"
    return "ru" if CYRILLIC.search(text) else "en"


def is_later(text: str) -> bool:
    """``нақтыланады``, ``уточняется``, ``to be named``: somebody, but nobody yet."""
    return bool(LATER.search(fold(text)))


def level(programme_code: str) -> str:
    """``bachelor``, ``master``, ``doctor`` from the national code (6B, 7M, 8D), else empty text."""
    return {"6": "bachelor", "7": "master", "8": "doctor"}.get(programme_code[:1], "")
