"""What has changed: in a course since a page was shown, and in a semester after its time was over."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from qosqanat.grading.book import entry_of, key_of
from qosqanat.grading.enums import Component
from qosqanat.grading.models import Cell, ExamSheet, ScoreEvent
from qosqanat.grading.rights import EVERYTHING, Sight
from qosqanat.people.models import Act, Person
from qosqanat.regulation import marks
from qosqanat.studies.models import Course, Term

# entries carry the moment at which their request began: one that was still being written is found by looking back
OVERLAP = timedelta(seconds=60)


class Change(NamedTuple):
    """A place of a sheet as it is now; `version` tells a page whether it knows this already."""

    sheet_id: int
    key: str
    value: marks.Entry | None
    version: int
    author: Person
    at: datetime


def changes_since(course: Course, since: datetime, *, sight: Sight = EVERYTHING) -> list[Change]:
    """Every place in `sight` that changed after `since`, some of a minute before it again: one read."""
    cells = Cell.objects.filter(sheet__course=course, changed_at__gt=since - OVERLAP).select_related("author")
    return [
        Change(
            cell.sheet_id,
            key_of(cell.component, cell.number),
            entry_of(cell.state, cell.value),
            cell.version,
            cell.author,
            cell.changed_at,
        )
        for cell in cells.order_by("changed_at", "pk")
        if sight.shows(cell.sheet_id, cell.component)
    ]


def with_before(events: QuerySet[ScoreEvent]) -> QuerySet[ScoreEvent]:
    """`events`, each with the value before it (`state_before`, `value_before`)."""
    before = ScoreEvent.objects.filter(
        sheet=OuterRef("sheet"),
        component=OuterRef("component"),
        number=OuterRef("number"),
        version=OuterRef("version") - 1,
    ).order_by()
    return events.annotate(
        state_before=Subquery(before.values("state")[:1]), value_before=Subquery(before.values("value")[:1])
    )


def changed_after_closing(events: QuerySet[ScoreEvent], term: Term) -> QuerySet[ScoreEvent]:
    """Those of `events` of `term` that replaced a value when its time was over (Y-6.5, Y-6.7).

    A mentor's week has closed, even if it was opened again; an examination sheet is issued, so that admission stands;
    a closed examination sheet was opened again.
    """
    late = [
        Q(component=Component.PRACTICE, number=week.number, received_at__gt=term.closes_at(week.number))
        for week in term.weeks
    ]
    exams = ExamSheet.objects.filter(course=OuterRef("sheet__course")).order_by()
    standing = ~Q(component=Component.EXAM) & Q(Exists(exams.filter(issued_at__lt=OuterRef("received_at"))))
    sat = ExamSheet.objects.filter(
        course=OuterRef(OuterRef("sheet__course")), attempt=OuterRef(OuterRef("number"))
    )
    reopened = Act.objects.filter(
        action="reopen_exam_sheet",
        subject_type=ExamSheet._meta.label_lower,
        subject_id__in=sat.order_by().values("pk"),
        at__lt=OuterRef("received_at"),
    ).order_by()
    again = Q(component=Component.EXAM) & Q(Exists(reopened))
    return events.filter(reduce(or_, late, standing | again), sheet__course__term=term, version__gt=1)
