"""Papers are issued from the grade book, replace one another, and are found by their codes."""

import io
import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from pypdf import PdfReader

from qosqanat.core.problems import Refused
from qosqanat.documents import actions, codes, printing, queries, snapshots
from qosqanat.documents.actions import papers
from qosqanat.documents.models import Document
from qosqanat.grading.models import Sheet
from qosqanat.grading.queries import course_grid
from qosqanat.people.models import Act
from qosqanat.regulation import marks
from qosqanat.regulation.numbers import plain
from tests.cast import AT, House

from .semester import SESSION, examine, fill


def text_of(document: Document) -> str:
    pages = PdfReader(io.BytesIO(document.file.read())).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def issue(house: House, form: str = "sheet_course", subject: object = None, **how: object) -> Document:
    how = {"language": "kk", "by": house.registrar, "at": SESSION} | how
    return actions.issue(form, subject or house.course, **how)  # type: ignore[arg-type]


def test_the_snapshot_has_the_numbers_of_the_grid(house: House) -> None:
    fill(house)
    grid = course_grid(house.course, SESSION)
    printed = snapshots.of_courses([house.course], SESSION)[house.course.pk]["students"]
    assert [student["name"] for student in printed] == [row.student.person.full_name for row in grid.rows]
    for student, row in zip(printed, grid.rows, strict=True):
        assert [period["rating"] for period in student["periods"]] == [
            plain(points) for points in row.periods
        ]
        assert student["admission"] == plain(row.admission)
        assert student["admitted"] is row.admitted
        practice = [cell for period in student["periods"] for cell in period["practice"] if cell is not None]
        assert practice == [
            plain(row.cells[column.key].value)
            for column in grid.columns_of("practice")  # type: ignore[arg-type]
        ]


def test_before_the_last_week_closes_the_admission_stays_open(house: House) -> None:
    student = snapshots.of_courses([house.course], AT)[house.course.pk]["students"][0]
    assert (student["admission"], student["admitted"]) == ("", None)
    assert student["periods"][0]["practice"][:4] == ["", "", "", ""]


def test_heads_and_scheme_come_from_the_university(house: House) -> None:
    paper = snapshots.of_courses([house.course], AT)[house.course.pk]
    assert paper["form_code"] == "Ф УЕ 141-03-2022"
    assert paper["issue"] == {"number": "000001–000003", "date": "2026-08-31"}
    assert paper["head"]["name"] == "Әбенов Қ.Н."
    assert paper["registrar"]["name"] == "Өтегенова Д."
    assert paper["course"]["semester"] == "5"
    weeks = [week for period in paper["scheme"]["periods"] for week in period["weeks"]]
    assert weeks[0] == {
        "number": 1, "begins": "2026-09-01", "ends": "2026-09-06", "test_cap": "3", "practice_cap": "5", "attestation": False,
    }  # fmt: skip
    assert [week["number"] for week in weeks if week["attestation"]] == [4, 8, 12, 15]


@pytest.mark.parametrize(
    ("counted_in", "printed"),
    [("2026-2027", ("3", "5")), ("2027-2028", ("2", "3")), ("2029-2030", ("1", "1")), ("", ("3", "5"))],
)
def test_a_paper_of_a_past_semester_names_the_year_of_study_of_that_semester(
    house: House, counted_in: str, printed: tuple[str, str]
) -> None:
    """The group has gone on since: its third year is another academic year's now."""
    house.group.counted_in = counted_in
    house.group.save()
    fill(house)
    sheet, exam = Sheet.objects.filter(course=house.course).first(), examine(house, {}, close=False)
    years = [
        issue(house, form, subject).snapshot["course"]
        for form, subject in [("sheet_course", None), ("sheet_student", sheet), ("exam_sheet", exam)]
    ]
    assert {(course["year"], course["semester"]) for course in years} == {printed}


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ["ведомосы", "Ұңғымаларды бұрғылау технологиясы", "Мұнай-газ ісі кафедрасы"]),
        ("ru", ["Ведомость текущего", "Технология бурения скважин"]),
        ("kk+ru", ["Ұңғымаларды бұрғылау технологиясы", "Технология бурения скважин"]),
    ],
)
def test_the_printed_sheet_says_what_was_scored(house: House, language: str, words: list[str]) -> None:
    fill(house)
    document = issue(house, language=language)
    text = text_of(document)
    wanted = [
        *words,
        "Айдынұлы Шыңғыс",
        "Ілиясова Әлия Қанатқызы",
        "UBT 3305",
        "Әбенов Қ.Н.",
        codes.short_code(document.code),
    ]
    assert [word for word in wanted if word not in text] == []


