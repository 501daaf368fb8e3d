"""Invented but complete snapshots: they show the contract at work, for tests and for proofs of a form."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from .snapshot import (
    Cell,
    DualCourse,
    ExamResult,
    Period,
    PeriodMarks,
    Scheme,
    Signer,
    StudentMarks,
    Words,
    exam_totals,
)

SURNAMES = (
    "Әбдіғаппаров Бөлекбаев Ғабдуллин Дәулетияр Еңсебаев Жаһангеров Көшербаев Қыдырбаев Нұрмұхамбетов "
    "Өтегенов Сәңкібаев Ұзақбаев Үмбетов Шүкіров Ысқақов Ілиясов Ыдырыс"
)
GIVEN = "Батырхан Әсел Мейіржан Гүлнұр Ұлжан Бейбіт Іңкәр Өмірбек Қарлығаш Жұлдызай Һәкім"
PATRONYMICS = "Мақсұтұлы Дәуренқызы Орынбайұлы Серікболсынқызы Үмбетқызы Айдынұлы Ғазизқызы"
LETTERS = ["A", "A-", "B+", "B", "B-", "C+", "C", "C-", "D+", "D-", "FX", "F"]
# Lowest points, letter, digit, traditional mark: annex 1 in short.
BANDS = [
    (95, "A", "4.0", "өте жақсы", "отлично"),
    (85, "B+", "3.33", "жақсы", "хорошо"),
    (70, "C+", "2.33", "жақсы", "хорошо"),
    (50, "D-", "1.0", "қанағаттанарлық", "удовлетворительно"),
    (25, "FX", "0.5", "қанағаттанарлықсыз", "неудовлетворительно"),
    (0, "F", "0", "қанағаттанарлықсыз", "неудовлетворительно"),
]
# Practice caps of annex 3: no practice in weeks 1-3 and 15, attestation where the cap is 16.
ANNEX_3 = [[None, None, None, 8, 8, 16, 8, 16], [7, 7, 16, 7, 7, 16, None]]
AUTUMN = date(2026, 8, 31)


def example(
    form: str, *, students: int = 25, periods: list[list[int | None]] | None = None
) -> dict[str, Any]:
    """A snapshot of `form`; `periods` gives practice caps by week for each rating period."""
    if form == "exam_sheet":
        return _exam_sheet(students)
    scheme = _scheme(periods or ANNEX_3)
    head: dict[str, Any] = {
        "form_code": "Ф УЕ 141-03-2022",
        "university": _words(
            "«Каспий маңы техникалық университеті» КеАҚ", "НАО «Прикаспийский технический университет»"
        ),
        "issue": {"number": "0417", "date": "2026-08-31"},
        "course": _course(),
        "scheme": scheme,
        "head": _signer("Самиғолла П. Е."),
        "registrar": _signer("Төлегенова Қ. Һ."),
    }
    marks = [_student(n, scheme) for n in range(students)]
    return head | ({"students": marks} if form == "sheet_course" else {"student": marks[0]})


def _words(kk: str, ru: str) -> Words:
    return {"kk": kk, "ru": ru}


def _signer(name: str, kk: str = "", ru: str = "") -> Signer:
    return {"name": name, "position": _words(kk, ru)}


def _course() -> DualCourse:
    return {
        "code": "BES 3309",
        "name": _words("Бұрғылау ерітінділері және сұйықтықтары", "Буровые растворы и жидкости"),
        "groups": ["МГІ-24-1", "НГД-24-2"],
        "year": "3",
        "semester": "5",
        "academic_year": "2026–2027",
        "credits": "4",
        "language": "kk",
        "department": _words("Мұнай-газ ісі", "Нефтегазовое дело"),
        "teacher": "Сағындықова Бибігүл Бөлекқызы",
        "model": "2",
        "enterprise": _words("«Ақшұқыр Дриллинг» ЖШС", "ТОО «Акшукур Дриллинг»"),
        "site": _words("№ 3 бұрғылау алаңы, Жетібай", "Буровая площадка № 3, Жетыбай"),
        "mentors": [_signer("Ордабаев Өмірбек Қойшыбайұлы", "бұрғылау шебері", "буровой мастер")],
    }


def _scheme(periods: list[list[int | None]]) -> Scheme:
    starts = [sum(len(weeks) for weeks in periods[:n]) for n in range(len(periods))]
    weight = str(60 // len(periods))
    made = [
        _period(n, start, caps, weight)
        for n, (start, caps) in enumerate(zip(starts, periods, strict=True), 1)
    ]
    return {"annex": "3", "periods": made, "exam_weight": "40"}


def _period(number: int, start: int, caps: list[int | None], weight: str) -> Period:
    practice, tests = sum(cap or 0 for cap in caps), 3 * len(caps)
    iws = 100 - practice - tests
    return {
        "name": f"РК-{number}",
        "weight": weight,
        "weeks": [
            _week(start + offset, cap, max(c or 0 for c in caps)) for offset, cap in enumerate(caps, 1)
        ],
        "tasks": [
            {"name": "Ерітінді тығыздығын есептеу", "cap": str(iws // 2)},
            {"name": "Өндірістік есеп", "cap": str(iws - iws // 2)},
        ],
        "test_cap": str(tests),
        "practice_cap": str(practice),
        "iws_cap": str(iws),
        "cap": "100",
    }


def _week(number: int, cap: int | None, highest: int) -> Any:
    begins = AUTUMN + timedelta(weeks=number - 1)
    return {
        "number": number,
        "begins": begins.isoformat(),
        "ends": (begins + timedelta(days=5)).isoformat(),
        "test_cap": "3",
        "practice_cap": None if cap is None else str(cap),
        "attestation": cap is not None and cap == highest,
    }


def _name(n: int) -> str:
    surnames, given, patronymics = SURNAMES.split(), GIVEN.split(), PATRONYMICS.split()
    return f"{surnames[n % len(surnames)]} {given[n % len(given)]} {patronymics[n % len(patronymics)]}"


def _student(n: int, scheme: Scheme) -> StudentMarks:
    marks = [_marks(n, period) for period in scheme["periods"]]
    admission = sum((Decimal(m["rating"]) for m in marks), Decimal(0)) / len(marks)
    return {
        "name": _name(n),
        "number": str(41468 + n),
        "group": "МГІ-24-1",
        "periods": marks,
        "admission": _plain(admission.quantize(Decimal("0.01"))),
        "admitted": admission >= 50,
    }


def _marks(n: int, period: Period) -> PeriodMarks:
    tests = [_cell(n, week["number"] + 3, week["test_cap"]) for week in period["weeks"]]
    practice = [_cell(n, week["number"], week["practice_cap"]) for week in period["weeks"]]
    tasks = [_cell(n, 2, task["cap"]) for task in period["tasks"]]
    totals = [_total(cells) for cells in (tests, practice, tasks)]
    return {
        "tests": tests,
        "practice": practice,
        "tasks": tasks,
        "test_total": _plain(totals[0]),
        "practice_total": _plain(totals[1]),
        "iws_total": _plain(totals[2]),
        "rating": _plain(sum(totals, Decimal(0))),
    }


def _cell(n: int, week: int, cap: str | None) -> Cell:
    if cap is None:
        return None
    special = {3: "absent", 7: "excused", 11: "", 19: "0"}
    points = Decimal(cap) * (60 + (n * 7 + week * 11) % 41) / 100
    half = (points * 2).quantize(Decimal(1)) / 2
    return special.get((n * 5 + week * 3) % 37, _plain(half))


def _total(cells: list[Cell]) -> Decimal:
    return sum((Decimal(cell) for cell in cells if cell not in (None, "", "absent", "excused")), Decimal(0))


def _plain(points: Decimal) -> str:
    return f"{points.normalize():f}"


def _exam_sheet(count: int) -> dict[str, Any]:
    course = _course()
    results = [_result(n) for n in range(count)]
    return {
        "form_code": "Ф УЕ 121-07-2022",
        "university": _words(
            "«Каспий маңы техникалық университеті» КеАҚ", "НАО «Прикаспийский технический университет»"
        ),
        "faculty": _words("Инжиниринг факультеті", "Факультет инжиниринга"),
        "issue": {"number": "Е-0093", "date": "2026-12-18"},
        "course": course,
        "attempt": "main",
        "exam_date": "2026-12-21",
        "students": results,
        "totals": exam_totals(results, letters=LETTERS),
        "examiners": [_signer("Сағындықова Б. Б."), _signer("Әлібекова М. Ғ.")],
        "registrar": _signer("Төлегенова Қ. Һ."),
        "dean": _signer("Ұзақбаев Ә. І."),
    }


def _result(n: int) -> ExamResult:
    admission = Decimal(48 + (n * 11) % 50)
    exam = _exam_cell(n, admission)
    points = None if exam in (None, "", "absent", "excused") else int(exam)
    final = "" if points is None or points < 50 else str(int(admission * 6 + points * 4 + 5) // 10)
    judged = points if points is not None and not final else int(final) if final else None
    band = next((b for b in BANDS if judged is not None and judged >= b[0]), (0, "", "", "", ""))
    return {
        "name": _name(n),
        "number": str(41468 + n),
        "record_book": f"24-{1100 + n}",
        "admission": str(admission),
        "exam": exam,
        "final": final,
        "letter": band[1],
        "digit": band[2],
        "traditional": _words(band[3], band[4]),
    }


def _exam_cell(n: int, admission: Decimal) -> Cell:
    if admission < 50:
        return None
    return {6: "absent", 13: "excused"}.get(n, str(20 + (n * 17) % 80))
