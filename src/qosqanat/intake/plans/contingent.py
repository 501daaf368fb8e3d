"""Students of a contingent list against the university's own."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from qosqanat.core.seal import blind_index
from qosqanat.intake.plan import Change, Option, say
from qosqanat.people.models import Person, Role, Unit
from qosqanat.regulation import kz
from qosqanat.spreadsheets.kinds.contingent import StudentRecord
from qosqanat.spreadsheets.model import Parsed
from qosqanat.spreadsheets.values import ids, numbers, words
from qosqanat.spreadsheets.values.people import Name, name
from qosqanat.spreadsheets.values.reading import fine
from qosqanat.studies.enums import Membership, Status
from qosqanat.studies.models import Enrolment, Group, Programme, Student, Term
from qosqanat.studies.queries import current_term

from .base import WAITS_FOR, Planner, label, refusals, warnings
from .groups import Groups
from .likeness import SAME_NAME, name_of
from .pairs import PAIRS, Pairs, key_of
from .units import Units

STATUSES = {
    "studying": Status.STUDYING,
    "leave": Status.LEAVE,
    "graduated": Status.GRADUATED,
    "expelled": Status.LEFT,
}
NO_KAZAKH = _(
    "Without a Kazakh name, which official papers need: %(names)s. The list of readiness names them until the administrator writes it under Units."
)
NO_KEY = _("The row has neither an ID of the student system nor a valid IIN. Add one of the two.")
STATUS_MOVED = _("The status says “transferred”. Choose what that means here.")
TRANSFER = _("%(name)s is in group %(old)s here and in group %(new)s in the file. Is it a transfer?")
TRANSFER_YES = _(
    "Yes, move the student to %(new)s; the sheets of the old group are moved by the head of department"
)
TRANSFER_NO = _("No, stay in %(old)s")
ANOTHER_NUMBER = _(
    "%(name)s, born on %(born)s, is here already with the number %(number)s. Is it the same person?"
)
WITHOUT_NUMBER = _(
    "%(name)s, born on %(born)s, is here already, without an ID of the student system. Is it the same person?"
)
SAME_PERSON = _("The same person: one more study of theirs")
SAME_STUDENT = _("The same person, in the same study")
OTHER_PERSON = _("Another person")
SAME_IIN = _(
    "Another person of the university has this IIN: %(name)s. The row is not written; check the IIN."
)
FOUND_BY_IIN = _("%(name)s is known here by the same IIN: one more study of the same person.")
STANDS = _(
    "The student still stands in courses of this semester: %(count)s (%(codes)s). The head of department withdraws or transfers the student on the page of each course."
)
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
        self.groups = Groups(self, self.units)
        self._load()
        records = Pairs(self).decided(parsed.records)
        self.groups.plan(records)
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
        self.by_number = {student.number: student for student in students if student.number}
        self.of_person: dict[int, list[Student]] = defaultdict(list)
        for student in students:
            self.of_person[student.person_id].append(student)
        self.persons = {p.iin_index: p for p in Person.objects.filter(university=university) if p.iin_index}
        self.born: dict[tuple[str, str, date], list[Student]] = defaultdict(list)
        for student in students:
            if student.person.birth_date:
                self.born[_born_key(name_of(student.person), student.person.birth_date)].append(student)
        self.standing = self._standing()

    def _standing(self) -> dict[int, list[str]]:
        """Codes of the current semester's courses in which each student is enrolled, by the student's key."""
        term = current_term(
            Term.objects.filter(university=self.university).select_related("university"), self.context.at
        )
        enrolled = Enrolment.objects.filter(course__term=term, state=Membership.ENROLLED)
        found: dict[int, list[str]] = defaultdict(list)
        for student, code in enrolled.order_by("course__code", "pk").values_list("student", "course__code"):
            found[student].append(code)
        return found

    def _student(self, record: StudentRecord) -> Student | None:
        key, title = key_of(record), str(record.name)
        if problems := refusals(record):
            self.refuse(record.source, key, title, problems, record)
            return None
        if waiting := self.groups.waiting.get(ids.group_key(record.group)):
            self.wait(record.source, f"{key}/waits", title, say(WAITS_FOR, what=waiting), record)
            return None
        record, left_out = self.settle(record, key, title, PAIRS)
        if left_out:
            return None
        if not record.ais_id and not record.iin:
            self._keyless(record, key, title)
            return None
        known = self._known(record)
        by_iin = record.ais_id not in self.by_number
        if known and by_iin and not _alike(record.name, known.person):
            self._another(record, key, known.person)
            return None
        if known and (owner := self._other_owner(record, known.person)):
            self._another(record, key, owner)
            return known
        return self._changed(record, known, key) if known else self._new(record, key)

    def _keyless(self, record: StudentRecord, key: str, title: str) -> None:
        """A row that only its IIN could name waits while the IIN is asked about, else it is refused."""
        asked = any(issue.field == "iin" and issue.level == "ask" for issue in record.issues)
        if asked and self.answer(f"{key}/iin") is None:
            self.wait(record.source, f"{key}/waits", title, say(WAITS_FOR, what=title), record)
        else:
            self.refuse(record.source, key, title, [say(NO_KEY, "refuse")], record)

    def _known(self, record: StudentRecord) -> Student | None:
        """By the ID; by the IIN where the file has no ID, or where ours is not known yet."""
        if record.ais_id in self.by_number:
            return self.by_number[record.ais_id]
        person = self.persons.get(blind_index(record.iin)) if record.iin else None
        return self._study_of(person, record) if person and person.pk else None

    def _study_of(self, person: Person, record: StudentRecord) -> Student | None:
        """The study of a person that the row can mean: none that has another ID; best in the row's group."""
        studies = self.of_person[person.pk]
        mine = [student for student in studies if not (record.ais_id and student.number)]
        group = ids.group_key(record.group)
        return next((s for s in mine if ids.group_key(s.group.code) == group), mine[0] if mine else None)

    def _new(self, record: StudentRecord, key: str) -> Student | None:
        title = str(record.name)
        known_person = self.persons.get(blind_index(record.iin)) if record.iin else None
        reasons = warnings(record)
        if known_person is not None and not _alike(record.name, known_person):
            self._another(record, key, known_person)
            return None
        person, held = (known_person, False) if known_person else self._maybe_known(record, key)
        if held:
            return None
        if person and not known_person and (study := self._study_of(person, record)):
            return self._changed(record, study, key)
        if person is None:
            person = self._person(record)
        student = Student(
            university=self.university,
            person=person,
            number=record.ais_id,
            group=self.groups.by_key[ids.group_key(record.group)],
            status=self._status(record, key) or Status.STUDYING,
            funding=record.funding or "",
            record_book=record.record_book[:30],
            note=record.note,
        )
        self.draft.create(student)
        if record.ais_id:
            self.by_number[record.ais_id] = student
        if known_person:
            reasons.append(say(FOUND_BY_IIN, name=known_person.full_name))
        self.settled(record.source, key, title, is_new=True, changes=[], reasons=reasons)
        return student

    def _other_owner(self, record: StudentRecord, person: Person) -> Person | None:
        """Who has the IIN of the row, if it is not the person whom the row means."""
        owner = self.persons.get(blind_index(record.iin)) if record.iin else None
        return None if owner == person else owner

    def _another(self, record: StudentRecord, key: str, person: Person) -> None:
        """The IIN of the row is somebody else's."""
        why = [say(SAME_IIN, "refuse", name=person.full_name)]
        self.refuse(record.source, key, str(record.name), why, record)

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
        text = ANOTHER_NUMBER if twin.number else WITHOUT_NUMBER
        why = say(text, name=twin.person, born=record.birth_date, number=twin.number)
        same = SAME_STUDENT if self._study_of(twin.person, record) else SAME_PERSON
        choices = [
            Option(f"id:{twin.person_id}", say(same), 1.0, (say(SAME_NAME),)),
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
        moved = self._group_change(record, student, key)
        changes += moved
        changes += self.draft.change(
            student,
            number=record.ais_id or student.number,
            status=status,
            funding=record.funding or "",
            record_book=record.record_book[:30],
            note=record.note,
        )
        reasons = warnings(record)
        if codes := self.standing.get(student.pk) if moved or student.status != Status.STUDYING else None:
            reasons.append(say(STANDS, count=len(codes), codes=", ".join(codes)))
        self.settled(record.source, key, str(record.name), is_new=False, changes=changes, reasons=reasons)
        return student

    def _iin_change(self, record: StudentRecord, person: Person) -> list[Change]:
        """A number is never shown in a list of changes."""
        if not record.iin or blind_index(record.iin) == person.iin_index:
            return []
        old = person.masked_iin
        person.set_iin(record.iin)
        self.persons[str(person.iin_index)] = person
        self.draft.touch(person, "iin_sealed", "iin_index", "iin_tail")
        return [Change(_("IIN"), old, person.masked_iin)]

    def _group_change(self, record: StudentRecord, student: Student, key: str) -> list[Change]:
        new = self.groups.by_key.get(ids.group_key(record.group))
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
        groups = {self.groups.by_key[key].pk for key in self.groups.named if key in self.groups.by_key}
        ours = [student for studies in self.of_person.values() for student in studies]
        absent = [student for student in ours if student.pk not in seen and student.group_id in groups]
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
