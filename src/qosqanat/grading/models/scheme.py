import json
from functools import lru_cache

from django.db import models
from django.db.models.functions import Cast
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from qosqanat.regulation.laws import LONGEST_CODE
from qosqanat.regulation.schemes import Scheme


class CourseSchemeQuerySet(models.QuerySet["CourseScheme"]):
    def as_text(self) -> "CourseSchemeQuerySet":
        """Leave the content unread until it is known to be a new one."""
        return self.defer("content").annotate(content_text=Cast("content", models.TextField()))


@lru_cache(maxsize=1000)
def _rules(text: str) -> Scheme:
    return Scheme.from_dict(json.loads(text))


class CourseScheme(models.Model):
    """The marking scheme of a course: proposed by its credits (Q-Y01), frozen with its content at the first score."""

    course = models.OneToOneField("studies.Course", models.PROTECT, related_name="scheme", primary_key=True)
    regulation = models.CharField(_("regulation"), max_length=60)
    code = models.CharField(_("marking scheme"), max_length=LONGEST_CODE)
    threshold = models.DecimalField(_("admission threshold"), max_digits=5, decimal_places=2)
    content = models.JSONField(
        help_text="The whole scheme as it was when chosen: later packs do not change it."
    )
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField(null=True)

    objects = CourseSchemeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(threshold__range=(0, 100)), name="scheme_threshold_in_points"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regulation} {self.code}"

    @cached_property
    def rules(self) -> Scheme:
        """Read from `content`, or from its text where `as_text` brought that: most courses share a few schemes."""
        text = self.__dict__.get("content_text")
        return Scheme.from_dict(self.content) if text is None else _rules(text)


class IwsTask(models.Model):
    """An independent-work task of a rating period; caps add up to the period's cap (Y-6.4, Q-Y07)."""

    course = models.ForeignKey("studies.Course", models.CASCADE, related_name="iws_tasks")
    number = models.PositiveSmallIntegerField(_("No"))
    period = models.PositiveSmallIntegerField(_("rating period"))
    title = models.CharField(_("task"), max_length=200)
    cap = models.DecimalField(_("maximum"), max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="iws_number_once"),
            models.CheckConstraint(condition=models.Q(cap__gt=0, cap__lte=100), name="iws_cap_in_points"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
