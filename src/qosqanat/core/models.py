"""Abstract models and constraints shared by every room; no subject words."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Named(models.Model):
    """An official name in three languages; a missing one falls back to Kazakh, then Russian, then English."""

    name_kk = models.CharField(_("name in Kazakh"), max_length=300, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=300, blank=True)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def name_in(self, language: str) -> str:
        """The name in `language` (kk, ru or en), else the first one that exists."""
        wanted = getattr(self, f"name_{language}", "")
        return wanted or self.name_kk or self.name_ru or self.name_en

    @property
    def name(self) -> str:
        return self.name_in((get_language() or "kk")[:2])

    @property
    def missing_names(self) -> list[str]:
        return [language for language in ("kk", "ru", "en") if not getattr(self, f"name_{language}")]

    def __str__(self) -> str:
        return self.name


def one_of(field: str, choices: type[models.Choices], name: str) -> models.CheckConstraint:
    """`choices` as the database's own rule: Django checks them in forms only."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": choices.values}), name=name)
