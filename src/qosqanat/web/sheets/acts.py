"""Acts of the grid beside typing: taking back, filling a column, and hearing what others entered."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.http import require_GET, require_POST

from qosqanat.core.clock import now
from qosqanat.core.problems import Refused
from qosqanat.grading import actions, queries
from qosqanat.grading.actions import Entry, Verdict
from qosqanat.grading.book import key_of
from qosqanat.grading.enums import Source
from qosqanat.grading.models import ScoreEvent
from qosqanat.grading.queries import Column, Grid
from qosqanat.grading.queries.acts import StandingAct
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Person
from qosqanat.regulation import marks
from qosqanat.studies.models import Course
from qosqanat.web.common.guard import needs

from . import entry
from .found import Desk, find_course, sight_on
from .proposal import Proposal

NAMED = 3
"""So many columns of an act are named one by one."""


@require_GET
@needs("sheet.view")
def changes(request: ActingRequest, pk: int) -> HttpResponse:
    """What anybody entered since the moment `since` (seconds): cells as they are now, whose and since when, and the moment of this answer."""
    found, at = find_course(request, pk), now()
    sight = sight_on(request, pk)
    try:
        since = datetime.fromtimestamp(float(request.GET.get("since", "")), UTC)
    except (ValueError, OverflowError, OSError):
        return JsonResponse({"problems": [_("There is no such moment: reload the page.")]}, status=400)
    cells = [
        [
            one.sheet_id,
            one.key,
            entry.shown(one.value),
            one.version,
            one.author.short_name,
            entry.when(one.at),
        ]
        for one in queries.changes_since(found, since, sight=sight)
    ]
    return JsonResponse({"at": at.timestamp(), "cells": cells})


@require_POST
@needs("sheet.view")
def undo(request: ActingRequest, pk: int) -> HttpResponse:
    """Take back one act of the person who asks; what others changed since stays, and both values are told.

    An act that is not fresh is named and asked about first: nobody takes back with one key what they entered weeks ago.
    """
    return _turn(request, pk, UNDO)


@require_POST
@needs("sheet.view")
def redo(request: ActingRequest, pk: int) -> HttpResponse:
    """Put back what the person who asks took back last, told and asked about like an undoing."""
    return _turn(request, pk, REDO)


@dataclass(frozen=True)
class Turn:
    """An act turned round: how its entries are found and entered, and how it is spoken of for so many marks."""

    route: str
    standing: Callable[[Course, Person, UUID], StandingAct]
    enter: Callable[..., list[Verdict]]
    question: Callable[[int], str]
    done: Callable[[int], str]
    nothing: str


UNDO = Turn(
    "sheets:undo",
    queries.standing_of_act,
    actions.undo_act,
    lambda n: ngettext(
        "Take back %(n)s mark of %(columns)s entered on %(day)s?",
        "Take back %(n)s marks of %(columns)s entered on %(day)s?",
        n,
    ),
    lambda n: ngettext("%(n)s mark undone.", "%(n)s marks undone.", n),
    gettext_noop("There is nothing of yours to undo here."),
)
REDO = Turn(
    "sheets:redo",
    queries.standing_of_undoing,
    actions.redo_act,
    lambda n: ngettext(
        "Put back %(n)s mark of %(columns)s taken back on %(day)s?",
        "Put back %(n)s marks of %(columns)s taken back on %(day)s?",
        n,
    ),
    lambda n: ngettext("%(n)s mark put back.", "%(n)s marks put back.", n),
    gettext_noop("There is nothing of yours to put back here."),
)


def _turn(request: ActingRequest, pk: int, turn: Turn) -> HttpResponse:
    desk = Desk.open(request, pk)
    try:
        operation = UUID(request.POST.get("operation", ""))
        old = turn.standing(desk.course, desk.person, operation)
        if not old.fresh(desk.at) and "sure" not in request.POST:
            return _ask(request, desk, turn, operation, old.events)
        verdicts = turn.enter(desk.course, operation, by=desk.person, at=desk.at, who=desk.who)
    except ValueError:
        return _answer(request, desk, "", [_(turn.nothing)])
    except Refused as refusal:
        return _answer(request, desk, "", [str(problem) for problem in refusal.problems])
    saved = [verdict for verdict in verdicts if verdict.ok]
    text = turn.done(len(saved)) % {"n": len(saved)} if saved else ""
    written = [verdict.entry.operation for verdict in saved if verdict.status == "saved"]
    return _answer(request, desk, text, _left(verdicts, desk), written[0] if written else None)


def _ask(
    request: ActingRequest, desk: Desk, turn: Turn, operation: UUID, events: list[ScoreEvent]
) -> HttpResponse:
    """The question as a dialog for the script, as a page of its own without."""
    fetch = request.headers.get("X-Requested-With") == "fetch"
    frame = {
        "course": desk.course,
        "desk": desk,
        "back": desk.address,
        "address": reverse(turn.route, args=[desk.course.pk]),
        "redo": turn is REDO,
        "operation": operation,
        "question": _question(desk.grid, turn, events),
    }
    return render(request, "sheets/_undo.html" if fetch else "sheets/undo.html", frame)


def _question(grid: Grid, turn: Turn, events: list[ScoreEvent]) -> str:
    """The act by its marks, columns and day; of many columns the first and the last."""
    touched = {key_of(event.component, event.number) for event in events}
    labels = [column.label for column in grid.columns if column.key in touched]
    day = formats.date_format(timezone.localtime(events[0].received_at))
    columns = ", ".join(labels) if len(labels) <= NAMED else f"{labels[0]} … {labels[-1]}"
    return turn.question(len(events)) % {"n": len(events), "columns": columns, "day": day}


@require_POST
@needs("sheet.view")
def fill(request: ActingRequest, pk: int) -> HttpResponse:
    """Full marks, or those of the week before, for every empty cell of one column: one act."""
    desk = Desk.open(request, pk)
    column = desk.grid.column(request.POST.get("column", ""))
    if column is None:
        return _answer(request, desk, "", [_("There is no such column: reload the page.")])
    wanted = (
        _as_before(desk.grid, column) if request.POST.get("how") == "before" else _full(desk.grid, column)
    )
    verdicts = desk.enter(list(wanted), Source.GRID)
    saved = [verdict for verdict in verdicts if verdict.status == "saved"]
    text = ngettext("%(n)s mark saved.", "%(n)s marks saved.", len(saved)) % {"n": len(saved)}
    if not verdicts:
        text = _("Nothing to fill: no cell of this column is empty.")
    return _answer(request, desk, text, _left(verdicts, desk), saved[0].entry.operation if saved else None)


def _full(grid: Grid, column: Column) -> Iterable[Entry]:
    return _filling(grid, column, {row.sheet.pk: column.cap for row in grid.rows})


def _as_before(grid: Grid, column: Column) -> Iterable[Entry]:
    """The week before of the same component; where it was worth more, no more than this column allows."""
    before = [c for c in grid.columns_of(column.component) if c.number < column.number]
    if not before:
        return []
    values = {row.sheet.pk: entry.value_of(row.cells[before[-1].key]) for row in grid.rows}
    return _filling(
        grid, column, {pk: min(v, column.cap) if isinstance(v, Decimal) else v for pk, v in values.items()}
    )


def _filling(grid: Grid, column: Column, values: dict[int, marks.Entry | None]) -> Iterable[Entry]:
    for row in grid.rows:
        view, value = row.cells[column.key], values[row.sheet.pk]
        if view.state == "empty" and value is not None:
            yield Entry(row.sheet.pk, column.component, column.number, value, uuid4(), view.version)


def _left(verdicts: Iterable[Verdict], desk: Desk) -> list[str]:
    """A sentence for each cell that was left as it is; equal sentences once."""
    found = Proposal.from_verdicts([v for v in verdicts if not v.ok], [], [], desk.grid)
    text = _("%(student)s, %(column)s: “%(old)s” was entered meanwhile and stays; yours would be “%(new)s”.")
    told = [
        text % {"student": one.student, "column": one.column, "old": one.old or "—", "new": one.new or "—"}
        for one in found.newer
    ]
    return [*told, *dict.fromkeys(one.why for one in found.refused)]


def _answer(
    request: ActingRequest, desk: Desk, said: str, problems: list[str], operation: UUID | None = None
) -> HttpResponse:
    """To the script a value; to a page without scripts messages on the grid."""
    if request.headers.get("X-Requested-With") == "fetch":
        return JsonResponse({"said": said, "problems": problems, "operation": operation})
    if said:
        messages.success(request, said)
    for problem in problems:
        messages.error(request, problem)
    return redirect(desk.address)
