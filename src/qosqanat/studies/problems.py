"""Why a course is not ready for its semester, or a student not for a course."""

from collections.abc import Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qosqanat.core.problems import Problem
from qosqanat.partners.enums import PostKind
from qosqanat.partners.models import Agreement, Post
from qosqanat.regulation import packs
from qosqanat.regulation.numbers import plain
from qosqanat.regulation.parts import Regulation
from qosqanat.regulation.schemes import Scheme

from .enums import Membership, Status
from .models import Course, CourseMentor, Student, Term


def problems_of_course(course: Course, on: date | None = None) -> list[Problem]:
    """What is missing or doubtful on the day `on` (default: the first day of the semester); blocking reasons come first.

    Reads relations through `all()`, so that `queries.courses_to_check` answers for a whole semester in a few reads.
    """
    day = max(on or course.term.starts_on, course.term.starts_on)
    regulation = packs.load(course.university.regulation)
    found = [
        *_people(course, day),
        *_partner(course, day),
        *_credits(course, regulation),
        *_hours(course, regulation),
        *_names(course),
    ]
    return sorted(found, key=lambda problem: not problem.blocking)


def _people(course: Course, day: date) -> Iterator[Problem]:
    enrolled = [e for e in course.enrolments.all() if e.state == Membership.ENROLLED]
    if not enrolled:
        yield Problem(_("No students: enrol them or check the group of the course."), "Y-6.3", field="groups")
    if gone := sum(e.student.status != Status.STUDYING for e in enrolled):
        text = ngettext(
            "%(count)s student who does not study now still stands in the course: withdraw the student.",
            "%(count)s students who do not study now still stand in the course: withdraw them.",
            gone,
        )
        yield Problem(text % {"count": gone}, "Y-6.3", blocking=False, field="students")
    if course.teacher_id is None:
        yield Problem(_("No teacher: name the teacher of the course."), "Y-7.2.b2", field="teacher")
    if not any(_ends_later(mentor, day) for mentor in course.mentors.all()):
        yield Problem(_("No mentor: assign a mentor of the enterprise."), "Y-5.11.b2", field="mentors")
    if course.enterprise_id is not None:
        yield from mentors_of_others(course, day)


def _ends_later(mentor: CourseMentor, day: date) -> bool:
    return mentor.ends_on is None or mentor.ends_on >= day


def mentors_of_others(course: Course, day: date) -> Iterator[Problem]:
    """Who goes on marking the course after `day` without being of its enterprise: a former partner sees no students (Y-5.11.b2)."""
    for mentor in course.mentors.all():
        post = mentor.post
        if post.enterprise_id != course.enterprise_id and (mentor.ends_on is None or mentor.ends_on > day):
            text = _(
                "%(person)s of %(enterprise)s still marks the course, but that is not its partner enterprise: end the assignment of the mentor, or choose that enterprise."
            )
            yield Problem(
                text % {"person": post.person, "enterprise": post.enterprise}, "Y-5.11.b2", field="mentor"
            )


def _partner(course: Course, day: date) -> Iterator[Problem]:
    if course.enterprise is None:
        yield Problem(
            _("No partner enterprise: name the enterprise of the course."), "Y-5.9", field="enterprise"
        )
        return
    agreements = [a for a in course.enterprise.agreements.all() if a.university_id == course.university_id]
    if not agreements:
        text = _("%(enterprise)s has no cooperation contract with the university: enter the contract.")
        yield Problem(text % {"enterprise": course.enterprise}, "Y-5.9", field="enterprise")
    else:
        best = max(agreements, key=lambda agreement: (_rank(agreement, day), agreement.pk))
        yield from _agreement(best, course, day)


def _rank(agreement: Agreement, day: date) -> int:
    return ("expired", "unsigned", "open", "ending", "active").index(agreement.state_on(day))


