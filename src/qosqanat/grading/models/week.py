from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class PracticeWeek(models.Model):
    """How far the practice of a week is entered in a course: derived from the cells of its live sheets, in the same
    transaction, so that a whole university is looked over without opening them; `qosqanat recount` proves it."""

    course = models.ForeignKey(
        "studies.Course", models.CASCADE, related_name="practice_weeks", db_index=False
    )
    week = models.PositiveSmallIntegerField(_("week"))
    filled = models.IntegerField(default=0, help_text="Places of live sheets that hold something.")
    typed_at = models.DateTimeField(
        null=True, help_text="When a place was last filled for the first time by hand."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "week"], name="practice_week_once")]

    def __str__(self) -> str:
        return f"{self.course} {self.week}: {self.filled}"


class WeekHandover(models.Model):
    """A mentor handed in a week of a course (Y-6.5.2, Y-7.3.b4)."""

    course = models.ForeignKey("studies.Course", models.PROTECT, related_name="handovers")
    week = models.PositiveSmallIntegerField(_("week"))
    handed_at = models.DateTimeField(_("handed in"))
    handed_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["course", "week"], name="week_handed_once"),
            models.CheckConstraint(condition=models.Q(week__gte=1), name="handover_week_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.week}"


class ReopeningQuerySet(models.QuerySet["Reopening"]):
    def open_at(self, at: datetime) -> "ReopeningQuerySet":
        return self.filter(opened_at__lte=at, until__gt=at)


class Reopening(models.Model):
    """The dean opened a closed week of a course again, with a reason and an end."""

    course = models.ForeignKey(
        "studies.Course", models.PROTECT, related_name="reopenings", verbose_name=_("course")
    )
    week = models.PositiveSmallIntegerField(_("week"))
    opened_at = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=300)
    opened_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")

    objects = ReopeningQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("opened_at")), name="reopening_ends_after_start"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="reopening_has_reason"),
            models.CheckConstraint(condition=models.Q(week__gte=1), name="reopening_week_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.week}"
