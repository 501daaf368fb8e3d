"""The first steps of each role: at most five, ticked by what is in the database, gone when all are done (B3).

`CHECKLISTS` is the whole of it: role -> items. A person who knows the way hides the list; a cookie remembers that.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from qosqanat.documents.models import Document
from qosqanat.grading.enums import Component, ExamState, SheetState
from qosqanat.grading.models import ExamSheet, Reopening, ScoreEvent, Sheet, WeekHandover
from qosqanat.partners.models import Agreement
from qosqanat.people.enums import UnitKind
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Account, Person, Role, SavedView, Unit
from qosqanat.people.queries import sign_ins
from qosqanat.studies.models import Course, Student, Term
from qosqanat.studies.queries import current_term

from .desks import Desk
from .progress import without
from .terms import AHEAD
from .theme import YEAR, back_from

COOKIE, MOST = "checklist", 20


@dataclass(frozen=True)
class Here:
    """What the items ask about: the person, and the courses within reach of the semester that is shown."""

    request: ActingRequest

    @property
    def person(self) -> Person:
        return self.request.who.person

    @property
    def account(self) -> Account:
        return self.request.user

    @cached_property
    def courses(self) -> QuerySet[Course]:
        """Of the current semester, or of the next one from two weeks before its first day."""
        reachable = self.request.reachable(Course).order_by()
        terms = Term.objects.filter(pk__in=reachable.values("term")).select_related("university")
        return reachable.filter(term=current_term(terms, self.request.who.at + AHEAD))

    @cached_property
    def any_course(self) -> bool:
        return self.courses.exists()

    def every_course(self, lacking: Q) -> bool:
        """Whether there are courses and none of them is `lacking`."""
        return self.any_course and not self.courses.filter(lacking).exists()

    def entered(self, *components: Component) -> bool:
        return ScoreEvent.objects.filter(author=self.person, component__in=components).exists()


@dataclass(frozen=True)
class Item:
    """A step: `done` asks the database, `page` with `query` is where it is done."""

    name: str
    text: Promise
    page: str
    done: Callable[[Here], bool]
    query: str = ""

    @property
    def href(self) -> str:
        return reverse(self.page) + self.query


@dataclass(frozen=True)
class Checklist:
    role: str
    steps: list[tuple[Item, bool]]

    @property
    def done(self) -> int:
        return sum(done for _item, done in self.steps)


def _each_has(name: str) -> Callable[[Here], bool]:
    """Whether no course lacks `name`."""
    return lambda here: here.every_course(without(timezone.localdate(here.request.who.at))[name])


def _signs_in(here: Here) -> bool:
    none = sign_ins(timezone.localdate(here.request.who.at))["none"]
    return not here.request.reachable(Person, "person.edit").filter(none).exists()


def _heads(here: Here) -> bool:
    departments = here.request.reachable(Unit, "unit.view").filter(kind=UnitKind.DEPARTMENT)
    heads = Role.objects.in_force(timezone.localdate(here.request.who.at)).filter(kind="head")
    return departments.exists() and not departments.exclude(pk__in=heads.values("unit")).exists()


SECOND_STEP = Item(
    "second_step",
    _("Add a passkey or a second step to your sign-in"),
    "mfa_index",
    lambda here: Authenticator.objects.filter(user=here.account).exists(),
)


def _view(page: str) -> Item:
    return Item(
        "view",
        _("Narrow the list as you need it and save it as a view"),
        page,
        lambda here: SavedView.objects.filter(owner=here.person).exists(),
    )


def _mentors(page: str, query: str = "") -> Item:
    return Item("mentors", _("Name a mentor for every course"), page, _each_has("mentor"), query)


def _enterprises(page: str, query: str = "") -> Item:
    text = _("Name the partner enterprise of every course")
    return Item("enterprises", text, page, _each_has("enterprise"), query)


def _seen_mentors() -> Item:
    """For those who look on: the list says which course has none."""
    text = _("See that every course has a mentor")
    return Item("mentors", text, "overview:home", _each_has("mentor"), "?lacks=mentor")


def _seen_enterprises() -> Item:
    """As `_seen_mentors`."""
    text = _("See that every course has its partner enterprise")
    return Item("enterprises", text, "overview:home", _each_has("enterprise"), "?lacks=enterprise")


def _sheets(page: str, query: str = "") -> Item:
    return Item(
        "sheets", _("See that the sheets of every course are issued"), page, _each_has("sheets"), query
    )


CHECKLISTS: dict[str, tuple[Item, ...]] = {
    "mentor": (
        Item(
            "mark",
            _("Give the first mark for practice"),
            "mentor:home",
            lambda here: here.entered(Component.PRACTICE),
        ),
        Item(
            "hand_over",
            _("Hand in a week"),
            "mentor:home",
            lambda here: WeekHandover.objects.filter(handed_by=here.person).exists(),
        ),
        SECOND_STEP,
    ),
    "student": (SECOND_STEP,),
    "teacher": (
        Item(
            "tasks",
            _("Set the tasks of independent work in every course"),
            "teacher:home",
            lambda here: here.every_course(Q(iws_tasks=None)),
            "?show=tasks",
        ),
        Item(
            "tests",
            _("Enter the first portal test"),
            "teacher:tests",
            lambda here: here.entered(Component.TEST),
        ),
        Item(
            "work",
            _("Enter the first points for independent work"),
            "teacher:home",
            lambda here: here.entered(Component.IWS),
        ),
        SECOND_STEP,
    ),
    "head": (
        Item(
            "teachers",
            _("Name the teacher of every course"),
            "department:courses",
            lambda here: here.every_course(Q(teacher=None)),
        ),
        _mentors("department:courses"),
        _enterprises("department:courses"),
        Item("sheets", _("Issue the sheets of every course"), "department:issue", _each_has("sheets")),
        SECOND_STEP,
    ),
    "dean": (
        _sheets("faculty:courses"),
        Item(
            "reopen",
            _("Open a closed week again for a mentor who asks for it"),
            "faculty:courses",
            lambda here: Reopening.objects.filter(opened_by=here.person).exists(),
            "?late=on",
        ),
        _view("faculty:courses"),
        SECOND_STEP,
    ),
    "registrar": (
        Item(
            "paper",
            _("Print the first paper"),
            "registrar:home",
            lambda here: Document.objects.filter(issued_by=here.person).exists(),
        ),
        Item(
            "exam",
            _("Issue the first examination sheet"),
            "registrar:home",
            lambda here: here.request.reachable(ExamSheet, "exam.view").exists(),
        ),
        Item(
            "results",
            _("Enter the results and close an examination sheet"),
            "registrar:home",
            lambda here: (
                here.request.reachable(ExamSheet, "exam.view").filter(state=ExamState.CLOSED).exists()
            ),
        ),
        Item(
            "file",
            _("Put a returned sheet into the personal file"),
            "registrar:sealed",
            lambda here: (
                here.request.reachable(Sheet, "sheet.archive").filter(state=SheetState.ARCHIVED).exists()
            ),
        ),
        SECOND_STEP,
    ),
    "office": (
        Item(
            "students",
            _("Bring the list of students"),
            "office:import_new",
            lambda here: here.request.reachable(Student).exists(),
        ),
        Item(
            "partners",
            _("Bring the register of partners"),
            "office:import_new",
            lambda here: here.request.reachable(Agreement).exists(),
        ),
        Item(
            "load",
            _("Bring the teaching load of the semester"),
            "office:import_new",
            lambda here: here.courses.exists(),
        ),
        _mentors("office:home", "?show=mentors"),
        _enterprises("office:home", "?show=enterprise"),
    ),
    "admin": (
        Item(
            "units",
            _("Add the departments"),
            "setup:units",
            lambda here: here.request.reachable(Unit, "unit.edit").filter(kind=UnitKind.DEPARTMENT).exists(),
        ),
        Item("heads", _("Appoint a head of every department"), "setup:units", _heads),
        Item(
            "sign_ins",
            _("Open a sign-in for everybody who has a role"),
            "setup:home",
            _signs_in,
            "?sign_in=none",
        ),
        SECOND_STEP,
    ),
    "adviser": (_view("overview:home"), SECOND_STEP),
    "quality": (_view("overview:home"), SECOND_STEP),
    "rector": (
        _seen_enterprises(),
        _seen_mentors(),
        _sheets("overview:home", "?lacks=sheets"),
        SECOND_STEP,
    ),
    "career": (
        Item(
            "contracts",
            _("See that the partners' contracts are in the register"),
            "agreements:home",
            lambda here: here.request.reachable(Agreement).exists(),
        ),
        _seen_enterprises(),
        _view("overview:home"),
        SECOND_STEP,
    ),
    "base_head": (
        _seen_enterprises(),
        _seen_mentors(),
        SECOND_STEP,
    ),
    "representative": (_seen_mentors(), SECOND_STEP),
}


def checklist_of(request: ActingRequest, desk: Desk) -> Checklist | None:
    """The steps of the role that opens this desk's home; None when they are hidden or all done."""
    role = next((role for role in request.who.roles if role in desk.roles), "")
    if role not in CHECKLISTS or _token(request, role) in _hidden(request):
        return None
    here = Here(request)
    found = Checklist(role, [(item, item.done(here)) for item in CHECKLISTS[role]])
    return found if found.done < len(found.steps) else None


def _token(request: ActingRequest, role: str) -> str:
    """Several people may share a browser: each hides their own list."""
    return f"{request.who.person.pk}-{role}"


def _hidden(request: HttpRequest) -> list[str]:
    return re.findall(r"\b\d{1,18}-[a-z_]{1,20}\b", request.COOKIES.get(COOKIE, ""))


@require_POST
def hide_checklist(request: ActingRequest) -> HttpResponse:
    """Remember in this browser that the person needs the steps of a role no more, and go back to the page."""
    answer = back_from(request)
    role = request.POST.get("role", "")
    if role in CHECKLISTS:
        hidden = [*_hidden(request), _token(request, role)][-MOST:]
        secure = settings.SESSION_COOKIE_SECURE
        answer.set_cookie(
            COOKIE, ".".join(hidden), max_age=YEAR, samesite="Lax", secure=secure, httponly=True
        )
    return answer
