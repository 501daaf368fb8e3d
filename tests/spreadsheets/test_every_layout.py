"""One truth in many layouts: the same records come out of each, and nothing is refused or asked."""

import io
import random
from dataclasses import replace

import pytest
import xlsxwriter

from qosqanat.spreadsheets import kinds
from qosqanat.spreadsheets.kinds import canvas, contingent, load, partners, sheet
from qosqanat.spreadsheets.kinds.enterprises import EnterpriseRecord
from qosqanat.spreadsheets.kinds.mentors import MentorRecord
from qosqanat.spreadsheets.reader import read_tables
from tests.spreadsheets import kit
from tests.spreadsheets.layouts import firms, gradebooks, people, sheets
from tests.spreadsheets.layouts.truth import COURSES, PARTNERS, STUDENTS
from tests.spreadsheets.ods import ods
from tests.spreadsheets.xls import xls


def unclear(records):
    return [(i.code, i.field, i.value) for r in records for i in r.issues if i.level != "warn"]


def students_of(records):
    return [
        (
            r.ais_id,
            str(r.name),
            r.iin,
            r.sex,
            r.birth_date,
            r.group,
            r.course,
            r.programme,
            r.status,
            r.phones,
        )
        for r in records
    ]


def expected_students(status):
    return [
        (s.ais_id, s.name, s.iin, s.sex, s.born, s.group, s.course, s.programme, status, (s.phone,))
        for s in STUDENTS
    ]


@pytest.mark.parametrize("name", people.LAYOUTS)
def test_students(name):
    tables = people.LAYOUTS[name]()
    parsed = contingent.parse(tables)
    assert unclear(parsed.records) == []
    status = "studying" if "status" in parsed.columns else None
    assert students_of(parsed.records) == expected_students(status)
    assert kinds.detect(tables)[0].kind == "contingent"


def test_columns_that_nobody_knows_are_shown():
    assert contingent.parse(people.columns_at_random_and_unknown_ones()).unmapped == ["Общежитие", "Грант №"]


ROWS = [
    [v.strftime("%d.%m.%Y") if hasattr(v, "strftime") else v for v in row]
    for row in people.listed(people.KAZAKH, language="kk")
]
LATIN_1251 = str.maketrans("ӘәҚқҒғҰұӨөҮүҢңҺһІі", "АаКкГгУуОоУуНнХхИи")


def xlsx(rows):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for i, row in enumerate(rows):
            page.write_row(i, 0, row)
        for first, last in ((1, 4), (5, 8), (9, 12)):
            page.merge_range(first, 5, last, 5, rows[first][5])
    return stream.getvalue()


def text(rows, separator, code):
    return "\n".join(separator.join("" if v is None else str(v) for v in row) for row in rows).encode(code)


ONCE = [[None if c == 5 and i % 4 != 1 and i else v for c, v in enumerate(row)] for i, row in enumerate(ROWS)]
FILES = {
    "merged.xlsx": lambda: xlsx(ROWS),
    "old.xls": lambda: xls(ONCE),
    "libre.ods": lambda: ods(ONCE, {(1, 5): 4, (5, 5): 4, (9, 5): 4}),
    **{
        f"{number}.csv": lambda separator=separator, code=code: text(ROWS, separator, code)
        for number, (separator, code) in enumerate(
            (s, c) for s in ";,\t" for c in ("utf-8", "utf-8-sig", "utf-16")
        )
    },
}


@pytest.mark.parametrize("name", FILES)
def test_students_in_every_format(name):
    parsed = contingent.parse(read_tables(FILES[name](), name))
    assert students_of(parsed.records) == expected_students("studying")


def test_students_in_windows_1251():
    rows = [[str(v).translate(LATIN_1251) for v in row] for row in ROWS]
    parsed = contingent.parse(read_tables(text(rows, ";", "cp1251"), "a.csv"))
    assert [r.ais_id for r in parsed.records] == [s.ais_id for s in STUDENTS]
    assert [r.sex for r in parsed.records] == [s.sex for s in STUDENTS]
    assert unclear(parsed.records) == []


@pytest.mark.parametrize("name", firms.LOADS)
def test_courses(name):
    tables = firms.LOADS[name]()
    records = load.parse(tables).records
    found = [
        (r.code, r.name_kk, r.name_ru, r.name_en, r.groups, r.credits, r.model, (r.hours_total, r.hours_campus, r.hours_site),
         str(r.teacher.name), r.partner, str(r.mentors[0].name))
        for r in records
    ]  # fmt: skip
    assert found == [
        (c.code, c.kk, c.ru, c.en, (c.group,), c.credits, c.model, c.hours, c.teacher, c.partner, c.mentor)
        for c in COURSES
    ]
    assert {r.faculty for r in records} <= {"", "Технологиялық факультет"}
    assert unclear(records) == []
    assert kinds.detect(tables)[0].kind == "load"


@pytest.mark.parametrize("name", firms.PARTNERS_LAYOUTS)
def test_partners(name):
    tables = firms.PARTNERS_LAYOUTS[name]()
    records = partners.parse(tables).records
    parts = {
        kind: [r for r in records if isinstance(r, kind)]
        for kind in (EnterpriseRecord, partners.SiteRecord, MentorRecord)
    }
    enterprises, places, mentors = parts.values()
    assert [(r.number, r.contract_number, r.contract_date, r.until) for r in enterprises] == [
        (p.bin, p.contract, p.signed, p.until) for p in PARTNERS
    ]
    assert [r.name_kk or r.name_ru for r in enterprises] == [p.kk for p in PARTNERS]
    assert [(r.partner, r.name, f"{r.latitude}, {r.longitude}") for r in places] == [
        (p.kk, p.site, p.point) for p in PARTNERS
    ]
    assert [(r.partner, str(r.name), r.phones) for r in mentors] == [
        (p.kk, p.mentor, (p.phone,)) for p in PARTNERS
    ]
    assert {code for code, *_ in unclear(records)} <= {"name_kk_missing"}
    assert kinds.detect(tables)[0].kind == "partners"


