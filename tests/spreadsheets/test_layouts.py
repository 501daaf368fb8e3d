"""Layouts that are not in the kit: other order, language, header place, bands, tabs, turned sheets."""

from decimal import Decimal

import pytest

from qosqanat.spreadsheets import kinds
from qosqanat.spreadsheets.kinds import contingent, load, partners, sheet
from tests.spreadsheets.layouts import NAMES, STUDENTS, columns, table

D = Decimal
ENGLISH = ["Full name", "Group", "IIN", "Student ID", "Year"]
PLAIN = [[name, group, iin, ais_id, 1] for ais_id, iin, name, group in STUDENTS]


def people_of(parsed):
    return [(r.ais_id, r.iin, str(r.name), r.group) for r in parsed.records]


def test_english_header_in_the_first_row():
    parsed = contingent.parse([table(ENGLISH, *PLAIN)])
    assert people_of(parsed) == STUDENTS
    assert [r.course for r in parsed.records] == [1] * 5


def test_kazakh_header_and_name_in_three_columns():
    rows = [[i, "41202", *name.split()[:2], "", "МГІ-26-1"] for i, name in enumerate(NAMES, 1)]
    header = ["№", "Білім алушы ID", "Тегі", "Аты", "Әкесінің аты", "Академиялық топ"]
    parsed = contingent.parse([table(["Білім алушылар тізімі"], header, *rows)])
    assert [r.name.surname for r in parsed.records] == [name.split()[0] for name in NAMES]
    assert [r.name.given for r in parsed.records] == [name.split()[1] for name in NAMES]


def test_header_in_the_middle_of_the_sheet():
    blank = [None] * 4
    noise = [
        ["Приказ № 12", None, "от 01.09.2026"],
        ["Утверждаю"],
        blank,
        ["Ректор", "______", "Иванов И.И."],
    ] * 6
    parsed = contingent.parse([table(*noise, ["", *ENGLISH], *[["", *row] for row in PLAIN])])
    assert people_of(parsed) == STUDENTS


def test_one_band_per_group_without_a_group_column():
    header = ["№", "ФИО обучающегося", "ИИН", "ID"]
    rows = [header]
    for group in ("МГІ-26-1", "НГД-26-2"):
        rows.append([f"Группа {group}"])
        rows += [[i, n, iin, a] for i, (a, iin, n, g) in enumerate(STUDENTS, 1) if g == group]
    assert people_of(contingent.parse([table(*rows)])) == STUDENTS


def test_header_repeated_for_every_group_with_a_title_above():
    rows = []
    for group in ("МГІ-26-1", "НГД-26-2"):
        rows += [[f"Топ: {group}"], ["№", "Т.А.Ә.", "ЖСН", "ID"]]
        rows += [[i, n, iin, a] for i, (a, iin, n, g) in enumerate(STUDENTS, 1) if g == group]
        rows += [["", "Барлығы", 3], []]
    assert people_of(contingent.parse([table(*rows)])) == STUDENTS


def test_repeated_header_with_another_order_of_columns():
    first = [["ФИО", "ИИН", "ID", "Группа"], *[[n, i, a, g] for a, i, n, g in STUDENTS[:3]]]
    second = [["Группа", "ID", "ФИО", "ИИН"], *[[g, a, n, i] for a, i, n, g in STUDENTS[3:]]]
    assert people_of(contingent.parse([table(*first, *second)])) == STUDENTS


def test_a_tab_per_group():
    tabs = [
        table(["ФИО", "ИИН", "ID"], *[[n, i, a] for a, i, n, g in STUDENTS if g == group], name=group)
        for group in ("МГІ-26-1", "НГД-26-2")
    ]
    assert people_of(contingent.parse(tabs)) == STUDENTS


def test_fields_down_and_people_across():
    turned = columns([["ID", "ИИН", "ФИО", "Группа"], *[[a, i, n, g] for a, i, n, g in STUDENTS]])
    parsed = contingent.parse([table(["Список студентов"], *turned)])
    assert people_of(parsed) == STUDENTS
    assert parsed.records[0].source.transposed
    assert parsed.records[0].source.row == 2


