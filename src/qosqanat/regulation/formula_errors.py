"""Formulas of an XLSX workbook that calamine reads as empty cells, though they are not "not entered".

They end in an error (#DIV/0!), or no program has computed and stored their value.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

ERROR_CELL = re.compile(
    rb'<(?:\w{1,20}:)?c r="([A-Z]{1,3})([0-9]{1,7})"[^>]{0,200}\bt="e"[^>]{0,200}(?<!/)>'
    rb".{0,9000}?<(?:\w{1,20}:)?v>([^<]{0,40})<",
    re.DOTALL,
)
FORMULA_CELL = re.compile(
    rb'<(?:\w{1,20}:)?c r="([A-Z]{1,3})([0-9]{1,7})"([^>]{0,200})(?<!/)>\s{0,99}'
    rb"<(?:\w{1,20}:)?f\b[^>]{0,200}>([^<]{0,9000})(?:</(?:\w{1,20}:)?f>)?\s{0,99}"
    rb"(?:<(?:\w{1,20}:)?v ?/>|<(?:\w{1,20}:)?v></(?:\w{1,20}:)?v>)?\s{0,99}</(?:\w{1,20}:)?c>"
)
EMPTY_TEXT = b't="str"'  # a formula whose stored value is the empty text
SHOWN = 60


def put_back(rows: list[list[Any]], data: bytes, sheet: str) -> None:
    """Write error texts and `=formula` without a stored value into a sheet's rows; no XLSX (OpenDocument): nothing."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        known = "xl/workbook.xml" in parts.namelist()
        xml = parts.read(_sheet_part(parts, sheet)) if known else b""
    for letters, number, text in _cells(xml):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        rows += [[] for _ in range(int(number) - len(rows))]
        row = rows[int(number) - 1]
        row += [None] * (column - len(row))
        row[column - 1] = text


def _cells(xml: bytes) -> Iterator[tuple[bytes, bytes, str]]:
    """Letters of the column, number of the row, and what to write there."""
    for letters, number, text in ERROR_CELL.findall(xml):
        yield letters, number, text.decode()
    for letters, number, attributes, formula in FORMULA_CELL.findall(xml):
        if EMPTY_TEXT not in attributes:
            yield letters, number, f"={unescape(formula.decode(errors='replace'))[:SHOWN]}"


def _sheet_part(parts: zipfile.ZipFile, sheet: str) -> str:
    links = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    sheets = ElementTree.fromstring(parts.read("xl/workbook.xml")).findall(".//{*}sheet")
    attributes, *_ = [node.attrib for node in sheets if node.get("name") == sheet]
    identity, *_ = [value for key, value in attributes.items() if key.endswith("}id")]
    return posixpath.normpath(posixpath.join("/xl", targets[identity])).lstrip("/")
