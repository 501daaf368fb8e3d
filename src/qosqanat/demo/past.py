"""Last spring: a finished semester, so that the registrar's desk has an examination to hold and one that was held."""

from datetime import UTC, date, datetime
from decimal import Decimal

from qosqanat.documents import actions as documents
from qosqanat.documents.enums import Form, PaperLanguage
from qosqanat.grading import actions as grading
from qosqanat.grading.book import books_of
from qosqanat.grading.enums import ExamKind
from qosqanat.grading.models import CourseScheme
from qosqanat.grading.queries import candidates
from qosqanat.partners.models import Post
from qosqanat.people.models import Person, Unit
from qosqanat.regulation import marks
from qosqanat.studies import actions as studies
from qosqanat.studies.models import Course, Term

from . import cast, marking

STARTS_ON = date(2026, 1, 19)
BEFORE = datetime(2026, 1, 16, 6, 0, tzinfo=UTC)
EXAM_ON = date(2026, 5, 12)
AFTER = datetime(2026, 5, 12, 11, 0, tzinfo=UTC)
RETAKE_ON = date(2026, 5, 22)
AFTER_RETAKE = datetime(2026, 5, 22, 11, 0, tzinfo=UTC)
# code, names, credits; the examination of the first one is closed, that of the second waits for the registrar
COURSES = {
    "yessenov": (
        (
            "MGN 2202",
            "Мұнай-газ ісінің негіздері",
            "Основы нефтегазового дела",
            "Petroleum Engineering Basics",
            5,
        ),
        ("BT 2204", "Бұрғылау техникасы", "Буровая техника", "Drilling Equipment", 4),
    ),
    "dulati": (
        ("GDV 2201", "Гидравлика", "Гидравлика", "Hydraulics", 5),
        ("SRN 2203", "Су ресурстарының негіздері", "Основы водных ресурсов", "Water Resources Basics", 4),
    ),
}
POINTS = (82, 91, 67, 38, 74, 55, 96, 20, 88, 61)


def spring(university: Unit) -> int:
    """Two courses of the shown group with all their marks; returns how many."""
    model = (
        Course.objects.filter(university=university, code=cast.SHOWN[university.code]).order_by("pk").first()
    )
    registrar = Person.objects.get(roles__kind="registrar", roles__unit=university)
    if model is None or model.teacher is None:
        return 0
    term = Term.objects.create(
        university=university, academic_year="2025-2026", season="spring", starts_on=STARTS_ON
    )
    written = 0
    held, _waiting = courses = [_course(model, term, *line) for line in COURSES[university.code]]
    for course in courses:
        scheme = CourseScheme.objects.select_related("course__term__university").get(course=course)
        written += marking.mark_course(scheme, weeks=term.week_count, silent_from=term.week_count + 1)
        # printed before the independent work was marked: the sheet after the examination takes its place
        documents.issue(Form.SHEET_COURSE, course, language=PaperLanguage.BOTH, by=_head(course), at=AFTER)
        written += marking.mark_tasks(scheme)
    _hold_exam(held, registrar)
    return written


def _course(model: Course, term: Term, code: str, kk: str, ru: str, en: str, credits: int) -> Course:
    """A course of `term` with the people and the students of `model`, its sheets issued."""
    teacher = model.teacher
    assert teacher is not None, "the shown course has its teacher"
    course = Course.objects.create(
        university=model.university,
        term=term,
        department=model.department,
        code=code,
        name_kk=kk,
        name_ru=ru,
        name_en=en,
        groups_key=model.groups_key,
        credits=Decimal(credits),
        language=model.language,
        model=1,
        hours_total=30 * credits,
        hours_campus=20 * credits,
        hours_site=10 * credits,
        teacher=teacher,
        enterprise=model.enterprise,
    )
    course.groups.set(model.groups.all())
    for link in model.mentors.select_related("post"):
        Post.objects.filter(pk=link.post_id).update(starts_on=cast.SINCE)
        link.post.refresh_from_db()
        studies.assign_mentor(course, link.post, starts_on=term.starts_on, by=teacher, at=BEFORE)
    for enrolment in model.enrolments.select_related("student").filter(state="enrolled"):
        studies.enrol(enrolment.student, course, by=teacher, at=BEFORE, on=term.starts_on)
    grading.issue_sheets([course], by=_head(course), at=BEFORE)
    return course


def _head(course: Course) -> Person:
    return Person.objects.filter(roles__kind="head", roles__unit=course.department).earliest("pk")


def _hold_exam(course: Course, registrar: Person) -> None:
    """The main examination is closed; whoever has FX sits the retake, whose sheet is still open."""
    exam = grading.issue_exam_sheet(course, held_on=EXAM_ON, kind=ExamKind.MAIN, by=registrar, at=AFTER)
    sitting = candidates(books_of([course], AFTER)[course.pk], ExamKind.MAIN)
    points: dict[int, marks.Entry | None] = {
        sheet.pk: Decimal(POINTS[index % len(POINTS)]) for index, sheet in enumerate(sitting)
    }
    points[sitting[-1].pk] = marks.ABSENT
    grading.enter_exam(exam, points, by=registrar, at=AFTER)
    grading.close_exam_sheet(exam, by=registrar, at=AFTER)
    retake = grading.issue_exam_sheet(
        course, held_on=RETAKE_ON, kind=ExamKind.RETAKE, by=registrar, at=AFTER_RETAKE
    )
    again = candidates(books_of([course], AFTER_RETAKE)[course.pk], ExamKind.RETAKE)
    grading.enter_exam(retake, {again[0].pk: Decimal(58)}, by=registrar, at=AFTER_RETAKE)
