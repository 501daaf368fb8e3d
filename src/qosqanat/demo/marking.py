"""Seeded marks, entered week by week by those who may."""

import random
from datetime import datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from qosqanat.grading import actions as grading
from qosqanat.grading.actions import Entry
from qosqanat.grading.models import CourseScheme, Sheet
from qosqanat.people.models import Person, Unit
from qosqanat.regulation import marks
from qosqanat.studies.models import Course, CourseMentor

LATE_COURSES = 7
LATE_WEEKS = 6
TASKS = (
    "Эссе: кәсіпорындағы технологиялық үдеріс",
    "Есептеу жұмысы: өндірістік мысал",
    "Баяндама: еңбек қауіпсіздігі талаптары",
    "Жоба: кәсіпорынның нақты міндетін шешу",
)


class Class:
    """A course with its students' levels: how well each of them does, the same in every component."""

    def __init__(self, scheme: CourseScheme, seed: str):
        self.dice = random.Random(seed)
        self.scheme, self.course = scheme, scheme.course
        self.sheets = list(Sheet.objects.live().filter(course=self.course))
        self.level = {sheet.pk: min(1.0, max(0.35, self.dice.gauss(0.8, 0.15))) for sheet in self.sheets}
        link = CourseMentor.objects.filter(course=self.course).select_related("post__person").first()
        self.mentor = link.post.person if link else None

    def has(self, component: str) -> bool:
        """Whether a spreadsheet has brought marks of `component` already."""
        return Sheet.objects.filter(course=self.course, cells__component=component).exists()

    def enter(self, component: str, number: int, cap: Decimal | None, by: Person | None, at: datetime) -> int:
        """Marks for everybody in one place of the sheet; returns how many were saved."""
        if cap is None or by is None:
            return 0
        entries = [
            Entry(sheet.pk, component, number, self._value(cap, sheet), UUID(int=self.dice.getrandbits(128)))
            for sheet in self.sheets
        ]
        source = "phone" if component == "practice" else "grid"
        verdicts = grading.enter_scores(entries, by=by, at=at, source=source)
        return sum(verdict.status == "saved" for verdict in verdicts)

    def _value(self, cap: Decimal, sheet: Sheet) -> marks.Entry:
        if self.dice.random() < 0.03:
            return marks.ABSENT
        share = min(1.0, max(0.0, self.dice.gauss(self.level[sheet.pk], 0.12)))
        return Decimal(round(float(cap) * share))


def mark(university: Unit, *, weeks: int) -> int:
    """Marks of the finished weeks where no spreadsheet brought them; some mentors are late or silent."""
    schemes = CourseScheme.objects.filter(course__university=university).select_related(
        "course__term__university", "course__teacher"
    )
    written = 0
    for index, scheme in enumerate(schemes.order_by("course__pk")):
        silent_from = 7 if index % LATE_COURSES == 3 else weeks + 1
        written += mark_course(scheme, weeks=weeks, silent_from=silent_from)
    return written


@transaction.atomic
def mark_course(scheme: CourseScheme, *, weeks: int, silent_from: int) -> int:
    """Tests of `weeks` weeks and practice until the mentor falls silent, each in its own week's time."""
    group = Class(scheme, f"{scheme.course.code} {scheme.course.groups_key}")
    if group.course.teacher is None or not group.sheets:
        return 0
    plan_tasks(scheme, at=_moment(group.course, 1, 9))
    tested, marked = group.has("test"), group.has("practice")
    written = 0
    for week in range(1, weeks + 1):
        at = _moment(group.course, week, group.dice.randint(9, 20))
        if not tested:
            written += group.enter("test", week, scheme.rules.cap("test", week), group.course.teacher, at)
        if not marked and week < silent_from:
            written += group.enter("practice", week, scheme.rules.cap("practice", week), group.mentor, at)
            _hand_in(group, week, at)
    return written


def _hand_in(group: Class, week: int, at: datetime) -> None:
    """The mentor hands the marked week in, now and then some days after it closed."""
    if group.mentor and group.scheme.rules.cap("practice", week) is not None:
        late = timedelta(days=2 if (group.course.pk + week) % LATE_WEEKS == 0 else 0)
        grading.hand_over_week(group.course, week, by=group.mentor, at=at + late)


@transaction.atomic
def mark_tasks(scheme: CourseScheme) -> int:
    """Independent work of the whole semester, in its last week."""
    group = Class(scheme, f"{scheme.course.code} {scheme.course.groups_key}")
    at = _moment(group.course, group.course.term.week_count, 12)
    return sum(
        group.enter("iws", task.number, task.cap, group.course.teacher, at)
        for task in group.course.iws_tasks.all()
    )


def plan_tasks(scheme: CourseScheme, *, at: datetime) -> None:
    """Two independent-work tasks per rating period, unless the gradebook has brought them."""
    course = scheme.course
    if course.iws_tasks.exists() or course.teacher is None:
        return
    tasks = []
    for period in scheme.rules.periods:
        half = (period.iws_cap / 2).quantize(Decimal(1))
        first, second = TASKS[2 * period.number - 2 : 2 * period.number]
        tasks += [(period.number, first, half), (period.number, second, period.iws_cap - half)]
    grading.set_iws_tasks(course, tasks, by=course.teacher, at=at)


def _moment(course: Course, week: int, hour: int) -> datetime:
    """The last day of the week at `hour`, in the university's time."""
    term = course.term
    return datetime.combine(term.weeks[week - 1].last, time(0), term.zone) + timedelta(hours=hour)