def test_a_three_line_header_without_merged_cells():
    rows = [
        ["№", "Обучающийся", "", "", "Обучение", ""],
        ["", "Фамилия", "Имя", "ИИН", "Группа", "ID"],
        [1, 2, 3, 4, 5, 6],
        *[[i, *n.split()[:2], iin, g, a] for i, (a, iin, n, g) in enumerate(STUDENTS, 1)],
    ]
    parsed = contingent.parse([table(*rows)])
    assert [(r.name.surname, r.group, r.ais_id) for r in parsed.records] == [
        (n.split()[0], g, a) for a, _, n, g in STUDENTS
    ]


def test_titles_nobody_knows_are_reported_and_can_be_mapped_once():
    rows = [["Кто", "Где", "Чей номер", "Жетон"], *[[n, g, i, a] for a, i, n, g in STUDENTS]]
    assert [note.code for note in contingent.parse([table(*rows)]).notes] == ["no_header"]
    mapping = {"name": "Кто", "group": "где", "ais_id": "ЖЕТОН"}
    parsed = contingent.parse([table(*rows)], mapping)
    assert [(r.ais_id, str(r.name), r.group) for r in parsed.records] == [
        (a, n, g) for a, _, n, g in STUDENTS
    ]
    assert parsed.unmapped == ["Чей номер"]


def test_a_mapping_overrules_recognition_and_an_unknown_title_is_said():
    rows = [["ФИО", "Группа", "ID", "Табельный"], *[[n, g, "x", a] for a, _, n, g in STUDENTS]]
    parsed = contingent.parse([table(*rows)], {"ais_id": "Табельный", "phone": "Сотка"})
    assert [r.ais_id for r in parsed.records] == [a for a, *_ in STUDENTS]
    assert [(n.code, n.field) for n in parsed.notes] == [("mapping_unknown", "phone")]


def test_signature_block_totals_and_footnotes_are_no_students():
    tail = [
        ["Итого", 5],
        [],
        ["Декан", "______________", "", "Ахметов А.А."],
        ["Исп. Иванова, тел. 12-34"],
        ["* – иностранные граждане"],
    ]
    assert people_of(contingent.parse([table(ENGLISH, *PLAIN, *tail)])) == STUDENTS


def test_a_row_that_is_no_record_but_full_of_words_is_said():
    rows = [["ФИО", "ИИН", "ID", "Группа", "Телефон"], ["", "", "", "МГІ-26-1", "87010000000"]]
    parsed = contingent.parse([table(*rows, ["Ахметов Қ", "", "41206", "МГІ-26-1", ""])])
    assert len(parsed.records) == 1


WEEKS = ["1", "2", "3", "4", "5"]
MARKS = [[4, "4,5", None, "н/б", 5], [3, 3, 3, 3, 3], [5, 5, 5, 5, 5], [1, 2, 3, 4, 5], [0, 0, 0, 0, 0]]
READ = [
    {1: D(4), 2: D("4.5"), 4: "absent", 5: D(5)},
    dict.fromkeys(range(1, 6), D(3)),
    dict.fromkeys(range(1, 6), D(5)),
    {1: D(1), 2: D(2), 3: D(3), 4: D(4), 5: D(5)},
    dict.fromkeys(range(1, 6), D(0)),
]


def marks_of(record):
    return [{week: getattr(mark, "value", mark) for week, mark in row.marks.items()} for row in record.rows]


@pytest.mark.parametrize(
    "titles",
    [
        ["1", "2", "3", "4", "5"],
        [1, 2, 3, 4, 5],
        ["1-апта", "2-апта", "3-апта", "4-апта", "5-апта"],
        ["1 нед.", "2 нед.", "3 нед.", "4 нед.", "5 нед."],
        ["Неделя 1", "Неделя 2", "Неделя 3", "Неделя 4", "Неделя 5"],
        ["Week 1", "Week 2", "Week 3", "Week 4", "Week 5"],
        ["W1", "W2", "W3", "W4", "W5"],
        ["1 01.09", "2 07.09", "3 14.09", "4 21.09", "5 28.09"],
    ],
)
def test_weeks_in_any_words(titles):
    rows = [["Course: PLB 3303 Port Logistics"], ["№", "Student", *titles]]
    rows += [[i, name, *marks] for i, (name, marks) in enumerate(zip(NAMES, MARKS, strict=True), 1)]
    (record,) = sheet.parse([table(*rows)]).records
    assert (record.code, record.course) == ("PLB 3303", "Port Logistics")
    assert marks_of(record) == READ


