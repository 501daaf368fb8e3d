"""A minimal ODS, since nothing that we install writes one; `merged` are (row, column) -> rows spanned."""

import io
import zipfile
from xml.sax.saxutils import escape

NAMES = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
MIME = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME}"/></manifest:manifest>'
)
ERROR = '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'


def ods(rows: list[list[object]], merged: dict[tuple[int, int], int] | None = None) -> bytes:
    spans = merged or {}
    body = "".join(
        "<table:table-row>"
        + "".join(_cell(v, spans.get((r, c), 1)) for c, v in enumerate(row))
        + "</table:table-row>"
        for r, row in enumerate(rows)
    )
    content = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}><office:body><office:spreadsheet><table:table table:name="Лист1">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", MIME)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return stream.getvalue()


def _cell(value: object, rows: int) -> str:
    span = f' table:number-rows-spanned="{rows}"' if rows > 1 else ""
    if value is None:
        return "<table:table-cell/>"
    if value == "#DIV/0!":
        return ERROR
    if isinstance(value, int | float):
        return f'<table:table-cell{span} office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    return f'<table:table-cell{span} office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'
