"""Joined reads of people for a page."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from qosqanat.regulation import kz

from .enums import RoleKind
from .models import Account, Act, Person, Role, Unit


def with_roles(people: QuerySet[Person], day: date, kind: str = "") -> QuerySet[Person]:
    """`people` with account and `present_roles` of the day, or only the holders of `kind`. Two queries."""
    present = Role.objects.in_force(day)
    if kind:
        people = people.filter(pk__in=present.filter(kind=kind).values("person"))
    roles = Prefetch("roles", present.select_related("unit"), to_attr="present_roles")
    return people.select_related("account").prefetch_related(roles)


def sign_ins(day: date) -> dict[str, Q]:
    """What may need the administrator, by name: a role of the day without a sign-in, never used, blocked."""
    holding = Role.objects.in_force(day).filter(person=OuterRef("pk")).order_by()
    return {
        "none": Q(Exists(holding), account=None),
        "never": Q(account__is_active=True, account__last_login=None),
        "blocked": Q(account__is_active=False),
    }


def with_heads(units: QuerySet[Unit], day: date) -> QuerySet[Unit]:
    """`units` in the order of their tree, each with `present_heads`. Two queries."""
    heads = Role.objects.in_force(day).filter(kind__in=[RoleKind.HEAD, RoleKind.DEAN, RoleKind.RECTOR])
    return units.prefetch_related(Prefetch("roles", heads.select_related("person"), to_attr="present_heads"))


def history_of(person: Person, universities: Iterable[int]) -> QuerySet[Act]:
    """What was done to `person`, newest first, as far as `universities` may know it."""
    known = Q(university=None) | Q(university__in=list(universities))
    acts = Act.objects.filter(known, subject_type=Person._meta.label_lower, subject_id=person.pk)
    return acts.select_related("by", "on_behalf_of")


def free_username(person: Person) -> str:
    """Surname and first letter of the given name in Latin letters, numbered when taken: "abenov.k2"."""
    parts = [kz.fold(person.surname).replace(" ", ""), kz.fold(person.given_name)[:1]]
    stem = ".".join(part for part in parts if part)[:60] or "user"
    taken = {
        name.lower()
        for name in Account.objects.filter(username__istartswith=stem).values_list("username", flat=True)
    }
    numbered = (f"{stem}{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(name for name in numbered if name not in taken)
