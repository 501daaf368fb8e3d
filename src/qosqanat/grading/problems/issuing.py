"""Why sheets may not be issued or moved along their lifecycle."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from qosqanat.core.problems import Problem
from qosqanat.grading.enums import SheetState
from qosqanat.grading.models import CourseScheme
from qosqanat.regulation import packs
from qosqanat.regulation.lifecycles import SHEET, find
from qosqanat.regulation.schemes import Scheme
from qosqanat.studies.models import Course
from qosqanat.studies.problems import problems_of_course, reason_missing, scheme_too_long


def problems_of_issue(course: Course, on: date, *, has_scheme: bool) -> list[Problem]:
    """Why the sheets of `course` cannot be issued on the day `on` (Y-6.5.1); a chosen scheme answers for the credits."""
    found = problems_of_course(course, on)
    return [p for p in found if not (has_scheme and p.field == "credits")]


def scheme_frozen(code: str) -> Problem:
    text = _("Points are entered already, so marking scheme %(code)s stays for this course.")
    return Problem(text % {"code": code}, "Y-6.4", field="scheme")


def problems_of_credits(course: Course, current: CourseScheme | None) -> Iterator[Problem]:
    """Why `course` cannot have its credits, changed but not saved yet, beside its `current` scheme (Q-Y01)."""
    proposed = scheme_to_follow(course, current)
    if current and current.frozen_at and proposed:
        yield scheme_frozen(current.code)
    elif proposed:
        yield from scheme_too_long(course.term, proposed)


def scheme_to_follow(course: Course, current: CourseScheme | None) -> Scheme | None:
    """The scheme that other credits propose in place of the `current` one, if any."""
    if current is None:
        return None
    proposed = packs.load(course.university.regulation).propose(course.credits).scheme
    return None if proposed is None or proposed.code == current.code else proposed


def scheme_unknown(code: str, known: Iterable[str]) -> Problem:
    text = _("The regulation has no marking scheme %(code)s: choose one of %(known)s.")
    return Problem(text % {"code": code, "known": ", ".join(known)}, "Y-6.4", field="scheme")


def no_sheets() -> Problem:
    return Problem(
        _("The sheets of the course are not issued yet: the head of department issues them first."), "Y-6.5.1"
    )


def problems_of_move(state: str, move: str, reason: str) -> Iterator[Problem]:
    """Why a sheet in `state` cannot make `move` of its lifecycle."""
    step = find(SHEET, move)
    if state not in step.sources:
        text = _("The sheet is %(state)s: this step is not possible now.")
        yield Problem(text % {"state": SheetState(state).label}, step.clause or "")
    if step.needs_reason:
        yield from reason_missing(reason)
