"""Finding the stored enterprise that a name in a file means."""

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from .matching import ASK, EXACT, LIKELY, MARGIN, Decision, Match, Verdict
from .spelling import alike, skeleton
from .values.text import fold

LEGAL_FORMS = frozenset(
    "тоо жшс ао ак кгу кмм кх шк ип жк пао оао нао кеак ооо гкп гккп мкк мккк рмк ргп фао зао тдо"
    " llp jsc ltd llc too ao company inc".split()
)
SMALL_WORDS = frozenset("г город каласы каласынын no им атындагы область обл".split())
ASK_FIRM = 0.5
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Firm:
    """A stored enterprise with every name it goes by, and its BIN or IIN."""

    id: Hashable
    names: tuple[str, ...]
    number: str = ""


@lru_cache(maxsize=20_000)
def words_of(name: str) -> tuple[str, ...]:
    """The words that make the name: without legal form, quotation marks and small words."""
    words = [word for word in fold(name.replace("№", " ")).split() if word not in LEGAL_FORMS | SMALL_WORDS]
    return tuple(words) or tuple(fold(name).split())


def firm_score(one: str, other: str) -> Match:
    """0..1: words in common, each at its likeness; numbers (school No 58) must agree."""
    a, b = words_of(one), words_of(other)
    if not a or not b or _digits(a) != _digits(b) and _digits(a) and _digits(b):
        return Match(0.0)
    if a == b:
        return Match(1.0)
    if "".join(map(skeleton, a)) == "".join(map(skeleton, b)):
        return Match(0.98, ("spelling",))
    rest = list(b)
    total = 0.0
    for word in a:
        likeness, best = max(
            ((alike(word, candidate)[0], candidate) for candidate in rest), default=(0.0, "")
        )
        if likeness:
            rest.remove(best)
            total += likeness
    value = 2 * total / (len(a) + len(b))
    return Match(round(value, 4), ("words",) if value < EXACT else ("spelling",))


def _digits(words: tuple[str, ...]) -> set[str]:
    return {digit for word in words for digit in DIGITS.findall(word)}


class Firms:
    """The register to look up in."""

    def __init__(self, known: Iterable[Firm]) -> None:
        self._known = list(known)
        self._by_number = {one.number: one for one in self._known if one.number}

    def candidates(self, name: str, limit: int = 5) -> list[Match]:
        found = []
        for firm in self._known:
            best = max(
                (firm_score(name, own) for own in firm.names if own),
                key=lambda match: match.score,
                default=Match(0.0),
            )
            if best.score >= ASK_FIRM:
                found.append(Match(best.score, best.reasons, firm.id))
        return sorted(found, key=lambda match: (-match.score, str(match.id)))[:limit]

    def decide(self, name: str, number: str = "") -> Decision:
        """By BIN if it is known; else by name with a clear lead, otherwise a question."""
        if number and number in self._by_number:
            firm = self._by_number[number]
            fits = not name or any(firm_score(name, own).score >= ASK for own in firm.names)
            reason = "key" if fits else "key_other"
            return Decision(
                Verdict.EXACT if fits else Verdict.ASK, (Match(1.0 if fits else ASK, (reason,), firm.id),)
            )
        found = tuple(self.candidates(name))
        if not found:
            return Decision(Verdict.NONE)
        rivals = [match for match in found[1:] if match.score > found[0].score - MARGIN]
        if rivals or found[0].score < LIKELY:
            return Decision(Verdict.ASK, found)
        return Decision(Verdict.EXACT if found[0].score >= EXACT else Verdict.LIKELY, found)
