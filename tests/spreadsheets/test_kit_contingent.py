"""Every defect kind of the contingent file, by name."""

from collections import Counter

from tests.spreadsheets import kit
from tests.spreadsheets.kit import codes, with_issue

RECORDS = kit.contingent().records


def row(number):
    return next(record for record in RECORDS if record.source.row == number)


def test_every_student_and_only_students():
    assert len(RECORDS) == 643
    assert sum(record.duplicate_of is None for record in RECORDS) == 640
    assert not kit.contingent().unmapped
    assert [(note.code, note.params["sheet"]) for note in kit.contingent().notes] == [
        ("sheet_skipped", "Свод")
    ]


def test_groups_agree_with_the_hand_made_summary():
    summary = {line[0]: line[3] for line in kit.tables("contingent-2026-autumn.xlsx")[1].rows[3:31]}
    assert Counter(record.group for record in RECORDS) == summary


def test_nothing_is_refused():
    assert not [issue for record in RECORDS for issue in record.issues if issue.level == "refuse"]


def test_faculty_bands_between_blocks():
    assert Counter(record.faculty for record in RECORDS) == {
        "ФАКУЛЬТЕТ ИНЖИНИРИНГА": 420,
        "ФАКУЛЬТЕТ БИЗНЕСА, ЦИФРОВЫХ ТЕХНОЛОГИЙ И ПЕДАГОГИКИ": 223,
    }


def test_adviser_merged_over_each_group():
    advisers = {record.group: set() for record in RECORDS}
    for record in RECORDS:
        advisers[record.group].add(record.adviser)
    assert all(len(names) == 1 and "" not in names for names in advisers.values())
    assert advisers["ЭЭ-24-2"] == {"Өмірзақов Аманкелді Сәкенұлы"}


def test_spaces_in_names():
    assert str(row(234 + 8).name) == "Нұрмағанбетов Ислам Ерланович"
    assert not [
        r
        for r in RECORDS
        if "  " in str(r.name) or str(r.name) != str(r.name).strip() or "\u00a0" in str(r.name)
    ]


def test_latin_letters_inside_cyrillic_names_and_groups():
    assert [str(r.name) for r in RECORDS if r.source.row in (23, 262, 372)] == [
        "Жиенбай Дінмұхамед Өтегенұлы", "Жақсылықов Әмір", "Савчук Максим Николаевич",
    ]  # fmt: skip
    assert row(15).group == "МГІ-26-1"
    assert len({r.group for r in RECORDS}) == 28


def test_one_group_in_capitals():
    assert {str(r.name)[:4] for r in RECORDS if r.group == "ИС-25-2"}.isdisjoint({"АФОН", "БАЙЖ"})
    assert str(row(490).name) == "Афонина Милана Юрьевна"


def test_the_same_row_twice():
    (record,) = with_issue(RECORDS, "same_row")
    assert (record.source.row, record.duplicate_of, record.ais_id) == (259, 252, "41805")


def test_old_and_new_group_after_a_transfer():
    old, new = row(150), row(142)
    assert (old.group, new.group, old.iin == new.iin) == ("НГД-24-2", "МГІ-24-1", True)
    assert (codes(old), codes(new)) == (["same_person"], ["same_person"])
    assert old.duplicate_of == 142


def test_another_spelling_of_the_surname():
    one, two = with_issue(RECORDS, "same_id")
    assert (one.name.surname, two.name.surname) == ("Қаржауова", "Каржауова")
    assert (two.duplicate_of, two.ais_id) == (one.source.row, one.ais_id)


def test_invalid_iins_are_asked_about_and_never_kept():
    asked = {
        r.source.row: codes(r)[0]
        for r in RECORDS
        if any(code in codes(r) for code in ("iin_wrong", "iin_letter", "iin_length"))
    }
    assert asked == {192: "iin_letter", 520: "iin_length", 631: "iin_wrong", 651: "iin_wrong"}
    assert all(row(number).iin is None for number in asked)
    assert row(192).issues[0].params["guess"] == "050804592361"


def test_iins_as_numbers_without_the_leading_zero():
    assert [r.iin for r in with_issue(RECORDS, "iin_zero")] == [
        "030210585574", "030114597784", "070314596394", "060905587693", "080425694469", "060314589181",
    ]  # fmt: skip


def test_iins_with_a_space():
    assert [row(number).iin for number in (13, 196, 228)] == ["081010583463", "060721583343", "030102585478"]


def test_foreign_students_without_iin():
    foreign = [r for r in RECORDS if r.passport]
    assert [(r.iin, codes(r)) for r in foreign] == [(None, []), (None, [])]
    assert foreign[1].passport == "паспорт 82 07 000413 (РФ)"


def test_one_student_on_leave():
    (record,) = [r for r in RECORDS if r.status != "studying"]
    assert (record.status, record.note) == ("leave", "приказ № 318-с от 09.09.2026")


def test_birth_dates_as_text():
    assert [row(n).birth_date.isoformat() for n in (48, 179, 233, 425)] == [
        "2008-10-05",
        "2003-05-27",
        "2008-09-01",
        "2007-02-25",
    ]
    assert all(record.birth_date for record in RECORDS)


def test_birth_date_or_sex_that_does_not_agree_with_the_iin_only_warns():
    found = with_issue(RECORDS, "iin_birth") + with_issue(RECORDS, "iin_sex")
    assert [r.source.row for r in found] == [90, 221, 554]
    assert all(r.iin for r in found)


def test_course_as_text():
    assert [row(n).course for n in (181, 185, 308, 598)] == [4, 4, 2, 3]
    assert all(record.course for record in RECORDS)


def test_programme_name_typed_differently():
    assert {r.programme_ru for r in with_issue(RECORDS, "programme_name")} == {
        "Нефтегаз. дело",
        "информационные системы",
    }


def test_short_or_missing_phones():
    assert [r.issues[0].value for r in with_issue(RECORDS, "phone_wrong")] == [
        "877100315",
        "870000628",
        "877500934",
    ]
    assert all(len(number) == 12 for r in RECORDS for number in r.phones)


def test_several_words_for_one_language_or_status():
    assert Counter(record.language for record in RECORDS).keys() == {"kk", "ru"}
    assert Counter(record.funding for record in RECORDS).keys() == {"grant", "paid"}
    assert Counter(record.level for record in RECORDS) == {"bachelor": 616, "master": 27}
