"""Why something may not happen to a person, a sign-in, a role or a unit."""

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime
from zoneinfo import available_timezones

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qosqanat.core.problems import Problem
from qosqanat.core.seal import blind_index
from qosqanat.regulation import kz, packs

from .enums import RoleKind, UnitKind
from .models import Account, Deputy, Person, Role, Unit
from .scopes import SCOPES

UNITS_OF_ROLE = {RoleKind.HEAD: (UnitKind.DEPARTMENT,), RoleKind.DEAN: (UnitKind.FACULTY,)}
PARENTS = {
    UnitKind.FACULTY: (UnitKind.UNIVERSITY,),
    UnitKind.DEPARTMENT: (UnitKind.UNIVERSITY, UnitKind.FACULTY),
    UnitKind.OFFICE: (UnitKind.UNIVERSITY, UnitKind.FACULTY, UnitKind.DEPARTMENT),
}
LONGEST_TOKEN, MOST_TOKENS = 366, 20
LONG_NUMBER = re.compile(r"\d{12}", re.ASCII)


def iin_problems(iin: str, university: Unit | None, person: Person | None = None) -> Iterator[Problem]:
    """An IIN has twelve digits, a right check digit, and names one person of a university, or is empty."""
    if not iin:
        return
    if wrong := kz.iin_problem(iin):
        sentences = {
            "digits": _("An IIN has digits only. Copy it from the identity card."),
            "length": _("An IIN has 12 digits. Copy it from the identity card."),
            "check": _("The last digit of this IIN does not fit the others: look for a mistyped digit."),
        }
        yield Problem(sentences[wrong], field="iin")
        return
    same = Person.objects.filter(university=university, iin_index=blind_index(iin))
    if other := next((one for one in same if one != person), None):
        yield Problem(
            _("%(name)s already has this IIN: open that person instead.") % {"name": other}, field="iin"
        )


def role_problems(
    person: Person, kind: str, unit: Unit, starts_on: date, ends_on: date | None
) -> Iterator[Problem]:
    """A role fits its unit, its holder's university and the holder's other roles."""
    if person.university_id not in {None, unit.university_id}:
        yield Problem(
            _("%(name)s belongs to another university. Add them as a person of yours first.")
            % {"name": person},
            field="unit",
        )
    kinds = UNITS_OF_ROLE.get(RoleKind(kind))
    if kinds and unit.kind not in kinds:
        values = {"role": RoleKind(kind).label, "kinds": ", ".join(str(UnitKind(k).label) for k in kinds)}
        yield Problem(
            _("The role “%(role)s” is held at a unit of this kind: %(kinds)s. Choose such a unit.") % values,
            field="unit",
        )
    if ends_on and ends_on < starts_on:
        yield Problem(_("The role ends before it starts: correct one of the days."), field="ends_on")
    same = Role.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=starts_on), person=person, kind=kind, unit=unit
    )
    if ends_on:
        same = same.filter(starts_on__lte=ends_on)
    if same.exists():
        yield Problem(
            _("%(name)s already holds this role at this unit in that time.") % {"name": person}, field="kind"
        )


def ending_problems(role: Role, ends_on: date) -> Iterator[Problem]:
    """A role ends after it starts, and a university keeps an administrator."""
    if ends_on < role.starts_on:
        yield Problem(
            _("The role started on %(day)s and cannot end before.") % {"day": date_format(role.starts_on)},
            field="ends_on",
        )
    if (
        role.kind == RoleKind.ADMIN
        and not _other_admins(role.unit.university_id, role.person_id, ends_on).exists()
    ):
        yield Problem(
            _("This is the last administrator of the university. Give the role to somebody else first."),
            field="ends_on",
        )


def _other_admins(university_id: int | None, person_id: int, day: date) -> QuerySet[Role]:
    return (
        Role.objects.filter(
            Q(ends_on=None) | Q(ends_on__gt=day), kind=RoleKind.ADMIN, unit__university_id=university_id
        )
        .filter(person__account__is_active=True)
        .exclude(person_id=person_id)
    )


def deputy_problems(role: Role, person: Person, starts_on: date, ends_on: date) -> Iterator[Problem]:
    """A deputy is somebody else of the same university, within the time of the role."""
    if person.pk == role.person_id:
        yield Problem(_("Nobody is their own deputy: choose another person."), field="person")
    if person.university_id != role.unit.university_id:
        yield Problem(_("A deputy belongs to the same university: choose one of its people."), field="person")
    if ends_on < starts_on:
        yield Problem(_("The time ends before it starts: correct one of the days."), field="ends_on")
    if starts_on < role.starts_on or (role.ends_on and ends_on > role.ends_on):
        yield Problem(
            _("The role itself is not held in all that time: choose days within it."), field="starts_on"
        )


