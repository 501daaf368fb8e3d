"""Who is at risk is known without reading every mark, and never wrong: unjudged sheets are judged by whoever asks."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.module_loading import import_string
from django_q.models import Schedule

from qosqanat.core.jobs import keep_schedule
from qosqanat.grading import actions, queries, tasks
from qosqanat.grading.book import books_of
from qosqanat.grading.models import Cell, Sheet
from qosqanat.studies.models import Term
from tests import cast
from tests.grading.help import closes, enter


def endangered(house: cast.House, at) -> set[int]:
    return {row.sheet.pk for row in queries.endangered(books_of([house.course], at))}


def cells_read(house: cast.House, at) -> int:
    """How many sheets' cells the question reads."""
    with CaptureQueriesContext(connection) as asked:
        queries.endangered(books_of([house.course], at))
    (read,) = (query["sql"] for query in asked if Cell._meta.db_table in query["sql"])
    return read.partition(" IN (")[2].partition(")")[0].count(",") + 1 if " IN (" in read else 0


def test_a_safe_sheet_is_judged_as_it_is_marked_and_not_read_again(house: cast.House) -> None:
    for week in range(1, 8):
        for component, points in {"test": 3, "practice": 5}.items():
            assert enter(house, component, week, points, by=house.office, source="spreadsheet").ok
    safe = house.sheets[0]
    safe.refresh_from_db()
    assert (safe.at_risk, safe.judged_for) == (False, sum(1 << week for week in range(1, 7)))
    assert safe.pk not in endangered(house, cast.AT)
    assert cells_read(house, cast.AT) == len(house.sheets) - 1


def test_a_week_that_closes_makes_every_judgement_old(house: cast.House) -> None:
    assert enter(house, "practice", 7, 5).ok
    later = closes(house.term, 14) + timedelta(hours=1)
    assert house.sheets[0].pk in endangered(house, later)
    assert actions.judge_risks([house.course], at=later) == len(house.sheets)
    assert actions.judge_risks([house.course], at=later) == 0
    assert endangered(house, later) == {sheet.pk for sheet in house.sheets if sheet.at_risk} != set()


def test_other_tasks_make_every_judgement_old(house: cast.House) -> None:
    actions.judge_risks([house.course], at=cast.AT)
    plan = [(1, "А", Decimal(5)), (1, "Ә", Decimal(15)), (2, "Б", Decimal(14)), (2, "В", Decimal(14))]
    actions.set_iws_tasks(house.course, plan, by=house.teacher, at=cast.AT)
    assert set(Sheet.objects.values_list("judged_for", flat=True)) == {-1}


def test_the_worker_judges_the_semesters_that_run(house: cast.House) -> None:
    with time_machine.travel(cast.AT, tick=False):
        assert tasks.judge_risks() == len(house.sheets)
    with time_machine.travel(cast.AT + timedelta(days=400), tick=False):
        assert tasks.judge_risks() == 0


def test_the_worker_judges_on_the_29th_of_february(house: cast.House) -> None:
    Term.objects.update(starts_on=date(2027, 9, 6))
    with time_machine.travel(datetime(2028, 2, 29, 6, tzinfo=UTC), tick=False):
        assert tasks.judge_risks() == len(house.sheets)


def test_the_longest_semester_is_judged_after_its_last_week(house: cast.House) -> None:
    Term.objects.update(week_count=30)
    with time_machine.travel(Term.objects.get().closes_at(30) + timedelta(hours=1), tick=False):
        assert tasks.judge_risks() == len(house.sheets)


@pytest.mark.django_db
def test_the_schedule_is_kept_as_the_settings_say() -> None:
    Schedule.objects.create(name="gone", func="gone", schedule_type=Schedule.HOURLY)
    keep_schedule(settings.SCHEDULE)
    keep_schedule(settings.SCHEDULE)
    assert {one.func: one.cron for one in Schedule.objects.all()} == settings.SCHEDULE
    assert all(callable(import_string(path)) for path in settings.SCHEDULE)
