"""T11: whatever leaves as a spreadsheet leaves through the one writer, and no text in it can run.

The exporters are found, not listed: every address is asked plainly and for both kinds of export.
"""

import ast
import csv
import io
from pathlib import Path

import openpyxl
import time_machine
from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Concat, Length
from django.http import HttpResponse
from django.urls import reverse

import qosqanat
from tests import cast
from tests.web import hostile
from tests.web.hostile import TABLE

SOURCE = Path(qosqanat.__file__).parent
WRITER = "spreadsheets/writer.py"
# What writes a spreadsheet's formats without the writer, and why nothing of it reaches a spreadsheet program by itself.
OTHERS = {
    "regulation/commands/marks.py": "lines of a command for other programs, in a format that the issue fixes to the letter",
}
MAKERS = {"xlsxwriter", "openpyxl", "odf", "xlwt"}
PAYLOADS = (
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x.example","y")',
    "＝1+1", '"=1+1"', " =1+1", "'=1+1",
)  # fmt: skip
RUNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
XLSX = "openxmlformats-officedocument.spreadsheetml"


def makes_spreadsheets(path: Path) -> bool:
    """Whether a module takes a library that writes workbooks, or a writer of `csv`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import) and MAKERS & {alias.name.split(".")[0] for alias in node.names}:
            return True
        if (
            isinstance(node, ast.ImportFrom)
            and not node.level
            and (node.module or "").split(".")[0] in MAKERS | {"csv"}
        ):
            return True
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"csv.writer", "csv.DictWriter"}:
            return True
    return False


def test_only_the_writer_makes_spreadsheets() -> None:
    found = {str(path.relative_to(SOURCE)) for path in SOURCE.rglob("*.py") if makes_spreadsheets(path)}
    assert found == {WRITER, *OTHERS}, "write with qosqanat.spreadsheets.writer"


def poisoned(house: cast.House, payload: str) -> None:
    """`payload` before every text that people type, in every table."""
    for model in apps.get_models():
        if not model.__module__.startswith("qosqanat.") or model._meta.label in {"people.Word", "people.Act"}:
            continue
        for field in model._meta.concrete_fields:
            if typed(model, field):
                rows = model._base_manager.exclude(**{field.name: ""})
                longest = rows.aggregate(longest=models.Max(Length(field.name)))["longest"] or 0
                fitting = payload[: max(0, (field.max_length or 10**6) - longest)]
                rows.update(**{field.name: Concat(models.Value(fitting), models.F(field.name))})


def typed(model: type[models.Model], field: models.Field) -> bool:  # type: ignore[type-arg]
    """A text column without a meaning for the program."""
    kept = {
        "path",
        "sort_key",
        "time_zone",
        "regulation",
        "media_type",
        "sha256",
        "content",
        "list_key",
        "slug",
    }
    keyed = model._meta.label in {
        "grading.CourseScheme",
        "people.Account",
        "documents.Document",
        "files.StoredFile",
    }
    return (
        type(field) in {models.CharField, models.TextField}
        and not (field.choices or field.name in kept or keyed)
        and field.name not in {"academic_year", "language", "iin_index", "groups_key"}
        and (model._meta.label, field.name) != ("grading.ScoreEvent", "reason")
    )


def exporters(house: cast.House) -> list[tuple[str, str]]:
    """(role, address) of everything that answers with a spreadsheet."""
    found = []
    for role in hostile.DESKS:
        client = hostile.sign_in(house, role)
        for name in hostile.routes_of(role):
            address = reverse(name, kwargs=TABLE[name].args(house))
            for query in ("", "?export=xlsx", "?export=csv"):
                answer = hostile.ask(client, "get", address + query)
                answer.close()
                if any(kind in answer.get("Content-Type", "") for kind in (XLSX, "csv")):
                    found.append((role, address + query))
    return found


def dangers(answer: HttpResponse) -> list[str]:
    """Cells that a spreadsheet program could run."""
    data = answer.getvalue()
    if XLSX in answer["Content-Type"]:
        book = openpyxl.load_workbook(io.BytesIO(data))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        return [str(cell.value) for cell in cells if cell.data_type == "f" or cell.hyperlink]
    lines = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    return [
        text for row in lines for text in row if text.lstrip(" \u00a0").startswith(RUNS) and not _number(text)
    ]


def _number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdigit()


def texts_of(answer: HttpResponse) -> str:
    if XLSX in answer["Content-Type"]:
        book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
        return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    return answer.getvalue().decode("utf-8-sig")


def test_no_text_of_any_column_runs(house: cast.House) -> None:
    hostile.prepare(house)
    with time_machine.travel(cast.AT, tick=False):
        found = exporters(house)
        assert len(found) > 1, "no page offers an export any more: this test looks for them in vain"
        clients = {role: hostile.sign_in(house, role) for role in {role for role, _address in found}}
        hands = hostile.Hands(found, -(-len(found) // 4))
        for payload in PAYLOADS:
            mark = transaction.savepoint()
            poisoned(house, payload)
            answers = {address: clients[role].get(address) for role, address in hands.deal()}
            transaction.savepoint_rollback(mark)
            wrong = {address: one for address, answer in answers.items() if (one := dangers(answer)[:3])}
            assert wrong == {}, payload
            # the control: the poison is in the files, it only does nothing
            assert any(payload.strip()[:4] in texts_of(answer) for answer in answers.values()), payload
