from django.db import models
from django.utils.translation import gettext_lazy as _

from qosqanat.people.enums import RoleKind
from qosqanat.people.reach import Who


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def seen_by(self, who: Who) -> "SavedViewQuerySet":
        """One's own, and those shared in a unit where one holds a role, or above it.

        Who teaches, advises or represents without a role at a unit sees those shared in the whole university.
        """
        units = {int(pk) for holding in who.holdings for pk in holding.path.split("/") if pk.isdecimal()}
        units.update(who.universities())
        return self.filter(models.Q(owner=who.person) | models.Q(unit__in=units))


class SavedView(models.Model):
    """Filters and order of a list under a name: one's own, shared in `unit`, or opening by itself for a `role` there."""

    owner = models.ForeignKey(
        "people.Person", models.CASCADE, related_name="saved_views", verbose_name=_("owner")
    )
    unit = models.ForeignKey(
        "people.Unit", models.CASCADE, null=True, related_name="saved_views", verbose_name=_("unit")
    )
    role = models.CharField(_("role"), max_length=12, choices=RoleKind, blank=True)
    list_key = models.CharField(max_length=40)
    slug = models.SlugField(max_length=60, allow_unicode=True)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "list_key", "slug"], name="view_slug_once_per_owner"),
            models.UniqueConstraint(
                fields=["unit", "list_key", "role"],
                condition=~models.Q(role=""),
                name="view_one_default_per_role",
            ),
            models.CheckConstraint(
                condition=models.Q(role="") | models.Q(role__in=RoleKind.values, unit__isnull=False),
                name="view_default_is_shared",
            ),
        ]

    def __str__(self) -> str:
        return self.name
