from datetime import date, timedelta

import pytest

from qosqanat.core.problems import Refused
from qosqanat.people import actions
from qosqanat.people.models import Act, Deputy, Person, Role, Unit
from qosqanat.people.reach import Who
from tests.cast import AT, House, account_of

TODAY = AT.date()


def give(house: House, kind: str, unit: Unit, person: Person | None = None, **days: date) -> Role:
    days.setdefault("starts_on", TODAY)
    return actions.give_role(person or house.teacher, kind, unit, by=house.admin, at=AT, **days)


def test_a_given_role_is_held_and_logged(campus: House) -> None:
    role = give(campus, "quality", campus.university)
    act = Act.objects.get()
    assert (act.action, act.by, act.at, act.university) == ("role.give", campus.admin, AT, campus.university)
    assert act.subject_id == campus.teacher.pk
    assert act.detail["role"] == role.kind == "quality"


@pytest.mark.parametrize(
    ("kind", "unit"), [("head", "faculty"), ("head", "university"), ("dean", "department")]
)
def test_a_role_is_held_at_a_unit_of_its_kind(campus: House, kind: str, unit: str) -> None:
    with pytest.raises(Refused, match="held at a unit of this kind"):
        give(campus, kind, getattr(campus, unit))


def test_a_role_is_not_given_to_somebody_of_another_university(campus: House, next_campus: House) -> None:
    with pytest.raises(Refused, match="belongs to another university"):
        give(campus, "quality", campus.university, person=next_campus.teacher)
    assert not Act.objects.exists()


def test_a_role_is_not_held_twice_at_the_same_time(campus: House) -> None:
    with pytest.raises(Refused, match="already holds this role"):
        give(campus, "teacher", campus.department)
    give(campus, "teacher", campus.other_department)


def test_a_role_may_be_given_again_after_it_ended(campus: House) -> None:
    role = Role.objects.get(person=campus.teacher)
    actions.end_role(role, ends_on=TODAY, by=campus.admin, at=AT)
    assert give(campus, "teacher", campus.department, starts_on=TODAY + timedelta(days=1)).pk != role.pk


def test_a_role_does_not_end_before_it_starts(campus: House) -> None:
    with pytest.raises(Refused, match="ends before it starts"):
        give(campus, "quality", campus.university, ends_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="cannot end before"):
        actions.end_role(
            Role.objects.get(person=campus.teacher), ends_on=date(2020, 1, 1), by=campus.admin, at=AT
        )


def test_the_last_administrator_keeps_the_role(campus: House) -> None:
    role = Role.objects.get(person=campus.admin)
    with pytest.raises(Refused, match="last administrator"):
        actions.end_role(role, ends_on=TODAY, by=campus.admin, at=AT)
    give(campus, "admin", campus.university)
    with pytest.raises(Refused, match="last administrator"):
        actions.end_role(role, ends_on=TODAY, by=campus.admin, at=AT)
    account_of(campus.teacher)
    assert actions.end_role(role, ends_on=TODAY, by=campus.admin, at=AT).ends_on == TODAY


def depute(
    house: House, person: Person, starts_on: date = TODAY, ends_on: date = TODAY, reason: str = "іссапар"
) -> Deputy:
    role = Role.objects.get(person=house.head)
    return actions.appoint_deputy(
        role, person, starts_on=starts_on, ends_on=ends_on, reason=reason, by=house.admin, at=AT
    )


def test_a_deputy_is_appointed_with_a_reason(campus: House) -> None:
    depute(campus, campus.teacher)
    act = Act.objects.get()
    assert (act.action, act.reason, act.subject_id) == ("role.depute", "іссапар", campus.head.pk)
    assert act.detail["deputy"] == str(campus.teacher)
    with pytest.raises(Refused, match="Say why"):
        depute(campus, campus.teacher, reason=" ")


def test_a_deputy_ends_early(campus: House) -> None:
    deputy = depute(campus, campus.teacher, ends_on=TODAY + timedelta(days=9))
    how = {"by": campus.admin, "at": AT, "reason": "оралды"}
    with pytest.raises(Refused, match="enter an earlier day"):
        actions.end_deputy(deputy, ends_on=TODAY + timedelta(days=9), **how)
    assert "head" in Who(campus.teacher, AT + timedelta(days=1)).roles
    actions.end_deputy(deputy, ends_on=TODAY, **how)
    assert "head" in Who(campus.teacher, AT).roles
    assert "head" not in Who(campus.teacher, AT + timedelta(days=1)).roles
    act = Act.objects.get(action="role.end_deputy")
    assert (act.reason, act.subject_id, act.detail["until"]) == ("оралды", campus.head.pk, TODAY.isoformat())
    assert act.detail["deputy"] == str(campus.teacher)


def test_a_deputy_who_has_not_begun_is_taken_back(campus: House) -> None:
    deputy = depute(
        campus, campus.teacher, starts_on=TODAY + timedelta(days=3), ends_on=TODAY + timedelta(days=9)
    )
    actions.end_deputy(deputy, ends_on=TODAY, by=campus.admin, at=AT)
    assert not Deputy.objects.exists()


def test_who_cannot_be_a_deputy(campus: House, next_campus: House) -> None:
    with pytest.raises(Refused, match="their own deputy"):
        depute(campus, campus.head)
    with pytest.raises(Refused, match="same university"):
        depute(campus, next_campus.teacher)
    with pytest.raises(Refused, match="same university"):
        depute(campus, campus.mentor)


def test_a_deputy_acts_within_the_time_of_the_role(campus: House) -> None:
    with pytest.raises(Refused, match="ends before it starts"):
        depute(campus, campus.teacher, starts_on=TODAY, ends_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="not held in all that time"):
        depute(campus, campus.teacher, starts_on=date(2020, 1, 1))
    actions.end_role(Role.objects.get(person=campus.head), ends_on=TODAY, by=campus.admin, at=AT)
    with pytest.raises(Refused, match="not held in all that time"):
        depute(campus, campus.teacher, ends_on=TODAY + timedelta(days=1))
