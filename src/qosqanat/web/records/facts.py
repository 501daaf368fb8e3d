"""What a record's page says about it, and the records beside it: labels with texts, rows with addresses."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from qosqanat.documents.models import Batch, Document
from qosqanat.grading.models import ExamSheet, Sheet
from qosqanat.intake.models import ImportRun
from qosqanat.partners.models import Agreement, Enterprise, Post
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Person, Role, Unit
from qosqanat.studies.models import Course, Student, Term
from qosqanat.web.common.agreements import TONES

MOST = 100


class Told(NamedTuple):
    """A label with its text, and a chip behind it where a state is to be seen at once."""

    label: str
    text: str
    chip: str = ""
    tone: str = ""


Fact = Told | tuple[str, str]


def of_student(request: ActingRequest, student: Student) -> Iterator[Fact]:
    yield _("Student number"), student.number or "—"
    yield _("Group"), student.group.code
    yield _("Programme"), f"{student.group.programme.code} {student.group.programme.name}"
    yield _("Department"), str(student.group.department or "")
    yield _("Status"), student.get_status_display()


def of_person(request: ActingRequest, person: Person) -> Iterator[Fact]:
    day = timezone.localdate(request.who.at)
    roles = request.reachable(Role).filter(person=person).select_related("unit")
    posts = request.reachable(Post).filter(person=person).select_related("enterprise")
    yield _("University"), str(person.university or "")
    for role in roles.in_force(day):  # type: ignore[attr-defined]
        yield _("Role"), str(role)
    for post in posts.in_force(day):  # type: ignore[attr-defined]
        yield post.get_kind_display(), post.enterprise.name


def of_course(request: ActingRequest, course: Course) -> Iterator[Fact]:
    yield _("Code"), course.code
    yield _("Semester"), str(course.term)
    yield _("Groups"), course.groups_key
    yield _("Department"), course.department.name
    yield _("Teacher"), str(course.teacher or "")
    for mentor in course.mentors.in_force(timezone.localdate(request.who.at)).select_related("post__person"):
        yield _("Mentor"), str(mentor)
    yield _("Partner enterprise"), str(course.enterprise or "")


def of_sheet(request: ActingRequest, sheet: Sheet) -> Iterator[Fact]:
    yield _("Student"), sheet.student.person.full_name
    yield _("Group"), sheet.student.group.code
    yield _("Course"), sheet.course.title
    yield _("Semester"), str(sheet.course.term)
    yield _("State"), sheet.get_state_display()
    yield _("Issued"), date_format(timezone.localtime(sheet.issued_at), "DATETIME_FORMAT")


def of_partner(request: ActingRequest, enterprise: Enterprise) -> Iterator[Fact]:
    yield _("IIN") if enterprise.iin_sealed else _("BIN"), enterprise.shown_number
    yield _("Field of activity"), enterprise.sector
    yield _("Address"), enterprise.address
    yield _("Sites"), ", ".join(site.name for site in enterprise.sites.all())
    day = timezone.localdate(request.who.at)
    for agreement in request.reachable(Agreement).filter(enterprise=enterprise):
        until = date_format(agreement.ends_on) if agreement.ends_on else agreement.term_in_words or "—"
        text = _("No %(number)s, until %(until)s") % {"number": agreement.number or "—", "until": until}
        state = agreement.state_on(day)
        yield Told(_("Cooperation contract"), text, str(state.label), TONES[state])
    posts = request.reachable(Post).filter(enterprise=enterprise).select_related("person")
    for post in posts.in_force(day)[:MOST]:  # type: ignore[attr-defined]
        yield post.get_kind_display(), str(post.person)


def of_document(request: ActingRequest, paper: Document) -> Iterator[Fact]:
    yield _("Form"), paper.get_form_display()
    yield _("Course"), paper.course.title
    yield _("Student"), str(paper.sheet.student) if paper.sheet else ""
    yield _("State"), paper.get_state_display()
    yield _("Language"), paper.get_language_display()
    yield _("Issued"), date_format(timezone.localtime(paper.issued_at), "DATETIME_FORMAT")
    yield _("Issued by"), str(paper.issued_by)


def of_exam(request: ActingRequest, exam: ExamSheet) -> Iterator[Fact]:
    yield _("Course"), exam.course.title
    yield _("Kind"), str(exam.get_kind_display())
    yield _("Date of the examination"), date_format(exam.held_on)
    yield _("State"), str(exam.get_state_display())
    yield _("Issued"), date_format(timezone.localtime(exam.issued_at), "DATETIME_FORMAT")
    yield _("Issued by"), str(exam.issued_by)
    yield _("Closed by"), str(exam.closed_by or "")


def of_agreement(request: ActingRequest, agreement: Agreement) -> Iterator[Fact]:
    state = agreement.state_on(timezone.localdate(request.who.at))
    yield _("Enterprise"), agreement.enterprise.name
    yield _("State"), str(state.label)
    yield _("Signed"), date_format(agreement.signed_on) if agreement.signed_on else ""
    yield _("Until"), date_format(agreement.ends_on) if agreement.ends_on else agreement.term_in_words
    yield _("Workplaces"), ", ".join(map(str, agreement.seats.all()))
    yield _("Note"), agreement.note


def of_unit(request: ActingRequest, unit: Unit) -> Iterator[Fact]:
    yield _("Kind"), str(unit.get_kind_display())
    yield _("Code"), unit.code
    yield _("Part of"), str(unit.parent or "")
    yield _("Time zone"), unit.time_zone
    yield _("Regulation"), unit.regulation


def of_term(request: ActingRequest, term: Term) -> Iterator[Fact]:
    yield _("First day of week 1"), date_format(term.starts_on)
    yield _("Weeks"), str(term.week_count)
    yield _("Days off"), str(len(term.holidays) or "")


def of_import(request: ActingRequest, run: ImportRun) -> Iterator[Fact]:
    yield _("What is in the file"), str(run.get_kind_display())
    yield _("State"), str(run.get_state_display())
    yield _("Started"), date_format(timezone.localtime(run.started_at), "DATETIME_FORMAT")
    yield _("Started by"), str(run.started_by or "")


def of_batch(request: ActingRequest, batch: Batch) -> Iterator[Fact]:
    yield _("Form"), str(batch.get_form_display())
    yield _("Language"), str(batch.get_language_display())
    yield _("State"), str(batch.get_state_display())
    yield _("Asked by"), str(batch.asked_by)


OF: dict[str, Callable[[ActingRequest, Any], Iterator[Fact]]] = {
    "student": of_student,
    "person": of_person,
    "course": of_course,
    "sheet": of_sheet,
    "partner": of_partner,
    "document": of_document,
    "exam": of_exam,
    "agreement": of_agreement,
    "unit": of_unit,
    "term": of_term,
    "import": of_import,
    "batch": of_batch,
}


def _sheets(request: ActingRequest, **of: Any) -> QuerySet[Any]:
    return request.reachable(Sheet).filter(**of).order_by("-pk")


BESIDE: dict[str, tuple[str, Callable[[ActingRequest, Any], QuerySet[Any]]]] = {
    "student": ("sheet", lambda request, row: _sheets(request, student=row)),
    "course": ("sheet", lambda request, row: _sheets(request, course=row)),
    "partner": ("course", lambda request, row: request.reachable(Course).filter(enterprise=row)),
    "sheet": ("document", lambda request, row: request.reachable(Document).filter(sheet=row)),
}
"""Records listed on the page of another one, by its kind: their kind, and the rows within reach."""
