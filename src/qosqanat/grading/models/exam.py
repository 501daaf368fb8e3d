from django.db import models
from django.utils.translation import gettext_lazy as _

from qosqanat.core.models import one_of
from qosqanat.grading.enums import ExamKind, ExamState
from qosqanat.people.reach import ReachableQuerySet


class ExamSheet(models.Model):
    """The examination sheet of a course (Y-7.4.b1); a retake or a repeat is a further attempt (Q-Y21)."""

    VIEW_ACTION = "final.view"
    REACH = {
        "taught": lambda holding: models.Q(course__teacher_id=holding.holder_id),
        "department": lambda holding: models.Q(course__department__path__startswith=holding.path),
        "faculty": lambda holding: models.Q(course__department__path__startswith=holding.path),
        "university": lambda holding: models.Q(university_id=holding.university_id),
    }

    university = models.ForeignKey("people.Unit", models.PROTECT, related_name="exam_sheets")
    course = models.ForeignKey(
        "studies.Course", models.PROTECT, related_name="exam_sheets", verbose_name=_("course")
    )
    kind = models.CharField(_("kind"), max_length=7, choices=ExamKind, default=ExamKind.MAIN)
    attempt = models.PositiveSmallIntegerField(_("attempt"), default=1)
    number = models.CharField(_("examination sheet No"), max_length=30)
    held_on = models.DateField(_("date of the examination"))
    state = models.CharField(_("state"), max_length=6, choices=ExamState, default=ExamState.ISSUED)
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    issued_on_behalf_of = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    closed_on_behalf_of = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")

    objects = ReachableQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "pk"]
        constraints = [
            one_of("kind", ExamKind, "exam_kind_known"),
            one_of("state", ExamState, "exam_state_known"),
            models.UniqueConstraint(fields=["course", "attempt"], name="exam_attempt_once"),
            models.UniqueConstraint(fields=["university", "number"], name="exam_number_once"),
            models.CheckConstraint(
                condition=models.Q(state="issued", closed_at=None, closed_by=None, closed_on_behalf_of=None)
                | models.Q(state="closed", closed_at__isnull=False, closed_by__isnull=False),
                name="exam_closed_has_evidence",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="main", attempt=1)
                | ~models.Q(kind="main") & models.Q(attempt__gte=2),
                name="exam_first_attempt_is_main",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"
