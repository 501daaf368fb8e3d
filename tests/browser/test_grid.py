"""The grid in a real browser: pasting and undoing, two people at once, sums equal to the server's, grey print."""

import dataclasses
import random
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PageObject, PdfReader

from qosqanat.grading.actions import set_iws_tasks
from qosqanat.grading.book import Book, books_of, key_of
from qosqanat.grading.models import ExamSheet
from qosqanat.grading.queries.acts import FRESH
from qosqanat.grading.queries.grid import columns_of
from qosqanat.people.models import Person
from qosqanat.regulation.marks import ABSENT, EXCUSED
from qosqanat.regulation.numbers import cut
from qosqanat.studies.models import Student
from qosqanat.web.sheets.sums import cents, rules_of
from tests import cast
from tests.documents.semester import examine, fill
from tests.web.sheets.help import address, column, enter

from .conftest import DESKTOP, SignIn, axe, shot

pytestmark = pytest.mark.django_db(transaction=True)

PASTE = """([id, flavours]) => {
  const data = new DataTransfer();
  for (const [kind, text] of Object.entries(flavours)) data.setData(kind, text);
  document.getElementById(id).dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def box(page: Page, house: cast.House, row: int, key: str) -> Locator:
    return page.locator(f"#c-{house.sheets[row].pk}-{key}")


def said(page: Page) -> Locator:
    return page.locator("[data-qq-state]")


def paste(page: Page, house: cast.House, row: int, key: str, text: str) -> None:
    box(page, house, row, key).focus()
    page.evaluate(PASTE, [f"c-{house.sheets[row].pk}-{key}", {"text/plain": text}])


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_block_is_pasted_looked_at_applied_and_undone(
    house: cast.House, sign_in: SignIn, language: str
) -> None:
    enter(house, 1, "t7", 1, at=cast.AT - timedelta(minutes=5))
    page = sign_in(house.teacher, language, DESKTOP)
    page.goto(address(house, "course", "?view=1"))
    paste(page, house, 0, "t6", "2,5\tн/б\n3\t2\n1\t9\n\n")
    dialog = page.locator("[data-qq-dialog]")
    expect(dialog.locator("#preview_heading")).to_be_focused()
    expect(dialog.locator("tbody tr")).to_have_count(6)
    assert axe(page) == []
    shot(page, f"grid-paste-{language}")
    dialog.locator(".btn-primary").click()
    expect(dialog).to_be_hidden()
    expect(box(page, house, 0, "t6")).to_have_value("2.5" if language == "en" else "2,5")
    assert column(house, "t6") == [Decimal("2.5"), 3, 1]
    assert column(house, "t7") == [ABSENT, 2, None]
    box(page, house, 0, "t6").focus()
    page.keyboard.press("Control+z")
    expect(box(page, house, 1, "t7")).to_have_value("1")
    expect(box(page, house, 0, "t6")).to_have_value("")
    page.locator(".qq-menu summary").click()
    expect(page.locator("#fill_column")).to_have_value("t6")
    assert axe(page) == []
    page.locator("[name=how][value=full]").click()
    expect(box(page, house, 2, "t6")).to_have_value("3")
    page.locator("[data-qq-undo] button").click()
    expect(box(page, house, 2, "t6")).to_have_value("")
    assert column(house, "t6") == [None, None, None]
    shot(page, f"grid-undone-{language}")


def test_what_was_undone_is_put_back_by_the_keys_and_the_button(house: cast.House, sign_in: SignIn) -> None:
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(address(house, "course", "?view=1"))
    button = page.locator("[data-qq-redo] button")
    expect(button).to_be_disabled()
    cells = [box(page, house, row, "t7") for row in range(2)]
    for cell, mark in zip(cells, "12", strict=True):
        cell.focus()
        page.keyboard.type(mark)
        page.keyboard.press("Enter")
        expect(cell).to_have_attribute("value", mark)
    for cell in reversed(cells):
        page.keyboard.press("Control+z")
        expect(cell).to_have_value("")
    page.keyboard.press("Control+y")
    expect(cells[0]).to_have_value("1")
    page.keyboard.press("Control+Shift+Z")
    expect(cells[1]).to_have_value("2")
    expect(said(page)).to_have_text("1 mark put back.")
    expect(button).to_be_disabled()
    page.keyboard.press("Control+z")
    expect(cells[1]).to_have_value("")
    page.reload()
    expect(button).to_be_enabled()
    assert axe(page) == []
    shot(page, "grid-redo")
    button.click()
    expect(cells[1]).to_have_value("2")
    page.keyboard.press("Control+z")
    expect(cells[1]).to_have_value("")
    cells[0].focus()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(button).to_be_disabled()
    page.keyboard.press("Control+y")
    expect(said(page)).to_have_text("There is nothing of yours left to put back here.")
    assert column(house, "t7") == [3, None, None]


@pytest.mark.parametrize("sure", [False, True])
def test_undo_on_a_fresh_page_asks_before_it_takes_back_an_old_act(
    house: cast.House, sign_in: SignIn, sure: bool
) -> None:
    enter(house, 0, "t7", 2, at=cast.AT - 2 * FRESH)
    enter(house, 1, "t7", 3, at=cast.AT - FRESH / 2)
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(address(house, "course", "?view=1"))
    page.keyboard.press("Control+z")
    expect(box(page, house, 1, "t7")).to_have_value("")
    page.keyboard.press("Control+z")
    question = page.locator("[data-qq-dialog]")
    expect(question.locator("#preview_heading")).to_contain_text("Take back 1 mark of T7")
    page.keyboard.press("Control+z")
    assert column(house, "t7") == [2, None, None]
    assert axe(page) == []
    shot(page, "grid-undo-old")
    question.locator(".btn-primary" if sure else "[data-qq-cancel]").click()
    expect(question).to_be_hidden()
    expect(box(page, house, 0, "t7")).to_have_value("" if sure else "2")
    assert column(house, "t7") == [None if sure else 2, None, None]
    button = page.locator("[data-qq-undo] button")
    expect(button).to_be_disabled() if sure else expect(button).to_be_enabled()


def test_anothers_mark_comes_of_itself_and_nothing_vanishes(house: cast.House, sign_in: SignIn) -> None:
    first, second = (sign_in(house.teacher, "en", DESKTOP) for _ in range(2))
    for page in (first, second):
        page.goto(address(house, "course", "?view=1"))
    box(first, house, 0, "t7").focus()
    first.keyboard.type("2")
    box(second, house, 1, "t7").focus()
    second.keyboard.type("3")
    second.keyboard.press("Enter")
    box(second, house, 0, "t7").focus()
    second.keyboard.type("1")
    second.keyboard.press("Enter")
    expect(box(first, house, 1, "t7")).to_have_value("3", timeout=10_000)
    expect(first.locator("[data-qq-admission]").nth(1)).to_have_text("1.5")
    expect(box(first, house, 0, "t7")).to_have_value("2")
    box(first, house, 0, "t7").press("Enter")
    choice = first.locator("[data-qq-choices] button")
    expect(choice).to_have_text(["Keep theirs: 1", "Put mine: 2"])
    choice.nth(1).click()
    expect(box(second, house, 0, "t7")).to_have_value("2", timeout=10_000)
    box(second, house, 2, "t7").focus()
    second.keyboard.press("Control+z")
    expect(said(second)).to_contain_text("entered meanwhile and stays")
    assert column(house, "t7") == [2, 3, None]


def test_a_reader_hears_too(house: cast.House, sign_in: SignIn) -> None:
    page = sign_in(house.head, "en", DESKTOP)
    page.goto(address(house, "course", "?view=1"))
    enter(house, 0, "p7", 4)
    cell = page.locator(f"[data-qq-sheet='{house.sheets[0].pk}'] a")
    expect(cell).to_have_text("4", timeout=10_000)
    expect(page.locator("[data-qq-rating]").first).to_have_text("4")


def test_the_kinds_of_empty_differ_in_grey_print(house: cast.House, sign_in: SignIn) -> None:
    for row, value in enumerate((0, ABSENT, EXCUSED)):
        enter(house, row, "t7", value)
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(address(house, "course", "?view=all"))
    page.emulate_media(media="print")
    assert [box(page, house, row, "t7").input_value() for row in range(3)] == ["0", "abs", "exc"]
    sign = "id => getComputedStyle(document.getElementById(id).parentElement, '::after').content"
    assert page.evaluate(sign, f"c-{house.sheets[0].pk}-t6") == '"–"'
    assert page.evaluate(sign, f"c-{house.sheets[0].pk}-t7") == "none"
    row = page.locator(f"[data-qq-sheet='{house.sheets[0].pk}']")
    expect(row.locator("td", has_text="·").first).to_be_visible()
    shot(page, "grid-print")


def test_a_rating_is_judged_as_somebody_types_as_the_server_judges_it(
    house: cast.House, sign_in: SignIn
) -> None:
    """Half of all points until now is enough for half of them in the end: one test decides."""
    book = books_of([house.course], cast.AT)[house.course.pk]
    for component in ("test", "practice"):
        for week in range(1, 7):
            half = book.cap(component, week) / 2  # type: ignore[operator]
            enter(house, 0, f"{component[0]}{week}", half, at=house.term.closes_at(week) - timedelta(days=1))
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(address(house, "course", "?view=1"))
    judged = page.locator("[data-qq-admission]")
    sign = "cell => getComputedStyle(cell, '::before').content"
    for text, outlook, mark in (("1", "risk", '"! "'), ("2", "open", "none"), ("0", "risk", '"! "')):
        box(page, house, 0, "t7").fill(text)
        expect(judged.first).to_have_attribute("data-qq-admission", outlook)
        assert judged.first.evaluate(sign) == mark
        box(page, house, 0, "t7").press("Enter")
        expect(said(page)).to_have_text("Saved")
        typed = judged.evaluate_all("cells => cells.map(cell => cell.dataset.qqAdmission)")
        page.reload()
        assert typed == judged.evaluate_all("cells => cells.map(cell => cell.dataset.qqAdmission)")


def test_names_stay_in_view_when_the_grid_is_moved_sideways(house: cast.House, sign_in: SignIn) -> None:
    page = sign_in(house.teacher, "kk", DESKTOP)
    page.goto(address(house, "course", "?view=all"))
    frame = page.locator(".qq-grid-frame")
    for moved, names in ((600, "moved"), (0, "home")):
        frame.evaluate("(frame, left) => frame.scrollTo(left, 0)", moved)
        expect(frame).to_have_attribute("data-qq-names", names)
        edge = frame.bounding_box()["x"]  # type: ignore[index]
        for name in page.locator(".qq-name").all():
            assert abs(name.bounding_box()["x"] - edge) <= 1  # type: ignore[index]
        shot(page, f"grid-{names}")


def test_the_printed_grid_has_every_column_on_every_page(
    house: cast.House, sign_in: SignIn, tmp_path: Path
) -> None:
    plan = [(period, f"БӨЖ {n}", Decimal(cap)) for period, cap in ((1, 4), (2, "5.6")) for n in range(5)]
    set_iws_tasks(house.course, plan, by=house.teacher, at=cast.AT)
    fill(house)
    examine(house, {0: Decimal(91), 1: Decimal(73)})
    classmates(house, 60)
    page = sign_in(house.teacher, "kk", DESKTOP)
    page.goto(address(house, "course", "?view=all"))
    heads = page.locator(".qq-grid thead th span").all_text_contents()
    finals = " ".join(page.locator("[data-qq-final]").all_text_contents()).split()
    assert len(heads) > 45 and len(finals) == 4
    page.pdf(path=tmp_path / "grid.pdf", prefer_css_page_size=True)
    papers = [said_by(one) for one in PdfReader(tmp_path / "grid.pdf").pages]
    assert len(papers) > 1
    assert {word for paper in papers for word in paper} >= set(finals)
    for paper in papers:
        assert [head for head in heads if "".join(head.split()) not in "".join(paper)] == []


def classmates(house: cast.House, count: int) -> None:
    """So many students more, with empty sheets."""
    university, (first, *_rest) = house.university, house.sheets
    for number in range(count):
        person = Person.objects.create(surname="Оспанова", given_name=f"Дана {number}", university=university)
        student = Student.objects.create(
            university=university, person=person, number=f"5{number:03}", group=house.group
        )
        first.pk, first.student, first.number, first._state.adding = None, student, f"9{number:05}", True
        first.save()


def said_by(page: PageObject) -> list[str]:
    """The words of a page in their order, without those that stand outside it."""
    words: list[str] = []

    def hear(text: str, scale: list[float], place: list[float], *_font: object) -> None:
        if place[4] * scale[0] + scale[4] < page.mediabox.right:
            words.extend(text.split())

    page.extract_text(visitor_text=hear)
    return words


# --- sums ----------------------------------------------------------------------------------------------------------


def random_marks(book: Book, chance: random.Random) -> dict[tuple[str, int], object]:
    """Any marks that the caps allow, in hundredths; some empty, absent, excused."""
    entries = {}
    share = chance.choice([0.2, 0.5, 0.9, 1])
    for one in columns_of(book):
        dice = chance.random()
        if dice < 0.15:
            continue
        points = Decimal(chance.randint(int(share * cents(one.cap)) // 2, int(share * cents(one.cap)))) / 100
        entries[one.component, one.number] = ABSENT if dice < 0.2 else EXCUSED if dice < 0.25 else points
    return entries


def as_the_page_has_it(entries: dict[tuple[str, int], object]) -> list[list[object]]:
    signs = {ABSENT: "a", EXCUSED: "e"}
    return [[key_of(*place), signs.get(mark) or cents(mark)] for place, mark in entries.items()]  # type: ignore[call-overload, arg-type]


def as_the_server_rates(book: Book, entries: dict[tuple[str, int], object]) -> dict[str, object]:
    ratings = book.rate(entries)  # type: ignore[arg-type]
    return {
        "periods": [cents(points) for points in ratings.periods],
        "admission": int(cut(ratings.admission) * 10_000),
        "admitted": ratings.admitted,
        "needed": None if ratings.needed is None else cents(ratings.needed),
        "outlook": ratings.outlook(book.threshold).value,
        "final": ratings.final,
        "letter": ratings.letter,
    }


@pytest.mark.parametrize(
    ("rounding", "in_session"),
    [("half_up", False), ("half_up", True), ("half_even", True), ("up", True), ("down", True)],
)
def test_what_is_summed_up_in_the_page_equals_the_server(
    house: cast.House, sign_in: SignIn, rounding: str, in_session: bool
) -> None:
    chance = random.Random(7)
    at = house.term.closes_at(15) + timedelta(days=1) if in_session else cast.AT
    book = books_of([house.course], at)[house.course.pk]
    kinds = ("main", "retake") if in_session else ()
    exams = {n: ExamSheet(attempt=n, kind=kind) for n, kind in enumerate(kinds, start=1)}
    book = dataclasses.replace(book, exams=exams, rules=dataclasses.replace(book.rules, rounding=rounding))
    many = [random_marks(book, chance) for _ in range(1500)]
    page = sign_in(house.teacher, "en", DESKTOP)
    page.goto(address(house, "course"))
    script = """async ([rules, many]) => {
      const { parse, rate, write } = await import("/static/qq/grid-rating.js");
      for (const [text, mark, written] of [["", null], ["2,5", 250, "2.5"], ["2.05", 205, "2.05"], ["10", 1000, "10"],
           ["0", 0, "0"], ["н/Б", "a"], ["ex", "e"], ["2,555"], ["-1"], ["x"]]) {
        if (parse(text, rules) !== mark || (written && write(mark, rules) !== written)) throw new Error(text);
      }
      return many.map((marks) => rate(rules, new Map(marks)));
    }"""
    found = page.evaluate(script, [rules_of(book), [as_the_page_has_it(one) for one in many]])
    wanted = [as_the_server_rates(book, one) for one in many]
    assert found == wanted
    assert {one["admitted"] for one in wanted} == {True, False}
    between = {"lost"} if in_session else {"open", "risk"}
    assert {one["outlook"] for one in wanted} >= {"admitted", *between}
    assert (sum(one["final"] is not None for one in wanted) > 100) is in_session
