"""The import wizard: choose a file, look at the dry run, answer, put columns right, confirm."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qosqanat.core.problems import Problem, Refused
from qosqanat.intake import actions
from qosqanat.intake.enums import UNDER_WAY, RunState
from qosqanat.intake.models import ImportRun
from qosqanat.intake.plan import Outcome
from qosqanat.intake.problems import why_failed
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Unit
from qosqanat.spreadsheets.messages import REFUSALS
from qosqanat.spreadsheets.refusal import FileRefused
from qosqanat.spreadsheets.writer import XLSX
from qosqanat.web.common.forms import status_of
from qosqanat.web.common.guard import needs
from qosqanat.web.common.lists import Listing

from .columns import fields_of
from .forms import ColumnsForm, ImportFilter, UploadForm
from .history import IMPORTS
from .tabs import TABS, answers_in, rows_of, shown_tab, tabs_of

PAGE = 50


def _found(request: ActingRequest, pk: int) -> ImportRun:
    reachable = request.reachable(ImportRun, "import.run").select_related(
        "university", "plan", "file", "started_by"
    )
    return get_object_or_404(reachable, pk=pk)


def _sentence(refusal: FileRefused) -> str:
    return _(REFUSALS[refusal.code]) % refusal.params


@needs("import.run")
def imports(request: ActingRequest) -> HttpResponse:
    """Files brought in so far, the latest first."""
    listing = Listing(request, IMPORTS)
    form = ImportFilter(listing.query)
    wanted = form.cleaned_data if form.is_valid() else {}
    runs = request.reachable(ImportRun, "import.run").select_related("started_by", "on_behalf_of")
    for name in ("kind", "state"):
        if wanted.get(name):
            runs = runs.filter(**{name: wanted[name]})
    if wanted.get("q"):
        runs = runs.filter(file_name__icontains=wanted["q"])
    go_on = (reverse("office:import_new"), _("Bring a file"))
    return listing.answer(runs, form, "office/import_list.html", go_on=go_on)


@needs("import.run")
def new(request: ActingRequest) -> HttpResponse:
    """Choose a file; a long one is read in the background."""
    universities = request.reachable(Unit, "import.run").filter(parent=None)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, universities=universities)
    if form.is_valid():
        university = form.cleaned_data["university"] or universities.get()
        file = form.cleaned_data["file"]
        try:
            run = actions.bring(
                university,
                form.cleaned_data["kind"],
                file.read(),
                file.name,
                **request.who.acting("import.run", university),
            )
            return redirect("office:import", run.pk)
        except FileRefused as refusal:
            form.add_error("file", _sentence(refusal))
    return render(request, "office/import_new.html", {"form": form}, status=status_of(form))


@needs("import.run")
@require_GET
def run(request: ActingRequest, pk: int) -> HttpResponse:
    """The dry run, or what was written."""
    found = _found(request, pk)
    return _page(request, found, actions.outcome_of(found))


def _page(
    request: ActingRequest, found: ImportRun, outcome: Outcome, status: int = 200, **more: object
) -> HttpResponse:
    show = shown_tab(request.GET.get("show", ""), outcome)
    page = Paginator(rows_of(outcome, show), PAGE).get_page(request.GET.get("page"))
    writes = sum(row.is_written for row in outcome.rows)
    asked = [row for row in outcome.rows if row.question and row.verdict == "ask"]
    content = {
        "run": found,
        "outcome": outcome,
        "page": page,
        "show": show,
        "tabs": tabs_of(outcome),
        "writes": writes,
        "open": len(outcome.with_verdict("ask")),
        "refused": len(outcome.with_verdict("refused")),
        "proposals": sum(bool(row.question and row.question.proposed) for row in asked),
        "failure": why_failed(found.failure) if found.failure else "",
        "stands_still": found.stands_still(request.who.at),
        "may_answer": found.state == RunState.PLANNED and show in {"ask", "matched", "new"},
        "has_columns": bool(fields_of(found, outcome)),
        "problems": more.get("problems", []),
    }
    return render(request, "office/import.html", content, status=status)


@needs("import.run")
@require_GET
def progress(request: ActingRequest, pk: int) -> HttpResponse:
    """How far a long file is; a finished one reloads the page."""
    found = _found(request, pk)
    facts = {"run": found, "stands_still": found.stands_still(request.who.at)}
    answer = render(request, "office/_import_progress.html", facts)
    if found.state not in UNDER_WAY:
        answer["HX-Refresh"] = "true"
    return answer


@needs("import.run")
def columns(request: ActingRequest, pk: int) -> HttpResponse:
    """Say what the columns mean; the university's next file of the kind is read the same way."""
    found = _found(request, pk)
    outcome = actions.outcome_of(found)
    fields = fields_of(found, outcome)
    labels = sorted({*outcome.columns.values(), *outcome.unmapped})
    form = ColumnsForm(request.POST if request.method == "POST" else None, fields=fields, labels=labels)
    if form.is_valid():
        chosen = {**found.columns, **{name: label for name, label in form.cleaned_data.items() if label}}
        try:
            actions.correct_columns(found, chosen, **request.who.acting("import.run", found))
            return redirect("office:import", found.pk)
        except Refused as refusal:
            form.refused(refusal)
        except FileRefused as refusal:
            form.add_error(None, _sentence(refusal))
    return render(request, "office/import_columns.html", {"form": form, "run": found}, status=status_of(form))


