from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from qosqanat.core.models import one_of
from qosqanat.people.enums import RoleKind
from qosqanat.people.reach import ReachableQuerySet


def in_force(on: date, prefix: str = "") -> models.Q:
    """The period that a row names holds on the day `on`; an open end holds for ever."""
    return models.Q(**{f"{prefix}starts_on__lte": on}) & (
        models.Q(**{f"{prefix}ends_on": None}) | models.Q(**{f"{prefix}ends_on__gte": on})
    )


class RoleQuerySet(ReachableQuerySet["Role"]):
    def in_force(self, on: date) -> "RoleQuerySet":
        return self.filter(in_force(on))


class Role(models.Model):
    """A person holds an office at a unit for a period."""

    VIEW_ACTION = "person.view"
    REACH = {
        "own": lambda holding: models.Q(person_id=holding.person_id),
        "department": lambda holding: models.Q(unit__path__startswith=holding.path),
        "faculty": lambda holding: models.Q(unit__path__startswith=holding.path),
        "university": lambda holding: models.Q(unit__university_id=holding.university_id),
    }

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="roles", verbose_name=_("person")
    )
    kind = models.CharField(_("role"), max_length=12, choices=RoleKind)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="roles", verbose_name=_("unit"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "kind", "starts_on"]
        constraints = [
            one_of("kind", RoleKind, "role_kind_known"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="role_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "unit", "starts_on"], name="role_once_per_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} — {self.unit}"


class Deputy(models.Model):
    """Somebody else acts in a role for a while; what they do is logged on behalf of its holder."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="deputies", verbose_name=_("role"))
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="deputised", verbose_name=_("deputy")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="deputy_ends_after_start"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="deputy_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.role}"
