"""Why a score, a week, a task or a paper may not be what somebody wants. Each sentence names thing, rule and next step."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qosqanat.core.problems import Problem
from qosqanat.regulation import marks
from qosqanat.regulation.lifecycles import SHEET, find
from qosqanat.regulation.numbers import plain
from qosqanat.studies.models import Course, Term
from qosqanat.studies.problems import problems_of_course, reason_missing

from . import rights
from .book import Book, key_of
from .enums import Component, ExamKind, ExamState, SheetState, Source
from .models import ExamSheet, Sheet
from .rights import Rights

RIGHT_FOR = {
    Component.TEST: rights.WORK,
    Component.IWS: rights.WORK,
    Component.PRACTICE: rights.PRACTICE,
    Component.EXAM: rights.EXAM,
}
IMPORTED = frozenset({Source.SPREADSHEET, Source.CANVAS, Source.TRANSFER})


def points(number: Decimal) -> str:
    """Points as the reader's language writes them."""
    return str(number_format(Decimal(plain(number))))


def _typed(number: Decimal) -> str:
    """What somebody typed, in the reader's language; a number beyond all reason (1E+999999) stays short."""
    exponent = number.as_tuple().exponent
    plausible = isinstance(exponent, int) and exponent >= -6 and number.adjusted() <= 6
    return points(number) if plausible else marks.shown(number)


def moment(at: datetime, term: Term) -> str:
    """A moment in the university's own time."""
    return date_format(at.astimezone(term.zone), "DATETIME_FORMAT")


# --- one entry ---------------------------------------------------------------------------------------------------


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
        _no_place(book, component, number),
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


def _no_place(book: Book, component: str, number: int) -> Iterator[Problem]:
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
        return Problem(
            _("The course has no independent-work tasks yet: add at least two for each rating period first."),
            "Y-6.4",
        )
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
        yield Problem(text % {"value": _typed(value), "cap": points(cap)}, clause, field=field)
    elif value != round(value, 2):
        text = _("%(value)s has more than two decimal places: round it.")
        yield Problem(text % {"value": _typed(value)}, clause, field=field)


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
    if early := _not_begun(book, component, number):
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
    if book.exams[attempt].state == ExamState.CLOSED:
        text = _("The examination sheet No %(number)s is closed: reopen it with a reason first.")
        yield Problem(text % {"number": book.exams[attempt].number}, "Y-6.7")


def _not_begun(book: Book, component: str, number: int) -> Problem | None:
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


def held_back() -> Problem:
    return Problem(_("Not saved, because other entries of the same file are refused: correct them first."))


# --- issuing sheets ----------------------------------------------------------------------------------------------


def problems_of_issue(course: Course, on: date, *, has_scheme: bool) -> list[Problem]:
    """Why the sheets of `course` cannot be issued on the day `on` (Y-6.5.1); a chosen scheme answers for the credits."""
    found = problems_of_course(course, on)
    return [p for p in found if not (has_scheme and p.field == "credits")]


def scheme_frozen(code: str) -> Problem:
    text = _("Points are entered already, so marking scheme %(code)s stays for this course.")
    return Problem(text % {"code": code}, "Y-6.4", field="scheme")


def scheme_unknown(code: str, known: Iterable[str]) -> Problem:
    text = _("The regulation has no marking scheme %(code)s: choose one of %(known)s.")
    return Problem(text % {"code": code, "known": ", ".join(known)}, "Y-6.4", field="scheme")


def no_sheets() -> Problem:
    return Problem(
        _("The sheets of the course are not issued yet: the head of department issues them first."), "Y-6.5.1"
    )


def problems_of_move(state: str, move: str, reason: str) -> Iterator[Problem]:
    """Why a sheet in `state` cannot make `move` of its lifecycle."""
    step = find(SHEET, move)
    if state not in step.sources:
        text = _("The sheet is %(state)s: this step is not possible now.")
        yield Problem(text % {"state": SheetState(state).label}, step.clause or "")
    if step.needs_reason:
        yield from reason_missing(reason)


