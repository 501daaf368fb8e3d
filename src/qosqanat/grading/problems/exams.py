"""Why an examination sheet may not be issued, put on another day, closed or reopened."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qosqanat.core.problems import Problem
from qosqanat.grading.book import Book
from qosqanat.grading.enums import ExamKind, ExamState
from qosqanat.grading.models import ExamSheet, Sheet
from qosqanat.studies.models import Term
from qosqanat.studies.problems import reason_missing

from .words import moment, points

HELD_WITHIN = {
    ExamKind.MAIN: timedelta(days=366),
    ExamKind.RETAKE: timedelta(days=366),
    ExamKind.REPEAT: timedelta(days=2 * 366),
}
"""How long after the semester an examination is held at the latest: a repeated course is taught again first."""


def problems_of_exam_issue(book: Book, kind: str, held_on: date, eligible: int) -> Iterator[Problem]:
    """Why no examination sheet of `kind` can be issued now (Y-6.7, Y-7.4.b1, Q-Y21)."""
    term, last = book.course.term, book.rules.weeks
    if kind == ExamKind.MAIN and book.exam_issued:
        number = book.exams[1].number
        yield Problem(
            _("The examination sheet No %(number)s is issued already.") % {"number": number}, "Y-7.4.b1"
        )
        return
    if kind == ExamKind.MAIN and book.at <= term.closes_at(last):
        text = _(
            "Week %(week)s closes on %(moment)s: the examination sheet is issued after it, in the session."
        )
        yield Problem(text % {"week": last, "moment": moment(term.closes_at(last), term)}, "Y-6.7")
    yield from _problems_of_day(term, kind, held_on)
    if kind != ExamKind.MAIN and not book.exam_closed:
        yield Problem(_("Close the examination sheet before it first."), "Y-6.7")
    elif not eligible:
        yield Problem(_nobody(kind, book.threshold), "Y-6.7")


def _problems_of_day(term: Term, kind: str, held_on: date) -> Iterator[Problem]:
    latest = term.ends_on + HELD_WITHIN[ExamKind(kind)]
    if held_on <= term.ends_on:
        text = _("The examination is held in the session, after %(day)s.")
        yield Problem(text % {"day": date_format(term.ends_on)}, "Y-6.7", field="held_on")
    elif held_on > latest:
        text = _("The examination is held on %(day)s at the latest: correct the date.")
        yield Problem(text % {"day": date_format(latest)}, "Y-6.7", field="held_on")


def problems_of_exam_move(exam: ExamSheet, held_on: date, results: int, reason: str) -> Iterator[Problem]:
    """Why the examination is not held on another day (Y-7.4.b1): its results were given on this one."""
    if exam.state == ExamState.CLOSED:
        text = _("The examination sheet is closed, so the date stands: reopen the sheet first.")
        yield Problem(text, "Y-7.4.b1")
        return
    if results:
        text = ngettext(
            "%(count)s result is entered, so the date stands: take the result back first.",
            "%(count)s results are entered, so the date stands: take the results back first.",
            results,
        )
        yield Problem(text % {"count": results}, "Y-7.4.b1")
    if held_on == exam.held_on:
        yield Problem(_("That is the date already: enter another one."), "Y-7.4.b1", field="held_on")
    yield from _problems_of_day(exam.course.term, exam.kind, held_on)
    yield from reason_missing(reason)


def _nobody(kind: str, threshold: Decimal) -> str:
    texts = {
        ExamKind.MAIN: _("No student is admitted: an admission rating of %(threshold)s is needed."),
        ExamKind.RETAKE: _("Nobody has FX and a retake left: there is nothing to retake."),
        ExamKind.REPEAT: _("Nobody has F, or FX without a retake left: there is nothing to repeat."),
    }
    return texts[ExamKind(kind)] % {"threshold": points(threshold)}


def not_admitted(sheet: Sheet, threshold: Decimal) -> Problem:
    text = _("The student is not admitted: the admission rating is %(rating)s, and %(threshold)s is needed.")
    values = {"rating": points(sheet.admission), "threshold": points(threshold)}
    return Problem(text % values, "Y-6.7")


def not_in_attempt(kind: str) -> Problem:
    texts = {
        ExamKind.RETAKE: _("Only a student with FX retakes the examination."),
        ExamKind.REPEAT: _("Only a student with F, or with FX and no retake left, repeats the examination."),
    }
    return Problem(texts[ExamKind(kind)], "Y-6.7")


def retakes_used(granted: int) -> Problem:
    text = ngettext(
        "FX is retaken %(count)s time only: enter the student on the sheet of a repeat.",
        "FX is retaken %(count)s times only: enter the student on the sheet of a repeat.",
        granted,
    )
    return Problem(text % {"count": granted}, "Y-6.7")


def problems_of_exam_close(exam: ExamSheet, without: Iterable[str]) -> Iterator[Problem]:
    """Why an examination sheet cannot be closed: somebody has no result yet."""
    names = list(without)
    if exam.state == ExamState.CLOSED:
        yield Problem(_("The examination sheet is closed already."), "Y-6.7")
    elif names:
        text = _("No result yet: %(students)s. Enter points or mark them absent.")
        yield Problem(text % {"students": ", ".join(names)}, "Y-6.7")


def problems_of_exam_reopen(exam: ExamSheet, later: bool, reason: str) -> Iterator[Problem]:
    """Why a closed examination sheet stays closed."""
    if exam.state != ExamState.CLOSED:
        yield Problem(_("The examination sheet is open already."), "Y-6.7")
    if later:
        yield Problem(
            _("A later attempt is issued already, so this examination sheet stays closed."), "Y-6.7"
        )
    yield from reason_missing(reason)
