"""What the registrar relies on in every printed form: letters, pages, marks, the same bytes again."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import datetime, timedelta, timezone
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from qosqanat.documents.papers import render as rendering
from qosqanat.documents.papers.example import example
from qosqanat.documents.papers.render import FORMS, LANGUAGES, PaperRefused, render

AT = datetime(2026, 11, 22, 18, 56, tzinfo=timezone(timedelta(hours=5)))
URL = "https://univer.example.kz/c/KX7Q-29FM"
LETTERS = "ӘҒҚҢӨҰҮҺІ әғқңөұүһі № ₸"
THREE_PERIODS: list[list[int | None]] = [[5, 5, 5, 13], [5, 5, 13], [5, 5, 13]]


def print_paper(form: str, snapshot: dict[str, Any], language: Any = "kk", *, at: datetime = AT) -> bytes:
    return render(form, snapshot, language=language, verify_url=URL, short_code="KX7Q-29FM", at=at)


def pages(pdf: bytes) -> list[str]:
    return [re.sub(r"\s+", " ", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def with_name(form: str, name: str) -> dict[str, Any]:
    snapshot = example(form, students=2)
    student = snapshot["student"] if form == "sheet_student" else snapshot["students"][0]
    student["name"] = name
    return snapshot


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_every_kazakh_letter_extracts_in_both_weights(form: str, language: str) -> None:
    snapshot = with_name(form, LETTERS)
    snapshot["course"]["name"] = {"kk": f"пән {LETTERS}", "ru": f"пән {LETTERS}"}
    text = " ".join(pages(print_paper(form, snapshot, language)))
    assert f"пән {LETTERS}" in text
    assert text.count(LETTERS) == 2


@pytest.mark.parametrize("form", FORMS)
def test_each_language_prints_its_own_words(form: str) -> None:
    kk, ru, both = (" ".join(pages(print_paper(form, example(form, students=3), lang))) for lang in LANGUAGES)
    assert "Пән:" in kk and "Дисциплина" not in kk
    assert "Дисциплина:" in ru and "Пән:" not in ru
    assert "Пән / Дисциплина:" in both


def test_dates_and_numbers_follow_the_language() -> None:
    snapshot = example("sheet_student")
    snapshot["issue"]["date"] = "2026-11-22"
    kk, ru = (pages(print_paper("sheet_student", snapshot, lang))[0] for lang in ("kk", "ru"))
    assert "2026 жылғы 22 қараша" in kk.replace("\xa0", " ")
    assert "22 ноября 2026 года" in ru.replace("\xa0", " ")
    assert "80,25" in kk and "80.25" not in kk


@pytest.mark.parametrize(
    ("form", "language", "students", "mentors"),
    [
        ("sheet_course", "kk", 30, 1),
        ("sheet_course", "ru", 30, 1),
        ("sheet_course", "kk+ru", 27, 1),
        ("sheet_course", "kk+ru", 25, 2),
        ("exam_sheet", "kk", 30, 1),
        ("exam_sheet", "ru", 30, 1),
        ("exam_sheet", "kk+ru", 30, 1),
    ],
)
def test_a_large_group_fits_one_page(form: str, language: str, students: int, mentors: int) -> None:
    snapshot = example(form, students=students)
    for student in snapshot["students"]:
        student["name"] = "Нұрмұхамбетова Айгүлжамал Серікболсынқызы"
    if form == "sheet_course":
        snapshot["course"]["mentors"] *= mentors
    assert len(pages(print_paper(form, snapshot, language))) == 1


@pytest.mark.parametrize("students", [30, 31, 35, 60, 75])
@pytest.mark.parametrize("form", ["sheet_course", "exam_sheet"])
def test_more_students_repeat_the_header_and_number_the_pages(form: str, students: int) -> None:
    snapshot = example(form, students=students)
    snapshot["course"]["name"] = {"kk": "ұзақ атау " * 20, "ru": "длинное название " * 20}
    snapshot["course"]["department"] = snapshot["course"]["name"]
    printed = pages(print_paper(form, snapshot, "kk+ru"))
    assert len(printed) == (2 if students <= 60 else 3)
    for number, page in enumerate(printed, 1):
        assert "Тегі, аты, әкесінің аты" in page
        assert f"Бет / Стр. {number} / {len(printed)}" in page
    assert ["М.О." in page for page in printed] == [False] * (len(printed) - 1) + [True]
    last = [
        student["number" if form == "sheet_course" else "record_book"] for student in snapshot["students"]
    ]
    assert all(number in printed[-1] for number in last[-5:]), "several names stand above the signatures"
    assert sum(number in page for number in last for page in printed) == students, "each stands once"


@pytest.mark.parametrize(("language", "place"), [("kk", "М.О."), ("ru", "М.П."), ("kk+ru", "М.О. / М.П.")])
@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_one_place_for_a_seal(form: str, language: str, place: str) -> None:
    text = " ".join(pages(print_paper(form, example(form, students=2), language)))
    assert text.count(place) == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_no_line_runs_into_another_even_under_a_long_address(form: str, language: Any) -> None:
    address = "https://dual.university-of-technology.example.kz/v/PL3D5HABXJ33EWRXRZ3BDHJWUU/"
    snapshot = example(form) if form == "sheet_student" else example(form, students=25)
    pdf = render(form, snapshot, language=language, verify_url=address, short_code="PL3D-5HAB", at=AT)
    for page in PdfReader(io.BytesIO(pdf)).pages:
        assert [(a[-1], b[-1]) for a, b in combinations(upright_runs(page), 2) if touch(a, b)] == []


def upright_runs(page: Any) -> list[tuple[float, float, float, str]]:
    """Left end, base line, size and letters of every text that is not turned."""
    runs: list[tuple[float, float, float, str]] = []

    def see(text: str, matrix: Any, place: Any, _font: Any, size: float) -> None:
        if text.strip() and abs(matrix[1]) + abs(place[1]) < 1e-6:
            x, y = place[4] * matrix[0] + matrix[4], place[5] * matrix[3] + matrix[5]
            runs.append((x, y, size, text.strip()))

    page.extract_text(visitor_text=see)
    return runs


def touch(one: tuple[float, float, float, str], other: tuple[float, float, float, str]) -> bool:
    """Whether two texts stand over one another on lines that are too near: a letter is about 0.4 of its size wide."""
    size, apart = min(one[2], other[2]), abs(one[1] - other[1])
    ends = [run[0] + 0.4 * run[2] * len(run[3]) for run in (one, other)]
    return 0.1 * size < apart < 0.75 * size and one[0] < ends[1] and other[0] < ends[0]


@pytest.mark.parametrize("form", ["sheet_course", "exam_sheet"])
def test_one_group_is_not_called_groups(form: str) -> None:
    snapshot = example(form, students=2)
    assert "Топтар: МГІ-24-1, НГД-24-2" in pages(print_paper(form, snapshot))[0]
    snapshot["course"]["groups"] = ["МГІ-24-1"]
    assert "Топ: МГІ-24-1" in pages(print_paper(form, snapshot))[0]


@pytest.mark.parametrize("form", ["sheet_course", "sheet_student"])
def test_a_fact_that_is_missing_is_a_dash(form: str) -> None:
    snapshot = example(form, students=2)
    snapshot["course"] |= {"site": {"kk": "", "ru": ""}, "mentors": []}
    text = pages(print_paper(form, snapshot))[0]
    assert "Өндіріс орны: —" in text and "Тәлімгер: —" in text


@pytest.mark.parametrize("form", ["sheet_course", "sheet_student"])
def test_weeks_and_periods_follow_the_snapshot(form: str) -> None:
    two = " ".join(pages(print_paper(form, example(form, students=2))))
    three = " ".join(pages(print_paper(form, example(form, students=2, periods=THREE_PERIODS))))
    assert "РК-3" in three and "РК-3" not in two
    assert "15" in two.split("Әбдіғаппаров")[0 if form == "sheet_course" else 1]
    assert "10 А" in three if form == "sheet_course" else "02.11–07.11" in three


@pytest.mark.parametrize("form", ["sheet_course", "sheet_student"])
def test_the_four_kinds_of_empty_differ_on_paper(form: str) -> None:
    snapshot = example(form, students=1)
    marks = snapshot["student"] if form == "sheet_student" else snapshot["students"][0]
    printed = set()
    for cell in ("", "0", "absent", "excused", None):
        marks["periods"][0]["practice"][4] = cell
        printed.add(" ".join(pages(print_paper(form, snapshot))))
    assert len(printed) == 5


@pytest.mark.parametrize("form", FORMS)
def test_the_same_input_gives_the_same_bytes(form: str) -> None:
    snapshot = example(form)
    first = print_paper(form, snapshot)
    print_paper(form, with_name(form, "Басқа Біреу"))
    assert print_paper(form, deepcopy(snapshot)) == first
    assert print_paper(form, snapshot, at=AT + timedelta(minutes=1)) != first


def test_a_text_that_cannot_be_compiled_gives_its_compiler_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "_presses", rendering.idle_presses())
    for _attempt in range(rendering.PRESSES + 1):
        with pytest.raises(PaperRefused):
            print_paper("sheet_student", with_name("sheet_student", "🐎"))
    assert rendering._presses.qsize() == rendering.PRESSES


@pytest.mark.parametrize(
    ("revoked", "language", "words"),
    [
        (False, "kk", "Мына құжаттың орнына берілді: № 000001, коды 7KQ4-9M2T, 2026 жылғы 12 қараша"),
        (False, "ru", "Выдан взамен документа: № 000001, код 7KQ4-9M2T, 12 ноября 2026 года"),
        (True, "kk", "Күші жойылған мына құжаттың орнына берілді: № 000001"),
        (True, "ru", "Выдан взамен отозванного документа: № 000001"),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_a_paper_says_which_one_it_replaces(form: str, revoked: bool, language: Any, words: str) -> None:
    old: Any = {"number": "000001", "code": "7KQ4-9M2T", "date": "2026-11-12", "revoked": revoked}
    pdf = render(
        form, example(form), language=language, verify_url=URL, short_code="KX7Q-29FM", at=AT, replaces=old
    )
    printed = pages(pdf)
    assert words in printed[0] and len(printed) == 1
    assert words not in pages(print_paper(form, example(form), language))[0]


def test_threads_share_the_compilers() -> None:
    snapshot = example("sheet_student")
    with ThreadPoolExecutor(4) as pool:
        papers = list(pool.map(lambda _: print_paper("sheet_student", snapshot), range(8)))
    assert len(set(papers)) == 1


@pytest.mark.parametrize("form", FORMS)
def test_the_paper_is_tagged_pdf_a(form: str) -> None:
    reader = PdfReader(io.BytesIO(print_paper(form, example(form))))
    root: Any = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert (
        "<pdfaid:part>2</pdfaid:part>" in metadata
        and "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    )
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"].startswith("kk")
    assert "/OutputIntents" in root and "/StructTreeRoot" in root


@pytest.mark.parametrize(
    "hostile",
    [
        '#import "@preview/cetz:0.3.4"',
        '#read("/etc/passwd")',
        "$ x^2 $",
        r"\u{41} \ back\slash",
        "*bold* _it_ `raw` <label> @ref = h",
        "// gone /* gone */ -- --- ... ~",
        "\"quoted\" 'single' {{ x }} ${y} %s",
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_markup_in_a_name_is_only_letters(form: str, hostile: str) -> None:
    assert hostile.replace(" ", "") in pages(print_paper(form, with_name(form, hostile)))[0].replace(" ", "")


def test_invisible_letters_cannot_hide_or_reorder_a_name() -> None:
    text = pages(print_paper("sheet_student", with_name("sheet_student", "Әсел\u202e\x00\ud800\n\tҚайрат")))[
        0
    ]
    assert "Әсел Қайрат" in text


@pytest.mark.parametrize("letter", ["😀", "中", "\ue000"])
def test_a_letter_without_a_glyph_is_refused_by_name(letter: str) -> None:
    with pytest.raises(PaperRefused) as refusal:
        print_paper("exam_sheet", with_name("exam_sheet", f"Асан {letter}"))
    assert refusal.value.reason == "letter" and refusal.value.text == letter
    assert f"U+{ord(letter):04X}" in str(refusal.value)


@pytest.mark.parametrize("form", FORMS)
def test_a_very_long_text_wraps_or_is_refused(form: str) -> None:
    assert pages(print_paper(form, with_name(form, "Ұ" * rendering.LONGEST_TEXT)))
    with pytest.raises(PaperRefused) as refusal:
        print_paper(form, with_name(form, "Ұ" * (rendering.LONGEST_TEXT + 1)))
    assert refusal.value.reason == "length"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
def test_any_text_prints_or_is_refused(text: str) -> None:
    try:
        pdf = print_paper("sheet_student", with_name("sheet_student", text))
    except PaperRefused:
        return
    assert pdf.startswith(b"%PDF-")


def test_without_the_font_folder_the_embedded_font_prints(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "_FONTS", tmp_path / "missing")
    monkeypatch.setattr(rendering, "_presses", rendering.idle_presses())
    assert "Әбдіғаппаров" in pages(print_paper("sheet_student", example("sheet_student")))[0]


def test_blank_forms_print_for_filling_in_by_hand() -> None:
    snapshot = example("exam_sheet", students=2)
    snapshot["exam_date"] = ""
    for result in snapshot["students"]:
        result |= {"exam": "", "final": "", "letter": "", "digit": "", "traditional": {"kk": "", "ru": ""}}
    text = pages(print_paper("exam_sheet", snapshot))[0]
    assert "«____»" in text and "келмеді" not in text


def test_wrong_calls_are_named() -> None:
    snapshot = example("sheet_student")
    with pytest.raises(ValueError, match="diploma"):
        print_paper("diploma", snapshot)
    with pytest.raises(ValueError, match="'en'"):
        print_paper("sheet_student", snapshot, "en")
    with pytest.raises(ValueError, match="time zone"):
        print_paper("sheet_student", snapshot, at=AT.replace(tzinfo=None))
