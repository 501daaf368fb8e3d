"""Which field a column title means: `columns.toml` and a score."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path

from .values.text import fold

THRESHOLD = 0.55
SURE = 0.75
MOST_WORDS = 12
SINGLES = re.compile(r"\b\w(?: \w){1,99}\b")
IN_LANGUAGE = {
    code: re.compile(rf"\b(?:(?:на|in) )?(?:{words})(?: (?:яз|язык|языке|тилинде|тили|language))?\b")
    for code, words in {
        "in_kk": r"каз|казах\w{0,12}|казак\w{0,12}|kaz|kazakh|qazaq\w{0,12}|kk|kz",
        "in_ru": r"рус|русск\w{0,12}|орыс\w{0,12}|rus|russian|ru",
        "in_en": r"анг|англ\w{0,12}|агыл\w{0,12}|eng|english|en",
    }.items()
}


@dataclass(frozen=True)
class Spec:
    """What a table of one kind looks like."""

    kind: str
    need: tuple[tuple[str, ...], ...]
    identity: tuple[str, ...]
    titles: Mapping[str, tuple[str, ...]]
    also: re.Pattern[str] | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)
    carried: tuple[str, ...] = ()

    def extra(self, texts: Iterable[str]) -> int:
        """1 if at least two of the titles are of the kind's own series (weeks), else 0."""
        if self.also is None:
            return 0
        return int(sum(1 for text in texts if self.also.fullmatch(text)) > 1)

    def satisfied(self, fields: set[str]) -> bool:
        return all(fields & set(group) for group in self.need)

    def with_mapping(self, mapping: Mapping[str, str] | None) -> "Spec":
        """The user's own titles first: field -> label."""
        chosen = {name: key(label) for name, label in (mapping or {}).items()}
        return replace(self, chosen=chosen)


@cache
def specs() -> dict[str, Spec]:
    raw = tomllib.loads((Path(__file__).parent / "columns.toml").read_text("utf-8"))
    return {
        kind: Spec(
            kind,
            tuple(tuple(group) for group in body["need"]),
            tuple(body["identity"]),
            {
                name: tuple(dict.fromkeys(key(title) for title in titles))
                for name, titles in body["fields"].items()
            },
            re.compile(body["also"], re.I) if "also" in body else None,
            carried=tuple(body.get("carried", ())),
        )
        for kind, body in raw.items()
    }


@lru_cache(maxsize=50_000)
def key(label: str) -> str:
    """A title folded for comparison; initials run together (``Ф.И.О.`` -> ``фио``), languages are one word each."""
    folded = fold(label.replace("№", " no "))
    joined = SINGLES.sub(lambda match: match.group().replace(" ", ""), folded)
    for code, pattern in IN_LANGUAGE.items():
        joined = pattern.sub(code, joined)
    return joined


def scores(labels: tuple[str, ...], spec: Spec) -> dict[str, float]:
    """Field -> how well any of the labels of one column (leaf, whole path) fits, above the threshold."""
    taken = set(spec.chosen.values())
    keys = [key(label) for label in labels]
    for name, label in spec.chosen.items():
        if label in keys:
            return {name: 2.0}
    found: dict[str, float] = {}
    for label in keys:
        if label in taken:
            continue
        for name, score in _label_scores(label, spec.kind).items():
            if name not in spec.chosen:
                found[name] = max(score, found.get(name, 0.0))
    return found


@cache
def _beginnings(kind: str) -> frozenset[str]:
    """The first three letters of every word of every title: what shares none of them is no title."""
    return frozenset(
        word[:3] for titles in specs()[kind].titles.values() for title in titles for word in title.split()
    )


@lru_cache(maxsize=20_000)
def _label_scores(label: str, kind: str) -> dict[str, float]:
    words = label.split()
    if not words or len(words) > MOST_WORDS or not any(word[:3] in _beginnings(kind) for word in words):
        return {}
    found = {}
    for name, titles in specs()[kind].titles.items():
        best = max(_likeness(label, title) for title in titles)
        if best >= THRESHOLD:
            found[name] = best
    return found


@lru_cache(maxsize=100_000)
def _likeness(label: str, title: str) -> float:
    if label == title:
        return 1.0
    if not label or not title or len(label) > 90:
        return 0.0
    words, wanted = label.split(), title.split()
    if _language(wanted) not in ("", _language(words)):
        return 0.0
    if _inside(wanted, words):
        return 0.6 + 0.35 * min(1.0, len(title) / len(label))
    if len(label) >= 3 and _inside(words, wanted):
        return 0.5 + 0.3 * min(1.0, len(label) / len(title))
    return 0.0


def _language(words: list[str]) -> str:
    return next((word for word in words if word in IN_LANGUAGE), "")


def _inside(small: list[str], large: list[str]) -> bool:
    """Every word of ``small`` stands in ``large``, in order; words may be cut or inflected."""
    rest = iter(large)
    return all(any(_same_word(word, other) for other in rest) for word in small)


def _same_word(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if len(short) < 3 or short in IN_LANGUAGE or long in IN_LANGUAGE:
        return False
    same = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return same == len(short) or same >= 4 and same >= 0.7 * len(long)
