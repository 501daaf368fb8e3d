from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from holidays import country_holidays

from qosqanat.core.models import one_of
from qosqanat.people.reach import ReachableQuerySet
from qosqanat.regulation import calendar, packs
from qosqanat.regulation.laws import MOST_WEEKS
from qosqanat.regulation.parts import Regulation
from qosqanat.studies.enums import Season


def national_holidays(first: date, last: date) -> dict[str, str]:
    """Days off of Kazakhstan from `first` to `last`, moved days included: ISO day -> Kazakh name."""
    years = range(first.year, last.year + 1)
    found = country_holidays("KZ", years=years, language="kk")
    return {day.isoformat(): name for day, name in sorted(found.items()) if first <= day <= last}


class TermQuerySet(ReachableQuerySet["Term"]):
    pass


class Term(models.Model):
    """A semester of a university: its weeks follow from the first day (Y-3.d10)."""

    VIEW_ACTION = "course.view"
    REACH = {
        word: lambda holding: models.Q(university_id=holding.university_id)
        for word in ("own", "group", "taught", "department", "faculty", "university")
    }

    university = models.ForeignKey("people.Unit", models.PROTECT, related_name="terms")
    academic_year = models.CharField(_("academic year"), max_length=9, help_text=_("Like 2026-2027."))
    season = models.CharField(_("semester"), max_length=6, choices=Season)
    starts_on = models.DateField(_("first day of week 1"))
    week_count = models.PositiveSmallIntegerField(_("weeks"))
    holidays = models.JSONField(
        _("holidays"),
        default=dict,
        blank=True,
        help_text="Day -> name. A deadline on one of them moves to the next day.",
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            one_of("season", Season, "term_season_known"),
            models.UniqueConstraint(fields=["university", "academic_year", "season"], name="term_once"),
            models.CheckConstraint(
                condition=models.Q(week_count__range=(1, MOST_WEEKS)), name="term_weeks_plausible"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.academic_year}, {self.get_season_display()}"

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.university.time_zone)

    @cached_property
    def regulation(self) -> Regulation:
        """The university's own; raises `packs.PackError` where it cannot be used."""
        return packs.load(self.university.regulation)

    @cached_property
    def days_off(self) -> frozenset[date]:
        return frozenset(date.fromisoformat(day) for day in self.holidays)

    @cached_property
    def weeks(self) -> tuple[calendar.Week, ...]:
        return calendar.weeks(self.starts_on, self.week_count)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new term starts with the weeks of the regulation and the country's holidays; the office may change them."""
        if self._state.adding:
            self.week_count = self.regulation.weeks if self.week_count is None else self.week_count
            self.holidays = self.holidays or national_holidays(self.starts_on, self.ends_on)
        super().save(*args, **kwargs)

    def day_on(self, at: datetime) -> date:
        """The day at the university."""
        return at.astimezone(self.zone).date()

    def week_on(self, at: datetime) -> int:
        """Number of the week that holds the moment `at`: 0 before the term, `week_count + 1` after it."""
        day = self.day_on(at)
        if day < self.starts_on:
            return 0
        return next((week.number for week in self.weeks if day <= week.last), self.week_count + 1)

    def closes_at(self, number: int) -> datetime:
        """When week `number` closes for its mentor: Sunday evening local time, or the day after a holiday (Q-Y14)."""
        return calendar.closes(self.weeks[number - 1], self.zone, self.days_off, self.regulation.closing)

    def closed_weeks(self, at: datetime) -> frozenset[int]:
        return frozenset(week.number for week in self.weeks if self.closes_at(week.number) < at)

    @property
    def academic_days(self) -> tuple[date, date]:
        """First and last day of the academic year that the semester belongs to: summer counts with the year to come."""
        first = int(self.academic_year[:4])
        return date(first, 7, 1), date(first + 1, 6, 30)

    @property
    def ends_on(self) -> date:
        return self.weeks[-1].last

    @property
    def sheets_due_on(self) -> date:
        """Sealed sheets come back by then (Y-6.5.3)."""
        return self.regulation.sheets_due(self.ends_on)
