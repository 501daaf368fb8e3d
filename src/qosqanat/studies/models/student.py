from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from qosqanat.core.models import one_of
from qosqanat.people.models import Person
from qosqanat.people.models.word import Findable, FindableQuerySet, with_word
from qosqanat.people.reach import Holding
from qosqanat.studies.enums import Status


def _enrolled(where: models.Q) -> models.Q:
    from .course import Enrolment

    return models.Q(pk__in=Enrolment.objects.filter(where).values("student"))


def _mentored(holding: Holding) -> models.Q:
    return _enrolled(models.Q(course__mentors__post__person_id=holding.person_id))


class StudentQuerySet(FindableQuerySet["Student"]):
    def studying(self) -> "StudentQuerySet":
        return self.filter(status=Status.STUDYING)


class Student(Findable):
    """A person studies in a group; `number` is the key of the university's own student system, empty until it is known."""

    VIEW_ACTION = "student.view"
    REACH = {
        "own": lambda holding: models.Q(person_id=holding.person_id),
        "mentored": _mentored,
        "partner": lambda holding: _enrolled(holding.at_enterprise("course__")),
        "taught": lambda holding: _enrolled(models.Q(course__teacher_id=holding.holder_id)),
        "group": lambda holding: models.Q(group__adviser_id=holding.holder_id),
        "department": lambda holding: models.Q(group__department__path__startswith=holding.path),
        "faculty": lambda holding: models.Q(group__department__path__startswith=holding.path),
        "university": lambda holding: models.Q(university_id=holding.university_id),
    }

    university = models.ForeignKey("people.Unit", models.PROTECT, related_name="students")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="studies", verbose_name=_("person")
    )
    number = models.CharField(_("student number"), max_length=30, blank=True)
    group = models.ForeignKey(
        "studies.Group", models.PROTECT, related_name="students", verbose_name=_("group")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.STUDYING)
    funding = models.CharField(_("form of payment"), max_length=30, blank=True)
    record_book = models.CharField(_("record book No"), max_length=30, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = StudentQuerySet.as_manager()

    class Meta:
        ordering = ["person__sort_key", "pk"]
        constraints = [
            one_of("status", Status, "student_status_known"),
            models.UniqueConstraint(
                fields=["university", "number"], condition=~models.Q(number=""), name="student_number_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def names(self) -> Iterable[str]:
        return self.number, self.record_book

    @classmethod
    def found_by(cls, word: str) -> models.Q:
        """By the person's names, too."""
        return super().found_by(word) | models.Q(person__in=with_word(Person, word))
