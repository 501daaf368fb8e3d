"""What names a student where the file has no ID, and what names a group's programme where the file has none."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from qosqanat.cli import main
from qosqanat.intake import actions
from qosqanat.intake.models import ImportRun
from qosqanat.spreadsheets.values.text import TO_LATIN
from qosqanat.studies.models import Group, Programme, Student

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


def test_the_iin_is_the_key_of_a_row_whose_id_is_blank(bare: Empty, bring: Bring, write: Write) -> None:
    first, second = ROWS.splitlines()
    text = f"ID;{HEAD}41200;{first}\n;{second}\n"
    assert write(text).counts["refused"] == 0
    assert sorted(Student.objects.values_list("number", flat=True)) == ["", "41200"]
    assert write(text).counts["unchanged"] == 2
    doubtful = bring("contingent", "list.csv", text.replace(TWO, "081006581545").encode())
    assert any("waits for the answer" in why for why in reasons(doubtful, "ask"))
    without = write(f"ID;{HEAD}41200;{first}\n;Ким Виктор;;МГІ-24-1;3;6B07201\n")
    assert reasons(without, "refused") == ["The ID in the student system is missing. Fill it in."]


BORN = "ФИО;Дата рождения;Группа;Курс;Шифр ОП"
ABOUT = "Аманжол Нұрасыл;06.10.2008;МГІ-24-1;3;6B07201"


def test_somebody_without_an_id_is_asked_about_without_a_number(
    bare: Empty, bring: Bring, write: Write
) -> None:
    write(f"ИИН;{BORN}\n{TWO};{ABOUT}\n")
    run = bring("contingent", "list.csv", f"ID;{BORN}\n41201;{ABOUT}\n".encode())
    (why,) = reasons(run, "ask")
    assert "is here already, without an ID of the student system." in why
    asked = question(run)
    assert str(asked.options[0].label) == "The same person, in the same study"
    run = actions.answer(run, {asked.key: asked.options[0].value}, at=AT)
    actions.apply(run, by=bare.office, at=AT)
    assert Student.objects.get().number == "41201"


def test_an_iin_that_comes_later_is_added_to_the_same_student(
    bare: Empty, bring: Bring, write: Write
) -> None:
    write(f"ID;{BORN}\n41201;{ABOUT}\n")
    run = bring("contingent", "list.csv", f"ИИН;{BORN}\n{TWO};{ABOUT}\n".encode())
    assert "is here already with the number 41201." in reasons(run, "ask")[0]
    asked = question(run)
    run = actions.answer(run, {asked.key: asked.options[0].value}, at=AT)
    actions.apply(run, by=bare.office, at=AT)
    student = Student.objects.get()
    assert student.number == "41201" and student.person.iin_index


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


@pytest.mark.parametrize("code", ["B057", "6B072", "5B070800", "6В072"])
@pytest.mark.parametrize("known", ["in the file", "here", "nowhere"])
def test_a_code_of_any_kind_is_read_back_from_the_answer(
    bare: Empty, bring: Bring, code: str, known: str
) -> None:
    if known == "here":
        Programme.objects.create(university=bare.university, code=code, level="bachelor")
    text = NEW_GROUP
    if known == "in the file":
        text = text.replace("Группа\n", "Группа;Шифр ОП\n").replace("-2\n", f"-2;{code}\n")
    run = bring("contingent", "list.csv", text.encode())
    actions.apply(actions.answer(run, {question(run).key: f"={code}, 2"}, at=AT), by=bare.office, at=AT)
    group = Group.objects.get()
    assert (group.programme.code.translate(TO_LATIN), group.year) == (code.translate(TO_LATIN), 2)


def test_a_proposal_is_taken_as_it_was_shown(bare: Empty, bring: Bring) -> None:
    text = NEW_GROUP.replace("Группа\n", "Группа;Шифр ОП\n").replace("-2\n", "-2;6B072\n")
    run = bring("contingent", "list.csv", text.encode())
    assert question(run).proposed == "=6B072, 3"
    actions.apply(actions.accept_proposals(run, at=AT), by=bare.office, at=AT)
    assert Group.objects.get().year == 3


@pytest.mark.parametrize(
    ("name", "at", "counted_in", "year"),
    [
        ("list.csv", AT, "2026-2027", 3),
        ("контингент 2025-2026.csv", AT, "2025-2026", 2),
        ("list.csv", datetime(2026, 7, 6, 6, tzinfo=UTC), "2026-2027", 3),
        ("list.csv", datetime(2026, 6, 29, 6, tzinfo=UTC), "2025-2026", 2),
    ],
)
def test_the_proposed_year_is_one_of_the_list_s_academic_year(
    bare: Empty, bring: Bring, name: str, at: datetime, counted_in: str, year: int
) -> None:
    text = NEW_GROUP.replace("Группа\n", "Группа;Шифр ОП\n").replace("-2\n", "-2;6B07201\n")
    run = actions.accept_proposals(bring("contingent", name, text.encode(), at), at=at)
    actions.apply(run, by=bare.office, at=at)
    group = Group.objects.get()
    assert (group.year, group.counted_in) == (year, counted_in)


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
