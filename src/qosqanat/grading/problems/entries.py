"""Why a score may not be entered."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qosqanat.core.problems import Problem
from qosqanat.grading import rights
from qosqanat.grading.book import Book, key_of
from qosqanat.grading.enums import Component, ExamState, SheetState, Source
from qosqanat.grading.models import Sheet
from qosqanat.grading.rights import Rights
from qosqanat.regulation import marks
from qosqanat.studies.problems import reason_missing

from .words import moment, points, typed

RIGHT_FOR = {
    Component.TEST: rights.WORK,
    Component.IWS: rights.WORK,
    Component.PRACTICE: rights.PRACTICE,
    Component.EXAM: rights.EXAM,
}
IMPORTED = frozenset({Source.SPREADSHEET, Source.CANVAS, Source.TRANSFER})


def problems_of_entry(
    book: Book,
    sheet: Sheet,
    component: str,
    number: int,
    value: object,
    *,
    granted: Rights,
    source: str = Source.FORM,
    reason: str = "",
) -> list[Problem]:
    """Why `value` may not be entered in that place of `sheet` now; empty when it may."""
    if component not in Component.values:
        return [Problem(_("There is no such place on the sheet: reload the page."), "Y-6.3")]
    for found in (
        _no_right(book, component, granted),
        no_place(book, component, number),
        _bad_value(book, component, number, value),
        _sheet_shut(sheet, component),
        _window(book, component, number, granted, source, reason),
        reason_missing(reason) if reason.strip() else (),
    ):
        problems = list(found)
        if problems:
            return problems
    return []


def _no_right(book: Book, component: str, granted: Rights) -> Iterator[Problem]:
    if RIGHT_FOR[Component(component)] in granted:
        return
    if component != Component.EXAM and (rights.CORRECT in granted or rights.IMPORT in granted):
        return
    texts = {
        Component.PRACTICE: _(
            "Practice of %(course)s is scored by its mentor: ask the department to assign you."
        ),
        Component.EXAM: _("Examination points of %(course)s are entered by the registrar."),
    }
    other = _("Tests and independent work of %(course)s are scored by its teacher.")
    yield Problem(texts.get(Component(component), other) % {"course": book.course.title}, "Y-6.3")


def no_place(book: Book, component: str, number: int) -> Iterator[Problem]:
    if book.cap(component, number) is not None:
        return
    if component == Component.IWS:
        yield _no_task(book, number)
    elif component == Component.EXAM:
        yield Problem(
            _("There is no examination sheet for this attempt: the registrar issues it first."), "Y-7.4.b1"
        )
    elif 1 <= number <= book.rules.weeks:
        texts = {
            Component.PRACTICE: _(
                "Week %(week)s has no practice points in marking scheme %(scheme)s: leave it empty."
            ),
            Component.TEST: _(
                "Week %(week)s has no portal test in marking scheme %(scheme)s: leave it empty."
            ),
        }
        text = texts[Component(component)]
        yield Problem(text % {"week": number, "scheme": book.rules.code}, book.rules.clause)
    else:
        text = _("There is no week %(week)s: the semester has %(count)s weeks.")
        yield Problem(text % {"week": number, "count": book.rules.weeks}, book.rules.clause)


def _no_task(book: Book, number: int) -> Problem:
    if not book.tasks:
        text = _(
            "The course has no independent-work tasks yet: add at least %(fewest)s for each rating period first."
        )
        return Problem(text % {"fewest": book.course.term.regulation.fewest_tasks}, "Y-6.4")
    text = _("There is no independent-work task %(number)s: add the task first.")
    return Problem(text % {"number": number}, "Y-6.4")


def _bad_value(book: Book, component: str, number: int, value: object) -> Iterator[Problem]:
    if value is None or isinstance(value, marks.Absence):
        return
    field, clause = key_of(component, number), book.rules.clause
    cap = book.cap(component, number)
    if not isinstance(value, Decimal) or not value.is_finite() or cap is None:
        yield Problem(
            _("“%(value)s” is not a number of points.") % {"value": marks.shown(value)}, clause, field=field
        )
    elif value < 0:
        yield Problem(_("Points cannot be below 0."), clause, field=field)
    elif value > cap:
        text = _("%(value)s is above the maximum of %(cap)s: enter 0 to %(cap)s.")
        yield Problem(text % {"value": typed(value), "cap": points(cap)}, clause, field=field)
    elif value != round(value, 2):
        text = _("%(value)s has more than two decimal places: round it.")
        yield Problem(text % {"value": typed(value)}, clause, field=field)


def _sheet_shut(sheet: Sheet, component: str) -> Iterator[Problem]:
    if sheet.state == SheetState.WITHDRAWN:
        yield Problem(
            _("The student left the course: the sheet No %(number)s is closed.") % {"number": sheet.number},
            "Y-6.5",
        )
    elif sheet.state in {SheetState.RETURNED, SheetState.ARCHIVED} and component != Component.EXAM:
        text = _(
            "The sheet No %(number)s came back with the seal: the head of department must send it back first."
        )
        yield Problem(text % {"number": sheet.number}, "Y-6.5.3")


def _window(
    book: Book, component: str, number: int, granted: Rights, source: str, reason: str
) -> Iterator[Problem]:
    if component == Component.EXAM:
        yield from _exam_window(book, number)
        return
    if book.exam_closed:
        yield Problem(_("The examination sheet is closed: the registrar must reopen it first."), "Y-6.7")
        return
    if early := not_begun(book, component, number):
        yield early
        return
    shut = _shut(book, component, number)
    if shut is None and RIGHT_FOR[Component(component)] in granted:
        return
    if rights.IMPORT in granted and source in IMPORTED:
        return
    if rights.CORRECT not in granted:
        yield shut or Problem(_("Points are brought in from files only, not typed."), "Y-6.3")
    elif not reason.strip():
        yield Problem(_("A correction needs a reason: enter it."), "Y-6.5", field="reason")


def _exam_window(book: Book, attempt: int) -> Iterator[Problem]:
    exam = book.exams[attempt]
    if exam.state == ExamState.CLOSED:
        text = _("The examination sheet No %(number)s is closed: reopen it with a reason first.")
        yield Problem(text % {"number": exam.number}, "Y-6.7")
    elif exam.held_on > book.course.term.day_on(book.at):
        text = _("The examination is held on %(day)s: results can be entered from then on.")
        yield Problem(text % {"day": date_format(exam.held_on)}, "Y-6.7")


def not_begun(book: Book, component: str, number: int) -> Problem | None:
    if component == Component.IWS:
        number = 1
    if number <= book.week:
        return None
    text = _("Week %(week)s begins on %(day)s: points can be entered from then on.")
    first = book.course.term.weeks[number - 1].first
    return Problem(text % {"week": number, "day": date_format(first)}, "Y-6.5.2")


def _shut(book: Book, component: str, number: int) -> Problem | None:
    """Why the mentor's or teacher's own time is over."""
    if book.exam_issued:
        text = _(
            "The examination sheet is issued: the head of department can still correct points with a reason."
        )
        return Problem(text, "Y-6.7")
    if component == Component.PRACTICE and number in book.closed_weeks:
        text = _("Week %(week)s closed on %(moment)s: ask the dean to reopen it.")
        closed = moment(book.course.term.closes_at(number), book.course.term)
        return Problem(text % {"week": number, "moment": closed}, "Y-6.5.2")
    return None


def sheet_unknown() -> Problem:
    return Problem(_("There is no such sheet: reload the page."), "Y-6.3")


def own_sheet() -> Problem:
    return Problem(_("Nobody scores themselves: another mentor or the teacher enters these points."), "Y-6.3")


def operation_taken() -> Problem:
    return Problem(_("This entry was sent before with another place: reload the page and enter it again."))


def nothing_to_undo() -> Problem:
    return Problem(_("There is nothing of yours left to undo here: what you entered was undone or replaced."))


def nothing_to_redo() -> Problem:
    return Problem(
        _("There is nothing of yours left to put back here: it stands again, or you entered something since.")
    )


def held_back() -> Problem:
    return Problem(_("Not saved, because other entries of the same file are refused: correct them first."))
