from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from qosqanat.core.models import Named, one_of
from qosqanat.people.enums import UnitKind
from qosqanat.people.reach import ReachableQuerySet


class UnitQuerySet(ReachableQuerySet["Unit"]):
    def universities(self) -> "UnitQuerySet":
        return self.filter(kind=UnitKind.UNIVERSITY)

    def university(self, code: str) -> "Unit":
        """The university of that code. Raises LookupError with a sentence that names the known codes."""
        found = self.universities().filter(code=code).first()
        if found is None:
            codes = ", ".join(self.universities().values_list("code", flat=True)) or "none yet"
            raise LookupError(f"There is no university {code!r}. Known: {codes}.")
        return found

    def inside(self, unit: "Unit") -> "UnitQuerySet":
        """`unit` and everything below it."""
        return self.filter(path__startswith=unit.path)


class Unit(Named):
    """A node of a university's tree, which is the root. `path` is "root/…/own/" in primary keys of equal width."""

    VIEW_ACTION = "unit.view"
    REACH = {
        "own": lambda holding: models.Q(pk=holding.unit_id),
        "department": lambda holding: models.Q(path__startswith=holding.path),
        "faculty": lambda holding: models.Q(path__startswith=holding.path),
        "university": lambda holding: models.Q(university_id=holding.university_id),
    }

    kind = models.CharField(_("kind"), max_length=12, choices=UnitKind)
    code = models.SlugField(_("code"), max_length=40, help_text=_("Short Latin name, used in commands."))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    university = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="units")
    path = models.CharField(max_length=100, editable=False, db_index=True)
    time_zone = models.CharField(_("time zone"), max_length=40, blank=True)
    regulation = models.CharField(_("regulation"), max_length=60, blank=True)
    bin = models.CharField(_("BIN"), max_length=12, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [
            one_of("kind", UnitKind, "unit_kind_known"),
            models.UniqueConstraint(fields=["university", "code"], name="unit_code_once_per_university"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(kind="university"), name="university_code_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="university", parent=None)
                | models.Q(parent__isnull=False) & ~models.Q(kind="university"),
                name="unit_root_is_university",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="university") | ~models.Q(regulation="") & ~models.Q(time_zone=""),
                name="university_has_regulation_and_zone",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Root and path follow from the parent; they need the primary key, so a new unit is saved twice."""
        if self._state.adding:
            super().save(*args, **kwargs)
            kwargs = {"using": kwargs.get("using")}
            args = ()
        self.university_id = self.parent.university_id if self.parent else self.pk
        self.path = f"{self.parent.path if self.parent else ''}{self.pk:06}/"
        super().save(*args, **kwargs)

    @property
    def depth(self) -> int:
        """Steps below the university, which has 0."""
        return self.path.count("/") - 1
