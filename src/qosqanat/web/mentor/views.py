"""The mentor's desk: courses, the week, one mark, handing the week over."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRefresh, trigger_client_event

from qosqanat.core.problems import Problem, Refused
from qosqanat.grading import actions, queries, rights
from qosqanat.grading.enums import Component, Source
from qosqanat.grading.models import Cell
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Course
from qosqanat.web.common.guard import needs
from qosqanat.web.common.homes import Needs
from qosqanat.web.templatetags.points import points

from .forms import MarkForm, Unreadable, changed_rows, mark_from, tapped, token
from .needs import NEEDS, main_act
from .screens import Screen, cards


@needs("score.enter_practice")
def home(request: ActingRequest) -> HttpResponse:
    """Courses of the person; three numbers leave only those that need something."""
    needed = Needs(request, "mentor:home", NEEDS, cards(request.who.person, request.who.at))
    frame = {"cards": needed.shown, "numbers": needed.numbers if needed.rows else [], "chosen": needed.chosen}
    return render(request, "mentor/home.html", frame | {"main_act": main_act(needed.rows)})


@needs("score.enter_practice")
def week(request: ActingRequest, course_id: int, number: int) -> HttpResponse:
    """The week on one screen; without JavaScript the same page is one form, and a POST saves what it changed."""
    screen = _screen(request, course_id, number)
    if request.method != "POST":
        return _show(request, screen)
    try:
        entries = changed_rows(request.POST, number, [row.sheet for row in screen.rows])
    except Unreadable as error:
        raise BadRequest(str(error)) from error
    verdicts = _enter(request, entries)
    saved = sum(verdict.status == "saved" for verdict in verdicts)
    if saved:
        messages.success(request, ngettext("%(n)s mark saved.", "%(n)s marks saved.", saved) % {"n": saved})
    if all(verdict.ok for verdict in verdicts):
        return redirect("mentor:week", course_id, number)
    failed = [verdict for verdict in verdicts if not verdict.ok]
    authors = _authors(verdicts)
    typed = {v.entry.sheet_id: request.POST[f"mark-{v.entry.sheet_id}"] for v in failed}
    errors = {v.entry.sheet_id: _sentence(v, authors) for v in failed}
    return _show(request, _screen(request, course_id, number, typed, errors), status=422)


@needs("score.enter_practice")
@require_POST
def marks(request: ActingRequest, course_id: int, number: int) -> HttpResponse:
    """Taps of the screen as JSON: a verdict per entry. A repeat of the same operation writes nothing."""
    screen = _screen(request, course_id, number)
    if request.content_type != "application/json":
        return JsonResponse({"expected": "application/json"}, status=400)
    try:
        entries, made = tapped(request.body, number, [row.sheet for row in screen.rows])
    except Unreadable as error:
        return JsonResponse({"expected": str(error)}, status=400)
    verdicts = _enter(request, entries, made=made)
    authors = _authors(verdicts)
    return JsonResponse({"verdicts": [_answer(verdict, authors) for verdict in verdicts]})


@needs("score.enter_practice")
def mark(request: ActingRequest, course_id: int, number: int, sheet_id: int) -> HttpResponse:
    """One mark in detail with its history; after the week has closed, the correction with a reason."""
    screen = _screen(request, course_id, number)
    row = next((row for row in screen.about.rows if row.sheet.pk == sheet_id), None)
    if row is None:
        raise Http404
    cell = next(found for found in screen.rows if found.sheet == sheet_id)
    form = (
        MarkForm(request.POST)
        if request.method == "POST"
        else MarkForm.showing(mark_from(cell.saved), cell.version)
    )
    back = f"{reverse('mentor:week', args=[course_id, number])}#row-{sheet_id}"
    if form.is_bound and form.is_valid() and screen.correctable:
        entry = form.entry(sheet_id, number)
        verdict = _enter(request, [entry], source=Source.FORM, reason=form.cleaned_data["reason"])[0]
        if verdict.ok:
            return _marked(request, screen, verdict, back)
        _refuse(form, verdict)
    frame = {
        "course": screen.about.course,
        "zone": screen.about.course.term.zone,
        "week": screen.week,
        "cap": screen.cap,
        "sheet": row.sheet,
        "name": row.student.person.full_name,
        "form": form,
        "back": back,
        "enterable": screen.correctable,
        "closed": screen.state == "closed",
        "exam_issued": screen.about.book.exam_issued,
        "problems": [problem for problem in screen.about.warnings if problem.blocking],
        "history": queries.cell_history(row.sheet, Component.PRACTICE, number).reverse(),
    }
    template = "mentor/_mark.html" if request.htmx else "mentor/mark.html"  # type: ignore[attr-defined]
    return render(request, template, frame, status=422 if form.is_bound else 200)


@needs("week.submit")
def finish(request: ActingRequest, course_id: int, number: int) -> HttpResponse:
    """Hand the week over to the head of department; says first who has no mark."""
    screen = _screen(request, course_id, number)
    if not screen.may_enter:
        raise PermissionDenied
    problems: list[Problem] = [problem for problem in screen.about.warnings if problem.blocking]
    if request.method == "POST" and (not screen.without or "leave_empty" in request.POST):
        try:
            hand = request.who.acting("week.submit", screen.about.course)
            actions.hand_over_week(screen.about.course, number, **hand)
            return redirect("mentor:week", course_id, number)
        except Refused as refusal:
            problems = refusal.problems
    frame = {
        "course": screen.about.course,
        "week": screen.week,
        "without": screen.without,
        "problems": problems,
        "blocked": any(problem.blocking for problem in problems),
        "back": reverse("mentor:week", args=[course_id, number]),
    }
    return render(request, "mentor/finish.html", frame)


def _screen(
    request: ActingRequest,
    course_id: int,
    number: int,
    typed: dict[int, str] | None = None,
    errors: dict[int, str] | None = None,
) -> Screen:
    course = get_object_or_404(request.reachable(Course, "score.enter_practice"), pk=course_id)
    about = queries.week_for_mentor(course, number, request.who.at)
    if about is None:
        raise Http404
    granted = rights.rights_of(request.who, [about.course], request.who.at)[course.pk]
    return Screen(about, rights.PRACTICE in granted, rights.CORRECT in granted, typed or {}, errors or {})


def _show(request: ActingRequest, screen: Screen, status: int = 200) -> HttpResponse:
    course = screen.about.course
    frame = {
        "screen": screen,
        "course": course,
        "week": screen.week,
        "cap": screen.cap,
        "zone": course.term.zone,
        "point": formats.get_format("DECIMAL_SEPARATOR"),
    }
    return render(request, "mentor/week.html", frame, status=status)


def _enter(
    request: ActingRequest,
    entries: Sequence[actions.Entry],
    *,
    source: str = Source.PHONE,
    reason: str = "",
    made: datetime | None = None,
) -> list[actions.Verdict]:
    who = request.who
    return actions.enter_scores(
        entries, by=who.person, at=who.at, source=source, reason=reason, device_at=made, who=who
    )


def _authors(verdicts: Sequence[actions.Verdict]) -> dict[int, str]:
    """Who made the mark that stands, by sheet, for the entries that met another one."""
    clashes = [verdict.entry for verdict in verdicts if verdict.status == "conflict"]
    if not clashes:
        return {}
    cells = Cell.objects.filter(
        sheet__in=[entry.sheet_id for entry in clashes],
        component=Component.PRACTICE,
        number=clashes[0].number,
    )
    return {cell.sheet_id: cell.author.short_name for cell in cells.select_related("author")}


def _answer(verdict: actions.Verdict, authors: dict[int, str]) -> dict[str, object]:
    sheet = verdict.entry.sheet_id
    return {
        "sheet": sheet,
        "status": verdict.status,
        "version": verdict.version,
        "value": token(verdict.current),
        "author": authors.get(sheet, ""),
        "problems": [str(problem) for problem in verdict.problems],
    }


def _sentence(verdict: actions.Verdict, authors: dict[int, str]) -> str:
    if verdict.status != "conflict":
        return " ".join(str(problem) for problem in verdict.problems)
    words = {"": _("not entered"), "absent": _("absent"), "excused": _("excused")}
    current = token(verdict.current)
    theirs = words.get(current) or points(current)
    text = _("%(author)s entered %(value)s meanwhile; yours is not saved. Save again if yours holds.")
    return text % {"author": authors.get(verdict.entry.sheet_id, ""), "value": theirs}


def _refuse(form: MarkForm, verdict: actions.Verdict) -> None:
    if verdict.status == "conflict":
        form.add_error(None, _sentence(verdict, _authors([verdict])))
        form.data = form.data.copy() | {"base": str(verdict.version)}  # type: ignore[attr-defined]
    for problem in verdict.problems:
        form.add_error(
            "reason" if problem.field == "reason" else "points" if problem.field else None, str(problem)
        )


def _marked(request: ActingRequest, screen: Screen, verdict: actions.Verdict, back: str) -> HttpResponse:
    if not request.htmx:  # type: ignore[attr-defined]
        messages.success(request, _("The mark is saved."))
        return redirect(back)
    if not screen.editable:
        return HttpResponseClientRefresh()
    return trigger_client_event(HttpResponse(status=204), "qq-marked", _answer(verdict, {}))
