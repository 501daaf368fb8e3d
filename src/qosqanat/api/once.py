"""`Idempotency-Key`: the answer to a POST is kept in the transaction of its writes, and given again to a repeat."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from qosqanat.core.problems import Problem
from qosqanat.people.models import Token

from .models import Answered
from .refusals import Stop

KEPT = timedelta(days=1)


@transaction.atomic
def once(token: Token, key: str, body: bytes, at: datetime, act: Callable[[], list[Any]]) -> list[Any]:
    """What `act()` answers; with a `key` of the last day, what it answered then.

    The token's row is locked, so that two equal requests at one moment act once. Raises Stop (422) for another body.
    """
    Token.objects.select_for_update().get(pk=token.pk)
    Answered.objects.filter(token=token, received_at__lt=at - KEPT).delete()
    digest = hashlib.sha256(body).hexdigest()
    known = Answered.objects.filter(token=token, key=key).first()
    if known is None:
        known = Answered(token=token, key=key, body_hash=digest, received_at=at, answer=act())
        known.save()
    elif known.body_hash != digest:
        text = _("This Idempotency-Key came with another body before: use a new key for a new request.")
        raise Stop(422, Problem(text, field="Idempotency-Key"))
    answer: list[Any] = known.answer
    return answer