def test_weeks_with_key_last_and_the_maximum_among_the_students():
    rows = [["Т.А.Ә.", "1 апта", "2 апта", "3 апта", "ID"], ["Макс. балл", 5, 5, 13, ""]]
    rows += [[name, 6, 4, 13, a] for a, _, name, _ in STUDENTS]
    (record,) = sheet.parse([table(*rows, name="KTT3305")]).records
    assert record.code == "KTT 3305"
    assert record.caps == {1: D(5), 2: D(5), 3: D(13)}
    assert [row.key for row in record.rows] == [a for a, *_ in STUDENTS]
    assert {issue.code for row in record.rows for issue in row.issues} == {"mark_above"}


def test_students_across_and_weeks_down():
    rows = [["Апта", *NAMES], *[[week, *[marks[i] for marks in MARKS]] for i, week in enumerate(WEEKS)]]
    turned = [["ФИО", *NAMES], *rows[1:]]
    (record,) = sheet.parse([table(["Пән: PLB 3303 Порт"], *turned)]).records
    assert record.code == "PLB 3303"
    assert marks_of(record) == READ


def test_a_tab_per_week():
    tabs = [
        table(
            ["Дисциплина: PLB 3303 Порт", None, "Группа: КЛ-24-1"],
            ["№", "ФИО", "ID", "Балл"],
            *[[n, name, STUDENTS[n - 1][0], MARKS[n - 1][i]] for n, name in enumerate(NAMES, 1)],
            name=f"{i + 1} неделя",
        )
        for i in range(5)
    ]
    (record,) = sheet.parse(tabs).records
    assert record.groups == ("КЛ-24-1",)
    assert marks_of(record) == READ


def test_one_row_per_student_and_week():
    rows = [
        [name, a, week, MARKS[n][i]]
        for n, (a, _, name, _) in enumerate(STUDENTS)
        for i, week in enumerate(WEEKS)
    ]
    (record,) = sheet.parse([table(["Student", "Student ID", "Week", "Mark"], *rows)]).records
    assert marks_of(record) == READ


def test_two_groups_one_below_the_other_on_one_tab():
    def block(group, rows):
        return [
            [f"Пән: PLB 3303 Порт  Топ: {group}  Кредит: 5"],
            ["№", "Т.А.Ә.", "ID", 1, 2, 3],
            *[[i, n, a, 1, 2, 3] for i, (a, _, n, g) in enumerate(rows, 1)],
            ["", "Тәлімгер", "________"],
            [],
        ]

    records = sheet.parse([table(*block("КЛ-24-1", STUDENTS[:3]), *block("КЛ-24-2", STUDENTS[3:]))]).records
    assert [(r.code, r.groups, len(r.rows)) for r in records] == [
        ("PLB 3303", ("КЛ-24-1",), 3),
        ("PLB 3303", ("КЛ-24-2",), 2),
    ]


def test_load_in_russian_with_one_name_column_and_departments_as_bands():
    rows = [
        ["Факультет инжиниринга"],
        [
            "Код дисциплины",
            "Название дисциплины",
            "Группы",
            "Кредиты",
            "Преподаватель",
            "Предприятие",
            "Наставники",
        ],
        ["Кафедра нефтегазового дела"],
        [
            "GZN2206",
            "Основы геологии",
            "МГІ-25-1;НГД-25-2",
            5,
            "Ахметова Г.С.",
            "ТОО «Оймаша»",
            "Иванов И.И.; Ким А.В.",
        ],
        ["Кафедра энергетики"],
        ["ЕМ 2209", "Электр машиналары", "ЭЭ-25-1", "5 кредитов", "доц. Ким А.В.", "АО «Сети»", "уточняется"],
    ]
    first, second = load.parse([table(*rows)]).records
    assert (first.code, first.name_ru, first.groups) == (
        "GZN 2206",
        "Основы геологии",
        ("МГІ-25-1", "НГД-25-2"),
    )
    assert first.faculty == "Факультет инжиниринга"
    assert [str(m.name) for m in first.mentors] == ["Иванов И И", "Ким А В"]
    assert (second.code, second.name_ru, second.credits) == ("EM 2209", "Электр машиналары", D(5))
    assert second.department == "Кафедра энергетики"
    assert (str(second.teacher.name), second.teacher.title) == ("Ким А В", "доц.")
    assert second.mentors == ()


