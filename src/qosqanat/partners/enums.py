from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PostKind(models.TextChoices):
    MENTOR = "mentor", _("mentor")
    REPRESENTATIVE = "representative", _("enterprise representative")


class AgreementState(models.TextChoices):
    """What a cooperation contract is on a day: it follows from its number and its end."""

    ACTIVE = "active", pgettext_lazy("cooperation contract", "in force")
    ENDING = "ending", pgettext_lazy("cooperation contract", "ends within 60 days")
    OPEN = "open", pgettext_lazy("cooperation contract", "no end known")
    EXPIRED = "expired", pgettext_lazy("cooperation contract", "expired")
    UNSIGNED = "unsigned", pgettext_lazy("cooperation contract", "without a number")


IN_FORCE = (AgreementState.ACTIVE, AgreementState.ENDING, AgreementState.OPEN)
