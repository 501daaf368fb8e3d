"""Groups that a list of students names, with the programmes and departments above them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_noop as _

from qosqanat.intake.plan import Option, say
from qosqanat.people.models import Person, Unit
from qosqanat.spreadsheets.kinds.contingent import StudentRecord
from qosqanat.spreadsheets.values import ids
from qosqanat.spreadsheets.values.people import name
from qosqanat.studies.enums import Level
from qosqanat.studies.models import Group, Programme

from .base import NOT_UNDERSTOOD, TYPED, Planner
from .staff import Staff
from .terms import academic_year_of
from .units import Units, language_of

WHICH = _("Group %(group)s is new: which educational programme and which year of study is it?")
ANSWER = _("%(programme)s, year of study %(year)s")
PROGRAMME = re.compile(r"[678][A-Z]\d{5}|\b\d?[A-Z]\d{3,6}\b")
ENTERED = re.compile(r"\D(\d{2})(?!\d)")
YEARS = range(1, 8)
USUAL_YEARS = range(1, 6)
MOST_CHOICES = 15


class Groups:
    """The university's groups by key; a new one is planned from the most frequent words of its rows."""

    def __init__(self, planner: Planner, units: Units):
        self.planner, self.units, self.staff = planner, units, Staff(planner)
        self.academic_year = academic_year_of(planner)
        mine = Group.objects.filter(university=planner.university)
        self.by_key = {
            ids.group_key(g.code): g for g in mine.select_related("programme", "adviser", "department")
        }
        self.programmes = {p.code: p for p in Programme.objects.filter(university=planner.university)}
        self.named: dict[str, list[StudentRecord]] = {}
        self.waiting: dict[str, str] = {}

    def plan(self, records: Iterable[StudentRecord]) -> None:
        rows = defaultdict(list)
        for record in records:
            if record.group:
                rows[ids.group_key(record.group)].append(record)
        self.named = rows
        for key, mine in rows.items():
            self._group(key, mine)

    def _group(self, key: str, rows: list[StudentRecord]) -> None:
        group = self.by_key.get(key)
        code = usual(ids.group(r.group) for r in rows)
        programme_code, year = usual(r.programme for r in rows), usual(r.course for r in rows)
        answer = self.planner.answer(f"group:{key}")
        if group is None and not (programme_code and year):
            programme_code, year = self._understood(answer or "", programme_code, year)
            if not (programme_code and year):
                self._ask(key, code, rows, answer)
                return
        department = self._department(rows, group)
        programme = self._programme(programme_code, rows, department) if programme_code else None
        adviser = self._adviser(usual(r.adviser for r in rows), department, rows[0])
        language = usual(r.language for r in rows)
        values = {
            "department": department,
            "programme": programme,
            "year": year,
            "counted_in": year and self.academic_year,
            "language": language,
            "adviser": adviser,
        }
        title = code
        if group is None:
            values["language"] = language or language_of(rows[0].programme_kk or "")
            group = self.planner.draft.create(Group(university=self.planner.university, code=code, **values))
            self.by_key[key] = group
            self.planner.settled(rows[0].source, f"group:{key}", title, is_new=True, changes=[], reasons=[])
            return
        changes = self.planner.draft.change(group, **values)
        if changes:
            self.planner.settled(
                rows[0].source, f"group:{key}", title, is_new=False, changes=changes, reasons=[]
            )

    def _ask(self, key: str, code: str, rows: list[StudentRecord], answer: str | None) -> None:
        """Which programme and year a new group is of: one question for all its rows."""
        self.waiting[key] = code
        why = [say(WHICH, group=code)]
        if answer:
            why.append(say(NOT_UNDERSTOOD, value=answer.removeprefix(TYPED)))
        programmes, years = self._likely_programmes(code, rows), self._likely_years(code, rows)
        choices = [
            Option(
                f"{TYPED}{known.code}, {year}",
                say(ANSWER, programme=f"{known.code} {known.name}".strip(), year=year),
            )
            for known in programmes
            for year in years
        ]
        self.planner.ask(
            rows[0].source,
            f"group:{key}",
            code,
            why,
            choices if len(choices) <= MOST_CHOICES else (),
            free=_("Programme code and year of study, like 6B07201, 3"),
            proposed=choices[0].value if len(choices) == 1 else "",
        )

    def _likely_programmes(self, code: str, rows: list[StudentRecord]) -> list[Programme]:
        """The one that the file names; else those of the groups that are named alike; else all."""
        named = usual(record.programme for record in rows)
        if named:
            return [self.programmes.get(named, Programme(code=named))]
        stem = _stem(code)
        alike = {g.programme.code: g.programme for g in self.by_key.values() if _stem(g.code) == stem}
        return sorted((alike or self.programmes).values(), key=lambda programme: programme.code)

    def _likely_years(self, code: str, rows: list[StudentRecord]) -> list[int]:
        """The one that the file names; else the one that the group's name says, as МГІ-24-1 began in 2024; else all."""
        if named := usual(record.course for record in rows):
            return [named]
        entered = ENTERED.search(code)
        first = int(self.academic_year[:4])
        year = first % 100 - int(entered[1]) + 1 if entered else 0
        return [year] if year in USUAL_YEARS else list(USUAL_YEARS)

    def _understood(
        self, answer: str, programme: str | None, year: int | None
    ) -> tuple[str | None, int | None]:
        """Programme and year after “=6B07201, 3”; what the file itself says stays."""
        code, rest = self._code_in(_latin(answer.removeprefix(TYPED)), programme)
        said = re.search(r"(?<!\d)(\d)(?!\d)", rest)
        number = int(said[1]) if said and int(said[1]) in YEARS else None
        return programme or code, year or number

    def _code_in(self, text: str, programme: str | None) -> tuple[str | None, str]:
        """A code that is known here or stands in the file, else what looks like one; and the text without it."""
        known = {_latin(code): code for code in (programme, *self.programmes) if code}
        words = re.split(r"[\s,;]", text)
        named = next((word for word in words if word in known), None)
        if named is not None:
            words.remove(named)
            return known[named], " ".join(words)
        found = PROGRAMME.search(text)
        return (found.group(), text[: found.start()] + text[found.end() :]) if found else (None, text)

    def _department(self, rows: list[StudentRecord], group: Group | None) -> Unit | None:
        named, faculty = usual(r.department for r in rows), usual(r.faculty for r in rows)
        return self.units.department(named or "", faculty or "") or (group.department if group else None)

    def _programme(self, code: str, rows: list[StudentRecord], department: Unit | None) -> Programme:
        names = {
            f"name_{lang}": usual(getattr(r, f"programme_{lang}") for r in rows) or ""
            for lang in ("kk", "ru", "en")
        }
        known = self.programmes.get(code)
        if known is None:
            level = rows[0].level or Level.BACHELOR
            known = Programme(
                university=self.planner.university, code=code, level=level, department=department, **names
            )
            self.programmes[code] = self.planner.draft.create(known)
            self.planner.settled(
                rows[0].source,
                f"programme:{code}",
                f"{code} {known.name}",
                is_new=True,
                changes=[],
                reasons=[],
            )
            return known
        if known.pk:
            changes = self.planner.draft.change(known, overwrite=False, department=department, **names)
            if changes:
                title = f"{code} {known.name}"
                self.planner.settled(
                    rows[0].source, f"programme:{code}", title, is_new=False, changes=changes, reasons=[]
                )
        return known

    def _adviser(self, text: str | None, department: Unit | None, record: StudentRecord) -> Person | None:
        if not text or department is None:
            return None
        return self.staff.person(name(text), role="adviser", unit=department, source=record.source)


def _stem(code: str) -> str:
    """What the groups of one programme share: МГІ of МГІ-24-1."""
    return ids.group_key(re.split(r"[\s\d-]", code)[0])


def _latin(text: str) -> str:
    return text.upper().translate(ids.TO_LATIN)


def usual(values: Iterable[Any]) -> Any:
    """The most frequent value that says something, the first of equals; None if there is none."""
    found = Counter(value for value in values if value)
    return max(found, key=lambda value: found[value]) if found else None
