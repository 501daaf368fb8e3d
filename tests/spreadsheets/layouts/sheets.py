"""Weekly grade sheets as mentors send them back: each layout holds MARKS of CLASS."""

import datetime as dt

from . import columns, table
from .truth import ABSENT, CLASS, MARKS, TESTS, WEEKS

LAYOUTS, UNCLEAR = {}, {}
TITLE = ["Дисциплина: REP 3301 Релейная защита   Группа: МГІ-24-1"]
PEOPLE = ["№", "Ф.И.О.", "ID"]
MONDAYS = [dt.date(2026, 9, 1), *[dt.date(2026, 9, 7) + dt.timedelta(weeks=i) for i in range(6)]]
ROMANS = ["I", "II", "III", "IV", "V", "VI", "VII"]


def layout(make):
    LAYOUTS[make.__name__] = make
    return make


def mark(student, week):
    value = MARKS[student.ais_id].get(week)
    return "н/б" if value == ABSENT else value


def who(i, student):
    return [i, student.name, student.ais_id]


def listed(titles, people=PEOPLE):
    return [[*people, *titles], *[[*who(i, s), *[mark(s, w) for w in WEEKS]] for i, s in enumerate(CLASS, 1)]]


WORDS = {
    "plain": "{n}", "n_apta": "{n} апта", "apta_n": "Апта {n}", "n_apta_hyphen": "{n}-апта", "nedelya_n": "Неделя {n}",
    "n_ned": "{n} нед.", "n_th": "{n}-я неделя", "w": "W{n}", "week": "Week {n}", "week_range": "Week {n} ({d}-{e})",
    "apta_date": "{n}-апта / {d}", "range_first": "{d}-{e} ({n} нед.)", "number_date": "{n} {d}", "number_sign": "Апта №{n}",
    "roman": "{r}", "roman_apta": "{r} апта", "roman_last": "Неделя {r}", "practice": "Практика {n}", "date": "{d}",
    "date_range": "{d}-{e}", "week_date": "Неделя {d}-{e}", "date_slash": "{s}", "practice_week": "Практика {n} нед.",
}  # fmt: skip


def titles_in(form):
    return [
        form.format(
            n=w, r=ROMANS[w - 1], d=f"{day:%d.%m}", e=f"{day + dt.timedelta(days=4):%d.%m}", s=f"{day:%d/%m}"
        )
        for w, day in zip(WEEKS, MONDAYS, strict=True)
    ]


for key, form in WORDS.items():
    LAYOUTS[f"weeks_{key}"] = lambda form=form: [table(TITLE, *listed(titles_in(form)))]


def in_order(titles, order):
    """The marks of all weeks with the week columns in another order."""
    head, *rows = listed(titles)
    return [table(TITLE, *[[*row[:3], *[row[3 + i] for i in order]] for row in [head, *rows]])]


@layout
def the_last_week_first():
    return in_order(titles_in("{n}-апта"), range(6, -1, -1))


@layout
def bare_numbers_downwards():
    return in_order(titles_in("{n}"), range(6, -1, -1))


@layout
def weeks_in_no_order():
    return in_order(titles_in("Неделя {n}"), [3, 0, 6, 1, 5, 2, 4])


@layout
def roman_weeks_downwards():
    return in_order(titles_in("{r}"), range(6, -1, -1))


@layout
def the_word_over_numbers_in_no_order():
    (one,) = in_order(WEEKS, [3, 0, 6, 1, 5, 2, 4])
    title, head, *rows = one.rows
    above = [*head[:3], "Недели", *[None] * 6]
    return [table(title, above, [None, None, None, *head[3:]], *rows)]


@layout
def dates_downwards():
    return in_order(MONDAYS, range(6, -1, -1))


@layout
def weeks_as_dates_of_the_spreadsheet():
    return [table(TITLE, *listed(MONDAYS))]


@layout
def tests_and_practice_side_by_side():
    top = [*PEOPLE, *[t for w in WEEKS for t in (f"{w} неделя", None)]]
    below = [None, None, None, *["Тест", "Практика"] * len(WEEKS)]
    rows = [
        [*who(i, s), *[v for w in WEEKS for v in (TESTS[s.ais_id][w], mark(s, w))]]
        for i, s in enumerate(CLASS, 1)
    ]
    return [table(TITLE, top, below, *rows)]


@layout
def practice_and_tests_in_one_row_of_titles():
    top = [*PEOPLE, *[t for w in WEEKS for t in (f"Практика {w}", f"Тест {w}")]]
    rows = [
        [*who(i, s), *[v for w in WEEKS for v in (mark(s, w), TESTS[s.ais_id][w])]]
        for i, s in enumerate(CLASS, 1)
    ]
    return [table(TITLE, top, *rows)]


