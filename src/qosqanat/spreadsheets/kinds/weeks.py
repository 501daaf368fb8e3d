"""Which columns of a grade sheet are weeks, with what maximum, and which are period totals."""

import datetime as dt
import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..block import Block
from ..model import Cell
from ..values.numbers import month_of
from ..values.text import TO_LATIN, fold, is_blank, text_of

LAST_WEEK = 20
FEWEST_ROMAN, FEWEST_DATES = 3, 2
WORD = r"(?:апта|нед\w{0,9}|week|wk|практ\w{0,12}|сараман\w{0,9}|practice)"
NAMED = re.compile(WORD)
BEFORE = re.compile(rf"(?<!\d)(\d{{1,2}}) ?(?:(?:ши|шi|я|й|ая|st|nd|rd|th)? ?{WORD}|н(?!\w))")
AFTER = re.compile(rf"(?:{WORD}\w{{0,9}}|\bw|\bн|\bпр) ?(?:no )?(\d{{1,2}})(?!\d)")
ROMAN = re.compile(r"(?<![A-Z])(X{0,2}(?:IX|IV|V?I{0,3}))(?![A-Z])")
VALUES = {"I": 1, "V": 5, "X": 10}
DATE = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})(?:[./](?:\d{4}|\d{2}))?(?!\d)")
DAY_AND_MONTH = re.compile(r"(?<!\d)(\d{1,2}) ([а-яa-z]{3,})")
PERIOD_TOTAL = re.compile(
    r"(?:(?<![^\W\d_])(?:рк|rk)(?![^\W\d_])|межелик|рубеж|итог|жиын|total|сумма|барлыг)"
)
DIGIT = re.compile(r"(?<!\d)([1-9])(?!\d)")
CAP = re.compile(r"(?:0 ?[-–—] ?)?(\d{1,2}(?:[.,]\d+)?)")
PRACTICE = re.compile(r"практ|сараман|зертхан|лаб|practice|наставник|талимгер|mentor")
OTHER_WORK = re.compile(r"тест|test|сро|срс|бож|сож|iws|портал|portal|quiz|лекц|дарис|lectur")
MAXIMUM = re.compile(r"^(макс|max|ен жогар|ең жоғар|шекти|предел|наибол|maximum)")
# The academic year begins on 1 September; another first date says nothing about the number of the week.
EARLIEST, LATEST = (8, 25), (9, 7)
COMMON_YEAR = 2001


@dataclass(frozen=True)
class Weeks:
    """Column index -> week; week -> the most it allows (0 = no practice); column index -> period of a total.

    ``unclear``: the first of the dates that head the columns, if they do not tell the number of the week.
    """

    columns: dict[int, int]
    caps: dict[int, Decimal]
    totals: dict[int, int]
    unclear: str = ""

    @property
    def rising(self) -> bool:
        """Whether the weeks follow one another from left to right, each total behind its own."""
        weeks = [self.columns[i] for i in sorted(self.columns)]
        return weeks == sorted(weeks)


def week_of(cell: Cell) -> int | None:
    """The week that a title names: ``7``, ``7 12.10``, ``7-апта``, ``Неделя 7``, ``Week 7``, ``VII апта``."""
    if isinstance(cell, bool | dt.date) or is_blank(cell):
        return None
    text = DATE.sub(" ", text_of(cell)).strip(" /,;()-–—")
    found = text if text.isdigit() and len(text) <= 2 else _worded(text)
    return int(found) if found and 1 <= int(found) <= LAST_WEEK else None


def _worded(text: str) -> str | None:
    folded = fold(text)
    if match := BEFORE.search(folded) or AFTER.search(folded):
        return match[1]
    return str(_roman(text)) if NAMED.search(folded) else None


def _roman(text: str) -> int:
    """The value of the first Roman numeral of a title, 0 without one; Cyrillic look-alikes count."""
    found = next((match[1] for match in ROMAN.finditer(text.upper().translate(TO_LATIN)) if match[1]), "")
    values = [VALUES[letter] for letter in found]
    return sum(-a if a < b else a for a, b in itertools.zip_longest(values, values[1:], fillvalue=0))


def names_week(cell: Cell) -> bool:
    """A title that says the word week, so that even a single such column is one."""
    return week_of(cell) is not None and bool(_worded(text_of(cell)))


def weeks_of(block: Block) -> Weeks:
    taken = {i for name, i in block.columns.items() if name not in ("week", "mark")}
    free = [i for i in range(len(block.stacks)) if i not in taken]
    words = {i: fold(" ".join(block.paths[i])) for i in free}
    ours = [i for i in free if not OTHER_WORK.search(words[i]) and not PERIOD_TOTAL.search(words[i])]
    practice = [i for i in free if PRACTICE.search(words[i])]
    best, at = _numbered(block, ours, practice)
    if not best:
        best, at = _numbered(block, practice, practice)
    if len(best) == 1 and not any(names_week(cell) for i in best for cell in block.stacks[i]):
        best = {}
    unclear = ""
    if not best:
        best, at, unclear = _dated(block, ours)
    totals = _totals(words, best)
    caps = {week: cap for i, week in best.items() if (cap := _cap(block.stacks[i][at + 1 :])) is not None}
    return Weeks(best, caps, totals, unclear)