def test_an_examination_sheet_prints_its_own_attempt(house: House) -> None:
    fill(house)
    main = examine(house, {0: Decimal(93), 1: Decimal(30)})
    before = snapshots.of_exams([main], SESSION)[main.pk]
    later = SESSION + timedelta(days=20)
    retake = examine(house, {1: Decimal(71)}, kind="retake", at=later)
    assert snapshots.of_exams([main], later)[main.pk]["students"] == before["students"]
    good, weak, out = before["students"]
    assert (good["exam"], good["letter"], good["traditional"]["kk"]) == ("93", "A-", "өте жақсы")
    assert (weak["exam"], weak["final"], weak["letter"], weak["digit"]) == ("30", "", "FX", "0.5")
    assert (out["exam"], out["final"], out["letter"]) == (None, "", "")
    paper = snapshots.of_exams([retake], later)[retake.pk]
    assert paper["attempt"] == "fx_retake"
    assert [(s["name"], s["exam"], s["letter"]) for s in paper["students"]] == [
        ("Ілиясова Әлия Қанатқызы", "71", "C+")
    ]
    assert paper["form_code"] == ""


@pytest.mark.parametrize(
    ("kind", "before", "name"),
    [
        ("retake", marks.EXCUSED, "қосымша мерзімдегі емтихан"),
        ("repeat", marks.ABSENT, "пәнді қайта оқығаннан кейінгі емтихан"),
        ("repeat", Decimal(10), "пәнді қайта оқу (F)"),
    ],
)
def test_who_never_sat_is_not_printed_as_a_retake(
    house: House, kind: str, before: marks.Entry, name: str
) -> None:
    fill(house)
    examine(house, {0: Decimal(93), 1: before})
    later = SESSION + timedelta(days=20)
    exam = examine(house, {1: Decimal(71)}, kind=kind, at=later)
    assert name in text_of(issue(house, "exam_sheet", exam, at=later))


def test_an_unchanged_paper_is_not_issued_again(house: House) -> None:
    first = issue(house, at=AT)
    assert issue(house, at=AT + timedelta(hours=1), by=house.head) == first
    assert issue(house, at=AT, language="ru") != first
    assert Document.objects.count() == 2


def test_a_newer_paper_replaces_the_older_one(house: House) -> None:
    first = issue(house, at=AT)
    fill(house)
    second = issue(house)
    first.refresh_from_db()
    assert (first.state, first.replaced_by) == ("replaced", second)
    assert second.state == "valid"
    assert queries.check(first.code).verdict == "replaced"  # type: ignore[union-attr]


def test_a_student_paper_is_its_own_subject(house: House) -> None:
    sheets = list(Sheet.objects.filter(course=house.course))
    first, *others = [issue(house, "sheet_student", sheet, at=AT) for sheet in sheets]
    assert {paper.state for paper in (first, *others)} == {"valid"}
    assert text_of(first).count("Айдынұлы Шыңғыс") >= 1
    assert "Ілиясова" not in text_of(first)
    check = queries.check(first.code)
    assert check is not None and check.initials == "А. Ш."


def test_the_short_code_names_nobody(house: House) -> None:
    paper = issue(house, "sheet_student", Sheet.objects.filter(course=house.course).first(), at=AT)
    short = queries.check(codes.short_code(paper.code).lower())
    assert short is not None
    assert (short.document, short.verdict, short.initials) == (paper, "valid", "")


