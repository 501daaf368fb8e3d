"""The measured works. Each goes the way of a user: the page's own address, the act of a room, the command's own steps."""

import io
import json
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.urls import reverse

from . import world as made
from .meter import measure
from .serving import serving
from .world import CELLS, NOW, STUDENTS_EACH, World

Figures = dict[str, dict[str, float]]
FORM = "application/x-www-form-urlencoded"
BROUGHT = 20_000  # as many students as a file may have
CELL = re.compile(rb'class="qq-cell ')
# in Kazakh, Russian and Latin letters, of persons, courses, numbers and partners, of few hits, many and none
TEXTS = (
    "Қайрат", "кайратова зарина", "Kairat", "нур", "abenov mak", "бургылау", "Ілияс Энергетика", "000777",
    "серіктес 77", "жоқ мұндай",
)  # fmt: skip


def signed_in(world: World, role: str) -> Client:
    client = Client(headers={"accept-language": "kk"}, SERVER_NAME="127.0.0.1")
    client.force_login(world.account(role))
    return client


def page_of(client: Client, address: str, **query: str) -> bytes:
    answer = client.get(address, query)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return answer.content


def daily(world: World) -> Figures:
    """What flows all day: the sheet, its marks, a student's own page, the workbook."""
    course = world.open_course
    teacher, student = signed_in(world, "teacher"), signed_in(world, "student")
    sheet = reverse("sheets:course", args=[course.pk])
    page = page_of(teacher, sheet, view="all")
    cells = len(CELL.findall(page))
    assert cells == STUDENTS_EACH * CELLS, f"{cells} cells"
    fetch = reverse("sheets:fetch", args=[course.pk])
    own = reverse("student:home")
    readings = {
        "page": measure(lambda _: page_of(teacher, sheet, view="all")),
        "mark": measure(lambda given: _saved(teacher, *given), prepare=_one_mark(course).__next__),
        "column": measure(lambda given: _applied(teacher, *given), prepare=_one_column(course).__next__),
        "own": measure(lambda _: page_of(student, own)),
        "xlsx": measure(lambda _: page_of(teacher, fetch, view="all")),
    }
    return {name: reading.as_dict() for name, reading in readings.items()}


