"""The head's day: mentors by weeks, who is late, what is not issued."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_GET

from qosqanat.grading.queries import Readiness, Strip, heat_strip, readiness
from qosqanat.grading.queries.weeks import LATE, MISSING, NO_PRACTICE, NOT_DUE, ON_TIME
from qosqanat.partners.models import Post
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.enums import Membership
from qosqanat.studies.models import Course, Term
from qosqanat.web.common.figures import on_time
from qosqanat.web.common.guard import needs
from qosqanat.web.common.homes import MainAct, Number, address, first_of
from qosqanat.web.common.plots import download
from qosqanat.web.common.terms import terms_of

from .reminders import all_in_one, reminders

PAGE = 30
SIGNS = {NOT_DUE: "·", ON_TIME: "✓", LATE: "!", MISSING: "✖", NO_PRACTICE: "–"}
LABELS = {
    NOT_DUE: pgettext_lazy("practice week", "not due yet"),
    ON_TIME: pgettext_lazy("practice week", "in time"),
    LATE: pgettext_lazy("practice week", "late"),
    MISSING: pgettext_lazy("practice week", "missing"),
    NO_PRACTICE: pgettext_lazy("practice week", "no practice in the scheme"),
}


@dataclass(frozen=True)
class Lane:
    """A mentor in a course on the heat strip; `post` is None where the course has no mentor now."""

    strip: Strip
    post: Post | None

    @property
    def cells(self) -> list[tuple[int, str, str, object]]:
        return [(n, state, SIGNS[state], LABELS[state]) for n, state in enumerate(self.strip.states, start=1)]

    @property
    def due(self) -> int:
        return sum(state in {ON_TIME, LATE, MISSING} for state in self.strip.states)

    @property
    def on_time(self) -> int | None:
        """Percentage of due weeks that came in time; None while none is due."""
        return 100 * len(self.strip.weeks(ON_TIME)) // self.due if self.due else None


def lanes_of(strips: list[Strip]) -> list[Lane]:
    nobody: list[Post | None] = [None]
    return [Lane(strip, post) for strip in strips for post in strip.mentors or nobody]


def not_issued(row: Readiness) -> int:
    """Enrolled students of a course who have no sheet yet; reads what `readiness` has fetched."""
    enrolled = sum(e.state == Membership.ENROLLED for e in row.course.enrolments.all())
    return max(0, enrolled - row.sheets)


def ready_of(request: ActingRequest, term: Term | None) -> list[Readiness]:
    """Every course of the head's departments in `term` with what it lacks."""
    if term is None:
        return []
    return readiness(term, request.who.at, request.reachable(Course, "sheet.issue"))


def numbers_of(request: ActingRequest, rows: list[Readiness], late: int) -> list[Number]:
    """Mentors who owe weeks, sheets to issue, courses that hold them up."""
    issue, blocking = (
        address(request, "department:issue"),
        address(request, "department:courses", problem="blocking"),
    )
    unissued, blocked = sum(map(not_issued, rows)), sum(not row.ready for row in rows)
    owing = ngettext("mentor owes closed weeks", "mentors owe closed weeks", late)
    waiting = ngettext("sheet not issued", "sheets not issued", unissued)
    held_up = ngettext(
        "course whose sheets cannot be issued", "courses whose sheets cannot be issued", blocked
    )
    return [
        Number("late", late, owing, "#late", "Y-6.5.2"),
        Number("not_issued", unissued, waiting, issue, "Y-6.5.1"),
        Number("blocked", blocked, held_up, blocking, "Y-7.2.b2"),
    ]


def _first(numbers: list[Number]) -> MainAct | None:
    """Sheets first: nobody can enter marks without them; then what is owed, then what holds up the rest."""
    late, unissued, blocked = numbers
    waiting = (unissued.value or 0) and not blocked.value
    return first_of(
        [
            (waiting, MainAct(_("Issue the sheets"), unissued.href)),
            (late.value, MainAct(_("Remind those who owe weeks"), late.href)),
            (blocked.value, MainAct(_("Complete the courses"), blocked.href)),
        ]
    )


@needs("sheet.issue")
@require_GET
def home(request: ActingRequest) -> HttpResponse:
    """Three numbers, the heat strip and the reminders (Y-6.5.2, W3)."""
    terms, at = terms_of(request), request.who.at
    courses = list(request.reachable(Course, "sheet.issue").filter(term=terms.shown))
    strips = heat_strip(courses, at)
    plot = on_time(strips)
    if taken := download(request, [plot]):
        return taken
    rows = ready_of(request, terms.shown)
    late = reminders(strips, request.build_absolute_uri(reverse("mentor:home")))
    lanes = lanes_of(strips)
    frame = {
        "terms": terms,
        "late": late,
        "every_reminder": all_in_one(late),
        "numbers": (numbers := numbers_of(request, rows, len(late))),
        "main_act": _first(numbers),
        "page": Paginator(lanes, PAGE).get_page(request.GET.get("page")),
        "weeks": range(1, 1 + max((len(lane.strip.states) for lane in lanes), default=0)),
        "week": terms.shown.week_on(at) if terms.shown else 0,
        "legend": [(state, SIGNS[state], label) for state, label in LABELS.items()],
        "any_course": bool(courses),
        "plot": plot,
    }
    return render(request, "department/home.html", frame)
