"""How allauth behaves here: nobody signs up, failures lock for a while, second factors are sealed."""

from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from qosqanat.core.seal import seal, unseal

from . import lockout
from .models import Account

NOT_KNOWN = _(
    "This name and password do not fit together. Check both; after five failures you must wait 15 minutes."
)


class ClosedAccounts(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": NOT_KNOWN,
        "incorrect_password": _("This is not your password. Type it again."),
        "too_many_login_attempts": _(
            "Too many failures. Try again in 15 minutes, or ask your administrator for a one-time password."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return lockout.key_of(str(credentials.get("username") or ""))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("home")

    def post_login(self, request: HttpRequest, user: Account, **how: Any) -> HttpResponse:
        """A browser that has chosen no language yet speaks that of the sign-in."""
        if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
            return super().post_login(request, user, **how)
        with translation.override(user.language):
            answer = super().post_login(request, user, **how)
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
        return answer

    def set_password(self, user: Account, password: str) -> None:
        """An own password ends the one-time one."""
        user.one_time_until = None
        super().set_password(user, password)


class SealedFactors(DefaultMFAAdapter):
    """Keys of authenticator apps are sealed at rest like IINs."""

    def encrypt(self, text: str) -> str:
        return b64encode(seal(text)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(b64decode(encrypted_text))
