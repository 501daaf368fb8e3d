"""Official papers: facts frozen as a snapshot, rendered once, stored with their hash, checked by anyone with the code."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models.functions import Left, Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from qosqanat.core.models import one_of
from qosqanat.people.reach import Holding, ReachableQuerySet
from qosqanat.studies.models import CourseMentor

from .codes import ALPHABET, LONG, SHORT
from .enums import BatchState, Bundle, DocumentState, Form, LeftOut, PaperLanguage

SIGN_OF_LIFE = timedelta(minutes=2)


def one_valid(subject: str, name: str, **empty: None) -> models.UniqueConstraint:
    """Of one subject, form and language one paper is valid, whoever prints at the same moment."""
    return models.UniqueConstraint(
        fields=[subject, "form", "language"], condition=models.Q(state="valid", **empty), name=name
    )


def _without_letters(field: str) -> models.Func:
    """What is left of a code when the letters of codes are taken off its ends: nothing, where there are no others."""
    letters = models.Value(ALPHABET)
    return models.Func(models.F(field), letters, function="TRIM", output_field=models.CharField())


class Document(models.Model):
    """One issued paper. The bytes never change; a newer one replaces it, a mistaken one is revoked.

    `replaced_by` is the next paper of the same form, subject and language, after a revoked one too.
    """

    VIEW_ACTION = "document.view"
    REACH = {
        "own": lambda holding: models.Q(sheet__student__person_id=holding.person_id),
        "mentored": lambda holding: (
            models.Q(
                course__in=CourseMentor.objects.filter(post__person_id=holding.person_id).values("course")
            )
            & ~models.Q(form="exam_sheet")
        ),
        "partner": lambda holding: holding.at_enterprise("course__") & ~models.Q(form="exam_sheet"),
        "taught": lambda holding: models.Q(course__teacher_id=holding.holder_id),
        "group": lambda holding: models.Q(sheet__student__group__adviser_id=holding.holder_id),
        "department": lambda holding: models.Q(course__department__path__startswith=holding.path),
        "faculty": lambda holding: models.Q(course__department__path__startswith=holding.path),
        "university": lambda holding: models.Q(university_id=holding.university_id),
    }

    university = models.ForeignKey("people.Unit", models.PROTECT, related_name="documents")
    form = models.CharField(_("form"), max_length=13, choices=Form)
    course = models.ForeignKey("studies.Course", models.PROTECT, related_name="documents")
    sheet = models.ForeignKey("grading.Sheet", models.PROTECT, null=True, related_name="documents")
    exam_sheet = models.ForeignKey("grading.ExamSheet", models.PROTECT, null=True, related_name="documents")
    language = models.CharField(_("language"), max_length=5, choices=PaperLanguage)
    code = models.CharField(_("short code"), max_length=40, unique=True)
    snapshot = models.JSONField()
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="documents")
    state = models.CharField(_("state"), max_length=8, choices=DocumentState, default=DocumentState.VALID)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    revoked_on_behalf_of = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    revoked_reason = models.CharField(_("reason"), max_length=300, blank=True)
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")

    objects = ReachableQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            one_of("form", Form, "document_form_known"),
            one_of("language", PaperLanguage, "document_language_known"),
            one_of("state", DocumentState, "document_state_known"),
            models.CheckConstraint(
                condition=models.Q(state="replaced", replaced_by__isnull=False)
                | models.Q(state="valid", replaced_by=None)
                | models.Q(state="revoked"),
                name="document_replaced_names_its_successor",
            ),
            models.CheckConstraint(
                condition=models.Q(state="revoked", revoked_at__isnull=False, revoked_by__isnull=False)
                & ~models.Q(revoked_reason="")
                | ~models.Q(state="revoked")
                & models.Q(revoked_at=None, revoked_by=None, revoked_on_behalf_of=None),
                name="document_revoked_has_evidence",
            ),
            one_valid("course", "document_one_valid_of_course", sheet=None, exam_sheet=None),
            one_valid("sheet", "document_one_valid_of_sheet"),
            one_valid("exam_sheet", "document_one_valid_of_exam_sheet"),
            models.CheckConstraint(
                condition=models.Q(Exact(Length("code"), LONG))
                & models.Q(Exact(_without_letters("code"), models.Value(""))),
                name="document_code_in_our_letters",
            ),
            models.UniqueConstraint(Left("code", SHORT), name="document_short_code_once"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def came_after(self) -> "Document | None":
        """The paper in whose place this one came; from what was prefetched."""
        return next(iter(self.replaces.all()), None)


def _whole(holding: Holding) -> models.Q:
    """Batches that the person asked for, all of whose courses the holding still reaches."""
    outside = BatchRow.objects.exclude(course__department__path__startswith=holding.path)
    return models.Q(asked_by=holding.person_id) & ~models.Q(pk__in=outside.values("batch"))


class BatchQuerySet(ReachableQuerySet["Batch"]):
    def counted(self) -> "BatchQuerySet":
        """With `total`, `printed` and `left_out` rows."""
        return self.annotate(
            total=models.Count("rows"),
            printed=models.Count("rows", filter=models.Q(rows__document__isnull=False)),
            left_out=models.Count("rows", filter=~models.Q(rows__left_out="")),
        ).order_by("-asked_at", "-pk")


class Batch(models.Model):
    """Many papers asked for at once, printed in the background; handed over as one `file` until `kept_until`."""

    VIEW_ACTION = "document.issue"
    REACH = {
        "department": _whole,
        "university": lambda holding: models.Q(
            asked_by=holding.person_id, university_id=holding.university_id
        ),
    }

    university = models.ForeignKey("people.Unit", models.PROTECT, related_name="paper_batches")
    form = models.CharField(_("form"), max_length=13, choices=Form)
    language = models.CharField(_("language"), max_length=5, choices=PaperLanguage)
    bundle = models.CharField(_("handed over as"), max_length=3, choices=Bundle)
    state = models.CharField(_("state"), max_length=9, choices=BatchState, default=BatchState.PREPARING)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    moved_at = models.DateTimeField(help_text="The last sign of life of the printing.")
    ended_at = models.DateTimeField(null=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="paper_batches")
    kept_until = models.DateTimeField(null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            one_of("form", Form, "batch_form_known"),
            one_of("language", PaperLanguage, "batch_language_known"),
            one_of("bundle", Bundle, "batch_bundle_known"),
            one_of("state", BatchState, "batch_state_known"),
            models.CheckConstraint(
                condition=models.Q(state="preparing", ended_at=None)
                | ~models.Q(state="preparing") & models.Q(ended_at__isnull=False),
                name="batch_ended_has_time",
            ),
            models.CheckConstraint(
                condition=models.Q(file=None) | models.Q(state="ready", kept_until__isnull=False),
                name="batch_file_is_kept_for_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_form_display()}, {self.get_language_display()}"

    @property
    def is_preparing(self) -> bool:
        return self.state == BatchState.PREPARING

    def stands_still(self, at: datetime) -> bool:
        """Whether the printing gave no sign of life for two minutes."""
        return self.is_preparing and at - self.moved_at > SIGN_OF_LIFE

    def offers_file(self, at: datetime) -> bool:
        return self.file_id is not None and self.kept_until is not None and at < self.kept_until


class BatchRowQuerySet(models.QuerySet["BatchRow"]):
    def waiting(self) -> "BatchRowQuerySet":
        return self.filter(document=None, left_out="")


class BatchRow(models.Model):
    """One paper of a batch: waiting, printed as `document`, or left out for a reason."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    position = models.PositiveSmallIntegerField()
    course = models.ForeignKey("studies.Course", models.PROTECT, related_name="+")
    sheet = models.ForeignKey("grading.Sheet", models.PROTECT, null=True, related_name="+")
    exam_sheet = models.ForeignKey("grading.ExamSheet", models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    left_out = models.CharField(_("left out"), max_length=7, choices=LeftOut, blank=True)
    offender = models.CharField(max_length=500, blank=True, help_text="The text that no form can print.")

    objects = BatchRowQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="batch_row_once"),
            models.CheckConstraint(
                condition=models.Q(left_out="") | models.Q(left_out__in=LeftOut.values),
                name="batch_row_left_out_known",
            ),
            models.CheckConstraint(
                condition=models.Q(document=None) | models.Q(left_out=""),
                name="batch_row_printed_or_left_out",
            ),
        ]

    def __str__(self) -> str:
        return str(self.subject)

    @property
    def subject(self) -> Any:
        """The sheet, the examination sheet or the course that the paper is about."""
        return self.sheet or self.exam_sheet or self.course
