"""What a person may do to the scores of a course: the policy table, with mentors held to their period."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils import timezone

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
