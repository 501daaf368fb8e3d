from django.db import models, transaction


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


class PaceQuerySet(models.QuerySet["Pace"]):
    def counted(self, caller: str, minute: int) -> int:
        """Count one more request of `caller` in `minute`: exact, however many processes count at once."""
        mine = self.filter(caller=caller, minute=minute)
        with transaction.atomic():
            if not mine.update(count=models.F("count") + 1):
                self.filter(minute__lt=minute).delete()
                self.bulk_create([Pace(caller=caller, minute=minute)], ignore_conflicts=True)
                mine.update(count=models.F("count") + 1)
            return mine.values_list("count", flat=True).get()


class Pace(models.Model):
    """How many requests came from one caller, a token or an address, in one minute of the clock."""

    caller = models.CharField(max_length=60)
    minute = models.BigIntegerField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    objects = PaceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["caller", "minute"], name="pace_counted_once")]

    def __str__(self) -> str:
        return f"{self.caller}: {self.count}"
