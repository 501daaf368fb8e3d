"""Being a student, teaching a course and advising a group as holdings: they follow from the records themselves."""

from collections.abc import Iterator
from datetime import datetime

from qosqanat.people.models import Person
from qosqanat.people.reach import Holding, holdings_from

from .models import Course, Group, Student


@holdings_from
def studies_of(person: Person, at: datetime) -> Iterator[Holding]:
    for student in Student.objects.studying().filter(person=person):
        yield Holding(role="student", person_id=person.pk, university_id=student.university_id)


@holdings_from
def taught_and_advised_by(person: Person, at: datetime) -> Iterator[Holding]:
    taught = (
        Course.objects.filter(teacher=person).order_by().values_list("university_id", flat=True).distinct()
    )
    advised = (
        Group.objects.filter(adviser=person).order_by().values_list("university_id", flat=True).distinct()
    )
    for role, universities in {"teacher": taught, "adviser": advised}.items():
        for university_id in universities:
            yield Holding(role=role, person_id=person.pk, university_id=university_id)
