"""The history of records: who, for whom, when, from what to what, why; nobody sees more than the record allows."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from qosqanat.grading.actions import Entry, choose_scheme, edit_term, enter_scores, issue_sheets, reopen_week
from qosqanat.grading.models import ExamSheet, ScoreEvent
from qosqanat.people import actions
from qosqanat.people.actions.view import drop_view, save_view
from qosqanat.people.log import record
from qosqanat.people.models import Person
from qosqanat.regulation import packs
from qosqanat.studies.actions import edit_course
from qosqanat.studies.models import Enrolment, Student
from tests.cast import AT, WEEK, House
from tests.web.permissions.registrar import exam as made_exam

As = Callable[[Person], Client]


def history(client: Client, kind: str, row: Any, **query: str) -> list[Any]:
    answer = client.get(reverse(f"records:{kind}_history", args=[row.pk]), query)
    assert answer.status_code == 200
    return list(answer.context["page"].object_list)


def score(house: House, value: str, *, minute: int = 0, version: int = 0) -> None:
    entry = Entry(house.sheets[0].pk, "practice", WEEK, Decimal(value), uuid4(), version)
    (verdict,) = enter_scores([entry], by=house.mentor, at=AT + timedelta(minutes=minute), source="phone")
    assert verdict.ok, verdict


def test_a_changed_fact_says_from_what_to_what(house: House, client_as: As) -> None:
    edit_course(house.course, by=house.head, at=AT, name_kk="Бұрғылау", note="жазба")
    (line, *_older) = history(client_as(house.head), "course", house.course)
    assert line.by == house.head and line.what == "facts changed"
    assert ("name in Kazakh", "Ұңғымаларды бұрғылау технологиясы", "Бұрғылау") in line.changes
    assert ("note", "", "жазба") in line.changes


def test_points_say_from_what_to_what_newest_first(house: House, client_as: As) -> None:
    score(house, "3")
    score(house, "4.5", minute=5, version=1)
    for kind, row in (
        ("sheet", house.sheets[0]),
        ("student", house.sheets[0].student),
        ("course", house.course),
    ):
        second, first, *_older = history(client_as(house.teacher), kind, row)
        assert second.changes == [("points", "3", "4.5")], kind
        assert first.changes == [("points", "", "3")] and first.by == house.mentor


def test_points_are_hidden_from_those_who_may_not_see_them(house: House, client_as: As) -> None:
    score(house, "3")
    assert not [
        line for line in history(client_as(house.career), "student", house.sheets[0].student) if line.changes
    ]
    assert [
        line for line in history(client_as(house.quality), "student", house.sheets[0].student) if line.changes
    ]


def test_a_deputy_and_a_reason_are_named(house: House, client_as: As) -> None:
    record(
        "sheet_send_back",
        house.sheets[0],
        by=house.dean,
        on_behalf_of=house.head,
        at=AT,
        university=house.university,
        reason="мөр жоқ",
    )
    page = (
        client_as(house.dean)
        .get(reverse("records:sheet_history", args=[house.sheets[0].pk]))
        .content.decode()
    )
    assert "sheet sent back to the mentor" in page and "мөр жоқ" in page
    assert f"on behalf of {house.head.short_name}" in page


def test_acts_of_another_university_stay_there(house: House, neighbour: House, client_as: As) -> None:
    record("person.edit", house.mentor, by=neighbour.admin, at=AT, university=neighbour.university)
    record("person.edit", house.mentor, by=house.admin, at=AT, university=house.university)
    assert [line.by for line in history(client_as(house.admin), "person", house.mentor)] == [house.admin]


def test_a_mentor_sees_nothing_of_a_students_other_courses(house: House, client_as: As) -> None:
    actions.edit_person(house.students[0].person, phone="+77010000000", by=house.admin, at=AT)
    record("sheet_return", house.sheets[0], by=house.head, at=AT, university=house.university)
    own = history(client_as(house.mentor), "student", house.sheets[0].student)
    assert "sheet returned with seal" in [line.what for line in own]
    house.course.mentors.all().delete()
    assert (
        client_as(house.mentor)
        .get(reverse("records:student_history", args=[house.sheets[0].student_id]))
        .status_code
        == 404
    )


@pytest.mark.parametrize("kind", ["sheet", "course", "student"])
def test_history_asks_the_same_questions_however_long(
    house: House, client_as: As, kind: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = client_as(house.registrar)
    sheet = house.sheets[0]
    row = {"sheet": sheet, "course": house.course, "student": sheet.student}[kind]
    score(house, "1")
    record("sheet_return", sheet, by=house.head, at=AT, university=house.university)
    history(client, kind, row)
    with django_assert_max_num_queries(60) as asked:  # type: ignore[attr-defined]
        history(client, kind, row)
    for number in range(30):
        score(house, str(number % 5), minute=number + 1, version=number + 1)
        record(
            "sheet_return", sheet, by=house.head, at=AT + timedelta(hours=number), university=house.university
        )
    with django_assert_max_num_queries(len(asked)):  # type: ignore[attr-defined,arg-type]
        assert len(history(client, kind, row)) == 50
    assert len(history(client, kind, row, page="2")) >= 12


def test_a_record_leads_to_what_the_person_may_open(house: House, client_as: As) -> None:
    address = reverse("records:course", args=[house.course.pk])
    doors = {
        person: [label for _address, label in client_as(person).get(address).context["doors"]]
        for person in (house.head, house.career, house.admin)
    }
    assert doors[house.head] == ["Grade book", "Facts, mentors and students", "Papers"]
    assert doors[house.career] == [] and doors[house.admin] == []


def test_a_sheet_tells_its_birth_and_what_was_done_to_its_whole_course(campus: House, client_as: As) -> None:
    issue_sheets([campus.course], by=campus.head, at=AT)
    sheet = campus.sheets[0]
    issue_sheets([campus.course], by=campus.head, at=AT + timedelta(days=1))
    later, until = AT + timedelta(hours=1), AT + timedelta(days=2)
    reopen_week(campus.course, 2, until=until, reason="ауырды", by=campus.dean, at=AT)
    choose_scheme(campus.course, other_scheme(campus), by=campus.head, at=later, reason="басқа кредит")
    lines = history(client_as(campus.head), "sheet", sheet)
    assert [line.what for line in lines] == ["marking scheme chosen", "week reopened", "sheets issued"]
    assert [line.by for line in lines] == [campus.head, campus.dean, campus.head]
    latecomer = Student.objects.create(
        university=campus.university, person=campus.career, number="49999", group=campus.group
    )
    Enrolment.objects.create(course=campus.course, student=latecomer, joined_on=AT.date())
    issue_sheets([campus.course], by=campus.dean, at=AT + timedelta(days=1))
    assert len(history(client_as(campus.head), "sheet", sheet)) == 3, (
        "the birth of another sheet is not its own"
    )


def other_scheme(house: House) -> str:
    current = house.course.scheme.code
    return next(code for code in packs.load(house.university.regulation).schemes if code != current)


def test_views_shared_and_dropped_stand_in_the_history_of_their_unit(house: House, client_as: As) -> None:
    view = save_view(
        "Қарыздар", list_key="office.home", query="q=a", unit=house.department, by=house.head, at=AT
    )
    drop_view(view, by=house.head, at=AT + timedelta(minutes=1))
    dropped, shared = history(client_as(house.admin), "unit", house.department)
    assert (dropped.what, shared.what) == ("shared view of a list dropped", "view of a list shared")
    assert dropped.changes == shared.changes == [("view of a list", "", "Қарыздар")]


def test_a_semester_a_unit_and_a_contract_have_a_history(house: House, client_as: As) -> None:
    edit_term(
        house.term,
        starts_on=house.term.starts_on,
        week_count=house.term.week_count,
        holidays={},
        by=house.office,
        at=AT,
    )
    (line,) = history(client_as(house.office), "term", house.term)
    assert (line.by, line.what) == (house.office, "semester changed")
    actions.edit_unit(house.department, code="oil-gas", by=house.admin, at=AT)
    (line,) = history(client_as(house.admin), "unit", house.department)
    assert line.changes == [("code", "oil", "oil-gas")]


def test_an_examination_sheet_tells_its_own_results_and_no_others(house: House, client_as: As) -> None:
    score(house, "3")
    exam = ExamSheet.objects.get(pk=made_exam(house)["pk"])
    record("issue_exam_sheet", exam, by=house.registrar, at=AT, university=house.university)
    for number in (1, 2):
        ScoreEvent.objects.create(
            sheet=house.sheets[0],
            component="exam",
            number=number,
            version=1,
            state="number",
            value=70 + number,
            author=house.registrar,
            source="form",
            received_at=AT,
            operation=uuid4(),
        )
    lines = history(client_as(house.registrar), "exam", exam)
    assert "examination sheet issued" in [line.what for line in lines]
    assert [line.changes for line in lines if line.changes] == [[("points", "", "71")]]
