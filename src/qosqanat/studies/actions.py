"""Students join and leave courses, mentors are assigned, courses are put right."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qosqanat.core.problems import Problem, Refused, refuse_if
from qosqanat.partners.models import Post
from qosqanat.people.actions.changes import change
from qosqanat.people.log import record
from qosqanat.people.models import Person

from . import problems
from .enums import Membership
from .models import Course, CourseMentor, Enrolment, Student
from .signals import course_edited, joined, left

EDITABLE = frozenset(
    "name_kk name_ru name_en credits language model hours_total hours_campus hours_site control_form "
    "teacher enterprise site note department".split()
)


@transaction.atomic
def enrol(
    student: Student,
    course: Course,
    *,
    by: Person,
    at: datetime,
    on: date | None = None,
    reason: str = "",
    on_behalf_of: Person | None = None,
) -> Enrolment:
    """Put `student` into `course` from the day `on` (default: today). Doing it twice changes nothing.

    A student who left comes back into the same row and owes nothing from before the new day; the days of before stay in
    the log. Raises `Refused`.
    """
    refuse_if(problems.problems_of_enrolment(student, course))
    if on is not None:
        refuse_if(problems.problems_of_joining(course, on))
    day = on or course.term.day_on(at)
    enrolment, is_new = Enrolment.objects.select_for_update().get_or_create(
        course=course, student=student, defaults={"joined_on": day}
    )
    if not is_new and enrolment.state == Membership.ENROLLED:
        return enrolment
    before = {} if is_new else {"changed": change(enrolment, {"joined_on": day, "left_on": None})}
    enrolment.state, enrolment.moved_to = Membership.ENROLLED, None
    enrolment.reason = reason
    enrolment.save()
    record(
        "enrol",
        enrolment,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=course.university_id,
        reason=reason,
        **before,
    )
    joined.send(Enrolment, enrolment=enrolment, by=by, at=at, on_behalf_of=on_behalf_of, reason=reason)
    return enrolment


@transaction.atomic
def withdraw(
    enrolment: Enrolment, *, by: Person, at: datetime, reason: str, on_behalf_of: Person | None = None
) -> Enrolment:
    """Take the student out of the course; what was scored stays in the history. Raises `Refused`."""
    locked = _leave(enrolment, Membership.WITHDRAWN, at=at, reason=reason)
    record(
        "withdraw",
        locked,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=locked.course.university_id,
        reason=reason,
    )
    left.send(Enrolment, enrolment=locked, by=by, at=at, on_behalf_of=on_behalf_of, reason=reason)
    return locked


@transaction.atomic
def transfer(
    enrolment: Enrolment,
    to_course: Course,
    *,
    by: Person,
    at: datetime,
    reason: str,
    on_behalf_of: Person | None = None,
) -> Enrolment:
    """Move the student into `to_course` of the same semester and return the new enrolment. Raises `Refused`."""
    refuse_if(_transfer_problems(enrolment, to_course))
    old = _leave(enrolment, Membership.TRANSFERRED, at=at, reason=reason)
    new = enrol(old.student, to_course, by=by, at=at, on_behalf_of=on_behalf_of, reason=reason)
    old.moved_to = new
    old.save(update_fields=["moved_to"])
    record(
        "transfer",
        old,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=to_course.university_id,
        reason=reason,
        to=new.pk,
    )
    left.send(Enrolment, enrolment=old, by=by, at=at, on_behalf_of=on_behalf_of, reason=reason)
    return new


def _transfer_problems(enrolment: Enrolment, to_course: Course) -> list[Problem]:
    if to_course.pk == enrolment.course_id:
        return [Problem(_("The student is already in this course."), "Y-6.3")]
    if to_course.term_id != enrolment.course.term_id:
        return [Problem(_("A transfer stays inside one semester: enrol the student there instead."), "Y-6.3")]
    return []


def _leave(enrolment: Enrolment, state: Membership, *, at: datetime, reason: str) -> Enrolment:
    refuse_if(problems.reason_missing(reason))
    locked = (
        Enrolment.objects.select_for_update(of=("self",))
        .select_related("course__term", "student")
        .get(pk=enrolment.pk)
    )
    if locked.left_on is not None:
        text = _("%(student)s left the course on %(day)s already.")
        raise Refused(
            [Problem(text % {"student": locked.student, "day": date_format(locked.left_on)}, "Y-6.3")]
        )
    locked.state, locked.reason = state, reason
    locked.left_on = max(locked.course.term.day_on(at), locked.joined_on)
    locked.save()
    return locked


@transaction.atomic
def assign_mentor(
    course: Course,
    post: Post,
    *,
    starts_on: date,
    ends_on: date | None = None,
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> CourseMentor:
    """Let the holder of `post` mark `course` for a period (Y-5.11.b2). Raises `Refused`."""
    refuse_if(problems.problems_of_mentor(course, post, starts_on, ends_on))
    mentor = CourseMentor.objects.create(course=course, post=post, starts_on=starts_on, ends_on=ends_on)
    record(
        "assign_mentor",
        course,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=course.university_id,
        post=post.pk,
    )
    return mentor


@transaction.atomic
def end_mentor(
    mentor: CourseMentor,
    *,
    ends_on: date,
    by: Person,
    at: datetime,
    reason: str = "",
    on_behalf_of: Person | None = None,
) -> None:
    """Let the assignment end with the day `ends_on`; before its first day it is taken back."""
    record(
        "end_mentor",
        mentor.course,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=mentor.course.university_id,
        reason=reason,
        post=mentor.post_id,
    )
    if ends_on < mentor.starts_on:
        mentor.delete()
        return
    mentor.ends_on = ends_on
    mentor.save(update_fields=["ends_on"])


@transaction.atomic
def edit_course(
    course: Course, *, by: Person, at: datetime, on_behalf_of: Person | None = None, **changes: Any
) -> Course:
    """Change fields of `EDITABLE`; only what differs is written and logged. Raises `Refused`."""
    if unknown := changes.keys() - EDITABLE:
        raise TypeError(f"edit_course cannot change {', '.join(sorted(unknown))}")
    # no_key: acts that hold the course's sheets and make new rows of it are not made to wait for this one
    held = Course.objects.select_for_update(of=("self",), no_key=True).select_related("term", "university")
    locked = held.get(pk=course.pk)
    changed = change(locked, changes)
    if not changed:
        return locked
    refuse_if(problems.problems_of_edit(locked))
    if "enterprise" in changed:
        refuse_if(problems.mentors_of_others(locked, locked.term.day_on(at)))
    locked.save()
    record(
        "edit_course",
        locked,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=locked.university_id,
        changed=changed,
    )
    course_edited.send(
        Course, course=locked, changes=frozenset(changed), by=by, at=at, on_behalf_of=on_behalf_of
    )
    return locked
