"""Refused rows as a workbook that can be corrected and brought again."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from qosqanat.intake.plan import Outcome
from qosqanat.spreadsheets.model import Cell
from qosqanat.spreadsheets.writer import OutTable, xlsx


def refused_workbook(outcome: Outcome) -> bytes:
    """Sheet and row of the file, the row's values under the file's own titles, the reason in the last column."""
    rows = outcome.with_verdict("refused")
    fields = list(dict.fromkeys(name for row in rows for name, value in row.record.items() if value))
    header = [
        pgettext("spreadsheet", "Sheet"),
        _("Row"),
        _("Record"),
        *(_title(outcome, name) for name in fields),
        _("Reason"),
    ]
    body: list[list[Cell]] = [
        [
            row.sheet,
            row.row,
            row.title,
            *(row.record.get(name, "") for name in fields),
            " ".join(map(str, row.reasons)),
        ]
        for row in rows
    ]
    return xlsx([OutTable(_("Refused rows"), header, body, {len(header) - 1: 60})])


def _title(outcome: Outcome, name: str) -> str:
    own = [title for field, title in outcome.columns.items() if field == name or field.endswith(f".{name}")]
    return own[0] if own else name
