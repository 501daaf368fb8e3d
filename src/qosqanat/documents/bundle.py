"""Many papers as one file: a ZIP with a file for each, or one PDF to print in one go. Same papers, same bytes."""

import io
import re
import zipfile
from collections.abc import Sequence

from .codes import short_code
from .enums import Bundle
from .models import Batch, BatchRow
from .papers.merge import merged

EPOCH = (1980, 1, 1, 0, 0, 0)
# Signs that some file system refuses in a name.
REFUSED = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def packed(batch: Batch, rows: Sequence[BatchRow]) -> tuple[str, str, bytes]:
    """Name, media type and bytes of the papers of `rows` in their order; no bytes for no rows."""
    name, title = f"papers-{batch.pk}.{batch.bundle}", f"Qosqanat {batch.pk}"
    if not rows:
        return name, "", b""
    if batch.bundle == Bundle.PDF:
        papers = (row.document.file.read() for row in rows if row.document)
        return name, "application/pdf", merged(papers, title)
    return name, "application/zip", _zipped(rows, title)


def _zipped(rows: Sequence[BatchRow], title: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.comment = title.encode()
        for row in rows:
            assert row.document
            archive.writestr(zipfile.ZipInfo(name_of(row), EPOCH), row.document.file.read())
    return out.getvalue()


def name_of(row: BatchRow) -> str:
    """«UBT 3305/004 Ілиясова Әлия, 000002, kk+ru, 7KQ4-9M2T.pdf»: sorted as they were asked for."""
    assert row.document
    who = row.sheet.student.person.full_name if row.sheet else row.course.groups_key
    number = row.document.snapshot["issue"]["number"]
    name = f"{row.position:03} {who}, {number}, {row.document.language}, {short_code(row.document.code)}"
    return f"{_safe(row.course.code)}/{_safe(name)[:150]}.pdf"


def _safe(text: str) -> str:
    return REFUSED.sub("-", text).strip(" .") or "-"
