"""Lists of students as clerks lay them out: name of the layout -> tables that hold STUDENTS."""

import random

from . import columns, table
from .truth import GROUPS, STUDENTS

FULL = ["ais_id", "name", "iin", "sex", "born", "group", "course", "programme", "status", "phone"]
PARTS = [
    "ais_id",
    "surname",
    "given",
    "patronymic",
    "iin",
    "sex",
    "born",
    "group",
    "course",
    "programme",
    "status",
    "phone",
]
SEX = {"ru": {"m": "м", "f": "ж"}, "kk": {"m": "е", "f": "ә"}, "en": {"m": "M", "f": "F"}}
SEX_WORDS = {
    "ru": {"m": "муж.", "f": "жен."},
    "kk": {"m": "ер", "f": "әйел"},
    "en": {"m": "Male", "f": "Female"},
}
STUDYING = {"ru": "обучается", "kk": "оқуда", "en": "active"}
LAYOUTS = {}


def layout(make):
    LAYOUTS[make.__name__] = make
    return make


def value(student, field, language="ru", words=False):
    if field == "sex":
        return (SEX_WORDS if words else SEX)[language][student.sex]
    return STUDYING[language] if field == "status" else getattr(student, field, None)


def listed(titles, fields=FULL, language="ru", people=STUDENTS, words=False):
    return [titles, *[[value(s, f, language, words) for f in fields] for s in people]]


def by_group():
    return [(group, [s for s in STUDENTS if s.group == group]) for group in GROUPS]


RUSSIAN = ["ID", "Ф.И.О.", "ИИН", "Пол", "Дата рождения", "Группа", "Курс", "Шифр ОП", "Статус", "Телефон"]
KAZAKH = [
    "Білім алушының нөмірі",
    "Т.А.Ә.",
    "ЖСН",
    "Жынысы",
    "Туған күні",
    "Топ",
    "Курс",
    "БББ шифры",
    "Мәртебесі",
    "Ұялы телефон",
]
ENGLISH = [
    "Student number",
    "Student name",
    "IIN",
    "Gender",
    "Date of birth",
    "Study group",
    "Year of study",
    "Programme code",
    "Status",
    "Mobile",
]


@layout
def russian():
    return [table(*listed(RUSSIAN))]


@layout
def kazakh_short_sex_letters():
    return [table(*listed(KAZAKH, language="kk"))]


@layout
def english_words():
    return [table(*listed(ENGLISH, language="en", words=True))]


@layout
def other_russian_words():
    titles = ["Код студента", "ФИО студента", "ИИН обучающегося", "Пол (м/ж)", "Д.р.", "Академическая группа",
              "Год обучения", "Код ОП", "Статус обучающегося", "Сот. тел."]  # fmt: skip
    return [table(*listed(titles, words=True))]


@layout
def other_kazakh_words():
    titles = ["ID нөмірі", "Аты-жөні", "ЖСН нөмірі", "Жынысы (е/ә)", "Туған күні, айы, жылы", "Академиялық топ",
              "Оқу курсы", "БББ коды", "Статусы", "Тел."]  # fmt: skip
    return [table(*listed(titles, language="kk", words=True))]


@layout
def parts_of_the_name_in_kazakh():
    titles = ["Білім алушының нөмірі", "Тегі", "Аты", "Әкесінің аты", *KAZAKH[2:]]
    return [table(*listed(titles, PARTS, "kk"))]


@layout
def parts_of_the_name_in_english_at_random():
    titles = dict(
        zip(PARTS, ["Student ID", "Last name", "First name", "Middle name", *ENGLISH[2:]], strict=True)
    )
    fields = random.Random(7).sample(PARTS, len(PARTS))
    return [table(*listed([titles[f] for f in fields], fields, "en"))]


@layout
def surname_and_first_name_in_one_column():
    return [table(*listed([ENGLISH[0], "Surname / First name", *ENGLISH[2:]], language="en"))]


