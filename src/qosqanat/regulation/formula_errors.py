"""Formula errors (#DIV/0!) of an XLSX workbook, which calamine reads as empty cells: they are not "not entered"."""

import io
import posixpath
import re
import zipfile
from typing import Any
from xml.etree import ElementTree

ERROR_CELL = re.compile(
    rb'<(?:\w{1,20}:)?c r="([A-Z]{1,3})([0-9]{1,7})"[^>]{0,200}\bt="e"[^>]{0,200}(?<!/)>'
    rb".{0,9000}?<(?:\w{1,20}:)?v>([^<]{0,40})<",
    re.DOTALL,
)


def put_back(rows: list[list[Any]], data: bytes, sheet: str) -> None:
    """Write the error texts of a sheet into its rows; a ZIP that is no XLSX (OpenDocument) stays as it is."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        known = "xl/workbook.xml" in parts.namelist()
        xml = parts.read(_sheet_part(parts, sheet)) if known else b""
    for letters, number, text in ERROR_CELL.findall(xml):
        column = 0
        for letter in letters:
            column = column * 26 + letter - 64
        rows[int(number) - 1][column - 1] = text.decode()


def _sheet_part(parts: zipfile.ZipFile, sheet: str) -> str:
    links = ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    sheets = ElementTree.fromstring(parts.read("xl/workbook.xml")).findall(".//{*}sheet")
    attributes, *_ = [node.attrib for node in sheets if node.get("name") == sheet]
    identity, *_ = [value for key, value in attributes.items() if key.endswith("}id")]
    return posixpath.normpath(posixpath.join("/xl", targets[identity])).lstrip("/")
