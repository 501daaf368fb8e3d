"""Examinations: every course with its state, one sheet's roll, issuing, moving, entering, closing, reopening."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_GET, require_POST

from qosqanat.core.problems import Problem, Refused
from qosqanat.documents.enums import PaperLanguage
from qosqanat.grading import actions
from qosqanat.grading.book import books_of
from qosqanat.grading.enums import ExamKind, ExamState
from qosqanat.grading.models import ExamSheet, Sheet
from qosqanat.grading.queries import exam_rows
from qosqanat.grading.queries.grid import rows_of
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Course, Term
from qosqanat.studies.queries import current_term
from qosqanat.web.common.forms import ReasonForm, status_of
from qosqanat.web.common.guard import needs
from qosqanat.web.common.homes import MainAct, Number, address, first_of
from qosqanat.web.common.lists import Listing

from . import tables
from .forms import CourseFilter, IssueForm, MoveForm, Roll
from .lists import EXAMS

NEEDS = (
    (
        tables.DUE,
        ngettext_lazy("course without an examination sheet", "courses without an examination sheet"),
    ),
    (tables.OPEN, ngettext_lazy("open examination sheet", "open examination sheets")),
    (
        tables.AGAIN,
        ngettext_lazy("course where another attempt is due", "courses where another attempt is due"),
    ),
)


@needs("exam.issue")
def home(request: ActingRequest) -> HttpResponse:
    """Courses of a semester with admitted students, examination sheet and missing results."""
    listing = Listing(request, EXAMS)
    reachable = request.reachable(Course, "exam.issue")
    terms = Term.objects.filter(pk__in=reachable.order_by().values("term")).select_related("university")
    form = CourseFilter(listing.query, terms=terms, departments=tables.departments_of(reachable))
    wanted = form.cleaned_data if form.is_valid() else {}
    term = wanted.get("term") or current_term(terms, request.who.at)
    in_session = term is not None and request.who.at > term.closes_at(term.week_count)
    courses = tables.with_exams(reachable.filter(term=term))
    numbers = _numbers(request, courses, term, wanted.get("state", ""), in_session=in_session)
    if wanted.get("department"):
        courses = courses.filter(department=wanted["department"])
    courses = courses.matching(wanted.get("q", ""))  # type: ignore[attr-defined]
    courses = tables.in_state(courses, wanted.get("state", ""), in_session=in_session)
    listing.query["term"] = str(term.pk) if term else ""
    frame = {"term": term, "numbers": numbers, "main_act": _first(request, numbers)}
    return listing.answer(courses, form, "registrar/home.html", **frame)


def _numbers(
    request: ActingRequest, courses: QuerySet[Course], term: Term | None, chosen: str, *, in_session: bool
) -> list[Number]:
    """What is due now; courses that get their sheet in the session are told apart until it begins."""
    later = (
        "" if in_session else _later(tables.in_state(courses, tables.NONE, in_session=False).count(), term)
    )
    counts = {
        state: tables.in_state(courses, state, in_session=in_session).count() for state, _label in NEEDS
    }
    return [
        Number(
            state,
            counts[state],
            label % counts[state],
            address(request, "registrar:home", state=state),
            current=chosen == state,
            later=later if state == tables.DUE else "",
        )
        for state, label in NEEDS
    ]


def _later(count: int, term: Term | None) -> str:
    if not count or term is None:
        return ""
    text = ngettext("%(n)s more after %(day)s", "%(n)s more after %(day)s", count)
    return text % {"n": count, "day": date_format(term.ends_on, "j E")}


def _first(request: ActingRequest, numbers: list[Number]) -> MainAct:
    """Results first: finals wait for them; between the sessions it is paper."""
    to_issue, to_close, again = numbers
    returned = tables.sealed(request.reachable(Sheet, "sheet.archive")).exists()
    acts = [
        (to_close.value, MainAct(_("Enter the results"), to_close.href)),
        (again.value, MainAct(_("Issue the next attempt"), again.href)),
        (to_issue.value, MainAct(_("Issue examination sheets"), to_issue.href)),
        (returned, MainAct(_("File the returned sheets"), reverse("registrar:sealed"))),
    ]
    return first_of(acts) or MainAct(_("Print many papers"), reverse("papers:batch_new"))


@needs("exam.issue")
@require_GET
def course(request: ActingRequest, pk: int) -> HttpResponse:
    """The latest examination sheet of a course, or the form that issues the first one."""
    found = _course(request, pk)
    latest = ExamSheet.objects.filter(course=found).order_by("-attempt").first()
    return redirect("registrar:exam", latest.pk) if latest else _course_page(request, found)


def _course(request: ActingRequest, pk: int) -> Course:
    rows = request.reachable(Course, "exam.issue").select_related("term__university", "department", "teacher")
    return get_object_or_404(rows, pk=pk)


def _frame(request: ActingRequest, course: Course, form: IssueForm | None = None) -> dict[str, Any]:
    """What every page about a course's examinations shows."""
    exams = list(ExamSheet.objects.filter(course=course).order_by("attempt"))
    sheets = list(
        Sheet.objects.live().filter(course=course).select_related("student__person", "student__group")
    )
    kinds = tables.kinds_possible(course, exams, request.who.at)
    return {
        "course": course,
        "exams": exams,
        "sheets": sheets,
        "admitted": [sheet for sheet in sheets if sheet.admitted],
        "over": bool(exams),
        "kinds": kinds,
        "kind_label": ExamKind(kinds[0]).label if len(kinds) == 1 else "",
        "issue_form": form or (IssueForm(kinds=kinds) if kinds else None),
        "languages": PaperLanguage.choices,
        "may_archive": request.who.may("sheet.archive"),
    }


