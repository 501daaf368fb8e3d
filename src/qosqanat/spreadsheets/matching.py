"""Finding the stored person that a name in a file means: a score to look at, never a silent choice."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from .spelling import alike, patronymic_stem, skeleton, slips, surname_stem
from .values.ids import group_key
from .values.people import Name

SURNAME_WEIGHT, GIVEN_WEIGHT, PATRONYMIC_WEIGHT = 0.5, 0.35, 0.15
INITIAL = 0.9
CONFLICT = 0.3
NO_PATRONYMIC = 0.98
OTHER_PATRONYMIC = 0.6
TURNED = 0.98
OTHER_GROUP = 0.9
EXACT, LIKELY, ASK = 0.97, 0.85, 0.6
MARGIN = 0.06


class Verdict(StrEnum):
    """``exact`` may be taken; ``likely`` is proposed; ``ask`` needs a person; ``none`` found nobody."""

    EXACT = "exact"
    LIKELY = "likely"
    ASK = "ask"
    NONE = "none"


@dataclass(frozen=True)
class Match:
    """A score from 0 to 1 and why it is not 1: order, initials, no_patronymic, patronymic, spelling, ending,
    typo, group, key (found by key), key_other (key found, name differs)."""

    score: float
    reasons: tuple[str, ...] = ()
    id: Hashable = None


@dataclass(frozen=True)
class Known:
    """Somebody stored: ``keys`` are IDs, IIN and telephones as text, ``group`` is optional."""

    id: Hashable
    name: Name
    keys: frozenset[str] = frozenset()
    group: str = ""


@dataclass(frozen=True)
class Decision:
    verdict: Verdict
    matches: tuple[Match, ...] = ()

    @property
    def id(self) -> Hashable:
        """The only person meant, if the verdict is exact or likely; else ``None``."""
        return self.matches[0].id if self.verdict in (Verdict.EXACT, Verdict.LIKELY) else None


def score(one: Name, other: Name) -> Match:
    """How well two names fit, in either order of surname and given name."""
    straight = _score(one, other)
    if straight.score == 1.0 or not one.given or not other.given:
        return straight
    turned = _score(Name(one.given, one.surname, one.patronymic), other)
    turned = Match(turned.score * TURNED, ("order", *turned.reasons))
    return max(straight, turned, key=lambda match: match.score)


def _score(one: Name, other: Name) -> Match:
    surname, why = alike(one.surname, other.surname, surname_stem)
    if not surname:
        return Match(0.0)
    reasons = [why]
    given, why = _given(one.given, other.given)
    reasons.append(why)
    if not given:
        return Match(CONFLICT * surname, ("given",))
    parts = SURNAME_WEIGHT * surname + GIVEN_WEIGHT * given
    if one.patronymic and other.patronymic:
        patronymic, why = _given(one.patronymic, other.patronymic)
        if not patronymic:
            return Match(OTHER_PATRONYMIC * (parts + PATRONYMIC_WEIGHT), ("patronymic",))
        total = parts + PATRONYMIC_WEIGHT * patronymic
    else:
        why = "no_patronymic" if one.patronymic or other.patronymic else ""
        total = parts / (SURNAME_WEIGHT + GIVEN_WEIGHT) * (NO_PATRONYMIC if why else 1.0)
    reasons.append(why)
    return Match(round(total, 4), tuple(dict.fromkeys(reason for reason in reasons if reason)))


def _given(one: str, other: str) -> tuple[float, str]:
    """Given names or patronymics; an initial fits every name that begins with it."""
    if not one or not other:
        return INITIAL * INITIAL, "initials"
    if min(len(one), len(other)) == 1:
        return (INITIAL, "initials") if skeleton(one)[:1] == skeleton(other)[:1] else (0.0, "")
    return alike(one, other, patronymic_stem)


class People:
    """Everybody who may be meant, indexed so that twenty thousand are searched at once."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known = list(known)
        self._by_key: dict[str, list[int]] = {}
        self._by_word: dict[str, set[int]] = {}
        for index, one in enumerate(self._known):
            for key in one.keys:
                self._by_key.setdefault(key, []).append(index)
            for word in slips(one.name.surname):
                self._by_word.setdefault(word, set()).add(index)

    def candidates(self, name: Name, group: str = "", limit: int = 5) -> list[Match]:
        """The best by name alone, from the best down, none below the threshold of asking."""
        words = slips(name.surname) | (slips(name.given) if len(name.given) > 1 else set())
        indexes = {index for word in words for index in self._by_word.get(word, ())}
        found = (self._rated(name, group, index) for index in indexes)
        return sorted((one for one in found if one.score >= ASK), key=_rank)[:limit]

    def _rated(self, name: Name, group: str, index: int) -> Match:
        known = self._known[index]
        match = score(name, known.name)
        if group and known.group and group_key(group) != group_key(known.group):
            return Match(match.score * OTHER_GROUP, (*match.reasons, "group"), known.id)
        return Match(match.score, match.reasons, known.id)

    def decide(self, name: Name, keys: Iterable[str] = (), group: str = "") -> Decision:
        """By key if one is given and the name does not speak against it; else by name, with a clear lead."""
        by_key = {index for key in keys if key for index in self._by_key.get(key, ())}
        if by_key:
            return self._by_keys(name, sorted(by_key))
        found = tuple(self.candidates(name, group))
        if not found:
            return Decision(Verdict.NONE)
        rivals = [match for match in found[1:] if match.score > found[0].score - MARGIN]
        best = found[0].score
        if rivals or best < LIKELY or "group" in found[0].reasons:
            return Decision(Verdict.ASK, found)
        sure = best >= EXACT and not {"typo", "initials", "no_patronymic", "ending"} & set(found[0].reasons)
        return Decision(Verdict.EXACT if sure else Verdict.LIKELY, found)

    def _by_keys(self, name: Name, indexes: list[int]) -> Decision:
        rated = [self._rated(name, "", index) for index in indexes]
        matches = tuple(
            Match(max(one.score, ASK), (*one.reasons, "key" if one.score >= ASK else "key_other"), one.id)
            for one in sorted(rated, key=_rank)
        )
        sure = len(matches) == 1 and "key" in matches[0].reasons
        return Decision(Verdict.EXACT if sure else Verdict.ASK, matches)


def _rank(match: Match) -> tuple[float, str]:
    return -match.score, str(match.id)
