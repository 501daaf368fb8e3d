"""The facts of forms, read from the database in one moment: same rows, same snapshot (shapes in `papers.snapshot`).

Every reading serves any number of papers with the same queries.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import prefetch_related_objects

from qosqanat.core.models import Named
from qosqanat.grading.book import Book, books_of, latest_exam
from qosqanat.grading.enums import Component, ExamKind
from qosqanat.grading.ledger import cells_of, may_sit
from qosqanat.grading.models import ExamSheet, Sheet
from qosqanat.partners.models import Site
from qosqanat.people.enums import RoleKind, UnitKind
from qosqanat.regulation import marks, packs, schemes
from qosqanat.regulation.numbers import plain
from qosqanat.studies.enums import Season
from qosqanat.studies.models import Course

from .offices import NOBODY, Offices
from .papers import snapshot as shapes

Entries = dict[tuple[str, int], marks.Entry]
ATTEMPTS: dict[str, shapes.Attempt] = {
    ExamKind.MAIN: "main",
    ExamKind.RETAKE: "fx_retake",
    ExamKind.REPEAT: "repeat",
}
WITH_OTHERS: dict[str, shapes.Attempt] = {ExamKind.RETAKE: "additional", ExamKind.REPEAT: "after_repeat"}
"""What an attempt is called when somebody on its roll did not fail the one before but was excused or absent (Q-Y21)."""
Snapshots = dict[int, dict[str, Any]]


def of_courses(courses: Iterable[Course], at: datetime) -> Snapshots:
    """`sheet_course`: all live sheets of each course, in Kazakh order (Y-6.3); by the course's key."""
    books, offices = _books([course.pk for course in courses], at), Offices()
    rolls = sheets_of(books)
    entries = entries_of(sheet for sheets in rolls.values() for sheet in sheets)
    return {
        pk: _head(books[pk], sheets, offices)
        | {"students": [_student(books[pk], sheet, entries[sheet.pk]) for sheet in sheets]}
        for pk, sheets in rolls.items()
    }


def of_students(sheets: Iterable[Sheet], at: datetime) -> Snapshots:
    """`sheet_student`: one student's sheet, for the personal file (Y-6.5.3); by the sheet's key, live ones only."""
    live = Sheet.objects.live().filter(pk__in=[sheet.pk for sheet in sheets])
    found = list(live.select_related("student__person", "student__group"))
    books, entries, offices = _books({sheet.course_id for sheet in found}, at), entries_of(found), Offices()
    return {
        sheet.pk: _head(book, [sheet], offices) | {"student": _student(book, sheet, entries[sheet.pk])}
        for sheet in found
        if (book := books.get(sheet.course_id))
    }


def of_exams(exams: Iterable[ExamSheet], at: datetime) -> Snapshots:
    """`exam_sheet`: who sits an attempt, with the marks that it gave (Y-7.4.b1, Q-Y21); by the attempt's key."""
    exams = list(exams)
    books, offices = _books({exam.course_id for exam in exams}, at), Offices()
    rolls = sheets_of(books)
    entries = entries_of(sheet for sheets in rolls.values() for sheet in sheets)
    return {
        exam.pk: _exam(books[exam.course_id], exam, rolls[exam.course_id], entries, offices)
        for exam in exams
        if exam.course_id in rolls
    }


def _exam(
    book: Book, exam: ExamSheet, sheets: Sequence[Sheet], entries: dict[int, Entries], offices: Offices
) -> dict[str, Any]:
    course, day = book.course, _day(book)
    roll = [sheet for sheet in sheets if _belongs(book, exam, entries[sheet.pk])]
    results = [_result(book, exam, sheet, entries[sheet.pk]) for sheet in roll]
    faculty = offices.above(course.department, UnitKind.FACULTY)
    teacher = course.teacher.short_name if course.teacher else ""
    return {
        "form_code": form_code(course, "exam_sheet"),
        "university": words(course.university),
        "faculty": words(faculty),
        "issue": {
            "number": exam.number,
            "date": exam.issued_at.astimezone(course.term.zone).date().isoformat(),
        },
        "course": _course(course),
        "attempt": _attempt(exam, (entries[sheet.pk] for sheet in roll)),
        "exam_date": exam.held_on.isoformat(),
        "students": results,
        "totals": shapes.exam_totals(results, letters=[band.letter for band in book.rules.scale.bands]),
        "examiners": [NOBODY | {"name": teacher}],
        "registrar": offices.signer(RoleKind.REGISTRAR, course.university, day),
        "dean": offices.signer(RoleKind.DEAN, faculty, day),
    }


