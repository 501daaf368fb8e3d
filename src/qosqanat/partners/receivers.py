"""Posts at enterprises as holdings, and their people: they belong to no university, yet serve some."""

from collections.abc import Iterator
from datetime import datetime

from django.db import models
from django.utils import timezone

from qosqanat.people.models import Person
from qosqanat.people.reach import Holding, holdings_from, reaching

from .models import Agreement, Post


@holdings_from
def posts_of(person: Person, at: datetime) -> Iterator[Holding]:
    for post in Post.objects.in_force(timezone.localdate(at)).filter(person=person):
        yield Holding(role=post.kind, person_id=person.pk, enterprise_id=post.enterprise_id)


@reaching(Person, "university")
def people_of_partners(holding: Holding) -> models.Q:
    partners = Agreement.objects.filter(university_id=holding.university_id).values("enterprise")
    return models.Q(pk__in=Post.objects.filter(enterprise__in=partners).values("person"))
