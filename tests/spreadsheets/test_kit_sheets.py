"""Every defect kind of the weekly sheets and the Canvas gradebooks, by name."""

from collections import Counter
from decimal import Decimal

import pytest

from qosqanat.regulation.marks import Absence
from qosqanat.spreadsheets.kinds.canvas import by_period
from tests.spreadsheets import kit
from tests.spreadsheets.kit import codes

D = Decimal
COURSES = {"BES3309": 23, "PLB3303": 23, "RQA3308": 26, "STZh3310": 22, "UBT3305": 26, "WQA3301": 22}


def row(record, number):
    return next(one for one in record.rows if one.source.row == number)


def issues(record, *wanted):
    return [
        (one.source.row, issue.field, issue.code)
        for one in record.rows
        for issue in one.issues
        if issue.code in wanted
    ]


@pytest.mark.parametrize("course", COURSES)
def test_every_student_row_and_nothing_else(course):
    record = kit.sheet(course)
    assert len(record.rows) == COURSES[course]
    assert record.code.replace(" ", "") == course
    assert record.weeks == tuple(range(1, 16))
    assert not record.issues
    assert not kit.parsed(f"vedomost-w1-w9-{course}.xlsx").unmapped


def test_title_block_in_kazakh():
    record = kit.sheet("PLB3303")
    assert (record.course, record.groups, record.credits) == ("Порт логистикасын басқару", ("КЛ-24-1",), D(5))
    assert (record.partner, str(record.mentors[0].name), str(record.teacher.name)) == (
        "«Құрық Терминал Логистик» ЖШС", "Қонысбаев Ізтілеу Ерланович", "Пірәлиева Д Ж",
    )  # fmt: skip


def test_title_block_in_russian():
    record = kit.sheet("BES3309")
    assert (record.course, record.groups, record.credits) == (
        "Буровые растворы и жидкости",
        ("НГД-24-2",),
        D(4),
    )
    assert (record.partner, str(record.mentors[0].name), record.mentors[0].title) == (
        "ТОО «Акшукур Дриллинг»",
        "Ыдырысова Ш Е",
        "бұрғылау шебері",
    )


def test_maximum_row_of_both_annexes():
    assert list(kit.sheet("PLB3303").caps.values()) == [
        D(n) for n in (5, 5, 5, 13, 5, 5, 5, 13, 5, 5, 5, 13, 5, 5, 13)
    ]
    assert list(kit.sheet("BES3309").caps.values()) == [
        D(n) for n in (0, 0, 0, 8, 8, 16, 8, 16, 7, 7, 16, 7, 7, 16, 0)
    ]


def test_decimal_commas_and_numbers_as_text():
    assert row(kit.sheet("BES3309"), 15).marks == {
        4: D("7.5"),
        5: D(6),
        6: D("14.5"),
        7: D("5.5"),
        8: D("12.5"),
    }
    assert row(kit.sheet("BES3309"), 16).marks[8] == D(16)


def test_two_words_for_absence():
    record = kit.sheet("BES3309")
    assert (row(record, 16).marks[4], row(record, 18).marks[4]) == (Absence.ABSENT, Absence.ABSENT)
    assert row(kit.sheet("RQA3308"), 25).marks[6] == D(0)


def test_empty_cells_in_finished_weeks_are_said_and_stay_empty():
    record = kit.sheet("BES3309")
    assert [
        (r.source.row, r.issues[-1].params["weeks"]) for r in record.rows if "marks_empty" in codes(r)
    ] == [(19, "4"), (23, "8"), (36, "4")]
    assert 4 not in row(record, 19).marks


def test_marks_above_the_cap_are_refused():
    above = {course: len(issues(kit.sheet(course), "mark_above")) for course in COURSES}
    assert above == {"BES3309": 1, "PLB3303": 1, "RQA3308": 2, "STZh3310": 2, "UBT3305": 2, "WQA3301": 1}
    for course in COURSES:
        for number, field, _ in issues(kit.sheet(course), "mark_above"):
            assert int(field[5:]) not in row(kit.sheet(course), number).marks


def test_marks_turned_into_dates_are_questions_with_a_guess():
    assert issues(kit.sheet("UBT3305"), "mark_date") == [
        (21, "week_8", "mark_date"),
        (36, "week_3", "mark_date"),
    ]
    first = next(i for i in row(kit.sheet("UBT3305"), 21).issues if i.code == "mark_date")
    assert first.params["guess"] == "6.5"
    assert 8 not in row(kit.sheet("UBT3305"), 21).marks
    assert {course: len(issues(kit.sheet(course), "mark_date")) for course in COURSES} == dict.fromkeys(
        COURSES, 2
    )


