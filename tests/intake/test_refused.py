"""Refused rows come back as they stood, and the workbook can be corrected and brought again."""

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.utils.translation import override

from qosqanat.cli import main
from qosqanat.intake import actions
from qosqanat.intake.models import ImportRun
from qosqanat.spreadsheets.reader import read_tables
from qosqanat.studies.models import Student

from .conftest import AT, KIT, Bring, Empty, empty

IIN = "080204582348"
LIST = (
    "Контингент студентов;;;;;;\n"
    "ID в АИС;ФИО;Группа;Курс;Шифр ОП;ИИН;Староста\n"
    "Мұнай-газ ісі кафедрасы;;;;;;\n"
    "50001;Айдынұлы Шыңғыс;МГІ-24-1;3;6B07201;;да\n"
    f"50002;;МГІ-24-1;3;6B07201;{IIN};нет\n"
    "50003;Ілиясова Әлия;МГІ-24-1;3;6B07201;;нет\n"
    ";Серікова Дана;МГІ-24-1;3;6B07201;;=1+1\n"
)


def sheets_of(workbook: bytes) -> dict[str, list[list[Any]]]:
    return {table.name: table.rows for table in read_tables(workbook, "refused.xlsx")}


def brought(bring: Bring, text: str = LIST, name: str = "list.csv") -> ImportRun:
    return bring("contingent", name, text.encode())


def test_the_sheet_comes_back_without_the_rows_that_are_settled(bring: Bring) -> None:
    sheets = sheets_of(actions.refused_rows(brought(bring)))
    (rows,) = sheets.values()
    assert [row[0] for row in rows] == [
        "Контингент студентов", "ID в АИС", "Мұнай-газ ісі кафедрасы", "50002", None,
    ]  # fmt: skip
    assert rows[1] == ["ID в АИС", "ФИО", "Группа", "Курс", "Шифр ОП", "ИИН", "Староста", "Reason"]
    assert rows[3][1:7] == [None, "МГІ-24-1", "3", "6B07201", IIN, "нет"], "the IIN and what nobody reads too"
    assert rows[4][6] == "=1+1" and "name is missing" in rows[3][7] and "The ID in the student" in rows[4][7]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_put_right_it_is_brought_again_and_nothing_is_lost(bare: Empty, bring: Bring, language: str) -> None:
    run = brought(bring)
    actions.apply(run, by=bare.office, at=AT)
    with override(language):
        book = openpyxl.load_workbook(io.BytesIO(actions.refused_rows(ImportRun.objects.get(pk=run.pk))))
    book.active["B4"], book.active["A5"] = "Нұрланов Асан", "50004"
    stream = io.BytesIO()
    book.save(stream)
    again = bring("contingent", "refused.xlsx", stream.getvalue())
    assert again.counts["new"] == 2 and again.counts["refused"] == 0 and again.counts["ask"] == 0
    actions.apply(again, by=bare.office, at=AT)
    late = Student.objects.get(number="50002")
    assert late.person.masked_iin.endswith(IIN[-4:]) and late.group.code == "МГІ-24-1"
    assert Student.objects.filter(number__startswith="5000").count() == 4


def test_what_a_row_above_says_for_an_empty_cell_comes_along(bring: Bring) -> None:
    rows = [
        f"5000{n};{'' if n in (3, 6) else f'Айдынұлы Шыңғ{chr(1072 + n)}с'};{{}};3;6B07201\n"
        for n in range(1, 7)
    ]
    groups = ["МГІ-24-1", "", "", "МГІ-24-2", "", ""]
    text = "ID;ФИО;Группа;Курс;Шифр ОП\n" + "".join(
        row.format(group) for row, group in zip(rows, groups, strict=True)
    )
    (found,) = sheets_of(actions.refused_rows(brought(bring, text))).values()
    assert [row[:3] for row in found[1:]] == [["50003", None, "МГІ-24-1"], ["50006", None, "МГІ-24-2"]]


def test_a_list_refused_as_a_whole_comes_back_whole(db: None) -> None:
    """A university without courses: nothing of a gradebook can be placed."""
    name, other = "canvas-gradebook-WQA3301.csv", empty("dulati")
    data = (KIT / name).read_bytes()
    run = actions.start(other.university, "canvas", data, name, by=other.office, at=AT)
    assert run.counts["refused"] == 1
    (rows,) = sheets_of(actions.refused_rows(run)).values()
    assert len(rows) == len(read_tables(data, "a.csv")[0].rows)


def test_partners_are_listed_by_field(bring: Bring) -> None:
    text = "Предприятие;БИН;№ договора;Дата договора\n;161040967686;12;01.09.2026\nТОО «Порт»;161040967686;1;01.09.2026\nТОО «Порт 2»;161040967686;2;01.09.2026\n"
    run = bring("partners", "partners.csv", text.encode())
    assert run.counts["refused"]
    sheets = sheets_of(actions.refused_rows(run))
    assert list(sheets) == ["Refused rows"] and sheets["Refused rows"][0][:3] == ["Sheet", "Row", "Record"]


def test_people_across_are_listed_by_field(bring: Bring) -> None:
    across = "ID;50001;50002;50003\nФИО;Айдынұлы Шыңғыс;;Серікова Дана\nГруппа;МГІ-24-1;МГІ-24-1;\nКурс;3;3;3\nШифр ОП;6B07201;6B07201;6B07201\n"
    run = brought(bring, across)
    assert run.counts["refused"]
    assert list(sheets_of(actions.refused_rows(run))) == ["Refused rows"]


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_the_command_hands_them_back(
    bare: Empty, tmp_path: Path, more: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "list.csv", tmp_path / "refused.xlsx"
    path.write_text(LIST)
    call = ["import", "contingent", str(path), "--university", "yessenov", *more, "--refused"]
    with time_machine.travel(AT, tick=False):
        assert main([*call, str(out)]) == 1
        (rows,) = sheets_of(out.read_bytes()).values()
        assert [row[5] for row in rows[3:]] == [IIN, None]
        assert Student.objects.filter(number="50001").exists() is not bool(more)
        assert main([*call, str(tmp_path / "nowhere" / "refused.xlsx")]) == 2
    assert "refused.xlsx cannot be written: No such file or directory." in capsys.readouterr().err