def _numbered(block: Block, free: Sequence[int], practice: Sequence[int]) -> tuple[dict[int, int], int]:
    """The longest series of weeks that one line of titles numbers, and which line."""
    best: dict[int, int] = {}
    at = 0
    for level, line in enumerate(block.lines):
        titles = {i: line[i] for i in free}
        said = all(NAMED.search(fold(" ".join(block.paths[i]))) for i in _named(titles))
        here = _once(_named(titles), practice, any_order=said)
        if len(here) > len(best):
            best, at = here, level
    return best, at


def _named(titles: Mapping[int, str]) -> dict[int, int]:
    """Column -> week by title; bare Roman numerals count where several stand side by side."""
    found = {i: week for i, title in titles.items() if (week := week_of(title))}
    romans = {
        i: _roman(title)
        for i, title in titles.items()
        if _roman(title) and fold(title).isalpha() and len(title) < 6
    }
    return romans if len(romans) >= max(FEWEST_ROMAN, len(found) + 1) else found


def _once(named: Mapping[int, int], practice: Sequence[int] = (), any_order: bool = False) -> dict[int, int]:
    """One column for each week; a week that comes again spoils the titles.

    Bare numbers go up or down from left to right, titles that say the word week may stand in `any_order`.
    """
    found: dict[int, int] = {}
    for week, columns in itertools.groupby(named, key=lambda i: named[i]):
        together = list(columns)
        if week in found.values():
            return {}
        found[next((i for i in together if i in practice), together[0])] = week
    weeks = list(found.values())
    return found if any_order or weeks in (sorted(weeks), sorted(weeks, reverse=True)) else {}


def _dated(block: Block, free: Sequence[int]) -> tuple[dict[int, int], int, str]:
    """Weeks of columns that only dates head, the level of the dates, and the first date if they stay unclear."""
    for level in range(len(block.lines)):
        days = {i: day for i in free if (day := _day(block.stacks[i][level]))}
        if len(days) >= FEWEST_DATES:
            weeks = _by_date(days)
            return weeks, level, "" if weeks else text_of(block.stacks[min(days)][level])
    return {}, 0, ""


def _day(cell: Cell) -> dt.date | None:
    """The first day that a title names; the year is left out, for only distances count."""
    if isinstance(cell, dt.date):
        month, day = cell.month, cell.day
    elif match := DATE.search(text_of(cell)):
        day, month = int(match[1]), int(match[2])
    elif match := DAY_AND_MONTH.search(fold(text_of(cell))):
        day, month = int(match[1]), month_of(match[2])
    else:
        return None
    try:
        return dt.date(COMMON_YEAR, month, day)
    except ValueError:
        return None


def _by_date(days: Mapping[int, dt.date]) -> dict[int, int]:
    """Weeks by distance from the second date, for the first week of a year may be short; empty if unclear."""
    first, second, *_ = ordered = sorted(days.values())
    gaps = [(day - second).days for day in ordered[1:]]
    begins = EARLIEST <= (first.month, first.day) <= LATEST and 0 < (second - first).days <= 7
    if not begins or any(gap % 7 for gap in gaps):
        return {}
    weeks = {first: 1, **{day: 2 + (day - second).days // 7 for day in ordered[1:]}}
    return _once({i: weeks[day] for i, day in days.items()}, any_order=True)


def _cap(below: list[Cell]) -> Decimal | None:
    """The maximum under a week: ``5``, ``0-8``; a dash means a week without practice."""
    for cell in below:
        if cell is None:
            continue
        if is_blank(cell):
            return Decimal(0)
        match = CAP.fullmatch(text_of(cell))
        if match:
            return Decimal(match[1].replace(",", "."))
    return None


def caps_in_row(cells: list[Cell], weeks: Weeks) -> dict[int, Decimal]:
    """The maxima of a row that stands among the students: ``Макс. балл | 5 | 5 | 13``."""
    found = {}
    for i, week in weeks.columns.items():
        cap = _cap([cells[i]]) if i < len(cells) else None
        if cap is not None:
            found[week] = cap
    return found


def is_maximum(text: str) -> bool:
    return bool(MAXIMUM.match(fold(text)))


def _totals(words: Mapping[int, str], weeks: Mapping[int, int]) -> dict[int, int]:
    totals: dict[int, int] = {}
    for i, label in words.items():
        if i not in weeks and PERIOD_TOTAL.search(label):
            digit = DIGIT.search(label)
            totals[i] = int(digit[1]) if digit else len(totals) + 1
    return totals
