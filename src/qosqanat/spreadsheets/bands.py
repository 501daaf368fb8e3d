"""Rows that are no records: bands that say whose rows follow, totals, signatures; units in titles."""

import re
from collections.abc import Mapping

from .values.text import fold

TOTAL = re.compile(
    r"(?:итого|всего|барлыгы|жиыны|total|grand total)(?: .{0,60})?|итог|корытынды|жалпы|жалпы саны|сумма|sum"
)
NUMBERING, ENDS = re.compile(r"^\W{0,99}(?:\d{1,9}[.)]\s*)?"), ":;. \t\n\r\xa0"
FACULTY = re.compile(r"факультет|faculty|жогары мектеби|высшая школа|school of")
DEPARTMENT = re.compile(r"кафедра|department")
NOT_A_BAND = re.compile(r"декан|мен?геруши|заведующ|зав каф|head of|директор")
COURSE_BAND = re.compile(r"([1-7]) ?(?:ши|шы)? ?(?:курс|course|year)|(?:курс|course|year) ([1-7])")
PROGRAMME_BAND = re.compile(r"[678][BMDВМ]\d{5}")
NAMES_GROUP = re.compile(r"\b(групп|топ|group)")
GROUP_IN = re.compile(r"[^\W\d_]{1,6}\s?-\s?\d{2}(?:\s?-\s?\d{1,2})?(?!\d)")


def is_aside(filled: list[str]) -> bool:
    """Totals and lines to be signed."""
    signed = any("___" in text for text in filled)
    return signed or any(TOTAL.fullmatch(fold(text)) for text in filled[:2])


def band_of(filled: list[str]) -> tuple[str, str] | None:
    """The kind of unit and its name, for a row that only says whose rows follow."""
    if any(text != filled[0] for text in filled):
        return None
    text, folded = filled[0], fold(filled[0])
    if NOT_A_BAND.search(folded) or len(text) > 150:
        return None
    if DEPARTMENT.search(folded):
        return "department", bare(text)
    if FACULTY.search(folded):
        return "faculty", bare(text)
    match = GROUP_IN.search(text)
    if match and (match.start() == 0 or NAMES_GROUP.search(folded)):
        return "group", match.group()
    if PROGRAMME_BAND.match(text):
        return "programme", text
    course = COURSE_BAND.fullmatch(folded)
    return ("course", course[1] or course[2]) if course else None


def entered(bands: Mapping[str, str], kind: str, text: str) -> dict[str, str]:
    """The bands in force once another one begins: a new department ends the old group."""
    order = ("faculty", "department", "programme", "course", "group")
    kept = order[: order.index(kind)]
    return {name: value for name, value in bands.items() if name in kept} | {kind: text}


def bare(text: str) -> str:
    """The name of a unit without quotation marks, colon and numbering at its ends."""
    return NUMBERING.sub("", text.rstrip(ENDS)).replace("«", "").replace("»", "").strip()


def unit_in_titles(titles: list[str], kind: str) -> str:
    """The faculty or department that a title block names, or empty text."""
    pattern = FACULTY if kind == "faculty" else DEPARTMENT
    for text in titles:
        folded = fold(text)
        if pattern.search(folded) and not NOT_A_BAND.search(folded) and len(text) < 120:
            name = bare(re.sub(r"^(факультет|faculty|кафедра|department)\s{0,9}:", "", text, flags=re.I))
            if " " in name or not pattern.fullmatch(fold(name)):
                return name
    return ""
