"""Groups that a list of students names, with the programmes and departments above them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_noop as _

from qosqanat.intake.plan import Sentence, say
from qosqanat.people.models import Person, Unit
from qosqanat.spreadsheets.kinds.contingent import StudentRecord
from qosqanat.spreadsheets.values import ids
from qosqanat.spreadsheets.values.people import name
from qosqanat.studies.enums import Level
from qosqanat.studies.models import Group, Programme

from .base import Planner
from .staff import Staff
from .terms import academic_year_of
from .units import Units, language_of

GROUP_UNKNOWN = _(
    "Group %(group)s is new, and the file names no educational programme for it. Add the column of its code."
)
YEAR_UNKNOWN = _("Group %(group)s is new, and the file names no year of study for it. Add the column.")


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
        self.problems: dict[str, Sentence] = {}

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
        if group is None and not programme_code:
            self.problems[key] = say(GROUP_UNKNOWN, "refuse", group=code)
            return
        if group is None and not year:
            self.problems[key] = say(YEAR_UNKNOWN, "refuse", group=code)
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


def usual(values: Iterable[Any]) -> Any:
    """The most frequent value that says something, the first of equals; None if there is none."""
    found = Counter(value for value in values if value)
    return max(found, key=lambda value: found[value]) if found else None
