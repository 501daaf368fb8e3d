"""Which semester a page shows: the one asked for by `?term=`, else the current one."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Term

AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Terms:
    """`shown` is None while the university has no semester at all."""

    shown: Term | None
    every: list[Term]


def terms_of(request: ActingRequest) -> Terms:
    """The semesters of the person's universities; the next one is current from two weeks before its first day."""
    every = list(request.reachable(Term).select_related("university"))
    begun = timezone.localdate(request.who.at) + AHEAD
    current = next((term for term in every if term.starts_on <= begun), every[-1] if every else None)
    wish = request.GET.get("term", "")
    return Terms(next((term for term in every if str(term.pk) == wish), current), every)
