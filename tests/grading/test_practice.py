"""How far practice weeks are entered is kept beside the cells and never says anything else than they do."""

from datetime import timedelta
from decimal import Decimal

import pytest

from qosqanat.cli import main
from qosqanat.grading import actions, practice
from qosqanat.grading.models import PracticeWeek
from qosqanat.people.models import Act
from qosqanat.regulation.marks import ABSENT
from qosqanat.studies import actions as studying
from qosqanat.studies.models import Enrolment
from tests import cast
from tests.grading.help import enter
from tests.web.desks import another_course

WEEK = 7
LATER = cast.AT + timedelta(minutes=7)


def kept(house: cast.House, week: int = WEEK) -> tuple[int, object]:
    """Places filled and when the last was; nothing else may be kept than counting finds."""
    courses = [house.course.pk]
    assert practice.kept_wrongly(courses) == []
    found = practice.kept(courses)
    return found.filled[house.course.pk, week], found.typed_at.get((house.course.pk, week))


def test_a_place_counts_while_it_holds_something(house: cast.House) -> None:
    one, two, _three = house.sheets
    assert kept(house) == (0, None)
    assert enter(house, "practice", WEEK, 4, sheet=one).ok
    assert enter(house, "practice", WEEK, ABSENT, sheet=two, at=LATER).ok
    assert kept(house) == (2, LATER)
    assert enter(house, "practice", WEEK, 5, sheet=one, at=LATER + timedelta(minutes=1)).ok
    assert kept(house) == (2, LATER), "another value fills no place"
    assert enter(house, "practice", WEEK, None, sheet=one).ok
    assert kept(house) == (1, LATER)
    assert enter(house, "practice", WEEK, 3, sheet=one, at=LATER + timedelta(minutes=2)).ok
    assert kept(house) == (2, LATER), "filled again is not filled for the first time"
    assert enter(house, "test", WEEK, 3).ok
    assert PracticeWeek.objects.count() == 1


def test_what_a_file_brings_is_counted_but_not_typed(house: cast.House) -> None:
    assert enter(house, "practice", 3, 4, by=house.office, source="spreadsheet").ok
    assert kept(house, 3) == (1, None)


def test_who_leaves_takes_their_places_along_and_brings_them_back(house: cast.House) -> None:
    other = another_course(house, 1)
    for sheet in house.sheets:
        assert enter(house, "practice", WEEK, 4, sheet=sheet).ok
    first, second, _third = Enrolment.objects.filter(course=house.course).order_by(
        "student__person__sort_key"
    )
    hand = {"by": house.head, "at": LATER, "reason": "x"}
    studying.withdraw(first, **hand)
    assert kept(house)[0] == 2
    studying.enrol(first.student, house.course, by=house.head, at=LATER)
    assert kept(house)[0] == 3
    Enrolment.objects.filter(course=other).delete()
    studying.transfer(second, other, **hand)
    assert kept(house)[0] == 2
    assert practice.kept_wrongly([other.pk]) == []


def test_a_wrong_count_is_found_and_put_right(house: cast.House, capsys: pytest.CaptureFixture[str]) -> None:
    assert enter(house, "practice", WEEK, Decimal("2.5")).ok
    PracticeWeek.objects.update(filled=9)
    assert practice.kept_wrongly([house.course.pk]) == [(house.course.pk, WEEK)]
    assert actions.recount_weeks([house.course], by=None, at=LATER, write=False) == {house.course: [WEEK]}
    command = ["recount", "--university", "yessenov"]
    assert main([*command, "--check"]) == 1
    assert f"the counts of weeks {WEEK} differ from the marks" in capsys.readouterr().out
    assert main(command) == 0
    assert main([*command, "--check"]) == 0
    assert kept(house) == (1, cast.AT)
    assert Act.objects.get(action="recount").detail == {"weeks": [WEEK]}


def test_more_weeks_and_courses_are_counted_in_as_many_reads(
    house: cast.House, django_assert_num_queries: object
) -> None:
    courses = [house.course.pk, *(another_course(house, number).pk for number in range(1, 4))]
    with django_assert_num_queries(1):  # type: ignore[operator]
        practice.kept(courses)
    with django_assert_num_queries(2):  # type: ignore[operator]
        practice.counted(courses)