@needs("import.run")
@require_POST
def answers(request: ActingRequest, pk: int) -> HttpResponse:
    """Answers of one page of questions."""
    found = _found(request, pk)
    given = answers_in(request.POST, actions.outcome_of(found))
    if not given:
        messages.warning(request, _("Nothing was chosen: mark an answer first."))
        return redirect(_back(request, found))
    return _acted(request, found, lambda: actions.answer(found, given, at=request.who.at))


@needs("import.run")
@require_POST
def proposals(request: ActingRequest, pk: int) -> HttpResponse:
    """Take every proposed answer."""
    found = _found(request, pk)
    return _acted(request, found, lambda: actions.accept_proposals(found, at=request.who.at))


@needs("import.run")
@require_POST
def confirm(request: ActingRequest, pk: int) -> HttpResponse:
    """Write the file; a long one in the background."""
    found = _found(request, pk)
    return _acted(request, found, lambda: actions.confirm(found, **request.who.acting("import.run", found)))


@needs("import.run")
@require_POST
def go_on(request: ActingRequest, pk: int) -> HttpResponse:
    """Set the background worker on a run that stands still."""
    found = _found(request, pk)
    return _acted(request, found, lambda: actions.go_on(found, **request.who.acting("import.run", found)))


@needs("import.run")
@require_POST
def discard(request: ActingRequest, pk: int) -> HttpResponse:
    """Close a run without writing it."""
    found = _found(request, pk)
    return _acted(request, found, lambda: actions.discard(found, **request.who.acting("import.run", found)))


def _acted(request: ActingRequest, found: ImportRun, act) -> HttpResponse:  # type: ignore[no-untyped-def]
    """Do it and go back to the run; a refusal is shown there."""
    try:
        act()
    except (Refused, FileRefused) as refusal:
        return _refused(request, found, refusal)
    return redirect(_back(request, found))


def _refused(request: ActingRequest, found: ImportRun, refusal: Refused | FileRefused) -> HttpResponse:
    """The run as it stands, with why not; a file that was read once can be refused by a machine that is busy now."""
    problems = refusal.problems if isinstance(refusal, Refused) else [Problem(_sentence(refusal))]
    return _page(request, found, actions.outcome_of(found), status=409, problems=problems)


def _back(request: ActingRequest, found: ImportRun) -> str:
    show = request.POST.get("show", "")
    return f"{found.get_absolute_url()}?show={show}" if show in TABS else found.get_absolute_url()


@needs("import.run")
@require_GET
def refused(request: ActingRequest, pk: int) -> HttpResponse:
    """The refused rows as a workbook, the reason in the last column."""
    found = _found(request, pk)
    try:
        workbook = actions.refused_rows(found)
    except FileRefused as refusal:
        return _refused(request, found, refusal)
    answer = HttpResponse(workbook, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="refused-{found.pk}.xlsx"'
    return answer