@layout
def all_tests_before_all_practice():
    top = [*PEOPLE, "Тест", *[None] * 6, "Практика", *[None] * 6]
    below = [None, None, None, *WEEKS, *WEEKS]
    rows = [
        [*who(i, s), *[TESTS[s.ais_id][w] for w in WEEKS], *[mark(s, w) for w in WEEKS]]
        for i, s in enumerate(CLASS, 1)
    ]
    return [table(TITLE, top, below, *rows)]


@layout
def the_number_of_the_week_over_each_column():
    top = [*PEOPLE, *[w for w in WEEKS for _ in "tp"]]
    below = [None, None, None, *["тест", "практ."] * len(WEEKS)]
    rows = [
        [*who(i, s), *[v for w in WEEKS for v in (TESTS[s.ais_id][w], mark(s, w))]]
        for i, s in enumerate(CLASS, 1)
    ]
    return [table(TITLE, top, below, *rows)]


@layout
def totals_between_and_at_the_end():
    rows = listed(titles_in("{n}"))
    ends = ["РК-1", *[sum(v for v in row[3:7] if not isinstance(v, str) and v) for row in rows[1:]]]
    return [table(TITLE, *[[*row[:7], end, *row[7:], "Қолы" if i == 0 else None] for i, (row, end) in enumerate(zip(rows, ends, strict=True))],
                  ["", "Итого", "", 9, 9, 9], ["", "Тәлімгер", "_________", "Ким В."])]  # fmt: skip


@layout
def maxima_under_the_weeks():
    rows = listed(titles_in("{n} апта"))
    return [table(TITLE, rows[0], ["", "Макс. балл", "", *[5] * 7], *rows[1:])]


@layout
def decimal_commas_and_numbers_as_text():
    rows = listed(titles_in("{n}"))
    return [
        table(
            TITLE,
            rows[0],
            *[
                [*row[:3], *[None if v is None else str(v).replace(".", ",") for v in row[3:]]]
                for row in rows[1:]
            ],
        )
    ]


@layout
def kazakh_under_many_titles():
    head = [
        ["Есенов университеті"],
        ["Апталық ведомость"],
        ["Пән: REP 3301 Релелік қорғаныс"],
        ["Топ: МГІ-24-1"],
        ["Кредит: 5"],
        [],
    ] * 2
    return [
        table(
            *head, *listed(titles_in("{n}-апта"), ["р/с", "Білім алушының Т.А.Ә.", "Білім алушының нөмірі"])
        )
    ]


@layout
def the_course_in_the_name_of_the_tab():
    return [table(*listed(titles_in("W{n}"), ["No", "Student name", "Student ID"]), name="REP3301")]


@layout
def transposed():
    return [table(TITLE, *columns([row[1:] for row in listed(titles_in("{n} апта"))]))]


@layout
def a_tab_for_each_week():
    return [
        table(
            TITLE,
            [*PEOPLE, "Балл"],
            *[[*who(i, s), mark(s, w)] for i, s in enumerate(CLASS, 1)],
            name=f"{w} апта",
        )
        for w in WEEKS
    ]


@layout
def a_tab_for_each_week_with_the_week_above():
    return [
        table(TITLE, [f"Week {w} (01.09-06.09)"], ["No", "Student", "Student ID", "Points"],
              *[[*who(i, s), mark(s, w)] for i, s in enumerate(CLASS, 1)], name=f"Sheet{w}")
        for w in WEEKS
    ]  # fmt: skip


@layout
def one_row_for_each_student_and_week():
    rows = [[s.name, s.ais_id, w, mark(s, w)] for s in CLASS for w in WEEKS]
    return [table(TITLE, ["ФИО студента", "ID", "№ недели", "Баллы"], *rows)]


@layout
def parts_of_the_name_and_empty_columns():
    rows = [
        [s.surname, s.given, s.patronymic, None, s.ais_id, None, *[mark(s, w) for w in WEEKS]] for s in CLASS
    ]
    return [table(TITLE, ["Тегі", "Аты", "Әкесінің аты", None, "ID", None, *titles_in("{n}")], *rows)]


@layout
def header_repeated_and_rows_between():
    head, *rows = listed(titles_in("{n} нед."))
    return [table(TITLE, head, *[line for row in rows[:3] for line in (row, [])], head, *rows[3:])]


def unclear(make):
    UNCLEAR[make.__name__] = make
    return make


@unclear
def dates_of_a_spring_term():
    return [
        table(TITLE, *listed([f"{dt.date(2027, 1, 18) + dt.timedelta(weeks=i):%d.%m}" for i in range(7)]))
    ]


@unclear
def dates_that_are_no_weeks():
    return [table(TITLE, *listed(["01.09", "03.09", "08.09", "10.09", "15.09", "17.09", "22.09"]))]
