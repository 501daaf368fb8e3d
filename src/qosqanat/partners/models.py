"""Enterprises, their sites and people, and the agreements that universities hold with them (Y-5.9, Y-5.10, D-6.11)."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from qosqanat.core.models import Named, one_of
from qosqanat.core.seal import blind_index
from qosqanat.people.models.iin import WithIin, sealed_and_indexed
from qosqanat.people.models.role import in_force
from qosqanat.people.models.word import Findable, FindableQuerySet
from qosqanat.people.reach import Holding, ReachableQuerySet
from qosqanat.regulation import kz

from .enums import IN_FORCE, AgreementState, PostKind

ENDING = 60  # days before its end at which a contract must be renewed


def _with_agreement(holding: Holding) -> models.Q:
    partners = Agreement.objects.filter(university_id=holding.university_id)
    return models.Q(pk__in=partners.values("enterprise"))


class EnterpriseQuerySet(FindableQuerySet["Enterprise"]):
    def numbered(self, number: str) -> "EnterpriseQuerySet":
        """The one whose BIN, or whose owner's IIN, is `number`."""
        by_iin = kz.is_iin(number)
        return self.filter(iin_index=blind_index(number)) if by_iin else self.filter(bin=number)


class Enterprise(WithIin, Findable, Named):
    """An enterprise exists once and may serve several universities. A sole trader or farm has an IIN, sealed, for a BIN."""

    VIEW_ACTION = "partner.view"
    REACH = {
        "partner": lambda holding: models.Q(pk=holding.enterprise_id),
        "department": _with_agreement,
        "faculty": _with_agreement,
        "university": _with_agreement,
    }

    bin = models.CharField(_("BIN"), max_length=12, null=True, blank=True, unique=True)
    sector = models.CharField(_("field of activity"), max_length=200, blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    head = models.CharField(_("head"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)

    objects: EnterpriseQuerySet = EnterpriseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(name_kk="", name_ru="", name_en=""), name="enterprise_has_name"
            ),
            models.CheckConstraint(condition=~models.Q(bin=""), name="enterprise_bin_null_or_text"),
            models.CheckConstraint(
                condition=models.Q(bin=None) | models.Q(iin_index=None), name="enterprise_has_one_number"
            ),
            models.UniqueConstraint(fields=["iin_index"], name="enterprise_iin_once"),
            sealed_and_indexed("enterprise_iin_sealed_and_indexed"),
        ]

    def names(self) -> Iterable[str]:
        return self.name_kk, self.name_ru, self.name_en, self.bin or ""

    @property
    def shown_number(self) -> str:
        """The BIN whole, an IIN masked, or empty text."""
        return self.bin or self.masked_iin

    def has_number(self, number: str) -> bool:
        return number == self.bin or blind_index(number) == self.iin_index

    def set_number(self, number: str) -> None:
        """Keep a BIN in clear or an IIN sealed (twelve digits, checked by the caller) in place of the one before."""
        personal = kz.is_iin(number)
        self.bin = None if personal else number
        self.set_iin(number if personal else "")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = kz.sort_key(self.name_in("kk"))[:400]
        super().save(*args, **kwargs)


class Site(models.Model):
    """A place of an enterprise where students work."""

    enterprise = models.ForeignKey(
        Enterprise, models.CASCADE, related_name="sites", verbose_name=_("enterprise")
    )
    name = models.CharField(_("site"), max_length=200)
    address = models.CharField(_("address"), max_length=300, blank=True)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    seats = models.PositiveSmallIntegerField(_("seats at a time"), null=True, blank=True)
    medical_required = models.BooleanField(_("medical examination required"), null=True)
    rotation = models.CharField(
        _("rotation"), max_length=20, blank=True, help_text=_("Days on and off, like 15/15.")
    )

    class Meta:
        ordering = ["enterprise__sort_key", "name"]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "name"], name="site_once_per_enterprise"),
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                    # a comparison with NULL is no refusal: both must be said to be there
                    latitude__isnull=False,
                    longitude__isnull=False,
                ),
                name="site_has_both_coordinates",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgreementQuerySet(ReachableQuerySet["Agreement"]):
    def in_states(self, *states: str, day: date) -> "AgreementQuerySet":
        """Those whose `state_on(day)` is one of `states`."""
        numbered, soon = ~models.Q(number=""), day + timedelta(days=ENDING)
        meanings: dict[str, models.Q] = {
            AgreementState.UNSIGNED: ~numbered,
            AgreementState.OPEN: numbered & models.Q(ends_on=None),
            AgreementState.EXPIRED: numbered & models.Q(ends_on__lt=day),
            AgreementState.ENDING: numbered & models.Q(ends_on__range=(day, soon)),
            AgreementState.ACTIVE: numbered & models.Q(ends_on__gt=soon),
        }
        return self.filter(reduce(or_, (meanings[state] for state in states), models.Q(pk__in=[])))

    def without_mentor(self, day: date) -> "AgreementQuerySet":
        """For each enterprise that has named no mentor (Y-5.11.b2) the newest contract in force on `day`: as many as partners."""
        mentors = Post.objects.mentors().in_force(day).order_by()
        same = {name: models.OuterRef(name) for name in ("university", "enterprise")}
        newer = Agreement.objects.in_states(*IN_FORCE, day=day).filter(pk__gt=models.OuterRef("pk"), **same)
        found = self.in_states(*IN_FORCE, day=day).exclude(enterprise__in=mentors.values("enterprise"))
        return found.exclude(models.Exists(newer.order_by()))