def test_the_title_decides_the_language_of_a_name_without_kazakh_letters():
    header = ["Код", "Группа", "Кредит"]
    rows = ["EM 2209", "ЭЭ-25-1", 5, "Электр машиналары"]
    (kazakh,) = load.parse([table([*header, "Пән атауы"], rows)]).records
    (russian,) = load.parse([table([*header, "Дисциплина"], rows)]).records
    assert (kazakh.name_kk, russian.name_ru) == ("Электр машиналары", "Электр машиналары")


def test_load_with_one_sheet_for_each_department():
    header = ["Пән коды", "Пән атауы", "Топтар", "Кредит"]
    tabs = [
        table(
            ["Экономика кафедрасы"],
            header,
            ["EK 1201", "Экономика", "ЭК-24-1", 5],
            ["EK 1202", "Қаржы", "ЭК-24-1", 3],
            name="ЭК",
        )
    ]
    assert [r.department for r in load.parse(tabs).records] == ["Экономика кафедрасы"] * 2


def test_partners_in_english_on_one_sheet_each_with_latitude_and_longitude():
    firms = table(
        ["Company name", "BIN", "Contract number", "Contract date", "Valid until"],
        ["Kurik Terminal LLP", "161040967686", "1", "01.02.2026", "2029-02-01"],
        name="Companies",
    )
    sites = table(
        ["Company", "Site", "Latitude", "Longitude"],
        ["Kurik Terminal LLP", "Quay 1", "43,1984", "51,6853"],
        ["", "Quay 2", "43.2", "51.7"],
        name="Sites",
    )
    mentors = table(
        ["Mentor", "Enterprise", "Position", "Phone"],
        ["Qonysbaev Iztileu", "Kurik Terminal LLP", "logistician", "87000033516"],
        name="Mentors",
    )
    firm, one, two, mentor = partners.parse([mentors, sites, firms]).records
    assert (firm.name_ru, firm.number, firm.until.isoformat()) == (
        "Kurik Terminal LLP",
        "161040967686",
        "2029-02-01",
    )
    assert (one.latitude, one.longitude, two.partner) == (D("43.1984"), D("51.6853"), "Kurik Terminal LLP")
    assert mentor.phones == ("+77000033516",)


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        ("contingent", [ENGLISH, *PLAIN]),
        ("sheet", [["Student", "ID", *WEEKS], *[[n, a, 1, 2, 3, 4, 5] for a, _, n, _ in STUDENTS]]),
        (
            "load",
            [
                ["Код", "Дисциплина", "Группа", "Кредит", "Преподаватель"],
                *[["EK 1201", "Экономика", "ЭК-24-1", 5, "Ким А.В."]] * 3,
            ],
        ),
        (
            "partners",
            [
                ["Предприятие", "БИН", "№ договора", "Руководитель"],
                *[["ТОО «А»", "161040967686", "1", "Ким А.В."]] * 3,
            ],
        ),
        (
            "canvas",
            [
                ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "T1 (1)"],
                ["    Points Possible", "", "", "", "", "3"],
            ],
        ),
    ],
)
def test_the_kind_is_guessed(kind, rows):
    assert kinds.detect([table(*rows)])[0].kind == kind


def test_a_file_of_another_kind_is_no_table_of_this_kind():
    recipe = table(["Борщ"], ["Свёкла", 2, "шт."], ["Капуста", 1, "кг"], ["Вода", 3, "л"])
    assert kinds.detect([recipe]) == []
    for parse in kinds.PARSERS.values():
        parsed = parse([recipe])
        assert (list(parsed.records), parsed.notes[-1].code) == ([], "no_header")


