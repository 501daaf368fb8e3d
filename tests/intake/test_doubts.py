"""What a file leaves unclear is asked or refused for exactly that cell, column or unit, and nothing else is lost."""

import io
from collections.abc import Callable

import openpyxl

from qosqanat.grading.models import ScoreEvent
from qosqanat.intake import actions
from qosqanat.intake.models import ImportRun
from qosqanat.spreadsheets.reader import read_tables
from qosqanat.studies.models import Student

from .conftest import AT, KIT, Bring, Empty
from .test_actions import listed

TWICE = "ID в АИС;ФИО;Группа;Курс;Шифр ОП;Телефон;Телефон\n50001;Айдынұлы Шыңғыс;МГІ-24-1;3;6B07201;{};{}\n"


def asked(run: ImportRun, beginning: str) -> list[str]:
    rows = actions.outcome_of(run).questions
    return [row.question.key for row in rows if row.question and row.question.key.startswith(beginning)]


def test_two_columns_that_differ_hold_the_file_until_one_is_chosen(bare: Empty, bring: Bring) -> None:
    run = bring("contingent", "list.csv", TWICE.format("8 702 004 69 30", "8 702 004 69 31").encode())
    assert (run.counts["new"], run.counts["ask"]) == (0, 1)
    actions.apply(run, by=bare.office, at=AT)
    assert not Student.objects.filter(number="50001").exists()
    run = bring("contingent", "list.csv", TWICE.format("8 702 004 69 30", "8 702 004 69 31").encode())
    (key,) = asked(run, "twice:")
    run = actions.answer(run, {key: "first"}, at=AT)
    assert any("the first is read" in str(note) for note in actions.outcome_of(run).notes)
    actions.apply(run, by=bare.office, at=AT)
    assert Student.objects.get(number="50001").person.phone == "+77020046930"


def test_two_columns_that_agree_are_no_question(bare: Empty, bring: Bring) -> None:
    for second in ("8 702 004 69 30", ""):
        run = bring("contingent", "list.csv", TWICE.format("8 702 004 69 30", second).encode())
        assert not asked(run, "twice:") and run.counts["new"] > 0


def test_units_without_a_kazakh_name_are_named(bare: Empty, bring: Bring) -> None:
    run = bring("contingent", "list.csv", listed())
    notes = [str(note) for note in actions.outcome_of(run).notes]
    assert any("Without a Kazakh name" in note and "Инжиниринг" in note for note in notes)
    assert not any("Мұнай-газ ісі" in note for note in notes), "the department has one"


def test_one_refused_mark_costs_no_other_mark_of_its_row(
    semester: None, bring: Bring, settle: Callable[[ImportRun], ImportRun]
) -> None:
    run = bring("sheet", "vedomost-w1-w9-WQA3301.xlsx")
    outcome = actions.outcome_of(run)
    refused = [row for row in outcome.with_verdict("refused") if "/" in row.key]
    assert refused and {"name", "week", "mark"} == set(refused[0].record)
    settle(run)
    for row in refused:
        same = next(one for one in outcome.rows if one.key == row.key.partition("/")[0])
        assert same.verdict == "new" and len(same.changes) > 3, "the other weeks of the row are taken"
        assert row.record["week"] not in {change.n for change in same.changes}
    assert ScoreEvent.objects.count() >= sum(len(row.changes) for row in outcome.with_verdict("new"))


def test_refused_cells_come_back_in_their_rows_with_all_marks_of_them(
    semester: None, bring: Bring, settle: Callable[[ImportRun], ImportRun]
) -> None:
    run = bring("sheet", "vedomost-w1-w9-WQA3301.xlsx")
    refused = actions.outcome_of(run).with_verdict("refused")
    data = actions.refused_rows(run)
    reasons = {table.name: [row[-1] for row in table.rows if row] for table in read_tables(data, "a.xlsx")}
    assert all(any(str(row.reasons[-1]) in str(text) for text in reasons[row.sheet]) for row in refused)
    settle(run)
    again = bring("sheet", "refused.xlsx", data)
    assert again.counts["refused"] == len(refused), "nothing was put right"
    assert again.counts["new"] == again.counts["changed"] == 0 < again.counts["unchanged"]


def test_the_name_of_the_file_names_the_course_where_nothing_else_does(semester: None, bring: Bring) -> None:
    name = "canvas-gradebook-WQA3301"
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in read_tables((KIT / f"{name}.csv").read_bytes(), f"{name}.csv")[0].rows:
        book.active.append(row)
    book.save(stream)
    expected = bring("canvas", f"{name}.csv").counts
    assert bring("canvas", f"{name}.xlsx", stream.getvalue()).counts == expected
    (row,) = actions.outcome_of(bring("canvas", "book.xlsx", stream.getvalue())).rows
    assert row.verdict != "new", "another name says nothing"
