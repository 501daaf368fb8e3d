"""Courses of the department: found, put right, issued; mentors and students come and go."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from qosqanat.grading.models import Sheet
from qosqanat.partners.models import Enterprise
from qosqanat.people.models import Person
from qosqanat.studies.models import Course, CourseMentor, Enrolment, Student
from tests.cast import AT, House
from tests.web.desks import another_course, enter, reads

Enter = Callable[[Person], Client]


@pytest.fixture
def desk(house: House, client_as: Enter) -> Client:
    return client_as(house.head)


def at(name: str, pk: int) -> str:
    return reverse(f"department:{name}", args=[pk])


def facts(course: Course, **changes: object) -> dict[str, object]:
    usual = {
        "name_kk": course.name_kk,
        "name_ru": course.name_ru,
        "name_en": course.name_en,
        "teacher": course.teacher_id,
        "enterprise": course.enterprise_id,
        "credits": "5.0",
        "language": "kk",
        "model": "1",
        "hours_total": 150,
        "hours_campus": 96,
        "hours_site": 54,
    }
    return usual | changes


def newcomer(house: House, name: str = "Жаңабаев") -> Student:
    person = Person.objects.create(surname=name, given_name="Ерлан", university=house.university)
    number = uuid4().hex[:8]
    return Student.objects.create(
        university=house.university, person=person, number=number, group=house.group
    )


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 2),
        ({"q": "burgylau"}, 2),
        ({"q": "4401"}, 1),
        ({"q": "нет такого"}, 0),
        ({"problem": "blocking"}, 1),
        ({"problem": "none"}, 1),
        ({"problem": "x"}, 2),
        ({"q": "x" * 5000}, 2),
        ({"page": "-1"}, 2),
    ],
)
def test_courses_are_found_by_words_and_by_what_is_missing(
    desk: Client, house: House, query: dict[str, str], count: int
) -> None:
    another_course(house, 1)
    CourseMentor.objects.filter(course=house.course).delete()
    page = desk.get(reverse("department:courses"), query)
    assert page.context["page"].paginator.count == count


def test_the_course_page_says_what_is_missing_with_the_place_to_put_it_right(
    desk: Client, house: House
) -> None:
    house.course.teacher = None
    house.course.save()
    CourseMentor.objects.all().delete()
    text = desk.get(at("course", house.course.pk)).content.decode()
    assert at("course_edit", house.course.pk) + "#id_teacher" in text
    assert at("mentor_assign", house.course.pk) in text


def test_a_course_is_put_right(desk: Client, house: House) -> None:
    answer = desk.post(
        at("course_edit", house.course.pk), facts(house.course, name_en="Drilling", hours_site=50)
    )
    assert answer.status_code == 302
    house.course.refresh_from_db()
    assert (house.course.name_en, house.course.hours_site) == ("Drilling", 50)


def test_credits_are_fixed_once_points_are_entered(desk: Client, house: House) -> None:
    assert 'name="credits"' in desk.get(at("course_edit", house.course.pk)).content.decode()
    enter(house, "test", 1, "1", by=house.teacher)
    assert 'name="credits"' not in desk.get(at("course_edit", house.course.pk)).content.decode()
    desk.post(at("course_edit", house.course.pk), facts(house.course, credits="3"))
    house.course.refresh_from_db()
    assert house.course.credits == 5


def test_a_refused_correction_keeps_what_was_typed(desk: Client, house: House) -> None:
    changes = {"name_kk": "", "name_ru": "", "name_en": "", "hours_site": "61"}
    answer = desk.post(at("course_edit", house.course.pk), facts(house.course, **changes))
    assert answer.status_code == 422
    assert "Enter the name of the course" in answer.content.decode()
    assert 'value="61"' in answer.content.decode()


def test_another_universitys_teacher_or_enterprise_cannot_be_named(
    desk: Client, house: House, neighbour: House
) -> None:
    changes = {"teacher": neighbour.teacher.pk, "enterprise": neighbour.enterprise.pk}
    answer = desk.post(at("course_edit", house.course.pk), facts(house.course, **changes))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"teacher", "enterprise"}


def test_another_scheme_needs_a_reason_and_no_points(desk: Client, house: House) -> None:
    url = at("scheme", house.course.pk)
    assert desk.post(url, {"scheme": "A2", "reason": " "}).status_code == 422
    codes = {code for code, _label in desk.get(url).context["form"].fields["scheme"].choices}
    (other,) = codes - {house.course.scheme.code}
    assert desk.post(url, {"scheme": other, "reason": "кафедра шешімі"}).status_code == 302
    house.course.scheme.refresh_from_db()
    assert house.course.scheme.code == other
    enter(house, "test", 1, "1", by=house.teacher)
    answer = desk.post(url, {"scheme": (codes - {other}).pop(), "reason": "қайта"})
    assert answer.status_code == 422
    assert "Points are entered already" in answer.content.decode()


def test_mentors_are_assigned_and_ended(desk: Client, house: House) -> None:
    (first,) = house.course.mentors.all()
    assert desk.post(at("mentor_end", first.pk), {"ends_on": "2026-10-18"}).status_code == 302
    form = desk.get(at("mentor_assign", house.course.pk)).context["form"]
    deputy = next(post for post in form.fields["post"].queryset if post.person == house.deputy_mentor)
    answer = desk.post(at("mentor_assign", house.course.pk), {"post": deputy.pk, "starts_on": "2026-10-19"})
    assert answer.status_code == 302
    periods = list(house.course.mentors.values_list("post__person__surname", "starts_on", "ends_on"))
    assert periods == [
        ("Ордабаев", date(2026, 9, 1), date(2026, 10, 18)),
        ("Сейтов", date(2026, 10, 19), None),
    ]


def test_a_mentor_twice_at_a_time_is_refused(desk: Client, house: House) -> None:
    fields = {"post": house.post.pk, "starts_on": "2026-10-14", "ends_on": "2026-10-01"}
    answer = desk.post(at("mentor_assign", house.course.pk), fields)
    assert answer.status_code == 422
    assert "The end lies before the beginning" in answer.content.decode()
    assert house.course.mentors.count() == 1


def test_without_an_enterprise_the_page_says_what_comes_first(desk: Client, house: House) -> None:
    Course.objects.filter(pk=house.course.pk).update(enterprise=None)
    assert "name it first" in desk.get(at("mentor_assign", house.course.pk)).content.decode()
    Course.objects.filter(pk=house.course.pk).update(enterprise=Enterprise.objects.create(name_kk="Бос"))
    assert "has named no mentor yet" in desk.get(at("mentor_assign", house.course.pk)).content.decode()


def test_a_late_student_is_found_enrolled_and_gets_a_sheet(desk: Client, house: House) -> None:
    student = newcomer(house)
    url = at("enrol", house.course.pk)
    assert [s.pk for s in desk.get(url).context["form"].fields["student"].queryset] == [student.pk]
    assert [s.pk for s in desk.get(url, {"q": "janabaev"}).context["form"].fields["student"].queryset] == [
        student.pk
    ]
    assert "Try fewer letters" in desk.get(url, {"q": "Zzz"}).content.decode()
    assert desk.post(url, {"student": student.pk, "on": "2026-10-14"}).status_code == 302
    assert Sheet.objects.filter(course=house.course, student=student).exists()


def test_a_foreign_student_cannot_be_enrolled(desk: Client, house: House, neighbour: House) -> None:
    newcomer(house)
    fields = {"student": neighbour.students[0].pk, "on": "2026-10-14"}
    assert desk.post(at("enrol", house.course.pk), fields).status_code == 422
    assert not Enrolment.objects.filter(course=house.course, student=neighbour.students[0]).exists()


def test_a_student_moves_with_a_reason_and_takes_the_points_along(desk: Client, house: House) -> None:
    other = another_course(house, 1)
    student = newcomer(house)
    desk.post(at("enrol", house.course.pk), {"student": student.pk, "on": "2026-09-01"})
    enter(house, "test", 1, "2", by=house.teacher)
    enrolment = Enrolment.objects.get(course=house.course, student=student)
    url = at("transfer", enrolment.pk)
    assert desk.post(url, {"to_course": other.pk, "reason": ""}).status_code == 422
    assert desk.post(url, {"to_course": other.pk, "reason": "ауысым"}).status_code == 302
    new = Sheet.objects.get(course=other, student=student)
    assert new.ratings[0] == Decimal(2)
    assert "Left the course" in desk.get(at("course", house.course.pk)).content.decode()


def test_a_withdrawal_needs_a_reason_and_closes_the_sheet(desk: Client, house: House) -> None:
    enrolment = house.course.enrolments.all()[0]
    url = at("withdraw", enrolment.pk)
    assert desk.post(url, {"reason": ""}).status_code == 422
    assert desk.post(url, {"reason": "академиялық демалыс"}).status_code == 302
    assert Sheet.objects.get(course=house.course, student=enrolment.student).state == "withdrawn"
    again = desk.post(url, {"reason": "тағы"})
    assert again.status_code == 422
    assert "left the course on" in again.content.decode()


def test_returned_sheets_are_accepted_once_and_can_go_back(desk: Client, house: House) -> None:
    """The mentor returns the sheets with the seal (Y-6.5.3, Y-7.3.b6)."""
    url = at("returned", house.course.pk)
    chosen = [sheet.pk for sheet in house.sheets[:2]]
    sent = {"act": "accept", "pick": [*chosen, "x", "999999"]}
    dry = desk.post(url, sent)
    assert [one.text for one in dry.context["good"]] == ["is accepted with the seal"] * 2
    assert {sheet.state for sheet in house.sheets} == {"issued"}, "a dry run accepts nothing"
    done = desk.post(url, sent | {"confirm": "1"})
    assert [one.key for one in done.context["good"]] == chosen
    assert [sheet.state for sheet in house.sheets] == ["returned", "returned", "issued"]
    every = {"act": "accept", "pick": [sheet.pk for sheet in house.sheets], "confirm": "1"}
    again = desk.post(url, every)
    assert [one.key for one in again.context["good"]] == [house.sheets[2].pk]
    assert [one.key for one in again.context["bad"]] == chosen, "who came before is told by name"
    assert "came back before (returned with seal)" in str(again.context["bad"][0].problems[0])
    assert "All sheets of the course came back." in desk.get(url).content.decode()
    assert desk.post(at("send_back", chosen[0]), {"reason": ""}).status_code == 422
    assert desk.post(at("send_back", chosen[0]), {"reason": "мөр жоқ"}).status_code == 302
    assert Sheet.objects.get(pk=chosen[0]).state == "issued"


@pytest.mark.parametrize("name", ["course", "course_edit", "scheme", "mentor_assign", "enrol", "returned"])
def test_the_other_department_does_not_find_the_course(client_as: Enter, house: House, name: str) -> None:
    Course.objects.filter(pk=house.course.pk).update(department=house.other_department)
    assert client_as(house.head).get(at(name, house.course.pk)).status_code == 404


@pytest.mark.parametrize("page", ["department:courses", "department:issue"])
def test_three_courses_take_as_many_queries_as_one(desk: Client, house: House, page: str) -> None:
    one = reads(desk, reverse(page))
    another_course(house, 1)
    another_course(house, 2, issued=False)
    assert reads(desk, reverse(page)) == one


def test_the_course_page_takes_as_many_queries_for_more_students(desk: Client, house: House) -> None:
    one = reads(desk, at("course", house.course.pk))
    for number in range(3):
        student = newcomer(house, f"Көп{number}")
        Enrolment.objects.create(course=house.course, student=student, joined_on=AT.date())
    assert reads(desk, at("course", house.course.pk)) == one


HUGE = "9" * 40


@pytest.mark.parametrize(
    "name", ["course", "course_edit", "mentor_end", "transfer", "withdraw", "send_back", "enrol"]
)
def test_an_address_with_a_huge_number_is_not_found(desk: Client, name: str) -> None:
    assert desk.get(at(name, int(HUGE))).status_code == 404


def refusal(text: str, usual: int) -> int:
    """A NUL is stopped at the door (400); everything else is the form's to refuse."""
    return 400 if "\x00" in text else usual


def test_strange_choices_are_refused_without_a_crash(desk: Client, house: House) -> None:
    newcomer(house)
    enrolment = house.course.enrolments.all()[0]
    for strange in (HUGE, "x\x00", "٣", "-1", "x" * 5000):
        posts = {
            at("mentor_assign", house.course.pk): {"post": strange, "starts_on": strange},
            at("enrol", house.course.pk): {"student": strange, "on": strange},
            at("transfer", enrolment.pk): {"to_course": strange, "reason": strange},
            at("course_edit", house.course.pk): dict.fromkeys(facts(house.course), strange),
            at("scheme", house.course.pk): {"scheme": strange, "reason": strange},
        }
        for address, fields in posts.items():
            assert desk.post(address, fields).status_code == refusal(strange, 422), (address, strange)
        returned = desk.post(at("returned", house.course.pk), {"act": "accept", "pick": strange})
        ticked = strange.isdecimal() and len(strange) < 18
        assert returned.status_code == refusal(strange, 200 if ticked else 302)
        assert desk.get(at("enrol", house.course.pk), {"q": strange}).status_code == 200