def test_one_flipped_byte_is_found(house: House) -> None:
    paper = issue(house, at=AT)
    data = bytearray(paper.file.read())
    data[len(data) // 2] ^= 1
    paper.file.path.write_bytes(data)
    check = queries.check(paper.code)
    assert check is not None and check.verdict == "damaged"
    assert issue(house, at=AT) != paper


def test_a_revoked_paper_says_so(house: House) -> None:
    paper = issue(house, at=AT)
    with pytest.raises(Refused, match="Write why"):
        actions.revoke(paper, reason=" ", by=house.registrar, at=AT)
    actions.revoke(paper, reason="printed for the wrong group", by=house.registrar, at=AT)
    check = queries.check(paper.code)
    assert check is not None and check.verdict == "revoked"
    with pytest.raises(Refused, match="only a valid one"):
        actions.revoke(paper, reason="again", by=house.registrar, at=AT)
    assert list(Act.objects.filter(action__startswith="document.").values_list("action", flat=True)) == [
        "document.revoke",
        "document.issue",
    ]


def test_a_paper_names_the_one_it_replaces(house: House) -> None:
    first = issue(house, at=AT)
    assert "орнына берілді" not in text_of(first)
    fill(house)
    second = issue(house)
    assert f"орнына берілді: № 000001–000003, коды {codes.short_code(first.code)}" in text_of(second)
    check = queries.check(second.code)
    assert check is not None and check.document.came_after == first


def test_what_is_printed_after_a_revoked_paper_says_so_and_revives_nothing(house: House) -> None:
    first = issue(house, at=AT)
    actions.revoke(first, reason="printed for the wrong group", by=house.head, at=AT)
    second = issue(house, at=AT)
    assert (
        f"Күші жойылған мына құжаттың орнына берілді: № 000001–000003, коды {codes.short_code(first.code)}"
        in (text_of(second))
    )
    first.refresh_from_db()
    assert (first.state, first.replaced_by, first.revoked_by) == ("revoked", second, house.head)
    assert issue(house, at=AT) == second


def test_the_long_code_tells_who_revoked_and_the_short_one_does_not(house: House) -> None:
    paper = issue(house, at=AT)
    actions.revoke(paper, reason="printed for the wrong group", by=house.registrar, at=AT)
    long, short = queries.check(paper.code), queries.check(codes.short_code(paper.code))
    assert long is not None and house.registrar.short_name in long.revoker
    assert short is not None and short.revoker == house.university.name


@pytest.mark.parametrize("between", ["another paper", "a revocation"])
def test_a_paper_printed_meanwhile_is_the_one_replaced(
    house: House, between: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = issue(house, at=AT)
    fill(house)
    kept, rival = papers.drafts_of, []

    def and_then(*args: Any) -> Any:
        drafts = kept(*args)
        if not rival:
            rival.append(first)
            if between == "a revocation":
                actions.revoke(first, reason="a slip", by=house.head, at=SESSION)
            else:
                rival.append(issue(house, at=SESSION - timedelta(days=40)))
        return drafts

    monkeypatch.setattr(papers, "drafts_of", and_then)
    last = issue(house)
    assert codes.short_code(rival[-1].code) in text_of(last)
    assert [paper.state for paper in Document.objects.order_by("pk")][-1] == "valid"
    assert Document.objects.filter(state="valid").count() == 1


def test_codes_with_one_beginning_are_told_apart(monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    paper = issue(house, at=AT)
    twin = paper.code[: codes.SHORT] + codes.new_code()[codes.SHORT :]
    dealt = iter([twin, codes.new_code()])
    monkeypatch.setattr(codes, "new_code", lambda: next(dealt))
    (free,) = printing.free_codes(1)
    assert not free.startswith(paper.code[: codes.SHORT])


def test_no_sheets_no_paper(campus: House) -> None:
    with pytest.raises(Refused, match="no sheets yet"):
        issue(campus, at=AT)


def test_a_name_that_no_form_can_print_is_refused_in_words(house: House) -> None:
    person = house.students[0].person
    person.given_name = "Шыңғыс 🐎"
    person.save()
    with pytest.raises(Refused, match=r"The letter “🐎” \(U\+1F40E\)"):
        issue(house, at=AT)
    assert not Document.objects.exists()


def test_the_address_of_the_code_is_printed_whole() -> None:
    code = codes.new_code()
    assert printing.check_url(code).endswith(reverse("public:check", args=[code]))
