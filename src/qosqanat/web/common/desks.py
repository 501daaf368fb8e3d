"""Who opens which desk, and what its navigation offers: one table for the home redirect, the menu and the tests."""

from dataclasses import dataclass

from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qosqanat.people.reach import Who


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder of pages for some roles; `pages` are (label, URL name), the first one is the desk's home.

    Where its roles differ in what they may see, the menu offers each of them what the policy opens to it.
    """

    name: str
    label: Promise
    roles: frozenset[str]
    pages: tuple[tuple[Promise, str], ...]

    @property
    def home(self) -> str:
        return self.pages[0][1]

    def pages_for(self, who: Who) -> list[tuple[Promise, str]]:
        """(label, address) of the pages that `who` may open."""
        places = [(label, reverse(name)) for label, name in self.pages]
        return [(label, place) for label, place in places if who.may(resolve(place).func.action)]  # type: ignore[attr-defined]


DESKS = (
    Desk("mentor", _("Mentor"), frozenset({"mentor"}), ((_("This week"), "mentor:home"),)),
    Desk("student", _("Student"), frozenset({"student"}), ((_("My points"), "student:home"),)),
    Desk("teacher", _("Teacher"), frozenset({"teacher"}), ((_("My courses"), "teacher:home"),)),
    Desk(
        "department",
        _("Department"),
        frozenset({"head"}),
        (
            (_("Today"), "department:home"),
            (_("Courses"), "department:courses"),
            (_("Issue sheets"), "department:issue"),
            (_("Figures"), "figures:home"),
            (_("Papers in number"), "papers:batches"),
        ),
    ),
    Desk(
        "faculty",
        _("Faculty"),
        frozenset({"dean"}),
        (
            (_("Overview"), "faculty:home"),
            (_("Reopened weeks"), "faculty:weeks"),
            (_("Figures"), "figures:home"),
        ),
    ),
    Desk(
        "registrar",
        _("Registrar"),
        frozenset({"registrar"}),
        (
            (_("Examinations"), "registrar:home"),
            (_("Students"), "registrar:students"),
            (_("Sealed sheets"), "registrar:sealed"),
            (_("Papers in number"), "papers:batches"),
        ),
    ),
    Desk(
        "office",
        _("Methodical office"),
        frozenset({"office"}),
        (
            (_("Readiness"), "office:home"),
            (_("Import"), "office:imports"),
            (_("Semesters"), "office:terms"),
            (pgettext_lazy("menu", "Contracts"), "agreements:home"),
        ),
    ),
    Desk(
        "setup",
        _("Administration"),
        frozenset({"admin"}),
        ((_("People"), "setup:home"), (_("Units"), "setup:units"), (_("Tokens"), "setup:tokens")),
    ),
    Desk(
        "overview",
        _("Overview"),
        frozenset({"adviser", "quality", "rector", "career", "base_head", "representative"}),
        (
            (_("Overview"), "overview:home"),
            (_("Students"), "overview:students"),
            (pgettext_lazy("menu", "In danger"), "overview:danger"),
            (_("Mentors' weeks"), "overview:mentors"),
            (pgettext_lazy("menu", "Changes"), "overview:changes"),
            (pgettext_lazy("menu", "At random"), "overview:sheets"),
            (pgettext_lazy("menu", "Contracts"), "agreements:home"),
            (_("Figures"), "figures:home"),
        ),
    ),
)


def desks_of(roles: tuple[str, ...]) -> list[Desk]:
    """The desks that some of `roles` open, in the table's order."""
    return [desk for desk in DESKS if desk.roles & set(roles)]
