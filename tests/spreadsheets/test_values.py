"""Single cells, as people type them; laws that hold for whatever they type."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qosqanat.regulation import kz
from qosqanat.regulation.marks import Absence
from qosqanat.spreadsheets.messages import ISSUES
from qosqanat.spreadsheets.values import ids, numbers, people, places, text, words
from qosqanat.spreadsheets.values.people import Name

D = Decimal
CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**15), 10**15), st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.dates(), st.datetimes(), st.text(max_size=40), st.text("0123456789 ,.-/+()OОІIVVнбжгол°'\"NEС", max_size=30),
)  # fmt: skip
READERS = [
    numbers.number, numbers.date, numbers.mark, ids.iin, ids.bin_or_iin, ids.phones, ids.model, words.languages, words.status,
    words.funding, words.sex, words.yes_no, places.coordinates, lambda cell: numbers.whole(cell, 1, 7, "course_wrong"),
]  # fmt: skip


def codes(reading):
    return [code for code, _ in reading.problems]


@given(CELLS)
def test_no_cell_breaks_a_reader_and_every_problem_has_a_full_sentence(cell):
    for read in READERS:
        for code, params in read(cell).problems:
            assert ISSUES[code][1] % dict(params)


@given(CELLS)
def test_a_question_never_comes_with_a_value(cell):
    for read in READERS:
        reading = read(cell)
        if any(ISSUES[code][0] == "refuse" for code in codes(reading)):
            assert reading.value is None


@given(CELLS)
def test_people_groups_and_codes_are_read_from_anything(cell):
    people.people(cell)
    ids.groups(cell)
    ids.course_code(cell)
    numbers.only_number(cell)


@given(st.text(max_size=60))
def test_cleaning_and_folding_twice_is_cleaning_and_folding_once(raw):
    assert text.clean(text.clean(raw)) == text.clean(raw)
    assert text.fold(text.fold(raw)) == text.fold(raw)


@given(
    st.decimals(0, 100, places=2), st.sampled_from([".", ","]), st.sampled_from(["", " ", "\u00a0", "\u2009"])
)
def test_a_mark_is_the_same_with_point_comma_and_spaces(value, point, space):
    assert numbers.mark(space + str(value).replace(".", point) + space).value == value


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_a_date_is_read_in_every_form_and_is_never_a_mark(day):
    russian = ("января февраля марта апреля мая июня июля августа сентября октября ноября декабря").split()
    kazakh = "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split()
    forms = [
        f"{day:%d.%m.%Y}", f"{day:%d.%m.%Y} г.", f"{day:%d.%m.%Y}ж.", f"{day.day}.{day.month}.{day.year}", f"{day:%Y-%m-%d}",
        f"{day:%d/%m/%Y}", f"{day.day} {russian[day.month - 1]} {day.year} года", f"{day.year} жылғы {day.day} {kazakh[day.month - 1]}",
        f"{day.day} {kazakh[day.month - 1]} {day.year} ж.",
    ]  # fmt: skip
    assert [numbers.date(form).value for form in [day, *forms]] == [day] * 10
    reading = numbers.mark(day)
    assert (reading.value, codes(reading)) == (None, ["mark_date"])
    assert reading.problems[0][1]["guess"] == f"{day.day}.{day.month}"


@given(st.integers(0, 99_999_999_999))
def test_a_lost_zero_of_an_iin_comes_back_only_if_the_number_is_then_right(number):
    reading = ids.iin(number)
    if reading.value:
        assert kz.iin_problem(reading.value) is None
        assert int(reading.value) == number
        assert codes(reading) == ["iin_zero"]
    else:
        assert codes(reading)


@given(
    st.from_regex(r"7(0[0-8]|47|7[15-8])[0-9]{7}", fullmatch=True),
    st.sampled_from(["+7", "8", "7", ""]),
    st.sampled_from(["", " ", "-"]),
)
def test_a_phone_is_one_number_however_it_is_written(national, prefix, gap):
    parts = [prefix, national[:3], national[3:6], national[6:8], national[8:]]
    assert ids.phones(gap.join(part for part in parts if part)).value == (f"+7{national}",)


@given(st.text("АӘБВЕКМНОРСТУХІ", min_size=1, max_size=4), st.integers(18, 30), st.integers(1, 9))
def test_a_group_is_the_same_in_latin_look_alikes_and_with_other_dashes(letters, year, number):
    name = f"{letters}-{year}-{number}"
    typed = f" {letters.translate(text.TO_LATIN)} – {year}—{number} "
    assert ids.group_key(typed) == ids.group_key(name)


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("7,5", D("7.5")), ("16 ", D(16)), (" 7 ", D(7)), (6, D(6)), (D("6.5"), D("6.5")), ("0", D(0)), (0, D(0)),
        ("н/б", Absence.ABSENT), ("Н/Б", Absence.ABSENT), ("нб", Absence.ABSENT), ("б/ж", Absence.ABSENT), ("келмеді", Absence.ABSENT),
        ("EX", Absence.EXCUSED), ("себепті", Absence.EXCUSED), ("", None), ("–", None), (None, None),
    ],
)  # fmt: skip
def test_marks(cell, value):
    assert numbers.mark(cell) == (value, ())


@pytest.mark.parametrize(
    ("cell", "code"),
    [("3.май", "mark_date"), ("5 мая", "mark_date"), ("03.05.2026", "mark_date"), ("-1", "mark_negative"), ("abc", "mark_wrong"),
     (True, "mark_wrong"), ("7.5.1", "mark_wrong"), ("nan", "mark_wrong"), ("1e3", "mark_wrong"), (D("7.123"), "mark_wrong"), ("5+", "mark_wrong")],
)  # fmt: skip
def test_what_is_no_mark(cell, code):
    reading = numbers.mark(cell)
    assert (reading.value, codes(reading)) == (None, [code])


@pytest.mark.parametrize(
    "cell", ["31.06.2027", "29.02.2025", "05.10.08", "на 3 года", "2024", "32.01.2024", "12.13.2024"]
)
def test_impossible_days_and_short_years_are_questions(cell):
    assert codes(numbers.date(cell)) == ["date_wrong"]


@pytest.mark.parametrize(
    ("cell", "value", "found"),
    [
        ("080204582348", "080204582348", []), ("0802 0458 2348", "080204582348", []), (80204582348, "080204582348", ["iin_zero"]),
        ("О50804592361", None, ["iin_letter"]), ("06092566620", None, ["iin_length"]), ("080204582384", None, ["iin_wrong"]),
        ("–", None, []), ("паспорт", None, ["iin_length"]),
    ],
)  # fmt: skip
def test_iin(cell, value, found):
    reading = ids.iin(cell)
    assert (reading.value, codes(reading)) == (value, found)


@pytest.mark.parametrize(
    ("cell", "value", "found"),
    [
        (80440987902, "080440987902", ["bin_zero"]), ("2010 4096 3722", "201040963722", []), ("740519387010", "740519387010", ["bin_is_iin"]),
        ("080440987903", None, ["bin_wrong"]), (None, None, ["bin_missing"]), ("нет", None, ["bin_wrong"]),
    ],
)  # fmt: skip
def test_bin(cell, value, found):
    reading = ids.bin_or_iin(cell)
    assert (reading.value, codes(reading)) == (value, found)


@pytest.mark.parametrize(
    ("cell", "value", "found"),
    [
        ("+7 (707) 009-69-85", ("+77070096985",), []), (87000020614, ("+77000020614",), []), ("7710036256", ("+77710036256",), []),
        ("+7 7О5 002 79 22", ("+77050027922",), []), ("8 (7292) 50-06-14", ("+77292500614",), ["phone_landline"]),
        ("+7 775 005 60 19, 8 701 002 28 77", ("+77750056019", "+77010022877"), ["phone_many"]),
        ("+7(702)005155", (), ["phone_wrong"]), ("008-28-27", (), ["phone_wrong"]), ("вн. 214", (), ["phone_wrong"]),
        ("877100584611", (), ["phone_wrong"]), (None, (), []),
    ],
)  # fmt: skip
def test_phones(cell, value, found):
    reading = ids.phones(cell)
    assert (reading.value, codes(reading)) == (value, found)


@pytest.mark.parametrize(
    "cell",
    [
        "МГІ-23-1\nНГД-23-2",
        "МГІ-23-1, НГД-23-2",
        "МГІ-23-1; НГД-23-2",
        "МГІ-23-1/НГД-23-2",
        "МГІ-23-1 и НГД-23-2",
        "МГІ-23-1 and НГД-23-2",
        "МГІ-23-1 НГД-23-2",
        "МГI – 23 – 1 , НГД-23-2",
    ],
)
def test_group_lists_separated_in_any_way(cell):
    assert ids.groups(cell) == ("МГІ-23-1", "НГД-23-2")


def test_a_second_number_alone_means_the_same_group_with_that_number():
    assert ids.groups("ЭЭ-24-1,2") == ("ЭЭ-24-1", "ЭЭ-24-2")


@pytest.mark.parametrize(
    "cell", ["GZN 2206", "GZN2206", "GZN-2206", " gzn 2206".upper(), "GZN  2206", "GZN\u00a02206"]
)
def test_a_course_code_has_one_form(cell):
    assert ids.course_code(cell) == "GZN 2206"


def test_cyrillic_look_alikes_in_a_course_code_become_latin_and_true_cyrillic_stays():
    assert [ids.course_code(code) for code in ("ВES 3309", "МКI 4317", "МДЖ2203")] == [
        "BES 3309",
        "MKI 4317",
        "МДЖ 2203",
    ]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (1, 1),
        ("2", 2),
        ("2 (вахта)", 2),
        ("2-модель", 2),
        ("ІІІ", 3),
        ("III", 3),
        ("IV модель", 4),
        (D(4), 4),
    ],
)
def test_delivery_models(cell, value):
    assert ids.model(cell).value == value


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (None, "model_missing"),
        ("-", "model_missing"),
        (5, "model_wrong"),
        ("1-2", "model_wrong"),
        ("вахта", "model_wrong"),
    ],
)
def test_what_is_no_delivery_model(cell, code):
    assert codes(ids.model(cell)) == [code]


@pytest.mark.parametrize(
    ("cell", "point"),
    [
        ("43.6318, 51.2296", ("43.6318", "51.2296")), ("43,4185; 52,7411", ("43.4185", "52.7411")), ("52.8105, 43.3571", ("43.3571", "52.8105")),
        ("43.6791 51.1622 (2ГИС)", ("43.6791", "51.1622")), ("44°28'56.3\"N 50°19'53.8\"E", ("44.482306", "50.331611")),
        ("50°19'53.8\"E 44°28'56.3\"N", ("44.482306", "50.331611")),
    ],
)  # fmt: skip
def test_coordinates(cell, point):
    assert places.coordinates(cell).value == tuple(map(D, point))


def test_coordinates_that_lie_nowhere_here_are_questions():
    assert codes(places.coordinates("12.5, 13.5")) == ["coords_wrong"]
    assert codes(places.coordinates("у ворот")) == ["coords_wrong"]
    assert codes(places.coordinates(None)) == ["coords_missing"]


@pytest.mark.parametrize(
    ("typed", "name", "title"),
    [
        ("Сейтқали Әсия Болатқызы, т.ғ.к.", Name("Сейтқали", "Әсия", "Болатқызы"), "т.ғ.к."),
        ("PhD, Ахметова Г.С.", Name("Ахметова", "Г", "С"), "PhD"),
        ("А.Т. Ізімов", Name("Ізімов", "А", "Т"), ""),
        ("Халелов А. О. ", Name("Халелов", "А", "О"), ""),
        ("Ахметова Г.С", Name("Ахметова", "Г", "С"), ""),
        ("АхметоваГ.С.", Name("Ахметова", "Г", "С"), ""),
        ("директор Гриценко М.Д.", Name("Гриценко", "М", "Д"), "директор"),
        ("и.о. директора Әжіғалиев Шәкен Сәбитұлы", Name("Әжіғалиев", "Шәкен", "Сәбитұлы"), "и.о. директора"),
        ("CEO Айтжанов Д.М.", Name("Айтжанов", "Д", "М"), "CEO"),
        ("глава КХ Тоқсанбаев Ғ.А.", Name("Тоқсанбаев", "Ғ", "А"), "глава КХ"),
        ("Ыдырысова Ш.Е., бұрғылау шебері", Name("Ыдырысова", "Ш", "Е"), "бұрғылау шебері"),
        ("АФОНИНА МИЛАНА ЮРЬЕВНА", Name("Афонина", "Милана", "Юрьевна"), ""),
        ("Жақсылықова Айгерім", Name("Жақсылықова", "Айгерім"), ""),
    ],
)  # fmt: skip
def test_a_person_with_what_stands_beside_the_name(typed, name, title):
    person = people.person(typed)
    assert (person.name, person.title) == (name, title)


@pytest.mark.parametrize(
    "typed",
    [
        "Төлегенов Шыңғыс Айдынұлы",
        "Шыңғыс Айдынұлы Төлегенов",
        "Айдынұлы, Төлегенов Шыңғыс",
        "Төлегенов, Шыңғыс Айдынұлы",
    ],
)
def test_the_patronymic_may_stand_anywhere(typed):
    assert people.name(typed) == Name("Төлегенов", "Шыңғыс", "Айдынұлы")


@pytest.mark.parametrize(
    "cell",
    [
        "Иванов И.И., Ким А.В.",
        "Иванов И.И.; Ким А.В.",
        "Иванов И.И.\nКим А.В.",
        "Иванов И.И.,\nКим А.В.",
        "Иванов И.И. және Ким А.В.",
        "Иванов И.И. / Ким А.В.",
    ],
)
def test_two_people_in_a_cell(cell):
    assert [str(person.name) for person in people.people(cell)] == ["Иванов И И", "Ким А В"]


@pytest.mark.parametrize(
    "typed", ["нақтыланады", "Уточняется", "to be named", "будет назначен", "TBD", "кейін тағайындалады"]
)
def test_somebody_but_nobody_yet(typed):
    assert words.is_later(typed)


def test_a_name_is_not_somebody_later():
    assert not any(
        words.is_later(name) for name in ("Тәжібай Аян Сакенович", "Кейкин Назар", "Белгібаев Нұрлан")
    )


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("каз.", "kk"),
        ("қаз", "kk"),
        ("казахский", "kk"),
        ("Қазақша", "kk"),
        ("рус.", "ru"),
        ("орыс", "ru"),
        ("английский", "en"),
        ("ағылшын", "en"),
        ("kk", "kk"),
        ("Russian", "ru"),
    ],
)
def test_languages(typed, code):
    assert words.languages(typed).value == (code,)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("обучается", "studying"),
        ("Обучается", "studying"),
        ("оқиды", "studying"),
        ("академический отпуск", "leave"),
        ("академиялық демалыс", "leave"),
        ("отчислен", "expelled"),
        ("выпускник", "graduated"),
    ],
)
def test_statuses(typed, code):
    assert words.status(typed).value == code


def test_an_unknown_word_is_a_question():
    assert codes(words.status("вольнослушатель")) == ["word_unknown"]
    assert codes(words.languages("хинди")) == ["word_unknown"]
