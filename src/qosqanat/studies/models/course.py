from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from qosqanat.core.models import Named, one_of
from qosqanat.partners.models import Enterprise
from qosqanat.people.models import Person
from qosqanat.people.models.role import in_force
from qosqanat.people.models.word import Findable, FindableQuerySet, with_word
from qosqanat.people.reach import Holding, reaching
from qosqanat.regulation import kz
from qosqanat.regulation.numbers import half_up
from qosqanat.studies.enums import Language, Membership, Model

from .term import Term


def _mentored(holding: Holding) -> models.Q:
    return models.Q(pk__in=CourseMentor.objects.filter(post__person_id=holding.person_id).values("course"))


class CourseQuerySet(FindableQuerySet["Course"]):
    pass


class Course(Findable, Named):
    """A discipline taught with dual elements in one term to some groups (Y-5.12, Y-7.2.b2)."""

    VIEW_ACTION = "course.view"
    REACH = {
        "own": lambda holding: models.Q(
            pk__in=Enrolment.objects.filter(student__person_id=holding.person_id).values("course")
        ),
        "mentored": _mentored,
        "partner": lambda holding: holding.at_enterprise(),
        "taught": lambda holding: models.Q(teacher_id=holding.holder_id),
        "group": lambda holding: models.Q(
            pk__in=Enrolment.objects.filter(student__group__adviser_id=holding.holder_id).values("course")
        ),
        "department": lambda holding: models.Q(department__path__startswith=holding.path),
        "faculty": lambda holding: models.Q(department__path__startswith=holding.path),
        "university": lambda holding: models.Q(university_id=holding.university_id),
    }

    university = models.ForeignKey("people.Unit", models.PROTECT, related_name="courses")
    term = models.ForeignKey(
        "studies.Term", models.PROTECT, related_name="courses", verbose_name=_("semester")
    )
    department = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="department_courses", verbose_name=_("department")
    )
    code = models.CharField(_("code"), max_length=30)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    groups = models.ManyToManyField(
        "studies.Group", related_name="courses", blank=True, verbose_name=_("groups")
    )
    groups_key = models.CharField(
        max_length=200, help_text="Codes of the groups, sorted: with the code it names the course."
    )
    credits = models.DecimalField(_("credits"), max_digits=3, decimal_places=1, null=True, blank=True)
    language = models.CharField(_("language of instruction"), max_length=2, choices=Language)
    model = models.PositiveSmallIntegerField(_("delivery model"), choices=Model, null=True, blank=True)
    hours_total = models.PositiveSmallIntegerField(_("hours"), null=True, blank=True)
    hours_campus = models.PositiveSmallIntegerField(_("hours on campus"), null=True, blank=True)
    hours_site = models.PositiveSmallIntegerField(_("hours on site"), null=True, blank=True)
    control_form = models.CharField(_("form of final control"), max_length=80, blank=True)
    teacher = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="taught_courses",
        verbose_name=_("teacher"),
    )
    enterprise = models.ForeignKey(
        "partners.Enterprise",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="courses",
        verbose_name=_("partner enterprise"),
    )
    site = models.ForeignKey(
        "partners.Site", models.PROTECT, null=True, blank=True, related_name="courses", verbose_name=_("site")
    )
    note = models.TextField(_("note"), blank=True)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "groups_key", "pk"]
        constraints = [
            one_of("language", Language, "course_language_known"),
            models.UniqueConstraint(
                fields=["term", "code", "groups_key"], name="course_once_per_term_and_groups"
            ),
            models.CheckConstraint(
                condition=models.Q(credits=None) | models.Q(credits__gt=0), name="course_credits_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(model=None) | models.Q(model__in=Model.values), name="course_model_known"
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = kz.sort_key(self.name_in("kk"))[:400]
        super().save(*args, **kwargs)

    def names(self) -> Iterable[str]:
        return self.code, self.name_kk, self.name_ru, self.name_en, self.groups_key

    @classmethod
    def found_by(cls, word: str) -> models.Q:
        """By the names of its teacher, its mentors and its enterprise, too."""
        people = with_word(Person, word)
        mentors = CourseMentor.objects.order_by().filter(post__person__in=people)
        return (
            super().found_by(word)
            | models.Q(teacher__in=people)
            | models.Q(enterprise__in=with_word(Enterprise, word))
            | models.Q(pk__in=mentors.values("course"))
        )

    @property
    def site_share(self) -> Decimal | None:
        """Hours on site as a percentage of all hours, one decimal place (Y-5.4); None while hours are unknown."""
        if not self.hours_total or self.hours_site is None:
            return None
        return half_up(Decimal(100 * self.hours_site) / self.hours_total, 1)

    @property
    def title(self) -> str:
        return f"{self.code} {self.name}".strip()


# people of enterprises belong to no university: their semesters are those of their courses
@reaching(Term, "mentored")
def _terms_mentored(holding: Holding) -> models.Q:
    return models.Q(pk__in=Course.objects.filter(_mentored(holding)).order_by().values("term"))


@reaching(Term, "partner")
def _terms_hosted(holding: Holding) -> models.Q:
    hosted = Course.objects.filter(Course.REACH["partner"](holding))
    return models.Q(pk__in=hosted.order_by().values("term"))


class CourseMentorQuerySet(models.QuerySet["CourseMentor"]):
    def in_force(self, on: Any) -> "CourseMentorQuerySet":
        return self.filter(in_force(on))


class CourseMentor(models.Model):
    """A mentor marks a course for a period; shifts and deputies make several (Y-5.11.b2, Y-5.5)."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="mentors")
    post = models.ForeignKey(
        "partners.Post", models.PROTECT, related_name="courses", verbose_name=_("mentor")
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = CourseMentorQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "post", "starts_on"], name="course_mentor_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="course_mentor_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return str(self.post.person)


class Enrolment(models.Model):
    """A student is in a course from a day on; leaving it keeps the row and says how (late enrolment, transfer, withdrawal)."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="enrolments")
    student = models.ForeignKey("studies.Student", models.PROTECT, related_name="enrolments")
    state = models.CharField(max_length=12, choices=Membership, default=Membership.ENROLLED)
    joined_on = models.DateField(_("from"))
    left_on = models.DateField(_("until"), null=True, blank=True)
    moved_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="moved_from")
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["student__person__sort_key", "pk"]
        constraints = [
            one_of("state", Membership, "enrolment_state_known"),
            models.UniqueConstraint(fields=["course", "student"], name="enrolment_once"),
            models.CheckConstraint(
                condition=models.Q(state="enrolled", left_on=None)
                | models.Q(left_on__isnull=False) & ~models.Q(state="enrolled"),
                name="enrolment_left_has_day",
            ),
            models.CheckConstraint(
                condition=models.Q(moved_to=None) | models.Q(state="transferred"),
                name="enrolment_moved_is_transferred",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.student} — {self.course}"
