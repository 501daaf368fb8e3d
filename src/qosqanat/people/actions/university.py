"""Founding: the one act that nobody's role allows, because there is nobody yet."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from qosqanat.core.problems import refuse_if
from qosqanat.people import problems
from qosqanat.people.enums import RoleKind, UnitAct, UnitKind
from qosqanat.people.log import record
from qosqanat.people.models import Account, Person, Role, Unit

from .account import open_account


@transaction.atomic
def found_university(
    *,
    code: str,
    time_zone: str,
    regulation: str,
    by: Person,
    username: str,
    at: datetime,
    **names: str,
) -> tuple[Unit, Account, str]:
    """A university and `by`, its first administrator (not saved yet); returns it with the sign-in and a one-time password.

    `names` are name_kk, name_ru and name_en. Raises `Refused` for a code that is taken, an unknown zone or regulation.
    """
    university = Unit(
        kind=UnitKind.UNIVERSITY, code=code, time_zone=time_zone, regulation=regulation, **names
    )
    refuse_if(problems.unit_problems(university, None, UnitKind.UNIVERSITY, code, tuple(names.values())))
    refuse_if(problems.setting_problems(time_zone, regulation))
    university.save()
    by.university = university
    by.save()
    Role.objects.create(person=by, kind=RoleKind.ADMIN, unit=university, starts_on=timezone.localdate(at))
    record(UnitAct.ADDED, university, by=by, at=at, university=university)
    account, password = open_account(by, university=university, username=username, by=by, at=at)
    return university, account, password
