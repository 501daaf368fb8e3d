"""`qosqanat import` from the shell's side."""

import json
from pathlib import Path

import pytest
import time_machine

from qosqanat.cli import main
from qosqanat.intake import actions
from qosqanat.intake.models import ImportRun
from qosqanat.studies.models import Student

from .conftest import AT, Bring, Empty
from .test_actions import ROWS, listed


@pytest.fixture(autouse=True)
def november() -> None:
    with time_machine.travel(AT, tick=False):
        yield


def file_of(tmp_path: Path, rows: str = ROWS) -> str:
    path = tmp_path / "list.csv"
    path.write_bytes(listed(rows))
    return str(path)


def test_a_clean_file_is_written(bare: Empty, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "contingent", file_of(tmp_path), "--university", "yessenov"]) == 0
    assert Student.objects.count() == 2
    assert "written: 4 new, 0 changed, 0 unchanged, 0 refused, 0 ask" in capsys.readouterr().out


def test_a_dry_run_leaves_nothing(bare: Empty, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "contingent", file_of(tmp_path), "--university", "yessenov", "--dry-run"]) == 0
    assert not Student.objects.exists() and not ImportRun.objects.exists()
    assert "would write: 4 new" in capsys.readouterr().out


def test_open_rows_are_listed_with_their_answers(
    bare: Empty, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = file_of(tmp_path, ROWS.replace("8 702 004 69 30", "8 702 004 69 3"))
    assert main(["import", "contingent", wrong, "--university", "yessenov", "--dry-run"]) == 1
    said = capsys.readouterr().out
    assert (
        "“8 702 004 69 3” is not a complete telephone number" in said and "student:41201/phone: none" in said
    )
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"student:41201/phone": "=87020046930"}))
    assert main(["import", "contingent", wrong, "--university", "yessenov", "--answers", str(answers)]) == 0
    assert Student.objects.get(number="41201").person.phone == "+77020046930"


def test_proposals_can_be_taken(bare: Empty, tmp_path: Path) -> None:
    wrong = file_of(tmp_path, ROWS.replace("8 702 004 69 30", "8 702 004 69 3"))
    assert main(["import", "contingent", wrong, "--university", "yessenov", "--accept-proposals"]) == 0
    assert Student.objects.get(number="41201").person.phone == ""


@pytest.mark.parametrize(
    ("university", "content", "sentence"),
    [
        ("nowhere", b"x", "There is no university 'nowhere'. Known: yessenov."),
        ("yessenov", b"PK\x03\x04broken", "The file is damaged and cannot be read."),
        ("yessenov", b"", "The file is empty."),
    ],
)
def test_an_unusable_file_or_university_is_one_sentence(
    bare: Empty,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    university: str,
    content: bytes,
    sentence: str,
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert main(["import", "contingent", str(path), "--university", university]) == 2
    said = capsys.readouterr()
    assert sentence in said.err and said.out == ""


def test_a_missing_file_is_one_sentence(
    bare: Empty, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "contingent", str(tmp_path / "none.csv"), "--university", "yessenov"]) == 2
    assert "none.csv" in capsys.readouterr().err


def test_a_load_may_be_the_first_file_of_a_university(bare: Empty, bring: Bring) -> None:
    """The departments that it founds have no key yet: none of them is proposed for another."""
    rows = actions.outcome_of(bring("load", "teaching-load-2026-autumn.xlsx")).rows
    founded = [row for row in rows if row.key.startswith("department:") and row.verdict == "new"]
    assert len(founded) == 6 and not [row for row in rows if row.question and "department" in row.key]
