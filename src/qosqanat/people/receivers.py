"""Roles and deputies as holdings, and the people of a unit."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F

from .models import Deputy, Person, Role
from .models.role import in_force
from .reach import Holding, held, holdings_from, reaching


@holdings_from
def roles_of(person_id: int, day: date) -> models.QuerySet[Any, Any]:
    roles = Role.objects.in_force(day).filter(person=person_id)
    return held(roles, role=F("kind"), university=F("unit__university"), unit=F("unit"), path=F("unit__path"))


@holdings_from
def deputies_of(person_id: int, day: date) -> models.QuerySet[Any, Any]:
    return held(
        Deputy.objects.filter(in_force(day), in_force(day, "role__"), person=person_id),
        role=F("role__kind"),
        university=F("role__unit__university"),
        unit=F("role__unit"),
        path=F("role__unit__path"),
        behalf=F("role__person"),
    )


@reaching(Person, "department", "faculty")
def people_of_unit(holding: Holding) -> models.Q:
    return models.Q(pk__in=Role.objects.filter(unit__path__startswith=holding.path).values("person"))
