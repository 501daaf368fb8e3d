from django.db import models
from django.utils.translation import gettext_lazy as _

from qosqanat.people.enums import PersonAct, RoleKind, UnitAct

LABELS = dict([*PersonAct.choices, *UnitAct.choices])
ROLES = dict(RoleKind.choices)


class Act(models.Model):
    """What somebody did to something, and why: append-only, written in the act's own transaction."""

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="acts", verbose_name=_("by")
    )
    on_behalf_of = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="acts_by_deputy"
    )
    university = models.ForeignKey("people.Unit", models.PROTECT, null=True, related_name="acts")
    action = models.CharField(_("act"), max_length=40)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    reason = models.TextField(_("reason"), blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "-at"], name="act_by_subject")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_type} {self.subject_id}"

    @property
    def label(self) -> str:
        """What was done, in words; the bare name for acts of other rooms."""
        return str(LABELS.get(self.action, self.action))

    @property
    def role(self) -> str:
        """The role that was given, ended or lent; empty for other acts."""
        return str(ROLES.get(self.detail.get("role"), ""))
