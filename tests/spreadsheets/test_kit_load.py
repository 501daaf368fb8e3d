"""Every defect kind of the teaching load, by name."""

from decimal import Decimal

from tests.spreadsheets import kit
from tests.spreadsheets.kit import codes, with_issue

RECORDS = kit.load().records
FIRST, SECOND = ([r for r in RECORDS if r.source.sheet == name] for name in ("Инжиниринг", "БЦТП"))


def row(records, number):
    return next(record for record in records if record.source.row == number)


def test_both_sheets_with_their_own_column_order():
    assert (len(FIRST), len(SECOND)) == (37, 24)
    assert {r.faculty for r in FIRST} == {"Инжиниринг факультеті"}
    assert {r.faculty for r in SECOND} == {"Бизнес, цифрлық технологиялар және педагогика факультеті"}
    assert not kit.load().unmapped


def test_department_bands():
    assert list(dict.fromkeys(r.department for r in RECORDS)) == [
        "Мұнай-газ ісі және геология кафедрасы",
        "Энергетика және автоматтандыру кафедрасы",
        "Теңіз технологиялары және көлік логистикасы кафедрасы",
        "Ақпараттық технологиялар кафедрасы",
        "Педагогика және бастауыш білім беру кафедрасы",
        "Агротехнологиялар және экология кафедрасы",
    ]


def test_totals_and_signatures_are_no_courses():
    assert sum(r.hours_total for r in FIRST) == 5070
    assert sum(r.credits for r in SECOND) == 108


def test_teachers_with_initials_and_in_full():
    assert str(row(FIRST, 11).teacher.name) == "Ахметова Г С"
    assert str(row(SECOND, 14).teacher.name) == "Тәженов Мейрам"
    assert all(r.teacher for r in RECORDS)


def test_degree_or_initials_in_unusual_places():
    assert [(str(p.name), p.title) for p in (row(FIRST, 22).teacher, row(FIRST, 41).teacher, row(FIRST, 14).teacher)] == [
        ("Ахметова Г С", "PhD"), ("Ізімов А Т", ""), ("Халелов А О", ""),
    ]  # fmt: skip
    assert (str(row(SECOND, 12).teacher.name), row(SECOND, 12).teacher.title) == (
        "Сейтқали Әсия Болатқызы",
        "т.ғ.к.",
    )


def test_missing_names_in_english_or_russian():
    missing = with_issue(RECORDS, "names_missing")
    assert len(missing) == 9
    assert sorted(
        {issue.params["languages"] for r in missing for issue in r.issues if issue.code == "names_missing"}
    ) == ["en", "ru", "ru, en"]


def test_course_codes_without_a_space_or_with_cyrillic_letters():
    assert [row(FIRST, n).code for n in (12, 20, 26)] == ["GZN 2206", "BES 3309", "MKI 4317"]
    assert all(r.code.replace(" ", "").isascii() for r in RECORDS)


def test_group_lists_separated_in_five_ways():
    assert [row(FIRST, n).groups for n in (26, 38, 44)] == [
        ("МГІ-23-1", "НГД-23-2"),
        ("ЭЭ-24-1", "ЭЭ-24-2"),
        ("АБ-24-1", "АУ-24-2"),
    ]
    assert [row(SECOND, n).groups for n in (18, 19)] == [("АЖ-24-1", "ИС-24-2")] * 2
    known = {r.group for r in kit.contingent().records}
    assert {group for r in RECORDS for group in r.groups} <= known


def test_model_as_text_in_roman_numerals_with_a_comment_or_missing():
    assert [row(FIRST, n).model for n in (15, 25, 48, 28)] == [2, 2, 3, None]
    assert codes(row(FIRST, 28)) == ["model_missing"]


def test_credits_as_text():
    assert [row(FIRST, n).credits for n in (17, 39)] == [Decimal(6), Decimal(5)]
    assert all(r.credits for r in RECORDS)


def test_hours_that_do_not_add_up():
    assert [r.source.row for r in with_issue(RECORDS, "hours_sum")] == [34]


def test_model_1_above_40_percent_warns_and_exactly_40_is_fine():
    assert len(with_issue(RECORDS, "model_share")) == 8
    at_limit = [r for r in RECORDS if r.model == 1 and r.share == 40]
    assert len(at_limit) > 10
    assert not with_issue(at_limit, "model_share")


def test_one_course_of_two_credits_is_read_as_it_stands():
    assert [r.code for r in RECORDS if r.credits == 2] == ["KB 3312"]


def test_two_teachers_with_the_same_surname_and_initials_stay_two_spellings():
    assert {r.department for r in RECORDS if r.teacher.name.surname == "Ахметова"} == {
        "Мұнай-газ ісі және геология кафедрасы", "Энергетика және автоматтандыру кафедрасы",
    }  # fmt: skip


def test_a_missing_partner():
    (record,) = with_issue(RECORDS, "partner_missing")
    assert (record.code, record.partner) == ("KRN 2211", "")


def test_mentor_missing_to_be_named_or_two_in_a_cell():
    assert [r.source.row for r in with_issue(RECORDS, "mentor_missing")] == [35, 21]
    assert [r.code for r in with_issue(RECORDS, "mentor_later")] == ["KRN 2211"]
    (two,) = with_issue(RECORDS, "mentor_many")
    assert [str(m.name) for m in two.mentors] == [
        "Боранбаева Салтанат Шәріпбайқызы",
        "Байсалова Ғалия Нуржановна",
    ]


def test_semester_and_language_in_other_words():
    assert row(FIRST, 46).semester == 3
    assert (row(SECOND, 32).languages, row(FIRST, 26).languages) == (("kk",), ("kk", "ru"))
    assert all(r.semester and r.languages for r in RECORDS)
