"""Files as a university that nobody has seen would hand them over: each gives the same records, and asks nothing."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
import xlsxwriter

from qosqanat.spreadsheets import kinds
from qosqanat.spreadsheets.reader import read_tables
from tests.spreadsheets.layouts.truth import ABSENT, CLASS, COURSES, MARKS, PARTNERS, STUDENTS, WEEKS
from tests.spreadsheets.ods import ods
from tests.spreadsheets.xls import xls

HEADERS = {
    "contingent": ["№", "ID", "Ф.И.О. обучающегося", "ИИН", "Дата рождения", "Группа", "Курс", "Шифр ОП"],
    "load": ["№", "Код дисциплины", "Дисциплина (каз.)", "Дисциплина (рус.)", "Дисциплина (англ.)", "Группа", "Кол-во кредитов",
             "Модель ДО", "Всего часов", "Часы в университете", "Часы на предприятии", "Преподаватель", "Предприятие", "Наставник"],
    "partners": ["№", "Наименование (рус.)", "Наименование (каз.)", "БИН", "№ договора", "Дата договора", "Срок действия до"],
    "sheet": ["№", "Ф.И.О.", "ID", *[f"{week} неделя" for week in WEEKS]],
}  # fmt: skip
ENGLISH = {
    "contingent": ["No", "Student ID", "Student name", "IIN", "Date of birth", "Group", "Year of study", "Programme code"],
    "load": ["No", "Course code", "Course title (Kazakh)", "Course title (Russian)", "Course title (English)", "Group",
             "ECTS credits", "Dual model", "Total hours", "University hours", "Enterprise hours", "Lecturer", "Company", "Company mentor"],
    "partners": ["No", "Name (Russian)", "Name (Kazakh)", "BIN", "Agreement No.", "Date of agreement", "Valid till"],
    "sheet": ["No", "Student name", "ID", *[f"Week {week}" for week in WEEKS]],
}  # fmt: skip
GROUPED = {
    "Дисциплина": 3, "Часы": 3, "Наименование": 2, "Договор": 3, "Сведения": 2, "Практические занятия": len(WEEKS),
}  # fmt: skip
UNDER = {
    "Дисциплина (каз.)": ("Дисциплина", "на каз. яз."), "Дисциплина (рус.)": ("Дисциплина", "на рус. яз."),
    "Дисциплина (англ.)": ("Дисциплина", "на англ. яз."), "Всего часов": ("Часы", "всего"),
    "Часы в университете": ("Часы", "в университете"), "Часы на предприятии": ("Часы", "на предприятии"),
    "Наименование (рус.)": ("Наименование", "на рус. яз."), "Наименование (каз.)": ("Наименование", "на каз. яз."),
    "№ договора": ("Договор", "№"), "Дата договора": ("Договор", "дата"), "Срок действия до": ("Договор", "действует до"),
    "ИИН": ("Сведения", "ИИН"), "Дата рождения": ("Сведения", "Дата рождения"),
    **{f"{week} неделя": ("Практические занятия", str(week)) for week in WEEKS},
}  # fmt: skip
TITLES = {"sheet": [["Дисциплина: REP 3301 Релейная защита"], ["Группа: МГІ-24-1"]]}


def typed(student, week):
    value = MARKS[student.ais_id].get(week)
    return "н/б" if value == ABSENT else value


BODIES = {
    "contingent": [[s.ais_id, s.name, s.iin, s.born, s.group, s.course, s.programme] for s in STUDENTS],
    "load": [[c.code, c.kk, c.ru, c.en, c.group, c.credits, c.model, *c.hours, c.teacher, c.partner, c.mentor] for c in COURSES],
    "partners": [[p.ru, p.kk, p.bin, p.contract, p.signed, p.until] for p in PARTNERS],
    "sheet": [[s.name, s.ais_id, *[typed(s, week) for week in WEEKS]] for s in CLASS],
}  # fmt: skip
BODIES = {kind: [[i, *row] for i, row in enumerate(rows, 1)] for kind, rows in BODIES.items()}


def read(kind, record):
    """A record in the order of `BODIES`, without the number of its row."""
    match kind:
        case "contingent":
            return [
                record.ais_id,
                str(record.name),
                record.iin,
                record.birth_date,
                record.group,
                record.course,
                record.programme,
            ]
        case "load":
            names = [
                record.code,
                record.name_kk,
                record.name_ru,
                record.name_en,
                *record.groups,
                record.credits,
                record.model,
            ]
            hours = [record.hours_total, record.hours_campus, record.hours_site]
            return [
                *names,
                *hours,
                str(record.teacher.name),
                record.partner,
                *[str(one.name) for one in record.mentors],
            ]
        case "partners":
            contract = [record.contract_number, record.contract_date, record.until]
            return [record.name_ru, record.name_kk, record.number, *contract]
    return []


def plain(value):
    return (
        value.strftime("%d.%m.%Y")
        if isinstance(value, dt.date)
        else float(value)
        if isinstance(value, Decimal)
        else value
    )


def written(value):
    return str(plain(value)).removesuffix(".0")


def book(*pages):
    """XLSX of (name, rows, merged ranges)."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as workbook:
        for name, rows, merged in pages:
            page = workbook.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    page.write(i, j, value) if value is not None else None
            for place in merged:
                page.merge_range(*place)
    return stream.getvalue()


