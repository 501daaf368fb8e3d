"""The child process: ``python -m qosqanat.spreadsheets.child`` reads a file on stdin and answers JSON.

It limits its own processor time and memory before it touches the bytes, so a hostile file can only end it.
"""

import datetime as dt
import io
import json
import sys
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from qosqanat.regulation import formula_errors

from . import csvtext
from .container import kind_of
from .refusal import FileRefused, Limits

NOISE = 9  # decimals; what a formula leaves behind them (0.1 + 0.2) nobody typed


def limit_self(limits: Limits) -> None:
    """Hard limits of the operating system; where there are none (Windows) the parent's timeout remains."""
    try:
        import resource
    except ImportError:
        return
    memory = limits.memory_megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def tables_of(data: bytes, filename: str, limits: Limits) -> list[dict[str, Any]]:
    kind = kind_of(data, filename, limits)
    if kind == "text":
        text = csvtext.decode(data)
        if text.count("\n") > limits.rows * 2:
            raise FileRefused("rows", {"limit": limits.rows})
        sheets: list[dict[str, Any]] = [
            {"name": filename.rsplit(".", 1)[0], "hidden": False, "rows": csvtext.rows_of(text)}
        ]
    else:
        sheets = _workbook(data, kind, limits)
    left = limits.rows + limits.headings * len(sheets)
    for sheet in sheets:
        sheet["rows"] = _trimmed(sheet["name"], sheet["rows"], limits)
        left -= sum(1 for row in sheet["rows"] if row)
        if left < 0:
            raise FileRefused("rows", {"limit": limits.rows})
    return sheets


def _workbook(data: bytes, kind: str, limits: Limits) -> list[dict[str, Any]]:
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if len(book.sheet_names) > limits.sheets:
            raise FileRefused("sheets", {"limit": limits.sheets})
        sheets = []
        for meta in book.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            if sheet.end and sheet.end[0] > 50 * limits.rows:
                raise FileRefused("rows", {"limit": limits.rows})
            if sheet.end and sheet.start and sheet.end[1] - sheet.start[1] >= 20 * limits.columns:
                raise FileRefused("columns", {"limit": limits.columns, "sheet": meta.name})
            rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
            if kind == "xlsx":
                formula_errors.put_back(rows, data, meta.name)
            _fill_down(rows, sheet.merged_cell_ranges or ())
            hidden = meta.visible != SheetVisibleEnum.Visible
            sheets.append({"name": meta.name.strip(), "hidden": hidden, "rows": rows})
        return sheets
    except PasswordError as error:
        raise FileRefused("encrypted") from error
    except (CalamineError, ParseError, BadZipFile, OSError, ValueError, LookupError) as error:
        raise FileRefused("broken") from error


def _fill_down(rows: list[list[Any]], merged: Any) -> None:
    """A cell merged over several rows counts for each of them; over several columns it stays at the left."""
    for (top, left), (bottom, _right) in merged:
        if bottom > top and top < len(rows) and left < len(rows[top]):
            for row in rows[top + 1 : bottom + 1]:
                if left < len(row) and row[left] is None:
                    row[left] = rows[top][left]


def _cell(value: Any) -> Any:
    if value == "" or value is None:
        return None
    if isinstance(value, bool | str):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else round(value, NOISE)
    if isinstance(value, dt.datetime):
        return {"t": value.isoformat()}
    if isinstance(value, dt.date):
        return {"d": value.isoformat()}
    return value if isinstance(value, int) else str(value)


def _trimmed(name: str, rows: list[list[Any]], limits: Limits) -> list[list[Any]]:
    for row in rows:
        while row and (row[-1] is None or isinstance(row[-1], str) and not row[-1].strip()):
            row.pop()
        if len(row) > limits.columns:
            raise FileRefused("columns", {"limit": limits.columns, "sheet": name})
        for value in row:
            if isinstance(value, str) and len(value) > limits.characters:
                raise FileRefused("text", {"limit": limits.characters, "sheet": name})
    while rows and not rows[-1]:
        rows.pop()
    return rows


def answer(stream: Any) -> dict[str, Any]:
    head = json.loads(stream.readline())
    limits = Limits(**head["limits"])
    limit_self(limits)
    try:
        return {"tables": tables_of(stream.read(), head["filename"], limits)}
    except FileRefused as refusal:
        return {"refused": refusal.code, "params": refusal.params}
    except MemoryError:
        return {"refused": "resources", "params": {}}
    except BaseException as error:
        # the library that reads workbooks is no Python: what surprises it is no Exception either
        if type(error).__name__ != "PanicException":
            raise
        return {"refused": "broken", "params": {}}


def main() -> None:
    json.dump(answer(sys.stdin.buffer), sys.stdout, ensure_ascii=True, allow_nan=False)


if __name__ == "__main__":
    main()
