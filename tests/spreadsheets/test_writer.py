"""What goes out can never run: T11."""

import csv
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from qosqanat.spreadsheets.reader import read_tables
from qosqanat.spreadsheets.writer import OutTable, csv_bytes, xlsx

PAYLOADS = [
    "=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("http://x","y")', "=cmd|' /C calc'!A0",
    "＝1+1", " =1+1", "\u00a0=1", '"=1"', "http://x.example", "mailto:a@b", "{=1}",
]  # fmt: skip


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_text_stays_text_in_a_workbook(payload):
    sheet = opened(xlsx([OutTable("Список", [payload, "№"], [[payload, 1]])])).active
    for cell in (sheet["A1"], sheet["A2"]):
        assert cell.data_type == "s"
        assert cell.hyperlink is None
        assert cell.value == payload.replace("\r", "_x000D_") or cell.value == payload


@pytest.mark.parametrize("payload", [text for text in PAYLOADS if text.strip()[0] in "=+-@＝"])
def test_text_that_a_program_could_run_gets_an_apostrophe_in_csv(payload):
    rows = list(
        csv.reader(
            io.StringIO(csv_bytes(OutTable("а", [payload], [[payload]])).decode("utf-8-sig"), newline=""),
            delimiter=";",
        )
    )
    assert rows == [["'" + payload], ["'" + payload]]


def test_csv_has_a_mark_semicolons_and_plain_numbers():
    data = csv_bytes(
        OutTable("а", ["Аты", "Балл"], [["Ким; А", Decimal("-7.50")], [None, dt.date(2026, 5, 3)]])
    )
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == 'Аты;Балл\r\n"Ким; А";-7.50\r\n;03.05.2026\r\n'


def test_numbers_dates_and_the_page():
    sheet = opened(
        xlsx([OutTable("а", ["n", "d"], [[Decimal("7.5"), dt.date(2026, 5, 3)], [12, True]])])
    ).active
    assert (sheet["A2"].value, sheet["B2"].value, sheet["B2"].number_format) == (
        7.5,
        dt.datetime(2026, 5, 3),
        "dd.mm.yyyy",
    )
    assert (sheet["A3"].value, sheet["B3"].value) == (12, "True")
    assert sheet.freeze_panes == "A2"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (
        "landscape",
        9,
        0,
    )


def test_sheet_names_are_made_legal_and_different():
    book = opened(xlsx([OutTable(name, ["а"], []) for name in ("A/B?*", "a b", "", "x" * 40, "x" * 40)]))
    assert book.sheetnames == ["A B", "a b 2", "1", "x" * 28, "x" * 25 + " 2"]


def test_what_is_written_is_read_again():
    rows = [["МГІ-24-1", 5, Decimal("7.5"), dt.date(2026, 5, 3), None, "=1"]]
    assert read_tables(xlsx([OutTable("Бет", list("abcdef"), rows)]), "a.xlsx")[0].rows[1:] == rows
