from django.db import models


class Answered(models.Model):
    """The answer to one POST, kept with its writes in one transaction: the same key again gets the same answer."""

    token = models.ForeignKey("people.Token", models.CASCADE, related_name="answers")
    key = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    answer = models.JSONField(default=list)
    received_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answered_once_per_key")]

    def __str__(self) -> str:
        return self.key
