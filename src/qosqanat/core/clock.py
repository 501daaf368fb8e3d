"""The one clock of the doors (pages, commands, jobs). The domain never reads it: `at` is passed in."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present moment, aware; shifted by QOSQANAT_CLOCK_OFFSET seconds in a demo."""
    return timezone.now() + timedelta(seconds=settings.CLOCK_OFFSET)
