"""What kind of file the bytes really are, and whether its packing is honest. Runs in the child process."""

import io
import re
import zipfile

from .csvtext import utf_16_of
from .refusal import FileRefused, Limits

MEGABYTE = 1024 * 1024
CHUNK = 256 * 1024
NESTED = re.compile(r"\.(zip|xlsx|xlsm|xlsb|xls|docx|pptx|ods|odt|jar|7z|rar|gz|exe|dll)$", re.I)
SHEET_PART = re.compile(r"^xl/worksheets/[^/]{1,200}\.xml$")
PACKED = (b"PK\x03\x04", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"MZ", b"\xd0\xcf\x11\xe0")
BINARY = (b"%pdf", b"{\\rtf", b"7z\xbc", b"rar!", b"\x1f\x8b")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FORBIDDEN_XML = tuple(
    word.encode(code) for word in ("<!DOCTYPE", "<!ENTITY") for code in ("ascii", "utf-16-le", "utf-16-be")
)
# Cells that calamine would read as empty: BIFF BOOLERR and FORMULA records with an error, ODF error values.
XLS_ERRORS = (
    re.compile(rb"\x05\x02\x08\x00.{6}[\x00\x07\x0f\x17\x1d\x24\x2a]\x01", re.DOTALL),
    re.compile(rb"\x06\x00.{8}\x02.[\x00\x07\x0f\x17\x1d\x24\x2a].{3}\xff\xff", re.DOTALL),
)
ODS_ERROR = b'calcext:value-type="error"'
EXTENSIONS = {
    "xlsx": ("xlsx",),
    "ods": ("ods",),
    "xls": ("xls",),
    "text": ("csv", "txt", "tsv"),
}


def kind_of(data: bytes, filename: str, limits: Limits) -> str:
    """``xlsx``, ``xls``, ``ods`` or ``text``; raises ``FileRefused`` for everything else."""
    if not data:
        raise FileRefused("empty")
    if data[:4] == b"PK\x03\x04":
        kind = _zip_kind(data, limits)
    elif data[:8] == OLE:
        kind = _ole_kind(data)
    else:
        kind = _text_kind(data)
    extension = filename.rsplit(".", 1)[-1].lower() if "." in filename else ""
    if extension not in EXTENSIONS[kind]:
        raise FileRefused("extension", {"name": filename})
    return kind


def _ole_kind(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise FileRefused("encrypted")
    if "_VBA_PROJECT".encode("utf-16-le") in data:
        raise FileRefused("macros")
    streams = ("Workbook", "Book")
    if not any(name.encode("utf-16-le") in data for name in streams):
        raise FileRefused("unsupported")
    if any(pattern.search(data) for pattern in XLS_ERRORS):
        raise FileRefused("formula_errors")
    return "xls"


def _text_kind(data: bytes) -> str:
    head = data[:2048].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<meta", b"<?xml")):
        raise FileRefused("web_page")
    program = head.startswith(b"mz") and b"\0" in head[:64]
    if program or b"\0" in data and not utf_16_of(data) or head.startswith(BINARY):
        raise FileRefused("unsupported")
    return "text"


def _zip_kind(data: bytes, limits: Limits) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_directory(entries, len(data), limits)
            _check_parts(archive, entries, limits)
            names = {entry.filename for entry in entries}
            if "mimetype" in names:
                mimetype = archive.read("mimetype")
                if mimetype == b"application/vnd.oasis.opendocument.spreadsheet":
                    if ODS_ERROR in archive.read("content.xml"):
                        raise FileRefused("formula_errors")
                    return "ods"
    except FileRefused:
        raise
    except Exception as error:
        raise FileRefused("broken") from error
    if any("vbaProject" in name for name in names):
        raise FileRefused("macros")
    if "xl/workbook.xml" not in names:
        raise FileRefused("unsupported")
    return "xlsx"


def _check_directory(entries: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    if len(entries) > limits.entries:
        raise FileRefused("entries", {"limit": limits.entries})
    if sum(1 for entry in entries if SHEET_PART.match(entry.filename)) > limits.sheets:
        raise FileRefused("sheets", {"limit": limits.sheets})
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused("encrypted")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or any(_unsafe(name) for name in names):
        raise FileRefused("unsafe_path")
    if any(NESTED.search(name) for name in names):
        raise FileRefused("nested")
    unpacked = sum(entry.file_size for entry in entries)
    _check_size(unpacked, size, limits)


def _unsafe(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ".." in name.split("/") or ":" in name or "\0" in name


def _check_size(unpacked: int, packed: int, limits: Limits) -> None:
    if unpacked > limits.unpacked_megabytes * MEGABYTE:
        raise FileRefused("unpacked", {"limit": limits.unpacked_megabytes})
    if unpacked > packed * limits.ratio:
        raise FileRefused("ratio", {"limit": limits.ratio})


def _check_parts(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Unpacks every part once in small pieces: the directory of a hostile archive may lie."""
    for entry in entries:
        seen, tail, first = 0, b"", True
        is_xml = entry.filename.endswith((".xml", ".rels", ".vml"))
        with archive.open(entry) as part:
            while piece := part.read(CHUNK):
                if first and piece.startswith(PACKED):
                    raise FileRefused("nested")
                first = False
                seen += len(piece)
                if is_xml and any(word in tail + piece for word in FORBIDDEN_XML):
                    raise FileRefused("entities")
                tail = piece[-32:]
        if seen != entry.file_size:
            raise FileRefused("broken")
