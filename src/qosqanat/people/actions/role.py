"""Giving and ending a role, appointing a deputy and ending their time."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from qosqanat.core.problems import refuse_if
from qosqanat.people import problems
from qosqanat.people.enums import PersonAct
from qosqanat.people.log import record
from qosqanat.people.models import Deputy, Person, Role, Unit

from .changes import text


@transaction.atomic
def give_role(
    person: Person,
    kind: str,
    unit: Unit,
    *,
    starts_on: date,
    ends_on: date | None = None,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> Role:
    """`person` holds `kind` at `unit` from `starts_on` to `ends_on`, both included; None is open."""
    Person.objects.select_for_update().get(pk=person.pk)
    refuse_if(problems.role_problems(person, kind, unit, starts_on, ends_on))
    role = Role.objects.create(person=person, kind=kind, unit=unit, starts_on=starts_on, ends_on=ends_on)
    _record_role(PersonAct.ROLE_GIVEN, role, by=by, at=at, on_behalf_of=on_behalf_of, until=text(ends_on))
    return role


@transaction.atomic
def end_role(
    role: Role,
    *,
    ends_on: date,
    by: Person,
    at: datetime,
    reason: str = "",
    on_behalf_of: Person | None = None,
) -> Role:
    """`ends_on` becomes the last day of `role`; its deputies end with it."""
    role = Role.objects.select_for_update().select_related("unit", "person").get(pk=role.pk)
    refuse_if(problems.ending_problems(role, ends_on))
    role.ends_on = ends_on
    role.save(update_fields=["ends_on"])
    _record_role(
        PersonAct.ROLE_ENDED,
        role,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        reason=reason,
        until=text(ends_on),
    )
    return role


@transaction.atomic
def appoint_deputy(
    role: Role,
    person: Person,
    *,
    starts_on: date,
    ends_on: date,
    reason: str,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> Deputy:
    """`person` acts in `role` for a while; what they do is logged on behalf of its holder."""
    refuse_if(
        [*problems.deputy_problems(role, person, starts_on, ends_on), *problems.reason_problems(reason)]
    )
    deputy = Deputy.objects.create(
        role=role, person=person, starts_on=starts_on, ends_on=ends_on, reason=reason.strip()
    )
    _record_role(
        PersonAct.DEPUTY_APPOINTED,
        role,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        reason=reason.strip(),
        deputy=str(person),
        since=text(starts_on),
        until=text(ends_on),
    )
    return deputy


@transaction.atomic
def end_deputy(
    deputy: Deputy,
    *,
    ends_on: date,
    by: Person,
    at: datetime,
    reason: str = "",
    on_behalf_of: Person | None = None,
) -> None:
    """`ends_on` becomes the deputy's last day; before the first one the appointment is taken back. Raises `Refused`."""
    locked = Deputy.objects.select_for_update(of=("self",)).select_related(
        "role__unit", "role__person", "person"
    )
    deputy = locked.get(pk=deputy.pk)
    refuse_if(problems.deputy_ending_problems(deputy, ends_on))
    _record_role(
        PersonAct.DEPUTY_ENDED,
        deputy.role,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        reason=reason.strip(),
        deputy=str(deputy.person),
        until=text(ends_on),
    )
    if ends_on < deputy.starts_on:
        deputy.delete()
        return
    deputy.ends_on = ends_on
    deputy.save(update_fields=["ends_on"])


def _record_role(action: str, role: Role, **how: Any) -> None:
    record(
        action, role.person, university=role.unit.university_id, role=role.kind, unit=role.unit.code, **how
    )
