"""Taking back one's own acts: new entries that restore what stood before; the ledger keeps both."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from qosqanat.core.problems import Refused
from qosqanat.grading import problems
from qosqanat.grading.enums import Source
from qosqanat.grading.ledger import Entry, Verdict
from qosqanat.grading.models import ScoreEvent
from qosqanat.grading.queries.acts import Pile, spot_of, standing_of_act
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
        standing = standing_of_act(course, by, operation)
        if not standing.events:
            raise Refused([problems.nothing_to_undo()])
        return enter_scores(
            [_restoring(event, standing.piles[spot_of(event)]) for event in standing.events],
            by=by,
            at=at,
            source=Source.UNDO,
            on_behalf_of=on_behalf_of,
            reason=standing.events[0].reason,
            who=who,
        )


def _restoring(event: ScoreEvent, pile: Pile) -> Entry:
    """The entry that brings back what lies under `event`; with another on top its version is out of date."""
    place = pile.events.index(event)
    before = pile.events[place - 1].entry if place else None
    seen = pile.version if event == pile.events[-1] else event.version
    return Entry(*spot_of(event), before, uuid4(), seen)
