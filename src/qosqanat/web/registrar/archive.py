"""Sealed sheets: which departments still owe theirs, and filing the returned ones."""

from django.http import HttpResponse
from django.utils import timezone

from qosqanat.grading.models import Sheet
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Unit
from qosqanat.web.common.finding import sheets_found
from qosqanat.web.common.forms import UnitWordsForm
from qosqanat.web.common.guard import needs
from qosqanat.web.common.lists import Listing

from . import tables
from .lists import SEALED


@needs("sheet.archive")
def sealed(request: ActingRequest) -> HttpResponse:
    """Sheets that came back with the seal; those ticked go into the personal files (Y-6.5.3, Y-7.4.b2)."""
    sheets = request.reachable(Sheet, "sheet.archive")
    counts = list(tables.sealed_by_department(sheets, timezone.localdate(request.who.at)))
    units = Unit.objects.in_bulk([row["department"] for row in counts])
    departments = [row | {"unit": units[row["department"]]} for row in counts]
    listing = Listing(request, SEALED)
    form = UnitWordsForm(listing.query, units=Unit.objects.filter(pk__in=units))
    wanted = form.cleaned_data if form.is_valid() else {}
    found = sheets_found(tables.sealed(sheets), wanted.get("q", ""))
    if wanted.get("unit"):
        found = found.filter(course__department=wanted["unit"])
    return listing.answer(found, form, "registrar/sealed.html", departments=departments)
