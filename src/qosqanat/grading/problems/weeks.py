"""Why a week may not be handed in or opened again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qosqanat.core.problems import Problem
from qosqanat.grading.book import Book
from qosqanat.grading.enums import Component
from qosqanat.studies.problems import reason_missing

from .entries import no_place, not_begun
from .words import moment

OPEN_WITHIN = timedelta(days=366)


def problems_of_handover(book: Book, week: int, empty: int = 0) -> Iterator[Problem]:
    """Why a mentor cannot hand in a week (Y-7.3.b4); empty places only warn."""
    if book.cap(Component.PRACTICE, week) is None:
        yield from no_place(book, Component.PRACTICE, week)
    elif early := not_begun(book, Component.PRACTICE, week):
        yield early
    elif empty:
        text = ngettext(
            "%(count)s student has no points: enter them or mark the student absent.",
            "%(count)s students have no points: enter them or mark the students absent.",
            empty,
        )
        yield Problem(text % {"count": empty}, "Y-7.3.b4", blocking=False)


def problems_of_reopening(book: Book, week: int, until: datetime, reason: str) -> Iterator[Problem]:
    """Why a dean cannot open a week again (Q-Y14)."""
    if book.cap(Component.PRACTICE, week) is None:
        yield from no_place(book, Component.PRACTICE, week)
        return
    term = book.course.term
    if term.closes_at(week) >= book.at:
        text = _("Week %(week)s is still open: it closes on %(moment)s.")
        yield Problem(
            text % {"week": week, "moment": moment(term.closes_at(week), term)}, "Y-6.5.2", field="week"
        )
    if until <= book.at:
        yield Problem(_("The end must lie in the future."), "Y-6.5.2", field="until")
    elif until - book.at > OPEN_WITHIN:
        text = _("A week is opened again for a year at the most: enter an earlier end.")
        yield Problem(text, "Y-6.5.2", field="until")
    if book.exam_issued:
        text = _(
            "The examination sheet is issued: the head of department can still correct points with a reason."
        )
        yield Problem(text, "Y-6.7", field="week")
    yield from reason_missing(reason)
