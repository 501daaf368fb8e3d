"""Who may see and do what, and how far: the policy table turned into one query.

A *holding* is one reason why a person may act: a role at a unit, a post at an enterprise, being a student.
Lower floors know only roles; higher ones add their holdings with `holdings_from` when they load.
Each model says in `REACH` what every reach word of the policy means for its rows, as a function holding -> Q;
a higher floor widens a word with `reaching`. A Q never joins to many rows: it names them by `pk__in`, so that
reaching is one query without duplicates.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models.functions import Cast
from django.utils import timezone

from qosqanat.core.prepared import Prepared
from qosqanat.regulation import policy

if TYPE_CHECKING:
    from qosqanat.people.models import Person

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Holding:
    """Role word of the policy, the person, and the place where it is held; `behalf_id` when a deputy acts."""

    role: str
    person_id: int
    university_id: int | None = None
    unit_id: int | None = None
    path: str = "-"
    enterprise_id: int | None = None
    behalf_id: int | None = None

    @property
    def holder_id(self) -> int:
        """Whose courses and groups these are: a deputy teaches what the absent teacher teaches."""
        return self.behalf_id or self.person_id

    def at_enterprise(self, way: str = "") -> models.Q:
        """What the enterprise of the post hosts; of one university where that one named the holder. `way` leads there."""
        wanted = {f"{way}enterprise_id": self.enterprise_id}
        if self.university_id is not None:
            wanted[f"{way}university_id"] = self.university_id
        return models.Q(**wanted)


Source = Callable[[int, date], models.QuerySet[Any, Any]]
COLUMNS: "dict[str, models.Field[Any, Any]]" = {
    "role": models.CharField(),
    "university": models.BigIntegerField(),
    "unit": models.BigIntegerField(),
    "path": models.CharField(),
    "enterprise": models.BigIntegerField(),
    "behalf": models.BigIntegerField(),
}
_sources: list[Source] = []


def holdings_from(source: Source) -> Source:
    """Register a further source of holdings (posts, students): the key of a person and a day -> `held(...)`; a decorator."""
    _sources.append(source)
    return source


def held(rows: models.QuerySet[Any, Any], **columns: Any) -> models.QuerySet[Any, Any]:
    """`rows` as holdings: expressions by the names of COLUMNS; what is left out is empty."""
    # PostgreSQL must be told of what kind an empty column is
    named = {
        f"held_{name}": columns.get(name, Cast(models.Value(None), kind)) for name, kind in COLUMNS.items()
    }
    return rows.order_by().annotate(**named).values_list(*named)


Meaning = Callable[[Holding], models.Q]


def reaching(model: type[models.Model], *words: str) -> Callable[[Meaning], Meaning]:
    """Let `words` reach further rows of `model`, by nouns that its floor cannot name; used as a decorator."""
    meanings: dict[str, Meaning] = model.REACH  # type: ignore[attr-defined]

    def widen(meaning: Meaning) -> Meaning:
        for word in words:
            meanings[word] = _either(meanings[word], meaning) if word in meanings else meaning
        return meaning

    return widen


def _either(one: Meaning, other: Meaning) -> Meaning:
    return lambda holding: one(holding) | other(holding)


@Prepared
def _all_held(person_id: int, day: date) -> models.QuerySet[Any, Any]:
    """One read for all sources, which answers them in their order."""
    first, *rest = [
        source(person_id, day).annotate(held_rank=models.Value(rank)) for rank, source in enumerate(_sources)
    ]
    return first.union(*rest, all=True).order_by("held_rank")


def holdings_of(person: "Person", at: datetime) -> tuple[Holding, ...]:
    """Everything that `person` holds at the moment `at`."""
    return tuple(
        Holding(role, person.pk, university, unit, path or "-", enterprise, behalf)
        for role, university, unit, path, enterprise, behalf, _rank in _all_held(
            person.pk, timezone.localdate(at)
        )
    )


class ReachableQuerySet(models.QuerySet[Row]):
    """A queryset that narrows itself to what some holdings reach."""

    def reachable(self, holdings: Iterable[Holding], action: str = "") -> "ReachableQuerySet[Row]":
        """Rows on which one of `holdings` allows `action` (default: the model's view action)."""
        model: Any = self.model
        wanted = models.Q(pk__in=[])
        for holding in holdings:
            word = policy.reach(action or model.VIEW_ACTION, holding.role)
            if word in model.REACH:
                wanted |= model.REACH[word](holding)
        return self.filter(wanted)


class Who:
    """The acting person of a request, with their holdings at that moment."""

    def __init__(self, person: "Person", at: datetime):
        self.person, self.at = person, at
        self.holdings = holdings_of(person, at)

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(holding.role for holding in self.holdings))

    def may(self, action: str) -> bool:
        """Whether any holding allows `action` on anything at all."""
        return any(policy.reach(action, role) for role in self.roles)

    def reachable(self, model: type[Row], action: str = "") -> models.QuerySet[Row]:
        """Rows of `model` that this person may reach for `action`."""
        manager: Any = model._default_manager
        rows: models.QuerySet[Row] = manager.get_queryset().reachable(self.holdings, action)
        return rows

    def behalf(self, action: str, row: models.Model) -> "Person | None":
        """The person for whom a deputy does `action` on `row`; None when a holding of their own allows it."""
        rows = type(row)._default_manager.filter(pk=row.pk)
        return next((hand["on_behalf_of"] for hand, part in self.shares(action, rows) if part.exists()), None)

    def acting(self, action: str, row: models.Model) -> dict[str, Any]:
        """`by`, `at` and `on_behalf_of` of `action` on `row`, as every verb takes them."""
        return self._hand(self.behalf(action, row))

    def shares(
        self, action: str, rows: models.QuerySet[Row]
    ) -> Iterator[tuple[dict[str, Any], models.QuerySet[Row]]]:
        """`rows` in parts, each with the `by`, `at` and `on_behalf_of` of `action` on it: the person's own come first."""
        earlier: list[Holding] = []
        for behalf, holdings in self._deputised().items():
            found: Any = rows
            taken = found.reachable(earlier, action).values("pk")
            yield self._hand(behalf), found.reachable(holdings, action).exclude(pk__in=taken)
            earlier += holdings

    def _hand(self, behalf: "Person | None") -> dict[str, Any]:
        return {"by": self.person, "at": self.at, "on_behalf_of": behalf}

    def _deputised(self) -> "dict[Person | None, list[Holding]]":
        """Holdings by the person on whose behalf they are held; None stands for oneself."""
        absent = {holding.behalf_id for holding in self.holdings} - {None}
        people = type(self.person)._default_manager.in_bulk(absent) if absent else {}
        return {
            people[key] if key else None: [h for h in self.holdings if h.behalf_id == key]
            for key in (None, *sorted(people))
        }

    def universities(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(h.university_id for h in self.holdings if h.university_id))
