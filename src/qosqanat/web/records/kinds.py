"""What can be found and looked at: one table for the search, the record's page, its history and the tests."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qosqanat.documents.codes import short_code
from qosqanat.documents.models import Batch, Document
from qosqanat.grading.models import ExamSheet, Sheet
from qosqanat.intake.models import ImportRun
from qosqanat.partners.models import Agreement, Enterprise
from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import Person, Unit
from qosqanat.regulation import kz
from qosqanat.studies.models import Course, Student, Term
from qosqanat.web.common.finding import sheets_found

Rows = models.QuerySet[Any]
Door = tuple[str, str, Callable[[Any], int], Promise]


@dataclass(frozen=True)
class Kind:
    """A kind of record: seen by those to whom the policy grants `action`.

    `doors` are pages of desks about a row, as (action, address name, key of the address, label): the first one within
    reach is where a search leads. `found` narrows rows to a text; None for a kind that is not searched. `own` are the
    names of the record itself where the title says less or more: what is found by them comes before what is found
    through others.
    """

    word: str
    label: Promise
    model: type[models.Model]
    action: str
    title: Callable[[Any], str]
    note: Callable[[Any], str]
    related: tuple[str, ...] = ()
    doors: tuple[Door, ...] = ()
    found: Callable[[Rows, str], Rows] | None = None
    within: Callable[[ActingRequest, Rows], Rows] = lambda request, rows: rows
    own: Callable[[Any], str] | None = None

    def reachable(self, request: ActingRequest) -> Rows:
        """Rows within the person's reach, with what their title and note read."""
        rows = request.reachable(self.model, self.action).select_related(*self.related)
        return self.within(request, rows)

    def doors_of(self, request: ActingRequest, rows: Iterable[Any]) -> dict[int, list[tuple[str, Promise]]]:
        """Addresses of desk pages by row, with their labels: one query per door that the person may open at all."""
        rows = list(rows)
        found: dict[int, list[tuple[str, Promise]]] = {row.pk: [] for row in rows}
        for action, name, key, label in self.doors:
            if rows and request.who.may(action):
                inside = request.reachable(self.model, action).filter(pk__in=list(found)).order_by()
                open_to = set(inside.values_list("pk", flat=True))
                for row in rows:
                    if row.pk in open_to:
                        found[row.pk].append((reverse(name, args=[key(row)]), label))
        return found

    def is_named(self, row: Any, words: list[str]) -> bool:
        """Whether every one of the folded `words` begins a word of the record's own name."""
        own = kz.fold(self.own(row) if self.own else self.title(row)).split()
        return all(any(one.startswith(word) for one in own) for word in words)

    def address(self, row: Any) -> str:
        return reverse(f"records:{self.word}", args=[row.pk])


def _matching(rows: Rows, text: str) -> Rows:
    return rows.matching(text)  # type: ignore[attr-defined]


def _people(rows: Rows, text: str) -> Rows:
    """People who are no students: those are found as students."""
    return _matching(rows, text).exclude(Exists(Student.objects.filter(person=OuterRef("pk"))))


def _sheets(rows: Rows, text: str) -> Rows:
    """By number, or by the words of student and course together; the newest first."""
    return sheets_found(rows, text).order_by("-pk")


def _without_exams(request: ActingRequest, rows: Rows) -> Rows:
    """An examination sheet only for those who may see examinations."""
    exams = request.reachable(ExamSheet, "exam.view").order_by()
    return rows.filter(models.Q(exam_sheet=None) | models.Q(exam_sheet__in=exams))


def _own(row: Any) -> int:
    return int(row.pk)


def _names(row: Any) -> str:
    return f"{row.name_kk} {row.name_ru} {row.name_en}"


def _group(student: Student) -> str:
    return f"{student.group.code} · № {student.number}" if student.number else student.group.code


def _of_course(course: Course) -> str:
    return " · ".join(filter(None, [course.code, course.groups_key, str(course.term)]))


def _of_sheet(sheet: Sheet) -> str:
    return f"{sheet.course.name} · {sheet.course.groups_key} · {sheet.course.term}"


