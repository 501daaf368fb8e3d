"""Posts at enterprises as holdings, and their people: they belong to no university, yet serve some."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F

from qosqanat.people.models import Person
from qosqanat.people.reach import Holding, held, holdings_from, reaching

from .models import Agreement, Post


@holdings_from
def posts_of(person_id: int, day: date) -> models.QuerySet[Any, Any]:
    posts = Post.objects.in_force(day).filter(person=person_id)
    return held(posts, role=F("kind"), university=F("university"), enterprise=F("enterprise"))


@reaching(Person, "university")
def people_of_partners(holding: Holding) -> models.Q:
    partners = Agreement.objects.filter(university_id=holding.university_id).values("enterprise")
    return models.Q(pk__in=Post.objects.filter(enterprise__in=partners).values("person"))