FILES = {}


def file(suffix):
    def added(make):
        FILES[make.__name__] = (suffix, make)
        return make

    return added


@file("xlsx")
def a_title_block_above_row_7(kind, header, rows):
    top = [["МИНИСТЕРСТВО НАУКИ И ВЫСШЕГО ОБРАЗОВАНИЯ"], ["НАО «Университет имени А. Иванова»"], [None] * 4 + ["УТВЕРЖДАЮ"],
           [None] * 4 + ["Проректор ________ Иванов И.И."], ["на 2026-2027 учебный год"], []]  # fmt: skip
    titles = TITLES.get(kind, [])
    block = [*top[: 6 - len(titles)], *titles]
    numbers = [str(i + 1) for i in range(len(header))]
    below = [[], ["Итого", None, len(rows)], ["Исполнитель:", "Петрова А.", "тел. 123-45"]]
    merged = [(i, 0, i, len(header) - 1, block[i][0]) for i in range(2)]
    return book(("Лист1", [*block, header, numbers, *rows, *below], merged))


@file("xlsx")
def two_rows_of_titles(kind, header, rows):
    titles = TITLES.get(kind, [])
    above = [UNDER.get(title, (title, None))[0] for title in header]
    below = [UNDER.get(title, (title, None))[1] for title in header]
    first, merged = len(titles), []
    for i, title in enumerate(above):
        if below[i] is None:
            merged.append((first, i, first + 1, i, title))
        elif above.index(title) == i:
            merged.append((first, i, first, i + GROUPED[title] - 1, title))
    return book(("Лист1", [*titles, above, below, *rows], merged))


@file("xlsx")
def empty_columns_and_rows_between(kind, header, rows):
    wide = [[cell for value in row for cell in (value, None)] for row in [header, *rows]]
    return book(("Лист1", [*TITLES.get(kind, []), *[line for row in wide for line in (row, [])]], []))


@file("xlsx")
def numbers_as_text_with_no_break_spaces(kind, header, rows):
    def text(value):
        return value if value is None else f"\xa0{written(value)}\xa0".replace(" ", "\xa0")

    titles = [title.replace(" ", "\xa0") for title in header]
    return book(
        ("Лист1", [*TITLES.get(kind, []), titles, *[[text(value) for value in row] for row in rows]], [])
    )


@file("xlsx")
def english_titles(kind, header, rows):
    del header
    return book(("Sheet1", [*TITLES.get(kind, []), ENGLISH[kind], *rows], []))


@file("ods")
def an_open_document_with_repeated_cells(kind, header, rows):
    simple = ods([[plain(value) for value in row] for row in [*TITLES.get(kind, []), header, *rows]])
    changes = {
        b"<table:table-row>": b'<table:table-row><table:table-cell table:number-columns-repeated="2"/>',
        b"</table:table-row>": b'<table:table-cell table:number-columns-repeated="16300"/></table:table-row>',
        b"</table:table>": b'<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row></table:table>',
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(simple)) as parts, zipfile.ZipFile(stream, "w") as out:
        for name in parts.namelist():
            data = parts.read(name)
            for old, new in changes.items() if name == "content.xml" else ():
                data = data.replace(old, new)
            out.writestr(name, data)
    return stream.getvalue()


