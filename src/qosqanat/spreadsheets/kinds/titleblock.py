"""What stands above a grade sheet: course, groups, credits, enterprise, mentor, teacher."""

import re
from collections.abc import Iterable
from decimal import Decimal

from ..bands import GROUP_IN
from ..values import ids
from ..values.text import clean

LABELS = {
    "course": r"пән(?:нің атауы)?|дисциплина|предмет|course|subject|discipline",
    "groups": r"топ(?:тар|ы)?|групп[аы]|groups?",
    "partner": r"серіктес кәсіпорын|кәсіпорын(?! тәлімгері)|предприятие(?:-партн[её]р)?|enterprise|company|partner",
    "mentor": r"кәсіпорын тәлімгері|тәлімгер(?:і)?|наставник(?: предприятия)?|mentor",
    "teacher": r"(?:пән )?оқытушы(?:сы)?|преподаватель|teacher|lecturer|instructor",
}
TITLED = {
    what: re.compile(
        rf"(?:^|\s)(?:{label})(?:\s{{0,9}}[:№]\s{{0,9}}|\s{{1,9}}[–—-]\s{{1,9}}|\s{{1,9}}(?=[A-ZА-ЯӘҒҚҢӨҰҮҺІ«\"]))(.+)",
        re.I,
    )
    for what, label in LABELS.items()
}
NAMES_GROUPS = re.compile(rf"(?:^|\s)(?:{LABELS['groups']})\b", re.I)
NEXT_LABEL = re.compile(
    r"\s(?:топ|групп|group|курс|семестр|semester|кредит|credit|оқу жылы|пән|дисциплина)\w{0,12}\s{0,9}:.*",
    re.I,
)
BEGINS_WITH_CODE = re.compile(r"[^\W\d_]{2,8}[\s-]?(?!20\d\d)\d{4}\b")
CREDITS = re.compile(
    r"(?:кредит\w{0,9}|credits?|ects)(?: саны)?\s{0,9}[:\-–]?\s{0,9}(\d{1,2})\b|\b(\d{1,2})\s{0,9}(?:кредит|credit|ects)",
    re.I,
)


def titled(titles: Iterable[str], what: str) -> str:
    """The text behind a label of the title block, up to the next label; empty text if there is none."""
    for line in titles:
        match = TITLED[what].search(line)
        if match:
            return clean(NEXT_LABEL.sub("", match[1]))
    return ""


def course_in(lines: Iterable[str], *, bare: bool = True) -> tuple[str, str]:
    """Code and name of the course that a line names, with its label or by its code; empty texts if none does.

    ``bare``: a code alone is enough; a group may look like one.
    """
    lines = list(lines)
    if named := titled(lines, "course"):
        return ids.split_course(named)
    coded = [ids.split_course(line) for line in lines if BEGINS_WITH_CODE.match(line)]
    return next(((code, name) for code, name in coded if name or bare), ("", ""))


def code_in(text: str) -> str:
    """A course code inside the name of a tab or file, or empty text."""
    match = re.search(r"[^\W\d_]{2,8}[\s_-]?\d{4}(?!\d)", text)
    return ids.course_code(match.group().replace("_", " ").replace("-", " ")) if match else ""


def groups_in(titles: list[str]) -> tuple[str, ...]:
    """The groups of the first line that names any."""
    for line in titles:
        if NAMES_GROUPS.search(line) or ids.is_group(line):
            found = tuple(dict.fromkeys(ids.group(match) for match in GROUP_IN.findall(line)))
            if found:
                return found
    return ()


def credits_in(titles: list[str]) -> Decimal | None:
    """``Кредит: 5``, ``Кредитов: 4``, ``5 credits``."""
    for line in titles:
        if match := CREDITS.search(line):
            return Decimal(match[1] or match[2])
    return None
