"""The methodical office's home: is every course of the semester ready (course x mentor x enterprise x scheme)?"""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from qosqanat.grading import queries
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Unit
from qosqanat.studies.models import Course, Term
from qosqanat.studies.queries import current_term
from qosqanat.web.common.guard import needs
from qosqanat.web.common.homes import MainAct, Number, address, first_of
from qosqanat.web.common.lists import Listing

from .forms import ReadinessForm
from .lists import READINESS, Line, counted, lines_of, narrowed

LACKS = (
    ("mentors", ngettext_lazy("course without a mentor", "courses without a mentor")),
    (
        "enterprise",
        ngettext_lazy(
            "course where enterprise or contract is missing",
            "courses where enterprise or contract is missing",
        ),
    ),
    ("credits", ngettext_lazy("course without a marking scheme", "courses without a marking scheme")),
)


@needs("import.run")
def readiness(request: ActingRequest) -> HttpResponse:
    """Every course of a semester with what it lacks; filters live in the address."""
    listing = Listing(request, READINESS)
    terms = request.reachable(Term).order_by("-starts_on").select_related("university")
    term = terms.filter(pk=_number(listing.query.get("term"))).first() or current_term(terms, request.who.at)
    lines: list[Line] = []
    if term is not None:
        lines = lines_of(queries.readiness(term, request.who.at, request.reachable(Course)))
    form = ReadinessForm(listing.query, terms=terms, lines=lines)
    wanted = form.cleaned_data if form.is_valid() else {}
    listing.query["term"] = str(term.pk) if term else ""
    found = narrowed(lines, wanted)
    if wanted.get("q"):
        fitting = request.reachable(Course).filter(term=term).matching(wanted["q"])  # type: ignore[attr-defined]
        keys = set(fitting.order_by().values_list("pk", flat=True))
        found = [line for line in found if line.course.pk in keys]
    lacking = counted(lines)
    numbers = [
        Number(
            name,
            lacking[name],
            label % lacking[name],
            address(request, "office:home", term=listing.query["term"], show=name),
            current=wanted.get("show") == name,
        )
        for name, label in LACKS
    ]
    go_on = (reverse("office:import_new"), _("Bring a file"))
    nameless = request.reachable(Unit, "import.run").filter(kind__in=["faculty", "department"], name_kk="")
    return listing.answer(
        found,
        form,
        "office/readiness.html",
        term=term,
        numbers=numbers,
        main_act=_first(numbers),
        go_on=go_on,
        nameless=nameless,
        may_name=request.who.may("unit.edit"),
    )


def _first(numbers: list[Number]) -> MainAct | None:
    """What holds up most comes first: without a mentor nobody marks."""
    acts = [
        _("See who lacks a mentor"),
        _("See where enterprise or contract is missing"),
        _("See what lacks a scheme"),
    ]
    return first_of((one.value, MainAct(label, one.href)) for one, label in zip(numbers, acts, strict=True))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else None