def _course_page(request: ActingRequest, course: Course, form: IssueForm | None = None) -> HttpResponse:
    facts = _frame(request, course, form)
    books = books_of([course], request.who.at)
    facts["rows"] = rows_of(books, facts["sheets"])
    return render(request, "registrar/course.html", facts, status=status_of(form))


@needs("exam.issue")
@require_POST
def issue(request: ActingRequest, pk: int) -> HttpResponse:
    """Issue the main examination sheet, an FX retake or an F repeat (Y-7.4.b1, Q-Y21)."""
    found = _course(request, pk)
    frame = _frame(request, found)
    form = IssueForm(request.POST, kinds=frame["kinds"] or ["main"])
    if form.is_valid():
        try:
            made = actions.issue_exam_sheet(
                found, **request.who.acting("exam.issue", found), **form.cleaned_data
            )
            messages.success(
                request, _("The examination sheet No %(number)s is issued.") % {"number": made.number}
            )
            return redirect("registrar:exam", made.pk)
        except Refused as refusal:
            form.refused(refusal)
    return _course_page(request, found, form)


def _exam(request: ActingRequest, pk: int, action: str) -> ExamSheet:
    rows = request.reachable(ExamSheet, action).select_related(
        "course__term__university", "course__department"
    )
    return get_object_or_404(rows.select_related("course__teacher"), pk=pk)


@needs("exam.enter")
@require_GET
def exam(request: ActingRequest, pk: int) -> HttpResponse:
    """The roll of one examination sheet: points to enter while it is open, finals in three languages."""
    found = _exam(request, pk, "exam.enter")
    return _exam_page(request, found, Roll(exam_rows(found, request.who.at)))


def _exam_page(
    request: ActingRequest,
    exam: ExamSheet,
    roll: Roll,
    *,
    problems: list[Problem] | None = None,
    reason: ReasonForm | None = None,
    moving: MoveForm | None = None,
) -> HttpResponse:
    frame = _frame(request, exam.course)
    facts = frame | {
        "exam": exam,
        "roll": roll,
        "out": _out(exam, roll),
        "open": exam.state == ExamState.ISSUED,
        "many_groups": len({sheet.student.group_id for sheet in frame["sheets"]}) > 1,
        "entered": sum(line.row.result.value is not None for line in roll.lines),
        "problems": problems or [],
        "reason_form": reason or ReasonForm(),
        "move_form": moving or MoveForm(),
    }
    status = 422 if roll.wrong or problems else status_of(reason, moving)
    return render(request, "registrar/exam.html", facts, status=status)