def _agreement(agreement: Agreement, course: Course, day: date) -> Iterator[Problem]:
    state, ends_on = agreement.state_on(day), agreement.ends_on
    names = {"enterprise": agreement.enterprise, "number": agreement.number}
    if state == "expired" and ends_on:
        text = _(
            "The cooperation contract No %(number)s with %(enterprise)s ended on %(day)s: extend it or sign a new one."
        )
        yield Problem(text % {**names, "day": date_format(ends_on)}, "Y-5.9", field="enterprise")
    elif state == "unsigned":
        text = _("The cooperation contract with %(enterprise)s has no number: sign it and enter the number.")
        yield Problem(text % names, "Y-5.10.b1", field="enterprise")
    elif state == "open":
        text = _(
            "It is not known until when the contract No %(number)s with %(enterprise)s holds: enter the day."
        )
        yield Problem(text % names, "Y-5.9", blocking=False, field="enterprise")
    elif ends_on and ends_on < course.term.ends_on:
        text = _(
            "The contract No %(number)s with %(enterprise)s ends on %(day)s, before the semester does: extend it."
        )
        yield Problem(
            text % {**names, "day": date_format(ends_on)},
            "Y-5.9",
            blocking=False,
            field="enterprise",
        )


def _credits(course: Course, regulation: Regulation) -> Iterator[Problem]:
    choice = regulation.propose(course.credits)
    if choice.reason_key == "unknown":
        yield Problem(_("No credits: enter the credits of the course."), choice.clause, field="credits")
    elif choice.scheme is None and course.credits is not None:
        text = _("No marking scheme exists for %(credits)s credits: correct the credits or choose a scheme.")
        yield Problem(text % {"credits": plain(course.credits)}, choice.clause, field="credits")
    elif choice.scheme is not None:
        yield from scheme_too_long(course.term, choice.scheme, field="credits")


def scheme_too_long(term: Term, scheme: Scheme, field: str = "scheme") -> Iterator[Problem]:
    """A scheme goes on no longer than the semester does."""
    if scheme.weeks > term.week_count:
        text = _(
            "Marking scheme %(code)s has %(weeks)s weeks, the semester has %(count)s: the methodical office sets the weeks of the semester."
        )
        values = {"code": scheme.code, "weeks": scheme.weeks, "count": term.week_count}
        yield Problem(text % values, scheme.clause, field=field)


def _hours(course: Course, regulation: Regulation) -> Iterator[Problem]:
    if course.model is None:
        yield Problem(_("No delivery model: choose model 1 to 4."), "Y-5.3", blocking=False, field="model")
    if None in (course.hours_total, course.hours_campus, course.hours_site):
        yield Problem(
            _("The hours on campus and on site are not known."), "Y-5.4", blocking=False, field="hours_total"
        )
        return
    total, campus, site = course.hours_total or 0, course.hours_campus or 0, course.hours_site or 0
    if campus + site != total:
        text = _("%(campus)s hours on campus and %(site)s on site do not make %(total)s hours.")
        values = {"campus": campus, "site": site, "total": total}
        yield Problem(text % values, "Y-5.4", blocking=False, field="hours_total")
    model = regulation.models.get(course.model or 0)
    if model and model.max_share_on_site is not None and model.exceeds(campus, site):
        text = _("%(share)s %% of the hours are on site; model %(model)s allows %(limit)s %%.")
        shares = {"share": course.site_share, "model": model.number, "limit": plain(model.max_share_on_site)}
        yield Problem(text % shares, model.clauses[0], blocking=False, field="hours_site")


LANGUAGES = {"kk": "Kazakh", "ru": "Russian", "en": "English"}


def _names(course: Course) -> Iterator[Problem]:
    if course.missing_names:
        languages = ", ".join(_(LANGUAGES[language]) for language in course.missing_names)
        text = _("The name of the course is missing in: %(languages)s.")
        yield Problem(text % {"languages": languages}, "Y-7.2.b2", blocking=False, field="name_kk")


