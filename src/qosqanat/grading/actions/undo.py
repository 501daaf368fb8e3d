"""Taking back one's own acts and putting them back: new entries that restore what stood before; the ledger keeps all."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from qosqanat.core.problems import Problem, Refused
from qosqanat.grading import problems
from qosqanat.grading.enums import Source
from qosqanat.grading.ledger import Entry, Verdict
from qosqanat.grading.models import ScoreEvent
from qosqanat.grading.queries.acts import Pile, StandingAct, spot_of, standing_of_act, standing_of_undoing
from qosqanat.people.models import Person
from qosqanat.people.reach import Who
from qosqanat.studies.models import Course

from .scores import enter_scores


def undo_act(
    course: Course,
    operation: UUID,
    *,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
    who: Who | None = None,
) -> list[Verdict]:
    """Take back everything that `by` entered together with `operation`; one verdict for each entry.

    A place that has another entry on top stays as it is (`conflict`). Raises Refused when there is no such act of `by`,
    or when all of it is undone already. A correction's reason stands for its undoing too.
    """
    with transaction.atomic():
        standing = _some(standing_of_act(course, by, operation), problems.nothing_to_undo)
        entries, reason = _entries(standing, _restoring)
        return enter_scores(
            entries, by=by, at=at, source=Source.UNDO, on_behalf_of=on_behalf_of, reason=reason, who=who
        )


def redo_act(
    course: Course,
    operation: UUID,
    *,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
    who: Who | None = None,
) -> list[Verdict]:
    """Enter again everything that `by` took back together with `operation`; one verdict for each entry.

    A place that has another entry on top stays as it is (`conflict`). Raises Refused when there is no such undoing of `by`,
    or when they put it back or entered anything else since. A correction's reason stands here too.
    """
    with transaction.atomic():
        standing = _some(standing_of_undoing(course, by, operation), problems.nothing_to_redo)
        entries, reason = _entries(standing, _putting_back)
        return enter_scores(
            entries, by=by, at=at, source=Source.REDO, on_behalf_of=on_behalf_of, reason=reason, who=who
        )


def _some(standing: StandingAct, problem: Callable[[], Problem]) -> StandingAct:
    if not standing.events:
        raise Refused([problem()])
    return standing


def _entries(standing: StandingAct, entry_of: Callable[[ScoreEvent, Pile], Entry]) -> tuple[list[Entry], str]:
    """The entries that answer those of an act, and the reason that stands behind all of them."""
    events = standing.events
    return [entry_of(event, standing.piles[spot_of(event)]) for event in events], events[0].reason


def _restoring(event: ScoreEvent, pile: Pile) -> Entry:
    """The entry that brings back what lies under `event`; with another on top its version is out of date."""
    place = pile.events.index(event)
    before = pile.events[place - 1].entry if place else None
    seen = pile.version if event == pile.events[-1] else event.version
    return Entry(*spot_of(event), before, uuid4(), seen)


def _putting_back(undoing: ScoreEvent, pile: Pile) -> Entry:
    """The entry that says again what `undoing` took away; with another on top its version is out of date."""
    seen = pile.version if pile.is_latest(undoing) else undoing.version
    return Entry(*spot_of(undoing), pile.undone[undoing.pk].entry, uuid4(), seen)
