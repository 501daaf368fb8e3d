"""A student who leaves by a contingent list still stands on sheets: the row says so, and the head sees it at the course."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from qosqanat.intake import actions
from qosqanat.intake.models import ImportRun
from qosqanat.partners.models import Enterprise
from qosqanat.studies import actions as studies
from qosqanat.studies.models import Course, Enrolment, Student, Term
from qosqanat.studies.problems import problems_of_course
from qosqanat.studies.queries import courses_to_check
from tests import cast
from tests.cast import AT

HEAD = "ID;ФИО;Группа;Курс;Шифр ОП;Статус\n"
STANDS = "still stands in courses of this semester"
GONE = "does not study now still stands in the course"


def listed(student: Student, status: str = "обучается", group: str = "") -> bytes:
    programme = student.group.programme.code
    row = (
        f"{student.number};{student.person.full_name};{group or student.group.code};3;{programme};{status}\n"
    )
    return (HEAD + row).encode()


def planned(house: cast.House, data: bytes, **answers: str) -> ImportRun:
    run = actions.start(house.university, "contingent", data, "list.csv", by=house.office, at=AT)
    return actions.answer(run, answers, at=AT) if answers else run


def said(run: ImportRun) -> str:
    return " ".join(str(reason) for row in actions.outcome_of(run).rows for reason in row.reasons)


@pytest.mark.parametrize("status", ["отчислен", "академический отпуск", "выпускник"])
def test_the_row_of_who_leaves_names_the_courses(house: cast.House, status: str) -> None:
    assert f"{STANDS}: 1 ({house.course.code})." in said(planned(house, listed(house.students[0], status)))


def test_the_control_who_stays_or_stands_nowhere_is_not_warned_of(house: cast.House) -> None:
    student = house.students[0]
    assert STANDS not in said(planned(house, listed(student)))
    enrolment = Enrolment.objects.get(student=student, course=house.course)
    studies.withdraw(enrolment, by=house.head, at=AT, reason="Left the university")
    assert STANDS not in said(planned(house, listed(student, "отчислен")))


def test_who_moves_to_another_group_is_warned_of(house: cast.House) -> None:
    student = house.students[0]
    data = listed(student, group="НГД-24-9")
    assert STANDS not in said(planned(house, data)), "unanswered: nothing moves"
    assert STANDS in said(planned(house, data, **{f"student:{student.number}/group": "yes"}))


def test_another_semester_is_not_counted(house: cast.House) -> None:
    Term.objects.filter(pk=house.term.pk).update(starts_on=date(2025, 9, 1), academic_year="2025-2026")
    Term.objects.create(
        university=house.university, academic_year="2026-2027", season="autumn", starts_on=date(2026, 9, 1)
    )
    assert STANDS not in said(planned(house, listed(house.students[0], "отчислен")))


def test_the_head_sees_at_the_course_who_left_until_the_student_is_withdrawn(
    house: cast.House, client_as: Callable[..., Client]
) -> None:
    run = planned(house, listed(house.students[0], "отчислен"))
    head, address = client_as(house.head), f"/department/courses/{house.course.pk}/"
    assert GONE not in head.get(address).content.decode(), "the control"
    actions.apply(run, by=house.office, at=AT)
    page = head.get(address).content.decode()
    enrolment = Enrolment.objects.get(student=house.students[0], course=house.course)
    assert f"1 student who {GONE}" in page and f"/department/enrolments/{enrolment.pk}/withdraw/" in page
    assert house.course.code in head.get("/department/courses/?problem=warning").content.decode()
    studies.withdraw(enrolment, by=house.head, at=AT, reason="Left the university")
    assert GONE not in head.get(address).content.decode()


def test_it_is_read_with_the_courses(house: cast.House, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    Student.objects.filter(pk__in=[student.pk for student in house.students]).update(status="left")
    (course,) = courses_to_check(Course.objects.filter(pk=house.course.pk))
    with django_assert_num_queries(0):
        assert any(problem.field == "students" for problem in problems_of_course(course))


def test_a_course_keeps_its_partner_while_the_mentors_of_another_mark_it(house: cast.House) -> None:
    """The whole file is written all the same, and the row says who marks the course."""
    firm, contract = (
        Enterprise.objects.create(name_kk="«Теңіз Сервис» ЖШС"),
        house.enterprise.agreements.get(),
    )
    contract.pk, contract.enterprise = None, firm
    contract.save()
    load = (
        "2026-2027 оқу жылының күзгі семестрі;;;;\nПән коды;Пәннің атауы;Топ;Кредит саны;Серіктес кәсіпорын\n"
        f"UBT 3305;{house.course.name_kk};МГІ-24-1;5;{firm.name_kk}\n"
    )

    def bring() -> str:
        run = actions.start(house.university, "load", load.encode(), "load.csv", by=house.office, at=AT)
        actions.apply(run, by=house.office, at=AT)
        house.course.refresh_from_db()
        return said(run)

    assert "Mentors of another enterprise mark the course: Ордабаев Өмірбек Қойшыбайұлы." in bring()
    assert house.course.enterprise == house.enterprise
    studies.end_mentor(house.course.mentors.get(), ends_on=AT.date(), by=house.head, at=AT)
    assert "mark the course" not in bring()
    assert house.course.enterprise == firm
