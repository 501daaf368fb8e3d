"""What a person may see of the scores of a course and do to them: the policy table, with mentors held to their period."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from qosqanat.grading.enums import Component
from qosqanat.grading.models import Sheet
from qosqanat.partners.enums import PostKind
from qosqanat.people.models.role import in_force
from qosqanat.people.reach import Holding, Who
from qosqanat.regulation import policy
from qosqanat.studies.models import Course, CourseMentor

PRACTICE = "score.enter_practice"
WORK = "score.enter_work"
CORRECT = "score.correct_closed"
EXAM = "exam.enter"
IMPORT = "import.run"
ACTIONS = (PRACTICE, WORK, CORRECT, EXAM, IMPORT)

Rights = dict[str, Holding]
"""The holding behind each right of `ACTIONS` that the person has on one course."""

SHEETS, SCORES, EXAMS, FINALS = "sheet.view", "score.view", "exam.view", "final.view"
PARTLY = frozenset({"own", "group"})
"""Words that reach a course for some of its sheets only; every other word reaches all of them or none."""
Keys = frozenset[int] | None
"""Some sheets of a course; None: all of them."""

REACHES: dict[str, Callable[[Holding, Course, frozenset[int]], bool]] = {
    "mentored": lambda holding, course, mentored: course.pk in mentored,
    "taught": lambda holding, course, mentored: course.teacher_id == holding.holder_id,
    "department": lambda holding, course, mentored: course.department.path.startswith(holding.path),
    "faculty": lambda holding, course, mentored: course.department.path.startswith(holding.path),
    "university": lambda holding, course, mentored: course.university_id == holding.university_id,
}


def rights_of(who: Who, courses: Iterable[Course], at: datetime) -> dict[int, Rights]:
    """Rights by course; `Course.department` should be loaded. An assignment that ended gives a mentor no right (T4)."""
    courses = list(courses)
    mentored = _mentored(who, courses, at)
    return {course.pk: dict(_rights(who, course, mentored)) for course in courses}


def _mentored(who: Who, courses: list[Course], at: datetime) -> frozenset[int]:
    if PostKind.MENTOR not in who.roles:
        return frozenset()
    day = timezone.localdate(at)
    rows = CourseMentor.objects.filter(
        in_force(day),
        in_force(day, "post__"),
        course__in=[course.pk for course in courses],
        post__person=who.person,
    )
    return frozenset(rows.order_by().values_list("course_id", flat=True))


def _rights(who: Who, course: Course, mentored: frozenset[int]) -> Iterable[tuple[str, Holding]]:
    for action in ACTIONS:
        for holding in who.holdings:
            word = policy.reach(action, holding.role)
            if word in REACHES and REACHES[word](holding, course, mentored):
                yield action, holding
                break


@dataclass(frozen=True)
class Sight:
    """What a person sees of a course: the sheets in sight, and whether the points, examinations and finals on them.

    Examinations and finals are in sight only if the person may see them on every sheet that is: a column has no holes.
    """

    sheets: Keys = None
    scores: bool = True
    exams: bool = True
    finals: bool = True

    def shows(self, sheet_id: int, component: str) -> bool:
        """Whether this place of a sheet of the course is in sight."""
        part = self.exams if component == Component.EXAM else self.scores
        return part and (self.sheets is None or sheet_id in self.sheets)


EVERYTHING = Sight()


def sight_of(who: Who, course_id: int) -> Sight:
    """What `who` sees of a course that they reach for its sheets.

    No read for somebody all of whose roles see the points as far as the sheets, and whole courses; else one or two.
    """
    known: dict[tuple[str | None, ...], Keys] = {}
    for action in (SHEETS, SCORES, EXAMS, FINALS):
        words = _words(who, action)
        if words not in known:
            known[words] = _within(who, course_id, action)
    scores = known[_words(who, SCORES)] != frozenset()
    sheets = known[_words(who, SCORES if scores else SHEETS)]
    exams, finals = (_covers(known[_words(who, action)], sheets) for action in (EXAMS, FINALS))
    return Sight(sheets, scores, exams, finals)


def _words(who: Who, action: str) -> tuple[str | None, ...]:
    return tuple(policy.reach(action, role) for role in who.roles)


def _within(who: Who, course_id: int, action: str) -> Keys:
    """The sheets of the course on which `who` may do `action`: who reaches the course by whole words has all of them."""
    words = _words(who, action)
    whole = PARTLY.isdisjoint(words)
    if not any(words):
        return frozenset()
    if whole and words == _words(who, SHEETS):
        return None
    reached = who.reachable(Sheet, action).filter(course=course_id).order_by()
    keys = frozenset(reached.values_list("pk", flat=True))
    return None if whole and keys else keys


def _covers(known: Keys, sheets: Keys) -> bool:
    return known is None or (bool(known) and sheets is not None and sheets <= known)
