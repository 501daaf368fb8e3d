"""Entering contracts with enterprises, naming their representatives."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from qosqanat.core.problems import refuse_if
from qosqanat.people.actions.changes import change, only, text
from qosqanat.people.log import record
from qosqanat.people.models import Person, Unit

from . import problems
from .enums import PostKind
from .models import Agreement, Enterprise, Post

AGREEMENT_FIELDS = ("number", "signed_on", "ends_on", "note")


@transaction.atomic
def add_agreement(
    enterprise: Enterprise,
    university: Unit,
    *,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
    **fields: Any,
) -> Agreement:
    """Enter the contract of `university` with `enterprise` by its AGREEMENT_FIELDS (Y-5.9, Y-5.10.b1). Raises `Refused`."""
    Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    agreement = Agreement(university=university, enterprise=enterprise, **only(fields, AGREEMENT_FIELDS))
    refuse_if(problems.agreement_problems(agreement, timezone.localdate(at)))
    agreement.save()
    record("agreement.add", agreement, by=by, at=at, on_behalf_of=on_behalf_of, university=university)
    return agreement


@transaction.atomic
def edit_agreement(
    agreement: Agreement, *, by: Person, at: datetime, on_behalf_of: Person | None = None, **fields: Any
) -> Agreement:
    """Change some of AGREEMENT_FIELDS: a number that was missing, a longer term. Raises `Refused`."""
    Enterprise.objects.select_for_update().get(pk=agreement.enterprise_id)
    agreement = Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
    changed = change(agreement, only(fields, AGREEMENT_FIELDS))
    refuse_if(problems.agreement_problems(agreement, timezone.localdate(at)))
    if changed:
        agreement.save()
        record(
            "agreement.edit",
            agreement,
            by=by,
            at=at,
            on_behalf_of=on_behalf_of,
            university=agreement.university_id,
            changed=changed,
        )
    return agreement


@transaction.atomic
def name_representative(
    person: Person,
    enterprise: Enterprise,
    *,
    university: Unit,
    starts_on: date,
    ends_on: date | None = None,
    title: str = "",
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> Post:
    """`person` acts for `enterprise` from `starts_on` to `ends_on`, both included; None is open. Raises `Refused`.

    An enterprise may serve several universities: the courses of this one are seen.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    refuse_if(problems.representative_problems(person, enterprise, university, starts_on, ends_on))
    post = Post.objects.create(
        person=person,
        enterprise=enterprise,
        kind=PostKind.REPRESENTATIVE,
        university=university,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    record(
        "post.give",
        post,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=university,
        since=text(starts_on),
        until=text(ends_on),
    )
    return post


@transaction.atomic
def end_representative(
    post: Post,
    *,
    ends_on: date,
    reason: str = "",
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> Post:
    """`ends_on` becomes the last day of a representative's `post`. Raises `Refused`."""
    post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    refuse_if(problems.post_end_problems(post, ends_on))
    post.ends_on = ends_on
    post.save(update_fields=["ends_on"])
    record(
        "post.end",
        post,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=post.university_id,
        reason=reason,
        until=text(ends_on),
    )
    return post
