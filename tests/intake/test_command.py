"""`qosqanat import` from the shell's side."""

import json
from datetime import date
from pathlib import Path

import pytest
import time_machine

from qosqanat.cli import main
from qosqanat.intake import actions
from qosqanat.intake.models import ImportRun
from qosqanat.intake.plan import ALL_HERE, ALL_REFUSED, NOTHING_READ, REST_REFUSED
from qosqanat.people.models import Person, Role
from qosqanat.studies.models import Student, Term

from .conftest import AT, Bring, Empty
from .test_actions import HEAD, ROWS, listed


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


@pytest.mark.parametrize(("ends_on", "author"), [(AT.date(), "office"), (date(2026, 11, 1), "successor")])
def test_the_author_is_who_holds_the_methodical_office_today(
    bare: Empty, tmp_path: Path, ends_on: date, author: str
) -> None:
    Role.objects.filter(person=bare.office).update(ends_on=ends_on)
    successor = Person.objects.create(university=bare.university, surname="Оспанова", given_name="Гүлнар")
    Role.objects.create(person=successor, kind="office", unit=bare.university, starts_on=date(2026, 11, 2))
    main(["import", "contingent", file_of(tmp_path), "--university", "yessenov"])
    assert ImportRun.objects.get().started_by == {"office": bare.office, "successor": successor}[author]


def test_nobody_who_held_it_before_is_the_author(bare: Empty, tmp_path: Path) -> None:
    Role.objects.update(ends_on=date(2026, 11, 1))
    main(["import", "contingent", file_of(tmp_path), "--university", "yessenov"])
    assert ImportRun.objects.get().started_by is None


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


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[1, 2]", "does not hold answers: write"),
        ('{"student:41201/phone": 5}', "every answer as text."),
        ("{'a': 'b'}", "is not JSON: Expecting property name"),
        ("", "is not JSON: Expecting value"),
        ("[" * 100_000, "answers"),
    ],
)
def test_answers_that_are_none_are_one_sentence(
    bare: Empty, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, sentence: str
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(content)
    command = ["import", "contingent", file_of(tmp_path), "--university", "yessenov", "--answers"]
    for path in (answers, tmp_path / "none.json", tmp_path):
        assert main([*command, str(path)]) == 2
        said = capsys.readouterr()
        assert said.out == "" and said.err.count("\n") == 1 and said.err.endswith(".\n")
        assert "Errno" not in said.err and (path != answers or sentence in said.err)
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("key", ["student:41201/phon", "student:99/phone", "group:МГІ241", "phone"])
@pytest.mark.parametrize("more", [["--dry-run"], [], ["--accept-proposals"]])
def test_answers_to_no_question_are_named_and_nothing_is_written(
    bare: Empty, tmp_path: Path, capsys: pytest.CaptureFixture[str], key: str, more: list[str]
) -> None:
    wrong = file_of(
        tmp_path, ROWS.replace("8 702 004 69 30", "8 702 004 69 3").replace("МГІ-24-1", "МГІ-24-2")
    )
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({key: "=87020046930"}))
    command = ["import", "contingent", wrong, "--university", "yessenov", "--answers", str(answers)]
    assert main([*command, *more]) == 2
    said = capsys.readouterr()
    assert said.err == f"qosqanat: The file has no question for these answers: {key}.\n" and said.out == ""
    assert not Student.objects.exists()
    assert {run.state for run in ImportRun.objects.all()} <= {"discarded"}


def test_answers_fit_the_same_file_again_and_rows_that_wait(
    bare: Empty, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("ID;ФИО;Группа;Телефон\n41201;Айдынұлы Шыңғыс;МГІ-24-2;8 702\n")
    answers = {"student:41201/phone": "none"}
    (tmp_path / "answers.json").write_text(json.dumps(answers))
    command = ["import", "contingent", str(path), "--university", "yessenov", "--answers"]
    assert main([*command, str(tmp_path / "answers.json")]) == 1, "the row waits for its group"
    (key,) = [
        ":".join(line.split(":")[:2]).strip()
        for line in capsys.readouterr().out.splitlines()
        if line.startswith("    group:")
    ]
    (tmp_path / "answers.json").write_text(json.dumps({**answers, key: "=6B07201, 3"}))
    assert [main([*command, str(tmp_path / "answers.json")]) for _again in range(2)] == [0, 0]
    assert Student.objects.count() == 1


SHEET = "ФИО;ID;Группа;1 апта;2 апта;3 апта\nКим Виктор;41202;МГІ-24-1;1;2;3\nКим Анна;41203;МГІ-24-1;1;2;3\n"


@pytest.mark.parametrize("kind", ["contingent", "load", "partners", "canvas"])
def test_a_file_of_another_kind_is_named_and_nothing_is_planned(
    bare: Empty, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(SHEET)
    for more in (["--dry-run"], []):
        assert main(["import", kind, str(path), "--university", "yessenov", *more]) == 2
        said = capsys.readouterr().out
        assert "This looks like a mentor's weekly sheet." in said and " 0 new" in said
        assert "Nothing in this file could be read as the chosen kind." in said
    assert not Term.objects.exists() and not Student.objects.exists()
    assert [run.state for run in ImportRun.objects.all()] == ["discarded"]


def test_nothing_read_all_refused_and_all_here_are_three_answers(
    bare: Empty, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(rows: str, head: str = HEAD) -> tuple[int, str]:
        path = tmp_path / "list.csv"
        path.write_text(head + rows)
        status = main(["import", "contingent", str(path), "--university", "yessenov"])
        return status, capsys.readouterr().out.splitlines()[-1]

    refused = ROWS.replace("МГІ-24-1", "")
    assert said("1;2\n", "слово;другое\n") == (2, NOTHING_READ)
    assert said(refused) == (1, ALL_REFUSED)
    assert said(ROWS) == (0, "written: 4 new, 0 changed, 0 unchanged, 0 refused, 0 ask")
    assert said(ROWS) == (0, ALL_HERE)
    assert said(ROWS + refused.replace("4120", "4130")) == (1, REST_REFUSED)


def test_a_cell_without_end_is_one_sentence(
    bare: Empty, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wide = file_of(tmp_path, ROWS + f"41203;МГІ-24-1;3;6B07201;{'А' * 1_100_000};;;;;\n")
    assert main(["import", "contingent", wide, "--university", "yessenov"]) == 2
    assert "A cell on sheet “list” has more than 10000 characters." in capsys.readouterr().err
