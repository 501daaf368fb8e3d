"""Why independent work may not be set so."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from qosqanat.core.problems import Problem
from qosqanat.grading.book import Book
from qosqanat.regulation.schemes import Period

from .words import points


def problems_of_tasks(book: Book, tasks: Sequence[tuple[int, str, Decimal]]) -> Iterator[Problem]:
    """Enough tasks in each rating period, whose caps add up to the period's (Y-6.4, Q-Y07)."""
    for _period, title, cap in tasks:
        if not title.strip():
            yield Problem(_("Every task needs a title."), "Y-6.4")
        if not cap.is_finite() or cap <= 0 or cap != round(cap, 2):
            text = _("The maximum of “%(title)s” must be above 0, with two decimal places at most.")
            yield Problem(text % {"title": title}, "Y-6.4")
            return
    known = {period.number for period in book.rules.periods}
    if unknown := {period for period, _title, _cap in tasks} - known:
        yield Problem(_("There is no rating period %(period)s.") % {"period": min(unknown)}, "Y-6.4")
    for period in book.rules.periods:
        caps = [cap for owner, _title, cap in tasks if owner == period.number]
        if period.iws_cap or caps:
            yield from _period_problems(book, period, caps)


def _period_problems(book: Book, period: Period, caps: list[Decimal]) -> Iterator[Problem]:
    fewest, total = book.course.term.regulation.fewest_tasks, sum(caps, Decimal(0))
    if len(caps) < fewest:
        text = _(
            "Rating period %(period)s has %(count)s independent-work tasks: at least %(fewest)s are needed."
        )
        yield Problem(text % {"period": period.number, "count": len(caps), "fewest": fewest}, "Y-6.4")
    if total != period.iws_cap:
        text = _("The maxima of rating period %(period)s add up to %(sum)s, not to %(wanted)s: change them.")
        values = {"period": period.number, "sum": points(total), "wanted": points(period.iws_cap)}
        yield Problem(text % values, period.clause)


def task_has_points(title: str) -> Problem:
    text = _(
        "“%(title)s” has points already: it cannot be removed or moved, and its maximum cannot go below them."
    )
    return Problem(text % {"title": title}, "Y-6.4")
