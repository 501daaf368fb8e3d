"""What one person did in the grid of a course, act by act, and the values that stand under those acts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from qosqanat.core.prepared import Prepared
from qosqanat.grading.enums import Source
from qosqanat.grading.models import ScoreEvent
from qosqanat.people.models import Person
from qosqanat.studies.models import Course

KEPT = 20
FRESH = timedelta(hours=1)
"""Within this time one's own act is taken back without a question."""
OF_THE_GRID = (Source.GRID, Source.PASTE, Source.FORM, Source.SPREADSHEET)
Spot = tuple[int, str, int]
"""A place of one sheet: sheet, component, number."""


@dataclass
class Pile:
    """The entries of a place that are not undone, the standing one last; `version` is the place's own."""

    events: list[ScoreEvent] = field(default_factory=list)
    version: int = 0

    def put(self, event: ScoreEvent) -> None:
        """An undoing entry takes the one under it away."""
        self.version = event.version
        if event.source == Source.UNDO:
            self.events.pop()
        else:
            self.events.append(event)

    def left_to(self, person: Person) -> list[int]:
        """The entries of `person` that nobody else's covers."""
        mine = takewhile(lambda event: event.author_id == person.pk, reversed(self.events))
        return [event.pk for event in mine]


def spot_of(event: ScoreEvent) -> Spot:
    return event.sheet_id, event.component, event.number


def undoable_acts(course: Course, person: Person) -> list[UUID]:
    """The last acts of `person` that can be undone one after another, the latest last: one operation of each.

    An act is judged by its last entry: undone, or covered by somebody else's, it is passed over. Three reads.
    """
    events = _events([last for _moment, last in _latest(course.pk, person.pk)])
    left = {pk for pile in piles(map(spot_of, events)).values() for pk in pile.left_to(person)}
    return [event.operation for event in sorted(events, key=lambda e: e.pk) if event.pk in left]


@Prepared
def _latest(course_id: int, person_id: int) -> QuerySet[ScoreEvent, Any]:
    """(moment, last entry) of the last acts."""
    mine = ScoreEvent.objects.filter(sheet__course=course_id, author=person_id, source__in=OF_THE_GRID)
    acts = mine.order_by().values_list("received_at").annotate(last=Max("pk"))
    return acts.order_by("-last")[:KEPT]


@Prepared
def _events(ids: list[int]) -> QuerySet[ScoreEvent]:
    return ScoreEvent.objects.filter(pk__in=ids)


@Prepared
def _entered(sheets: list[int], components: list[str], numbers: list[int]) -> QuerySet[ScoreEvent]:
    found = ScoreEvent.objects.filter(sheet__in=sheets, component__in=components, number__in=numbers)
    return found.order_by("version")


def events_of_act(course: Course, person: Person, operation: UUID) -> list[ScoreEvent]:
    """Everything that `person` entered together with `operation`: one act has one moment. Empty for others' acts."""
    mine = ScoreEvent.objects.filter(sheet__course=course, author=person, source__in=OF_THE_GRID)
    one = mine.filter(operation=operation).first()
    return list(mine.filter(received_at=one.received_at, source=one.source)) if one else []


@dataclass(frozen=True)
class StandingAct:
    """What of one act still stands, and what lies on its places."""

    events: list[ScoreEvent]
    piles: dict[Spot, Pile]

    def fresh(self, at: datetime) -> bool:
        """Whether it was entered so lately that the one who asks still has it before their eyes."""
        return all(at - event.received_at <= FRESH for event in self.events)


def standing_of_act(course: Course, person: Person, operation: UUID) -> StandingAct:
    """The entries of the act of `person` with `operation` that are not undone; none for others' acts. Three reads."""
    act = events_of_act(course, person, operation)
    found = piles(map(spot_of, act))
    return StandingAct([event for event in act if event in found[spot_of(event)].events], found)


def piles(spots: Iterable[Spot]) -> dict[Spot, Pile]:
    """What lies on each place: one read."""
    found = {spot: Pile() for spot in spots}
    sheets, components, numbers = ([*{spot[part] for spot in found}] for part in range(3))
    for event in _entered(sheets, components, numbers):
        if pile := found.get(spot_of(event)):
            pile.put(event)
    return found
