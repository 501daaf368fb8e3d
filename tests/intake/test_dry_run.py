"""What confirming would refuse, the dry run refuses already: on its own row and with the reason."""

from datetime import date
from decimal import Decimal

import pytest

from qosqanat.core.problems import Refused
from qosqanat.grading.models import CourseScheme
from qosqanat.intake import actions
from qosqanat.intake.models import ImportRun
from qosqanat.partners.models import Agreement, Enterprise, Site
from qosqanat.studies.models import Course, Student
from tests import cast
from tests.cast import AT
from tests.grading.help import enter

from .conftest import Bring, Empty

HEAD = "2026-2027 оқу жылының күзгі семестрі;;;;;\nПән коды;Пәннің атауы;Топ;Кредит саны;Кафедра;Кәсіпорын\n"
STUDENTS = "ID;ФИО;ИИН;Группа;Курс;Шифр ОП\n"


def load(*rows: tuple[Course, int, str]) -> bytes:
    lines = [
        f"{course.code};{course.name_kk};{course.groups_key};{credits};{course.department.name_kk};{partner}"
        for course, credits, partner in rows
    ]
    return (HEAD + "\n".join(lines) + "\n").encode()


def brought(house: cast.House, kind: str, data: bytes) -> ImportRun:
    return actions.start(house.university, kind, data, "list.csv", by=house.office, at=AT)


def refused(run: ImportRun) -> list[str]:
    return [" ".join(map(str, row.reasons)) for row in actions.outcome_of(run).with_verdict("refused")]


@pytest.fixture
def second(house: cast.House) -> Course:
    """Another course of the semester, without sheets."""
    one = house.course
    course = Course.objects.create(
        university=one.university,
        term=one.term,
        department=one.department,
        code="SRP 3309",
        name_kk="Екінші пән",
        language=one.language,
        credits=5,
        groups_key=house.group.code,
    )
    course.groups.add(house.group)
    return course


def test_credits_that_marks_hold_fast_are_refused_and_the_rest_is_written(
    house: cast.House, second: Course
) -> None:
    enter(house, "practice", 7, 3)
    assert CourseScheme.objects.get(course=house.course).frozen_at
    run = brought(house, "load", load((house.course, 4, ""), (second, 4, "")))
    (why,) = refused(run)
    assert "Points are entered already, so marking scheme" in why
    actions.apply(run, by=house.office, at=AT)
    assert Course.objects.get(pk=house.course.pk).credits == Decimal(5)
    assert Course.objects.get(pk=second.pk).credits == Decimal(4)


def test_the_control_credits_without_marks_follow(house: cast.House) -> None:
    run = brought(house, "load", load((house.course, 4, "")))
    assert not refused(run) and run.counts["changed"] == 1
    actions.apply(run, by=house.office, at=AT)
    assert Course.objects.get(pk=house.course.pk).credits == Decimal(4)


def test_another_partner_is_refused_where_the_head_has_set_a_site(house: cast.House, second: Course) -> None:
    Course.objects.update(enterprise=house.enterprise)
    site = Site.objects.create(enterprise=house.enterprise, name="Цех")
    Course.objects.filter(pk=house.course.pk).update(site=site)
    house.course.mentors.all().delete()  # a mentor of the partner would hold it
    other = Enterprise.objects.create(name_kk="Теңіз мұнай")
    Agreement.objects.create(university=house.university, enterprise=other, number="7")
    run = brought(house, "load", load((house.course, 5, "Теңіз мұнай"), (second, 5, "Теңіз мұнай")))
    (why,) = refused(run)
    assert why.startswith(
        "The site belongs to another enterprise: choose one of the course's partner, or none. (Y-5.9) Nothing"
    )
    actions.apply(run, by=house.office, at=AT)
    assert Course.objects.get(pk=house.course.pk).enterprise == house.enterprise
    assert Course.objects.get(pk=second.pk).enterprise == other


def test_an_iin_of_somebody_else_is_refused_with_the_name(house: cast.House) -> None:
    one, other = house.students[:2]
    row = f"{one.number};{one.person.full_name};{other.person.reveal_iin()};{one.group.code};3;{one.group.programme.code}"
    run = brought(house, "contingent", f"{STUDENTS}{row}\n".encode())
    (why,) = refused(run)
    assert f"Another person of the university has this IIN: {other.person.full_name}." in why
    before = one.person.iin_index
    actions.apply(run, by=house.office, at=AT)
    assert Student.objects.get(pk=one.pk).person.iin_index == before
    notes = " ".join(map(str, actions.outcome_of(run).notes))
    assert f"not in the file: {len(house.students) - 1}" in notes, (
        "the refused row names the student all the same"
    )


def test_one_iin_for_two_who_are_known_without_one_is_refused(bare: Empty, bring: Bring) -> None:
    names = ("Айдынұлы Шыңғыс", "Ілиясова Әлия")

    def listed(iin: str) -> bytes:
        rows = [f"4120{n};{name};{iin};МГІ-24-1;3;6B07201" for n, name in enumerate(names)]
        return (STUDENTS + "\n".join(rows) + "\n").encode()

    actions.apply(bring("contingent", "list.csv", listed("")), by=bare.office, at=AT)
    run = bring("contingent", "list.csv", listed("080204582348"))
    run = actions.answer(run, {"pair:list:2:3": "both"}, at=AT)
    assert len(refused(run)) == 1 and names[0] in refused(run)[0]
    actions.apply(run, by=bare.office, at=AT)
    assert Student.objects.exclude(person__iin_index=None).get().number == "41200"


@pytest.mark.parametrize("typed", ["31.12.9999", "01.01.0001", "30.06.2026", "01.07.2027", "ертең"])
def test_a_semester_does_not_begin_outside_its_year(bare: Empty, bring: Bring, typed: str) -> None:
    data = (HEAD + "UBT 3305;Ұңғымаларды бұрғылау;МГІ-24-1;5;;\n").encode()
    run = bring("load", "load.csv", data)
    with pytest.raises(Refused, match=r"type one from 01\.07\.2026 to 30\.06\.2027"):
        actions.answer(run, {"term/starts_on": f"={typed}"}, at=AT)
    run.refresh_from_db()
    assert not run.answers
    actions.answer(run, {"term/starts_on": "=24.08.2026"}, at=AT)
    actions.apply(run, by=bare.office, at=AT)
    assert bare.university.terms.get().starts_on == date(2026, 8, 24)
