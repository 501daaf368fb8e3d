"""Search over everything within reach: in any spelling, never over the wall, with as many queries for many rows."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from qosqanat.people.models import Person, Word
from qosqanat.studies.models import Course, Student
from tests.cast import House, account_of

As = Callable[[Person], Client]
SEARCH = reverse("records:search")


def found(client: Client, text: str) -> dict[str, list[str]]:
    """Titles by kind."""
    answer = client.get(SEARCH, {"q": text, "part": "1"})
    return {one.kind.word: [hit.title for hit in one.hits] for one in answer.context["found"]}


@pytest.mark.parametrize("spelling", ["Ілиясова Әлия", "илиясова алия", "Iliyasova", "ALIYA Ilias", "41872"])
def test_a_student_is_found_in_any_spelling(house: House, client_as: As, spelling: str) -> None:
    hits = found(client_as(house.registrar), spelling)
    assert hits["student"] == ["Ілиясова Әлия Қанатқызы"]
    assert "person" not in hits


def test_every_kind_is_found(house: House, client_as: As) -> None:
    client = client_as(house.office)
    assert found(client, "бургылау")["course"] == ["Well Drilling Technology"]
    assert found(client, "Drilling well")["course"] == ["Well Drilling Technology"]
    assert found(client, "кайрат")["person"] == ["Әбенов Қайрат Нұрланұлы"]
    assert found(client, "акшукыр")["partner"] == [house.enterprise.name]
    sheet = house.sheets[0]
    assert found(client, sheet.number)["sheet"] == [f"№ {sheet.number} {sheet.student.person.full_name}"]
    assert found(client, "юсупов UBT")["sheet"] == [f"№ {house.sheets[2].number} Юсупов Тимур Рустамович"]


@pytest.mark.parametrize(
    "role", ["registrar", "office", "admin", "rector", "head", "dean", "mentor", "teacher"]
)
def test_nothing_of_the_other_university_is_found(
    house: House, neighbour: House, client_as: As, role: str
) -> None:
    client = client_as(house.people[role])
    answers = [
        client.get(SEARCH, {"q": text}).content.decode() for text in ("Ілиясова", "UBT", "Ақшұқыр", "Әбенов")
    ]
    strange = [reverse("records:student", args=[s.pk]) for s in neighbour.students]
    strange += [reverse("registrar:student", args=[s.pk]) for s in neighbour.students]
    strange += [reverse("setup:person", args=[p.pk]) for p in neighbour.people.values()]
    strange += [reverse("sheets:course", args=[neighbour.course.pk])]
    strange += [reverse("records:partner", args=[neighbour.enterprise.pk])]
    assert not [address for address in strange if any(f'"{address}"' in text for text in answers)]
    assert any("<li>" in text for text in answers), "control: the own university is found"


def test_a_mentor_finds_own_students_only(house: House, client_as: As) -> None:
    person = Person.objects.create(university=house.university, surname="Ілиясов", given_name="Бөтен")
    Student.objects.create(university=house.university, person=person, number="99999", group=house.group)
    assert found(client_as(house.mentor), "Ілияс")["student"] == ["Ілиясова Әлия Қанатқызы"]
    assert len(found(client_as(house.registrar), "Ілияс")["student"]) == 2


@pytest.mark.parametrize("text", ["", " ", "ы", "%", "_", "\x00", "''", "a" * 500, "🙂"])
def test_a_strange_text_finds_nothing_and_breaks_nothing(house: House, client_as: As, text: str) -> None:
    answer = client_as(house.registrar).get(SEARCH, {"q": text})
    assert answer.status_code == 200
    assert answer.context["found"] == []


def test_a_new_name_is_found_and_the_old_one_no_more(house: House, client_as: As) -> None:
    client, person = client_as(house.admin), house.students[1].person
    person.surname = "Жаңабаева"
    person.save()
    assert found(client, "жанабаева")["student"] == ["Жаңабаева Әлия Қанатқызы"]
    assert "student" not in found(client, "илиясова")


def test_rows_written_in_bulk_are_found(house: House) -> None:
    rows = [Person(university=house.university, surname=f"Топтама{n}") for n in range(3)]
    for row in rows:
        row.fill_keys()
    Person.objects.bulk_create(rows)
    assert Person.objects.matching("топтама").count() == 3
    rows[0].surname = "Басқа"
    Person.objects.bulk_update(rows, ["surname"])
    assert list(Person.objects.matching("баска")) == [rows[0]]
    assert Word.objects.filter(subject_type="people.person", subject_id=rows[0].pk).count() == 1


def test_a_course_is_found_by_its_people_and_its_partner(house: House) -> None:
    for text in ("Сағындықова", "Ордабаев", "Ақшұқыр", "МГІ-24", "UBT 3305"):
        assert list(Course.objects.matching(text)) == [house.course], text
    assert not Course.objects.matching("Гриценко").exists(), "a representative marks nothing"


def test_search_asks_the_same_questions_however_much_is_found(
    house: House, client_as: As, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = client_as(house.registrar)
    with django_assert_max_num_queries(40) as asked:  # type: ignore[attr-defined]
        found(client, "Ілияс")
    for number in range(12):
        person = Person.objects.create(university=house.university, surname="Ілиясов", given_name=f"{number}")
        Student.objects.create(
            university=house.university, person=person, number=f"8{number}", group=house.group
        )
    with django_assert_max_num_queries(len(asked)):  # type: ignore[attr-defined,arg-type]
        assert len(found(client, "Ілияс")["student"]) == 8


def test_a_search_leads_to_the_desk_of_the_person(house: House, client_as: As) -> None:
    student = house.students[1]
    pages = {
        house.registrar: reverse("registrar:student", args=[student.pk]),
        house.head: reverse("records:student", args=[student.pk]),
    }
    for person, address in pages.items():
        account_of(person)
        assert f'href="{address}"' in client_as(person).get(SEARCH, {"q": "Ілиясова"}).content.decode()


def test_what_bears_the_name_comes_before_what_is_found_through_it(house: House, client_as: As) -> None:
    client = client_as(house.office)
    kinds = list(found(client, house.enterprise.name_kk))
    assert kinds[0] == "partner" and {"course", "sheet"} <= set(kinds)
    assert next(iter(found(client, house.sheets[0].number))) == "sheet"


def test_a_farm_s_iin_is_masked_and_finds_nothing(house: House, client_as: As) -> None:
    iin = "740519387010"
    house.enterprise.set_number(iin)
    house.enterprise.save()
    client = client_as(house.office)
    page = client.get(reverse("records:partner", args=[house.enterprise.pk])).content.decode()
    assert f"••••••••{iin[-4:]}" in page and iin not in page
    assert "partner" not in found(client, iin)
    house.enterprise.set_number("080440987902")
    house.enterprise.save()
    assert "partner" in found(client, "080440987902"), "the control: a BIN finds its enterprise"
