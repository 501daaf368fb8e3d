from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from qosqanat.core.models import Named, one_of
from qosqanat.people.reach import ReachableQuerySet
from qosqanat.regulation import kz
from qosqanat.studies.enums import Language, Level


class Programme(Named):
    """An educational programme (Y-3.d6, D-3.1.t6)."""

    university = models.ForeignKey("people.Unit", models.PROTECT, related_name="programmes")
    department = models.ForeignKey(
        "people.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="department_programmes",
        verbose_name=_("department"),
    )
    code = models.CharField(_("code"), max_length=20)
    level = models.CharField(_("level"), max_length=8, choices=Level, default=Level.BACHELOR)

    class Meta:
        ordering = ["code"]
        constraints = [
            one_of("level", Level, "programme_level_known"),
            models.UniqueConstraint(fields=["university", "code"], name="programme_code_once"),
        ]


class Group(models.Model):
    """An academic group of one programme, year and language."""

    VIEW_ACTION = "student.view"
    REACH = {
        "group": lambda holding: models.Q(adviser_id=holding.holder_id),
        "department": lambda holding: models.Q(department__path__startswith=holding.path),
        "faculty": lambda holding: models.Q(department__path__startswith=holding.path),
        "university": lambda holding: models.Q(university_id=holding.university_id),
    }

    university = models.ForeignKey("people.Unit", models.PROTECT, related_name="groups")
    department = models.ForeignKey(
        "people.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="department_groups",
        verbose_name=_("department"),
    )
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="groups", verbose_name=_("programme")
    )
    code = models.CharField(_("group"), max_length=30)
    sort_key = models.CharField(max_length=100, editable=False, db_index=True)
    year = models.PositiveSmallIntegerField(_("year of study"))
    counted_in = models.CharField(
        _("academic year"),
        max_length=9,
        blank=True,
        help_text="The academic year, like 2026-2027, in which the group is in `year`; empty where nobody said.",
    )
    language = models.CharField(_("language of instruction"), max_length=2, choices=Language)
    adviser = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="advised_groups",
        verbose_name=_("adviser"),
    )

    objects = ReachableQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            one_of("language", Language, "group_language_known"),
            models.UniqueConstraint(fields=["university", "code"], name="group_code_once"),
            models.CheckConstraint(condition=models.Q(year__range=(1, 8)), name="group_year_plausible"),
        ]

    def __str__(self) -> str:
        return self.code

    def year_in(self, academic_year: str) -> int:
        """The year of study in another academic year: a group moves on by one in each."""
        if not self.counted_in:
            return self.year
        return max(1, self.year + int(academic_year[:4]) - int(self.counted_in[:4]))

    def fill_keys(self) -> None:
        """The key that follows from the code: call before rows are written in bulk, `save` does it itself."""
        self.sort_key = kz.sort_key(self.code)[:100]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        super().save(*args, **kwargs)
