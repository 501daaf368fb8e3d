"""Independent-work tasks of a course."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from qosqanat.core.problems import Refused, refuse_if
from qosqanat.grading import problems
from qosqanat.grading.book import books_of
from qosqanat.grading.enums import Component, Value
from qosqanat.grading.ledger import course_sheets
from qosqanat.grading.models import Cell, IwsTask, Sheet
from qosqanat.people.log import record
from qosqanat.people.models import Person
from qosqanat.studies.models import Course

Plan = tuple[int, str, Decimal]


@transaction.atomic
def set_iws_tasks(
    course: Course, tasks: Sequence[Plan], *, by: Person, at: datetime, on_behalf_of: Person | None = None
) -> list[IwsTask]:
    """Replace the tasks of `course` by `(rating period, title, maximum)`, as many per period as the regulation wants (Y-6.4, Q-Y07).

    A task keeps its number, and with it its points, as long as period and title stay. Raises `Refused` when a task that
    has points would go or its maximum fall below them.
    """
    course_sheets(course)
    book = books_of([course], at).get(course.pk)
    if book is None:
        raise Refused([problems.no_sheets()])
    refuse_if(problems.problems_of_tasks(book, tasks))
    old = {(task.period, task.title): task for task in book.tasks.values()}
    scored = _greatest(course)
    wanted = _numbered(tasks, old, scored)
    refuse_if(
        problems.task_has_points(task.title)
        for task in book.tasks.values()
        if task.number in scored
        and (task.number not in wanted or wanted[task.number][2] < scored[task.number])
    )
    return _store(course, wanted, by=by, at=at, on_behalf_of=on_behalf_of)


def _greatest(course: Course) -> dict[int, Decimal]:
    """The most points of every task that anybody has an entry for."""
    rows = Cell.objects.filter(sheet__course=course, component=Component.IWS).exclude(state=Value.EMPTY)
    greatest: dict[int, Decimal] = {}
    for number, value in rows.order_by().values_list("number", "value"):
        greatest[number] = max(greatest.get(number, Decimal(0)), value or Decimal(0))
    return greatest


def _numbered(
    tasks: Sequence[Plan], old: dict[tuple[int, str], IwsTask], scored: dict[int, Decimal]
) -> dict[int, Plan]:
    """Tasks by number: the old number where period and title stay, otherwise the next one without points."""
    kept = {old[period, title].number for period, title, _cap in tasks if (period, title) in old}
    free = (number for number in range(1, 1000) if number not in kept and number not in scored)
    numbered = {}
    for period, title, cap in tasks:
        task = old.pop((period, title), None)
        numbered[task.number if task else next(free)] = (period, title.strip(), cap)
    return numbered


def _store(
    course: Course, wanted: dict[int, Plan], *, by: Person, at: datetime, on_behalf_of: Person | None = None
) -> list[IwsTask]:
    Sheet.objects.filter(course=course).to_judge_again()
    IwsTask.objects.filter(course=course).exclude(number__in=wanted).delete()
    rows = [
        IwsTask(course=course, number=n, period=p, title=t, cap=c) for n, (p, t, c) in sorted(wanted.items())
    ]
    IwsTask.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["course", "number"],
        update_fields=["period", "title", "cap"],
    )
    record(
        "set_iws_tasks",
        course,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=course.university_id,
        tasks=[t for _p, t, _c in wanted.values()],
    )
    return list(IwsTask.objects.filter(course=course))
