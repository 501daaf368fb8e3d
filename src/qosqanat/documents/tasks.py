"""Papers in number, in the background."""

from qosqanat.core.clock import now

from . import actions
from .models import Batch


def prepare(batch_id: int) -> None:
    """Print what waits in a batch and hand it over; run again after it was killed, it goes on where it stopped."""
    actions.forget_expired(at=now())
    batch = Batch.objects.select_related("asked_by").get(pk=batch_id)
    while actions.print_some(batch, at=now()):
        pass
    actions.hand_over(batch, at=now())
