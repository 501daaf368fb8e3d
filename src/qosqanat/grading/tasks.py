"""What the grade book does in the background."""

from datetime import timedelta

from django.utils import timezone

from qosqanat.core.clock import now
from qosqanat.regulation.laws import MOST_WEEKS
from qosqanat.studies.models import Course

from . import actions

LONGEST_TERM = timedelta(weeks=MOST_WEEKS + 1)  # its last Sunday may be a day off


def judge_risks() -> int:
    """Every hour: who is at risk in the semesters that run, now that further weeks may have closed."""
    at = now()
    day = timezone.localdate(at)
    running = Course.objects.filter(term__starts_on__lte=day, term__starts_on__gt=day - LONGEST_TERM)
    return actions.judge_risks(running.filter(scheme__isnull=False).order_by("pk"), at=at)
