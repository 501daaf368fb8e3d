"""The personal number of whoever has one: never in clear in the database."""

from django.db import models

from qosqanat.core.seal import blind_index, seal, unseal


class WithIin(models.Model):
    """Rows that may hold an IIN: sealed, found by its keyed hash, shown by its last four digits."""

    iin_sealed = models.BinaryField(null=True, editable=False)
    iin_index = models.CharField(max_length=64, null=True, editable=False)
    iin_tail = models.CharField(max_length=4, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def masked_iin(self) -> str:
        return f"••••••••{self.iin_tail}" if self.iin_sealed else ""

    def set_iin(self, iin: str) -> None:
        """Seal `iin` (12 digits, checked by the caller); an empty one clears it."""
        self.iin_sealed = seal(iin) if iin else None
        self.iin_index = blind_index(iin) if iin else None
        self.iin_tail = iin[-4:]

    def reveal_iin(self) -> str:
        """The whole number. Call `people.actions.reveal_iin`, which logs it."""
        return unseal(bytes(self.iin_sealed)) if self.iin_sealed else ""


def sealed_and_indexed(name: str) -> models.CheckConstraint:
    """A sealed number has its index, and an index its sealed number."""
    return models.CheckConstraint(
        condition=models.Q(iin_sealed=None, iin_index=None)
        | models.Q(iin_sealed__isnull=False, iin_index__isnull=False),
        name=name,
    )