def deputy_ending_problems(deputy: Deputy, ends_on: date) -> Iterator[Problem]:
    """A deputy's time is made shorter only: for longer they are appointed again, with a reason."""
    if ends_on >= deputy.ends_on:
        text = _("The time of the deputy ends on %(day)s anyway: enter an earlier day.")
        yield Problem(text % {"day": date_format(deputy.ends_on)}, field="ends_on")


def account_problems(
    person: Person, username: str, email: str | None, phone: str | None
) -> Iterator[Problem]:
    """One sign-in per person, opened by names that open no other one."""
    if Account.objects.filter(person=person).exists():
        yield Problem(
            _("%(name)s already has a sign-in. Issue a new one-time password instead.") % {"name": person},
            field="username",
        )
    if LONG_NUMBER.search(username):
        yield Problem(_("A user name is seen by others: do not use an IIN as one."), field="username")
    for field, name in {"username": username, "email": email, "phone": phone}.items():
        if name and Account.objects.named(name).exists():
            yield Problem(
                _("“%(name)s” already opens another sign-in: choose another one.") % {"name": name},
                field=field,
            )
    if phone and kz.normal_phone(phone) is None:
        yield Problem(
            _("This is no telephone number of Kazakhstan: write it like +7 701 123 45 67."), field="phone"
        )


def blocking_problems(account: Account, by: Person, at: datetime) -> Iterator[Problem]:
    """Nobody locks themselves out, nor the university its last administrator."""
    if account.person_id == by.pk:
        yield Problem(_("You cannot block your own sign-in: ask another administrator."))
    today = timezone.localdate(at)
    for role in (
        Role.objects.in_force(today)
        .filter(person=account.person_id, kind=RoleKind.ADMIN)
        .select_related("unit")
    ):
        if not _other_admins(role.unit.university_id, account.person_id, today).exists():
            yield Problem(
                _("This is the last administrator of the university. Give the role to somebody else first.")
            )


def reason_problems(reason: str) -> Iterator[Problem]:
    """A reason is given, and holds no personal number: it is written into the log."""
    if not reason.strip():
        yield Problem(_("Say why: the reason is written into the log."), field="reason")
    if LONG_NUMBER.search(re.sub(r"[\s-]", "", reason)):
        yield Problem(
            _("The reason holds a number like an IIN. The log must not: leave it out."), field="reason"
        )


def unit_problems(
    unit: Unit, parent: Unit | None, kind: str, code: str, names: tuple[str, ...]
) -> Iterator[Problem]:
    """A unit has a name, a code of its own in its university, and a parent that may hold such units.

    `unit` is the one that changes, or a new unsaved one.
    """
    if not any(name.strip() for name in names):
        yield Problem(_("Write the official name in at least one language."), field="name_kk")
    if parent and parent.kind not in PARENTS[UnitKind(kind)]:
        values = {"kind": UnitKind(kind).label, "parent": parent}
        yield Problem(
            _("“%(kind)s” cannot be part of “%(parent)s”: choose another unit.") % values, field="parent"
        )
    same = Unit.objects.filter(code=code)
    same = same.filter(university_id=parent.university_id) if parent else same.universities()
    if same.exclude(pk=unit.pk).exists():
        yield Problem(_("The code “%(code)s” is taken: choose another one.") % {"code": code}, field="code")


def setting_problems(time_zone: str, regulation: str) -> Iterator[Problem]:
    """A university lives in a known time zone under a known regulation."""
    if time_zone not in available_timezones():
        yield Problem(
            _("There is no time zone “%(name)s”: choose one of the list.") % {"name": time_zone},
            field="time_zone",
        )
    if regulation not in packs.available():
        yield Problem(
            _("There is no regulation “%(name)s”: choose one of the list.") % {"name": regulation},
            field="regulation",
        )


def token_problems(name: str, scopes: Collection[str], days: int, live: int) -> Iterator[Problem]:
    """A token says what it is for, may do something known, ends within a year, and is one of few."""
    if not name.strip():
        yield Problem(
            _("Say what the token is for, so that you know later which one to revoke."), field="name"
        )
    if not scopes or set(scopes) - SCOPES.keys():
        yield Problem(_("Choose at least one thing that the token may do."), field="scopes")
    if not 1 <= days <= LONGEST_TOKEN:
        text = _("A token works for 1 to %(most)s days: choose when it ends.")
        yield Problem(text % {"most": LONGEST_TOKEN}, field="days")
    if live >= MOST_TOKENS:
        text = _("You have %(count)s tokens already: revoke one that is no longer used.")
        yield Problem(text % {"count": live})
