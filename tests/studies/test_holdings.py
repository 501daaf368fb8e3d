"""Roles that follow from records: whoever is named as a course's teacher or a group's adviser is one."""

from qosqanat.people.models import Role
from qosqanat.people.reach import Who
from tests import cast
from tests.cast import House


def test_the_teacher_of_a_course_teaches_without_a_role_of_their_own(house: House) -> None:
    Role.objects.filter(person=house.teacher).delete()
    assert "teacher" in Who(house.teacher, cast.AT).roles


def test_the_adviser_of_a_group_advises(house: House) -> None:
    assert Who(house.adviser, cast.AT).roles == ("adviser",)


def test_naming_somebody_else_ends_the_role(house: House) -> None:
    Role.objects.filter(person=house.teacher).delete()
    house.course.teacher = house.adviser
    house.course.save()
    assert "teacher" not in Who(house.teacher, cast.AT).roles
