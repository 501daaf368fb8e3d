from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    CONTINGENT = "contingent", _("students")
    LOAD = "load", _("teaching load")
    PARTNERS = "partners", _("partners and mentors")
    SHEET = "sheet", _("mentor's sheet")
    CANVAS = "canvas", _("Canvas gradebook")


class RunState(models.TextChoices):
    READING = "reading", _("is being read")
    FAILED = "failed", _("could not be read")
    PLANNED = "planned", _("waits for confirmation")
    WRITING = "writing", _("is being written")
    APPLIED = "applied", _("written")
    DISCARDED = "discarded", _("discarded")


UNDER_WAY = frozenset({RunState.READING, RunState.WRITING})


class Verdict(models.TextChoices):
    """What would happen to one row of the file."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    REFUSED = "refused", _("refused")
    ASK = "ask", _("questions")
