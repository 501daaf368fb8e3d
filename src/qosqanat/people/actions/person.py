"""Adding and correcting a person, and showing an IIN."""

from datetime import datetime
from typing import Any

from django.db import transaction

from qosqanat.core.problems import refuse_if
from qosqanat.people import problems
from qosqanat.people.enums import PersonAct
from qosqanat.people.log import record
from qosqanat.people.models import Person, Unit
from qosqanat.people.models.iin import WithIin

from .changes import change, only

PERSON_FIELDS = ("surname", "given_name", "patronymic", "latin_name", "birth_date", "sex", "phone", "email")


@transaction.atomic
def add_person(
    university: Unit,
    *,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
    iin: str = "",
    **fields: Any,
) -> Person:
    """A new person of `university` with some of PERSON_FIELDS. Raises Refused for a wrong or known IIN."""
    refuse_if(problems.iin_problems(iin, university))
    person = Person(university=university, **only(fields, PERSON_FIELDS))
    person.set_iin(iin)
    person.save()
    record(PersonAct.ADDED, person, by=by, at=at, on_behalf_of=on_behalf_of, university=university)
    return person


@transaction.atomic
def edit_person(
    person: Person,
    *,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
    iin: str = "",
    **fields: Any,
) -> Person:
    """Change some of PERSON_FIELDS; an empty `iin` keeps the stored one. The log says what was before."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    refuse_if(problems.iin_problems(iin, person.university, person))
    changed = change(person, only(fields, PERSON_FIELDS))
    if iin and iin != person.reveal_iin():
        person.set_iin(iin)
        changed["iin"] = []
    if changed:
        person.save()
        record(
            PersonAct.EDITED,
            person,
            by=by,
            at=at,
            on_behalf_of=on_behalf_of,
            university=person.university_id,
            changed=changed,
        )
    return person


@transaction.atomic
def reveal_iin(
    owner: WithIin,
    *,
    by: Person,
    at: datetime,
    reason: str,
    university: int | None = None,
    on_behalf_of: Person | None = None,
) -> str:
    """The whole IIN of `owner`, written down with who looked and why. Raises Refused without a reason.

    `university` is the one that looks, where the owner belongs to none.
    """
    refuse_if(problems.reason_problems(reason))
    record(
        PersonAct.IIN_SHOWN,
        owner,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=university or getattr(owner, "university_id", None),
        reason=reason.strip(),
    )
    return owner.reveal_iin()
