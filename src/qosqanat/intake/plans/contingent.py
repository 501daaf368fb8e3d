"""Students of a contingent list against the university's own."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from qosqanat.core.seal import blind_index
from qosqanat.intake.plan import Change, Option, Sentence, from_issue, row_at, say
from qosqanat.people.models import Person, Role, Unit
from qosqanat.regulation import kz
from qosqanat.spreadsheets.kinds.contingent import StudentRecord
from qosqanat.spreadsheets.model import Parsed
from qosqanat.spreadsheets.values import ids, numbers, words
from qosqanat.spreadsheets.values.people import Name, name
from qosqanat.spreadsheets.values.reading import fine
from qosqanat.studies.enums import Level, Status
from qosqanat.studies.models import Group, Programme, Student

from .base import LEFT_OUT, Planner, label, refusals, warnings
from .likeness import SAME_NAME, name_of
from .staff import Staff
from .units import Units, language_of

PAIRS = frozenset({"same_id", "same_person"})
BOTH = "both"
STATUSES = {
    "studying": Status.STUDYING,
    "leave": Status.LEAVE,
    "graduated": Status.GRADUATED,
    "expelled": Status.LEFT,
}
GROUP_UNKNOWN = _(
    "Group %(group)s is new, and the file names no educational programme for it. Add the column of its code."
)
YEAR_UNKNOWN = _("Group %(group)s is new, and the file names no year of study for it. Add the column.")
NO_KAZAKH = _(
    "Without a Kazakh name, which official papers need: %(names)s. The list of readiness names them until the administrator writes it under Units."
)
NO_KEY = _("The row has neither an ID of the student system nor a known IIN. Add the column of the ID.")
STATUS_MOVED = _("The status says “transferred”. Choose what that means here.")
TRANSFER = _("%(name)s is in group %(old)s here and in group %(new)s in the file. Is it a transfer?")
TRANSFER_YES = _(
    "Yes, move the student to %(new)s; the sheets of the old group are moved by the head of department"
)
TRANSFER_NO = _("No, stay in %(old)s")
ANOTHER_NUMBER = _(
    "%(name)s, born on %(born)s, is here already with the number %(number)s. Is it the same person?"
)
SAME_PERSON = _("The same person: one more study of theirs")
OTHER_PERSON = _("Another person")
BOTH_RIGHT = _("Both: they are two people")
ROW_RIGHT = _("Row %(row)s: %(name)s, %(group)s")
WAITS = _("This row waits for the answer to the question about row %(row)s.")
SAME_IIN = _(
    "Another person of the university has this IIN: %(name)s. The row is not written; check the IIN."
)
FOUND_BY_IIN = _("%(name)s is known here by the same IIN: one more study of the same person.")
ABSENT = _("Students of these groups who are not in the file: %(count)s. Nothing changes for them.")


class ContingentPlanner(Planner):
    readers = {
        "iin": ids.iin,
        "phone": ids.phones,
        "birth_date": numbers.date,
        "course": lambda text: numbers.whole(text, 1, 7, "course_wrong"),
        "language": lambda text: fine((words.languages(text).value or (None,))[0]),
        "status": words.status,
        "funding": words.funding,
        "sex": words.sex,
        "name": lambda text: fine(name(text)),
    }

    def plan(self, parsed: Parsed[StudentRecord]) -> None:
        mine = {"university": self.university}
        self.rests_on(
            Unit.objects.filter(**mine),
            Person.objects.filter(**mine),
            Role.objects.filter(person__university=self.university),
            Programme.objects.filter(**mine),
            Group.objects.filter(**mine),
            Student.objects.filter(**mine),
        )
        self.units = Units(self.university, self.draft)
        self.staff = Staff(self)
        self._load()
        records = self._decided(parsed.records)
        self._groups_of(records)
        if nameless := self.units.without_kazakh():
            self.outcome.notes.append(say(NO_KAZAKH, names=", ".join(unit.name for unit in nameless)))
        seen: set[int] = set()
        for record in self.steps(records, len(records)):
            student = self._student(record)
            if student is not None and student.pk:
                seen.add(student.pk)
        self._note_absent(seen)

    def _load(self) -> None:
        university = self.university
        students = Student.objects.filter(university=university).select_related("person", "group")
        self.by_number = {student.number: student for student in students}
        self.persons = {p.iin_index: p for p in Person.objects.filter(university=university) if p.iin_index}
        self.born: dict[tuple[str, str, date], list[Student]] = defaultdict(list)
        for student in self.by_number.values():
            if student.person.birth_date:
                self.born[_born_key(name_of(student.person), student.person.birth_date)].append(student)
        self.groups = {
            ids.group_key(g.code): g
            for g in Group.objects.filter(university=university).select_related(
                "programme", "adviser", "department"
            )
        }
        self.programmes = {p.code: p for p in Programme.objects.filter(university=university)}

    # pairs of rows that may be one student

    def _decided(self, records: Iterable[StudentRecord]) -> list[StudentRecord]:
        """The records that stay after the answers about pairs; open pairs become questions."""
        by_row = {(r.source.sheet, r.source.row): r for r in records}
        out, dropped = [], set()
        for record in records:
            for other, issue in self._pairs(record, by_row):
                dropped |= self._judged(record, other, issue)
        for record in records:
            place = (record.source.sheet, record.source.row)
            if record.duplicate_of and any(issue.code == "same_row" for issue in record.issues):
                self.rows.append(
                    row_at(record.source, self._key(record), str(record.name), reasons=warnings(record))
                )
            elif place not in dropped:
                out.append(record)
        return out

    def _pairs(
        self, record: StudentRecord, by_row: dict[Any, StudentRecord]
    ) -> list[tuple[StudentRecord, Any]]:
        found = [
            (by_row.get((record.source.sheet, i.params["row"])), i) for i in record.issues if i.code in PAIRS
        ]
        return [(other, issue) for other, issue in found if other and other.source.row < record.source.row]

    def _judged(self, record: StudentRecord, other: StudentRecord, issue: Any) -> set[tuple[str, int]]:
        """Ask about a pair or follow the answer; gives the places of the rows that are not written."""
        key = f"pair:{other.source.sheet}:{other.source.row}:{record.source.row}"
        both = {(r.source.sheet, r.source.row): r for r in (other, record)}
        choices = {f"row:{place[1]}": place for place in both}
        answer = self.answer(key)
        if answer == BOTH and issue.code == "same_person":
            return set()
        if answer in choices:
            lost = set(both) - {choices[answer]}
            for place in lost:
                self.rows.append(
                    row_at(
                        both[place].source, f"{key}:left", str(both[place].name), reasons=[say(LEFT_OUT.text)]
                    )
                )
            return lost
        self._ask_pair(key, record, other, issue)
        return set(both)

    def _ask_pair(self, key: str, record: StudentRecord, other: StudentRecord, issue: Any) -> None:
        choices = [
            Option(
                f"row:{r.source.row}",
                say(ROW_RIGHT, row=r.source.row, name=r.name, group=r.group),
                None,
                _noted(r),
            )
            for r in (other, record)
        ]
        if issue.code == "same_person":
            choices.append(Option(BOTH, say(BOTH_RIGHT)))
        self.ask(
            record.source,
            key,
            str(record.name),
            [from_issue(issue)],
            choices,
            proposed=_better(other, record),
            record=record,
        )
        self.wait(other.source, f"{key}:waits", str(other.name), say(WAITS, row=record.source.row), other)

    # groups and what stands above them

    def _groups_of(self, records: list[StudentRecord]) -> None:
        rows = defaultdict(list)
        for record in records:
            if record.group:
                rows[ids.group_key(record.group)].append(record)
        self.group_rows = rows
        self.group_problems: dict[str, Sentence] = {}
        for key, mine in rows.items():
            self._group(key, mine)

    def _group(self, key: str, rows: list[StudentRecord]) -> None:
        group = self.groups.get(key)
        code = _usual(ids.group(r.group) for r in rows)
        programme_code, year = _usual(r.programme for r in rows), _usual(r.course for r in rows)
        if group is None and not programme_code:
            self.group_problems[key] = say(GROUP_UNKNOWN, "refuse", group=code)
            return
        if group is None and not year:
            self.group_problems[key] = say(YEAR_UNKNOWN, "refuse", group=code)
            return
        department = self._department(rows, group)
        programme = self._programme(programme_code, rows, department) if programme_code else None
        adviser = self._adviser(_usual(r.adviser for r in rows), department, rows[0])
        language = _usual(r.language for r in rows)
        values = {
            "department": department,
            "programme": programme,
            "year": year,
            "language": language,
            "adviser": adviser,
        }
        title = code
        if group is None:
            values["language"] = language or language_of(rows[0].programme_kk or "")
            group = self.draft.create(Group(university=self.university, code=code, **values))
            self.groups[key] = group
            self.settled(rows[0].source, f"group:{key}", title, is_new=True, changes=[], reasons=[])
            return
        changes = self.draft.change(group, **values)
        if changes:
            self.settled(rows[0].source, f"group:{key}", title, is_new=False, changes=changes, reasons=[])

    def _department(self, rows: list[StudentRecord], group: Group | None) -> Unit | None:
        named, faculty = _usual(r.department for r in rows), _usual(r.faculty for r in rows)
        return self.units.department(named or "", faculty or "") or (group.department if group else None)

    def _programme(self, code: str, rows: list[StudentRecord], department: Unit | None) -> Programme:
        names = {
            f"name_{lang}": _usual(getattr(r, f"programme_{lang}") for r in rows) or ""
            for lang in ("kk", "ru", "en")
        }
        known = self.programmes.get(code)
        if known is None:
            level = rows[0].level or Level.BACHELOR
            known = Programme(
                university=self.university, code=code, level=level, department=department, **names
            )
            self.programmes[code] = self.draft.create(known)
            self.settled(
                rows[0].source,
                f"programme:{code}",
                f"{code} {known.name}",
                is_new=True,
                changes=[],
                reasons=[],
            )
            return known
        if known.pk:
            changes = self.draft.change(known, overwrite=False, department=department, **names)
            if changes:
                title = f"{code} {known.name}"
                self.settled(
                    rows[0].source, f"programme:{code}", title, is_new=False, changes=changes, reasons=[]
                )
        return known

    def _adviser(self, text: str | None, department: Unit | None, record: StudentRecord) -> Person | None:
        if not text or department is None:
            return None
        return self.staff.person(name(text), role="adviser", unit=department, source=record.source)

    # students

    def _key(self, record: StudentRecord) -> str:
        return (
            f"student:{record.ais_id}" if record.ais_id else f"row:{record.source.sheet}:{record.source.row}"
        )

    def _student(self, record: StudentRecord) -> Student | None:
        key, title = self._key(record), str(record.name)
        problems = [*refusals(record)]
        group_key = ids.group_key(record.group)
        if group_key in self.group_problems:
            problems.append(self.group_problems[group_key])
        if problems:
            self.refuse(record.source, key, title, problems, record)
            return None
        record, left_out = self.settle(record, key, title, PAIRS)
        if left_out:
            return None
        known = self._known(record)
        if known is None and not record.ais_id:
            self.refuse(record.source, key, title, [say(NO_KEY, "refuse")], record)
            return None
        return self._changed(record, known, key) if known else self._new(record, key)

    def _known(self, record: StudentRecord) -> Student | None:
        if record.ais_id:
            return self.by_number.get(record.ais_id)
        person = self.persons.get(blind_index(record.iin)) if record.iin else None
        return next((s for s in self.by_number.values() if person and s.person_id == person.pk), None)

    def _new(self, record: StudentRecord, key: str) -> Student | None:
        title = str(record.name)
        status = self._status(record, key)
        known_person = self.persons.get(blind_index(record.iin)) if record.iin else None
        reasons = warnings(record)
        if known_person is not None and not _alike(record.name, known_person):
            self.refuse(
                record.source, key, title, [say(SAME_IIN, "refuse", name=known_person.full_name)], record
            )
            return None
        person, held = (known_person, False) if known_person else self._maybe_known(record, key)
        if held:
            return None
        if person is None:
            person = self._person(record)
        student = Student(
            university=self.university,
            person=person,
            number=record.ais_id,
            group=self.groups[ids.group_key(record.group)],
            status=status or Status.STUDYING,
            funding=record.funding or "",
            record_book=record.record_book[:30],
            note=record.note,
        )
        self.by_number[record.ais_id] = self.draft.create(student)
        if known_person:
            reasons.append(say(FOUND_BY_IIN, name=known_person.full_name))
        self.settled(record.source, key, title, is_new=True, changes=[], reasons=reasons)
        return student

    def _maybe_known(self, record: StudentRecord, key: str) -> tuple[Person | None, bool]:
        """Somebody of the same name and birth date with another number: a question."""
        twins = self.born.get(_born_key(record.name, record.birth_date), []) if record.birth_date else []
        twins = [twin for twin in twins if twin.pk and not (record.iin and twin.person.iin_index)]
        if not twins:
            return None, False
        twin, answer = twins[0], self.answer(f"{key}/person")
        if answer == "new":
            return None, False
        if answer == f"id:{twin.person_id}":
            return twin.person, False
        why = say(ANOTHER_NUMBER, name=twin.person, born=record.birth_date, number=twin.number)
        choices = [
            Option(f"id:{twin.person_id}", say(SAME_PERSON), 1.0, (say(SAME_NAME),)),
            Option("new", say(OTHER_PERSON)),
        ]
        self.ask(record.source, f"{key}/person", str(record.name), [why], choices, record=record)
        return None, True

    def _person(self, record: StudentRecord) -> Person:
        person = Person(university=self.university, **_person_values(record))
        if record.iin:
            person.set_iin(record.iin)
            self.persons[str(person.iin_index)] = person
        return self.draft.create(person)

    def _changed(self, record: StudentRecord, student: Student, key: str) -> Student:
        status = self._status(record, key)
        changes = self.draft.change(student.person, **_person_values(record))
        changes += self._iin_change(record, student.person)
        changes += self._group_change(record, student, key)
        changes += self.draft.change(
            student,
            status=status,
            funding=record.funding or "",
            record_book=record.record_book[:30],
            note=record.note,
        )
        self.settled(
            record.source, key, str(record.name), is_new=False, changes=changes, reasons=warnings(record)
        )
        return student

    def _iin_change(self, record: StudentRecord, person: Person) -> list[Change]:
        """A number is never shown in a list of changes."""
        if (
            not record.iin
            or blind_index(record.iin) == person.iin_index
            or blind_index(record.iin) in self.persons
        ):
            return []
        old = person.masked_iin
        person.set_iin(record.iin)
        self.draft.touch(person, "iin_sealed", "iin_index", "iin_tail")
        return [Change(_("IIN"), old, person.masked_iin)]

    def _group_change(self, record: StudentRecord, student: Student, key: str) -> list[Change]:
        new = self.groups.get(ids.group_key(record.group))
        if new is None or new is student.group or (new.pk and new.pk == student.group_id):
            return []
        answer = self.answer(f"{key}/group")
        if answer == "yes":
            return self.draft.change(student, group=new)
        if answer != "no":
            names = {"old": student.group.code, "new": new.code}
            choices = [Option("yes", say(TRANSFER_YES, **names)), Option("no", say(TRANSFER_NO, **names))]
            why = [say(TRANSFER, name=record.name, **names)]
            self.ask(
                record.source, f"{key}/group", str(record.name), why, choices, holds=False, record=record
            )
        return []

    def _status(self, record: StudentRecord, key: str) -> str | None:
        """The status in our words; “transferred” may mean two things, so it is asked."""
        if record.status != "transferred":
            return STATUSES.get(record.status or "")
        answer = self.answer(f"{key}/status")
        if answer in Status.values:
            return answer
        choices = [
            Option(value, label(str(words)))
            for value, words in Status.choices
            if value in {"studying", "left"}
        ]
        self.ask(
            record.source,
            f"{key}/status",
            str(record.name),
            [say(STATUS_MOVED)],
            choices,
            holds=False,
            record=record,
        )
        return None

    def _note_absent(self, seen: set[int]) -> None:
        groups = {self.groups[key].pk for key in self.group_rows if key in self.groups}
        absent = [s for s in self.by_number.values() if s.pk and s.pk not in seen and s.group_id in groups]
        if absent:
            self.outcome.notes.append(say(ABSENT, count=len(absent)))


def _born_key(who: Name, born: date) -> tuple[str, str, date]:
    return kz.fold(who.surname), kz.fold(who.given), born


def _alike(who: Name, person: Person) -> bool:
    return kz.fold(who.surname) == kz.fold(person.surname) or kz.fold(who.given) == kz.fold(person.given_name)


def _person_values(record: StudentRecord) -> dict[str, Any]:
    return {
        "surname": record.name.surname,
        "given_name": record.name.given,
        "patronymic": record.name.patronymic,
        "birth_date": record.birth_date,
        "sex": record.sex or "",
        "phone": record.phones[0] if record.phones else "",
    }


def _usual(values: Iterable[Any]) -> Any:
    """The most frequent value that says something, the first of equals; None if there is none."""
    found = Counter(value for value in values if value)
    return max(found, key=lambda value: found[value]) if found else None


def _noted(record: StudentRecord) -> tuple[Sentence, ...]:
    return (say("%(text)s", text=record.note),) if record.note else ()


def _better(one: StudentRecord, other: StudentRecord) -> str:
    """The row to propose: the one whose note speaks of a transfer, else the one in Kazakh letters."""
    moved = [
        r
        for r in (one, other)
        if "перевод" in r.note.lower() or "ауыс" in r.note.lower() or "transfer" in r.note.lower()
    ]
    if len(moved) == 1:
        return f"row:{moved[0].source.row}"
    kazakh = [r for r in (one, other) if language_of(str(r.name)) == "kk"]
    spelled = sorted(
        (one, other), key=lambda r: -sum(letter in "әғқңөұүһі" for letter in str(r.name).lower())
    )
    return f"row:{(kazakh[0] if len(kazakh) == 1 else spelled[0]).source.row}"
