"""The course that a page of this desk is about, found through the right, with what its reader may do there."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from qosqanat.core.clock import now
from qosqanat.grading import queries, rights
from qosqanat.grading.actions import Entry, Verdict, enter_scores
from qosqanat.grading.enums import Source
from qosqanat.grading.queries import Grid
from qosqanat.grading.rights import Sight
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Person
from qosqanat.people.reach import Who
from qosqanat.studies.models import Course


def find_course(request: ActingRequest, pk: int) -> Course:
    """The course, to those who may see its sheets; 404 to all others."""
    courses = request.reachable(Course, "sheet.view").select_related(
        "term__university", "department", "teacher", "enterprise"
    )
    found: Course = get_object_or_404(courses, pk=pk)
    return found


def sight_on(request: ActingRequest, course_id: int) -> Sight:
    """What the reader sees of a course that they reach. Raises PermissionDenied where it is no marks at all."""
    sight = rights.sight_of(request.who, course_id)
    if not sight.scores:
        raise PermissionDenied
    return sight


@dataclass(frozen=True)
class Desk:
    """The grid before one person. `reason` stands behind every correction that the request makes."""

    grid: Grid
    granted: rights.Rights
    correcting: bool
    reason: str
    who: Who
    at: datetime
    query: str

    @classmethod
    def open(cls, request: ActingRequest, pk: int) -> "Desk":
        """Raises Http404 for strangers and where no sheets are issued, PermissionDenied for those who see no marks."""
        course, at = find_course(request, pk), now()
        grid = queries.course_grid(course, at, sight=sight_on(request, pk))
        if grid.book is None:
            raise Http404
        granted = rights.rights_of(request.who, [grid.course], at)[course.pk]
        correcting = rights.CORRECT in granted and "correct" in request.GET
        reason = request.POST.get("reason", "").strip() if correcting else ""
        return cls(grid, granted, correcting, reason, request.who, at, request.GET.urlencode())

    @property
    def course(self) -> Course:
        return self.grid.course

    @property
    def address(self) -> str:
        """The grid as it was looked at."""
        address = reverse("sheets:course", args=[self.course.pk])
        return f"{address}?{self.query}" if self.query else address

    @property
    def person(self) -> Person:
        return self.who.person

    @property
    def brings(self) -> bool:
        """Whether the person may change anything here, at least by a file."""
        return bool({rights.PRACTICE, rights.WORK, rights.CORRECT, rights.IMPORT} & self.granted.keys())

    def enter(self, entries: list[Entry], source: Source, *, all_or_nothing: bool = False) -> list[Verdict]:
        """One act."""
        return enter_scores(
            entries,
            by=self.person,
            at=self.at,
            source=source,
            reason=self.reason,
            who=self.who,
            all_or_nothing=all_or_nothing,
        )
