"""Cells: reading them, and entering points by the same verb as the pages."""

import re
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID, uuid4, uuid5

from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Header, Query, Router

from qosqanat.core.problems import Problem
from qosqanat.grading.actions import Entry, Verdict, enter_scores
from qosqanat.grading.book import SIGNS, books_of, key_of
from qosqanat.grading.enums import Component, Source
from qosqanat.grading.models import Cell, Sheet
from qosqanat.regulation import marks
from qosqanat.regulation.numbers import plain

from . import shapes
from .door import MachineRequest, needs
from .once import once
from .paging import page_of
from .reads import Sheets, narrowed, within
from .refusals import Stop, told

router = Router()
COMPONENTS = {sign: component.value for component, sign in SIGNS.items()}
NAMESPACE = UUID("7b7f4a52-3c4e-5d1b-9a0e-6a1f5b0c2d11")
TAG = re.compile(r'"([0-9]{1,9})"')


# --- reading -----------------------------------------------------------------------------------------------------


def place_of(key: str) -> tuple[str, int]:
    """Component and number of a key like "t3"."""
    return COMPONENTS[key[0]], int(key[1:])


def read(value: str | None) -> marks.Entry | None:
    """A value of the API as the regulation library reads it."""
    if value is None:
        return None
    return marks.Absence(value) if value.isalpha() else Decimal(value)


def shown(value: marks.Entry | None) -> str | None:
    """The opposite of `read`."""
    if isinstance(value, marks.Absence):
        return str(value.value)
    return None if value is None else plain(value)


def visible(request: MachineRequest) -> "models.QuerySet[Cell]":
    """Written cells that the person may see; those of examinations by a right of their own."""
    seen = models.Q(sheet__in=within(request, Sheet, "score.view").order_by().values("pk"))
    exams = models.Q(sheet__in=within(request, Sheet, "exam.view").order_by().values("pk"))
    return Cell.objects.filter(seen & (~models.Q(component=Component.EXAM) | exams))


def cell_shape(row: Cell) -> dict[str, Any]:
    return {
        "sheet": row.sheet_id,
        "key": key_of(row.component, row.number),
        "component": row.component,
        "number": row.number,
        "value": shown(row.entry),
        "version": row.version,
        "changed_at": row.changed_at,
    }


@router.get("/cells", response=list[shapes.Cell], url_name="cells", auth=needs("cells:read"))
def cells(request: MachineRequest, response: HttpResponse, query: Query[Sheets]) -> list[dict[str, Any]]:
    """Cells in which something was entered; a place that nobody has touched is not among them."""
    rows = visible(request)
    if query.course or query.student:
        rows = rows.filter(sheet__in=narrowed(request, Sheet.objects.order_by(), query).values("pk"))
    return [cell_shape(row) for row in page_of(request, response, rows, query)]


@router.get("/sheets/{sheet}/cells/{key}", response=shapes.Cell, url_name="cell", auth=needs("cells:read"))
def cell(
    request: MachineRequest, response: HttpResponse, sheet: shapes.Key, key: shapes.Place
) -> dict[str, Any]:
    """One cell with its ETag, also while it is empty."""
    component, number = place_of(key)
    owner = get_object_or_404(within(request, Sheet, _view_of(key)), pk=sheet)
    return _with_tag(response, _standing(request, owner, component, number))


def _view_of(key: str) -> str:
    """The right to see what stands in such a cell."""
    return "exam.view" if place_of(key)[0] == Component.EXAM else "score.view"


def _standing(request: MachineRequest, sheet: Sheet, component: str, number: int) -> dict[str, Any]:
    """The cell as it stands. Raises Http404 where the course has no such place."""
    row = Cell.objects.filter(sheet=sheet, component=component, number=number).first()
    if row is None:
        book = books_of([sheet.course_id], request.who.at).get(sheet.course_id)
        if book is None or book.cap(component, number) is None:
            raise Http404
        row = Cell(sheet=sheet, component=component, number=number, state="empty", version=0)
    return cell_shape(row)


def _with_tag(response: HttpResponse, shape: dict[str, Any]) -> dict[str, Any]:
    response["ETag"] = f'"{shape["version"]}"'
    return shape


# --- entering ----------------------------------------------------------------------------------------------------


