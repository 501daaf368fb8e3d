"""The measured university is a real one: full sheets, right ratings, pages that open. What it costs is measured elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from qosqanat.grading.actions import recount
from qosqanat.grading.models import Cell, ScoreEvent, Sheet
from qosqanat.studies.models import Student
from tools.bench import report, works
from tools.bench import world as made


@pytest.fixture
def world(db: None) -> Iterator[made.World]:
    with time_machine.travel(made.NOW, tick=False):
        yield made.build(made.Size(courses=12, students=40, students_each=5))


def test_every_sheet_is_full_and_rated(world: made.World) -> None:
    assert Cell.objects.count() == ScoreEvent.objects.count() == 12 * 5 * made.CELLS
    assert recount(world.courses, by=None, at=made.NOW, write=False).differing == []
    assert Sheet.objects.exclude(final=None).count() == 11 * 5  # the last examination is still to come


@pytest.mark.parametrize("work", ["daily", "overviews", "finding"])
def test_the_works_go_through(world: made.World, monkeypatch: pytest.MonkeyPatch, work: str) -> None:
    monkeypatch.setattr(works, "STUDENTS_EACH", 5)
    monkeypatch.setattr(works, "measure", lambda act, prepare=lambda: None, **_how: Once(act, prepare))
    assert all(figures == {"p95": 1} for figures in getattr(works, work)(world).values())


def test_a_university_of_names_alone_has_sheets_and_no_marks(db: None) -> None:
    with time_machine.travel(made.NOW, tick=False):
        made.build(made.Size.of_people(180), marked=False)
    assert (Student.objects.count(), Sheet.objects.count()) == (180, 180)
    assert not Cell.objects.exists()


def test_a_file_is_brought_anew_in_each_run(world: made.World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(works, "BROUGHT", 40)
    before = Student.objects.count()
    assert works.bringing(world)["bring"]["runs"] == 5
    assert Student.objects.count() == before + 5 * 40


def test_the_page_has_every_figure_that_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figure = {"cpu": 1.0, "wall": 2.0, "p95": 3.0, "runs": 5}
    world = {"students": 180, "marks": 8100, "sheets": 180}
    works_of_base = [name for name, *_rest in report.WORKS] + ["aggregate", "typst", "read"]
    base = dict.fromkeys(works_of_base, figure)
    base |= {"serving": {"pages": 80, "p95": 64}, "memory": {"megabytes": 347}}
    people = {"world": world, **dict.fromkeys((name for name, _title in report.FINDING), figure)}
    marked = {"world": world, **dict.fromkeys(report.FLAT, figure)}
    largest = marked | dict.fromkeys((name for name, _title in report.VIEWS), figure)
    sizes = {"base": base, "people": people, "1000": marked, "8100": largest}
    monkeypatch.setattr(report, "PAGE", tmp_path / "performance.md")
    report.write({"engines": {"sqlite": sizes, "postgresql": sizes}})
    text = report.PAGE.read_text()
    for _name, title in (*report.VIEWS, *report.FINDING):
        assert f"| {title} | p95 ≤ 300 | 2.0 | 3.0 ✓ | 2.0 | 3.0 ✓ |" in text
    grown = text.partition("## Growth")[2]
    for title in ("one column of 30 marks saved", "a student's own marks: about two courses of the semester"):
        assert f"| {title} | SQLite | 1.0 | 1.0 | 1.00 ✓ |" in grown
    assert "## Search, 180 students and 180 sheets" in text and "bring 5." in text


class Once:
    """In place of a reading: the work is done once, with what was prepared for it."""

    def __init__(self, act, prepare):
        act(prepare())

    def as_dict(self) -> dict[str, int]:
        return {"p95": 1}