def _books(courses: Iterable[int], at: datetime) -> dict[int, Book]:
    """The books with everything that a form says about a course: as many reads for one as for many."""
    books = books_of(courses, at)
    named = ("university", "teacher", "enterprise", "site", "groups", "mentors__post__person")
    prefetch_related_objects([book.course for book in books.values()], *named)
    return books


def sheets_of(courses: Iterable[int]) -> dict[int, list[Sheet]]:
    """The live sheets by the course's key; a course without any is left out."""
    rolls: dict[int, list[Sheet]] = {}
    rows = Sheet.objects.live().filter(course__in=list(courses))
    for sheet in rows.select_related("student__person", "student__group"):
        rolls.setdefault(sheet.course_id, []).append(sheet)
    return rolls


def entries_of(sheets: Iterable[Sheet]) -> dict[int, Entries]:
    """What stands in every written place, by the sheet's key; a place taken back is left out."""
    cells = cells_of(sheet.pk for sheet in sheets)
    return {
        pk: {place: now.value for place, now in places.items() if now.value is not None}
        for pk, places in cells.items()
    }


# --- the head of a form -------------------------------------------------------------------------------------------


def _head(book: Book, sheets: Sequence[Sheet], offices: Offices) -> dict[str, Any]:
    course, day = book.course, _day(book)
    numbers = sorted(sheet.number for sheet in sheets)
    issued = min(sheet.issued_at for sheet in sheets).astimezone(course.term.zone).date()
    return {
        "form_code": form_code(course, "sheet"),
        "university": words(course.university),
        "issue": {"number": "–".join(dict.fromkeys([numbers[0], numbers[-1]])), "date": issued.isoformat()},
        "course": _dual_course(course),
        "scheme": _scheme(book),
        "head": offices.signer(RoleKind.HEAD, course.department, day),
        "registrar": offices.signer(RoleKind.REGISTRAR, course.university, day),
    }


def _day(book: Book) -> date:
    return book.at.astimezone(book.course.term.zone).date()


def form_code(course: Course, key: str) -> str:
    """The printed form code that the university's regulation gives, "" where it gives none."""
    form = packs.load(course.university.regulation).forms.get(key)
    return form.code if form else ""


def words(named: Named | None) -> shapes.Words:
    """The official names; English stands in only where there is no other."""
    if named is None:
        return {"kk": "", "ru": ""}
    return {"kk": named.name_kk or ("" if named.name_ru else named.name_en), "ru": named.name_ru}


def _course(course: Course) -> shapes.Course:
    groups = list(course.groups.all())
    years = sorted({group.year_in(course.term.academic_year) for group in groups})
    second = course.term.season == Season.SPRING
    return {
        "code": course.code,
        "name": words(course),
        "groups": [group.code for group in groups],
        "year": ", ".join(str(year) for year in years),
        "semester": ", ".join(str(2 * year - 1 + second) for year in years),
        "academic_year": course.term.academic_year.replace("-", "–"),
        "credits": "" if course.credits is None else plain(course.credits),
        "language": course.language,  # type: ignore[typeddict-item]
        "department": words(course.department),
        "teacher": course.teacher.full_name if course.teacher else "",
    }


def _dual_course(course: Course) -> shapes.DualCourse:
    posts = [row.post for row in course.mentors.all()]
    return {
        **_course(course),
        "model": str(course.model or ""),
        "enterprise": words(course.enterprise),
        "site": _same(_site_name(course.site)),
        "mentors": [
            {"name": post.person.full_name, "position": _same(post.title)}
            for post in {post.person_id: post for post in posts}.values()
        ],
    }


def _site_name(site: Site | None) -> str:
    return ", ".join(part for part in (site.name, site.address) if part) if site else ""


def _same(text: str) -> shapes.Words:
    """A text of unknown language: the same words for both."""
    return {"kk": text, "ru": text}


# --- the scheme ---------------------------------------------------------------------------------------------------


def _scheme(book: Book) -> shapes.Scheme:
    annex = re.fullmatch(r"A(\d+)", book.rules.code)
    return {
        "annex": annex[1] if annex else book.rules.code,
        "periods": [_period(book, period) for period in book.rules.periods],
        "exam_weight": plain(book.rules.exam_weight),
    }


def _period(book: Book, period: schemes.Period) -> shapes.Period:
    rows = _rows(book, period)
    tests = sum((row.test or Decimal(0) for row in rows), Decimal(0))
    practice = sum((row.practice or Decimal(0) for row in rows), Decimal(0))
    return {
        "name": f"РК-{period.number}",
        "weight": plain(period.weight),
        "weeks": [_week(book, row) for row in rows],
        "tasks": [{"name": task.title, "cap": plain(task.cap)} for task in _tasks(book, period)],
        "test_cap": plain(tests),
        "practice_cap": plain(practice),
        "iws_cap": plain(period.iws_cap),
        "cap": plain(tests + practice + period.iws_cap),
    }