def _one_mark(course: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """A test point of week 15 of the first student, another one each time."""
    from qosqanat.grading.models import Cell

    cell = Cell.objects.filter(sheet__course=course, component="test", number=15).order_by("sheet").first()
    assert cell is not None
    while True:
        cell.refresh_from_db()
        data = {
            "sheet": cell.sheet_id, "component": "test", "number": 15, "version": cell.version,
            "value": _other(cell), "operation": str(uuid4()),
        }  # fmt: skip
        yield reverse("sheets:cell", args=[course.pk]), data


def _other(cell: Any) -> str:
    return "2" if cell.value == 1 else "1"


def _saved(client: Client, address: str, data: dict[str, Any]) -> None:
    answer = client.post(address, urlencode(data), content_type=FORM)
    assert json.loads(answer.content)["status"] == "saved", answer.content


def _one_column(course: Any) -> Iterator[tuple[str, list[str]]]:
    """All test points of week 14, others each time, as the grid sends what was pasted."""
    from qosqanat.grading.models import Cell

    while True:
        cells = Cell.objects.filter(sheet__course=course, component="test", number=14)
        yield (
            reverse("sheets:apply", args=[course.pk]),
            [f"{cell.sheet_id} t14 {cell.version} {_other(cell)}" for cell in cells],
        )


def _applied(client: Client, address: str, lines: list[str]) -> None:
    data = urlencode({"change": lines, "source": "paste"}, doseq=True)
    answer = client.post(address, data, content_type=FORM, headers={"x-requested-with": "fetch"})
    assert json.loads(answer.content)["operation"], answer.content


def recomputing(world: World) -> Figures:
    """Every rating and final counted again, beside one bare aggregate over the same rows."""
    from qosqanat.grading.actions import recount
    from qosqanat.grading.models import Sheet

    def spoil() -> None:
        Sheet.objects.update(periods=["1", "2"], admission=0, admitted=False, final=None, letter="", gpa=None)

    def aggregate(_: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT sheet_id, sum(value) FROM grading_cell GROUP BY sheet_id")
            assert len(cursor.fetchall()) == STUDENTS_EACH * world.size.courses

    def count_again(write: bool) -> Callable[[None], None]:
        def act(_: None) -> None:
            done = recount(world.courses, by=None, at=NOW, write=write)
            assert len(done.differing) == (done.sheets if write else 0)

        return act

    readings = {
        "aggregate": measure(aggregate, runs=7),
        "recount": measure(count_again(False), runs=7),
        "recount_all": measure(count_again(True), prepare=spoil, runs=7),
    }
    return {name: reading.as_dict() for name, reading in readings.items()}


def papers(world: World) -> Figures:
    """200 student sheets in one batch as one PDF, beside typst alone with the same papers on as many threads."""
    from django_q.models import OrmQ

    from qosqanat.documents.actions import batches
    from qosqanat.documents.models import Batch, Document
    from qosqanat.documents.papers import render
    from qosqanat.grading.models import Sheet

    sheets = list(Sheet.objects.select_related("course", "student")[:200])
    registrar = world.people["registrar"]
    handed: list[tuple[str, str, Any]] = []
    compile_one = render._compile

    def listening(*paper: Any) -> bytes:
        handed.append(paper)
        return compile_one(*paper)

    def forget() -> Any:
        Batch.objects.all().delete()
        Document.objects.all().delete()
        OrmQ.objects.all().delete()  # printed here, not by a worker
        handed.clear()
        return batches.ask("sheet_student", sheets, language="kk+ru", bundle="pdf", by=registrar, at=NOW)

    def print_all(batch: Any) -> None:
        while batches.print_some(batch, at=NOW):
            pass
        assert batches.hand_over(batch, at=NOW).file is not None

    def typst_alone(_: None) -> None:
        with ThreadPoolExecutor(render.PRESSES) as pool:
            assert len(list(pool.map(compile_one, *zip(*handed, strict=True)))) == len(sheets)

    render._compile = listening  # type: ignore[assignment]
    try:
        printed = measure(print_all, prepare=forget, runs=5, warm=1)
    finally:
        render._compile = compile_one
        OrmQ.objects.all().delete()
    alone = measure(typst_alone, runs=5, warm=1)
    return {"papers": printed.as_dict(), "typst": alone.as_dict()}


def bringing(world: World) -> Figures:
    """A contingent of BROUGHT students from XLSX to written rows, beside reading the same file."""
    from qosqanat.intake import actions
    from qosqanat.people.models import Unit
    from qosqanat.spreadsheets.reader import read_tables

    data = _contingent(BROUGHT)

    def newcomer() -> Any:
        """Another university each time, where nobody of the file is known yet."""
        return Unit.objects.create(
            kind="university", code=f"bring-{uuid4().hex}", name_kk="Жаңа университет", time_zone="Asia/Aqtau",
            regulation=world.university.regulation,
        )  # fmt: skip

    def bring(university: Any) -> None:
        run = actions.start(
            university, "contingent", data, "contingent.xlsx", by=world.people["office"], at=NOW
        )
        done = actions.outcome_of(actions.apply(run, by=world.people["office"], at=NOW))
        assert done.counts["refused"] == done.counts["ask"] == 0, done.counts

    alone = measure(lambda _: read_tables(data, "contingent.xlsx"), runs=5, warm=1)
    brought = measure(bring, prepare=newcomer, runs=5, warm=0)
    return {"read": alone.as_dict(), "bring": brought.as_dict(), "file": {"megabytes": len(data) / 1e6}}


def _contingent(students: int) -> bytes:
    """An invented student system's export: numbers, names, groups, programmes."""
    import random

    import xlsxwriter

    dice, out = random.Random(made.SEED), io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Контингент")
        sheet.write_row(
            0,
            0,
            [
                "№",
                "ID в АИС",
                "ФИО",
                "Группа",
                "Курс",
                "Язык обучения",
                "Шифр ОП",
                "Образовательная программа",
                "Статус",
            ],
        )
        for row in range(1, students + 1):
            group = row // 25
            name = f"{dice.choice(made.STEMS)}{dice.choice(made.ENDS)} {dice.choice(made.GIVEN)} {dice.choice(made.STEMS)}ұлы"
            sheet.write_row(
                row, 0,
                [row, f"9{row:06}", name, f"ЖҢА-26-{group:03}", 1, "казахский", f"6B0{group % 40:04}", f"Программа {group % 40}", "обучается"],
            )  # fmt: skip
    return out.getvalue()


def overviews(world: World) -> Figures:
    """The pages that look at a whole department, faculty and university, and the search over everybody."""
    pages = {
        "head": ("head", reverse("department:home"), {}),
        "dean": ("dean", reverse("faculty:home"), {}),
        "rector": ("rector", reverse("overview:home"), {}),
        "registrar": ("registrar", reverse("registrar:home"), {}),
        "search": ("registrar", reverse("records:search"), {"q": "Кайратова зар"}),
    }
    figures = {}
    for name, (role, address, query) in pages.items():
        client = signed_in(world, role)
        figures[name] = measure(lambda _: page_of(client, address, **query), runs=20).as_dict()  # noqa: B023
    return figures


def finding(world: World) -> Figures:
    """The search of those who see everybody, a department or a few courses: the slowest of `TEXTS` for each."""
    address, slowest = reverse("records:search"), {}
    for role in ("registrar", "head", "mentor"):
        client = signed_in(world, role)
        answers = [
            measure(lambda _: page_of(client, address, q=text), runs=7, warm=1).as_dict()  # noqa: B023
            for text in TEXTS
        ]
        slowest[role] = max(answers, key=lambda one: one["p95"])
    return slowest


def served(world: World) -> Figures:
    """The sheet page over HTTP from two workers."""
    return serving(
        signed_in(world, "teacher"), reverse("sheets:course", args=[world.open_course.pk]) + "?view=all"
    )
