import json
from datetime import date

import pytest

from qosqanat.core.problems import Refused
from qosqanat.people import actions
from qosqanat.people.models import Act, Person
from qosqanat.regulation import kz
from tests.cast import AT, House, canary_iin

FREE = canary_iin(9, 77)


def add(house: House, **fields: object) -> Person:
    return actions.add_person(house.university, by=house.admin, at=AT, **{"surname": "Жаңабаев", **fields})  # type: ignore[arg-type]


def test_an_added_person_is_found_in_any_spelling_and_by_iin(campus: House) -> None:
    person = add(campus, given_name="Қуаныш", iin=FREE)
    assert Person.objects.matching("Zhanabaev Kuanysh").get() == person
    assert Person.objects.with_iin(FREE).get() == person
    assert person.masked_iin.endswith(FREE[-4:])
    assert FREE not in person.masked_iin
    assert person.reveal_iin() == FREE


def test_an_iin_is_sealed_in_the_database(campus: House) -> None:
    person = add(campus, iin=FREE)
    row = Person.objects.filter(pk=person.pk).values().get()
    assert FREE.encode() not in bytes(row.pop("iin_sealed"))
    assert FREE not in json.dumps(row, default=str)


@pytest.mark.parametrize(
    ("iin", "sentence"),
    [
        ("12345678901", "12 digits"),
        ("12345678901a", "digits only"),
        ("900101400000", "last digit"),
        ("٩٠٠١٠١٤٠٠٠٠٠", "digits only"),
    ],
)
def test_a_wrong_iin_is_refused_and_not_repeated(campus: House, iin: str, sentence: str) -> None:
    assert kz.iin_problem(iin)
    with pytest.raises(Refused, match=sentence) as refusal:
        add(campus, iin=iin)
    assert iin not in str(refusal.value)


def test_an_iin_names_one_person_of_a_university_and_may_be_known_in_another(
    campus: House, next_campus: House
) -> None:
    add(campus, iin=FREE)
    with pytest.raises(Refused, match="Жаңабаев already has this IIN"):
        add(campus, surname="Басқа", iin=FREE)
    add(next_campus, surname="Басқа", iin=FREE)


def test_a_correction_is_logged_with_what_was_before_and_without_the_iin(campus: House) -> None:
    before = campus.teacher.reveal_iin()
    actions.edit_person(
        campus.teacher, surname="Сағынова", birth_date=date(1980, 3, 5), iin=FREE, by=campus.admin, at=AT
    )
    act = Act.objects.get()
    assert act.detail["changed"]["surname"] == ["Сағындықова", "Сағынова"]
    assert act.detail["changed"]["birth_date"] == ["", "1980-03-05"]
    assert FREE not in json.dumps(act.detail)
    assert before not in json.dumps(act.detail)
    campus.teacher.refresh_from_db()
    assert campus.teacher.reveal_iin() == FREE
    assert Person.objects.matching("sagynova").get() == campus.teacher


def test_a_correction_that_changes_nothing_writes_nothing(campus: House) -> None:
    iin = campus.teacher.reveal_iin()
    actions.edit_person(campus.teacher, surname=campus.teacher.surname, iin=iin, by=campus.admin, at=AT)
    actions.edit_person(campus.teacher, iin="", by=campus.admin, at=AT)
    campus.teacher.refresh_from_db()
    assert campus.teacher.reveal_iin() == iin
    assert not Act.objects.exists()


def test_only_listed_fields_can_be_written(campus: House) -> None:
    with pytest.raises(TypeError, match="university_id"):
        actions.edit_person(campus.teacher, university_id=None, by=campus.admin, at=AT)


def test_showing_an_iin_is_logged_with_its_reason(campus: House) -> None:
    iin = actions.reveal_iin(campus.teacher, by=campus.admin, at=AT, reason="  бұйрық № 12 ")
    act = Act.objects.get()
    assert iin == campus.teacher.reveal_iin()
    assert (act.action, act.reason, act.by, act.subject_id) == (
        "person.show_iin",
        "бұйрық № 12",
        campus.admin,
        campus.teacher.pk,
    )


@pytest.mark.parametrize("reason", ["", "   ", "іздедім: 900101 400013", "900101400013"])
def test_an_iin_is_not_shown_without_a_reason_or_with_a_number_in_it(campus: House, reason: str) -> None:
    with pytest.raises(Refused):
        actions.reveal_iin(campus.teacher, by=campus.admin, at=AT, reason=reason)
    assert not Act.objects.exists()
