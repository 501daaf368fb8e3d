"""Sheets that come back with the enterprise's seal, and those that must go back (Y-6.5.3)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qosqanat.core.problems import Refused
from qosqanat.grading.actions import return_sheet, send_back_sheet
from qosqanat.grading.enums import SheetState
from qosqanat.grading.models import Sheet
from qosqanat.people.middleware import ActingRequest
from qosqanat.web.common.forms import status_of
from qosqanat.web.common.guard import needs

from .courses import course_of
from .forms import ReasonForm


@needs("sheet.return")
def returned(request: ActingRequest, pk: int) -> HttpResponse:
    """Tick the sheets that the mentor returned with the seal (Y-7.3.b6); again, it changes nothing."""
    course = course_of(request, pk, "sheet.return")
    sheets = Sheet.objects.live().filter(course=course).select_related("student__person", "student__group")
    if request.method == "POST":
        chosen = set(request.POST.getlist("sheet"))
        hand = request.who.acting("sheet.return", course)
        count = sum(_accept(request, sheet, hand) for sheet in sheets if str(sheet.pk) in chosen)
        text = ngettext("%(n)s sheet accepted.", "%(n)s sheets accepted.", count) % {"n": count}
        messages.success(request, text) if count else messages.info(request, _("No sheet was ticked."))
        return redirect("department:returned", pk)
    waiting = sum(sheet.state == SheetState.ISSUED for sheet in sheets)
    frame = {"course": course, "sheets": sheets, "waiting": waiting, "due": course.term.sheets_due_on}
    return render(request, "department/returned.html", frame)


def _accept(request: ActingRequest, sheet: Sheet, hand: dict[str, Any]) -> bool:
    if sheet.state != SheetState.ISSUED:
        return False
    try:
        return_sheet(sheet, **hand)
    except Refused as refusal:
        messages.error(request, f"{sheet}: {refusal}")
        return False
    return True


@needs("sheet.return")
def send_back(request: ActingRequest, pk: int) -> HttpResponse:
    """Send a returned sheet back to the mentor with a reason."""
    rows = request.reachable(Sheet, "sheet.return").select_related("course__term", "student__person")
    sheet = get_object_or_404(rows, pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            send_back_sheet(sheet, **request.who.acting("sheet.return", sheet), **form.cleaned_data)
            messages.success(request, _("The sheet No %(number)s is open again.") % {"number": sheet.number})
            return redirect("department:returned", sheet.course_id)
        except Refused as refusal:
            form.refused(refusal)
    title = _("Send back the sheet No %(number)s") % {"number": sheet.number}
    frame = {
        "course": sheet.course,
        "form": form,
        "title": title,
        "label": _("Send back"),
        "note": sheet.student,
    }
    return render(request, "department/form.html", frame, status=status_of(form))
