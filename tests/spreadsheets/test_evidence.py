"""Content against titles, formula errors, words: what must become a question and never a wrong value."""

import datetime as dt
import io
from decimal import Decimal

import pytest
import xlsxwriter

from qosqanat.spreadsheets.assignment import assign
from qosqanat.spreadsheets.evidence import fit
from qosqanat.spreadsheets.kinds import contingent, sheet
from qosqanat.spreadsheets.reader import read_tables
from qosqanat.spreadsheets.values import people, words
from tests.spreadsheets.layouts import STUDENTS, table


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        ("name", ["90101", "90102"]),
        ("iin", ["Ахметов Асан", "Ким Виктор"]),
        ("iin", ["+7 701 000 00 00"]),
        ("ais_id", ["Ахметов Асан", "Ким Виктор"]),
        ("surname", ["Ахметов Асан Берікұлы", "Ким Виктор Сергеевич"]),
        ("group", ["Ахметов Асан", "Ким Виктор"]),
        ("birth_date", ["Ахметов", "Ким"]),
        ("phone", ["МГІ-24-1", "ЭЭ-24-2"]),
        ("programme_kk", ["Electric Power Engineering"]),
        ("programme_en", ["Электр энергетикасы"]),
        ("course", ["МГІ тобы", "ЭЭ тобы"]),
        ("programme", ["12", "13"]),
    ],
)
def test_content_contradicts(field, cells):
    assert fit(field, "contingent", cells) == 0


@pytest.mark.parametrize(
    ("field", "cells"),
    [
        ("name", ["Ахметов А.", "Ким"]),
        ("iin", ["060628581718", 60628581718, "0606285817I8"]),
        ("birth_date", [dt.date(2005, 1, 2), "31.02.2005", "-"]),
        ("patronymic", ["Серік қызы", None]),
        ("group", ["МГІ-24-1", "101"]),
        ("sex", ["е", "ә"]),
        ("phone", [None, "-"]),
    ],
)
def test_content_agrees_in_spite_of_defects(field, cells):
    assert fit(field, "contingent", cells) > 0.7


def test_a_column_that_its_content_contradicts_is_shown_and_not_read():
    rows = [["ФИО", "Группа", "ИИН"], *[[n, g, "кв. Самал, 5"] for _, _, n, g in STUDENTS]]
    parsed = contingent.parse([table(*rows)])
    assert parsed.unmapped == ["ИИН"]
    assert {r.iin for r in parsed.records} == {None}


def test_the_user_s_mapping_is_stronger_than_content():
    rows = [["ФИО", "Группа", "Жетон"], *[[n, g, "бес"] for _, _, n, g in STUDENTS]]
    assert contingent.parse([table(*rows)], {"ais_id": "Жетон"}).records[0].ais_id == "бес"


def test_the_best_sum_and_not_the_best_pair_first():
    weights = {("name", 0): 0.9, ("surname", 0): 0.8, ("name", 1): 0.85}
    assert assign(weights) == {"surname": 0, "name": 1}
    assert assign({}) == {}
    assert assign({("a", 3): 1.0, ("b", 3): 0.9}) == {"a": 3}


def workbook(rows):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet("REP3301")
        for i, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, str) and value.startswith("#"):
                    page.write_formula(i, c, "=1/0", None, value)
                else:
                    page.write(i, c, value)
    return read_tables(stream.getvalue(), "a.xlsx")


@pytest.mark.parametrize("error", ["#DIV/0!", "#REF!", "#N/A", "#VALUE!", "#NAME?"])
def test_a_formula_error_refuses_the_mark_and_only_it(error):
    (record,) = sheet.parse(
        workbook([["ФИО", "ID", "1 апта", "2 апта"], ["Ким Виктор", "41202", error, 4]])
    ).records
    (row,) = record.rows
    assert row.marks == {2: Decimal(4)}
    assert [(i.code, i.field, i.level) for i in row.issues] == [("mark_wrong", "week_1", "refuse")]


def test_a_formula_error_in_another_cell_refuses_the_row():
    rows = [["ФИО", "ID", "Группа"], ["Ким Виктор", "41202", "#REF!"], ["Ким Анна", "41203", "ЭЭ-24-1"]]
    first, second = contingent.parse(workbook(rows)).records
    assert [(i.code, i.level) for i in first.issues] == [("formula_error", "refuse")]
    assert "Группа" in first.issues[0].sentence()
    assert second.issues == ()


def test_a_typed_total_that_is_no_number_is_said():
    rows = [
        ["ФИО", "ID", 1, 2, "РК-1"],
        ["Ким Виктор", "41202", 3, 4, "семь"],
        ["Ким Анна", "41203", 3, 4, 9],
    ]
    (record,) = sheet.parse([table(*rows)]).records
    assert [[i.code for i in row.issues] for row in record.rows] == [["total_differs"], ["total_differs"]]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("оқуда", "studying"),
        ("Оқудан шығарылды", "expelled"),
        ("отчислена", "expelled"),
        ("Академиялық демалыс", "leave"),
        ("акад. отпуск", "leave"),
        ("академическая мобильность", None),
        ("переведен на 2 курс", None),
        ("переведен в другой вуз", "transferred"),
        ("не обучается", None),
        ("оқымайды", None),
        ("бітірді", "graduated"),
    ],
)
def test_status_in_words(text, meaning):
    read = words.status(text)
    assert read.value == meaning
    assert [code for code, _ in read.problems] == ([] if meaning else ["word_unknown"])


