from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from qosqanat.core.models import one_of
from qosqanat.grading.enums import SheetState
from qosqanat.people.reach import ReachableQuerySet
from qosqanat.regulation.laws import LONGEST_LETTER
from qosqanat.regulation.schemes import Scheme
from qosqanat.studies.models import CourseMentor


def no_points(scheme: Scheme) -> list[str]:
    """`Sheet.periods` before the first score."""
    return ["0" for _period in scheme.periods]


class SheetQuerySet(ReachableQuerySet["Sheet"]):
    def live(self) -> "SheetQuerySet":
        return self.exclude(state=SheetState.WITHDRAWN)

    def to_judge_again(self) -> int:
        """Forget who is at risk: what is left to earn has changed. How many sheets."""
        return self.update(judged_for=-1)

    def begin_anew(self, scheme: Scheme) -> int:
        """Let sheets without a score follow another scheme. How many sheets."""
        return self.update(periods=no_points(scheme), judged_for=-1)


class Sheet(models.Model):
    """Form Ф УЕ 141-03: one student in one course of one semester (Y-6.3, Q-Y16).

    Ratings are derived from the cells in the transaction that changes a cell; `version` grows with each change.
    """

    VIEW_ACTION = "sheet.view"
    REACH = {
        "own": lambda holding: models.Q(student__person_id=holding.person_id),
        "mentored": lambda holding: models.Q(
            course__in=CourseMentor.objects.filter(post__person_id=holding.person_id).values("course")
        ),
        "partner": lambda holding: holding.at_enterprise("course__"),
        "taught": lambda holding: models.Q(course__teacher_id=holding.holder_id),
        "group": lambda holding: models.Q(student__group__adviser_id=holding.holder_id),
        "department": lambda holding: models.Q(course__department__path__startswith=holding.path),
        "faculty": lambda holding: models.Q(course__department__path__startswith=holding.path),
        "university": lambda holding: models.Q(university_id=holding.university_id),
    }

    university = models.ForeignKey("people.Unit", models.PROTECT, related_name="sheets")
    course = models.ForeignKey(
        "studies.Course", models.PROTECT, related_name="sheets", verbose_name=_("course")
    )
    student = models.ForeignKey(
        "studies.Student", models.PROTECT, related_name="sheets", verbose_name=_("student")
    )
    number = models.CharField(_("sheet No"), max_length=30)
    state = models.CharField(_("state"), max_length=10, choices=SheetState, default=SheetState.ISSUED)
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey("people.Person", models.PROTECT, related_name="issued_sheets")
    on_behalf_of = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    periods = models.JSONField(
        default=list, help_text="Points of every rating period as exact decimal texts."
    )
    admission = models.DecimalField(_("admission rating"), max_digits=7, decimal_places=4, default=Decimal(0))
    admitted = models.BooleanField(_("admitted"), default=False)
    exam = models.DecimalField(_("examination"), max_digits=5, decimal_places=2, null=True)
    final = models.PositiveSmallIntegerField(_("final grade"), null=True)
    letter = models.CharField(_("letter"), max_length=LONGEST_LETTER, blank=True)
    gpa = models.DecimalField(_("numeric equivalent"), max_digits=3, decimal_places=2, null=True)
    at_risk = models.BooleanField(
        default=False,
        help_text="Admission is out of reach or needs more than the threshold's share of what is left.",
    )
    judged_for = models.BigIntegerField(
        default=-1,
        help_text="What was closed when `at_risk` was judged, as bits: weeks 1, 2, ..., and 0 for all; with other bits it says nothing.",
    )

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ["student__person__sort_key", "pk"]
        constraints = [
            one_of("state", SheetState, "sheet_state_known"),
            models.UniqueConstraint(fields=["course", "student"], name="sheet_once_per_student_and_course"),
            models.UniqueConstraint(fields=["university", "number"], name="sheet_number_once"),
            models.CheckConstraint(
                condition=models.Q(admission__range=(0, 100)), name="sheet_admission_in_points"
            ),
            models.CheckConstraint(
                condition=models.Q(exam=None) | models.Q(exam__range=(0, 100)), name="sheet_exam_in_points"
            ),
            models.CheckConstraint(
                condition=models.Q(final=None)
                | models.Q(final__range=(0, 100), admitted=True, exam__isnull=False),
                name="sheet_final_needs_admission_and_exam",
            ),
            models.CheckConstraint(
                condition=models.Q(final=None) | ~models.Q(letter=""), name="sheet_final_has_letter"
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"

    @property
    def ratings(self) -> list[Decimal]:
        """РК-1, РК-2 … as exact decimals."""
        return [Decimal(points) for points in self.periods]
