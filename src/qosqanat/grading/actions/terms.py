"""Setting a semester's calendar."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qosqanat.core.problems import Problem, refuse_if
from qosqanat.grading.models import ScoreEvent
from qosqanat.people.log import record
from qosqanat.people.models import Person
from qosqanat.studies.models import Term


@transaction.atomic
def edit_term(
    term: Term,
    *,
    starts_on: date,
    holidays: Mapping[date, str],
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> Term:
    """Set the first day of week 1 and the days off. The first day stands once a mark is entered. Raises `Refused`."""
    locked = Term.objects.select_for_update(of=("self",)).get(pk=term.pk)
    refuse_if(_problems(locked, starts_on))
    locked.starts_on = starts_on
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
    )
    return locked


def _problems(term: Term, starts_on: date) -> list[Problem]:
    if starts_on == term.starts_on or not ScoreEvent.objects.filter(sheet__course__term=term).exists():
        return []
    text = _("Marks are entered already: the first day of week 1 stays, or they would move to other weeks.")
    return [Problem(text, "Y-6.5.2", field="starts_on")]
