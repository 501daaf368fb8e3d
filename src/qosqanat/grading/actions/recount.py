"""Counting every rating and final again from the cells: the proof that no stored rating differs from its marks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from django.db import transaction
from django.db.models import IntegerField, Q, QuerySet, Sum
from django.db.models.functions import Cast, Round

from qosqanat.grading import practice
from qosqanat.grading.book import entry_of
from qosqanat.grading.enums import Component, Value
from qosqanat.grading.ledger import RATED, rated, write_derived
from qosqanat.grading.models import Cell, CourseScheme, IwsTask, Sheet
from qosqanat.people.log import record
from qosqanat.people.models import Person
from qosqanat.regulation import marks
from qosqanat.studies.models import Course

Earned = dict[int, list[Decimal]]
Tasks = dict[int, list[tuple[int, int]]]


@dataclass
class Recount:
    """How many sheets were counted, and those whose stored ratings differed, as they are right."""

    sheets: int = 0
    differing: list[Sheet] = field(default_factory=list)

    def by_course(self) -> dict[int, list[str]]:
        """The numbers of the differing sheets by the key of their course."""
        numbers: dict[int, list[str]] = {}
        for sheet in self.differing:
            numbers.setdefault(sheet.course_id, []).append(sheet.number)
        return numbers


@transaction.atomic
def recount(
    courses: Iterable[Course | int],
    *,
    by: Person | None,
    at: datetime,
    write: bool = True,
    on_behalf_of: Person | None = None,
) -> Recount:
    """Derive the ratings and finals of `courses` anew from their cells and put right what differs (Y-6.1, Y-6.7).

    The points are summed by the database, one read for all courses that lay out their periods alike, and only sheets
    that differ become objects, so that a whole university takes seconds. `write=False` only says what differs.
    """
    schemes = _schemes(courses)
    sheets = Sheet.objects.filter(course__in=list(schemes))
    earned, exams = _earned(schemes, _tasks(schemes)), _exams(sheets)
    done = Recount()
    rows = (sheets.select_for_update() if write else sheets).order_by("pk")
    for pk, course_id, number, version, *stored in rows.values_list(
        "pk", "course_id", "number", "version", *RATED
    ):
        scheme, exam = schemes[course_id], exams.get(pk)
        points = earned.get(pk) or [marks.ZERO] * len(scheme.rules.periods)
        right = rated(marks.settle(scheme.rules, points, scheme.threshold, exam), exam)
        done.sheets += 1
        if stored != right:
            # what is still reachable is not known here: the risk is judged again by whoever asks
            facts = dict(zip(RATED, right, strict=True))
            done.differing.append(
                Sheet(pk=pk, course_id=course_id, number=number, version=version + 1, **facts)
            )
    if write:
        write_derived(done.differing)
        for course_id, numbers in done.by_course().items():
            course = schemes[course_id].course
            record(
                "recount",
                course,
                by=by,
                at=at,
                on_behalf_of=on_behalf_of,
                university=course.university_id,
                sheets=numbers,
            )
    return done


@transaction.atomic
def recount_weeks(
    courses: Iterable[Course],
    *,
    by: Person | None,
    at: datetime,
    write: bool = True,
    on_behalf_of: Person | None = None,
) -> dict[Course, list[int]]:
    """Count how far the practice weeks of `courses` are entered anew, put right what differs; the weeks that did (Y-6.5.2).

    `write=False` only says what differs.
    """
    by_key = {course.pk: course for course in courses}
    wrong = practice.keep_anew(by_key) if write else practice.kept_wrongly(by_key)
    weeks: dict[Course, list[int]] = {}
    for course_id, week in wrong:
        weeks.setdefault(by_key[course_id], []).append(week)
    if write:
        for course, numbers in weeks.items():
            university = course.university_id
            record(
                "recount",
                course,
                by=by,
                at=at,
                on_behalf_of=on_behalf_of,
                university=university,
                weeks=numbers,
            )
    return weeks


def _schemes(courses: Iterable[Course | int]) -> dict[int, CourseScheme]:
    """The marking scheme of every course that has one."""
    ids = [course if isinstance(course, int) else course.pk for course in courses]
    found = CourseScheme.objects.as_text().filter(course__in=ids).select_related("course")
    return {scheme.pk: scheme for scheme in found.only("threshold", "course__university")}


def _tasks(courses: Iterable[int]) -> Tasks:
    """(number, rating period) of the tasks of independent work by course."""
    tasks: Tasks = {}
    rows = IwsTask.objects.filter(course__in=list(courses)).order_by("number")
    for course_id, number, period in rows.values_list("course_id", "number", "period"):
        tasks.setdefault(course_id, []).append((number, period))
    return tasks


def _earned(schemes: dict[int, CourseScheme], tasks: Tasks) -> Earned:
    """The points of every rating period by sheet; a sheet without an entry is not there."""
    alike: dict[tuple[Q, ...], list[int]] = {}
    for pk, scheme in schemes.items():
        alike.setdefault(tuple(_periods(scheme, tasks.get(pk, []))), []).append(pk)
    earned: Earned = {}
    for periods, ids in alike.items():
        # hundredths: SQLite adds in binary, and a number is read in a third of the time of a Decimal
        sums = [Cast(Round(Sum("value", filter=places) * 100), IntegerField()) for places in periods]
        # cells by their sheets, not joined with them: the database then goes through these sheets' cells only
        rows = Cell.objects.filter(sheet__in=Sheet.objects.filter(course__in=ids)).order_by()
        for sheet_id, *points in rows.values("sheet_id").values_list("sheet_id", *sums):
            earned[sheet_id] = [_points(one or 0) for one in points]
    return earned


@lru_cache(maxsize=20_000)
def _points(hundredths: int) -> Decimal:
    return Decimal(hundredths).scaleb(-2)


def _periods(scheme: CourseScheme, tasks: list[tuple[int, int]]) -> Iterator[Q]:
    """Which cells count in each rating period: weeks by their number, independent work by its task."""
    for period in scheme.rules.periods:
        numbers = tuple(number for number, owner in tasks if owner == period.number)
        # what is told apart first is what most cells are told apart by
        weeks = Q(number__gte=period.first_week, number__lte=period.last_week)
        weekly = weeks & Q(component__in=(Component.TEST, Component.PRACTICE))
        yield weekly | Q(component=Component.IWS) & Q(number__in=numbers)


def _exams(sheets: QuerySet[Sheet]) -> dict[int, marks.Entry | None]:
    """The latest examination of every sheet that has one (Q-Y21)."""
    entered = Cell.objects.filter(sheet__in=sheets, component=Component.EXAM).exclude(state=Value.EMPTY)
    rows = entered.order_by("number").values_list("sheet_id", "state", "value")
    return {sheet_id: entry_of(state, value) for sheet_id, state, value in rows}
