"""What the grade book does in the background."""

from datetime import timedelta

from django.utils import timezone

from qosqanat.core.clock import now
from qosqanat.studies.models import Course

from . import actions

LONGEST_TERM = timedelta(weeks=30)


def judge_risks() -> int:
    """Every hour: who is at risk in the semesters that run, now that further weeks may have closed."""
    at = now()
    day = timezone.localdate(at)
    running = Course.objects.filter(
        term__starts_on__lte=day, term__starts_on__gt=day.replace(year=day.year - 1)
    )
    return actions.judge_risks(running.filter(scheme__isnull=False).order_by("pk"), at=at)
