"""What people do besides entering marks: papers printed, replaced and revoked, a week opened again, a mark disputed."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from qosqanat.core.clock import now
from qosqanat.documents import actions as documents
from qosqanat.documents.enums import Bundle, Form, PaperLanguage
from qosqanat.documents.tasks import prepare
from qosqanat.grading import actions as grading
from qosqanat.grading.enums import Component
from qosqanat.grading.models import Cell, ExamSheet, Sheet
from qosqanat.people import actions as people
from qosqanat.people.actions.view import save_view
from qosqanat.people.enums import RoleKind
from qosqanat.people.models import Account, Person, Unit
from qosqanat.studies.models import Course

from . import cast, past

REOPENED = 8
TOKEN_DAYS = 180


@dataclass(frozen=True)
class Offices:
    """The people who act around the shown course of a university."""

    university: Unit
    course: Course
    head: Person
    dean: Person
    mentor: Person
    registrar: Person
    office: Person
    admin: Account


def go_on(university: Unit) -> int:
    """Everything below, in the order of the year; returns how many papers were printed."""
    offices = _offices(university)
    for held in Course.objects.filter(university=university, term__starts_on=past.STARTS_ON).order_by("pk"):
        _papers(held, offices)
    _hand_in(offices)
    _dispute(offices)
    _keep_views(offices)
    people.make_token(
        offices.admin,
        name="Canvas көпірі",
        scopes=["courses:read", "students:read"],
        days=TOKEN_DAYS,
        by=offices.admin.person,
        at=now(),
    )
    return university.documents.count()


def _offices(university: Unit) -> Offices:
    course = Course.objects.filter(university=university, code=cast.SHOWN[university.code]).earliest("pk")
    names = ("registrar", "office", "dean", "head", "mentor", "admin")
    account = {name: Account.objects.get(username=f"{university.code}-{name}") for name in names}
    persons = {name: account[name].person for name in names if name != "admin"}
    return Offices(university, course, admin=account["admin"], **persons)


def _papers(course: Course, offices: Offices) -> None:
    """A finished course on paper: its sheets and examination sheets, some returned with the seal, some filed."""
    sheets = list(Sheet.objects.live().filter(course=course).order_by("number"))
    head, registrar, at = offices.head, offices.registrar, past.AFTER
    documents.issue(Form.SHEET_COURSE, course, language=PaperLanguage.BOTH, by=head, at=at)
    mistaken = documents.issue(Form.SHEET_STUDENT, sheets[0], language=PaperLanguage.RUSSIAN, by=head, at=at)
    documents.revoke(mistaken, reason="Қате тілде басылған", by=head, at=at)
    third = len(sheets) // 3
    for sheet in sheets[: 2 * third]:
        grading.return_sheet(sheet, by=head, at=at)
    for sheet in sheets[:third]:
        grading.archive_sheet(sheet, by=registrar, at=at + timedelta(days=2))
    exams = list(ExamSheet.objects.filter(course=course))
    for exam in exams:
        documents.issue(
            Form.EXAM_SHEET, exam, language=PaperLanguage.KAZAKH, by=registrar, at=past.AFTER_RETAKE
        )
    _batch(sheets, registrar if exams else head)


def _batch(sheets: list[Sheet], by: Person) -> None:
    """One asking for many papers, prepared at once as the background worker would."""
    asked = documents.ask(
        Form.SHEET_STUDENT,
        sheets,
        language=PaperLanguage.KAZAKH,
        bundle=Bundle.PDF,
        by=by,
        at=now(),
    )
    prepare(asked.pk)


def _hand_in(offices: Offices) -> None:
    """The shown mentor handed in the weeks before the one that the dean opens again; the last week is owed."""
    term = offices.course.term
    for week in range(1, REOPENED):
        closes = term.closes_at(week)
        grading.hand_over_week(
            offices.course, week, by=offices.mentor, at=closes - timedelta(hours=week % 3 + 2)
        )
    grading.reopen_week(
        offices.course,
        REOPENED,
        until=now() + timedelta(days=3),
        reason="Тәлімгер вахтада болды, кен орнында байланыс болмады",
        by=offices.dean,
        at=now(),
    )


def _dispute(offices: Offices) -> None:
    """Two people write different points into one cell, one after the other: its history shows both."""
    cells = Cell.objects.filter(
        sheet__course=offices.course, component=Component.PRACTICE, number=REOPENED, value__gte=2
    )
    cell = cells.order_by("sheet__number").first()
    if cell is None or cell.value is None:
        raise LookupError("the demo's spreadsheets no longer bring practice of the reopened week")
    for person, points, reason in (
        (offices.mentor, cell.value - 1, ""),
        (offices.head, cell.value - 2, "Тәлімгердің журналымен салыстырылды"),
    ):
        entry = grading.Entry(cell.sheet_id, Component.PRACTICE, REOPENED, points, uuid4())
        grading.enter_scores([entry], by=person, at=now(), source="grid", reason=reason, all_or_nothing=True)


def _keep_views(offices: Offices) -> None:
    """A view shared in the university, and the one that opens by itself for the registrar."""
    for name, list_key, query, role in (
        ("Тәлімгері жоқ пәндер", "office.readiness", "show=mentors", ""),
        ("Оқып жүргендер", "registrar.students", "status=studying", RoleKind.REGISTRAR),
    ):
        unit, office = offices.university, offices.office
        save_view(name, list_key=list_key, query=query, unit=unit, role=role, by=office, at=now())
