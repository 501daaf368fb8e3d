"""Figures of many courses for plots: weeks in time, ratings, practice by enterprise. Reads do not grow with the courses."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from qosqanat.grading.book import books_of, judged
from qosqanat.grading.enums import Component, SheetState, Value
from qosqanat.grading.models import Cell, Sheet
from qosqanat.partners.models import Enterprise
from qosqanat.studies.models import Course

from .grid import rows_of
from .weeks import LATE, MISSING, ON_TIME, Strip

BIN = 10
EDGES = range(0, 100, BIN)


@dataclass(frozen=True)
class Share:
    """`part` of `whole`; the percentage is rounded down, and None while there is nothing to divide."""

    label: str
    part: Decimal | int
    whole: Decimal | int
    count: int

    @property
    def percent(self) -> int | None:
        return int(100 * self.part // self.whole) if self.whole else None


def on_time_by_week(strips: Iterable[Strip]) -> list[Share]:
    """Practice weeks in time of those due, by week of the semester (Y-6.5.2)."""
    due: Counter[int] = Counter()
    timely: Counter[int] = Counter()
    last = 0
    for strip in strips:
        last = max(last, len(strip.states))
        due.update(week for state in (ON_TIME, LATE, MISSING) for week in strip.weeks(state))
        timely.update(strip.weeks(ON_TIME))
    return [Share(str(week), timely[week], due[week], due[week]) for week in range(1, last + 1)]


def ratings_by_ten(sheets: QuerySet[Sheet], at: datetime) -> list[tuple[int, int, int]]:
    """How many of `sheets` have an admission rating of 0-10, 10-20 … 90-100 points: (lower edge, count, in danger).

    A rating on an edge belongs to the upper bin, so that 50 stands right of the line; 100 to the last one. Sheets whose
    risk was not judged since a week closed are judged here.
    """
    books = books_of(sheets.order_by().values_list("course", flat=True).distinct(), at)
    known = judged(books.values())
    every, danger = _by_ten(sheets), _by_ten(sheets.filter(known, at_risk=True))
    stale = rows_of(books, sheets.filter(admitted=False).exclude(known))
    danger.update(int(row.admission) // BIN * BIN for row in stale if row.at_risk)
    return [(low, every[low], danger[low]) for low in EDGES]


def _by_ten(sheets: QuerySet[Sheet]) -> Counter[int]:
    above = [Q(admission__gte=low) for low in EDGES]
    below = [*(Q(admission__lt=low) for low in EDGES[1:]), Q()]
    counts = {
        f"from_{low}": Count("pk", over & under) for low, over, under in zip(EDGES, above, below, strict=True)
    }
    found = sheets.order_by().aggregate(**counts)
    return Counter({low: found[f"from_{low}"] for low in EDGES})


def thresholds_of(sheets: QuerySet[Sheet]) -> list[Decimal]:
    """The different admission thresholds of the courses of `sheets`: a regulation sets its own. One read."""
    found = sheets.order_by().values_list("course__scheme__threshold", flat=True).distinct()
    return sorted(threshold for threshold in found if threshold is not None)


def practice_by_enterprise(courses: QuerySet[Course], at: datetime) -> list[Share]:
    """Points of practice earned of those possible in the places that are filled, by enterprise in Kazakh order.

    An absence earns nothing of its place; an excused one does not count.
    """
    hosts = {
        course.pk: course.enterprise for course in courses.select_related("enterprise") if course.enterprise
    }
    books = books_of(list(hosts), at)
    cells = Cell.objects.filter(
        component=Component.PRACTICE, sheet__course__in=list(books), state__in=[Value.NUMBER, Value.ABSENT]
    ).exclude(sheet__state=SheetState.WITHDRAWN)
    places = cells.order_by().values_list("sheet__course_id", "number")
    sums: dict[Enterprise, list[Decimal]] = {}
    for course_id, week, points, count in places.annotate(points=Sum("value"), n=Count("pk")):
        one = sums.setdefault(hosts[course_id], [Decimal(0)] * 3)
        one[0] += points or 0
        one[1] += (books[course_id].cap(Component.PRACTICE, week) or 0) * count
        one[2] += count
    in_order = sorted(sums, key=lambda enterprise: (enterprise.sort_key, enterprise.pk))
    return [
        Share(enterprise.name, sums[enterprise][0], sums[enterprise][1], int(sums[enterprise][2]))
        for enterprise in in_order
    ]
