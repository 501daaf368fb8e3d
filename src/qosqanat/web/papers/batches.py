"""Papers in number: choose what to print, watch it being prepared, take the file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Sum
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qosqanat.core.problems import Refused
from qosqanat.documents import actions
from qosqanat.documents.enums import Form
from qosqanat.documents.models import Batch
from qosqanat.documents.problems import MOST_AT_ONCE
from qosqanat.documents.queries import rows_of
from qosqanat.grading.enums import SheetState
from qosqanat.grading.models import ExamSheet, Sheet
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Course
from qosqanat.web.common.finding import sheets_found
from qosqanat.web.common.forms import status_of
from qosqanat.web.common.guard import needs
from qosqanat.web.common.lists import Listing
from qosqanat.web.common.terms import terms_of

from .forms import BatchFilter, BatchForm, ChoiceForm, RowFilter
from .lists import BATCHES, ROWS

PAGE = 50


@needs("document.issue")
def batches(request: ActingRequest) -> HttpResponse:
    """What the person asked for, the latest first."""
    listing = Listing(request, BATCHES)
    form = BatchFilter(listing.query)
    wanted = form.cleaned_data if form.is_valid() else {}
    mine = request.reachable(Batch).counted().select_related("file")  # type: ignore[attr-defined]
    for name in ("form", "state"):
        if wanted.get(name):
            mine = mine.filter(**{name: wanted[name]})
    kept = Q(file__isnull=False, kept_until__gt=request.who.at)
    rows = mine.annotate(offers=ExpressionWrapper(kept, output_field=BooleanField()))
    go_on = (reverse("papers:batch_new"), _("Print many papers"))
    return listing.answer(rows, form, "papers/batch_list.html", go_on=go_on)


@needs("document.issue")
def new(request: ActingRequest) -> HttpResponse:
    """Tick courses, choose form, language and what the papers are handed over as."""
    terms = terms_of(request)
    courses = request.reachable(Course, "document.issue").filter(term=terms.shown)
    choice = ChoiceForm(request.GET or None, courses=courses)
    found = choice.narrowed(_with_sheets(courses))
    form = BatchForm(request.POST or None, courses=found, exams=request.who.may("exam.issue"))
    if form.is_valid():
        try:
            return redirect("papers:batch", _ask(request, form).pk)
        except Refused as refusal:
            form.refused(refusal)
    facts = {
        "terms": terms,
        "choice": choice,
        "form": form,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "total": found.order_by().aggregate(sheets=Sum("sheet_count"), exams=Sum("exam_count")),
        "ticked": set(form["course"].value() or []),
        "most": MOST_AT_ONCE,
    }
    return render(request, "papers/batch_new.html", facts, status=status_of(form))


def _with_sheets(courses: QuerySet[Course]) -> QuerySet[Course]:
    """Courses that have something to print, with the number of their sheets and examination sheets."""
    live = ~Q(sheets__state=SheetState.WITHDRAWN)
    counted = courses.annotate(
        sheet_count=Count("sheets", filter=live & Q(sheets__isnull=False), distinct=True),
        exam_count=Count("exam_sheets", distinct=True),
    )
    return counted.filter(sheet_count__gt=0).order_by("sort_key", "groups_key", "pk")


def _ask(request: ActingRequest, form: BatchForm) -> Batch:
    wanted = form.cleaned_data
    courses = list(wanted["course"])
    return actions.ask(
        wanted["form"],
        _subjects(request, wanted["form"], courses),
        language=wanted["language"],
        bundle=wanted["bundle"],
        **request.who.acting("document.issue", courses[0]),
    )


def _subjects(request: ActingRequest, form: str, courses: list[Course]) -> list[actions.Subject]:
    """What to print in the order of the courses, students in the order of their names."""
    order = ("course__sort_key", "course__groups_key", "course_id")
    if form == Form.SHEET_STUDENT:
        sheets = Sheet.objects.live().filter(course__in=courses)
        return list(sheets.order_by(*order, "student__person__sort_key", "pk"))
    if form == Form.EXAM_SHEET:
        exams = request.reachable(ExamSheet, "exam.issue").filter(course__in=courses)
        return list(exams.order_by(*order, "attempt"))
    return list(courses)


def _found(request: ActingRequest, pk: int) -> Batch:
    rows = request.reachable(Batch).counted()  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("file", "asked_by"), pk=pk)


@needs("document.issue")
def batch(request: ActingRequest, pk: int) -> HttpResponse:
    """How far a batch is, its file, and what came of every row."""
    found, listing = _found(request, pk), Listing(request, ROWS)
    form = RowFilter(listing.query)
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = rows_of(found)
    if text := wanted.get("q"):
        sheets = sheets_found(Sheet.objects.order_by(), text)
        courses = Course.objects.order_by().matching(text)
        rows = rows.filter(Q(sheet__in=sheets.values("pk")) | Q(course__in=courses.values("pk")))
    if wanted.get("show"):
        rows = rows.exclude(left_out="")
    facts = {
        "batch": found,
        "offers_file": found.offers_file(request.who.at),
        "stands_still": found.stands_still(request.who.at),
    }
    return listing.answer(rows, form, "papers/batch.html", **facts)


@needs("document.issue")
@require_GET
def progress(request: ActingRequest, pk: int) -> HttpResponse:
    """How far it is; a batch that has ended reloads its page."""
    found = _found(request, pk)
    facts = {"batch": found, "stands_still": found.stands_still(request.who.at)}
    answer = render(request, "papers/_batch_progress.html", facts)
    if not found.is_preparing:
        answer["HX-Refresh"] = "true"
    return answer


@needs("document.issue")
@require_POST
def cancel(request: ActingRequest, pk: int) -> HttpResponse:
    """Stop; what is printed stays valid."""
    found = _found(request, pk)
    if actions.cancel(found, **_acting(request, found)).state == "cancelled":
        messages.info(request, _("The preparation is cancelled. The papers that were printed stay valid."))
    return redirect("papers:batch", found.pk)


@needs("document.issue")
@require_POST
def go_on(request: ActingRequest, pk: int) -> HttpResponse:
    """Wake a preparation that stands still."""
    found = _found(request, pk)
    actions.go_on(found, **_acting(request, found))
    return redirect("papers:batch", found.pk)


def _acting(request: ActingRequest, found: Batch) -> dict[str, Any]:
    return {"by": request.who.person, "at": request.who.at, "on_behalf_of": found.on_behalf_of}


@needs("document.issue")
@require_GET
def file(request: ActingRequest, pk: int) -> HttpResponseBase:
    """The ZIP or the merged PDF, as long as it is kept and its bytes are those that were stored."""
    found = _found(request, pk)
    if not found.offers_file(request.who.at) or found.file is None:
        return redirect("papers:batch", found.pk)
    if not found.file.is_intact():
        return render(request, "papers/batch_damaged.html", {"batch": found}, status=409)
    headers = {
        "Content-Disposition": f'attachment; filename="{found.file.name}"',
        "Content-Length": str(found.file.size),
    }
    return StreamingHttpResponse(_pieces(found.file.path), found.file.media_type, headers=headers)


def _pieces(path: Path) -> Iterator[bytes]:
    """The bytes of a long file; it is opened when the first piece is asked for, and never left open."""
    with path.open("rb") as handle:
        while piece := handle.read(256 * 1024):
            yield piece
