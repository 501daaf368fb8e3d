"""Setting a semester's calendar."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qosqanat.core.problems import Problem, refuse_if
from qosqanat.grading.models import CourseScheme, ScoreEvent
from qosqanat.people.log import record
from qosqanat.people.models import Person
from qosqanat.studies.models import Term
from qosqanat.studies.problems import problems_of_start


@transaction.atomic
def edit_term(
    term: Term,
    *,
    starts_on: date,
    week_count: int,
    holidays: Mapping[date, str],
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> Term:
    """Set the first day of week 1, the number of weeks and the days off. Raises `Refused`.

    The first day lies in the semester's academic year and stands once a mark is entered; the weeks reach as far as every marking scheme of the semester.
    """
    locked = Term.objects.select_for_update(of=("self",)).get(pk=term.pk)
    refuse_if([*_moved(locked, starts_on), *_shortened(locked, week_count)])
    locked.starts_on, locked.week_count = starts_on, week_count
    locked.holidays = {day.isoformat(): name for day, name in sorted(holidays.items())}
    locked.save()
    record(
        "edit_term",
        locked,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=locked.university_id,
        starts_on=starts_on.isoformat(),
        week_count=week_count,
    )
    return locked


def _moved(term: Term, starts_on: date) -> Iterator[Problem]:
    if starts_on == term.starts_on:
        return
    yield from problems_of_start(term, starts_on)
    if ScoreEvent.objects.filter(sheet__course__term=term).exists():
        text = _(
            "Marks are entered already: the first day of week 1 stays, or they would move to other weeks."
        )
        yield Problem(text, "Y-6.5.2", field="starts_on")


def _shortened(term: Term, week_count: int) -> Iterator[Problem]:
    if week_count >= term.week_count:
        return
    schemes = CourseScheme.objects.as_text().filter(course__term=term)
    longest = max((scheme.rules.weeks for scheme in schemes), default=0)
    if week_count < longest:
        text = _("A marking scheme of the semester has %(weeks)s weeks: the semester cannot have fewer.")
        yield Problem(text % {"weeks": longest}, "Y-6.4", field="week_count")