def test_a_mark_in_a_week_without_practice_is_refused():
    assert issues(kit.sheet("BES3309"), "mark_no_practice") == [(19, "week_2", "mark_no_practice")]


def test_totals_that_skip_text_marks_or_were_typed_over_are_compared_and_never_used():
    (said,) = [i for i in row(kit.sheet("BES3309"), 15).issues if i.code == "total_differs"]
    assert (said.params["value"], said.params["sum"]) == ("24", "46")
    assert not [i for i in row(kit.sheet("BES3309"), 21).issues if i.code == "total_differs"]


def test_a_hidden_column_of_ids_iins_or_telephones():
    kinds = {course: Counter(r.key_kind for r in kit.sheet(course).rows) for course in COURSES}
    assert {course: counter.most_common(1)[0][0] for course, counter in kinds.items()} == {
        "BES3309": "iin", "PLB3303": "phone", "RQA3308": "ais_id", "STZh3310": "iin", "UBT3305": "ais_id", "WQA3301": "ais_id",
    }  # fmt: skip


def test_late_joiners_without_a_key():
    for course in COURSES:
        assert [r.key for r in kit.sheet(course).rows[-2:]] == ["", ""]
        assert sum("key_missing" in codes(r) for r in kit.sheet(course).rows) == 2


def test_two_sheets_stop_early_and_weeks_10_to_15_are_empty():
    last = {course: max(week for r in kit.sheet(course).rows for week in r.marks) for course in COURSES}
    assert last == {"BES3309": 8, "PLB3303": 9, "RQA3308": 9, "STZh3310": 9, "UBT3305": 9, "WQA3301": 7}


def test_names_unlike_the_contingent_keep_what_was_typed():
    record = kit.sheet("PLB3303")
    assert row(record, 15).typed_name == "Ғазиза Ахметова"
    assert str(row(record, 27).name) == "Шынтасова Ләйла"


GRADEBOOKS = {"RQA3308": 26, "UBT3305": 26, "WQA3301": 22}


@pytest.mark.parametrize("course", GRADEBOOKS)
def test_gradebook_without_the_test_student_the_points_row_and_read_only_columns(course):
    record = kit.gradebook(course)
    assert len(record.rows) == GRADEBOOKS[course]
    assert record.code.replace(" ", "") == course
    assert [task.week for task in record.tasks if task.kind == "test"] == list(range(1, 16))
    assert {task.possible for task in record.tasks if task.kind == "test"} == {D(3)}


def test_independent_work_fits_the_periods():
    assert list(by_period(kit.gradebook("UBT3305").tasks, [D(20), D(28)]).values()) == [1, 1, 2, 2]
    assert list(by_period(kit.gradebook("WQA3301").tasks, [D(20), D(28)]).values()) == [1, 1, 1, 2, 2]
    assert list(by_period(kit.gradebook("RQA3308").tasks, [D(20), D(19)]).values()) == [1, 1, 2, 2]
    assert by_period(kit.gradebook("RQA3308").tasks, [D(20), D(28)]) is None


def test_manual_posting_row_above_the_points_row():
    assert row(kit.gradebook("RQA3308"), 4).scores["51373"] == D(3)


def test_commas_inside_assignment_titles():
    assert [task.title for task in kit.gradebook("UBT3305").tasks[3:5]] == [
        "4-апта тесті, бұрғылау сұйығы",
        "5-апта тесті, шегендеу",
    ]


def test_byte_order_mark():
    assert row(kit.gradebook("WQA3301"), 3).typed_name == "Алибек, Даулет"


def test_the_patronymic_taken_for_the_surname():
    name = row(kit.gradebook("RQA3308"), 4).name
    assert (name.surname, name.given, name.patronymic) == ("Төлегенов", "Шыңғыс", "Айдынұлы")


def test_empty_sis_id_two_sections_excused_and_ungraded():
    for course in GRADEBOOKS:
        rows = kit.gradebook(course).rows
        assert sum("sis_missing" in codes(r) for r in rows) == 2
        assert [len(r.sections) for r in rows if "sections_many" in codes(r)] == [2]
        assert any(score is Absence.EXCUSED for r in rows for score in r.scores.values())
        assert all(len(r.scores) < len(kit.gradebook(course).tasks) for r in rows)


def test_a_score_above_the_points_possible_is_refused():
    for course in GRADEBOOKS:
        ((number, field, _),) = issues(kit.gradebook(course), "task_above")
        assert field[5:] not in row(kit.gradebook(course), number).scores