def _rows(book: Book, period: schemes.Period) -> Sequence[schemes.Week]:
    return book.rules.rows[period.first_week - 1 : period.last_week]


def _tasks(book: Book, period: schemes.Period) -> list[Any]:
    return [task for _number, task in sorted(book.tasks.items()) if task.period == period.number]


def _week(book: Book, row: schemes.Week) -> shapes.Week:
    days = book.course.term.weeks
    week = days[row.number - 1] if row.number <= len(days) else None
    return {
        "number": row.number,
        "begins": week.first.isoformat() if week else "",
        "ends": week.last.isoformat() if week else "",
        "test_cap": None if row.test is None else plain(row.test),
        "practice_cap": None if row.practice is None else plain(row.practice),
        "attestation": row.attestation,
    }


# --- students -----------------------------------------------------------------------------------------------------


def _student(book: Book, sheet: Sheet, entries: Entries) -> shapes.StudentMarks:
    known = book.exam_issued or book.week > book.rules.weeks
    return {
        "name": sheet.student.person.full_name,
        "number": sheet.student.number,
        "group": sheet.student.group.code,
        "periods": [
            _marks(book, period, rating, entries)
            for period, rating in zip(book.rules.periods, sheet.periods, strict=True)
        ],
        "admission": plain(sheet.admission) if known else "",
        "admitted": sheet.admitted if known else None,
    }


def _marks(book: Book, period: schemes.Period, rating: str, entries: Entries) -> shapes.PeriodMarks:
    rows, tasks = _rows(book, period), _tasks(book, period)
    tests = [_cell(entries, Component.TEST, row.number, row.test) for row in rows]
    practice = [_cell(entries, Component.PRACTICE, row.number, row.practice) for row in rows]
    work = [_cell(entries, Component.IWS, task.number, task.cap) for task in tasks]
    return {
        "tests": tests,
        "practice": practice,
        "tasks": work,
        "test_total": _total(tests),
        "practice_total": _total(practice),
        "iws_total": _total(work),
        "rating": plain(Decimal(rating)),
    }


def _cell(entries: Entries, component: str, number: int, cap: Decimal | None) -> shapes.Cell:
    return None if cap is None else _written(entries.get((component, number)))


def _written(entry: marks.Entry | None) -> str:
    if entry is None:
        return ""
    return plain(entry) if isinstance(entry, Decimal) else entry.value


def _total(cells: Iterable[shapes.Cell]) -> str:
    words = {None, "", marks.ABSENT.value, marks.EXCUSED.value}
    return plain(sum((Decimal(cell) for cell in cells if cell not in words and cell is not None), Decimal(0)))


# --- the examination ----------------------------------------------------------------------------------------------


def _belongs(book: Book, exam: ExamSheet, entries: Entries) -> bool:
    """The main sheet names everybody, admitted or not; a later attempt those who may sit it."""
    return exam.kind == ExamKind.MAIN or may_sit(book, exam.kind, _until(entries, exam.attempt - 1))


def _attempt(exam: ExamSheet, roll: Iterable[Entries]) -> shapes.Attempt:
    before = (latest_exam(_until(entries, exam.attempt - 1)) for entries in roll)
    with_others = exam.kind in WITH_OTHERS and any(isinstance(entry, marks.Absence) for entry in before)
    return (WITH_OTHERS if with_others else ATTEMPTS)[exam.kind]


def _until(entries: Entries, attempt: int) -> Entries:
    return {
        place: entry for place, entry in entries.items() if place[0] != Component.EXAM or place[1] <= attempt
    }


def _result(book: Book, exam: ExamSheet, sheet: Sheet, entries: Entries) -> shapes.ExamResult:
    here = entries.get((Component.EXAM, exam.attempt))
    rating = book.rate(_until(entries, exam.attempt) if here is not None else _until(entries, 0))
    band = rating.band
    return {
        "name": sheet.student.person.full_name,
        "number": sheet.student.number,
        "record_book": sheet.student.record_book,
        "admission": plain(sheet.admission),
        "exam": _written(here) if rating.admitted else None,
        "final": "" if rating.final is None else str(rating.final),
        "letter": band.letter if band else "",
        "digit": str(band.gpa) if band else "",
        "traditional": {"kk": band.traditional["kk"], "ru": band.traditional["ru"]} if band else _same(""),
    }