@layout
def the_surname_column_holds_the_whole_name():
    return [table(*listed([RUSSIAN[0], "Фамилия", *RUSSIAN[2:]]))]


@layout
def under_twelve_title_lines():
    titles = [
        ["Министерство науки и высшего образования"],
        ["Утверждаю"],
        ["Декан", "", "______", "Ахметов А.А."],
    ] * 4
    return [table(*titles, *listed(RUSSIAN))]


@layout
def header_of_two_rows():
    top = ["№", "Обучающийся", "", "", "", "", "Обучение", "", "", "Связь"]
    below = ["", "ID", "Ф.И.О.", "ИИН", "Пол", "Дата рождения", "Группа", "Курс", "Шифр ОП", "Телефон"]
    fields = ["no", "ais_id", "name", "iin", "sex", "born", "group", "course", "programme", "phone"]
    return [table(top, *listed(below, fields))]


@layout
def header_of_three_rows_with_numbering():
    rows = listed(RUSSIAN)
    return [table(["Сведения", *[""] * 9], ["Личные", "", "", "", "", "Учебные", "", "", "", "Прочие"], rows[0],
                  list(range(1, 11)), *rows[1:])]  # fmt: skip


@layout
def header_repeated_on_each_page():
    head, *rows = listed(RUSSIAN)
    return [table(["Список"], head, *rows[:5], [], head, *rows[5:10], [], head, *rows[10:])]


@layout
def columns_at_random_and_unknown_ones():
    order = random.Random(3).sample(range(10), 10)
    rows = [[row[i] for i in order] for row in listed(RUSSIAN)]
    extra = [["Общежитие", "Грант №"], *[["№ 2", f"Г-{i}"] for i in range(12)]]
    return [table(*[[*row[:4], more[0], *row[4:], more[1]] for row, more in zip(rows, extra, strict=True)])]


@layout
def empty_columns_and_rows_between():
    rows = [[cell for value in row for cell in (None, value)] for row in listed(RUSSIAN)]
    return [table(rows[0], [], *[line for row in rows[1:] for line in (row, [])])]


@layout
def group_once_above_its_empty_cells():
    head, *rows = listed(RUSSIAN)
    seen = set()
    for row in rows:
        row[5] = None if row[5] in seen else seen.add(row[5]) or row[5]
    return [table(head, *rows)]


@layout
def a_band_for_each_group():
    fields = [f for f in FULL if f != "group"]
    head = [t for t in RUSSIAN if t != "Группа"]
    rows = [["№", *head]]
    for group, people in by_group():
        rows.append([f"{group} тобы"])
        rows += [[i, *row] for i, row in enumerate(listed(head, fields, people=people)[1:], 1)]
    return [table(*rows)]


@layout
def a_tab_for_each_group():
    fields = [f for f in FULL if f != "group"]
    head = [t for t in KAZAKH if t != "Топ"]
    return [table(*listed(head, fields, "kk", people), name=group) for group, people in by_group()]


@layout
def transposed():
    return [table(*columns(listed(KAZAKH, language="kk")))]


@layout
def totals_signatures_and_numbers_as_text():
    rows = [[str(v) if isinstance(v, int) else v for v in row] for row in listed(RUSSIAN)]
    return [table(*rows, ["Итого", "12 студентов"], [], ["Декан", "____________", "Ахметов А.А."],
                  ["Исполнитель: Иванова", "", "тел. 12-34"])]  # fmt: skip


@layout
def iin_as_numbers_that_lost_their_zero():
    return [
        table(
            *[
                [int(v) if i and c == 2 else v for c, v in enumerate(row)]
                for i, row in enumerate(listed(RUSSIAN))
            ]
        )
    ]


@layout
def programme_names_in_three_languages():
    names = ["БББ атауы (ағыл.)", "БББ атауы (қаз.)", "БББ атауы (орыс.)"]
    rows = listed(KAZAKH, language="kk")
    words = ["Engineering", "Инженерия және құрылыс", "Инженерия"]
    return [table([*names, *rows[0]], *[[*words, *row] for row in rows[1:]])]
