"""What names a student where the file has no ID, and what names a group's programme where the file has none."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from qosqanat.cli import main
from qosqanat.intake import actions
from qosqanat.intake.models import ImportRun
from qosqanat.studies.models import Group, Student

from .conftest import AT, Bring, Empty

HEAD = "ФИО;ИИН;Группа;Курс;Шифр ОП\n"
ONE, TWO = "080204582348", "081006581544"
ROWS = f"Ізбасар Жаңабек Берікұлы;{ONE};МГІ-24-1;3;6B07201\nАманжол Нұрасыл;{TWO};МГІ-24-1;3;6B07201\n"
Write = Callable[[str], ImportRun]


@pytest.fixture
def write(bare: Empty, bring: Bring) -> Write:
    def written(text: str) -> ImportRun:
        return actions.apply(bring("contingent", "list.csv", text.encode()), by=bare.office, at=AT)

    return written


def reasons(run: ImportRun, verdict: str) -> list[str]:
    return [str(reason) for row in actions.outcome_of(run).with_verdict(verdict) for reason in row.reasons]


def test_the_iin_is_a_key_where_the_file_has_no_id(write: Write) -> None:
    assert write(HEAD + ROWS).counts["refused"] == 0
    assert list(Student.objects.values_list("number", flat=True)) == ["", ""]
    again = write(HEAD + ROWS.replace("Аманжол Нұрасыл", "Аманжол Нұрасыл Асанұлы"))
    assert (again.counts["new"], again.counts["changed"], again.counts["unchanged"]) == (0, 1, 1)
    assert Student.objects.count() == 2


def test_an_id_that_comes_later_is_added_to_the_same_student(write: Write) -> None:
    write(HEAD + ROWS)
    lines = ROWS.splitlines()
    write("ID;" + HEAD + "".join(f"4120{i};{line}\n" for i, line in enumerate(lines)))
    assert sorted(Student.objects.values_list("number", flat=True)) == ["41200", "41201"]
    assert write(HEAD + ROWS).counts["unchanged"] == 2, "and the list without IDs still finds them"


def test_somebody_else_s_iin_renames_nobody(write: Write) -> None:
    write(HEAD + ROWS)
    run = write(HEAD + f"Серікова Дана;{ONE};МГІ-24-1;3;6B07201\n")
    (why,) = reasons(run, "refused")
    assert "Another person of the university has this IIN" in why and "Ізбасар" in why
    assert not Student.objects.filter(person__surname="Серікова").exists()


def test_a_doubtful_iin_is_asked_about_and_the_row_waits(bare: Empty, bring: Bring) -> None:
    run = bring("contingent", "list.csv", (HEAD + ROWS.replace(ONE, "080204582349")).encode())
    assert any("waits for the answer" in why for why in reasons(run, "ask"))
    assert reasons(run, "refused") == []
    (key,) = [row.question.key for row in actions.outcome_of(run).questions if row.question]
    assert reasons(actions.answer(run, {key: "none"}, at=AT), "refused") == [
        "The row has neither an ID of the student system nor a valid IIN. Add one of the two."
    ]
    actions.apply(actions.answer(run, {key: f"={ONE}"}, at=AT), by=bare.office, at=AT)
    assert Student.objects.count() == 2


def test_a_row_without_any_key_is_refused(write: Write) -> None:
    run = write(HEAD + ROWS + "Ким Виктор;;МГІ-24-1;3;6B07201\n")
    assert "neither an ID of the student system nor a valid IIN" in reasons(run, "refused")[0]


NEW_GROUP = f"ФИО;ИИН;Группа\nАманжол Нұрасыл;{TWO};МГІ-24-2\nІзбасар Жаңабек;{ONE};МГІ-24-2\n"


def question(run: ImportRun) -> object:
    (found,) = [row.question for row in actions.outcome_of(run).questions]
    return found


def test_a_new_group_is_one_question_for_all_its_rows(bare: Empty, bring: Bring, write: Write) -> None:
    write(HEAD + ROWS.replace(ONE, "070817581477").replace(TWO, "080109584299"))
    run = bring("contingent", "list.csv", NEW_GROUP.encode())
    assert (run.counts["new"], run.counts["ask"], run.counts["refused"]) == (0, 3, 0)
    asked = question(run)
    assert [option.value for option in asked.options] == ["=6B07201, 3"], "МГІ-24 began in 2024, as МГІ-24-1"
    assert asked.proposed == "=6B07201, 3"
    actions.apply(actions.accept_proposals(run, at=AT), by=bare.office, at=AT)
    group = Group.objects.get(code="МГІ-24-2")
    assert (group.programme.code, group.year, group.students.count()) == ("6B07201", 3, 2)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("=6B07201, 3", ("6B07201", 3)),
        ("=4 6В07101", ("6B07101", 4)),
        ("=6B07101 2 курс", ("6B07101", 2)),
        ("=6B07101", None),
        ("=3", None),
        ("=мұнай", None),
        ("=6B07101, 9", None),
    ],
)
def test_the_answer_may_be_typed(
    bare: Empty, bring: Bring, answer: str, found: tuple[str, int] | None
) -> None:
    run = bring("contingent", "list.csv", NEW_GROUP.encode())
    run = actions.answer(run, {question(run).key: answer}, at=AT)
    if found is None:
        assert any(f"“{answer[1:]}” was not understood." in why for why in reasons(run, "ask"))
        return
    actions.apply(run, by=bare.office, at=AT)
    group = Group.objects.get()
    assert (group.programme.code, group.year) == found


def test_what_the_file_says_is_not_asked_again(bare: Empty, bring: Bring) -> None:
    run = bring(
        "contingent",
        "list.csv",
        NEW_GROUP.replace("Группа\n", "Группа;Курс\n").replace("-2\n", "-2;2\n").encode(),
    )
    run = actions.answer(run, {question(run).key: "=6B07201"}, at=AT)
    actions.apply(run, by=bare.office, at=AT)
    assert Group.objects.get().year == 2


def test_the_command_takes_the_answer(
    bare: Empty, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "list.csv").write_text(NEW_GROUP)
    command = ["import", "contingent", str(tmp_path / "list.csv"), "--university", "yessenov"]
    assert main([*command, "--dry-run"]) == 1
    said = capsys.readouterr().out
    assert said.count("which educational programme and which year of study is it?") == 1
    (key,) = [line.split(":")[0:2] for line in said.splitlines() if line.startswith("    group:")]
    (tmp_path / "answers.json").write_text(json.dumps({":".join(key).strip(): "=6B07201, 3"}))
    assert main([*command, "--answers", str(tmp_path / "answers.json")]) == 0
    assert Student.objects.count() == 2


def test_rows_of_two_tabs_that_disagree_are_a_question(bare: Empty, bring: Bring) -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    header = ["ID", "ФИО", "ИИН", "Группа", "Курс", "Шифр ОП"]
    for name, group in (("Все", "МГІ-24-1"), ("Новые", "МГІ-24-2")):
        page = book.create_sheet(name)
        page.append(header)
        page.append(["41202", "Ізбасар Жаңабек", ONE, group, 3, "6B07201"])
    del book["Sheet"]
    book.save(stream)
    run = bring("contingent", "list.xlsx", stream.getvalue())
    asked = question(run)
    assert [option.value for option in asked.options] == ["row:Все, 2", "row:Новые, 2"]
    assert any("Row Все, 2 has the same ID but other data." in why for why in reasons(run, "ask"))
    actions.apply(actions.answer(run, {asked.key: "row:Новые, 2"}, at=AT), by=bare.office, at=AT)
    assert Student.objects.get().group.code == "МГІ-24-2"


def test_columns_that_nobody_reads_are_named(bring: Bring) -> None:
    text = HEAD.replace("ФИО", "ФИО;Общежитие") + ROWS.replace(";0", ";№ 2;0")
    notes = [str(note) for note in actions.outcome_of(bring("contingent", "list.csv", text.encode())).notes]
    assert "These columns are not read: “Общежитие”." in notes
