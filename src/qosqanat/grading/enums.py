from django.db import models
from django.utils.translation import gettext_lazy as _


class Component(models.TextChoices):
    TEST = "test", _("portal test")
    PRACTICE = "practice", _("practice")
    IWS = "iws", _("independent work")
    EXAM = "exam", _("examination")


class Value(models.TextChoices):
    """What a cell says. 0 is a number; a cell never written has no row, one taken back is `empty`."""

    NUMBER = "number", _("points")
    EMPTY = "empty", _("not entered")
    ABSENT = "absent", _("absent")
    EXCUSED = "excused", _("excused")


class SheetState(models.TextChoices):
    ISSUED = "issued", _("issued")
    RETURNED = "returned", _("returned with seal")
    ARCHIVED = "archived", _("in the personal file")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Source(models.TextChoices):
    PHONE = "phone", _("mentor's screen")
    GRID = "grid", _("grid")
    PASTE = "paste", _("pasted")
    UNDO = "undo", _("undone")
    REDO = "redo", _("redone")
    FORM = "form", _("form")
    SPREADSHEET = "spreadsheet", _("spreadsheet")
    CANVAS = "canvas", _("Canvas gradebook")
    TRANSFER = "transfer", _("transfer")
    API = "api", _("program (API)")


TYPED = (Source.PHONE, Source.GRID, Source.FORM)
"""Entered by hand, mark by mark: whoever brings a file or a block brings what was marked earlier."""


class ExamKind(models.TextChoices):
    MAIN = "main", _("examination session")
    RETAKE = "retake", _("FX retake")
    REPEAT = "repeat", _("F repeat")


class ExamState(models.TextChoices):
    ISSUED = "issued", _("issued")
    CLOSED = "closed", _("closed")
