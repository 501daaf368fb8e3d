"""Teaching loads and registers of partners as departments lay them out."""

import random

from . import columns, table
from .truth import COURSES, PARTNERS

LOADS, PARTNERS_LAYOUTS = {}, {}
FIELDS = [
    "code",
    "kk",
    "ru",
    "en",
    "group",
    "credits",
    "model",
    "total",
    "campus",
    "site",
    "teacher",
    "partner",
    "mentor",
]
RUSSIAN = ["Код дисциплины", "Дисциплина (каз.)", "Дисциплина (рус.)", "Дисциплина (англ.)", "Группа", "Кол-во кредитов", "Модель ДО",
           "Всего часов", "Часы в университете", "Часы на предприятии", "ФИО преподавателя", "Предприятие", "Наставник"]  # fmt: skip
KAZAKH = ["Пән шифры", "Пән атауы (қаз.)", "Пән атауы (орыс.)", "Пән атауы (ағыл.)", "Топтар", "Кредит", "ДО моделі", "Барлық сағат",
          "Университетте", "Кәсіпорында", "Пән оқытушысы", "Серіктес кәсіпорын", "Тәлімгер"]  # fmt: skip
ENGLISH = ["Course code", "Course title (Kazakh)", "Course title (Russian)", "Course title (English)", "Groups", "ECTS", "Delivery model",
           "Total hours", "Hours on campus", "Hours on site", "Lecturer", "Partner enterprise", "Mentor"]  # fmt: skip


def into(register):
    def add(make):
        register[make.__name__] = make
        return make

    return add


def cell(course, field):
    if field in ("total", "campus", "site"):
        return course.hours[("total", "campus", "site").index(field)]
    return getattr(course, field)


def listed(titles, fields=FIELDS, courses=COURSES):
    return [titles, *[[cell(c, f) for f in fields] for c in courses]]


@into(LOADS)
def russian():
    return [table(["Факультет", "", ""], *listed(RUSSIAN))]


@into(LOADS)
def kazakh_under_titles_with_a_faculty():
    return [
        table(
            ["Бекітемін"], ["Технологиялық факультет"], [], *listed(KAZAKH), ["Барлығы", "", "", "", "", 27]
        )
    ]


@into(LOADS)
def english_named_like_a_file():
    return [table(*listed(ENGLISH), name="teaching-load-2026")]


@into(LOADS)
def at_random_with_unknown_columns():
    order = random.Random(5).sample(range(13), 13)
    return [
        table(
            *[
                [row[i] for i in order] + (["Аудитория"] if n == 0 else ["305"])
                for n, row in enumerate(listed(RUSSIAN))
            ]
        )
    ]


@into(LOADS)
def transposed():
    return [table(*columns(listed(ENGLISH)))]


@into(LOADS)
def hours_under_one_title():
    top = [*KAZAKH[:7], "Сағат саны", "", "", *KAZAKH[10:]]
    below = [""] * 7 + ["барлығы", "университетте", "кәсіпорында"] + [""] * 3
    return [table(top, below, *listed(KAZAKH)[1:])]


@into(LOADS)
def names_under_one_title_and_roman_models():
    top = ["Шифр", "Наименование дисциплины", "", "", *RUSSIAN[4:]]
    below = ["", "на каз. яз.", "на рус. яз.", "на англ. яз."]
    rows = listed(RUSSIAN)[1:]
    return [table(top, below, *[[*row[:6], ["", "I", "II", "III"][row[6]], *row[7:]] for row in rows])]


@into(LOADS)
def a_tab_for_each_group():
    return [
        table(*listed(KAZAKH, courses=[c for c in COURSES if c.group == g]), name=g)
        for g in dict.fromkeys(c.group for c in COURSES)
    ]


@into(LOADS)
def numbers_as_text():
    return [table(*[[str(v) for v in row] for row in listed(KAZAKH)])]


def register(firm, site, mentor):
    return (
        [firm, *[[i, p.kk, p.bin, p.contract, p.signed, p.until] for i, p in enumerate(PARTNERS, 1)]],
        [site, *[[p.kk, p.site, p.point] for p in PARTNERS]],
        [mentor, *[[p.mentor, p.kk, "инженер", p.phone] for p in PARTNERS]],
    )


IN_RUSSIAN = register(
    ["№ п/п", "Наименование предприятия", "БИН", "№ договора", "Дата договора", "Срок действия до"],
    ["Предприятие", "Площадка", "Координаты"],
    ["ФИО наставника", "Предприятие", "Должность", "Телефон"],
)
IN_KAZAKH = register(
    ["№", "Кәсіпорынның атауы", "БСН", "Шарт №", "Шарт күні", "Жарамдылық мерзімі"],
    ["Кәсіпорын", "Нысан атауы", "Координаттары"],
    ["Тәлімгердің аты-жөні", "Кәсіпорын атауы", "Лауазымы", "Телефоны"],
)
IN_ENGLISH = register(
    ["No", "Company name", "BIN", "Agreement No", "Agreement date", "End date"],
    ["Company", "Site name", "GPS"],
    ["Mentor name", "Employer", "Job title", "Mobile"],
)


@into(PARTNERS_LAYOUTS)
def russian_tabs():
    return [table(*rows, name=f"Лист{i}") for i, rows in enumerate(IN_RUSSIAN)]


@into(PARTNERS_LAYOUTS)
def kazakh_tabs():
    return [table(["Тізілім"], [], *rows, name=f"Парақ{i}") for i, rows in enumerate(IN_KAZAKH)]


@into(PARTNERS_LAYOUTS)
def english_tabs_turned_round():
    return [table(*rows, name=f"Sheet{i}") for i, rows in enumerate(reversed(IN_ENGLISH))]


@into(PARTNERS_LAYOUTS)
def one_below_the_other():
    firm, site, mentor = IN_RUSSIAN
    return [table(["Реестр"], *firm, [], *site, [], *mentor, ["Проректор", "__________"])]


@into(PARTNERS_LAYOUTS)
def transposed_tabs():
    return [table(*columns(rows), name=f"Лист{i}") for i, rows in enumerate(IN_KAZAKH)]


@into(PARTNERS_LAYOUTS)
def columns_turned_round():
    return [
        table(*[list(reversed(row)) for row in rows], name=f"Лист{i}") for i, rows in enumerate(IN_RUSSIAN)
    ]


@into(PARTNERS_LAYOUTS)
def dates_as_text_and_numbers_as_numbers():
    firm, site, mentor = IN_RUSSIAN
    rows = [[v.strftime("%d.%m.%Y") if hasattr(v, "strftime") else v for v in row] for row in firm]
    return [table(*[[int(v) if i and c == 2 else v for c, v in enumerate(row)] for i, row in enumerate(rows)]),
            table(*site), table(*mentor)]  # fmt: skip


def in_one_row(register):
    """Enterprise, site and mentor beside each other, the enterprise named once."""
    firm, site, mentor = register
    return [
        [*one, *two[1:], three[0], *three[2:]] for one, two, three in zip(firm, site, mentor, strict=True)
    ]


@into(PARTNERS_LAYOUTS)
def all_three_in_one_row():
    return [table(["Реестр"], *in_one_row(IN_RUSSIAN))]


@into(PARTNERS_LAYOUTS)
def all_three_in_one_row_turned_round():
    return [table(*[list(reversed(row)) for row in in_one_row(IN_KAZAKH)])]
