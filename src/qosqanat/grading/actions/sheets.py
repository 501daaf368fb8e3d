"""Issuing the sheets of a semester, choosing their marking scheme, and the way of the paper back."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from qosqanat.core.problems import Problem, Refused, refuse_if
from qosqanat.grading import practice, problems
from qosqanat.grading.enums import SheetState
from qosqanat.grading.ledger import course_sheets
from qosqanat.grading.models import CourseScheme, Sheet
from qosqanat.grading.models.sheet import no_points
from qosqanat.people.log import record
from qosqanat.people.models import Person, Unit
from qosqanat.regulation import packs
from qosqanat.regulation.lifecycles import SHEET, find
from qosqanat.regulation.schemes import Scheme
from qosqanat.studies.enums import Membership
from qosqanat.studies.models import Course, Enrolment
from qosqanat.studies.problems import reason_missing, scheme_too_long
from qosqanat.studies.queries import courses_to_check


@dataclass
class Issued:
    """What one act issued: new sheets in how many courses, and why other courses got none."""

    sheets: int = 0
    courses: int = 0
    refused: dict[Course, list[Problem]] = field(default_factory=dict)


@transaction.atomic
def issue_sheets(
    courses: Iterable[Course], *, by: Person, at: datetime, on_behalf_of: Person | None = None
) -> Issued:
    """Issue a sheet for every enrolled student of `courses` who has none (Y-6.5.1); again, it changes nothing.

    A course with a blocking problem is refused whole; the others are issued. Numbers follow each other in a university.
    """
    issued = Issued()
    for course in courses_to_check(courses).order_by("pk"):
        _hold_numbers(course.university_id)
        scheme = CourseScheme.objects.filter(course=course).first()
        day = course.term.day_on(at)
        found = [
            p for p in problems.problems_of_issue(course, day, has_scheme=scheme is not None) if p.blocking
        ]
        if found:
            issued.refused[course] = found
            continue
        if scheme is None:
            propose_scheme(course, by=by, at=at, on_behalf_of=on_behalf_of)
        sheets = add_missing_sheets(course, by=by, at=at, on_behalf_of=on_behalf_of)
        issued.sheets += len(sheets)
        issued.courses += bool(sheets)
        if sheets:
            record(
                "issue_sheets",
                course,
                by=by,
                at=at,
                on_behalf_of=on_behalf_of,
                university=course.university_id,
                count=len(sheets),
            )
    return issued


def add_missing_sheets(
    course: Course, *, by: Person, at: datetime, on_behalf_of: Person | None = None
) -> list[Sheet]:
    """A sheet for every enrolled student without one, numbered on; call it inside a transaction."""
    _hold_numbers(course.university_id)
    enrolled = Enrolment.objects.filter(course=course, state=Membership.ENROLLED)
    students = list(
        enrolled.exclude(student__sheets__course=course)
        .order_by("student__person__sort_key", "student_id")
        .values_list("student_id", flat=True)
    )
    if not students:
        return []
    first = _next_number(course.university_id)
    sheets = [
        Sheet(
            university_id=course.university_id,
            course=course,
            student_id=student_id,
            number=f"{number:06d}",
            issued_at=at,
            issued_by=by,
            on_behalf_of=on_behalf_of,
            periods=no_points(course.scheme.rules),
        )
        for number, student_id in enumerate(students, start=first)
    ]
    return Sheet.objects.bulk_create(sheets)


def _hold_numbers(university_id: int) -> None:
    """The university's row is the lock of its numbers: who lists the students first without it lists them twice."""
    Unit.objects.select_for_update(no_key=True).get(pk=university_id)


def _next_number(university_id: int) -> int:
    """One more than the last sheet's; hold the numbers first."""
    last = Sheet.objects.filter(university=university_id).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


def propose_scheme(
    course: Course, *, by: Person, at: datetime, on_behalf_of: Person | None = None
) -> CourseScheme:
    """Set the scheme that the regulation proposes for the course's credits (Q-Y01). Raises `Refused` without one."""
    regulation = packs.load(course.university.regulation)
    scheme = regulation.propose(course.credits).scheme
    if scheme is None:
        raise Refused(
            [
                p
                for p in problems.problems_of_issue(course, course.term.starts_on, has_scheme=False)
                if p.blocking
            ]
        )
    return _set_scheme(course, scheme, by=by, at=at, on_behalf_of=on_behalf_of)


