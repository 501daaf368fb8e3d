"""Being a student, teaching a course and advising a group as holdings: they follow from the records themselves."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Value

from qosqanat.people.reach import held, holdings_from

from .models import Course, Group, Student


@holdings_from
def studies_of(person_id: int, day: date) -> models.QuerySet[Any, Any]:
    students = Student.objects.studying().filter(person=person_id)
    return held(students, role=Value("student"), university=F("university"))


@holdings_from
def taught_by(person_id: int, day: date) -> models.QuerySet[Any, Any]:
    taught = Course.objects.filter(teacher=person_id)
    return held(taught, role=Value("teacher"), university=F("university")).distinct()


@holdings_from
def advised_by(person_id: int, day: date) -> models.QuerySet[Any, Any]:
    advised = Group.objects.filter(adviser=person_id)
    return held(advised, role=Value("adviser"), university=F("university")).distinct()
