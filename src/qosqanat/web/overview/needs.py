"""What the home of each role that looks on opens with: three numbers with their lists, and one main act."""

import secrets
from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from qosqanat.grading.models import Sheet
from qosqanat.partners.enums import AgreementState
from qosqanat.partners.models import Agreement
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Term
from qosqanat.web.common.homes import MainAct, Number, address, first_of
from qosqanat.web.common.progress import Figures

from . import rows
from .courses import LACKS, lacking

DRAWS = 100_000
ENDING = ngettext_lazy("cooperation contract ends within 60 days", "cooperation contracts end within 60 days")


class Opening(NamedTuple):
    """What stands above the list of courses; `by_faculty` for who answers for all of them."""

    numbers: Sequence[Number]
    main_act: MainAct | None
    by_faculty: Sequence[Figures] = ()


def _students(request: ActingRequest, term: Term | None) -> Number:
    count = rows.students_of(request, term).count()
    label = ngettext("student in dual courses", "students in dual courses", count)
    return Number("students", count, label, _address(request, "overview:students", term))


def _danger(request: ActingRequest, term: Term | None) -> Number:
    count = len(rows.endangered_of(request, term))
    label = ngettext(
        "student in danger of not being admitted", "students in danger of not being admitted", count
    )
    sheets = request.reachable(Sheet, "score.view").filter(course__term=term).live().count()  # type: ignore[attr-defined]
    of = ngettext("of %(n)s sheet", "of %(n)s sheets", sheets) % {"n": sheets}
    return Number("danger", count, label, _address(request, "overview:danger", term), "Y-6.7", of)


def _late(request: ActingRequest, term: Term | None) -> Number:
    count = len(rows.late_of(request, term))
    label = ngettext("mentor owes closed weeks", "mentors owe closed weeks", count)
    return Number("late", count, label, _address(request, "overview:mentors", term), "Y-6.5.2")


def _changes(request: ActingRequest, term: Term | None) -> Number:
    count = rows.changes_of(request, term).count()
    label = ngettext("mark changed after closing", "marks changed after closing", count)
    return Number("changes", count, label, _address(request, "overview:changes", term), "Y-6.5")


def _without(request: ActingRequest, term: Term | None, *names: str) -> list[Number]:
    counts, chosen = lacking(request, term), request.GET.get("lacks")
    return [
        Number(
            name,
            counts[name],
            LACKS[name].counted % counts[name],
            _address(request, "overview:home", term, lacks=name),
            current=chosen == name,
        )
        for name in names
    ]


def _ending(request: ActingRequest) -> Number:
    day = timezone.localdate(request.who.at)
    count = request.reachable(Agreement).in_states(AgreementState.ENDING, day=day).count()  # type: ignore[attr-defined]
    return Number("ending", count, ENDING % count, f"{reverse('agreements:home')}?state=ending", "Y-5.9")


def _address(request: ActingRequest, name: str, term: Term | None, **changes: object) -> str:
    return address(request, name, **({"term": term.pk} if term else {}), **changes)


def _adviser(request: ActingRequest, term: Term | None) -> Opening:
    danger, late = _danger(request, term), _late(request, term)
    students = _students(request, term)
    look = MainAct(_("Look at the students"), students.href)
    worst = MainAct(_("See who is in danger"), danger.href)
    return Opening([danger, late, students], first_of([(danger.value, worst), (True, look)]))


def _quality(request: ActingRequest, term: Term | None) -> Opening:
    changes, late = _changes(request, term), _late(request, term)
    through = MainAct(_("Look through the changes"), changes.href)
    draw = _address(request, "overview:sheets", term, draw=secrets.randbelow(DRAWS))
    chance = MainAct(_("Take sheets at random"), draw)
    numbers = [changes, late, *_without(request, term, "sheets")]
    return Opening(numbers, first_of([(changes.value, through), (True, chance)]))


def _rector(request: ActingRequest, term: Term | None) -> Opening:
    every, href = Figures(rows.figures_of(request, term)), _address(request, "overview:progress", term)
    weeks = ngettext("of %(n)s week", "of %(n)s weeks", every.due) % {"n": every.due}
    results = ngettext("of %(n)s result", "of %(n)s results", every.examined) % {"n": every.examined}
    numbers = [
        Number(
            "on_time",
            every.share,
            _("practice weeks in time"),
            href,
            "Y-6.5.2",
            weeks if every.due else "",
            "%",
        ),
        _students(request, term),
        Number(
            "passed",
            every.pass_rate,
            _("examinations passed"),
            href,
            "Y-6.7",
            results if every.examined else "",
            "%",
        ),
    ]
    page = MainAct(_("Print one page"), _address(request, "overview:one_page", term))
    return Opening(numbers, page, rows.by_faculty(request, every.courses))


def _career(request: ActingRequest, term: Term | None) -> Opening:
    ending, day = _ending(request), timezone.localdate(request.who.at)
    mentorless = request.reachable(Agreement).without_mentor(day).count()  # type: ignore[attr-defined]
    label = ngettext("partner has named no mentor", "partners have named no mentor", mentorless)
    every = reverse("agreements:home")
    numbers = [
        ending,
        Number("mentorless", mentorless, label, f"{every}?lacks=mentor", "Y-5.11.b2"),
        *_without(request, term, "enterprise"),
    ]
    soon = MainAct(_("See which contracts end soon"), ending.href)
    return Opening(numbers, first_of([(ending.value, soon), (True, MainAct(_("Open the contracts"), every))]))


def _base_head(request: ActingRequest, term: Term | None) -> Opening:
    late, students = _late(request, term), _students(request, term)
    return Opening([late, students, _ending(request)], _owed_or_students(late, students))


def _representative(request: ActingRequest, term: Term | None) -> Opening:
    late, students = _late(request, term), _students(request, term)
    count = request.reachable(Agreement).count()
    label = ngettext("cooperation contract", "cooperation contracts", count)
    contracts = Number("contracts", count, label, reverse("agreements:home"), "Y-5.9")
    return Opening([late, students, contracts], _owed_or_students(late, students))


def _owed_or_students(late: Number, students: Number) -> MainAct | None:
    owed = MainAct(_("See whose weeks are owed"), late.href)
    return first_of([(late.value, owed), (True, MainAct(_("Look at the students"), students.href))])


def _anybody(request: ActingRequest, term: Term | None) -> Opening:
    """Somebody whose own home is another one."""
    return Opening(_without(request, term, *LACKS), None)


OPENINGS: dict[str, Callable[[ActingRequest, Term | None], Opening]] = {
    "adviser": _adviser,
    "quality": _quality,
    "rector": _rector,
    "career": _career,
    "base_head": _base_head,
    "representative": _representative,
}


def opening_of(request: ActingRequest, term: Term | None) -> Opening:
    """Of the first of the person's roles that has its home here."""
    role = next((role for role in request.who.roles if role in OPENINGS), "")
    return OPENINGS.get(role, _anybody)(request, term)
