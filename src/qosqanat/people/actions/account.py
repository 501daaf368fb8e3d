"""Opening, blocking and resetting a sign-in; the one-time password is shown once and lives for a week."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from qosqanat.core.problems import refuse_if
from qosqanat.people import lockout, problems
from qosqanat.people.enums import PersonAct
from qosqanat.people.log import record
from qosqanat.people.models import Account, Person, Unit
from qosqanat.regulation import kz

ONE_TIME = timedelta(days=7)
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password() -> str:
    """Twelve letters and digits that nobody confuses, in groups of four: about 59 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


@transaction.atomic
def open_account(
    person: Person,
    *,
    university: Unit,
    username: str,
    email: str | None = None,
    phone: str | None = None,
    language: str = "kk",
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> tuple[Account, str]:
    """A sign-in for `person`, looked after by `university`, and its one-time password (valid for a week)."""
    Person.objects.select_for_update().get(pk=person.pk)
    username, email, phone = username.strip(), email or None, phone or None
    refuse_if(problems.account_problems(person, username, email, phone))
    password = one_time_password()
    account = Account.objects.create_user(
        username,
        password,
        person=person,
        university=university,
        email=email,
        phone=kz.normal_phone(phone) if phone else None,
        language=language,
        one_time_until=at + ONE_TIME,
    )
    _record(PersonAct.ACCOUNT_OPENED, account, by, at, on_behalf_of)
    return account, password


@transaction.atomic
def reset_password(
    account: Account, *, by: Person, at: datetime, reason: str, on_behalf_of: Person | None = None
) -> str:
    """A new one-time password; open sessions and tokens of the account end and a lock-out is lifted."""
    refuse_if(problems.reason_problems(reason))
    password = one_time_password()
    account.set_password(password)
    account.one_time_until = at + ONE_TIME
    account.save(update_fields=["password", "one_time_until"])
    lockout.lift(account)
    account.tokens.filter(revoked_at=None).update(revoked_at=at, revoked_by=by)
    _record(PersonAct.PASSWORD_RESET, account, by, at, on_behalf_of, reason)
    return password


@transaction.atomic
def block_account(
    account: Account, *, by: Person, at: datetime, reason: str, on_behalf_of: Person | None = None
) -> None:
    """Nobody signs in with `account` any more; open sessions end with their next request."""
    refuse_if([*problems.reason_problems(reason), *problems.blocking_problems(account, by, at)])
    _set_active(account, False)
    _record(PersonAct.ACCOUNT_BLOCKED, account, by, at, on_behalf_of, reason)


@transaction.atomic
def unblock_account(
    account: Account, *, by: Person, at: datetime, reason: str, on_behalf_of: Person | None = None
) -> None:
    """`account` may sign in again, with the password that it had."""
    refuse_if(problems.reason_problems(reason))
    _set_active(account, True)
    _record(PersonAct.ACCOUNT_UNBLOCKED, account, by, at, on_behalf_of, reason)


def _set_active(account: Account, active: bool) -> None:
    account.is_active = active
    account.save(update_fields=["is_active"])


def _record(
    action: str, account: Account, by: Person, at: datetime, on_behalf_of: Person | None, reason: str = ""
) -> None:
    record(
        action,
        account.person,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=account.university_id,
        reason=reason.strip(),
        username=account.username,
    )
