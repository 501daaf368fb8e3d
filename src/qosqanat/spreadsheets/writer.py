"""The one way out: tables as XLSX or CSV that no spreadsheet program takes for formulas."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from .model import Cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
FORBIDDEN_IN_SHEET_NAME = str.maketrans(dict.fromkeys(r"[]:*?/\\'", " "))
WIDEST, NARROWEST = 48, 6
A4 = 9
TEXT = (bool, str)  # made once, for thousands of cells
EXACT = 10**15  # larger numbers lose digits in a spreadsheet


@dataclass(frozen=True)
class Entries:
    """What may be typed in a protected sheet: in the columns of `caps` points from 0 up to the cap, or one of `words`.

    `message` is said when something else is typed. All other columns are locked.
    """

    caps: Mapping[int, Decimal]
    words: Sequence[str]
    message: str = ""


@dataclass(frozen=True)
class OutTable:
    """A table to write: a name for the sheet, one header row, rows of cells.

    `hidden` takes the whole sheet out of sight; the first `frozen_columns` stay in view and are printed on every page.
    """

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    widths: Mapping[int, int] = field(default_factory=dict)
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    frozen_columns: int = 0
    entries: Entries | None = None


def xlsx(tables: Sequence[OutTable]) -> bytes:
    """A workbook: text is always text, numbers are numbers, frozen bold header, A4 landscape, one page wide."""
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        formats = {
            "header": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
            "text": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
            "number": book.add_format({"valign": "top"}),
            "date": book.add_format({"valign": "top", "num_format": "dd.mm.yyyy"}),
            "open": book.add_format({"locked": False, "align": "center", "border": 1}),
            "locked": book.add_format({"align": "center", "border": 1, "bg_color": "#EEEEEE"}),
        }
        names: set[str] = set()
        for table in tables:
            _sheet(book.add_worksheet(_sheet_name(table.name, names)), table, formats)
    return stream.getvalue()


def _sheet_name(name: str, used: set[str]) -> str:
    base = " ".join(name.translate(FORBIDDEN_IN_SHEET_NAME).split())[:28] or "1"
    free, number = base, 2
    while free.lower() in used:
        free, number = f"{base[:25]} {number}", number + 1
    used.add(free.lower())
    return free


def _sheet(sheet: Any, table: OutTable, formats: Mapping[str, Any]) -> None:
    widths = {i: len(str(title)) for i, title in enumerate(table.header)}
    for column, title in enumerate(table.header):
        sheet.write_string(0, column, str(title), formats["header"])
    looks: dict[int, Mapping[str, Any]] = {}
    lines = 0
    for lines, row in enumerate(table.rows, 1):
        for column, value in enumerate(row):
            if column not in looks:
                looks[column] = _formats_of(table, column, formats)
            _write(sheet, lines, column, value, looks[column])
            if column not in table.widths:
                widths[column] = max(widths.get(column, 0), len(_shown(value)))
    for column, width in widths.items():
        wide = table.widths.get(column, min(WIDEST, max(NARROWEST, width + 2)))
        sheet.set_column(column, column, wide, None, {"hidden": column in table.hidden_columns})
    sheet.freeze_panes(1, table.frozen_columns)
    sheet.repeat_rows(0)
    if table.frozen_columns:
        sheet.repeat_columns(0, table.frozen_columns - 1)
    if table.hidden:
        sheet.very_hidden()
    if table.entries is not None:
        _protect(sheet, table, table.entries, lines)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _formats_of(table: OutTable, column: int, formats: Mapping[str, Any]) -> Mapping[str, Any]:
    """In a sheet to be filled in every cell of a column looks alike, empty ones too."""
    if table.entries is None or column < table.frozen_columns:
        return formats
    one = formats["open" if column in table.entries.caps else "locked"]
    return {"text": one, "number": one, "date": one, "empty": one}


def _protect(sheet: Any, table: OutTable, entries: Entries, lines: int) -> None:
    """Locked against slips, without a password; the programs themselves refuse what is above a cap."""
    sheet.protect("", {"format_columns": True, "format_rows": True})
    columns_of: dict[Decimal, list[int]] = {}
    for column, cap in sorted(entries.caps.items()):
        columns_of.setdefault(cap, []).append(column)
    for cap, columns in columns_of.items():
        cell = xl_rowcol_to_cell(1, columns[0])
        words = "".join(f',{cell}="{word}"' for word in entries.words)
        rule = {
            "validate": "custom",
            "value": f"=OR(AND(ISNUMBER({cell}),{cell}>=0,{cell}<={cap}){words})",
            "error_message": entries.message[:255],
            "other_cells": [[1, column, max(lines, 1), column] for column in columns[1:]],
        }
        sheet.data_validation(1, columns[0], max(lines, 1), columns[0], rule)


def _write(sheet: Any, line: int, column: int, value: Cell, formats: Mapping[str, Any]) -> None:
    if value is None or value == "":
        if "empty" in formats:
            sheet.write_blank(line, column, None, formats["empty"])
        return
    if isinstance(value, Decimal) and -EXACT < value < EXACT:
        sheet.write_number(line, column, float(value), formats["number"])
    elif isinstance(value, TEXT):
        sheet.write_string(line, column, str(value), formats["text"])
    elif isinstance(value, dt.datetime):
        sheet.write_string(line, column, value.strftime("%d.%m.%Y %H:%M"), formats["text"])
    elif isinstance(value, dt.date):
        sheet.write_datetime(line, column, dt.datetime.combine(value, dt.time()), formats["date"])
    elif isinstance(value, int) and -EXACT < value < EXACT:
        sheet.write_number(line, column, float(value), formats["number"])
    else:
        sheet.write_string(line, column, str(value), formats["text"])


def csv_bytes(table: OutTable) -> bytes:
    """UTF-8 with a byte order mark, semicolons; text that a program could run gets an apostrophe in front."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([_safe(str(title)) for title in table.header])
    writer.writerows([_csv_cell(value) for value in row] for row in table.rows)
    return stream.getvalue().encode("utf-8-sig")


def _csv_cell(value: Cell) -> str:
    return _safe(value) if isinstance(value, str) else _shown(value)


def _safe(text: str) -> str:
    return "'" + text if text.lstrip(" \u00a0").startswith(DANGEROUS) or text.startswith(DANGEROUS) else text


def _shown(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.strftime("%d.%m.%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d.%m.%Y")
    return format(value, "f") if isinstance(value, Decimal) else str(value)
