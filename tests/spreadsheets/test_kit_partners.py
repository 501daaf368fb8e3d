"""Every defect kind of the register of partners, by name."""

from decimal import Decimal

from qosqanat.spreadsheets.kinds.partners import EnterpriseRecord, MentorRecord, SiteRecord
from tests.spreadsheets import kit
from tests.spreadsheets.kit import codes, with_issue

RECORDS = kit.partners().records
FIRMS, SITES, MENTORS = (
    [r for r in RECORDS if isinstance(r, kind)] for kind in (EnterpriseRecord, SiteRecord, MentorRecord)
)


def at(records, number):
    return next(record for record in records if record.source.row == number)


def test_three_sheets_are_told_apart():
    assert (len(FIRMS), len(SITES), len(MENTORS)) == (22, 35, 76)
    assert not kit.partners().notes


def test_bin_as_a_number_without_the_leading_zero_or_with_spaces():
    assert [r.number for r in with_issue(FIRMS, "bin_zero")] == ["080440987902", "030740973974"]
    assert at(FIRMS, 23).number == "201040963722"


def test_a_farm_with_an_iin_instead_of_a_bin():
    (farm,) = [r for r in FIRMS if r.is_person]
    assert (farm.name_ru, farm.number) == ("КХ «Шопан-Ата»", "740519387010")


def test_contract_without_a_number_with_words_or_an_impossible_day():
    assert codes(at(FIRMS, 18)) == ["until_wrong", "name_kk_missing", "contract_missing"]
    words = [(r.source.row, r.issues[0].params["guess"], r.until) for r in with_issue(FIRMS, "until_words")]
    assert words == [(10, "12.02.2027", None), (16, "11.09.2028", None)]
    assert (at(FIRMS, 22).until, codes(at(FIRMS, 22))) == (None, ["until_wrong"])
    assert [r.source.row for r in FIRMS if r.open_ended] == [19]


def test_contract_dates_as_text():
    assert [at(FIRMS, n).contract_date.isoformat() for n in (10, 25)] == ["2024-02-12", "2024-10-15"]
    assert at(FIRMS, 15).until.isoformat() == "2027-12-31"


def test_kazakh_name_missing():
    assert [r.source.row for r in with_issue(FIRMS, "name_kk_missing")] == [18, 25]


def test_seats_by_programme_add_up_to_the_total():
    assert sum(sum(r.seats.values()) for r in FIRMS) == 886
    assert at(FIRMS, 11).seats == {"6B07201": 60, "7M07201": 10, "6B07104": 20}
    assert not with_issue(FIRMS, "seats_sum")


def test_enterprise_merged_over_its_sites():
    assert [r.partner for r in SITES[:3]] == ["ТОО «Акшукур Дриллинг»"] * 3
    assert all(r.partner for r in SITES)


def test_coordinates_of_every_sort():
    assert (at(SITES, 5).latitude, at(SITES, 5).longitude) == (Decimal("43.4185"), Decimal("52.7411"))
    assert (at(SITES, 24).latitude, at(SITES, 24).longitude) == (Decimal("44.482306"), Decimal("50.331611"))
    assert (at(SITES, 33).latitude, at(SITES, 33).longitude) == (Decimal("43.6791"), Decimal("51.1622"))
    assert [(r.source.row, r.latitude) for r in with_issue(SITES, "coords_swapped")] == [
        (10, Decimal("43.3571"))
    ]
    assert [r.source.row for r in with_issue(SITES, "coords_missing")] == [29]


def test_malformed_phones_of_several_sorts():
    wrong = [issue.params["value"] for r in MENTORS for issue in r.issues if issue.code == "phone_wrong"]
    assert wrong == [
        "008-28-27",
        "+7(702)005155",
        "877100584611",
        "8 7292 30-06-5",
        "вн. 214",
        "+7 708 005 13",
    ]


def test_phones_as_numbers_and_two_in_a_cell():
    assert at(MENTORS, 32).phones == ("+77000020614",)
    assert at(MENTORS, 58).phones == ("+77050034365",)
    assert at(FIRMS, 16).phones == ("+77750056019",)


def test_experience_as_text_or_missing():
    assert [at(MENTORS, n).years for n in (9, 29, 63, 64)] == [
        Decimal("20.5"),
        Decimal(13),
        Decimal(12),
        None,
    ]
    assert codes(at(MENTORS, 46)) == ["years_since"]


def test_trailing_spaces_and_latin_letters_in_names():
    assert str(at(MENTORS, 12).name) == "Морозов Николай Павлович"
    assert not [r for r in MENTORS if str(r.name) != str(r.name).strip()]


def test_two_mentors_with_the_same_full_name():
    (record,) = with_issue(MENTORS, "same_name")
    assert (str(record.name), record.source.row) == ("Ғұмаров Құрманғазы Орынбаевич", 45)


def test_one_mentor_at_two_enterprises():
    (record,) = with_issue(MENTORS, "two_places")
    assert (str(record.name), record.issues[0].params["row"]) == ("Щербаков Сергей Андреевич", 30)


def test_the_number_sign_is_no_part_of_a_contract_number():
    assert at(FIRMS, 8).contract_number == "27"
    assert not [r.contract_number for r in FIRMS if "№" in r.contract_number]