@pytest.mark.parametrize("name", sheets.LAYOUTS)
def test_marks(name):
    tables = sheets.LAYOUTS[name]()
    (record,) = sheet.parse(tables).records
    assert [str(row.name) for row in record.rows] == [s.name for s in sheets.CLASS]
    assert {
        row.key or row.typed_name: {w: getattr(m, "value", m) for w, m in row.marks.items()}
        for row in record.rows
    } == {s.ais_id: sheets.MARKS[s.ais_id] for s in sheets.CLASS}
    assert record.code == "REP 3301"
    assert unclear(record.rows) == []
    assert kinds.detect(tables)[0].kind == "sheet"


@pytest.mark.parametrize("name", sheets.UNCLEAR)
def test_weeks_that_are_not_clear_are_refused_with_a_sentence(name):
    parsed = sheet.parse(sheets.UNCLEAR[name]())
    assert list(parsed.records) == []
    assert {note.level for note in parsed.notes} == {"refuse"}


@pytest.mark.parametrize("name", gradebooks.LAYOUTS)
def test_gradebooks(name):
    tables = gradebooks.LAYOUTS[name]()
    (record,) = canvas.parse(tables).records
    weeks = {task.id: task.week for task in record.tasks if task.kind == "test"}
    assert sorted(weeks.values()) == list(gradebooks.WEEKS)
    assert [task.number for task in record.tasks if task.kind == "iws"] == [1, 2]
    assert [(row.name.surname, row.name.given) for row in record.rows] == [
        (s.surname, s.given) for s in gradebooks.CLASS
    ]
    assert [{weeks[t]: v for t, v in row.scores.items() if t in weeks} for row in record.rows] == [
        gradebooks.TESTS[s.ais_id] for s in gradebooks.CLASS
    ]
    assert {row.sections for row in record.rows} <= {("МГІ-24-1", "ЭЭ-24-2"), ("МГІ-24-1",)}
    assert kinds.detect(tables)[0].kind == "canvas"


@pytest.mark.parametrize("seed", [1, 2])
def test_the_kit_s_list_with_its_columns_in_any_order(seed):
    def shuffled(table):
        width = max(len(row) for row in table.rows)
        order = random.Random(seed).sample(range(width), width)
        return replace(table, rows=[[row[i] if i < len(row) else None for i in order] for row in table.rows])

    tables = kit.tables("contingent-2026-autumn.xlsx")
    found = contingent.parse([shuffled(table) for table in tables if table.rows])
    assert students_of(found.records) == students_of(kit.contingent().records)
    assert found.unmapped == kit.contingent().unmapped


ALL = {
    "contingent": people.LAYOUTS,
    "load": firms.LOADS,
    "partners": firms.PARTNERS_LAYOUTS,
    "sheet": sheets.LAYOUTS,
    "canvas": gradebooks.LAYOUTS,
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, made in ALL.items() for name in made])
def test_a_file_is_taken_for_its_own_kind_and_for_no_other(kind, name):
    tables = ALL[kind][name]()
    mistakes = {wanted: kinds.mistaken(wanted, tables) for wanted in kinds.PARSERS}
    assert mistakes.pop(kind) is None
    assert {issue.code for issue in mistakes.values()} == {f"looks_{kind}"}


BETWEEN = ["ИС-2301", "ИС-2302"]


def weeks_with_lines(title, lines):
    """The class in two halves with a line above each."""
    head, *rows = sheets.listed(sheets.titles_in("{n} апта"))
    table = sheets.table([title], head, lines[:1], *rows[:2], lines[1:], *rows[2:])
    return [(record.code, record.course, len(record.rows)) for record in sheet.parse([table]).records]


def test_a_group_that_looks_like_a_code_is_no_course_where_the_titles_name_one():
    everybody = len(sheets.CLASS)
    assert weeks_with_lines("Дисциплина: GZN 2206 Геология", BETWEEN) == [("GZN 2206", "Геология", everybody)]
    assert weeks_with_lines("Ведомость", BETWEEN) == [("ИС 2301", "", 2), ("ИС 2302", "", everybody - 2)]
    named = ["REP 3301 Релейная защита", "PLB 3303 Логистика"]
    assert weeks_with_lines("Дисциплина: GZN 2206 Геология", named) == [
        ("REP 3301", "Релейная защита", 2),
        ("PLB 3303", "Логистика", everybody - 2),
    ]


def beside_a_site(title):
    head = ["Предприятие", "Площадка", "Координаты", title, "Должность"]
    rows = [["Порт", "Причал 3", "43.60, 51.22", name, "мастер"] for name in ("Ким Виктор", "Ли Анна")]
    records = partners.parse([firms.table(head, *rows)]).records
    return [str(getattr(record, "name", "")) for record in records]


def test_mentors_stand_beside_their_site_and_whoever_answers_for_it_is_none():
    assert beside_a_site("ФИО наставника") == ["Причал 3", "Ким Виктор", "Ли Анна"]
    assert beside_a_site("ФИО ответственного") == ["Причал 3"]
