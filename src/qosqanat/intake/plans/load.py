"""The teaching load: courses with dual elements, their groups, teachers, partners and mentors."""

from collections import Counter
from copy import copy
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any, TypeGuard

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from qosqanat.grading.models import CourseScheme
from qosqanat.grading.problems import problems_of_credits
from qosqanat.intake.draft import label_of, shown
from qosqanat.intake.plan import CREATE, NOTHING, Change, Option, Sentence, said_by, say
from qosqanat.partners.models import Enterprise, Post
from qosqanat.people.enums import UnitKind
from qosqanat.people.models import Person, Unit
from qosqanat.spreadsheets.kinds.load import CourseRecord
from qosqanat.spreadsheets.model import Parsed
from qosqanat.spreadsheets.values import ids, numbers
from qosqanat.spreadsheets.values.reading import fine
from qosqanat.studies.actions import edit_course, enrol
from qosqanat.studies.models import Course, CourseMentor, Enrolment, Group, Student, Term
from qosqanat.studies.problems import problems_of_edit

from .base import LEAVE_EMPTY, WAITS_FOR, Planner, refusals, warnings
from .likeness import create_option, token
from .practice import Practice
from .staff import Staff
from .terms import term_of
from .units import Units, key_of, language_of, tidy

NAMES = frozenset({"names_missing"})
GROUP_UNKNOWN = _(
    "Group %(group)s is not known here. Import the list of students first, or correct the group."
)
TWICE = _("The course %(code)s of %(groups)s stands in this file twice.")
DEPARTMENT = _("Which department is “%(name)s”? Most groups of its courses belong to the one proposed.")
NEW_DEPARTMENT = _("A new department with this name")
SHARE = _("%(count)s of the %(total)s groups of its courses")
LANGUAGES = _("Several languages are named; the first one is written: %(language)s.")
FRACTION = _("%(value)s hours are not a whole number; they were left out.")
OTHER_MENTORS = _(
    "Mentors of another enterprise mark the course: %(names)s. End their assignments first; %(enterprise)s and its mentors were left out."
)
OTHER_GROUPS = _("%(code)s is here for %(old)s; the file says %(new)s. Is it the same course?")
SAME_COURSE = _("The same course, now for %(new)s")
NEW_COURSE = _("A new course")
NOT_WRITTEN = _(
    "Nothing of this row is written. Correct the row, or let the head of department change the course on its page first."
)
NAME_MISSING = {
    "kk": _("The name of the course in Kazakh is missing. Official papers need it."),
    "ru": _("The name of the course in Russian is missing. Official papers need it."),
    "en": _("The name of the course in English is missing. Official papers need it."),
}


def _stands(unit: Unit | None) -> TypeGuard[Unit]:
    """Whether the unit is in the database already."""
    return unit is not None and unit.pk is not None


