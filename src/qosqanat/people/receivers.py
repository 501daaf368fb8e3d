"""Roles and deputies as holdings, and the people of a unit."""

from collections.abc import Iterator
from datetime import datetime

from django.db import models
from django.utils import timezone

from .models import Deputy, Person, Role
from .models.role import in_force
from .reach import Holding, holdings_from, reaching


def _holding(role: Role, person: Person, behalf_id: int | None = None) -> Holding:
    return Holding(
        role=role.kind,
        person_id=person.pk,
        university_id=role.unit.university_id,
        unit_id=role.unit_id,
        path=role.unit.path,
        behalf_id=behalf_id,
    )


@holdings_from
def roles_of(person: Person, at: datetime) -> Iterator[Holding]:
    for role in Role.objects.in_force(timezone.localdate(at)).filter(person=person).select_related("unit"):
        yield _holding(role, person)


@holdings_from
def deputies_of(person: Person, at: datetime) -> Iterator[Holding]:
    day = timezone.localdate(at)
    acting = Deputy.objects.filter(in_force(day), in_force(day, "role__"), person=person).select_related(
        "role__unit"
    )
    for deputy in acting:
        yield _holding(deputy.role, person, behalf_id=deputy.role.person_id)


@reaching(Person, "department", "faculty")
def people_of_unit(holding: Holding) -> models.Q:
    return models.Q(pk__in=Role.objects.filter(unit__path__startswith=holding.path).values("person"))
