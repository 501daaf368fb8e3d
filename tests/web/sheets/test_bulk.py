"""Pasting and bringing back a workbook: seen before it is saved, one act, nothing of others overwritten unseen."""

import io
import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from qosqanat.grading.models import Cell, ScoreEvent
from qosqanat.regulation.marks import ABSENT
from tests.cast import AT, House

from .help import FETCH, ClientAs, address, column, enter

CLIPBOARDS = Path(__file__).parents[2] / "spreadsheets" / "clipboard"
ALL = "?view=all"


def preview(
    client,
    house: House,
    text: str,
    *,
    row: int = 0,
    key: str = "t7",
    html: str = "",
    seen: str = "",
    query: str = ALL,
):  # type: ignore[no-untyped-def]
    fields = {"sheet": house.sheets[row].pk, "column": key, "text": text, "html": html, "seen": seen}
    return client.post(address(house, "paste", query), fields)


def lines(page: str, name: str) -> list[str]:
    return [unescape(value) for value in re.findall(rf'name="{name}" value="([^"]*)"', page)]


def apply(client, house: House, answer, *, mine: bool = False, query: str = ALL, **fields):  # type: ignore[no-untyped-def]
    source = lines(answer.text, "source")[0]
    data = {"change": lines(answer.text, "change"), "source": source, **fields}
    if mine:
        data["mine"] = lines(answer.text, "mine")
    return client.post(address(house, "apply", query), data)