class LoadPlanner(Planner):
    readers = {
        "model": ids.model,
        "hours_total": numbers.number,
        "hours_campus": numbers.number,
        "hours_site": numbers.number,
        "year": lambda text: numbers.whole(text, 1, 7, "course_wrong"),
        "semester": lambda text: numbers.whole(text, 1, 14, "number_wrong"),
        **{f"name_{language}": fine for language in ("kk", "ru", "en")},
    }

    def plan(self, parsed: Parsed[CourseRecord]) -> None:
        mine = {"university": self.university}
        self.rests_on(
            Unit.objects.filter(**mine),
            Person.objects.filter(Q(**mine) | Q(university=None)),
            Group.objects.filter(**mine),
            Student.objects.filter(**mine),
            Enterprise.objects.filter(agreements__university=self.university).distinct(),
            Post.objects.all(),
            Term.objects.filter(**mine),
            Course.objects.filter(**mine),
            Course.groups.through.objects.filter(course__university=self.university),
            CourseMentor.objects.filter(course__university=self.university),
            Enrolment.objects.filter(course__university=self.university),
            CourseScheme.objects.filter(course__university=self.university),
        )
        self.units = Units(self.university, self.draft)
        self.staff = Staff(self)
        self._load(parsed)
        self._teachers(parsed)
        for record in self.steps(parsed.records, len(parsed.records)):
            self._course(record)

    def _load(self, parsed: Parsed[CourseRecord]) -> None:
        university = self.university
        self.groups = {
            ids.group_key(g.code): g
            for g in Group.objects.filter(university=university).select_related("department")
        }
        self.term = term_of(self, [r.semester for r in parsed.records if r.semester])
        self.practice = Practice(self, self.term.starts_on)
        courses = Course.objects.filter(term=self.term) if self.term.pk else Course.objects.none()
        self.courses = list(
            courses.select_related("teacher", "enterprise", "site", "department", "term__university")
            .select_related("university", "scheme")
            .defer("scheme__content")
            .prefetch_related("groups", "mentors__post")
        )
        self.departments = {
            name: self._department(name, parsed)
            for name in dict.fromkeys(r.department for r in parsed.records)
        }
        self.students: dict[int, list[Student]] = {}
        for student in Student.objects.studying().filter(university=university).select_related("person"):
            self.students.setdefault(student.group_id, []).append(student)
        self.enrolled: dict[int, set[int]] = {}
        for course, student_id in Enrolment.objects.filter(course__in=self.courses).values_list(
            "course_id", "student_id"
        ):
            self.enrolled.setdefault(course, set()).add(student_id)
        self.seen: set[tuple[str, frozenset[str]]] = set()

    # departments

    def _groups(self, record: CourseRecord) -> list[Group]:
        return [
            self.groups[ids.group_key(code)] for code in record.groups if ids.group_key(code) in self.groups
        ]

    def _department(self, name: str, parsed: Parsed[CourseRecord]) -> Unit | None:
        """The department of that name; in another language than ours it is proposed by its groups."""
        if not name:
            return None
        key = f"department:{key_of(name)}"
        answer = self.answer(key)
        if known := self.units.find(UnitKind.DEPARTMENT, name):
            return known
        mine = [record for record in parsed.records if record.department == name]
        votes = Counter(g.department for r in mine for g in self._groups(r) if _stands(g.department))
        by_token = {token(unit.pk): unit for unit in self._standing_departments()}
        if answer in by_token:
            unit = by_token[answer]
            changes = self.draft.change(unit, overwrite=False, **{f"name_{language_of(name)}": tidy(name)})
            if changes:
                self.settled(
                    mine[0].source, f"{key}/name", unit.name, is_new=False, changes=changes, reasons=[]
                )
            return unit
        if answer == CREATE or not by_token:
            self.settled(mine[0].source, f"{key}/new", name, is_new=True, changes=[], reasons=[])
            return self.units.department(name, mine[0].faculty)
        self._ask_department(key, name, mine, votes)
        return None

    def _standing_departments(self) -> list[Unit]:
        """Those that a question can offer: what this file itself founds has no key yet."""
        return [unit for unit in self.units.of_kind(UnitKind.DEPARTMENT) if _stands(unit)]

    def _ask_department(self, key: str, name: str, mine: list[CourseRecord], votes: Counter[Unit]) -> None:
        total = sum(votes.values())
        choices = [
            Option(
                token(unit.pk),
                say("%(text)s", text=unit.name),
                count / total,
                (say(SHARE, count=count, total=total),),
            )
            for unit, count in votes.most_common()
        ]
        others = [unit for unit in self._standing_departments() if unit not in votes]
        choices += [Option(token(unit.pk), say("%(text)s", text=unit.name)) for unit in others]
        choices.append(create_option(NEW_DEPARTMENT))
        clear = bool(votes) and votes.most_common(1)[0][1] * 2 > total
        proposed = choices[0].value if clear else ""
        self.ask(mine[0].source, key, name, [say(DEPARTMENT, name=name)], choices, proposed=proposed)

    # teachers

    def _teachers(self, parsed: Parsed[CourseRecord]) -> None:
        """Full names first: initials elsewhere in the file may mean them."""
        for record in sorted(parsed.records, key=lambda r: bool(r.teacher and r.teacher.name.initials_only)):
            unit = self._unit(record)
            if record.teacher and record.teacher.name.given and unit and not refusals(record):
                self.staff.person(record.teacher.name, role="teacher", unit=unit, source=record.source)

    def _unit(self, record: CourseRecord) -> Unit | None:
        """The department of the course: as named, else the one of its groups."""
        if record.department:
            return self.departments.get(record.department)
        votes = Counter(g.department for g in self._groups(record) if _stands(g.department))
        return votes.most_common(1)[0][0] if votes else None

    def _teacher(self, record: CourseRecord, unit: Unit) -> Person | None:
        if record.teacher is None or not record.teacher.name.given:
            return None
        return self.staff.person(record.teacher.name, role="teacher", unit=unit, source=record.source)

    # courses

    def _course(self, record: CourseRecord) -> None:
        title = (
            f"{record.code} {record.name_kk or record.name_ru or record.name_en}, {', '.join(record.groups)}"
        )
        key = f"course:{ids.course_key(record.code)}:{'+'.join(sorted(map(ids.group_key, record.groups)))}"
        problems = [*refusals(record), *self._group_problems(record), *self._repeated(record)]
        if problems:
            self.refuse(record.source, key, title, problems, record)
            return
        record, left_out = self.settle(record, key, title, NAMES)
        record = self._names(record, key, title)
        unit = None if left_out else self._unit(record)
        if unit is None:
            if not left_out:
                self.wait(
                    record.source, f"{key}/waits", title, say(WAITS_FOR, what=record.department), record
                )
            return
        known, open_question = self._known(record, key, title)
        if not open_question:
            self._write(record, unit, known, key, title)

    def _group_problems(self, record: CourseRecord) -> list[Sentence]:
        return [
            say(GROUP_UNKNOWN, "refuse", group=g)
            for g in record.groups
            if ids.group_key(g) not in self.groups
        ]

    def _repeated(self, record: CourseRecord) -> list[Sentence]:
        place = (ids.course_key(record.code), frozenset(map(ids.group_key, record.groups)))
        if place in self.seen and record.code:
            return [say(TWICE, "refuse", code=record.code, groups=", ".join(record.groups))]
        self.seen.add(place)
        return []

    def _names(self, record: CourseRecord, key: str, title: str) -> CourseRecord:
        """Each missing name is a question of its own; the course is written without it."""

        for language, text in NAME_MISSING.items():
            field = f"name_{language}"
            if getattr(record, field) or not any(i.code in NAMES for i in record.issues):
                continue
            answer = self.answer(f"{key}/{field}")
            if answer and answer.startswith("="):
                given: dict[str, Any] = {field: answer[1:].strip()}
                record = replace(record, **given)
            elif answer != NOTHING:
                self.ask(
                    record.source,
                    f"{key}/{field}",
                    title,
                    [say(text)],
                    [Option(NOTHING, LEAVE_EMPTY)],
                    free=_("Name"),
                    proposed=NOTHING,
                    holds=False,
                    record=record,
                )
        return record

    def _known(self, record: CourseRecord, key: str, title: str) -> tuple[Course | None, bool]:
        mine = {ids.group_key(code) for code in record.groups}
        same_code = [c for c in self.courses if ids.course_key(c.code) == ids.course_key(record.code)]
        groups = {c: {ids.group_key(g.code) for g in c.groups.all()} for c in same_code}
        exact = next((c for c in same_code if groups[c] == mine), None)
        near = [c for c in same_code if groups[c] & mine]
        if exact or not near:
            return exact, False
        answer, course = self.answer(f"{key}/same"), near[0]
        if answer == CREATE:
            return None, False
        if answer == token(course.pk):
            return course, False
        words = {"code": record.code, "old": course.groups_key, "new": ", ".join(record.groups)}
        choices = [Option(token(course.pk), say(SAME_COURSE, new=words["new"])), create_option(NEW_COURSE)]
        self.ask(record.source, f"{key}/same", title, [say(OTHER_GROUPS, **words)], choices, record=record)
        return None, True

    def _write(self, record: CourseRecord, unit: Unit, known: Course | None, key: str, title: str) -> None:
        said = warnings(record)
        if len(record.languages) > 1:
            said.append(say(LANGUAGES, language=record.languages[0]))
        enterprise = self.practice.enterprise(record, title)
        kept = known is not None and self._marked_by_others(known, enterprise, record, said)
        if known is not None and kept:
            enterprise = known.enterprise
        values = self._values(record, unit, enterprise, said)
        if known and (why := _refusals_of(known, values)):
            self.refuse(record.source, key, title, why, record)
            return
        posts = [] if kept else self.practice.posts(record, enterprise)
        groups = self._groups(record)
        if known is None:
            course = self._create(record, values, groups)
            self._assign(course, posts)
            self.draft.then(lambda: self._fill(course, groups))
            self.settled(record.source, key, title, is_new=True, changes=[], reasons=said)
            return
        changes = [
            *self._edit(known, values),
            *self._regroup(known, groups),
            *self._assign(known, posts),
            *self._enrol_missing(known, groups),
        ]
        self.settled(record.source, key, title, is_new=False, changes=changes, reasons=said)

    def _marked_by_others(
        self, course: Course, enterprise: Enterprise | None, record: CourseRecord, said: list[Sentence]
    ) -> bool:
        """Whether the course keeps its partner, because mentors of another one than the file names mark it (Y-5.11.b2)."""
        if enterprise is None or enterprise.pk == course.enterprise_id:
            return False
        posts = self.practice.posts(record, enterprise)
        day = self.term.day_on(self.context.at)
        going_on = [m.post for m in course.mentors.all() if m.ends_on is None or m.ends_on > day]
        others = [post for post in (*going_on, *posts) if post.enterprise_id != enterprise.pk]
        if others:
            names = ", ".join(dict.fromkeys(post.person.full_name for post in others))
            said.append(say(OTHER_MENTORS, names=names, enterprise=enterprise.name_in("kk")))
        return bool(others)

    def _values(
        self, record: CourseRecord, unit: Unit, enterprise: Enterprise | None, said: list[Sentence]
    ) -> dict[str, Any]:
        return {
            "name_kk": record.name_kk,
            "name_ru": record.name_ru,
            "name_en": record.name_en,
            "credits": record.credits,
            "language": (record.languages or (self._groups(record)[0].language,))[0],
            "model": record.model,
            "hours_total": _hours(record.hours_total, said),
            "hours_campus": _hours(record.hours_campus, said),
            "hours_site": _hours(record.hours_site, said),
            "control_form": record.control[:80],
            "note": record.note,
            "department": unit,
            "teacher": self._teacher(record, unit),
            "enterprise": enterprise,
        }

    def _create(self, record: CourseRecord, values: dict[str, Any], groups: list[Group]) -> Course:
        return self.draft.create(
            Course(
                university=self.university,
                term=self.term,
                code=record.code,
                groups_key=_groups_key(groups),
                **values,
            )
        )

    def _edit(self, course: Course, values: dict[str, Any]) -> list[Change]:
        """Through the course's own verb, which tells the rooms above; empty values change nothing."""
        new = _differing(course, values)
        if new:
            self.draft.then(lambda: edit_course(course, **self.hand, **new))
        return [Change(label_of(course, n), shown(getattr(course, n)), shown(v)) for n, v in new.items()]

    def _regroup(self, course: Course, groups: list[Group]) -> list[Change]:
        if {g.pk for g in course.groups.all()} == {g.pk for g in groups}:
            return []
        old, new = course.groups_key, _groups_key(groups)

        def act() -> None:
            course.groups.set(groups)
            course.groups_key = new
            course.save(update_fields=["groups_key"])

        self.draft.then(act)
        return [Change(_("groups"), old, new)]

    def _assign(self, course: Course, posts: list[Post]) -> list[Change]:
        have = {mentor.post_id for mentor in course.mentors.all()} if course.pk else set()
        missing = [post for post in posts if post.pk is None or post.pk not in have]
        for post in missing:
            self.draft.create(CourseMentor(course=course, post=post, starts_on=self.term.starts_on))
        return [Change(_("mentor"), "", post.person.full_name) for post in missing]

    # students

    def _fill(self, course: Course, groups: list[Group]) -> None:
        """A new course has no sheets yet: its students are entered at once."""
        course.groups.set(groups)
        Enrolment.objects.bulk_create(
            Enrolment(course=course, student=student, joined_on=self.term.starts_on)
            for group in groups
            for student in self.students.get(group.pk, ())
        )

    def _enrol_missing(self, course: Course, groups: list[Group]) -> list[Change]:
        """Who left the course stays out; who was never in it joins today."""
        have = self.enrolled.get(course.pk, set())
        missing = [s for g in groups for s in self.students.get(g.pk, ()) if s.pk not in have]
        for student in missing:
            self.draft.then(partial(enrol, student, course, **self.hand))
        return [Change(_("student"), "", str(student)) for student in missing]


def _differing(course: Course, values: dict[str, Any]) -> dict[str, Any]:
    return {n: v for n, v in values.items() if v not in (None, "") and getattr(course, n) != v}


def _refusals_of(course: Course, values: dict[str, Any]) -> list[Sentence]:
    """What the course's own verb, and the sheets that follow it, would object to the changed values."""
    new, changed = _differing(course, values), copy(course)
    for name, value in new.items():
        setattr(changed, name, value)
    scheme = getattr(course, "scheme", None) if "credits" in new else None
    why = said_by(lambda: [*problems_of_edit(changed), *problems_of_credits(changed, scheme)]) if new else []
    return [*why, say(NOT_WRITTEN, "refuse")] if why else []


def _groups_key(groups: list[Group]) -> str:
    return ", ".join(sorted(group.code for group in groups))[:200]


def _hours(value: Decimal | None, said: list[Sentence]) -> int | None:
    if value is None:
        return None
    if value != value.to_integral_value() or not 0 <= value <= 32_000:
        said.append(say(FRACTION, value=value))
        return None
    return int(value)
