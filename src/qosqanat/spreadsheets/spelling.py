"""How alike two words of a name are, whoever typed them."""

import re
from collections.abc import Callable
from functools import lru_cache

from .values.text import fold

LATIN_PAIRS = (
    ("shch", "щ"), ("sch", "щ"), ("yo", "е"), ("kh", "х"), ("zh", "ж"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"),
    ("yu", "ю"), ("ya", "я"), ("iy", "и"), ("gh", "г"), ("ng", "н"),
)  # fmt: skip
LATIN_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "абкдефгхижклмнопкрстуввхиз")
SOFT = str.maketrans({"ь": "", "ъ": "", "й": "и", "э": "е", "ы": "и", "о": "у", "х": "к"})
DOUBLE = re.compile(r"(.)\1")
SURNAME_END = re.compile(r"(?<=.{3})(?:[еу]ва|[еу]в|ина|ин|ская|скии|ули|кизи|тен)$")
PATRONYMIC_END = re.compile(r"(?<=.{2})(?:[уеи]вич|[уеи]вна|ич|ична|ули|кизи|гизи|угли|углу)$")
SAME, VARIANT, ENDING, TYPO = 1.0, 0.97, 0.92, 0.88
SHORTEST_WITH_TYPO = 4


@lru_cache(maxsize=100_000)
def skeleton(word: str) -> str:
    """What stays of a word when Kazakh, Russian and Latin ways of writing it are made one."""
    return DOUBLE.sub(r"\1", _plain(word))


def _plain(word: str) -> str:
    folded = fold(word).replace(" ", "")
    if folded.isascii():
        for pair, letter in LATIN_PAIRS:
            folded = folded.replace(pair, letter)
        folded = folded.translate(LATIN_LETTERS)
    return folded.translate(SOFT)


@lru_cache(maxsize=100_000)
def surname_stem(word: str) -> str:
    """The surname without -ов, -ова, -ұлы, -қызы."""
    return DOUBLE.sub(r"\1", SURNAME_END.sub("", _plain(word)))


@lru_cache(maxsize=100_000)
def patronymic_stem(word: str) -> str:
    """The father's name in -ович, -овна, -ұлы, -қызы."""
    return DOUBLE.sub(r"\1", PATRONYMIC_END.sub("", _plain(word)))


def one_slip(one: str, other: str) -> bool:
    """One letter too many, too few, wrong, or two neighbours changed round."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or a[:2] == b[1::-1] and a[2:] == b[2:]


@lru_cache(maxsize=200_000)
def alike(one: str, other: str, stem: Callable[[str], str] = skeleton) -> tuple[float, str]:
    """0..1 and the reason: empty text (the same), spelling, ending, typo."""
    if fold(one) == fold(other):
        return SAME, ""
    a, b = skeleton(one), skeleton(other)
    if a == b:
        return VARIANT, "spelling"
    sa, sb = stem(one), stem(other)
    if sa == sb and sa:
        return ENDING, "ending"
    if min(len(a), len(b)) >= SHORTEST_WITH_TYPO and (one_slip(a, b) or one_slip(_plain(one), _plain(other))):
        return TYPO, "typo"
    if min(len(sa), len(sb)) >= SHORTEST_WITH_TYPO and one_slip(sa, sb):
        return TYPO * ENDING, "typo"
    return 0.0, ""


def slips(surname: str) -> set[str]:
    """Keys to find a surname by: it and its stem, whole and without each letter in turn.

    Two surnames that are one slip apart share at least one key.
    """
    words = {_plain(surname), surname_stem(surname)}
    return words | {word[:i] + word[i + 1 :] for word in words if len(word) > 2 for i in range(len(word))}
