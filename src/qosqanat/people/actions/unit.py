"""Adding and changing the units of a university."""

from datetime import datetime

from django.db import transaction

from qosqanat.core.problems import Problem, refuse_if
from qosqanat.people import problems
from qosqanat.people.enums import UnitAct
from qosqanat.people.log import record
from qosqanat.people.models import Person, Unit

from .changes import change, only

UNIT_FIELDS = ("name_kk", "name_ru", "name_en", "code", "bin", "time_zone", "regulation")


@transaction.atomic
def add_unit(
    parent: Unit,
    *,
    kind: str,
    code: str,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
    **names: str,
) -> Unit:
    """A new unit below `parent`; `names` are name_kk, name_ru and name_en, at least one of them."""
    unit = Unit(parent=parent, kind=kind, code=code, **only(names, UNIT_FIELDS))
    refuse_if(problems.unit_problems(unit, parent, kind, code, _names(unit)))
    unit.save()
    record(UnitAct.ADDED, unit, by=by, at=at, on_behalf_of=on_behalf_of, university=unit.university_id)
    return unit


@transaction.atomic
def edit_unit(
    unit: Unit, *, by: Person, at: datetime, on_behalf_of: Person | None = None, **fields: str
) -> Unit:
    """Change some of UNIT_FIELDS; time zone and regulation belong to a university only."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    changed = change(unit, only(fields, UNIT_FIELDS))
    refuse_if(_edited_unit_problems(unit))
    if changed:
        unit.save()
        record(
            UnitAct.EDITED,
            unit,
            by=by,
            at=at,
            on_behalf_of=on_behalf_of,
            university=unit.university_id,
            changed=changed,
        )
    return unit


def _edited_unit_problems(unit: Unit) -> list[Problem]:
    found = list(problems.unit_problems(unit, unit.parent, unit.kind, unit.code, _names(unit)))
    if unit.parent is None:
        found += problems.setting_problems(unit.time_zone, unit.regulation)
    return found


def _names(unit: Unit) -> tuple[str, ...]:
    return unit.name_kk, unit.name_ru, unit.name_en
