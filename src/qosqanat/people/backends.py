"""One field opens the door: user name, e-mail or phone number."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet
from django.http import HttpRequest

from qosqanat.core.clock import now
from qosqanat.core.prepared import Prepared

from .models import Account


class AnyNameBackend(AuthenticationBackend):
    """Finds an account by any of its three names; unknown names cost as much time as wrong passwords."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Account | None:
        name = str(credentials.get("username") or credentials.get("email") or "").strip()
        password = credentials.get("password")
        if not name or password is None:
            return None
        accounts = list(Account.objects.named(name)[:2])
        if len(accounts) != 1:
            Account().set_password(password)
            return None
        account = accounts[0]
        fits = account.check_password(password)
        return account if fits and account.is_active and not account.password_ended(now()) else None

    def get_user(self, user_id: int) -> Account | None:
        """The account of a session with its person: every page asks for both."""
        return next((account for account in _account(user_id) if self.user_can_authenticate(account)), None)


@Prepared
def _account(user_id: int) -> QuerySet[Account]:
    return Account.objects.select_related("person").filter(pk=user_id)
