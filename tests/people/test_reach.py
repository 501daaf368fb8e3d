"""Reach over the unit tree: what a holding opens, and that the wall between two universities holds."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db.models.fields.reverse_related import ForeignObjectRel

from qosqanat.partners.models import Agreement, Post
from qosqanat.people.models import Account, Deputy, Person, Role, Unit
from qosqanat.people.reach import Holding, ReachableQuerySet, Who
from qosqanat.regulation import policy
from qosqanat.studies.models import Student
from tests.cast import AT, SINCE, House, account_of


def names(people: object) -> set[str]:
    return {person.surname for person in people}  # type: ignore[attr-defined]


def test_a_head_reaches_the_people_of_the_department_and_nobody_of_another(
    campus: House, next_campus: House
) -> None:
    other = Person.objects.create(surname="Энергетик", university=campus.university)
    Role.objects.create(person=other, kind="teacher", unit=campus.other_department, starts_on=SINCE)
    reached = Who(campus.head, AT).reachable(Person)
    assert names(reached) == {"Әбенов", "Сағындықова"}
    assert not reached.filter(university=next_campus.university).exists()


def test_a_dean_reaches_both_departments(campus: House) -> None:
    other = Person.objects.create(surname="Энергетик", university=campus.university)
    Role.objects.create(person=other, kind="teacher", unit=campus.other_department, starts_on=SINCE)
    assert {"Энергетик", "Сағындықова"} <= names(Who(campus.dean, AT).reachable(Person))


def test_a_head_reaches_the_students_of_the_department_through_student(campus: House) -> None:
    assert Who(campus.head, AT).reachable(Student).count() == 3
    assert not Who(campus.head, AT).reachable(Person).filter(studies__isnull=False).exists()


def test_an_administrator_reaches_everybody_of_the_university_and_its_partners(
    campus: House, next_campus: House
) -> None:
    reached = set(Who(campus.admin, AT).reachable(Person))
    assert reached == {*campus.people.values(), *(student.person for student in campus.students)}
    assert not reached & set(next_campus.people.values())


def test_a_mentor_of_two_universities_is_reached_from_both_and_once(
    campus: House, next_campus: House
) -> None:
    Post.objects.create(
        person=campus.mentor, enterprise=campus.enterprise, kind="representative", starts_on=SINCE
    )
    Agreement.objects.create(university=campus.university, enterprise=campus.enterprise, number="second")
    Agreement.objects.create(university=next_campus.university, enterprise=campus.enterprise, number="141-02")
    for admin in (campus.admin, next_campus.admin):
        assert list(Who(admin, AT).reachable(Person).filter(pk=campus.mentor.pk)) == [campus.mentor]


def test_only_the_university_that_looks_after_a_sign_in_reaches_it(campus: House, next_campus: House) -> None:
    Agreement.objects.create(university=next_campus.university, enterprise=campus.enterprise, number="141-02")
    account = account_of(campus.mentor)
    account.university = campus.university
    account.save()
    assert Who(campus.admin, AT).reachable(Account).get() == account
    assert not Who(next_campus.admin, AT).reachable(Account).exists()


def test_nobody_without_a_holding_reaches_anything(campus: House) -> None:
    nobody = Who(Person.objects.create(surname="Бөтен", university=campus.university), AT)
    assert nobody.roles == ()
    for model in (Person, Role, Unit, Student):
        assert not nobody.reachable(model).exists()


def test_a_role_opens_nothing_before_it_starts_and_after_it_ends(campus: House) -> None:
    role = Role.objects.get(person=campus.registrar)
    role.starts_on, role.ends_on = AT.date(), AT.date()
    role.save()
    assert Who(campus.registrar, AT).roles == ("registrar",)
    assert Who(campus.registrar, AT + timedelta(days=1)).roles == ()
    assert Who(campus.registrar, AT - timedelta(days=1)).roles == ()


def test_a_deputy_acts_on_behalf_of_the_holder_only_where_no_own_role_reaches(campus: House) -> None:
    role = Role.objects.get(person=campus.head)
    Deputy.objects.create(
        role=role, person=campus.teacher, starts_on=SINCE, ends_on=AT.date(), reason="іссапар"
    )
    who = Who(campus.teacher, AT)
    assert who.acting("course.edit", campus.course) == {
        "by": campus.teacher,
        "at": AT,
        "on_behalf_of": campus.head,
    }
    assert who.behalf("score.enter_work", campus.course) is None
    assert Who(campus.teacher, AT + timedelta(days=1)).roles == ("teacher",)


def test_a_deputy_loses_the_right_with_the_role(campus: House) -> None:
    role = Role.objects.get(person=campus.head)
    Deputy.objects.create(
        role=role, person=campus.teacher, starts_on=SINCE, ends_on=AT.date(), reason="іссапар"
    )
    role.ends_on = AT.date() - timedelta(days=1)
    role.save()
    assert Who(campus.teacher, AT).roles == ("teacher",)


def reachable_models() -> list[type]:
    return [model for model in apps.get_models() if hasattr(model, "REACH")]


@pytest.mark.parametrize("model", reachable_models(), ids=lambda model: model.__name__)
def test_reaching_joins_no_to_many_rows_so_nothing_comes_twice(model: type) -> None:
    holding = Holding(role="admin", person_id=1, university_id=1, unit_id=1, path="1/", enterprise_id=1)
    for word, meaning in model.REACH.items():  # type: ignore[attr-defined]
        joins = model._default_manager.filter(meaning(holding)).query.alias_map.values()  # type: ignore[attr-defined]
        many = [
            j
            for j in joins
            if isinstance(getattr(j, "join_field", None), ForeignObjectRel) and not j.join_field.one_to_one
        ]
        assert not many, f"{model.__name__}.{word} joins {many}"


@pytest.mark.parametrize("model", reachable_models(), ids=lambda model: model.__name__)
def test_what_a_model_says_about_reach_is_known_to_the_policy(model: type) -> None:
    assert model.VIEW_ACTION in policy.ACTIONS  # type: ignore[attr-defined]
    assert set(model.REACH) <= set(policy.REACHES)  # type: ignore[attr-defined]
    assert isinstance(model._default_manager.all(), ReachableQuerySet)  # type: ignore[attr-defined]


def test_reaching_is_one_query(campus: House, django_assert_num_queries: object) -> None:
    who = Who(campus.admin, AT)
    with django_assert_num_queries(1):  # type: ignore[operator]
        list(who.reachable(Person))
