"""Every format gives the same table."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from qosqanat.spreadsheets.kinds import sheet
from qosqanat.spreadsheets.reader import read_tables
from qosqanat.spreadsheets.refusal import FileRefused, Limits
from tests.spreadsheets import hostile
from tests.spreadsheets.xls import xls

ROWS = [
    ["Топ", "Т.А.Ә.", "ЖСН"],
    ["МГІ-24-1", "Әбдіғаппаров Батырхан; «жеке»", "060628581718"],
    ["ЭЭ-24-2", "Ким", "1"],
]
RUSSIAN = [
    ["Группа", "ФИО", "Балл"],
    ["КЛ-24-1", "Ахметов А.А.", "7,5"],
    ["КЛ-24-1", "Фёдорова Ульяна", "№ 5 – да"],
]


def text(rows, separator):
    return "\r\n".join(
        separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in rows
    )


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_in_every_separator_and_encoding(separator, code):
    (table,) = read_tables(text(ROWS, separator).encode(code), "list.csv")
    assert table.rows == ROWS
    assert table.name == "list"


@pytest.mark.parametrize("separator", [";", "\t"])
def test_csv_in_windows_1251(separator):
    (table,) = read_tables(text(RUSSIAN, separator).encode("cp1251"), "list.txt")
    assert table.rows == RUSSIAN


def test_kazakh_letters_of_windows_1251_do_not_exist_so_utf_8_wins():
    (table,) = read_tables("ФИО;Тобы\nӘлия;ҚҰС".encode(), "a.csv")
    assert table.rows[1] == ["Әлия", "ҚҰС"]


def test_csv_with_excels_hint_and_commas_inside_numbers():
    (table,) = read_tables("sep=;\nФИО;Балл\nКим;7,5\nЛи;8,5".encode(), "a.csv")
    assert table.rows == [["ФИО", "Балл"], ["Ким", "7,5"], ["Ли", "8,5"]]


def test_csv_with_lines_inside_cells():
    (table,) = read_tables('ФИО,Топ\n"Ким\nЛи","А,Б"\n'.encode(), "a.csv")
    assert table.rows[1] == ["Ким\nЛи", "А,Б"]


def test_xls():
    (table,) = read_tables(xls([["Топ", "Балл"], ["МГІ-24-1", 7.5], [None, 4]]), "list.xls")
    assert table.name == "Лист1"
    assert table.rows == [["Топ", "Балл"], ["МГІ-24-1", Decimal("7.5")], [None, 4]]


def test_ods():
    data = hostile.ods(
        hostile.ods_table(hostile.ods_row("Топ", "Балл") + hostile.ods_row("МГІ-24-1", "7,5"), "Бет")
    )
    (table,) = read_tables(data, "list.ods")
    assert (table.name, table.rows) == ("Бет", [["Топ", "Балл"], ["МГІ-24-1", "7,5"]])


def book(fill):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        fill(workbook)
    return stream.getvalue()


def test_xlsx_values_keep_their_kind():
    def fill(workbook):
        sheet = workbook.add_worksheet("Бет ")
        day = workbook.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(0, 0, ["а", 80440987902, 7.5, True, 0.1 + 0.2])
        sheet.write_datetime(1, 0, dt.datetime(2026, 5, 3), day)
        sheet.write_datetime(1, 1, dt.datetime(2026, 5, 3, 10, 12), day)
        sheet.write_formula(1, 2, "=1+1", None, 2)
        sheet.write_string(1, 3, "=1+1")

    (table,) = read_tables(book(fill), "a.xlsx")
    assert table.name == "Бет"
    assert table.rows[0] == ["а", 80440987902, Decimal("7.5"), True, Decimal("0.3")]
    assert table.rows[1] == [dt.date(2026, 5, 3), dt.datetime(2026, 5, 3, 10, 12), 2, "=1+1"]


def test_a_cell_merged_downwards_counts_for_every_row_and_sideways_for_the_first_column():
    def fill(workbook):
        sheet = workbook.add_worksheet()
        sheet.merge_range(0, 0, 0, 2, "Факультет")
        sheet.merge_range(1, 0, 3, 0, "Эдвайзер")
        sheet.write_column(1, 1, ["а", "ә", "б"])

    (table,) = read_tables(book(fill), "a.xlsx")
    assert table.rows == [["Факультет"], ["Эдвайзер", "а"], ["Эдвайзер", "ә"], ["Эдвайзер", "б"]]


def test_hidden_sheets_rows_and_columns_are_read_and_hidden_sheets_are_marked():
    def fill(workbook):
        sheet = workbook.add_worksheet("open")
        sheet.write_row(0, 0, ["ID", "ФИО"])
        sheet.set_column(0, 0, None, None, {"hidden": True})
        hidden = workbook.add_worksheet("secret")
        hidden.write(0, 0, "x")
        hidden.hide()

    tables = read_tables(book(fill), "a.xlsx")
    assert [(t.name, t.hidden, t.rows) for t in tables] == [
        ("open", False, [["ID", "ФИО"]]),
        ("secret", True, [["x"]]),
    ]


def test_formatted_but_empty_cells_do_not_count():
    def fill(workbook):
        sheet = workbook.add_worksheet()
        sheet.write(0, 0, "а")
        sheet.write_blank(30_000, 300, None, workbook.add_format({"bg_color": "yellow"}))

    assert read_tables(book(fill), "a.xlsx")[0].rows == [["а"]]


def test_limits_can_be_changed_and_exactly_the_limit_passes():
    rows = [["а", i] for i in range(10)]
    assert len(read_tables(hostile.workbook(rows), "a.xlsx", Limits(rows=8, headings=2))[0].rows) == 10
    with pytest.raises(FileRefused) as refusal:
        read_tables(hostile.workbook(rows), "a.xlsx", Limits(rows=8, headings=1))
    assert (refusal.value.code, refusal.value.params) == ("rows", {"limit": 8})
    assert str(refusal.value) == "The file has more than 8 rows. Split it into several files."


def test_rows_of_all_sheets_count_together():
    with pytest.raises(FileRefused) as refusal:
        read_tables(hostile.workbook([["а"]] * 6, sheets=2), "a.xlsx", Limits(rows=9, headings=1))
    assert refusal.value.code == "rows"
    fits = read_tables(hostile.workbook([["а"]] * 6, sheets=2), "a.xlsx", Limits(rows=10, headings=1))
    assert len(fits) == 2, "the control: each sheet has its header"


def test_a_formula_that_nobody_computed_is_no_empty_cell():
    book = openpyxl.Workbook()
    for row in (
        ["ФИО", "ID", "Группа", 1, 2],
        ["Ким Виктор", "41202", "=B1", "=1+1", 3],
        ["Ким Анна", "41203", "ЭК-24-1", 1, 2],
    ):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    (record,) = sheet.parse(read_tables(stream.getvalue(), "a.xlsx")).records
    first, second = record.rows
    assert {(issue.field, issue.code) for issue in first.issues} == {
        ("group", "formula_unstored"),
        ("week_1", "mark_formula"),
    }
    assert dict(first.marks) == {2: Decimal(3)} and second.issues == ()


def test_a_number_that_a_program_kept_as_text():
    (table,) = read_tables('ФИО;ИИН\n"Ким Виктор";="080204582348"\n'.encode(), "a.csv")
    assert table.rows[1] == ["Ким Виктор", "080204582348"]
