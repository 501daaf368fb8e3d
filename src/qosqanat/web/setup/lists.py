"""The lists of people, with what is done to many sign-ins at once, of units and of tokens."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qosqanat.core.problems import Problem
from qosqanat.people import actions
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Account, Person, Unit
from qosqanat.people.problems import blocking_problems
from qosqanat.regulation import kz
from qosqanat.web.common.bulk import BulkAct
from qosqanat.web.common.forms import ReasonForm
from qosqanat.web.common.lists import Column, Table, within_reach

Plan = dict[int, str | list[Problem]]


def _roles(person: Any) -> str:
    posts = (f"{post.get_kind_display()} — {post.enterprise}" for post in person.present_posts)
    return "; ".join([*map(str, person.present_roles), *posts])


def _sign_in(person: Person) -> str:
    account = getattr(person, "account", None)
    if account is None:
        return _("none")
    return account.username if account.is_active else f"{account.username} ({_('blocked')})"


def _planned(
    request: ActingRequest,
    people: Sequence[Person],
    problem: Callable[[Account], Iterable[Problem]],
    text: str,
) -> Plan:
    """What stands against an act on the sign-in of each person; only those that the administrator looks after."""
    kept = request.reachable(Account, "person.edit").filter(person__in=people)
    accounts = {account.person_id: account for account in kept}
    plan: Plan = {}
    for person in people:
        account = accounts.get(person.pk)
        if account is None:
            plan[person.pk] = [Problem(_("There is no sign-in that your university looks after."))]
        else:
            plan[person.pk] = list(problem(account)) or text % {"name": account.username}
    return plan


def _blocking(request: ActingRequest, people: Sequence[Person]) -> Plan:
    def problem(account: Account) -> Iterable[Problem]:
        if not account.is_active:
            return [Problem(_("The sign-in is blocked already."))]
        return blocking_problems(account, request.who.person, request.who.at)

    return _planned(request, people, problem, _("%(name)s will not be able to sign in"))


def _unblocking(request: ActingRequest, people: Sequence[Person]) -> Plan:
    def problem(account: Account) -> Iterable[Problem]:
        return [Problem(_("The sign-in is open already."))] if account.is_active else []

    return _planned(request, people, problem, _("%(name)s will be able to sign in again"))


def _resetting(request: ActingRequest, people: Sequence[Person]) -> Plan:
    text = _("%(name)s gets a one-time password, and open sessions end")
    return _planned(request, people, lambda account: [], text)


def _account(request: ActingRequest, person: Person) -> Account:
    account: Account = request.reachable(Account, "person.edit").get(person=person)
    return account


def _block(request: ActingRequest, person: Person, data: dict[str, Any]) -> str:
    account = _account(request, person)
    actions.block_account(account, **data, **request.who.acting("person.edit", account))
    return _("The sign-in is blocked.")


def _unblock(request: ActingRequest, person: Person, data: dict[str, Any]) -> str:
    account = _account(request, person)
    actions.unblock_account(account, **data, **request.who.acting("person.edit", account))
    return _("The sign-in is open again.")


def _reset(request: ActingRequest, person: Person, data: dict[str, Any]) -> str:
    account = _account(request, person)
    password = actions.reset_password(account, **data, **request.who.acting("person.edit", account))
    return _("%(name)s, one-time password %(password)s") % {"name": account.username, "password": password}


PEOPLE = Table(
    "setup.people",
    gettext_lazy("People"),
    (
        Column(
            "name",
            pgettext_lazy("of a person", "Name"),
            lambda row: row.full_name,
            sort=("sort_key",),
            href=lambda row: reverse("setup:person", args=[row.pk]),
        ),
        Column("roles", gettext_lazy("Roles"), _roles),
        Column("account", gettext_lazy("Sign-in"), _sign_in, sort=("account__username",)),
        Column(
            "last_login",
            gettext_lazy("Last signed in"),
            lambda row: row.account.last_login if hasattr(row, "account") else None,
            sort=("account__last_login",),
        ),
    ),
    gettext_lazy("Nobody is here yet. Add the people of the university, or import the lists."),
    acts=(
        BulkAct("block", gettext_lazy("Block the sign-ins"), ReasonForm, _blocking, _block, danger=True),
        BulkAct("unblock", gettext_lazy("Unblock the sign-ins"), ReasonForm, _unblocking, _unblock),
        BulkAct("reset", gettext_lazy("New one-time passwords"), ReasonForm, _resetting, _reset, most=50),
    ),
    known=within_reach(Person, "person.edit", lambda row: row.full_name),
)


def _unit_address(unit: Unit) -> str:
    return reverse("setup:unit" if unit.depth else "setup:university", args=[unit.pk])


def _heads(unit: Any) -> str:
    return ", ".join(role.person.short_name for role in unit.present_heads)


UNITS = Table(
    "setup.units",
    gettext_lazy("Units"),
    (
        Column(
            "unit",
            gettext_lazy("Unit"),
            lambda unit: unit.name,
            sort=lambda unit: kz.sort_key(unit.name),
            href=_unit_address,
            template="setup/_unit.html",
        ),
        Column(
            "kind",
            gettext_lazy("Kind"),
            lambda unit: unit.get_kind_display(),
            sort=lambda unit: (unit.depth, unit.kind, unit.path),
        ),
        Column("code", gettext_lazy("Code"), lambda unit: unit.code, sort=lambda unit: unit.code),
        Column("heads", gettext_lazy("Headed by"), _heads),
    ),
    gettext_lazy("There is no unit yet. Add the faculties first, then their departments."),
    page=100,
)
TOKENS = Table(
    "setup.tokens",
    gettext_lazy("Tokens"),
    (
        Column(
            "person",
            gettext_lazy("Person"),
            lambda token: token.account.person.short_name,
            sort=("account__person__sort_key",),
            href=lambda token: reverse("setup:person", args=[token.account.person_id]),
        ),
        Column("name", gettext_lazy("What it is for"), str, sort=("name",), template="setup/_token.html"),
        Column(
            "scopes",
            gettext_lazy("What it may do"),
            lambda token: ", ".join(map(str, token.scope_labels)),
        ),
        Column(
            "until",
            gettext_lazy("Works until"),
            lambda token: date_format(timezone.localtime(token.expires_at)),
            sort=("expires_at",),
        ),
        Column(
            "used",
            gettext_lazy("Last used"),
            lambda token: (
                date_format(timezone.localtime(token.last_used_at), "DATETIME_FORMAT")
                if token.last_used_at
                else _("never")
            ),
            sort=("last_used_at",),
        ),
    ),
    gettext_lazy(
        "Nobody has a token: no program acts for anybody. Whoever needs one makes it under “My tokens”; here you can revoke it."
    ),
)