@router.put("/sheets/{sheet}/cells/{key}", response=shapes.Cell, url_name="cell", auth=needs("cells:write"))
def enter_cell(
    request: MachineRequest,
    response: HttpResponse,
    sheet: shapes.Key,
    key: shapes.Place,
    wanted: shapes.Wanted,
    if_match: Annotated[str | None, Header(alias="If-Match", description=shapes.IF_MATCH)] = None,
) -> dict[str, Any]:
    """Enter one value, if the cell is still as `If-Match` says."""
    if not if_match:
        text = _("Say which version you change: send the cell's ETag as If-Match, or “*” for any.")
        raise Stop(428, Problem(text, field="If-Match"))
    owner = get_object_or_404(within(request, Sheet, _view_of(key)), pk=sheet)
    entry = Entry(owner.pk, *place_of(key), read(wanted.value), uuid4(), _base(if_match))
    verdict, *_rest = _enter(request, [entry], wanted.reason)
    if verdict.status == "refused":
        raise Stop(422, *verdict.problems)
    if verdict.status == "conflict":
        raise _changed_meanwhile(verdict)
    return _with_tag(response, _standing(request, owner, entry.component, entry.number))


def _base(if_match: str) -> int | None:
    """The version that the caller saw: None for any, -1 for none that a cell can have."""
    if if_match.strip() == "*":
        return None
    tag = TAG.fullmatch(if_match.strip())
    return int(tag[1]) if tag else -1


def _changed_meanwhile(verdict: Verdict) -> Stop:
    yours, current = shown(verdict.entry.value), shown(verdict.current)
    text = _(
        "Somebody else entered “%(current)s” meanwhile: look at it and send your “%(yours)s” with its ETag."
    )
    problem = Problem(text % {"current": current or "", "yours": yours or ""})
    standing = {"value": current, "version": verdict.version}
    sent = {"value": yours, "version": max(verdict.entry.base_version or 0, 0)}
    return Stop(412, problem, headers={"ETag": f'"{verdict.version}"'}, yours=sent, current=standing)


@router.post("/cells", response=list[shapes.Verdict], url_name="cells", auth=needs("cells:write"))
def enter_cells(
    request: MachineRequest,
    batch: shapes.Batch,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", pattern=shapes.KEY)],
) -> list[Any]:
    """Enter many values; one verdict per entry, in their order. The same key again answers the same and enters nothing."""

    def act() -> list[Any]:
        verdicts = _enter(
            request, _entries(request, batch, idempotency_key), batch.reason, batch.all_or_nothing
        )
        return [
            _verdict_shape(entry, verdict) for entry, verdict in zip(batch.entries, verdicts, strict=True)
        ]

    return once(request.auth, idempotency_key, request.body, request.who.at, act)


def _entries(request: MachineRequest, batch: shapes.Batch, key: str) -> list[Entry]:
    """Entries of the ledger; a sheet on which the person may not see such a cell is as unknown as one that does not exist.

    A verdict tells what stands in the cell, also when it refuses.
    """
    known = _known(request, batch)
    return [
        Entry(
            entry.sheet if (_view_of(entry.key), entry.sheet) in known else 0,
            *place_of(entry.key),
            read(entry.value),
            uuid5(NAMESPACE, f"{request.auth.pk} {key} {place}"),
            entry.version,
        )
        for place, entry in enumerate(batch.entries)
    ]


def _known(request: MachineRequest, batch: shapes.Batch) -> set[tuple[str, int]]:
    """Rights to see and the sheets of the batch that they reach: a read for each right."""
    wanted: dict[str, set[int]] = {}
    for entry in batch.entries:
        wanted.setdefault(_view_of(entry.key), set()).add(entry.sheet)
    return {
        (action, pk)
        for action, sheets in wanted.items()
        for pk in within(request, Sheet, action).filter(pk__in=sheets).values_list("pk", flat=True)
    }


def _enter(
    request: MachineRequest, entries: list[Entry], reason: str, all_or_nothing: bool = False
) -> list[Verdict]:
    return enter_scores(
        entries,
        by=request.who.person,
        at=request.who.at,
        source=Source.API,
        reason=reason,
        who=request.who,
        all_or_nothing=all_or_nothing,
    )


def _verdict_shape(entry: shapes.Entry, verdict: Verdict) -> dict[str, Any]:
    return {
        "sheet": entry.sheet,
        "key": entry.key,
        "status": verdict.status,
        "value": shown(verdict.current),
        "version": verdict.version,
        "problems": [told(problem) for problem in verdict.problems],
    }