def test_bands_for_programme_course_and_group_with_a_count():
    rows = [
        ["ФИО", "ИИН", "ID"],
        ["6B07201 Нефтегазовое дело"],
        ["1 курс"],
        ["МГІ-26-1 (3 студента)"],
        *[[n, i, a] for a, i, n, _ in STUDENTS[:3]],
    ]
    rows += [["2-курс"], ["2 курс, группа НГД-26-2"], *[[n, i, a] for a, i, n, _ in STUDENTS[3:]]]
    records = contingent.parse([table(*rows)]).records
    assert [(r.programme, r.course, r.group) for r in records] == [("6B07201", 1, "МГІ-26-1")] * 3 + [
        ("6B07201", 2, "НГД-26-2")
    ] * 2


def test_names_that_begin_like_a_total_are_people_and_courses():
    students = contingent.parse(
        [table(["ФИО", "Группа"], ["Жиынбаев Асан", "ЭК-24-1"], ["Барлыбаев Ерлан", "ЭК-24-1"])]
    ).records
    assert [r.name.surname for r in students] == ["Жиынбаев", "Барлыбаев"]
    courses = load.parse(
        [table(["Код", "Пән атауы", "Топ", "Кредит"], ["KA 4301", "Қорытынды аттестаттау", "ЭК-23-1", 8])]
    ).records
    assert [r.name_kk for r in courses] == ["Қорытынды аттестаттау"]


def test_weeks_of_three_columns_give_the_practice_only():
    rows = [
        ["№", "ФИО", "1 неделя", "", "", "2 неделя", "", ""],
        ["", "", "Тест", "Практика", "СРО", "Тест", "Практика", "СРО"],
        ["", "", 3, 5, 2, 3, 5, 2],
        *[[i, n, 1, 4, 2, 1, 5, 2] for i, n in enumerate(NAMES, 1)],
    ]
    (record,) = sheet.parse([table(*rows, name="KTT3305")]).records
    assert record.caps == {1: D(5), 2: D(5)}
    assert marks_of(record) == [{1: D(4), 2: D(5)}] * 5


def test_weeks_that_hold_tests_only_are_no_practice():
    rows = [["ФИО", "1 апта", "2 апта"], ["", "тест", "тест"], *[[n, 1, 2] for n in NAMES]]
    assert list(sheet.parse([table(*rows)]).records) == []


def test_enterprises_sites_and_mentors_one_below_the_other_on_one_sheet():
    rows = [
        ["Предприятие", "БИН", "№ договора", "Дата договора"],
        ["ТОО «Порт»", "161040967686", "1", "01.02.2026"],
        ["ТОО «Склад»", "180540981105", "2", "01.02.2026"],
        [],
        ["Предприятие", "Объект", "Координаты"],
        ["ТОО «Порт»", "Причал", "43.1, 51.2"],
        [],
        ["ФИО наставника", "Предприятие", "Должность", "Телефон"],
        ["Ким А.В.", "ТОО «Порт»", "мастер", "87010022877"],
    ]
    records = partners.parse([table(*rows)]).records
    assert [type(r).__name__ for r in records] == ["EnterpriseRecord"] * 2 + ["SiteRecord", "MentorRecord"]
    assert [r.source.row for r in records] == [2, 3, 6, 9]


def parts_of(rows):
    return [
        (r.code, r.course, r.groups, [str(row.name) for row in r.rows])
        for r in sheet.parse([table(*rows)]).records
    ]


HEADER = ["№", "ФИО", "ID", 1, 2]
PORT = ("PLB 3303", "Порт логистикасы", ("МГІ-26-1",), NAMES[:3])
ROAD = ("EM 2209", "Машины", ("НГД-26-2",), NAMES[3:])


def marked(students):
    return [[i, n, a, 3, 4] for i, (a, _, n, _) in enumerate(students, 1)]