def _set_scheme(
    course: Course, scheme: Scheme, *, by: Person, at: datetime, on_behalf_of: Person | None = None
) -> CourseScheme:
    refuse_if(scheme_too_long(course.term, scheme))
    regulation = packs.load(course.university.regulation)
    chosen, _created = CourseScheme.objects.update_or_create(
        course=course,
        defaults={
            "regulation": regulation.code,
            "code": scheme.code,
            "threshold": regulation.threshold,
            "content": scheme.to_dict(),
            "chosen_at": at,
            "chosen_by": by,
            "on_behalf_of": on_behalf_of,
        },
    )
    course.scheme = chosen
    Sheet.objects.filter(course=course).begin_anew(scheme)
    return chosen


@transaction.atomic
def choose_scheme(
    course: Course, code: str, *, by: Person, at: datetime, reason: str, on_behalf_of: Person | None = None
) -> CourseScheme:
    """Choose another marking scheme of the regulation, until the first score is entered. Raises `Refused`."""
    current = _held_scheme(course)
    if current and current.code == code:
        return current
    if current and current.frozen_at:
        raise Refused([problems.scheme_frozen(current.code)])
    refuse_if(reason_missing(reason))
    schemes = packs.load(course.university.regulation).schemes
    if code not in schemes:
        raise Refused([problems.scheme_unknown(code, schemes)])
    return _replace_scheme(course, schemes[code], by=by, at=at, on_behalf_of=on_behalf_of, reason=reason)


def follow_credits(
    course: Course, *, by: Person, at: datetime, on_behalf_of: Person | None = None
) -> CourseScheme | None:
    """Other credits propose another scheme until the first score; afterwards `Refused` is raised (Q-Y01).

    None where the course has no scheme yet. Call it inside a transaction.
    """
    current = _held_scheme(course)
    if current is None:
        return None
    refuse_if(problems.problems_of_credits(course, current))
    proposed = problems.scheme_to_follow(course, current)
    if proposed is None:
        return current
    return _replace_scheme(course, proposed, by=by, at=at, on_behalf_of=on_behalf_of)


def _held_scheme(course: Course) -> CourseScheme | None:
    """The course's scheme, to be changed: its sheets are held first, in the order of every entry of scores."""
    course_sheets(course)
    return CourseScheme.objects.select_for_update().filter(course=course).first()


def _replace_scheme(
    course: Course,
    scheme: Scheme,
    *,
    by: Person,
    at: datetime,
    reason: str = "",
    on_behalf_of: Person | None = None,
) -> CourseScheme:
    """Set another scheme with all that follows: tasks of the old one go, risks are judged again, the act is told."""
    chosen = _set_scheme(course, scheme, by=by, at=at, on_behalf_of=on_behalf_of)
    course.iws_tasks.all().delete()
    record(
        "choose_scheme",
        course,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=course.university_id,
        reason=reason,
        code=scheme.code,
    )
    return chosen


def move_sheet(
    sheet: Sheet, move: str, *, by: Person, at: datetime, reason: str = "", on_behalf_of: Person | None = None
) -> Sheet:
    """Make one move of the sheet's lifecycle (`regulation.lifecycles.SHEET`) and log it. Raises `Refused`."""
    with transaction.atomic():
        locked = Sheet.objects.select_for_update().get(pk=sheet.pk)
        refuse_if(problems.problems_of_move(locked.state, move, reason))
        before, locked.state = locked.state, SheetState(find(SHEET, move).target)
        locked.save(update_fields=["state"])
        if SheetState.WITHDRAWN in {before, locked.state}:
            practice.keep_anew([locked.course_id])
        record(
            f"sheet_{move}",
            locked,
            by=by,
            at=at,
            on_behalf_of=on_behalf_of,
            university=locked.university_id,
            reason=reason,
        )
    return locked


def return_sheet(sheet: Sheet, *, by: Person, at: datetime, on_behalf_of: Person | None = None) -> Sheet:
    """The sheet came back with the organisation's seal (Y-6.5.3)."""
    return move_sheet(sheet, "return", by=by, at=at, on_behalf_of=on_behalf_of)


def send_back_sheet(
    sheet: Sheet, *, by: Person, at: datetime, reason: str, on_behalf_of: Person | None = None
) -> Sheet:
    """The returned sheet must be put right by the mentor."""
    return move_sheet(sheet, "send_back", by=by, at=at, on_behalf_of=on_behalf_of, reason=reason)


def archive_sheet(sheet: Sheet, *, by: Person, at: datetime, on_behalf_of: Person | None = None) -> Sheet:
    """The registrar puts the returned sheet into the personal file (Y-7.4.b2)."""
    return move_sheet(sheet, "archive", by=by, at=at, on_behalf_of=on_behalf_of)
