"""The contract between the database and the templates."""

from __future__ import annotations

from typing import Any

import pytest

from qosqanat.documents.papers.example import LETTERS, example
from qosqanat.documents.papers.snapshot import ExamResult, check_shape, exam_totals


def result(**marks: Any) -> ExamResult:
    blank = {"name": "Асан", "number": "1", "record_book": "1", "admission": "60", "exam": "70", "final": ""}
    return blank | {"letter": "", "digit": "", "traditional": {"kk": "", "ru": ""}} | marks  # type: ignore[return-value]


def test_totals_count_every_student_once() -> None:
    students = [
        result(exam="70", letter="C+", final="70"),
        result(exam="30", letter="FX"),
        result(exam="absent"),
    ]
    students += [result(exam="excused"), result(exam=None), result(exam="")]
    totals = exam_totals(students, letters=LETTERS)
    counts = {row["letter"]: row["count"] for row in totals["letters"]}
    assert list(counts) == LETTERS
    assert counts["C+"] == counts["FX"] == 1 and sum(counts.values()) == 2
    assert (totals["absent"], totals["excused"], totals["not_admitted"], totals["students"]) == (1, 1, 1, 6)


def test_the_average_is_of_final_marks_rounded_half_up() -> None:
    finals = ["51", *["50"] * 19]
    assert exam_totals([result(final=f) for f in finals], letters=LETTERS)["average"] == "50.1"
    assert exam_totals([result(exam="absent")], letters=LETTERS)["average"] == ""


@pytest.mark.parametrize("kind", ["tests", "practice", "tasks"])
def test_a_row_that_does_not_fit_the_scheme_is_refused(kind: str) -> None:
    snapshot = example("sheet_course", students=2)
    check_shape(snapshot)
    student = snapshot["students"][1]
    student["periods"][1][kind].pop()
    with pytest.raises(ValueError, match=f"{student['name']}, РК-2: .* {kind}"):
        check_shape(snapshot)


def test_a_missing_rating_period_is_refused() -> None:
    snapshot = example("sheet_student")
    snapshot["student"]["periods"].pop()
    with pytest.raises(ValueError, match="1 of 2 rating periods"):
        check_shape(snapshot)