def _of_paper(paper: Document) -> str:
    return f"{paper.get_form_display()} · {paper.course.name}"


KINDS = {
    kind.word: kind
    for kind in (
        Kind(
            "student",
            _("Students"),
            Student,
            "student.view",
            title=lambda row: row.person.full_name,
            note=_group,
            related=("person", "group__department", "group__programme"),
            doors=(("sheet.archive", "registrar:student", _own, _("Courses, finals and papers")),),
            found=_matching,
        ),
        Kind(
            "person",
            _("People"),
            Person,
            "person.view",
            title=lambda row: row.full_name,
            note=lambda row: str(row.university or ""),
            related=("university",),
            doors=(("person.edit", "setup:person", _own, _("Roles and sign-in")),),
            found=_people,
        ),
        Kind(
            "course",
            _("Courses"),
            Course,
            "course.view",
            title=lambda row: row.name,
            note=_of_course,
            related=("term__university", "department", "teacher", "enterprise"),
            doors=(
                ("sheet.view", "sheets:course", _own, _("Grade book")),
                ("course.edit", "department:course", _own, _("Facts, mentors and students")),
                ("sheet.print", "papers:course", _own, _("Papers")),
            ),
            found=_matching,
            own=lambda row: f"{row.code} {_names(row)}",
        ),
        Kind(
            "sheet",
            _("Sheets"),
            Sheet,
            "sheet.view",
            title=lambda row: f"№ {row.number} {row.student.person.full_name}",
            note=_of_sheet,
            related=("student__person", "student__group", "course__term__university"),
            doors=(("sheet.view", "sheets:course", lambda row: row.course_id, _("Grade book")),),
            found=_sheets,
            own=lambda row: row.number,
        ),
        Kind(
            "partner",
            _("Partners"),
            Enterprise,
            "partner.view",
            title=lambda row: row.name,
            note=lambda row: row.sector,
            found=_matching,
            own=_names,
        ),
        Kind(
            "document",
            _("Papers"),
            Document,
            "document.view",
            title=lambda row: short_code(row.code),
            note=_of_paper,
            related=("course", "issued_by", "sheet__student__person", "exam_sheet"),
            doors=(("document.view", "papers:document", _own, _("Open the paper")),),
            within=_without_exams,
        ),
        Kind(
            "exam",
            _("Examination sheets"),
            ExamSheet,
            "exam.view",
            title=lambda row: f"№ {row.number} {row.course.title}",
            note=lambda row: str(row.course.term),
            related=("course__term__university", "issued_by", "closed_by"),
            doors=(("exam.issue", "registrar:exam", _own, _("Results")),),
        ),
        Kind(
            "agreement",
            _("Cooperation contracts"),
            Agreement,
            "agreement.view",
            title=str,
            note=lambda row: row.enterprise.sector,
            related=("enterprise",),
            doors=(("agreement.edit", "agreements:edit", _own, _("Correct or extend")),),
        ),
        Kind(
            "unit",
            _("Units"),
            Unit,
            "unit.view",
            title=str,
            note=lambda row: str(row.get_kind_display()),
            related=("parent",),
        ),
        Kind(
            "term",
            _("Semesters"),
            Term,
            "term.edit",
            title=str,
            note=lambda row: str(row.university),
            related=("university",),
            doors=(("term.edit", "office:term", _own, _("Weeks and days off")),),
        ),
        Kind(
            "import",
            _("Files brought in"),
            ImportRun,
            "import.run",
            title=lambda row: row.file_name,
            note=lambda row: str(row.get_kind_display()),
            related=("started_by", "on_behalf_of"),
            doors=(("import.run", "office:import", _own, _("Open the import")),),
        ),
        Kind(
            "batch",
            _("Papers in number"),
            Batch,
            "document.issue",
            title=str,
            note=lambda row: date_format(timezone.localtime(row.asked_at), "DATETIME_FORMAT"),
            related=("asked_by", "on_behalf_of"),
            doors=(("document.issue", "papers:batch", _own, _("Open the papers")),),
        ),
    )
}
