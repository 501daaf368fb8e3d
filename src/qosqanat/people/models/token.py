from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from qosqanat.core.seal import blind_index
from qosqanat.people.reach import ReachableQuerySet
from qosqanat.people.scopes import SCOPES


class TokenQuerySet(ReachableQuerySet["Token"]):
    def live(self, at: datetime) -> "TokenQuerySet":
        """Neither revoked nor expired at `at`, of an account that may sign in."""
        return self.filter(revoked_at=None, expires_at__gt=at, account__is_active=True)

    def opened_by(self, secret: str, at: datetime) -> "Token | None":
        """The live token behind `secret`, with its account and person."""
        rows = self.live(at).filter(key_index=blind_index(secret))
        return rows.select_related("account__person").first()


class Token(models.Model):
    """A key with which a machine acts as one person: never further than that person, and within `scopes` only.

    Of the secret only a keyed hash is kept, and its last four characters, by which the owner knows it again.
    """

    VIEW_ACTION = "person.edit"
    REACH = {"university": lambda holding: models.Q(account__university_id=holding.university_id)}

    account = models.ForeignKey("people.Account", models.PROTECT, related_name="tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    key_index = models.CharField(max_length=64, unique=True, editable=False)
    tail = models.CharField(max_length=4, editable=False)
    scopes = models.JSONField(_("what it may do"), default=list)
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("works until"))
    last_used_at = models.DateTimeField(_("last used"), null=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    revoked_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="revoked_tokens")

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="token_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at=None, revoked_by=None)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="token_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} (…{self.tail})"

    def lives(self, at: datetime) -> bool:
        """Whether it opens anything at `at`, as far as the token itself decides."""
        return self.revoked_at is None and self.expires_at > at

    @property
    def scope_labels(self) -> list[Any]:
        """Its scopes in words; one that no longer exists keeps its name."""
        return [SCOPES[word].label if word in SCOPES else word for word in self.scopes]
