"""Failed sign-ins are counted per account, whichever of its names was typed: no spelling buys guesses."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from qosqanat.regulation import kz

from .models import Account

FAILURES = "5/15m/key"
MINUTES = 15


def key_of(name: str) -> str:
    """What failures of the typed `name` are counted under: its account, else the name itself."""
    account = Account.objects.named(name).only("pk").first()
    return _key(account) if account else f"name-{kz.normal_phone(name) or name.strip().casefold()}"


def _key(account: Account) -> str:
    return f"account-{account.pk}"


def lift(account: Account) -> None:
    """Forget the failures of `account`."""
    ratelimit.clear(
        HttpRequest(),
        app="allauth.account",
        action="login_failed",
        config={"login_failed": FAILURES},
        key=_key(account),
    )
