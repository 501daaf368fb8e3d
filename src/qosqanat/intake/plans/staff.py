"""Teachers and advisers of a university, found by names that are written in many ways."""

from collections.abc import Hashable

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from qosqanat.intake.plan import CREATE, NOTHING, Option, say
from qosqanat.people.models import Person, Role, Unit
from qosqanat.spreadsheets.matching import Decision, Known, Match, People, Verdict
from qosqanat.spreadsheets.model import Source
from qosqanat.spreadsheets.values.people import Name

from .base import Planner
from .likeness import name_of, named, options, proposal, reasons, short, token

WHO = {
    "teacher": _("Who is the teacher “%(name)s”?"),
    "adviser": _("Who is the adviser “%(name)s”?"),
}
NEW_PERSON = _("A new person with exactly this name")
NOBODY = _("Nobody yet")
IS = _("%(file)s is %(name)s")


class Staff:
    """Decides each name once per unit; new people and roles go to the planner's draft."""

    def __init__(self, planner: Planner):
        self.planner = planner
        people = Person.objects.filter(university=planner.university)
        working = people.filter(
            Q(roles__isnull=False) | Q(taught_courses__isnull=False) | Q(advised_groups__isnull=False)
        )
        self.by_id: dict[Hashable, Person] = {person.pk: person for person in working.distinct()}
        self.places: dict[Hashable, dict[int, str]] = {}
        self.held: set[tuple[Hashable, str, int]] = set()
        for role in Role.objects.filter(person__in=list(self.by_id)).select_related("unit"):
            self.places.setdefault(role.person_id, {})[role.unit_id] = role.unit.name
            self.held.add((role.person_id, role.kind, role.unit_id))
        self._index()
        self._decided: dict[tuple[str, str, str], Hashable | None] = {}

    def _index(self) -> None:
        self.people = People(Known(pk, name_of(person)) for pk, person in self.by_id.items())

    def person(self, who: Name, *, role: str, unit: Unit, source: Source) -> Person | None:
        """The person meant, found, created or asked for; None while nobody is decided."""
        at = (role, str(who), unit.code)
        if at not in self._decided:
            self._decided[at] = pk = self._decide(who, role, unit, source)
            if pk is not None:
                self._give_role(pk, role, unit)
        found = self._decided[at]
        return self.by_id[found] if found is not None else None

    def _decide(self, who: Name, role: str, unit: Unit, source: Source) -> Hashable | None:
        key = f"{role}:{who}:{unit.code}"
        answer = self.planner.answer(key)
        if answer == NOTHING:
            return None
        if answer in {CREATE, None} and (here := self._namesake_here(who, unit)) is not None:
            return here
        if answer == CREATE:
            return self._create(who, key, source, own=True)
        decision = self.people.decide(who)
        by_token = {token(pk): pk for pk in self.by_id}
        if answer in by_token:
            self._show(key, who, decision, source, by_token[answer])
            return by_token[answer]
        if decision.verdict == Verdict.NONE and not who.initials_only and who.given:
            return self._create(who, key, source)
        if decision.id is not None and self._is_safe(decision, unit):
            self._show(key, who, decision, source, decision.id)
            return decision.id
        self._ask(key, who, role, unit, decision, source)
        return None

    def _is_safe(self, decision: Decision, unit: Unit) -> bool:
        """Initials may be those of a namesake in another department: they are taken in the person's own one only."""
        if decision.verdict == Verdict.EXACT:
            return True
        return "initials" not in decision.matches[0].reasons or unit.pk in self.places.get(decision.id, {})

    def _choices(self, decision: Decision) -> list[Option]:
        found = options(decision.matches, self._described)
        return [*found, Option(CREATE, say(NEW_PERSON)), Option(NOTHING, say(NOBODY))]

    def _ask(self, key: str, who: Name, role: str, unit: Unit, decision: Decision, source: Source) -> None:
        here = [m.id for m in decision.matches if unit.pk in self.places.get(m.id, {})]
        proposed = token(here[0]) if len(here) == 1 else proposal(decision)
        self.planner.ask(
            source,
            key,
            short(who),
            [say(WHO[role], name=short(who))],
            self._choices(decision),
            proposed=proposed if decision.matches else CREATE,
            holds=False,
        )

    def _show(self, key: str, who: Name, decision: Decision, source: Source, pk: Hashable) -> None:
        """List a recognition that was not letter for letter."""
        match = next((m for m in decision.matches if m.id == pk), Match(0.0, (), pk))
        if match.score < 1:
            words = [say(IS, file=short(who), name=self.by_id[pk].full_name), *reasons(match)]
            self.planner.recognised(source, key, short(who), (match.score, words), self._choices(decision))

    def _described(self, pk: Hashable) -> str:
        places = sorted(self.places.get(pk, {}).values())
        name = self.by_id[pk].full_name
        return f"{name} ({', '.join(places)})" if places else name

    def _create(self, who: Name, key: str, source: Source, *, own: bool = False) -> Hashable:
        """A new person. Full names are one person in a file; initials are one per department."""
        pk = key if own else f"new:{who}"
        if pk not in self.by_id:
            self.by_id[pk] = self.planner.draft.create(
                Person(university=self.planner.university, **named(who))
            )
            self.planner.settled(source, f"new:{key}", short(who), is_new=True, changes=[], reasons=[])
            self._index()
        return pk

    def _namesake_here(self, who: Name, unit: Unit) -> Hashable | None:
        """Somebody of this department with letter for letter the same name."""
        here = [
            pk
            for pk, person in self.by_id.items()
            if name_of(person) == who and unit.pk in self.places.get(pk, {})
        ]
        return here[0] if len(here) == 1 else None

    def _give_role(self, pk: Hashable, role: str, unit: Unit) -> None:
        place = (pk, role, unit.pk or id(unit))
        if place in self.held:
            return
        self.held.add(place)
        self.places.setdefault(pk, {})[unit.pk or id(unit)] = unit.name
        starts_on = timezone.localdate(self.planner.context.at)
        self.planner.draft.create(Role(person=self.by_id[pk], kind=role, unit=unit, starts_on=starts_on))
