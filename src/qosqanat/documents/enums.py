from django.db import models
from django.utils.translation import gettext_lazy as _


class Form(models.TextChoices):
    SHEET_STUDENT = "sheet_student", _("Ф УЕ 141-03-2022, student")
    SHEET_COURSE = "sheet_course", _("Ф УЕ 141-03-2022, group")
    EXAM_SHEET = "exam_sheet", _("examination sheet")


class PaperLanguage(models.TextChoices):
    KAZAKH = "kk", _("Kazakh")
    RUSSIAN = "ru", _("Russian")
    BOTH = "kk+ru", _("Kazakh and Russian")


class DocumentState(models.TextChoices):
    VALID = "valid", _("valid")
    REPLACED = "replaced", _("replaced")
    REVOKED = "revoked", _("revoked")


class Bundle(models.TextChoices):
    """What many papers are handed over as."""

    ZIP = "zip", _("ZIP: one file for each paper")
    PDF = "pdf", _("one PDF, to print in one go")


class BatchState(models.TextChoices):
    PREPARING = "preparing", _("in preparation")
    READY = "ready", _("ready")
    CANCELLED = "cancelled", _("cancelled")


class LeftOut(models.TextChoices):
    """Why a paper of a batch was not printed."""

    LETTER = "letter", _("a letter that no form can print")
    LENGTH = "length", _("a text that is too long")
    NOTHING = "nothing", _("nothing to print")
    RIGHT = "right", _("no right any more")