def problems_of_edit(course: Course) -> Iterator[Problem]:
    """Why the facts of `course`, changed but not saved yet, cannot stand."""
    if not (course.name_kk or course.name_ru or course.name_en):
        yield Problem(_("Enter the name of the course."), "Y-7.2.b2", field="name_kk")
    if course.credits is not None and course.credits <= 0:
        yield Problem(_("Credits must be above 0: correct the number."), "Y-7.3.b5", field="credits")
    if course.site is not None and course.site.enterprise_id != course.enterprise_id:
        text = _("The site belongs to another enterprise: choose one of the course's partner, or none.")
        yield Problem(text, "Y-5.9", field="site")


def problems_of_start(term: Term, starts_on: date) -> Iterator[Problem]:
    """Why week 1 of `term` cannot begin on that day (Y-3.d10)."""
    first, last = term.academic_days
    if not first <= starts_on <= last:
        text = _(
            "The academic year %(year)s lasts from %(first)s to %(last)s: enter a day of it as the first day of week 1."
        )
        values = {"year": term.academic_year, "first": date_format(first), "last": date_format(last)}
        yield Problem(text % values, "Y-3.d10", field="starts_on")


def problems_of_enrolment(student: Student, course: Course) -> Iterator[Problem]:
    """Why `student` may not join `course`."""
    if student.university_id != course.university_id:
        yield Problem(_("The student belongs to another university."), "Y-6.3")
    if student.status != Status.STUDYING:
        text = _("%(student)s is not studying now (%(status)s): change the status first.")
        yield Problem(text % {"student": student, "status": student.get_status_display()}, "Y-6.3")


def problems_of_joining(course: Course, on: date) -> Iterator[Problem]:
    """Why points cannot be expected of a student from the day `on` (Y-6.3)."""
    first, last = course.term.academic_days[0], course.term.ends_on
    if not first <= on <= last:
        text = _("Points are expected in the semester: enter a day from %(first)s to %(last)s.")
        yield Problem(text % {"first": date_format(first), "last": date_format(last)}, "Y-6.3", field="on")


def problems_of_mentor(
    course: Course, post: Post, starts_on: date, ends_on: date | None
) -> Iterator[Problem]:
    """Why the holder of `post` may not mark `course` in that period (Y-5.11.b2)."""
    if post.kind != PostKind.MENTOR:
        yield Problem(
            _("%(person)s is not a mentor of the enterprise.") % {"person": post.person}, "Y-5.11.b2"
        )
    if course.enterprise_id != post.enterprise_id:
        text = _("%(person)s works at %(enterprise)s, which is not the enterprise of the course.")
        yield Problem(text % {"person": post.person, "enterprise": post.enterprise}, "Y-5.11.b2")
    if ends_on is not None and ends_on < starts_on:
        yield Problem(_("The end lies before the beginning."), "Y-5.11.b2", field="ends_on")
    if post.ends_on is not None and post.ends_on < starts_on:
        text = _("The post of %(person)s ended on %(day)s.")
        yield Problem(
            text % {"person": post.person, "day": date_format(post.ends_on)}, "Y-5.11.b2", field="starts_on"
        )
    for other in course.mentors.filter(post=post):
        if _overlap(other, starts_on, ends_on):
            yield Problem(
                _("%(person)s is already a mentor of the course then.") % {"person": post.person}, "Y-5.11.b2"
            )


def _overlap(other: CourseMentor, starts_on: date, ends_on: date | None) -> bool:
    return (other.ends_on is None or other.ends_on >= starts_on) and (
        ends_on is None or other.starts_on <= ends_on
    )


def reason_missing(reason: str) -> Iterator[Problem]:
    """An act that changes what was already recorded needs a reason."""
    if not reason.strip():
        yield Problem(_("Enter the reason."), field="reason")
    elif len(reason) > 300:
        yield Problem(_("The reason is longer than 300 characters: shorten it."), field="reason")