def _out(exam: ExamSheet, roll: Roll) -> list[Sheet]:
    """Who is on the main sheet without admission."""
    if exam.attempt > 1:
        return []
    inside = {line.row.sheet.pk for line in roll.lines}
    sheets = Sheet.objects.live().filter(course=exam.course).exclude(pk__in=inside)
    return list(sheets.select_related("student__person", "student__group"))


@needs("exam.issue")
@require_POST
def move(request: ActingRequest, pk: int) -> HttpResponse:
    """Put an examination that has no results yet on another day, with a reason (Y-7.4.b1)."""
    found = _exam(request, pk, "exam.issue")
    form = MoveForm(request.POST)
    if form.is_valid():
        try:
            moved = actions.move_exam(found, **request.who.acting("exam.issue", found), **form.cleaned_data)
            text = _("The examination is held on %(day)s.")
            messages.success(request, text % {"day": date_format(moved.held_on)})
            return redirect("registrar:exam", found.pk)
        except Refused as refusal:
            form.refused(refusal)
    return _exam_page(request, found, Roll(exam_rows(found, request.who.at)), moving=form)


@needs("exam.enter")
@require_POST
def enter(request: ActingRequest, pk: int) -> HttpResponse:
    """Take the good lines, refuse the others in place with what was typed."""
    found = _exam(request, pk, "exam.enter")
    roll = Roll(exam_rows(found, request.who.at), request.POST)
    entries = roll.entries(found.attempt)
    verdicts = actions.enter_scores(
        entries, **request.who.acting("exam.enter", found), source="form", who=request.who
    )
    for verdict in verdicts:
        line = roll.line_of(verdict.entry.sheet_id)
        line.errors += [str(problem) for problem in verdict.problems]
        if verdict.status == "conflict":
            line.errors.append(
                _("Somebody else entered another value meanwhile: reload the page and compare.")
            )
    saved = sum(verdict.status == "saved" for verdict in verdicts)
    if saved:
        text = ngettext("%(count)s result is saved.", "%(count)s results are saved.", saved)
        messages.success(request, text % {"count": saved})
    if not roll.wrong:
        return redirect("registrar:exam", found.pk)
    return _exam_page(request, found, _still_wrong(request, found, roll))


def _still_wrong(request: ActingRequest, exam: ExamSheet, tried: Roll) -> Roll:
    """The roll as it stands now, with the refused lines as they were typed."""
    fresh = Roll(exam_rows(exam, request.who.at))
    for line in tried.wrong:
        again = fresh.line_of(line.row.sheet.pk)
        again.typed, again.errors = line.typed, line.errors
    return fresh


@needs("exam.close")
@require_POST
def close(request: ActingRequest, pk: int) -> HttpResponse:
    """Close the sheet when everybody has a result: finals stand (Y-6.7)."""
    found = _exam(request, pk, "exam.close")
    try:
        actions.close_exam_sheet(found, **request.who.acting("exam.close", found))
    except Refused as refusal:
        return _exam_page(request, found, Roll(exam_rows(found, request.who.at)), problems=refusal.problems)
    messages.success(request, _("The examination sheet is closed: the final marks stand."))
    return redirect("registrar:exam", found.pk)


@needs("exam.close")
@require_POST
def reopen(request: ActingRequest, pk: int) -> HttpResponse:
    """Open a closed sheet again for a correction, with a reason."""
    found = _exam(request, pk, "exam.close")
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            actions.reopen_exam_sheet(found, **request.who.acting("exam.close", found), **form.cleaned_data)
            return redirect("registrar:exam", found.pk)
        except Refused as refusal:
            form.refused(refusal)
    return _exam_page(request, found, Roll(exam_rows(found, request.who.at)), reason=form)
