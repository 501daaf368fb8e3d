"""Sheets that come back with the enterprise's seal, and those that must go back (Y-6.5.3)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qosqanat.core.problems import Refused
from qosqanat.grading.actions import send_back_sheet
from qosqanat.grading.enums import SheetState
from qosqanat.grading.models import Sheet
from qosqanat.people.middleware import ActingRequest
from qosqanat.web.common.finding import sheets_found
from qosqanat.web.common.forms import ReasonForm, status_of
from qosqanat.web.common.guard import needs
from qosqanat.web.common.lists import Listing

from .courses import course_of
from .forms import SheetFilter
from .lists import RETURNED


@needs("sheet.return")
def returned(request: ActingRequest, pk: int) -> HttpResponse:
    """Tick the sheets that the mentor returned with the seal (Y-7.3.b6); again, it changes nothing."""
    course = course_of(request, pk, "sheet.return")
    listing = Listing(request, RETURNED)
    form = SheetFilter(listing.query)
    wanted = form.cleaned_data if form.is_valid() else {}
    sheets = Sheet.objects.live().filter(course=course)
    found = sheets_found(sheets.select_related("student__person", "student__group"), wanted.get("q", ""))
    if wanted.get("state"):
        found = found.filter(state=wanted["state"])
    states = set(sheets.order_by().values_list("state", flat=True))
    frame = {
        "course": course,
        "due": course.term.sheets_due_on,
        "all_back": bool(states) and SheetState.ISSUED not in states,
        "go_on": (reverse("department:issue"), _("Issue sheets")),
    }
    return listing.answer(found, form, "department/returned.html", **frame)


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
