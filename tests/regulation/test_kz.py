"""IIN, BIN, phones, alphabetical order, search form and look-alike letters."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qosqanat.regulation import kz


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("123456789012", "check"),
        ("123456789013", None),
        ("061211600013", "check"),
        ("000000002810", "check"),  # both rows of weights give 10: such a number is not issued
        ("000000000000", "check"),
        ("06121160001", "length"),
        ("0612116000122", "length"),
        ("", "length"),
        ("06121160001O", "digits"),
        ("061211 600012", "digits"),
        ("٠٦١٢١١٦٠٠٠١٢", "digits"),
        ("061211600012", None),
    ],
)
def test_iin(text: str, problem: str | None) -> None:
    assert kz.iin_problem(text) == problem


def digit(body: str) -> int | None:
    first = sum(int(d) * w for d, w in zip(body, range(1, 12), strict=True)) % 11
    second = sum(int(d) * w for d, w in zip(body, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2), strict=True)) % 11
    return next((rest for rest in (first, second) if rest < 10), None)


@given(st.text("0123456789", min_size=11, max_size=11).filter(lambda body: set(body) != {"0"}))
def test_only_one_check_digit_passes(body: str) -> None:
    passing = [number for number in range(10) if kz.iin_problem(f"{body}{number}") is None]
    assert passing == ([] if digit(body) is None else [digit(body)])


@given(st.text("0123456789", min_size=11, max_size=11).filter(digit))
def test_bin_has_a_kind_in_the_fifth_place(body: str) -> None:
    assert kz.bin_problem(f"{body}{digit(body)}") == (None if body[4] in "456" else "kind")
    assert kz.bin_problem(body) == "length"


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("+7 701 234 56 78", "+77012345678"),
        ("8 (701) 234-56-78", "+77012345678"),
        ("77012345678", "+77012345678"),
        ("7012345678", "+77012345678"),
        ("+7\u00a0701\u2011234.56.78", "+77012345678"),
        ("+76012345678", "+76012345678"),
        ("+7 912 345 67 89", None),
        ("701234567", None),
        ("87012345678, 87012345679", None),
        ("", None),
        ("8701234567٨", None),
        ("+87012345678", None),
    ],
)
def test_phone(text: str, phone: str | None) -> None:
    assert kz.normal_phone(text) == phone


def test_names_sort_by_the_kazakh_alphabet() -> None:
    names = "Абай Әсел Бота Ғани Ермек Жанар Қайрат Нұр Ңы Өмір Ұлан Үміт Фархат Һарун Цой Ыбырай Іңкәр Яна".split()
    shuffled = names.copy()
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled, key=kz.sort_key) == names
    letters = list(kz.ALPHABET)
    assert len(letters) == 42
    assert sorted(sorted(letters), key=kz.sort_key) == letters


def test_sort_key_ignores_case_and_punctuation_and_puts_the_short_word_first() -> None:
    assert kz.sort_key("ӘСЕЛ") == kz.sort_key("«әсел»")
    assert kz.sort_key("Ким") < kz.sort_key("Ким Анна") < kz.sort_key("Кимаева")
    assert kz.sort_key("Ахмет-оглы") == kz.sort_key("Ахмет оглы")
    assert kz.sort_key("Z9") < kz.sort_key("А")
    assert kz.sort_key("José") == kz.sort_key("Jose")
    assert kz.sort_key("Я") < kz.sort_key("王")
    assert kz.sort_key("й") != kz.sort_key("и")


@given(st.text(), st.text())
def test_sort_key_is_digits_only_and_keeps_prefixes(one: str, two: str) -> None:
    assert set(kz.sort_key(one)) <= set("0123456789")
    assert kz.sort_key(f"x{one}y{two}y").startswith(kz.sort_key(f"x{one}y"))


@pytest.mark.parametrize(
    "spellings",
    [
        ("Қайрат", "Кайрат", "Kairat", "Kayrat", "Qairat", "QAYRAT", "Kaйрат"),
        ("Жанар", "Zhanar", "Janar"),
        ("Әсел", "Асел", "Asel", "Ásel", "Əsel"),
        ("Ғалымжан", "Галимжан", "Galymzhan", "Ghalymzhan"),
        ("Хасен", "Khasen", "Hasen"),
        ("Юлия", "Yuliya", "Iuliia"),
        ("Алиев", "Aliyev", "Aliev"),
        ("Ерлан", "Yerlan", "Erlan"),
        ("Шыңғыс", "Шынгыс", "Shyngys", "Şyñğys"),
        ("Дана-Мария", "дана мария", "  Дана   Мария "),
        ("Ольга", "Олга", "Olga", "Ol'ga"),
        ("Өмірбек", "Омирбек", "Omirbek", "Ömirbek"),
        ("Ұлжан", "Улжан", "Ulzhan"),
        ("Мұхаммед", "Мухамед", "Mukhammed"),
    ],
)
def test_fold_gives_one_form(spellings: tuple[str, ...]) -> None:
    assert len({kz.fold(spelling) for spelling in spellings}) == 1


def test_fold_keeps_different_names_apart_and_digits_whole() -> None:
    names = ["Қайрат", "Қанат", "Айжан", "Айдана", "Ермек", "Ербол", "Марат", "Мұрат"]
    assert len({kz.fold(name) for name in names}) == len(names)
    assert kz.fold("БД-2200") == "bd 2200"


@given(st.text())
def test_fold_is_stable(text: str) -> None:
    assert kz.fold(text) == kz.fold(text.strip())


@pytest.mark.parametrize(
    ("mixed", "right"),
    [
        ("Aсанов", "Асанов"),
        ("Cейтов Acқар", "Сейтов Асқар"),
        ("Смаиiлов", "Смаиілов"),
        ("Əсел", "Әсел"),
        ("Hahn", "Hahn"),
        ("Асанов", "Асанов"),
        ("Каnat", "Kanat"),
        ("ВЕS", "BES"),
        ("Zaря", "Zaря"),
        ("ИС-21A", "ИС-21A"),
        ("", ""),
    ],
)
def test_homoglyphs(mixed: str, right: str) -> None:
    assert kz.fix_homoglyphs(mixed) == right
