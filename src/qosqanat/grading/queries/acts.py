"""What one person did in the grid of a course, act by act, and the values that stand under those acts."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from uuid import UUID

from django.db.models import Max, QuerySet

from qosqanat.core.prepared import Prepared
from qosqanat.grading.enums import Source
from qosqanat.grading.models import ScoreEvent, Sheet
from qosqanat.people.models import Person
from qosqanat.studies.models import Course

KEPT = 20
LOOKED_AT = 10 * KEPT
"""So many acts are gone through to find those: most were not undone."""
FRESH = timedelta(hours=1)
"""Within this time one's own act is taken back without a question."""
OF_THE_GRID = (Source.GRID, Source.PASTE, Source.FORM, Source.SPREADSHEET, Source.CANVAS, Source.REDO)
Spot = tuple[int, str, int]
"""A place of one sheet: sheet, component, number."""
Act = tuple[datetime, str, int]
"""Moment, source and last entry of what was entered at once."""


@dataclass
class Pile:
    """The entries of a place that are not undone, the standing one last; `version` is the place's own.

    `undone` maps an undoing entry to the one that it took away, the latest last; `entered` is the version of the last entry
    that is neither an undoing nor puts something back.
    """

    events: list[ScoreEvent] = field(default_factory=list)
    version: int = 0
    undone: dict[int, ScoreEvent] = field(default_factory=dict)
    entered: int = 0

    def put(self, event: ScoreEvent) -> None:
        """An undoing entry takes the one under it away; one that puts back ends the latest undoing."""
        self.version = event.version
        if event.source == Source.UNDO:
            self.undone[event.pk] = self.events.pop()
            return
        self.events.append(event)
        if event.source == Source.REDO:
            self.undone.popitem()
        else:
            self.entered = event.version

    def is_latest(self, undoing: ScoreEvent) -> bool:
        """Whether nothing but what was put back came after this undoing entry."""
        return self.entered < undoing.version and next(reversed(self.undone), None) == undoing.pk

    def left_to(self, person: Person) -> list[int]:
        """The entries of `person` that nobody else's covers."""
        mine = takewhile(lambda event: event.author_id == person.pk, reversed(self.events))
        return [event.pk for event in mine]


def spot_of(event: ScoreEvent) -> Spot:
    return event.sheet_id, event.component, event.number


@dataclass(frozen=True)
class Acts:
    """What one person can take back in a course, and put back, one after another: an operation of each, the latest last."""

    undoable: list[UUID]
    redoable: list[UUID]


def acts_of(course: Course, person: Person) -> Acts:
    """The last acts of `person`: four reads.

    An act is judged by its last entry: undone, or covered by somebody else's, it is passed over. Whatever else `person`
    enters in the course ends the undoings that can be put back.
    """
    latest = _latest([pk for (pk,) in _sheets(course.pk)], person.pk)
    entered = [last for _moment, source, last in latest if source in OF_THE_GRID][: 2 * KEPT]
    undone = _undone(latest)[:KEPT]
    events = sorted(_events([*entered, *undone]), key=lambda event: event.pk)
    own = [event for event in events if event.pk in entered]
    left = {pk for pile in piles(map(spot_of, own)).values() for pk in pile.left_to(person)}
    return Acts(
        [event.operation for event in own if event.pk in left][-KEPT:],
        [event.operation for event in events if event.pk in undone],
    )


def _undone(latest: list[Act]) -> list[int]:
    """Of the undoings that nothing else came after, those that were not put back, the latest first."""
    found: list[int] = []
    put_back = 0
    for _moment, source, last in takewhile(_undid_or_redid, latest):
        if source == Source.REDO:
            put_back += 1
        elif put_back:
            put_back -= 1
        else:
            found.append(last)
    return found


def _undid_or_redid(act: Act) -> bool:
    return act[1] in (Source.UNDO, Source.REDO)


@Prepared
def _sheets(course_id: int) -> QuerySet[Sheet, tuple[int]]:
    return Sheet.objects.filter(course=course_id).order_by().values_list("pk")


@Prepared
def _latest(sheets: list[int], person_id: int) -> QuerySet[ScoreEvent, Act]:
    """The last acts of whatever kind, the latest first. By the sheets: of its author's entries it is the smaller part."""
    mine = ScoreEvent.objects.filter(sheet__in=sheets, author=person_id)
    acts = mine.order_by().values_list("received_at", "source").annotate(last=Max("pk"))
    return acts.order_by("-last")[:LOOKED_AT]


@Prepared
def _events(ids: list[int]) -> QuerySet[ScoreEvent]:
    return ScoreEvent.objects.filter(pk__in=ids)


@Prepared
def _entered(sheets: list[int], components: list[str], numbers: list[int]) -> QuerySet[ScoreEvent]:
    found = ScoreEvent.objects.filter(sheet__in=sheets, component__in=components, number__in=numbers)
    return found.order_by("version")


def events_of_act(
    course: Course, person: Person, operation: UUID, sources: Iterable[str] = OF_THE_GRID
) -> list[ScoreEvent]:
    """Everything that `person` entered together with `operation`: one act has one moment. Empty for others' acts."""
    mine = ScoreEvent.objects.filter(sheet__course=course, author=person, source__in=sources)
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


def standing_of_undoing(course: Course, person: Person, operation: UUID) -> StandingAct:
    """The undoing entries of `person` together with `operation` that can be put back; none for others'. Six reads."""
    undoing = events_of_act(course, person, operation, [Source.UNDO])
    if not {event.operation for event in undoing} & set(acts_of(course, person).redoable):
        return StandingAct([], {})
    found = piles(map(spot_of, undoing))
    return StandingAct([event for event in undoing if event.pk in found[spot_of(event)].undone], found)


def piles(spots: Iterable[Spot]) -> dict[Spot, Pile]:
    """What lies on each place: one read."""
    found = {spot: Pile() for spot in spots}
    sheets, components, numbers = ([*{spot[part] for spot in found}] for part in range(3))
    for event in _entered(sheets, components, numbers):
        if pile := found.get(spot_of(event)):
            pile.put(event)
    return found
