"""Names of people in a cell: parts of a name, titles around it, several people."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..model import Cell
from .text import clean, fix_homoglyphs, fold, lines_of

PATRONYMIC = re.compile(r"(ович|евич|ьич|ич|овна|евна|ична|инична|улы|кызы|гызы|углы|оглы|оглу)$")
SURNAME = re.compile(r"\w{3}(ов|ова|ев|ева|ский|ская|ov|ova|ev|eva|sky|skiy|skaya)$")
INITIALS = re.compile(r"(?:[^\W\d_]\.\s{0,9}){1,9}[^\W\d_]?|[^\W\d_]")
SPACED_INITIALS = re.compile(r"\b([^\W\d_]\.)\s{1,9}(?=[^\W\d_]\.)")
GLUED = re.compile(r"(?<=[^\W\d_]{3})(?=(?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]\.){1,2}$)")
PEOPLE_SPLIT = re.compile(r"[;/]|\s(?:и|және|and)\s")
TITLE_WORDS = frozenset(
    "phd dr mr mrs ms prof ceo cto pm проф профессор доц доцент кфн ктн дтн ф т г к н ассоц асс преп др"
    " директор директора директоры зам и о ио кх ип аға оқытушы".split()
)


@dataclass(frozen=True)
class Name:
    """Parts of a person's name; an initial stands without its full stop. Unknown parts are empty text."""

    surname: str
    given: str = ""
    patronymic: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)

    @property
    def initials_only(self) -> bool:
        return len(self.given) == 1


@dataclass(frozen=True)
class Person:
    """A name with the degree or position that stood beside it."""

    name: Name
    title: str = ""


def is_patronymic(word: str) -> bool:
    return len(word) > 5 and bool(PATRONYMIC.search(fold(word)))


def nice_case(word: str) -> str:
    """``АХМЕТОВА`` -> ``Ахметова``; other words stay as they are."""
    return word.title() if len(word) > 1 and word.isupper() else word


def given_first(texts: Iterable[str]) -> bool:
    """Whether a column writes `Given Surname`, judged by endings that only surnames have."""
    last = first = 0
    for text in texts:
        words = text.split()
        if "," in text or len(words) not in (2, 3) or is_patronymic(words[-1]):
            continue
        ends = [bool(SURNAME.search(fold(word))) for word in (words[0], words[-1])]
        first += ends == [True, False]
        last += ends == [False, True]
    return last > 4 * first


def name(text: str, given_first: bool = False) -> Name:
    """Surname, given name, patronymic of one person, whatever the order of initials and patronymic.

    Two full words are taken as surname and given name, the order of official lists.
    """
    words = _name_words(clean(text).replace(",", " "))
    initials = [word for word in words if INITIALS.fullmatch(word)]
    full = [nice_case(word) for word in words if word not in initials]
    if initials and full:
        letters = [letter.upper() for word in initials for letter in re.findall(r"[^\W\d_]", word)]
        parts = full + letters
        return Name(*parts[:3])
    middle = next((i for i, word in enumerate(full) if is_patronymic(word)), None)
    if given_first and len(full) > 1 and "," not in text and not is_patronymic(full[-1]) and middle is None:
        full = [full[-1], *full[:-1]]
    if middle is None or len(full) < 3:
        return Name("".join(full[:1]), "".join(full[1:2]), " ".join(full[2:]))
    rest = full[:middle] + full[middle + 1 :]
    if middle == 1:
        rest = [rest[1], rest[0], *rest[2:]]
    return Name(rest[0], " ".join(rest[1:]), full[middle])


def _name_words(text: str) -> list[str]:
    text = GLUED.sub(" ", SPACED_INITIALS.sub(r"\1", fix_homoglyphs(text)))
    return [word for word in text.split(" ") if word.strip(".,")]


def person(text: str) -> Person:
    """One person with degree or position before or after the name."""
    names: list[str] = []
    titles: list[str] = []
    for part in clean(text).split(","):
        (names if _has_name(part) and not names else titles).append(part.strip())
    if not names:
        return Person(Name(clean(text)))
    words = names[0].split(" ")
    start = _name_start(words)
    titles.insert(0, " ".join(words[:start]))
    return Person(name(" ".join(words[start:])), ", ".join(title for title in titles if title))


def _has_name(part: str) -> bool:
    words = [word for word in part.split() if not _is_title(word)]
    return len([word for word in words if word[:1].isupper()]) >= 2 or any("." in word for word in words)


def _is_title(word: str) -> bool:
    bare = word.strip(".,").lower()
    dotted = word.count(".") >= 2 and word == word.lower()
    return (
        bare.replace(".", "") in TITLE_WORDS or dotted or word[:1].islower() or any(c.isdigit() for c in word)
    )


def _name_start(words: list[str]) -> int:
    start = 0
    shouted = all(word.isupper() for word in words if len(word) > 3)
    for i, word in enumerate(words[:-1]):
        short_capitals = word.isupper() and len(word) in (2, 3) and "." not in word and not shouted
        if _is_title(word) or short_capitals:
            start = i + 1
    return start


def people(cell: Cell) -> tuple[Person, ...]:
    """Everybody in the cell: separated by lines, semicolons, a word, or commas between full names."""
    parts = [part for line in lines_of(cell) for part in PEOPLE_SPLIT.split(line)]
    return tuple(person(part) for whole in parts for part in _comma_parts(whole) if part.strip())


def _comma_parts(text: str) -> list[str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    full = [part for part in parts if _has_name(part) and all(not _is_title(w) for w in part.split())]
    return parts if len(full) == len(parts) else [text]
