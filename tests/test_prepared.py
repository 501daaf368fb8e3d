"""A query that is worded once answers what the ORM would answer, whatever values come later."""

from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db.models import F, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from pytest_django import DjangoAssertNumQueries

from qosqanat.core.prepared import WORDED, Prepared
from qosqanat.grading.models import ScoreEvent
from qosqanat.people.enums import RoleKind
from qosqanat.people.models import Person, Role, Unit

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 1)


@Prepared
def roles_since(ids: list[int], day: date) -> QuerySet[Role]:
    found = Role.objects.filter(person__in=ids, starts_on__gte=day).select_related("person", "unit")
    return found.annotate(whose=F("person__surname")).order_by("pk")


@Prepared
def names(surname: str, ids: list[int]) -> QuerySet[Person, tuple[int, str]]:
    found = Person.objects.filter(surname=surname, pk__in=ids).order_by("pk")
    return found.values_list("pk", "given_name")


@pytest.fixture
def people() -> list[Person]:
    unit = Unit.objects.create(
        kind="university",
        code="u",
        name_kk="Университет",
        regulation="dulati-base-2024",
        time_zone="Asia/Almaty",
    )
    rows = [Person(surname=f"Ахмет{n % 2}", given_name=str(n), university=unit) for n in range(WORDED + 6)]
    for row in rows:
        row.fill_keys()
    rows = Person.objects.bulk_create(rows)
    Role.objects.bulk_create(
        Role(person=row, kind=RoleKind.TEACHER, unit=unit, starts_on=DAY + timedelta(days=n))
        for n, row in enumerate(rows)
    )
    return rows


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 9, WORDED, WORDED + 6])
def test_models_come_with_what_they_are_related_to(people: list[Person], count: int) -> None:
    for begin in (DAY, DAY + timedelta(days=2)):
        found = roles_since([person.pk for person in people[:count]], begin)
        later = (begin - DAY).days
        assert [role.person for role in found] == people[later:count]
        assert all(
            role.whose == role.person.surname == f"Ахмет{int(role.person.given_name) % 2}" for role in found
        )  # type: ignore[attr-defined]
        assert all(role.unit.name_kk == "Университет" for role in found)


def test_nothing_more_is_asked_of_the_database(
    people: list[Person], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert [role.person.surname for role in roles_since([people[0].pk], DAY)] == ["Ахмет0"]


def test_texts_and_lists_change_from_call_to_call(people: list[Person]) -> None:
    ids = [person.pk for person in people[:5]]
    assert names("Ахмет0", ids) == [(ids[0], "0"), (ids[2], "2"), (ids[4], "4")]
    assert names("Ахмет1", ids[:3]) == [(ids[1], "1")]
    assert names("Ахмет1", ids[3:]) == [(ids[3], "3")]
    assert names("Ахмет1", []) == []


def test_a_second_call_words_nothing(people: list[Person]) -> None:
    ids = [person.pk for person in people[:3]]
    names("Ахмет0", ids)
    with patch.object(SQLCompiler, "as_sql", side_effect=AssertionError("worded again")):
        assert names("Ахмет1", ids) == [(ids[1], "1")]
        # the control: a list of another length has a wording of its own
        with pytest.raises(AssertionError, match="worded again"):
            names("Ахмет1", [person.pk for person in people[:20]])


def test_moments_and_uuids_are_values_too() -> None:
    @Prepared
    def running(at: datetime) -> QuerySet[Session, str]:
        return Session.objects.filter(expire_date__gt=at).order_by("pk").values_list("session_key", flat=True)

    @Prepared
    def known(operations: list[UUID]) -> QuerySet[ScoreEvent]:
        return ScoreEvent.objects.filter(operation__in=operations)

    noon = datetime(2026, 9, 1, 12, tzinfo=UTC)
    for hours in (1, 2):
        Session.objects.create(
            session_key=f"s{hours}", session_data="", expire_date=noon + timedelta(hours=hours)
        )
    assert [running(noon + timedelta(minutes=90 * n)) for n in range(3)] == [["s1", "s2"], ["s2"], []]
    assert known([uuid4(), uuid4(), uuid4()]) == []


def test_what_it_cannot_answer_is_refused() -> None:
    held = Prepared(lambda ids: Role.objects.filter(person__in=ids).prefetch_related("person"))
    with pytest.raises(TypeError, match="prefetch_related"):
        held([1])
    with pytest.raises(TypeError, match="None"):
        names(None, [1])  # type: ignore[arg-type]
