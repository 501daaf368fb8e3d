"""Counting again finds what differs from the marks, and nothing else; histories of entries are in `test_machine`."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qosqanat.cli import main
from qosqanat.grading import actions
from qosqanat.grading.models import Sheet
from qosqanat.people.models import Act
from tests import cast
from tests.grading.help import AFTER, enter, fill
from tests.web.desks import another_course

RIGHT = ["periods", "admission", "admitted", "exam", "final", "letter", "gpa"]


def standing() -> list[tuple[object, ...]]:
    return list(Sheet.objects.order_by("pk").values_list(*RIGHT))


def examined(house: cast.House, points: dict[int, object]) -> None:
    """Full marks in the semester, then an examination with these points by place in the list."""
    fill(house, Decimal("0.9"))
    actions.issue_exam_sheet(house.course, held_on=AFTER.date(), by=house.registrar, at=AFTER)
    for place, value in points.items():
        assert enter(house, "exam", 1, value, sheet=house.sheets[place], at=AFTER).ok


def spoil(sheet: Sheet) -> None:
    Sheet.objects.filter(pk=sheet.pk).update(periods=["1", "2"], admission=Decimal("1.5"), admitted=False)


def test_ratings_in_order_stay_as_they_are(house: cast.House) -> None:
    examined(house, {0: 77.25, 1: 0})
    before = list(Sheet.objects.order_by("pk").values())
    done = actions.recount([house.course], by=house.registrar, at=AFTER)
    assert (done.sheets, done.differing) == (len(house.sheets), [])
    assert list(Sheet.objects.order_by("pk").values()) == before
    assert not Act.objects.filter(action="recount").exists()


def test_a_spoilt_rating_is_found_and_put_right(house: cast.House) -> None:
    """What is stored is the sum of all that was earned (Y-6.1)."""
    fill(house, Decimal("0.37"))
    before = standing()
    spoil(house.sheets[1])
    found = actions.recount([house.course], by=house.registrar, at=AFTER, write=False)
    assert found.differing == [house.sheets[1]]
    assert standing() != before
    actions.recount([house.course], by=house.registrar, at=AFTER)
    assert standing() == before
    assert Act.objects.get(action="recount").detail == {"sheets": [house.sheets[1].number]}


def test_more_courses_ask_no_more(house: cast.House) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert actions.recount(courses, by=None, at=cast.AT, write=False).sheets == 3 * len(courses)
        return len(queries)

    courses = [house.course, another_course(house, 1)]
    few = asked()
    courses += [another_course(house, number) for number in range(2, 7)]
    assert asked() == few


def test_the_command_says_what_differs_and_then_puts_it_right(
    house: cast.House, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(house.sheets[0])
    command = ["recount", "--university", "yessenov"]
    assert main([*command, "--check"]) == 1
    assert f"sheet {house.sheets[0].number}: the stored ratings differ" in capsys.readouterr().out
    assert main(command) == 0
    assert main([*command, "--check"]) == 0
    assert f"{len(house.sheets)} sheets counted, 0 differ" in capsys.readouterr().out


def test_a_university_that_is_not_there_is_named(
    house: cast.House, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["recount", "--university", "nowhere"]) == 2
    assert "Known: yessenov" in capsys.readouterr().err
