"""The files of the demo's second university: another layout of everything."""

from pathlib import Path

import pytest

from qosqanat.spreadsheets import kinds
from qosqanat.spreadsheets.reader import read_tables

FOLDER = Path(__file__).parents[2] / "data" / "demo" / "dulati"
COUNTS = {
    "contingent-2026-autumn.xlsx": ("contingent", 56),
    "partners-and-mentors.xlsx": ("partners", 12),
    "teaching-load-2026-autumn.csv": ("load", 5),
}


def records(name):
    kind, _ = COUNTS[name]
    return kinds.PARSERS[kind](read_tables((FOLDER / name).read_bytes(), name))


@pytest.mark.parametrize("name", COUNTS)
def test_every_row_without_question_and_every_column(name):
    parsed = records(name)
    kind, count = COUNTS[name]
    assert len(parsed.records) == count
    assert {i.code for r in parsed.records for i in r.issues} <= {"phone_landline"}
    assert (list(parsed.notes), list(parsed.unmapped)) == ([], [])
    assert kinds.detect(read_tables((FOLDER / name).read_bytes(), name))[0].kind == kind


def test_a_student_of_three_name_columns():
    first, *_ = records("contingent-2026-autumn.xlsx").records
    assert (str(first.name), first.ais_id, first.sex) == ("Ілиясов Шыңғыс Серікұлы", "90101", "m")
    assert (first.programme_en, first.status) == ("Electric Power Engineering", "studying")


def test_a_text_file_s_name_is_no_faculty():
    assert {r.faculty for r in records("teaching-load-2026-autumn.csv").records} == {""}
