"""The grade book of a course: seen by everybody whom the policy lets see it, entered by those who may."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qosqanat.core.clock import now
from qosqanat.grading import queries, rights
from qosqanat.grading.actions import Verdict, enter_scores
from qosqanat.grading.enums import Component, Source
from qosqanat.grading.models import Sheet
from qosqanat.grading.queries.grid import FUTURE
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Course
from qosqanat.web.common.guard import needs

from . import entry, lines
from .found import find_course, sight_on
from .page import Page


@needs("sheet.view")
def course(request: ActingRequest, pk: int) -> HttpResponse:
    """The grid of one course; a POST saves all changed cells of the page without scripts.

    Who may see the sheets and no marks reads who is on them and how far the practice is filled.
    """
    found, at = find_course(request, pk), now()
    sight = rights.sight_of(request.who, pk)
    grid = queries.course_grid(found, at, sight=sight)
    if grid.book is None:
        return render(request, "sheets/not_issued.html", {"course": found})
    may_print = request.reachable(Course, "sheet.print").filter(pk=pk).exists()
    if not sight.scores:
        return render(request, "sheets/roll.html", _roll(grid) | {"may_print": may_print})
    granted = rights.rights_of(request.who, [grid.course], at)[found.pk]
    correcting = rights.CORRECT in granted and "correct" in request.GET
    refused: list[tuple[entry.Typed, str]] = []
    if request.method == "POST":
        refused = _save_page(request, grid)
        if not refused:
            return redirect(request.get_full_path())
        grid = queries.course_grid(found, at, sight=sight)
    page = Page.of(grid, request.GET.get("view", ""), granted, correcting=correcting, refused=refused)
    frame = {
        "course": grid.course,
        "page": page,
        "heads": lines.heads(page),
        "body": lines.body(page),
        "at": str(at.timestamp()),
        "acts": queries.acts_of(found, request.who.person) if page.editable else None,
        "may_correct": rights.CORRECT in granted,
        "scores_work": rights.WORK in granted,
        "may_print": may_print,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "sheets/course.html", frame, status=422 if refused else 200)


def _roll(grid: queries.Grid) -> dict[str, object]:
    """Who has a sheet, and of every practice week that has begun how many places are filled."""
    begun = [column for column in grid.columns_of(Component.PRACTICE) if column.state != FUTURE]
    weeks = [(column, grid.filled(column)) for column in begun]
    return {"course": grid.course, "rows": grid.rows, "weeks": weeks}


def _save_page(request: ActingRequest, grid: queries.Grid) -> list[tuple[entry.Typed, str]]:
    """Save what changed; returns what was not saved, with the reason for each."""
    inputs = entry.typed(request.POST, grid)
    entries, refused = entry.changed(inputs, grid)
    by_place = {(one.sheet_id, one.column.component, one.column.number): one for one in inputs}
    verdicts = enter_scores(
        entries,
        by=request.who.person,
        at=now(),
        source=Source.FORM,
        reason=request.POST.get("reason", "").strip(),
        who=request.who,
    )
    saved = sum(verdict.ok for verdict in verdicts)
    if saved:
        messages.success(request, ngettext("%(n)s mark saved.", "%(n)s marks saved.", saved) % {"n": saved})
    return refused + [(by_place[v.entry[:3]], _why(v)) for v in verdicts if not v.ok]


def _why(verdict: Verdict) -> str:
    if verdict.status == "conflict":
        text = _("Somebody else entered “%(value)s” meanwhile: look at it and save again to put yours.")
        return text % {"value": entry.shown(verdict.current)}
    return " ".join(str(problem) for problem in verdict.problems)


@require_POST
@needs("sheet.view")
def cell(request: ActingRequest, pk: int) -> HttpResponse:
    """Save one cell as typed; answers with the verdict, the value that stands and the student's ratings."""
    try:
        one = entry.entry_from(request.POST)
    except (entry.Unreadable, ValueError) as why:
        sight_on(request, find_course(request, pk).pk)  # strangers learn nothing from what they sent
        return _unread(why)
    if not request.reachable(Sheet).filter(pk=one.sheet_id, course=pk).exists():
        raise Http404
    sight = sight_on(request, pk)
    if not sight.shows(one.sheet_id, one.component):
        raise Http404
    reason = request.POST.get("reason", "").strip()
    verdict, *_rest = enter_scores(
        [one], by=request.who.person, at=now(), source=Source.GRID, reason=reason, who=request.who
    )
    status = {"conflict": 409, "refused": 422}.get(verdict.status, 200)
    return JsonResponse(entry.answer(verdict, sight), status=status)


def _unread(why: Exception) -> JsonResponse:
    """A value that is no mark, or a request that no page makes."""
    value = isinstance(why, entry.Unreadable)
    text = str(why) if value else _("There is no such sheet: reload the page.")
    return JsonResponse({"status": "refused", "problems": [text]}, status=422 if value else 400)


@needs("score.view")
def history(request: ActingRequest, pk: int, sheet: int, key: str) -> HttpResponse:
    """Every entry of one cell: who, when, from where, why."""
    found = find_course(request, pk)
    one = get_object_or_404(
        request.reachable(Sheet, rights.SCORES).select_related("student__person", "student__group"),
        pk=sheet,
        course=found,
    )
    column = queries.course_grid(found, now(), sight=sight_on(request, pk)).column(key)
    if column is None:
        raise Http404
    events = queries.cell_history(one, column.component, column.number)
    return render(
        request,
        "sheets/history.html",
        {
            "course": found,
            "sheet": one,
            "column": column,
            "events": [(e, entry.shown(e.entry)) for e in events],
        },
    )