def test_a_column_is_shown_first_and_saved_in_one_act(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    enter(house, 0, "t7", 1, at=AT - timedelta(minutes=1))
    answer = preview(client, house, "2,5\r\nн/б\r\n9\r\n\r\n")
    assert "2 change · 1 refused · 0 newer on the server" in answer.text
    assert "maximum of 3" in answer.text
    assert column(house, "t7") == [1, None, None]
    saved = apply(client, house, answer)
    assert saved.status_code == 302
    assert column(house, "t7") == [Decimal("2.5"), ABSENT, None]
    pasted = ScoreEvent.objects.filter(source="paste")
    assert len({event.received_at for event in pasted}) == 1 and len(pasted) == 2


def test_a_block_with_names_finds_its_students_by_name(house: House, client_as: ClientAs) -> None:
    html = (CLIPBOARDS / "google-names.html").read_text()
    answer = preview(client_as(house.teacher), house, "", html=html, key="t6", row=1)
    assert "matched by the names" in answer.text
    client = client_as(house.teacher)
    apply(client, house, answer)
    names = [sheet.student.person.given_name for sheet in house.sheets]
    found = dict(zip(names, zip(column(house, "t6"), column(house, "t7"), strict=True), strict=True))
    assert found == {"Тимур": (2, 1), "Шыңғыс": (3, ABSENT), "Әлия": (None, None)}


def test_a_block_with_titles_finds_its_columns_by_title(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    answer = preview(client, house, "T5\tP5\tT7 3\tЕмтихан\n1\t5\t3\t90\n", key="t1")
    assert "2 change · 2 refused" in answer.text
    assert "No column has this title." in answer.text
    apply(client, house, answer)
    assert (column(house, "t5")[0], column(house, "t7")[0], column(house, "p5")[0]) == (1, 3, None)


def test_without_titles_a_block_goes_on_where_tab_goes(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    apply(client, house, preview(client, house, "1\t2\t3", key="t5"))
    assert [column(house, key)[0] for key in ("t5", "t6", "t7")] == [1, 2, 3]


def test_what_lies_outside_is_refused_with_its_place(house: House, client_as: ClientAs) -> None:
    answer = preview(client_as(house.teacher), house, "1\n2\n3", row=2)
    assert "1 change · 2 refused" in answer.text
    assert "no student further down" in answer.text
    named = "Танысбаев Бөтен\t1\t2"
    answer = preview(client_as(house.teacher), house, named)
    assert "No student of this course is called “Танысбаев Бөтен”" in answer.text
    wide = "\t".join("1" * 60)
    assert "no column further to the right" in preview(client_as(house.teacher), house, wide).text


def test_what_is_newer_on_the_server_stays_unless_chosen(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    sheet = house.sheets[0]
    enter(house, 0, "t7", 1, at=AT - timedelta(minutes=1))
    seen = f"{sheet.pk} t7 0 \n{house.sheets[1].pk} t7 0 "
    answer = preview(client, house, "2\n3", seen=seen)
    assert "1 change · 0 refused · 1 newer" in answer.text
    apply(client, house, answer)
    assert column(house, "t7")[:2] == [1, 3]
    apply(client, house, answer, mine=True)
    assert column(house, "t7")[:2] == [2, 3]


def test_what_changes_between_looking_and_applying_is_shown_again(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    answer = preview(client, house, "2\n3")
    enter(house, 0, "t7", 1)
    again = apply(client, house, answer)
    assert "1 newer on the server" in again.text
    assert column(house, "t7")[:2] == [1, 3]


def test_an_empty_pasted_cell_leaves_what_stands(house: House, client_as: ClientAs) -> None:
    enter(house, 1, "t7", 2, at=AT - timedelta(minutes=1))
    client = client_as(house.teacher)
    apply(client, house, preview(client, house, "1\n\n3"))
    assert column(house, "t7") == [1, 2, 3]


def test_closed_weeks_are_pasted_by_the_head_with_a_reason(house: House, client_as: ClientAs) -> None:
    client = client_as(house.head)
    query = "?view=all&correct=1"
    without = preview(client, house, "4\n5", key="p3", query=query)
    assert "needs a reason" in without.text
    fields = {"sheet": house.sheets[0].pk, "column": "p3", "text": "4\n5", "reason": "Хаттама № 4"}
    answer = client.post(address(house, "paste", query), fields)
    apply(client, house, answer, query=query, reason=lines(answer.text, "reason")[0])
    assert column(house, "p3")[:2] == [4, 5]
    assert set(ScoreEvent.objects.values_list("reason", flat=True)) == {"Хаттама № 4"}


@pytest.mark.parametrize(
    "change", ["", "x", "1 t7", "9999 t7 0 2", "{own} z7 0 2", "{own} t7 0 " + "9" * 80, "{foreign} t7 0 2"]
)
def test_lines_that_no_page_made_change_nothing(
    house: House, neighbour: House, client_as: ClientAs, change: str
) -> None:
    line = change.format(own=house.sheets[0].pk, foreign=neighbour.sheets[0].pk)
    client = client_as(house.teacher)
    assert client.post(address(house, "apply"), {"change": line}).status_code in {200, 302}
    assert not Cell.objects.exists()


def test_too_large_a_block_is_refused(house: House, client_as: ClientAs) -> None:
    answer = preview(client_as(house.teacher), house, "1\n" * 1500)
    assert answer.status_code == 422 and "more than any course has" in answer.text


def test_a_reader_may_look_but_not_save(house: House, client_as: ClientAs) -> None:
    client = client_as(house.rector)
    answer = preview(client, house, "2")
    assert "0 change · 1 refused" in answer.text
    client.post(address(house, "apply"), {"change": f"{house.sheets[0].pk} t7 0 2"})
    assert not Cell.objects.exists()


# --- the workbook --------------------------------------------------------------------------------------------------


def fetch(client, house: House, query: str = ALL):  # type: ignore[no-untyped-def]
    answer = client.get(address(house, "fetch", query))
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def bring(client, house: House, book, query: str = ALL, **fields):  # type: ignore[no-untyped-def]
    stream = io.BytesIO()
    book.save(stream)
    file = SimpleUploadedFile("marks.xlsx", stream.getvalue())
    return client.post(address(house, "workbook", query), {"file": file, **fields})


def place(book, title: str, row: int):  # type: ignore[no-untyped-def]
    sheet = book.worksheets[0]
    column = next(cell.column for cell in sheet[1] if str(cell.value).startswith(title))
    return sheet.cell(row=2 + row, column=column)


def test_an_unchanged_workbook_differs_in_nothing(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    for row, value in enumerate((Decimal("2.5"), ABSENT, 0)):
        enter(house, row, "t7", value, at=AT - timedelta(minutes=1))
    answer = bring(client, house, fetch(client, house))
    assert "0 change · 0 refused · 0 newer" in answer.text
    assert lines(answer.text, "change") == []


def test_changed_cells_are_listed_old_and_new_and_then_saved(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    enter(house, 0, "t7", 1, at=AT - timedelta(minutes=2))
    enter(house, 1, "t7", 2, at=AT - timedelta(minutes=2))
    book = fetch(client, house)
    place(book, "T7", 0).value, place(book, "T7", 1).value, place(book, "T7", 2).value = 2.5, None, "н/б"
    answer = bring(client, house, book)
    assert "3 change · 0 refused · 0 newer" in answer.text
    assert column(house, "t7") == [1, 2, None]
    apply(client, house, answer)
    assert column(house, "t7") == [Decimal("2.5"), None, ABSENT]
    assert ScoreEvent.objects.filter(source="spreadsheet").count() == 3


def test_what_was_entered_after_the_download_is_told_apart(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    book = fetch(client, house)
    enter(house, 0, "t7", 1)
    enter(house, 1, "t7", 2)
    place(book, "T7", 0).value = 3
    answer = bring(client, house, book)
    assert "0 change · 0 refused · 1 newer" in answer.text


def test_a_sorted_workbook_still_knows_its_students(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    enter(house, 0, "t7", 1, at=AT - timedelta(minutes=1))
    book = fetch(client, house)
    sheet = book.worksheets[0]
    first, last = ([cell.value for cell in sheet[row]] for row in (2, 4))
    for column_number, (a, b) in enumerate(zip(first, last, strict=True), start=1):
        sheet.cell(row=2, column=column_number).value, sheet.cell(row=4, column=column_number).value = b, a
    assert "0 change · 0 refused · 0 newer" in bring(client, house, book).text


def test_the_workbook_is_protected_and_opens_only_what_its_reader_may_fill(
    house: House, client_as: ClientAs
) -> None:
    book = fetch(client_as(house.teacher), house)
    sheet = book.worksheets[0]
    assert sheet.protection.sheet
    assert not place(book, "T7", 0).protection.locked
    assert place(book, "P7", 0).protection.locked
    assert place(book, "T9", 0).value == "·"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["A"].hidden
    assert book.worksheets[1].sheet_state != "visible"
    (rule,) = [r for r in sheet.data_validations.dataValidation if place(book, "T7", 0).coordinate in r.sqref]
    first = str(rule.sqref).partition(":")[
        0
    ]  # all columns of one cap share a rule, worded for its first cell
    assert f"{first}<=3" in rule.formula1 and '="abs"' in rule.formula1


def test_a_foreign_or_broken_workbook_is_refused_with_a_sentence(
    house: House, neighbour: House, client_as: ClientAs
) -> None:
    client = client_as(house.teacher)
    other = fetch(client_as(neighbour.teacher), neighbour)
    assert "belongs to another course" in bring(client, house, other).text
    assert "not a workbook of a grid" in bring(client, house, openpyxl.Workbook()).text
    broken = {"file": SimpleUploadedFile("marks.xlsx", b"PK\x03\x04broken")}
    assert client.post(address(house, "workbook"), broken).status_code == 422
    assert client.post(address(house, "workbook"), {}).status_code == 422


def one_cell_per_key(seen) -> None:  # type: ignore[no-untyped-def]
    """The hidden sheet as it was laid out once."""
    for row in seen.iter_rows(min_row=1):
        for at, word in enumerate(str(row[1].value).split(), start=2):
            seen.cell(row=row[0].row, column=at).value = word


DAMAGES = {
    "another layout": one_cell_per_key,
    "no keys": lambda seen: seen.delete_cols(2),
    "no versions": lambda seen: seen.cell(row=2, column=2, value=""),
    "a version less": lambda seen: seen.cell(row=2, column=2, value=seen["B2"].value[2:]),
    "no number": lambda seen: seen.cell(row=2, column=2, value=f"x{seen['B2'].value[1:]}"),
    "a strange key": lambda seen: seen.cell(row=1, column=2, value=seen["B1"].value.replace("t7", "z7")),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_workbook_with_other_versions_is_to_be_downloaded_again(
    house: House, client_as: ClientAs, damage: str
) -> None:
    client = client_as(house.teacher)
    book = fetch(client, house)
    DAMAGES[damage](book.worksheets[1])
    answer = bring(client, house, book)
    assert answer.status_code == 422 and "download it again" in answer.text


def test_a_row_of_a_stranger_belongs_to_nobody(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    book = fetch(client, house)
    book.worksheets[0].cell(row=2, column=1).value = 987654
    place(book, "T7", 0).value = 3
    answer = bring(client, house, book)
    assert "belongs to no sheet of this course" in answer.text
    assert lines(answer.text, "change") == []


@pytest.mark.parametrize("name", ["course", "paste", "workbook"])
def test_pages_open_in_three_languages_without_scripts(house: House, client_as: ClientAs, name: str) -> None:
    assert client_as(house.teacher).get(address(house, name, ALL)).status_code == 200


def test_fetching_goes_with_the_script_as_json(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    answer = preview(client, house, "2")
    data = {"change": lines(answer.text, "change"), "source": "paste"}
    said = client.post(address(house, "apply"), data, headers=FETCH).json()
    assert said["said"] == "1 mark saved." and said["operation"]
