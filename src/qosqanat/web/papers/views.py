"""A course's papers: the list, issuing, opening, revoking."""

import re
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qosqanat.core.problems import Problem, Refused
from qosqanat.documents import actions, queries
from qosqanat.documents.codes import short_code
from qosqanat.documents.enums import Bundle, Form, PaperLanguage
from qosqanat.documents.models import Document
from qosqanat.documents.problems import missing_names
from qosqanat.grading.models import ExamSheet, Sheet
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Course
from qosqanat.web.common.forms import status_of
from qosqanat.web.common.guard import needs

from .forms import PrintForm, RevokeForm

PAGE = 50
WORDS = {Form.SHEET_COURSE: "sheets", Form.SHEET_STUDENT: "sheet", Form.EXAM_SHEET: "exam"}


@needs("sheet.print")
@require_GET
def course(request: ActingRequest, pk: int) -> HttpResponse:
    """What was issued for a course, and buttons for those who may issue."""
    return _page(request, _course(request, pk, "sheet.print"))


def _course(request: ActingRequest, pk: int, action: str) -> Course:
    rows = request.reachable(Course, action).select_related("university", "department", "enterprise", "term")
    return get_object_or_404(rows, pk=pk)


def _readable(request: ActingRequest) -> QuerySet[Document]:
    """Papers within reach; an examination sheet only to those who may see examinations."""
    exams = request.reachable(ExamSheet, "exam.view").order_by()
    papers: QuerySet[Document] = request.reachable(Document).filter(
        Q(exam_sheet=None) | Q(exam_sheet__in=exams)
    )
    return papers


def _page(
    request: ActingRequest,
    course: Course,
    *,
    problems: list[Problem] | None = None,
    form: PrintForm | None = None,
) -> HttpResponse:
    documents = queries.papers_of(_readable(request).filter(course=course))
    may_issue = request.reachable(Course, "document.issue").filter(pk=course.pk).exists()
    facts = {
        "course": course,
        "page": Paginator(documents, PAGE).get_page(request.GET.get("page")),
        "may_issue": may_issue,
        "may_revoke": request.reachable(Course, "document.revoke").filter(pk=course.pk).exists(),
        "sheets": _sheets(course) if may_issue else [],
        "exams": request.reachable(ExamSheet, "exam.issue").filter(course=course).order_by("attempt"),
        "languages": PaperLanguage.choices,
        "notes": list(missing_names(course, PaperLanguage.BOTH)) if may_issue else [],
        "problems": problems or [],
        "form": form or PrintForm(),
        "chosen": form["subject"].value() if form else "",
        "printed": _printed(request, documents),
        "bundles": Bundle.choices,
    }
    return render(request, "papers/course.html", facts, status=422 if problems or form else 200)


def _printed(request: ActingRequest, documents: QuerySet[Document]) -> Document | None:
    """The paper that was just asked for."""
    pk = request.GET.get("printed", "")
    return documents.filter(pk=pk).first() if pk.isascii() and pk.isdigit() and len(pk) < 18 else None


def _sheets(course: Course) -> list[Sheet]:
    return list(Sheet.objects.live().filter(course=course).select_related("student__person"))


@needs("document.issue")
@require_POST
def issue(request: ActingRequest, pk: int) -> HttpResponse:
    """Print a form, or find it printed already; the page stays and offers the paper."""
    course = _course(request, pk, "document.issue")
    form = PrintForm(request.POST)
    if not form.is_valid():
        return _page(request, course, form=form)
    wanted = form.cleaned_data
    subject = _subject(request, course, wanted["form"], wanted["subject"])
    acting = request.who.acting("document.issue", course)
    try:
        document = actions.issue(wanted["form"], subject, language=wanted["language"], **acting)
    except Refused as refusal:
        return _page(request, course, problems=refusal.problems)
    return redirect(reverse("papers:course", args=[course.pk]) + f"?printed={document.pk}#printed")


def _subject(request: ActingRequest, course: Course, form: str, pk: int | None) -> actions.Subject:
    if form == Form.SHEET_COURSE:
        return course
    if form == Form.EXAM_SHEET:
        return get_object_or_404(request.reachable(ExamSheet, "exam.issue").filter(course=course), pk=pk)
    return get_object_or_404(Sheet.objects.live().filter(course=course), pk=pk)


@needs("document.view")
@require_GET
def document(request: ActingRequest, pk: int) -> HttpResponse:
    """The stored bytes themselves; never bytes that changed after they were stored."""
    rows = _readable(request).select_related("file", "course")
    paper = get_object_or_404(rows, pk=pk)
    if not paper.file.is_intact():
        return render(request, "papers/damaged.html", {"paper": paper}, status=409)
    return HttpResponse(
        paper.file.read(), paper.file.media_type, headers={"Content-Disposition": disposition(paper)}
    )


def disposition(paper: Document) -> str:
    """Shown in the browser, saved under a name that says what it is, for old and new programs."""
    course, number, code = paper.course.code, paper.snapshot["issue"]["number"], short_code(paper.code)
    plain = re.sub(
        r"[^A-Za-z0-9]+", "-", f"{WORDS[Form(paper.form)]}-{course}-{number}-{paper.language}-{code}"
    )
    whole = quote(f"{paper.get_form_display()}, {course}, {number}, {paper.language}, {code}.pdf")
    return f"inline; filename=\"{plain}.pdf\"; filename*=UTF-8''{whole}"


@needs("document.revoke")
def revoke(request: ActingRequest, pk: int) -> HttpResponse:
    """Take back a paper that was issued by mistake, with a reason."""
    rows = request.reachable(Document, "document.revoke").select_related("course")
    paper = get_object_or_404(rows, pk=pk)
    form = RevokeForm(request.POST or None)
    if form.is_valid():
        try:
            actions.revoke(paper, **form.cleaned_data, **request.who.acting("document.revoke", paper))
            messages.success(request, _("The paper %(code)s is revoked.") % {"code": short_code(paper.code)})
            return redirect("papers:course", paper.course_id)
        except Refused as refusal:
            form.refused(refusal)
    facts = {"form": form, "paper": paper, "short": short_code(paper.code)}
    return render(request, "papers/revoke.html", facts, status=status_of(form))
