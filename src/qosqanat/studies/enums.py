from django.db import models
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    KAZAKH = "kk", _("Kazakh")
    RUSSIAN = "ru", _("Russian")
    ENGLISH = "en", _("English")


class Level(models.TextChoices):
    BACHELOR = "bachelor", _("bachelor")
    MASTER = "master", _("master")
    DOCTOR = "doctor", _("doctor")


class Status(models.TextChoices):
    STUDYING = "studying", _("studying")
    LEAVE = "leave", _("academic leave")
    LEFT = "left", _("left")
    GRADUATED = "graduated", _("graduated")


class Season(models.TextChoices):
    AUTUMN = "autumn", _("autumn")
    SPRING = "spring", _("spring")


class Model(models.IntegerChoices):
    """Delivery models of dual study (Y-5.4 to Y-5.7)."""

    CAMPUS_AND_SITE = 1, _("1: theory on campus, practice at the partner")
    ROTATION = 2, _("2: theory and practice alternate")
    BLOCK = 3, _("3: practice gathered in a semester")
    CAMPUS = 4, _("4: on campus with partner lecturers")


class Membership(models.TextChoices):
    ENROLLED = "enrolled", _("enrolled")
    TRANSFERRED = "transferred", _("transferred to another sheet")
    WITHDRAWN = "withdrawn", _("withdrawn")