# --- independent work --------------------------------------------------------------------------------------------


def problems_of_tasks(book: Book, tasks: Sequence[tuple[int, str, Decimal]]) -> Iterator[Problem]:
    """At least two tasks in each rating period, whose caps add up to the period's (Y-6.4, Q-Y07)."""
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
            yield from _period_problems(period.number, caps, period.iws_cap, period.clause)


def _period_problems(period: int, caps: list[Decimal], wanted: Decimal, clause: str) -> Iterator[Problem]:
    if len(caps) < 2:
        text = _("Rating period %(period)s has %(count)s independent-work tasks: at least 2 are needed.")
        yield Problem(text % {"period": period, "count": len(caps)}, "Y-6.4")
    if sum(caps) != wanted:
        text = _("The maxima of rating period %(period)s add up to %(sum)s, not to %(wanted)s: change them.")
        values = {"period": period, "sum": points(sum(caps, Decimal(0))), "wanted": points(wanted)}
        yield Problem(text % values, clause)


def task_has_points(title: str) -> Problem:
    text = _(
        "“%(title)s” has points already: it cannot be removed or moved, and its maximum cannot go below them."
    )
    return Problem(text % {"title": title}, "Y-6.4")


# --- weeks -------------------------------------------------------------------------------------------------------


def problems_of_handover(book: Book, week: int, empty: int = 0) -> Iterator[Problem]:
    """Why a mentor cannot hand in a week (Y-7.3.b4); empty places only warn."""
    if book.cap(Component.PRACTICE, week) is None:
        yield from _no_place(book, Component.PRACTICE, week)
    elif early := _not_begun(book, Component.PRACTICE, week):
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
        yield from _no_place(book, Component.PRACTICE, week)
        return
    term = book.course.term
    if term.closes_at(week) >= book.at:
        text = _("Week %(week)s is still open: it closes on %(moment)s.")
        yield Problem(
            text % {"week": week, "moment": moment(term.closes_at(week), term)}, "Y-6.5.2", field="week"
        )
    if until <= book.at:
        yield Problem(_("The end must lie in the future."), "Y-6.5.2", field="until")
    if book.exam_issued:
        text = _(
            "The examination sheet is issued: the head of department can still correct points with a reason."
        )
        yield Problem(text, "Y-6.7", field="week")
    yield from reason_missing(reason)


# --- examinations ------------------------------------------------------------------------------------------------


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
    if held_on <= term.ends_on:
        text = _("The examination is held in the session, after %(day)s.")
        yield Problem(text % {"day": date_format(term.ends_on)}, "Y-6.7", field="held_on")
    if kind != ExamKind.MAIN and not book.exam_closed:
        yield Problem(_("Close the examination sheet before it first."), "Y-6.7")
    elif not eligible:
        yield Problem(_nobody(kind, book.threshold), "Y-6.7")


def _nobody(kind: str, threshold: Decimal) -> str:
    texts = {
        ExamKind.MAIN: _("No student is admitted: an admission rating of %(threshold)s is needed."),
        ExamKind.RETAKE: _("Nobody has FX: there is nothing to retake."),
        ExamKind.REPEAT: _("Nobody has F: there is nothing to repeat."),
    }
    return texts[ExamKind(kind)] % {"threshold": points(threshold)}


def not_admitted(sheet: Sheet, threshold: Decimal) -> Problem:
    text = _("The student is not admitted: the admission rating is %(rating)s, and %(threshold)s is needed.")
    values = {"rating": points(sheet.admission), "threshold": points(threshold)}
    return Problem(text % values, "Y-6.7")


def not_in_attempt(kind: str) -> Problem:
    texts = {
        ExamKind.RETAKE: _("Only a student with FX retakes the examination."),
        ExamKind.REPEAT: _("Only a student with F repeats the examination."),
    }
    return Problem(texts[ExamKind(kind)], "Y-6.7")


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