def test_given_name_first_is_seen_in_the_whole_column():
    assert people.given_first(["Asan Akhmetov", "Gulnar Abenova", "Viktor Kim"])
    assert not people.given_first(["Akhmetov Asan", "Abenova Gulnar", "Viktor Kim"])
    assert not people.given_first(["Akhmetov, Asan", "Ким Ли", "Айгерім Серікқызы"])
    assert people.name("Asan Akhmetov", given_first=True) == people.Name("Akhmetov", "Asan")
    assert people.name("Akhmetov, Asan", given_first=True) == people.Name("Akhmetov", "Asan")


def test_a_group_is_carried_down_only_where_each_stands_once():
    def groups(*column):
        rows = [[n, a, g] for (a, _, n, _), g in zip(STUDENTS, column, strict=True)]
        return [r.group for r in contingent.parse([table(["ФИО", "ID", "Группа"], *rows)]).records]

    assert groups("МГІ-26-1", None, None, "НГД-26-2", None) == ["МГІ-26-1"] * 3 + ["НГД-26-2"] * 2
    assert groups("МГІ-26-1", None, "МГІ-26-1", None, None) == ["МГІ-26-1", "", "МГІ-26-1", "", ""]
    assert groups(None, "МГІ-26-1", None, None, None)[0] == ""


def test_tests_beside_practice_are_shown_as_not_read():
    rows = [["ФИО", "ID", "1 апта", "", "2 апта", ""], ["", "", "Тест", "Практика", "Тест", "Практика"],
            *[[n, a, 1, 5, 2, 4] for a, _, n, _ in STUDENTS]]  # fmt: skip
    parsed = sheet.parse([table(*rows)])
    assert parsed.unmapped == ["1 апта / Тест", "2 апта / Тест"]
    assert parsed.records[0].rows[0].marks == {1: Decimal(5), 2: Decimal(4)}


def test_lists_side_by_side_are_not_mixed_and_said():
    left, right = STUDENTS[:2], STUDENTS[3:]
    rows = [[a[2], a[1], b[2], b[1]] for a, b in zip(left, right, strict=True)]
    parsed = contingent.parse([table(["ФИО", "ИИН", "ФИО", "ИИН"], *rows, name="МГІ-26-1")])
    assert [(str(r.name), r.iin) for r in parsed.records] == [(s[2], s[1]) for s in left]
    assert {note.code for note in parsed.notes} == {"column_twice"}


def test_a_programme_s_name_is_no_code():
    rows = [[n, g, "Нефтегазовое дело"] for _, _, n, g in STUDENTS]
    (record, *_) = contingent.parse([table(["ФИО", "Группа", "Образовательная программа"], *rows)]).records
    assert (record.programme, record.programme_ru) == ("", "Нефтегазовое дело")


def test_months_above_the_weeks_hide_none():
    top = ["ФИО", "ID", "Қыркүйек", "", "Қазан", ""]
    rows = [[n, a, 1, 2, 3, 4] for a, _, n, _ in STUDENTS]
    (record,) = sheet.parse([table(top, ["", "", 1, 2, 3, 4], *rows)]).records
    assert record.weeks == (1, 2, 3, 4)


@pytest.mark.parametrize(
    "titles",
    [
        ["Занятие 1", "Занятие 2"],
        [1, 2, 1, 2],
        ["I", "II"],
        ["РК-1", "РК-2"],
        [1, 3, 2],
        ["2 апта", "1 апта", "2 апта"],
    ],
)
def test_columns_that_name_no_week_are_refused_with_a_sentence(titles):
    rows = [[n, a, *[1] * len(titles)] for a, _, n, _ in STUDENTS]
    parsed = sheet.parse([table(["ФИО", "ID", *titles], *rows)])
    assert (list(parsed.records), [note.code for note in parsed.notes]) == ([], ["no_weeks"])


def test_a_file_named_like_a_number_is_no_week():
    rows = [[n, a, 3] for a, _, n, _ in STUDENTS]
    assert list(sheet.parse([table(["ФИО", "ID", "Балл"], *rows, name="1")]).records) == []
    both = [table(["ФИО", "ID", "Балл"], *rows, name=name) for name in "12"]
    assert sheet.parse(both).records[0].weeks == (1, 2)


def test_bands_name_the_groups_of_a_sheet():
    rows = [
        ["МГІ-26-1"],
        *[[n, a, 3, 4] for a, _, n, _ in STUDENTS[:3]],
        ["НГД-26-2"],
        *[[n, a, 3, 4] for a, _, n, _ in STUDENTS[3:]],
    ]
    (record,) = sheet.parse([table(["ФИО", "ID", "1 апта", "2 апта"], *rows)]).records
    assert record.groups == ("МГІ-26-1", "НГД-26-2")
