from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from qosqanat.core.seal import blind_index
from qosqanat.people.enums import Sex
from qosqanat.regulation import kz

from .iin import WithIin, sealed_and_indexed
from .word import Findable, FindableQuerySet


class PersonQuerySet(FindableQuerySet["Person"]):
    def with_iin(self, iin: str) -> "PersonQuerySet":
        return self.filter(iin_index=blind_index(iin))


class Person(WithIin, Findable):
    """Somebody, known once. `university` is empty for people of an enterprise, who may serve several."""

    VIEW_ACTION = "person.view"
    REACH = {
        "own": lambda holding: models.Q(pk=holding.person_id),
        "university": lambda holding: models.Q(university_id=holding.university_id),
    }

    university = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="people"
    )
    surname = models.CharField(_("surname"), max_length=100)
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    latin_name = models.CharField(_("name in Latin letters"), max_length=200, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["university", "iin_index"], name="person_iin_once_per_university"
            ),
            models.CheckConstraint(condition=~models.Q(surname=""), name="person_has_surname"),
            models.CheckConstraint(condition=models.Q(sex__in=["", *Sex.values]), name="person_sex_known"),
            sealed_and_indexed("person_iin_sealed_and_indexed"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)

    @property
    def short_name(self) -> str:
        """Surname and initials: «Әбдіқадыр Қ.Н.»."""
        initials = "".join(f"{part[0]}." for part in (self.given_name, self.patronymic) if part)
        return f"{self.surname} {initials}".strip()

    def names(self) -> Iterable[str]:
        return self.full_name, self.latin_name

    def fill_keys(self) -> None:
        """The key that follows from the name: call before `bulk_create`, `save` does it itself."""
        self.sort_key = kz.sort_key(self.full_name)[:400]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_keys()
        super().save(*args, **kwargs)
