"""Making and revoking the tokens with which machines act as a person."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from qosqanat.core.problems import refuse_if
from qosqanat.core.seal import blind_index
from qosqanat.people import problems
from qosqanat.people.enums import PersonAct
from qosqanat.people.log import record
from qosqanat.people.models import Account, Person, Token

PREFIX = "qq_"


@transaction.atomic
def make_token(
    account: Account, *, name: str, scopes: Iterable[str], days: int, by: Person, at: datetime
) -> tuple[Token, str]:
    """A token of `account` for `days` days and its secret (256 bits), which is shown once and stored nowhere."""
    account = Account.objects.select_for_update().get(pk=account.pk)
    scopes = sorted(set(scopes))
    live = Token.objects.live(at).filter(account=account).count()
    refuse_if(problems.token_problems(name, scopes, days, live))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        account=account,
        name=name.strip(),
        key_index=blind_index(secret),
        tail=secret[-4:],
        scopes=scopes,
        created_at=at,
        expires_at=at + timedelta(days=days),
    )
    _record(PersonAct.TOKEN_MADE, token, by, at, scopes=scopes)
    return token, secret


@transaction.atomic
def revoke_token(
    token: Token, *, by: Person, at: datetime, reason: str = "", on_behalf_of: Person | None = None
) -> None:
    """`token` opens nothing any more; revoking it again changes nothing."""
    if Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at, revoked_by=by):
        _record(PersonAct.TOKEN_REVOKED, token, by, at, on_behalf_of=on_behalf_of, reason=reason.strip())


def _record(action: str, token: Token, by: Person, at: datetime, **how: object) -> None:
    account = token.account
    facts = {"token": token.name, "tail": token.tail, **how}
    record(action, account.person, by=by, at=at, university=account.university_id, **facts)  # type: ignore[arg-type]