@file("xls")
def an_old_workbook(kind, header, rows):
    return xls([[plain(value) for value in row] for row in [*TITLES.get(kind, []), header, *rows]])


@file("csv")
def semicolons_and_lines_inside_quotes(kind, header, rows):
    def quoted(value):
        return "" if value is None else f'"{value}"' if isinstance(value, str) else written(value)

    titles = [title.replace(" ", "\n", 1) for title in header]
    lines = [*TITLES.get(kind, []), titles, *rows]
    return "\r\n".join(";".join(map(quoted, line)) for line in lines).encode("utf-8-sig")


@pytest.mark.parametrize("kind", HEADERS)
@pytest.mark.parametrize("name", FILES)
def test_the_same_records(name, kind):
    suffix, make = FILES[name]
    tables = read_tables(make(kind, HEADERS[kind], BODIES[kind]), f"a.{suffix}")
    parsed = kinds.PARSERS[kind](tables)
    assert kinds.mistaken(kind, tables) is None and set(parsed.unmapped) <= {"№"}
    rows = [row for record in parsed.records for row in (record, *getattr(record, "rows", ()))]
    assert [issue.code for row in rows for issue in row.issues if issue.level != "warn"] == []
    if kind == "sheet":
        (record,) = parsed.records
        assert (record.code, record.groups, record.weeks) == ("REP 3301", ("МГІ-24-1",), tuple(WEEKS))
        found = [
            {week: getattr(mark, "value", mark) for week, mark in row.marks.items()} for row in record.rows
        ]
        assert found == [MARKS[student.ais_id] for student in CLASS]
        assert [(str(row.name), row.key) for row in record.rows] == [(s.name, s.ais_id) for s in CLASS]
    else:
        assert [read(kind, record) for record in parsed.records] == [row[1:] for row in BODIES[kind]]


def test_the_list_of_all_and_a_tab_for_each_group_say_the_same():
    header, rows = HEADERS["contingent"], BODIES["contingent"]
    tabs = [
        (group, [header, *[row for row in rows if row[5] == group]], [])
        for group in {s.group for s in STUDENTS}
    ]
    records = kinds.PARSERS["contingent"](
        read_tables(book(("Все", [header, *rows], []), *tabs), "a.xlsx")
    ).records
    again = [record for record in records if record.duplicate_of]
    assert (len(records), len(again)) == (2 * len(STUDENTS), len(STUDENTS))
    assert {(issue.code, issue.params["at"][0]) for record in again for issue in record.issues} == {
        ("same_row", "Все")
    }
    assert "row Все, " in again[0].issues[0].sentence()


@pytest.mark.parametrize(
    ("cell", "number", "day"),
    [
        ("№ 12 от 15.01.2025", "12", dt.date(2025, 1, 15)),
        ("ДО-1/2025 от 15.01.2025 г.", "ДО-1/2025", dt.date(2025, 1, 15)),
        ("12, 2025-01-15", "12", dt.date(2025, 1, 15)),
        ("12 dated 15/01/2025", "12", dt.date(2025, 1, 15)),
        ("ДО-1/2025", "ДО-1/2025", None),
    ],
)
@pytest.mark.parametrize("until", ["31.12.2027", "до 31.12.2027 г.", "31.12.2027 ж. дейін"])
def test_number_and_date_of_a_contract_in_one_cell(cell, number, day, until):
    rows = [["Предприятие", "БИН", "Договор (№, дата)", "Срок"], ["ТОО «Порт»", "161040967686", cell, until]]
    (record,) = kinds.PARSERS["partners"](read_tables(book(("Лист1", rows, [])), "a.xlsx")).records
    assert (record.contract_number, record.contract_date) == (number, day)
    assert record.until == dt.date(2027, 12, 31)


@pytest.mark.parametrize(
    "form", ["{}н", "{}-ші апта (макс. 5 балл)", "нед{}", "week{}", "Неделя №{}\n01.09-06.09"]
)
def test_weeks_in_other_words(form):
    rows = [*TITLES["sheet"], ["№", "Ф.И.О.", "ID", *[form.format(week) for week in WEEKS]], *BODIES["sheet"]]
    (record,) = kinds.PARSERS["sheet"](read_tables(book(("Лист1", rows, [])), "a.xlsx")).records
    assert record.weeks == tuple(WEEKS)
