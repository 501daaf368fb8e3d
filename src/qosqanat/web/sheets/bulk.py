"""Many cells in one act: pasted or brought back in a workbook, looked at first, then saved or left."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from qosqanat.grading import rights
from qosqanat.grading.enums import Source
from qosqanat.grading.models import IwsTask
from qosqanat.people.middleware import ActingRequest
from qosqanat.spreadsheets import clipboard
from qosqanat.spreadsheets.refusal import FileRefused
from qosqanat.spreadsheets.writer import XLSX
from qosqanat.web.common.guard import needs

from . import canvas, entry, workbook
from .found import Desk
from .page import Page
from .paste import PasteForm, placed
from .proposal import Proposal
from .workbook import FileForm

SOURCES = {"paste": Source.PASTE, "spreadsheet": Source.SPREADSHEET, "canvas": Source.CANVAS}
WHOLE = (Source.CANVAS,)
"""Saved all of it or not at all."""


def _preview(
    request: ActingRequest, desk: Desk, proposal: Proposal, source: Source, tasks: Sequence[IwsTask] = ()
) -> HttpResponse:
    """The dry run; `tasks` are those of a gradebook that the course may set first."""
    frame = {
        "course": desk.course,
        "desk": desk,
        "proposal": proposal,
        "source": source.value,
        "back": desk.address,
        "tasks": tasks,
        "task_fields": canvas.task_fields(tasks),
    }
    fragment = request.headers.get("X-Requested-With") == "fetch"
    return render(request, "sheets/_preview.html" if fragment else "sheets/preview.html", frame)


@needs("sheet.view")
def paste(request: ActingRequest, pk: int) -> HttpResponse:
    """What a pasted block would change. Without scripts the block is pasted into a box first."""
    desk = Desk.open(request, pk)
    page = Page.of(desk.grid, request.GET.get("view", ""), desk.granted, correcting=desk.correcting)
    form = PasteForm(request.POST if request.method == "POST" else None, page=page)
    if form.is_valid():
        try:
            block = clipboard.read(form.cleaned_data["html"], form.cleaned_data["text"])
        except clipboard.TooLarge:
            form.add_error("text", _("This is more than any course has: copy the marks of one course only."))
        else:
            inputs, outside, notes = placed(block, page, form.cleaned_data)
            proposal = Proposal.of(inputs, desk, Source.PASTE, outside=outside, notes=notes)
            return _preview(request, desk, proposal, Source.PASTE)
    frame = {"course": desk.course, "form": form, "desk": desk, "back": desk.address}
    return render(request, "sheets/paste.html", frame, status=422 if form.errors else 200)


@needs("sheet.view")
def bring(request: ActingRequest, pk: int) -> HttpResponse:
    """A workbook of the grid: fetched, filled in anywhere, brought back and looked at before anything is saved."""
    desk = Desk.open(request, pk)
    form = FileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            inputs, outside = workbook.read(file.read(), file.name, desk.grid)
        except FileRefused as refusal:
            form.add_error("file", workbook.sentence(refusal))
        except workbook.Foreign as why:
            form.add_error("file", str(why))
        else:
            proposal = Proposal.of(inputs, desk, Source.SPREADSHEET, outside=outside)
            return _preview(request, desk, proposal, Source.SPREADSHEET)
    frame = {"course": desk.course, "form": form, "desk": desk, "back": desk.address}
    return render(request, "sheets/workbook.html", frame, status=422 if form.errors else 200)


@needs("sheet.view")
def fetch(request: ActingRequest, pk: int) -> HttpResponse:
    """The grid as an XLSX workbook."""
    desk = Desk.open(request, pk)
    page = Page.of(desk.grid, request.GET.get("view", ""), desk.granted, correcting=desk.correcting)
    response = HttpResponse(workbook.write(page, desk.course), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{workbook.file_name(desk.course)}"'
    return response


@needs("sheet.view")
def gradebook(request: ActingRequest, pk: int) -> HttpResponse:
    """A Canvas gradebook, looked at before its points become the course's: for whoever scores tests and independent work.

    Raises Http404 for all others.
    """
    desk = Desk.open(request, pk)
    if rights.WORK not in desk.granted:
        raise Http404
    form = canvas.GradebookForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            proposal, tasks = canvas.proposal_of(file.read(), file.name, desk)
        except FileRefused as refusal:
            form.add_error("file", workbook.sentence(refusal))
        except workbook.Foreign as why:
            form.add_error("file", str(why))
        else:
            return _preview(request, desk, proposal, Source.CANVAS, tasks)
    frame = {"course": desk.course, "form": form, "desk": desk, "back": desk.address}
    return render(request, "sheets/gradebook.html", frame, status=422 if form.errors else 200)


@require_POST
@needs("sheet.view")
def apply(request: ActingRequest, pk: int) -> HttpResponse:
    """Save what was looked at, in one act; what cannot stand any more is shown again with the reason."""
    desk = Desk.open(request, pk)
    source = SOURCES.get(request.POST.get("source", ""), Source.PASTE)
    inputs = entry.typed_lines([*request.POST.getlist("change"), *request.POST.getlist("mine")], desk.grid)
    entries, unreadable = entry.changed(inputs, desk.grid)
    verdicts = desk.enter(entries, source, all_or_nothing=source in WHOLE)
    if source in WHOLE and not all(verdict.ok for verdict in verdicts):
        messages.error(request, _("Nothing is saved, because not all of it can stand any more: look again."))
        desk = Desk.open(request, pk)
        return _preview(request, desk, Proposal.of(inputs, desk, source), source)
    saved = [verdict for verdict in verdicts if verdict.status == "saved"]
    left = Proposal.from_verdicts(
        [verdict for verdict in verdicts if not verdict.ok], inputs, unreadable, desk.grid
    )
    text = ngettext("%(n)s mark saved.", "%(n)s marks saved.", len(saved)) % {"n": len(saved)}
    if request.headers.get("X-Requested-With") == "fetch" and left.empty:
        operation: UUID | None = saved[0].entry.operation if saved else None
        return JsonResponse({"said": text, "operation": operation})
    messages.success(request, text)
    return redirect(desk.address) if left.empty else _preview(request, Desk.open(request, pk), left, source)
