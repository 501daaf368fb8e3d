from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from qosqanat.core.models import one_of
from qosqanat.grading.enums import Component, Source, Value
from qosqanat.regulation import marks


class Scored(models.Model):
    """Place and value that a cell and each of its events share.

    `number` is the week of a test or of practice, the task of independent work, the attempt of an examination.
    """

    component = models.CharField(max_length=8, choices=Component)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=7, choices=Value)
    value = models.DecimalField(_("points"), max_digits=5, decimal_places=2, null=True)
    version = models.PositiveIntegerField(
        help_text="1 for the first value of the cell, one more for each later one."
    )

    class Meta:
        abstract = True

    @property
    def entry(self) -> Decimal | marks.Absence | None:
        """The value as the regulation library reads it; None: not entered."""
        return {Value.NUMBER: self.value, Value.ABSENT: marks.ABSENT, Value.EXCUSED: marks.EXCUSED}.get(
            Value(self.state)
        )


def value_matches_state(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(state="number", value__isnull=False, value__gte=0, value__lte=100)
        | ~models.Q(state="number") & models.Q(value=None),
        name=name,
    )


class Cell(Scored):
    """The current value of one place on a sheet: derived from its last event, in the same transaction."""

    # its constraint begins with the sheet: a further index of the sheet alone would only cost
    sheet = models.ForeignKey("grading.Sheet", models.CASCADE, related_name="cells", db_index=False)
    author = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["component", "number"]
        constraints = [
            one_of("component", Component, "cell_component_known"),
            one_of("state", Value, "cell_state_known"),
            value_matches_state("cell_value_matches_state"),
            models.UniqueConstraint(fields=["sheet", "component", "number"], name="cell_once"),
        ]
        # what is filled in a week is counted for a whole faculty without opening the rows
        indexes = [models.Index(fields=["sheet", "component", "number", "state"], name="cell_filled")]

    def __str__(self) -> str:
        return f"{self.component} {self.number}: {self.value if self.value is not None else self.state}"


class ScoreEvent(Scored):
    """One entry of one value: append-only, in the database too. `operation` is the client's own id: a repeat writes nothing."""

    sheet = models.ForeignKey("grading.Sheet", models.PROTECT, related_name="events", db_index=False)
    author = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="score_events", verbose_name=_("author")
    )
    on_behalf_of = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    source = models.CharField(_("source"), max_length=11, choices=Source)
    device_at = models.DateTimeField(_("time on the device"), null=True)
    received_at = models.DateTimeField(_("received"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    operation = models.UUIDField(unique=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            one_of("component", Component, "event_component_known"),
            one_of("state", Value, "event_state_known"),
            one_of("source", Source, "event_source_known"),
            value_matches_state("event_value_matches_state"),
            models.UniqueConstraint(
                fields=["sheet", "component", "number", "version"], name="event_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component} {self.number} v{self.version}"
