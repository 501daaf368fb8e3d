"""The measured university is a real one: full sheets, right ratings, pages that open. What it costs is measured elsewhere."""

from collections.abc import Iterator

import pytest
import time_machine

from qosqanat.grading.actions import recount
from qosqanat.grading.models import Cell, ScoreEvent, Sheet
from tools.bench import works
from tools.bench import world as made


@pytest.fixture
def world(db: None) -> Iterator[made.World]:
    with time_machine.travel(made.NOW, tick=False):
        yield made.build(made.Size(courses=12, students=40, students_each=5))


def test_every_sheet_is_full_and_rated(world: made.World) -> None:
    assert Cell.objects.count() == ScoreEvent.objects.count() == 12 * 5 * made.CELLS
    assert recount(world.courses, by=None, at=made.NOW, write=False).differing == []
    assert Sheet.objects.exclude(final=None).count() == 11 * 5  # the last examination is still to come


@pytest.mark.parametrize("work", ["daily", "overviews"])
def test_the_works_go_through(world: made.World, monkeypatch: pytest.MonkeyPatch, work: str) -> None:
    monkeypatch.setattr(works, "STUDENTS_EACH", 5)
    monkeypatch.setattr(works, "measure", lambda act, prepare=lambda: None, **_how: Once(act, prepare))
    assert all(figures == {"done": 1} for figures in getattr(works, work)(world).values())


class Once:
    """In place of a reading: the work is done once, with what was prepared for it."""

    def __init__(self, act, prepare):
        act(prepare())

    def as_dict(self) -> dict[str, int]:
        return {"done": 1}
