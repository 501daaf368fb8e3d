from django.db import models
from django.utils.translation import gettext_lazy as _


class PostKind(models.TextChoices):
    MENTOR = "mentor", _("mentor")
    REPRESENTATIVE = "representative", _("enterprise representative")
