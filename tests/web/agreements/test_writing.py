"""Entering a contract, extending it, and the problem of a course that it takes away."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qosqanat.partners.models import Agreement, Enterprise
from qosqanat.people.models import Act, Deputy, Person, Role
from qosqanat.studies.models import Course
from qosqanat.studies.problems import problems_of_course
from tests.cast import AT, House

As = Callable[[Person], Client]
NEW = reverse("agreements:new")
FACTS = {"number": "141-01/26-07", "signed_on": "2026-09-01", "ends_on": "2029-09-01", "note": ""}


@pytest.fixture
def newcomer(house: House) -> Enterprise:
    """Named by a course, and without any contract."""
    found = Enterprise.objects.create(name_kk="«Жаңа серіктес» ЖШС")
    Course.objects.filter(pk=house.course.pk).update(enterprise=found)
    return found


def contract_of(house: House) -> Agreement:
    return Agreement.objects.get(university=house.university, enterprise=house.enterprise)


def texts(house: House) -> list[str]:
    course = Course.objects.get(pk=house.course.pk)
    return [str(problem) for problem in problems_of_course(course) if problem.field == "enterprise"]


@pytest.mark.parametrize("role", ["office", "career"])
def test_the_contract_of_a_course_is_entered_where_the_problem_leads(
    house: House, newcomer: Enterprise, client_as: As, role: str
) -> None:
    """Without a contract the partner of a course counts for nothing (Y-5.10, Y-5.10.b1, D-6.11)."""
    assert "enter the contract" in texts(house)[0], "control"
    readiness = client_as(house.office).get(reverse("office:home")).content.decode()
    link = f"{NEW}?enterprise={newcomer.pk}"
    assert link in readiness
    client = client_as(house.people[role])
    assert client.get(link).context["form"]["enterprise"].value() == str(newcomer.pk)
    answer = client.post(link, {"enterprise": newcomer.pk, **FACTS})
    made = Agreement.objects.get(enterprise=newcomer)
    assert answer["location"] == reverse("records:agreement", args=[made.pk])
    assert (made.university, made.ends_on) == (house.university, date(2029, 9, 1))
    assert texts(house) == []
    act = Act.objects.get(action="agreement.add", subject_id=made.pk)
    assert (act.by, act.university) == (house.people[role], house.university)


def test_an_expired_contract_is_extended_and_the_history_says_from_what(house: House, client_as: As) -> None:
    contract = contract_of(house)
    Agreement.objects.filter(pk=contract.pk).update(ends_on=date(2026, 6, 30))
    assert "ended on" in texts(house)[0], "control"
    client = client_as(house.office)
    listed = reverse("agreements:home", query={"q": house.enterprise.name}).replace("&", "&amp;")
    assert listed in client.get(reverse("office:home")).content.decode()
    about = reverse("records:agreement", args=[contract.pk])
    assert about in client.get(listed).content.decode()
    address = reverse("agreements:edit", args=[contract.pk])
    assert address in client.get(about).content.decode()
    kept = {"number": contract.number, "signed_on": contract.signed_on, "note": ""}
    assert client.post(address, {**kept, "ends_on": "2028-06-30"}).status_code == 302
    assert texts(house) == []
    for kind, row in (("agreement", contract), ("partner", house.enterprise)):
        page = client.get(reverse(f"records:{kind}_history", args=[row.pk])).context["page"]
        assert [line.changes for line in page] == [[("valid until", "2026-06-30", "2028-06-30")]], kind


def test_what_changes_nothing_is_not_written_down(house: House, client_as: As) -> None:
    contract = contract_of(house)
    same = {name: getattr(contract, name) for name in FACTS}
    client_as(house.career).post(reverse("agreements:edit", args=[contract.pk]), same)
    assert not Act.objects.filter(action="agreement.edit").exists()


@pytest.mark.parametrize(("facts", "field"), [
    ({"number": ""}, "number"),
    ({"number": "141-01/24-03"}, "number"),
    ({"signed_on": "2026-10-15"}, "signed_on"),
    ({"ends_on": "2026-08-31"}, "ends_on"),
])  # fmt: skip
def test_a_contract_that_cannot_be_is_refused_beside_its_field(
    house: House, client_as: As, facts: dict[str, Any], field: str
) -> None:
    """A contract is told by its number, its day and its end (Y-5.10.b1, D-6.12)."""
    answer = client_as(house.office).post(NEW, {"enterprise": house.enterprise.pk, **FACTS, **facts})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert Agreement.objects.filter(university=house.university).count() == 1


def test_only_own_partners_are_offered(house: House, neighbour: House, client_as: As) -> None:
    offered = client_as(house.office).get(NEW).context["form"].fields["enterprise"].queryset
    assert list(offered) == [house.enterprise]
    answer = client_as(house.office).post(NEW, {"enterprise": neighbour.enterprise.pk, **FACTS})
    assert answer.status_code == 422


def test_a_deputy_enters_it_for_the_absent(house: House, newcomer: Enterprise, client_as: As) -> None:
    role = Role.objects.get(person=house.career)
    Deputy.objects.create(
        role=role, person=house.base_head, starts_on=AT.date(), ends_on=AT.date(), reason="іссапар"
    )
    client_as(house.base_head).post(NEW, {"enterprise": newcomer.pk, **FACTS})
    act = Act.objects.get(action="agreement.add")
    assert (act.by, act.on_behalf_of) == (house.base_head, house.career)


def test_who_only_reads_is_offered_no_button(house: House, client_as: As) -> None:
    assert NEW not in client_as(house.quality).get(reverse("agreements:home")).content.decode()
    assert NEW in client_as(house.career).get(reverse("agreements:home")).content.decode()


def test_a_farm_s_iin_is_shown_after_confirming_with_a_reason_that_is_logged(
    house: House, client_as: As
) -> None:
    iin, contract = "740519387010", contract_of(house)
    house.enterprise.set_number(iin)
    house.enterprise.save()
    client, page = client_as(house.office), reverse("agreements:edit", args=[contract.pk])
    masked = client.get(page).content.decode()
    assert iin not in masked and house.enterprise.masked_iin in masked
    address = reverse("agreements:iin", args=[contract.pk])
    answer = client.post(address, {"reason": "шарт жасау"})
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert not Act.objects.filter(action="person.show_iin").exists()
    client.post(reverse("account_reauthenticate"), {"password": "қосқанат-2026"})
    refused = client.post(address, {"reason": ""})
    assert refused.status_code == 422 and iin not in refused.content.decode()
    assert iin in client.post(address, {"reason": "шарт жасау"}).content.decode()
    act = Act.objects.get(action="person.show_iin")
    assert (act.by, act.university, act.reason) == (house.office, house.university, "шарт жасау")
    assert (act.subject_type, act.subject_id) == ("partners.enterprise", house.enterprise.pk)
    assert iin not in client.get(page).content.decode()
