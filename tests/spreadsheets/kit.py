"""The university's own files (a copy of the development kit), parsed once per run."""

from functools import cache
from pathlib import Path

from qosqanat.spreadsheets import kinds
from qosqanat.spreadsheets.reader import read_tables

FOLDER = Path(__file__).parents[2] / "data" / "demo" / "yessenov"
KINDS = {
    "contingent": "contingent",
    "teaching": "load",
    "partners": "partners",
    "vedomost": "sheet",
    "canvas": "canvas",
}


@cache
def tables(name):
    return read_tables((FOLDER / name).read_bytes(), name)


@cache
def parsed(name):
    return kinds.PARSERS[KINDS[name.split("-")[0]]](tables(name))


def contingent():
    return parsed("contingent-2026-autumn.xlsx")


def load():
    return parsed("teaching-load-2026-autumn.xlsx")


def partners():
    return parsed("partners-and-mentors.xlsx")


def sheet(course):
    (record,) = parsed(f"vedomost-w1-w9-{course}.xlsx").records
    return record


def gradebook(course):
    (record,) = parsed(f"canvas-gradebook-{course}.csv").records
    return record


def codes(record):
    return [issue.code for issue in record.issues]


def with_issue(records, code):
    return [record for record in records if code in codes(record)]