class Agreement(models.Model):
    """A university's cooperation contract with an enterprise, form Ф УЕ 141-01 (Y-5.10.b1, D-6.12)."""

    VIEW_ACTION = "agreement.view"
    REACH = {
        "partner": lambda holding: holding.at_enterprise(),
        "department": lambda holding: models.Q(university_id=holding.university_id),
        "faculty": lambda holding: models.Q(university_id=holding.university_id),
        "university": lambda holding: models.Q(university_id=holding.university_id),
    }

    university = models.ForeignKey("people.Unit", models.PROTECT, related_name="agreements")
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="agreements", verbose_name=_("enterprise")
    )
    number = models.CharField(_("contract number"), max_length=60, blank=True)
    signed_on = models.DateField(_("contract date"), null=True, blank=True)
    ends_on = models.DateField(_("valid until"), null=True, blank=True)
    term_in_words = models.CharField(_("validity as written"), max_length=120, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["enterprise__sort_key", "-signed_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["university", "enterprise", "number"], name="agreement_once_per_number"
            ),
            models.CheckConstraint(
                condition=models.Q(signed_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("signed_on")),
                name="agreement_ends_after_signing",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number or '—'} {self.enterprise}"

    def days_left(self, day: date) -> int | None:
        """Negative after the end; None while no end is known."""
        return (self.ends_on - day).days if self.ends_on else None

    def state_on(self, day: date) -> AgreementState:
        """Without a number it is `unsigned`, without an end `open`; `ending` has 60 days or less left (Q-D09)."""
        left = self.days_left(day)
        if not self.number:
            return AgreementState.UNSIGNED
        if left is None:
            return AgreementState.OPEN
        if left < 0:
            return AgreementState.EXPIRED
        return AgreementState.ENDING if left <= ENDING else AgreementState.ACTIVE


class Seat(models.Model):
    """Workplaces that an agreement offers to one educational programme (Y-5.11.b1)."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="seats")
    programme_code = models.CharField(_("programme code"), max_length=20)
    places = models.PositiveSmallIntegerField(_("workplaces"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "programme_code"], name="seat_once_per_programme")
        ]

    def __str__(self) -> str:
        return f"{self.programme_code}: {self.places}"


def _at_partner(holding: Holding) -> models.Q:
    partners = Agreement.objects.filter(university_id=holding.university_id)
    return models.Q(enterprise__in=partners.values("enterprise"))


class PostQuerySet(ReachableQuerySet["Post"]):
    def in_force(self, on: date) -> "PostQuerySet":
        return self.filter(in_force(on))

    def mentors(self) -> "PostQuerySet":
        return self.filter(kind=PostKind.MENTOR)


class Post(models.Model):
    """A person acts for an enterprise as mentor (Y-5.11.b2) or as its representative."""

    VIEW_ACTION = "partner.view"
    REACH = {
        "own": lambda holding: models.Q(person_id=holding.person_id),
        "partner": lambda holding: models.Q(enterprise_id=holding.enterprise_id),
        "department": _at_partner,
        "faculty": _at_partner,
        "university": _at_partner,
    }

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="posts", verbose_name=_("person")
    )
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="posts", verbose_name=_("enterprise")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=PostKind, default=PostKind.MENTOR)
    university = models.ForeignKey(
        "people.Unit",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        help_text="Who named a representative: that university's courses alone are seen. Empty: those of every one.",
    )
    title = models.CharField(_("position"), max_length=200, blank=True)
    experience_years = models.DecimalField(
        _("experience, years"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    order = models.CharField(_("order of appointment"), max_length=120, blank=True)
    programmes = models.CharField(_("programmes"), max_length=200, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["person__sort_key", "pk"]
        constraints = [
            one_of("kind", PostKind, "post_kind_known"),
            models.UniqueConstraint(
                fields=["person", "enterprise", "kind", "starts_on"], name="post_once_per_start"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="post_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(experience_years=None) | models.Q(experience_years__range=(0, 70)),
                name="post_experience_plausible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} — {self.enterprise}"
