"""The bringing in of a university's own spreadsheets: what was handed over, how its columns were read, what came of it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from qosqanat.core.models import one_of
from qosqanat.people.reach import ReachableQuerySet

from .enums import UNDER_WAY, Kind, RunState

if TYPE_CHECKING:
    from .reading import Content


SIGN_OF_LIFE = timedelta(minutes=5)  # reading and writing at once give none for up to two


class ImportRun(models.Model):
    """One file from upload to confirmation. Nothing but this row is written before `applied`."""

    VIEW_ACTION = "import.run"
    REACH = {"university": lambda holding: models.Q(university_id=holding.university_id)}

    university = models.ForeignKey("people.Unit", models.PROTECT, related_name="import_runs")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="import_runs")
    file_name = models.CharField(_("file name"), max_length=200)
    state = models.CharField(_("state"), max_length=9, choices=RunState, default=RunState.PLANNED)
    columns = models.JSONField(default=dict, help_text="Corrected mapping: field -> column label.")
    answers = models.JSONField(default=dict, help_text="Answers to questions: row key -> chosen value.")
    counts = models.JSONField(
        default=dict, help_text="new, changed, unchanged, refused, asks at the last dry run."
    )
    plan = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+", help_text="The last dry run, sealed."
    )
    progress = models.PositiveSmallIntegerField(
        default=0, help_text="Per cent of a reading in the background."
    )
    moved_at = models.DateTimeField(
        null=True, help_text="The last sign of life of the work in the background."
    )
    failure = models.JSONField(
        default=dict, help_text="code and params of why the work in the background ended without success."
    )
    started_at = models.DateTimeField(_("started"))
    started_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(_("written"), null=True)

    content: "Content | None" = None  # the file as read, while this object lives

    objects = ReachableQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            one_of("kind", Kind, "import_kind_known"),
            one_of("state", RunState, "import_state_known"),
            models.CheckConstraint(
                condition=models.Q(state="applied", applied_at__isnull=False)
                | ~models.Q(state="applied") & models.Q(applied_at=None),
                name="import_applied_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def stands_still(self, at: datetime) -> bool:
        """Whether work in the background is awaited and gave no sign of life for five minutes."""
        return self.state in UNDER_WAY and at - (self.moved_at or self.started_at) > SIGN_OF_LIFE

    def get_absolute_url(self) -> str:
        return reverse("office:import", args=[self.pk])


class ColumnMapping(models.Model):
    """How this university labels its columns, remembered after the first correction."""

    university = models.ForeignKey("people.Unit", models.CASCADE, related_name="column_mappings")
    kind = models.CharField(max_length=10, choices=Kind)
    columns = models.JSONField(help_text="field -> column label")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            one_of("kind", Kind, "mapping_kind_known"),
            models.UniqueConstraint(fields=["university", "kind"], name="mapping_once_per_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.university} {self.kind}"
