"""Which semester a page shows: the one asked for by `?term=`, else the current one."""

from dataclasses import dataclass
from datetime import timedelta

from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Term
from qosqanat.studies.queries import current_term

AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Terms:
    """`shown` is None while the university has no semester at all."""

    shown: Term | None
    every: list[Term]


def terms_of(request: ActingRequest) -> Terms:
    """The semesters of the person's universities; the next one is current from two weeks before its first day."""
    every = list(request.reachable(Term).select_related("university"))
    current = current_term(every, request.who.at + AHEAD)
    wish = request.GET.get("term", "")
    return Terms(next((term for term in every if str(term.pk) == wish), current), every)
