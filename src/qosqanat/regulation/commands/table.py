"""Reads a table from CSV or a workbook into rows of cells, header first."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from .. import formula_errors

ZIP = b"PK\x03\x04"
WORKBOOKS = (ZIP, b"\xd0\xcf\x11\xe0")
LONGEST_CELL = 1_000_000
csv.field_size_limit(2**31 - 1)  # a cell that is too long is refused below, in a sentence


class UnreadableError(Exception):
    """The file as a whole cannot be read; the text is one sentence."""


def rows(path: Path) -> Iterator[list[Any]]:
    """Yield the rows that hold anything, header first. Raises UnreadableError, also when there is none."""
    try:
        data = path.read_bytes()
    except IsADirectoryError:
        raise UnreadableError(f"{path} is a folder, not a file") from None
    except FileNotFoundError:
        raise UnreadableError(f"there is no file {path}") from None
    except (OSError, ValueError) as error:
        raise UnreadableError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    empty = True
    try:
        for row in _any_rows(data):
            if any(_holds(cell) for cell in row):
                empty = False
                yield row
    except UnreadableError as error:
        raise UnreadableError(f"{path} {error}") from None
    if empty:
        raise UnreadableError(f"{path} is empty")


def _any_rows(data: bytes) -> Iterable[list[Any]]:
    return _workbook_rows(data) if data.startswith(WORKBOOKS) else _csv_rows(decoded(data))


def _holds(cell: Any) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def decoded(data: bytes) -> str:
    """Decode UTF-8 with or without byte order mark, otherwise Windows-1251."""
    if b"\0" in data:
        raise UnreadableError("is neither CSV text nor a workbook")
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("is neither UTF-8 nor Windows-1251 text")


def _csv_rows(text: str) -> Iterator[list[Any]]:
    header = next((line for line in text.splitlines() if line.strip(" \t,;")), "")
    delimiter = ";" if header.count(";") > header.count(",") else ","
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            if any(len(cell) > LONGEST_CELL for cell in row):
                raise UnreadableError(f"has a cell of more than {LONGEST_CELL} characters")
            yield row
    except csv.Error as error:
        raise UnreadableError(f"is not well-formed CSV: {error}") from None


def _workbook_rows(data: bytes) -> list[list[Any]]:
    # imported here: CSV, the usual case, must not pay for it
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in workbook.sheet_names:
            found = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if data.startswith(ZIP):
                formula_errors.put_back(found, data, name)
            if any(_holds(cell) for row in found for cell in row):
                return [list(map(_distinct, row)) for row in found]
    except (
        CalamineError,
        ElementTree.ParseError,
        zipfile.BadZipFile,
        OSError,
        LookupError,
        ValueError,
    ) as error:
        raise UnreadableError(f"is not a workbook that can be read: {error}") from None
    return []


def _distinct(cell: Any) -> Any:
    # True equals 1 in Python, but not in a mark
    return str(cell).upper() if isinstance(cell, bool) else cell
