from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from qosqanat.people.reach import ReachableQuerySet
from qosqanat.regulation import kz


class AccountManager(BaseUserManager["Account"].from_queryset(ReachableQuerySet)):  # type: ignore[misc]
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Account":
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save()
        return account

    def named(self, name: str) -> "models.QuerySet[Account]":
        """Accounts that `name` opens: user name or e-mail in any case, a phone number however written."""
        name = name.strip()
        names = models.Q(username__iexact=name) | models.Q(email__iexact=name)
        phone = kz.normal_phone(name)
        found: models.QuerySet[Account] = self.filter(names | models.Q(phone=phone) if phone else names)
        return found

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=username)


class Account(AbstractBaseUser):
    """A sign-in. One person has at most one; it opens with a user name, an e-mail or a phone number.

    `university` looks after it: a mentor may serve several, but only this one resets the password.
    """

    VIEW_ACTION = "person.edit"
    REACH = {"university": lambda holding: models.Q(university_id=holding.university_id)}

    person = models.OneToOneField(
        "people.Person", models.PROTECT, related_name="account", verbose_name=_("person")
    )
    username = models.CharField(_("user name"), max_length=80, unique=True)
    email = models.EmailField(_("e-mail"), null=True, blank=True, unique=True)
    phone = models.CharField(_("phone"), max_length=20, null=True, blank=True, unique=True)
    language = models.CharField(_("language"), max_length=2, default="kk")
    is_active = models.BooleanField(_("may sign in"), default=True)
    university = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="accounts"
    )
    one_time_until = models.DateTimeField(
        null=True, editable=False, help_text="End of a one-time password; empty for an own one."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    objects = AccountManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(language__in=["kk", "ru", "en"]), name="account_language_known"
            ),
            models.CheckConstraint(condition=~models.Q(email=""), name="account_email_null_or_text"),
            models.CheckConstraint(condition=~models.Q(phone=""), name="account_phone_null_or_text"),
        ]

    def __str__(self) -> str:
        return self.username

    def read_in(self, language: str) -> None:
        """Remember the language that the person chose: "kk", "ru" or "en"."""
        if self.language != language:
            self.language = language
            self.save(update_fields=["language"])

    def password_ended(self, at: datetime) -> bool:
        """Whether this is a one-time password that nobody replaced in time."""
        return self.one_time_until is not None and self.one_time_until <= at
