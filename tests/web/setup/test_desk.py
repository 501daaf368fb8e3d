"""The administrator's desk, as an administrator uses it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qosqanat.people import actions
from qosqanat.people.models import Account, Act, Deputy, Person, Role, Unit
from qosqanat.studies.models import Term
from tests.cast import AT, House, account_of, canary_iin

Enter = Callable[[Person], Client]
FREE = canary_iin(9, 77)


@pytest.fixture
def desk(campus: House, client_as: Enter) -> Client:
    return client_as(campus.admin)


def confirm(client: Client) -> None:
    client.post(reverse("account_reauthenticate"), {"password": "қосқанат-2026"})


def found(desk: Client, **query: str) -> list[str]:
    page = desk.get(reverse("setup:home"), query).context["page"]
    return [person.surname for person in page]


@pytest.mark.parametrize(
    "spelling", ["Әбенов", "абенов", "ABENOV qairat", "Kairat Äbenov", "  нурлан  әбен "]
)
def test_people_are_found_in_any_spelling(desk: Client, spelling: str) -> None:
    assert found(desk, q=spelling) == ["Әбенов"]


def test_people_are_found_by_role(desk: Client) -> None:
    assert found(desk, role="dean") == ["Бекболатова"]
    assert found(desk, q="абенов", role="dean") == []


@pytest.mark.parametrize(
    "query", [{"q": "x" * 5000}, {"q": "a\x00b"}, {"role": "king"}, {"page": "-7"}, {"page": "٣"}, {"q": "%"}]
)
def test_a_strange_search_shows_a_page(desk: Client, query: dict[str, str]) -> None:
    assert desk.get(reverse("setup:home"), query).status_code == 200


def test_the_list_takes_as_many_queries_for_many_people(
    desk: Client, campus: House, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for number in range(60):
        person = Person.objects.create(surname=f"Көп{number:02}", university=campus.university)
        Role.objects.create(person=person, kind="teacher", unit=campus.department, starts_on=AT.date())
        account_of(person)
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        page = desk.get(reverse("setup:home"))
    assert len(page.context["page"].object_list) == 50
    assert "page 1 of 2" in page.content.decode()


def test_a_person_is_added_and_the_iin_stays_masked(desk: Client, campus: House) -> None:
    data = {
        "surname": "Жаңабаев",
        "given_name": "Қуаныш",
        "iin": f"{FREE[:6]} {FREE[6:]}",
        "birth_date": "1990-01-01",
    }
    answer = desk.post(reverse("setup:person_new"), data)
    person = Person.objects.get(surname="Жаңабаев")
    assert answer.headers["Location"] == reverse("setup:person", args=[person.pk])
    assert (person.university, person.reveal_iin()) == (campus.university, FREE)
    page = desk.get(answer.headers["Location"]).content.decode()
    assert FREE not in page
    assert person.masked_iin in page


def test_a_wrong_iin_is_said_beside_its_field_and_nothing_typed_is_lost(desk: Client) -> None:
    page = desk.post(reverse("setup:person_new"), {"surname": "Жаңабаев", "iin": "1234"})
    assert page.context["form"].errors["iin"] == ["An IIN has 12 digits. Copy it from the identity card."]
    assert 'value="Жаңабаев"' in page.content.decode()
    assert not Person.objects.filter(surname="Жаңабаев").exists()


def test_details_are_corrected(desk: Client, campus: House) -> None:
    address = reverse("setup:person_edit", args=[campus.teacher.pk])
    assert "Сағындықова" in desk.get(address).content.decode()
    desk.post(address, {"surname": "Сағынова", "given_name": "Баян", "email": "b@example.kz"})
    campus.teacher.refresh_from_db()
    assert (campus.teacher.surname, campus.teacher.email) == ("Сағынова", "b@example.kz")
    assert "details changed" in desk.get(reverse("setup:person", args=[campus.teacher.pk])).content.decode()


def test_an_iin_is_shown_after_confirming_with_a_reason_that_is_logged(desk: Client, campus: House) -> None:
    address, iin = reverse("setup:person_iin", args=[campus.teacher.pk]), campus.teacher.reveal_iin()
    answer = desk.post(address, {"reason": "бұйрық"})
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not Act.objects.exists()
    resumed = desk.post(answer.headers["Location"], {"password": "қосқанат-2026", "next": address})
    assert iin in resumed.content.decode()
    assert Act.objects.get().reason == "бұйрық"
    assert iin not in desk.get(reverse("setup:person", args=[campus.teacher.pk])).content.decode()
    refused = desk.post(address, {"reason": f"нөмір {iin}"})
    assert "leave it out" in refused.content.decode()
    assert Act.objects.count() == 1


def test_a_sign_in_is_opened_and_its_password_shown_once(desk: Client, campus: House) -> None:
    address = reverse("setup:account_open", args=[campus.teacher.pk])
    assert 'value="sagindikova.b"' in desk.get(address).content.decode()
    page = desk.post(address, {"username": "bayan", "language": "kk"})
    account = Account.objects.get(username="bayan")
    assert account.check_password(page.context["password"])
    assert page.context["password"] in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert (
        page.context["password"]
        not in desk.get(reverse("setup:person", args=[campus.teacher.pk])).content.decode()
    )
    assert (
        "already has a sign-in"
        in desk.post(address, {"username": "bayan2", "language": "kk"}).content.decode()
    )


def test_a_mentors_sign_in_belongs_to_the_university_that_opened_it(
    desk: Client, campus: House, next_campus: House, client_as: Enter
) -> None:
    next_campus.enterprise.agreements.create(university=campus.university, number="141-07")
    desk.post(
        reverse("setup:account_open", args=[next_campus.mentor.pk]), {"username": "mentor", "language": "kk"}
    )
    other = client_as(next_campus.admin)
    page = other.get(reverse("setup:person", args=[next_campus.mentor.pk]))
    assert "Another university looks after this sign-in" in page.content.decode()
    assert (
        other.post(reverse("setup:account_reset", args=[next_campus.mentor.pk]), {"reason": "x"}).status_code
        == 404
    )


def test_a_sign_in_is_reset_blocked_and_unblocked(desk: Client, campus: House) -> None:
    account, first = actions.open_account(
        campus.teacher, university=campus.university, username="bayan", by=campus.admin, at=AT
    )
    pk = campus.teacher.pk
    page = desk.post(reverse("setup:account_reset", args=[pk]), {"reason": "ұмытты"})
    account.refresh_from_db()
    assert account.check_password(page.context["password"])
    assert not account.check_password(first)
    desk.post(reverse("setup:account_block", args=[pk]), {"reason": "кетті"})
    assert "Unblock" in desk.get(reverse("setup:person", args=[pk])).content.decode()
    assert (
        desk.post(reverse("setup:account_unblock", args=[pk]), {"reason": ""})
        .context["form"]
        .errors["reason"]
    )
    desk.post(reverse("setup:account_unblock", args=[pk]), {"reason": "оралды"})
    account.refresh_from_db()
    assert account.is_active


def test_a_role_is_given_and_ended(desk: Client, campus: House) -> None:
    address = reverse("setup:role_give", args=[campus.teacher.pk])
    refused = desk.post(address, {"kind": "dean", "unit": campus.department.pk, "starts_on": "2026-10-14"})
    assert "held at a unit of this kind: faculty" in refused.content.decode()
    desk.post(address, {"kind": "quality", "unit": campus.university.pk, "starts_on": "2026-10-14"})
    role = Role.objects.get(person=campus.teacher, kind="quality")
    desk.post(reverse("setup:role_end", args=[role.pk]), {"ends_on": "2026-10-20", "reason": "бұйрық"})
    role.refresh_from_db()
    assert role.ends_on.isoformat() == "2026-10-20"  # type: ignore[union-attr]


def test_a_role_is_not_given_at_a_unit_of_the_other_university(
    desk: Client, campus: House, next_campus: House
) -> None:
    data = {"kind": "quality", "unit": next_campus.university.pk, "starts_on": "2026-10-14"}
    page = desk.post(reverse("setup:role_give", args=[campus.teacher.pk]), data)
    assert page.context["form"].errors["unit"]
    assert not Role.objects.filter(person=campus.teacher, kind="quality").exists()


def test_a_deputy_is_found_by_name_and_appointed(desk: Client, campus: House, next_campus: House) -> None:
    account_of(campus.dean), account_of(next_campus.dean)
    role = Role.objects.get(person=campus.head)
    address = reverse("setup:role_deputy", args=[role.pk])
    assert "Find the deputy by name" in desk.get(address).content.decode()
    assert list(desk.get(address, {"q": "bekbolatova"}).context["form"].fields["person"].queryset) == [
        campus.dean
    ]
    days = {"starts_on": "2026-10-14", "ends_on": "2026-10-20", "reason": "іссапар"}
    stranger = desk.post(f"{address}?q=bekbolatova", {"person": next_campus.dean.pk, **days})
    assert stranger.context["form"].errors["person"]
    desk.post(f"{address}?q=bekbolatova", {"person": campus.dean.pk, **days})
    assert Deputy.objects.get().person == campus.dean
    assert "Бекболатова С.М." in desk.get(reverse("setup:person", args=[campus.head.pk])).content.decode()


def test_a_deputy_is_ended_beside_the_role(desk: Client, campus: House) -> None:
    role = Role.objects.get(person=campus.head)
    days = {"starts_on": AT.date(), "ends_on": AT.date() + timedelta(days=9)}
    deputy = Deputy.objects.create(role=role, person=campus.dean, reason="іссапар", **days)
    page, address = (
        reverse("setup:person", args=[campus.head.pk]),
        reverse("setup:deputy_end", args=[deputy.pk]),
    )
    assert address in desk.get(page).text
    refused = desk.post(address, {"ends_on": "2026-12-31"})
    assert refused.status_code == 422 and "enter an earlier day" in refused.text
    desk.post(address, {"ends_on": "2026-10-13", "reason": "ерте оралды"})
    assert not Deputy.objects.exists(), "the first day was later"
    after = desk.get(page).text
    assert (
        "deputy's time ended".replace("'", "&#x27;") in after
        and "ерте оралды" in after
        and address not in after
    )


def test_ending_a_role_names_what_stays_in_the_same_hands(desk: Client, campus: House) -> None:
    role = Role.objects.get(person=campus.teacher)
    page = desk.get(reverse("setup:role_end", args=[role.pk])).text
    assert "stays the teacher of: UBT 3305" in page and "name another teacher" in page
    advising = Role.objects.create(
        person=campus.adviser, kind="adviser", unit=campus.department, starts_on=campus.term.starts_on
    )
    page = desk.get(reverse("setup:role_end", args=[advising.pk])).text
    assert "stays the adviser of: МГІ-24-1" in page and "stays the teacher" not in page
    Term.objects.update(starts_on=date(2025, 9, 1))
    assert "stays the teacher" not in desk.get(reverse("setup:role_end", args=[role.pk])).text


def test_a_deputy_of_the_administrator_acts_on_behalf_of_the_administrator(
    campus: House, client_as: Enter
) -> None:
    role = Role.objects.get(person=campus.admin)
    Deputy.objects.create(
        role=role, person=campus.dean, starts_on=AT.date(), ends_on=AT.date(), reason="іссапар"
    )
    client_as(campus.dean).post(
        reverse("setup:person_edit", args=[campus.teacher.pk]), {"surname": "Сағынова"}
    )
    act = Act.objects.get()
    assert (act.by, act.on_behalf_of) == (campus.dean, campus.admin)


def test_units_are_added_and_renamed(desk: Client, campus: House) -> None:
    data = {"kind": "department", "parent": campus.faculty.pk, "code": "geo", "name_kk": "Геология кафедрасы"}
    desk.post(reverse("setup:unit_new"), data)
    unit = Unit.objects.get(code="geo")
    assert "“geo” is taken" in desk.post(reverse("setup:unit_new"), data).content.decode()
    desk.post(
        reverse("setup:unit", args=[unit.pk]), {"code": "geo", "name_kk": "Геология", "name_ru": "Геология"}
    )
    unit.refresh_from_db()
    assert unit.name_ru == "Геология"
    tree = desk.get(reverse("setup:units")).content.decode()
    assert tree.index("Инжиниринг") < tree.index("Мұнай-газ") < tree.index(">Геология<")
    assert "Әбенов Қ.Н." in tree


def test_the_university_chooses_zone_and_regulation(desk: Client, campus: House) -> None:
    address = reverse("setup:university", args=[campus.university.pk])
    data = {
        "name_kk": "Есенов",
        "code": "yessenov",
        "time_zone": "Asia/Oral",
        "regulation": "yessenov-141-2022",
    }
    assert desk.post(address, {**data, "regulation": "none"}).context["form"].errors["regulation"]
    desk.post(address, data)
    campus.university.refresh_from_db()
    assert campus.university.time_zone == "Asia/Oral"
    assert desk.get(reverse("setup:unit", args=[campus.university.pk])).status_code == 404


def test_a_number_beyond_every_row_is_not_found(desk: Client) -> None:
    assert desk.get(f"/setup/people/{10**30}/").status_code == 404
