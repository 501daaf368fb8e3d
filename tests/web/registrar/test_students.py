"""Students at the registrar's: found in any spelling, finals with their weighted average, an IIN with a reason."""

from collections.abc import Callable
from decimal import Decimal

from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from qosqanat.grading import actions
from qosqanat.grading.models import Sheet
from qosqanat.people.models import Act, Person
from qosqanat.studies.models import Course, Student
from qosqanat.web.registrar import tables
from tests.cast import AT, House
from tests.documents.semester import SESSION, examine, fill
from tests.web.desks import another_course

As = Callable[[Person], Client]


def test_any_spelling_finds_the_student(house: House, neighbour: House, client_as: As) -> None:
    client = client_as(house.registrar)
    for text in ("Ілиясова", "илиясова алия", "Iliyasova", house.students[1].number):
        found = client.get(reverse("registrar:students"), {"q": text}).content.decode()
        assert "Ілиясова Әлия" in found and "Юсупов" not in found, text
        assert f"/students/{neighbour.students[1].pk}/" not in found


def test_a_student_of_the_other_university_is_not_found(
    house: House, neighbour: House, client_as: As
) -> None:
    address = reverse("registrar:student", args=[neighbour.students[0].pk])
    assert client_as(house.registrar).get(address).status_code == 404


def test_finals_and_their_average_by_credits(house: House) -> None:
    fill(house)
    examine(house, {0: Decimal(93), 1: Decimal(30)})
    good, weak = (tables.transcript(student, SESSION) for student in house.students[:2])
    assert (good.gpa, good.credits) == (Decimal("3.67"), Decimal(5))
    assert (weak.gpa, weak.credits) == (None, 0)


def test_the_page_shows_courses_and_no_iin(house: House, client_as: As) -> None:
    student = house.students[0]
    text = client_as(house.registrar).get(reverse("registrar:student", args=[student.pk])).content.decode()
    assert "Well Drilling Technology" in text and student.person.masked_iin in text
    assert student.person.reveal_iin() not in text


def test_an_iin_needs_a_fresh_password_and_a_reason(house: House, client_as: As) -> None:
    client, student = client_as(house.registrar), house.students[0]
    address = reverse("registrar:iin", args=[student.pk])
    assert client.post(address, {"reason": "diploma"})["Location"].startswith(
        reverse("account_reauthenticate")
    )
    client.post(reverse("account_reauthenticate"), {"password": "қосқанат-2026"})
    refused = client.post(address, {"reason": ""})
    assert refused.status_code == 422 and student.person.reveal_iin() not in refused.content.decode()
    shown = client.post(address, {"reason": "data for the diploma"})
    assert student.person.reveal_iin() in shown.content.decode()
    assert Act.objects.get(action="person.show_iin").reason == "data for the diploma"


def test_returned_sheets_go_into_personal_files_together(
    house: House, neighbour: House, client_as: As
) -> None:
    """Y-7.4.b2"""
    returned, foreign = (
        list(Sheet.objects.filter(course=house.course))[:2],
        Sheet.objects.filter(course=neighbour.course)[0],
    )
    for sheet in [*returned, foreign]:
        actions.return_sheet(sheet, by=house.head, at=AT)
    client, address = client_as(house.registrar), reverse("registrar:sealed")
    text = client.get(address).content.decode()
    assert returned[0].number in text and house.department.name in text
    chosen = {"act": "file", "pick": [returned[0].pk, foreign.pk, "x", "9" * 30]}
    assert "goes into the personal file" in client.post(address, chosen).content.decode()
    assert Sheet.objects.get(pk=returned[0].pk).state == "returned", "a dry run files nothing"
    assert "in the personal file" in client.post(address, chosen | {"confirm": "1"}).content.decode()
    states = [Sheet.objects.get(pk=sheet.pk).state for sheet in [*returned, foreign]]
    assert states == ["archived", "returned", "returned"]


def test_sealed_sheets_are_narrowed_by_words_and_department(house: House, client_as: As) -> None:
    there = another_course(house, 1)
    Course.objects.filter(pk=there.pk).update(department=house.other_department)
    for sheet in Sheet.objects.filter(university=house.university):
        actions.return_sheet(sheet, by=house.head, at=AT)
    client, address = client_as(house.registrar), reverse("registrar:sealed")

    def shown(query: str) -> set[int]:
        return {line.key for line in client.get(address + query).context["lines"]}

    assert len(shown("")) == 6
    assert shown(f"?unit={house.other_department.pk}") == set(there.sheets.values_list("pk", flat=True))
    assert shown("?q=Ilyasova+4401") == {there.sheets.get(student=house.students[1]).pk}
    assert shown(f"?q={house.sheets[2].number}") == {house.sheets[2].pk}


def test_the_list_asks_the_same_questions_however_long(
    house: House, client_as: As, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client, address = client_as(house.registrar), reverse("registrar:students")
    client.get(address)
    with django_assert_max_num_queries(20) as asked:
        client.get(address)
    few = len(asked)
    for number in range(12):
        person = Person.objects.create(university=house.university, surname=f"Жаңа{number}")
        Student.objects.create(
            university=house.university, person=person, number=f"7{number}", group=house.group
        )
    with django_assert_max_num_queries(few):
        assert "Жаңа11" in client.get(address).content.decode()