@pytest.mark.parametrize(
    "bands",
    [
        [
            ["Дисциплина: PLB 3303 Порт логистикасы  Группа: МГІ-26-1"],
            ["Дисциплина: EM 2209 Машины  Группа: НГД-26-2"],
        ],
        [["Пән: PLB 3303 Порт логистикасы"], ["Топ: МГІ-26-1"], ["Пән: EM 2209 Машины"], ["Топ: НГД-26-2"]],
        [["Топ: МГІ-26-1"], ["Пән: PLB 3303 Порт логистикасы"], ["Топ: НГД-26-2"], ["Пән: EM 2209 Машины"]],
        [["PLB 3303 Порт логистикасы"], ["МГІ-26-1"], ["EM 2209 Машины"], ["НГД-26-2"]],
        [
            ["", "Дисциплина:", "PLB 3303 Порт логистикасы"],
            ["Группа МГІ-26-1"],
            ["", "Дисциплина:", "EM 2209 Машины"],
            ["Группа НГД-26-2"],
        ],
    ],
)
def test_bands_of_groups_and_of_courses_under_one_header(bands):
    half = len(bands) // 2
    rows = [HEADER, *bands[:half], *marked(STUDENTS[:3]), *bands[half:], *marked(STUDENTS[3:])]
    assert parts_of(rows) == [PORT, ROAD]


def test_a_course_without_code_is_another_course():
    rows = [
        HEADER,
        ["Пән: Порт логистикасы"],
        ["Топ: МГІ-26-1"],
        *marked(STUDENTS[:3]),
        ["Пән: Машины"],
        ["Топ: НГД-26-2"],
        *marked(STUDENTS[3:]),
    ]
    assert parts_of(rows) == [("", *PORT[1:]), ("", *ROAD[1:])]


def test_one_course_for_several_groups_in_bands_stays_one_sheet():
    rows = [
        ["Пән: PLB 3303 Порт логистикасы"],
        HEADER,
        ["Топ: МГІ-26-1"],
        *marked(STUDENTS[:3]),
        ["Топ: НГД-26-2"],
        *marked(STUDENTS[3:]),
    ]
    assert parts_of(rows) == [(*PORT[:2], ("МГІ-26-1", "НГД-26-2"), NAMES)]


@pytest.mark.parametrize(
    "titles",
    [
        ("Код дисциплины", "Дисциплина", "Группа"),
        ("Пән коды", "Пән атауы", "Топ"),
        ("Course code", "Course title", "Group"),
    ],
)
def test_course_and_group_in_columns_of_their_own(titles):
    rows = [[*titles, "ФИО", "ID", "1 апта", "2 апта"]]
    for (code, name, _, _), students in ((PORT, STUDENTS[:3]), (ROAD, STUDENTS[3:])):
        rows += [[code, name, group, n, a, 3, 4] for a, _, n, group in students]
    assert parts_of(rows) == [PORT, ROAD]
    turned = [[*row[:5], week, mark] for row in rows[1:] for week, mark in ((1, 3), (2, 4))]
    assert parts_of([[*titles, "ФИО", "ID", "Неделя", "Балл"], *turned]) == [PORT, ROAD], "one row a week"
    one_column = [[titles[1], *rows[0][2:]], *[[f"{row[0]} {row[1]}", *row[2:]] for row in rows[1:]]]
    assert parts_of(one_column) == [PORT, ROAD], "code and name in one column"


def test_one_student_in_two_courses_has_two_rows():
    rows = [
        ["Код дисциплины", "ФИО", "ID", 1, 2],
        *[[code, NAMES[0], "41202", mark, 4] for code, mark in (("PLB 3303", 1), ("EM 2209", 2))],
    ]
    records = sheet.parse([table(*rows)]).records
    assert [(r.code, dict(r.rows[0].marks)) for r in records] == [
        ("PLB 3303", {1: 1, 2: 4}),
        ("EM 2209", {1: 2, 2: 4}),
    ]


