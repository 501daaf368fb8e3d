"""The frozen facts a form is printed from: the JSON contract between the database and the templates.

Points are decimal strings with a dot ("4.5"); dates are ISO ("2026-11-22") or "" to be written by hand.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal, TypedDict

from qosqanat.regulation.numbers import half_up

Cell = str | None
"""Points "4.5", "" not entered, "absent", "excused"; None where the scheme has no such cell."""


class Words(TypedDict):
    """An official name in both languages; either may be ""."""

    kk: str
    ru: str


class Signer(TypedDict):
    """A person who signs or is named; a position of {"kk": "", "ru": ""} is left out."""

    name: str
    position: Words


class Issue(TypedDict):
    number: str
    date: str


class Replaced(TypedDict):
    """The paper before this one: its number, short code and day of issue; `revoked` when it was taken back."""

    number: str
    code: str
    date: str
    revoked: bool


class Course(TypedDict):
    code: str
    name: Words
    groups: list[str]
    year: str
    semester: str
    academic_year: str
    credits: str
    language: Literal["kk", "ru", "en"]
    department: Words
    teacher: str


class DualCourse(Course):
    """`model` is the delivery model (Y-5.4 to Y-5.7)."""

    model: str
    enterprise: Words
    site: Words
    mentors: list[Signer]


class Week(TypedDict):
    """Caps are None where the scheme gives no points; an attestation week is marked (Y-7.3.b5)."""

    number: int
    begins: str
    ends: str
    test_cap: str | None
    practice_cap: str | None
    attestation: bool


class Task(TypedDict):
    """An independent-work task; task caps add up to the period's `iws_cap` (Y-6.4)."""

    name: str
    cap: str


class Period(TypedDict):
    """A rating period; `weight` is its share of the final mark in percent."""

    name: str
    weight: str
    weeks: list[Week]
    tasks: list[Task]
    test_cap: str
    practice_cap: str
    iws_cap: str
    cap: str


class Scheme(TypedDict):
    annex: str
    periods: list[Period]
    exam_weight: str


class PeriodMarks(TypedDict):
    """Cells in the order of the period's weeks (`tests`, `practice`) and tasks (`tasks`)."""

    tests: list[Cell]
    practice: list[Cell]
    tasks: list[Cell]
    test_total: str
    practice_total: str
    iws_total: str
    rating: str


class StudentMarks(TypedDict):
    """`name` is surname, given name, patronymic; `admission` is "" until it is known (Y-3)."""

    name: str
    number: str
    group: str
    periods: list[PeriodMarks]
    admission: str
    admitted: bool | None


class _Sheet(TypedDict):
    form_code: str
    university: Words
    issue: Issue
    course: DualCourse
    scheme: Scheme
    head: Signer
    registrar: Signer


class SheetCourse(_Sheet):
    """`sheet_course`: form Ф УЕ 141-03-2022, all students of a course (Y-6.3, Y-6.5)."""

    students: list[StudentMarks]


class SheetStudent(_Sheet):
    """`sheet_student`: form Ф УЕ 141-03-2022 of one student, for the personal file (Y-6.5.3)."""

    student: StudentMarks


class ExamResult(TypedDict):
    """`exam` is None for a student without admission; the other marks are "" until they are known."""

    name: str
    number: str
    record_book: str
    admission: str
    exam: Cell
    final: str
    letter: str
    digit: str
    traditional: Words


class LetterCount(TypedDict):
    letter: str
    count: int


class ExamTotals(TypedDict):
    letters: list[LetterCount]
    absent: int
    excused: int
    not_admitted: int
    students: int
    average: str


Attempt = Literal["main", "fx_retake", "repeat", "additional", "after_repeat"]


class ExamSheet(TypedDict):
    """`exam_sheet`: examination sheet of one attempt (Y-7.4)."""

    form_code: str
    university: Words
    faculty: Words
    issue: Issue
    course: Course
    attempt: Attempt
    exam_date: str
    students: list[ExamResult]
    totals: ExamTotals
    examiners: list[Signer]
    registrar: Signer
    dean: Signer


def exam_totals(students: list[ExamResult], *, letters: list[str]) -> ExamTotals:
    """Count marks in the order of `letters`; the average is of the final marks, one decimal, half up."""
    given = [student["letter"] for student in students]
    exams = [student["exam"] for student in students]
    return {
        "letters": [{"letter": letter, "count": given.count(letter)} for letter in letters],
        "absent": exams.count("absent"),
        "excused": exams.count("excused"),
        "not_admitted": exams.count(None),
        "students": len(students),
        "average": _average([Decimal(s["final"]) for s in students if s["final"]]),
    }


def _average(finals: list[Decimal]) -> str:
    if not finals:
        return ""
    return str(half_up(sum(finals, Decimal(0)) / len(finals), 1))


def check_shape(snapshot: dict[str, Any]) -> None:
    """Raise ValueError if a student's cells do not fit the scheme: a wrong column would be printed."""
    periods = snapshot["scheme"]["periods"] if "scheme" in snapshot else []
    students = snapshot["students"] if "students" in snapshot else [snapshot["student"]]
    for student in students if periods else []:
        if len(student["periods"]) != len(periods):
            raise ValueError(f"{student['name']}: {len(student['periods'])} of {len(periods)} rating periods")
        for period, marks in zip(periods, student["periods"], strict=True):
            _check_cells(student["name"], period, marks)


def _check_cells(name: str, period: Period, marks: PeriodMarks) -> None:
    rows: list[tuple[str, list[Cell], int]] = [
        ("tests", marks["tests"], len(period["weeks"])),
        ("practice", marks["practice"], len(period["weeks"])),
        ("tasks", marks["tasks"], len(period["tasks"])),
    ]
    for kind, cells, wanted in rows:
        if len(cells) != wanted:
            raise ValueError(f"{name}, {period['name']}: {len(cells)} {kind} where the scheme has {wanted}")
