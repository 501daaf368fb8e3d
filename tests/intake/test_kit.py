"""The whole kit, from empty to points, in the order in which a university brings its files."""

from datetime import date
from decimal import Decimal

import pytest

from qosqanat.grading.models import Cell, IwsTask, ScoreEvent
from qosqanat.intake import actions
from qosqanat.partners.models import Agreement, Enterprise, Post, Seat, Site
from qosqanat.people.models import Person, Unit
from qosqanat.studies.models import Course, Enrolment, Group, Programme, Student, Term

from .conftest import AT, KIT, KIT_BASE, Bring, Empty

SHEETS = {
    "vedomost-w1-w9-BES3309.xlsx": (21, 4, 2),
    "vedomost-w1-w9-PLB3303.xlsx": (23, 1, 2),
    "vedomost-w1-w9-RQA3308.xlsx": (26, 2, 2),
    "vedomost-w1-w9-STZh3310.xlsx": (22, 2, 2),
    "vedomost-w1-w9-UBT3305.xlsx": (26, 2, 2),
    "vedomost-w1-w9-WQA3301.xlsx": (21, 2, 2),
}
GRADEBOOKS = {
    "canvas-gradebook-RQA3308.csv": (27, 1),
    "canvas-gradebook-UBT3305.csv": (27, 1),
    "canvas-gradebook-WQA3301.csv": (22, 2),
}


def counts(run) -> tuple[int, ...]:  # type: ignore[no-untyped-def]
    return tuple(run.counts[name] for name in ("new", "changed", "unchanged", "refused", "ask"))


def test_students_partners_and_courses(semester: None) -> None:
    """Programmes (Y-3.d6, D-3.1.t6), partners with contracts (Y-5.9, D-6.11), their workplaces (Y-5.11.b1), mentors."""
    assert (Student.objects.count(), Group.objects.count(), Programme.objects.count()) == (640, 28, 9)
    assert Unit.objects.filter(kind="faculty").count() == 2
    assert Unit.objects.filter(kind="department").count() == 6
    assert not Unit.objects.filter(kind="department", name_kk="").exists(), "the load adds the Kazakh names"
    assert (Enterprise.objects.count(), Agreement.objects.count(), Seat.objects.count()) == (22, 22, 32)
    assert (Site.objects.count(), Post.objects.count()) == (35, 75)
    assert (Course.objects.count(), Term.objects.get().starts_on) == (61, date(2026, 9, 1))
    assert Enrolment.objects.count() == 1500
    assert Course.objects.get(code="KB 3312").credits == Decimal(2)


def test_a_transfer_keeps_one_student_in_the_new_group(semester: None) -> None:
    moved = Student.objects.get(number="43991")
    assert moved.group.code == "МГІ-24-1"
    assert not Student.objects.filter(number="41556").exists()


def test_two_teachers_with_the_same_initials_are_two_people(semester: None) -> None:
    names = {
        course.department.name_ru: course.teacher.full_name
        for course in Course.objects.filter(teacher__surname="Ахметова").select_related(
            "department", "teacher"
        )
    }
    assert names["Нефтегазовое дело и геология"] == "Ахметова Гүлнар Серікқызы"
    assert names["Энергетика и автоматизация"] == "Ахметова Гаухар Сәбитқызы"


@pytest.mark.parametrize(("name", "expected"), SHEETS.items())
def test_every_sheet(semester: None, bring: Bring, settle, name: str, expected: tuple[int, int, int]) -> None:  # type: ignore[no-untyped-def]
    run = bring("sheet", name)
    new, refused, asks = expected
    assert counts(run) == (new, 0, 0, refused, asks)
    assert not ScoreEvent.objects.exists()
    done = settle(run)
    assert counts(done) == (new, 0, 0, refused, 0)
    events = ScoreEvent.objects.select_related("author", "on_behalf_of")
    assert events.exists() and {event.source for event in events} == {"spreadsheet"}
    assert all(event.author == run.started_by and event.on_behalf_of for event in events)
    again = bring("sheet", name)
    assert counts(again) == (0, 0, new, refused, asks)


@pytest.mark.parametrize(("name", "expected"), GRADEBOOKS.items())
def test_every_gradebook(semester: None, bring: Bring, settle, name: str, expected: tuple[int, int]) -> None:  # type: ignore[no-untyped-def]
    new, refused = expected
    done = settle(bring("canvas", name))
    assert counts(done) == (new, 0, 0, refused, 0)
    course = Cell.objects.select_related("sheet__course").first().sheet.course  # type: ignore[union-attr]
    caps = [
        sum(task.cap for task in IwsTask.objects.filter(course=course, period=period)) for period in (1, 2)
    ]
    assert caps == [period.iws_cap for period in course.scheme.rules.periods]
    assert counts(bring("canvas", name)) == (0, 0, new, refused, 0)


@pytest.mark.parametrize(("kind", "name"), KIT_BASE.items())
def test_the_same_file_again_changes_nothing(
    semester: None, bring: Bring, bare: Empty, kind: str, name: str
) -> None:
    before = {
        model: list(model.objects.order_by("pk").values())
        for model in (Person, Student, Course, Enterprise, Post)
    }
    run = bring(kind, name)
    assert counts(run)[:2] == (0, 0) and run.counts["unchanged"] > 50
    actions.apply(run, by=bare.office, at=AT)
    assert before == {model: list(model.objects.order_by("pk").values()) for model in before}


def test_the_kit_is_there() -> None:
    assert len(list(KIT.iterdir())) == 12