@pytest.mark.parametrize("corner", ["", None, "Неделя", "Апта", "Week", "Недели", "№ недели"])
@pytest.mark.parametrize("week", ["{}", "{} апта"])
@pytest.mark.parametrize("above", [[], [["Пән: PLB 3303 Порт"], []]])
def test_an_untitled_corner(corner, week, above):
    rows = [[corner, *[week.format(w) for w in (1, 2, 3)]], *[[n, 1, 2, "н/б"] for n in NAMES]]
    for turned in (rows, columns(rows)):
        (record,) = sheet.parse([table(*above, *turned)]).records
        assert [str(row.name) for row in record.rows] == NAMES
        assert record.weeks == (1, 2, 3) and all(row.marks[2] == 2 for row in record.rows)
        assert record.code == ("PLB 3303" if above else "")
        assert kinds.detect([table(*above, *turned)])[0].kind == "sheet"


def test_an_untitled_corner_beside_the_ids():
    rows = [["", "ID", 1, 2], *[[n, a, 3, 4] for a, _, n, _ in STUDENTS]]
    for turned in (rows, columns(rows)):
        (record,) = sheet.parse([table(*turned)]).records
        assert [row.key for row in record.rows] == [a for a, *_ in STUDENTS]


def test_a_corner_over_numbers_or_courses_is_none():
    for below in ([1, 2, 3], ["PLB 3303", "EM 2209"]):
        assert list(sheet.parse([table(["", 1, 2], *[[one, 3, 4] for one in below])]).records) == []


FIRM = ["Предприятие", "БИН", "№ договора", "Дата договора"]
PORT_FIRM = ["ТОО «Порт»", "161040967686", "1", "01.02.2026"]
STORE_FIRM = ["ТОО «Склад»", "180540981105", "2", "01.02.2026"]
PERSON = ["ФИО наставника", "Должность", "Телефон"]
MENTORS = [
    ["Ким А.В.", "мастер", "87010022877"],
    ["Ахметов Асан", "инженер", "87010022878"],
    ["Серікова Дана", "логист", "87010022879"],
]
FIRMS_OF = [PORT_FIRM, PORT_FIRM, STORE_FIRM]


@pytest.mark.parametrize("repeated", [PORT_FIRM, [None] * 4, [PORT_FIRM[0], None, None, None]])
@pytest.mark.parametrize("mentor_first", [False, True])
def test_a_mentor_in_the_row_of_the_enterprise(repeated, mentor_first):
    lines = list(zip([FIRM, PORT_FIRM, repeated, STORE_FIRM], [PERSON, *MENTORS], strict=True))
    rows = [[*person, *firm] if mentor_first else [*firm, *person] for firm, person in lines]
    parsed = partners.parse([table(["Реестр"], *rows)])
    firms, people = parsed.records[:2], parsed.records[2:]
    assert [(r.name_ru, r.number, r.phones) for r in firms] == [
        (f[0], f[1], ()) for f in (PORT_FIRM, STORE_FIRM)
    ]
    assert [(r.partner, r.position, r.phones) for r in people] == [
        (firm[0], person[1], (f"+7{person[2][1:]}",)) for firm, person in zip(FIRMS_OF, MENTORS, strict=True)
    ]
    assert parsed.notes == [] and parsed.unmapped == []


def test_a_telephone_of_each_stands_behind_each():
    rows = [
        [*FIRM, "Телефон", *PERSON],
        *[[*f, "87010000001", *m] for f, m in zip(FIRMS_OF, MENTORS, strict=True)],
    ]
    parsed = partners.parse([table(*rows)])
    assert [r.phones for r in parsed.records] == [
        ("+77010000001",), ("+77010000001",), *[(f"+7{m[2][1:]}",) for m in MENTORS]
    ]  # fmt: skip


def test_an_enterprise_that_stands_twice_with_other_facts_is_not_joined():
    other = ["ТОО «Порт»", "161040967686", "9", "01.03.2026"]
    rows = [[*FIRM, *PERSON], *[[*f, *m] for f, m in zip([PORT_FIRM, other], MENTORS, strict=False)]]
    assert [r.contract_number for r in partners.parse([table(*rows)]).records[:2]] == ["1", "9"]


def test_the_head_of_an_enterprise_is_no_mentor():
    rows = [[*FIRM, "ФИО руководителя", "Телефон"], [*PORT_FIRM, "Ким Асан Серікұлы", "87010022877"]]
    assert [type(r).__name__ for r in partners.parse([table(*rows)]).records] == ["EnterpriseRecord"]
