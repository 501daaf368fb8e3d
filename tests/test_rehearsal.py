"""A rehearsed act leaves what the act leaves: the same rows, an equal answer, and keys that nobody else will get."""

import pytest
from django.db import transaction

from qosqanat.people.models import Unit
from tests import cast, rehearsal
from tests.documents.semester import fill
from tests.rehearsal import rehearsed, rows


def founded(code: str) -> Unit:
    return Unit.objects.create(
        kind="university", code=code, name_kk=code, time_zone="Asia/Aqtau", regulation="yessenov-141-2022"
    )


def undone(*acts) -> rehearsal.Rows:  # type: ignore[no-untyped-def]
    """The rows after the acts, which are then undone."""
    with transaction.atomic():
        for act in acts:
            act()
        found = rows()
        transaction.set_rollback(True)
    return found


@pytest.fixture(autouse=True)
def forgotten(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has been rehearsed yet."""
    monkeypatch.setattr(rehearsal, "KNOWN", {})


def test_the_second_time_writes_the_rows_of_the_first() -> None:
    def whole() -> None:
        fill(rehearsed(cast.build, "yessenov"))

    first = undone(whole)
    assert len(rehearsal.KNOWN) == 2
    assert undone(whole) == first
    assert len(rehearsal.KNOWN) == 2
    assert len({table for table, _key in first}) > 20


def test_it_writes_what_the_act_itself_writes() -> None:
    """All but the keys, which PostgreSQL counts on, and the sealed numbers, which chance decides."""

    def tables(found: rehearsal.Rows) -> list[str]:
        return sorted(table for table, _key in found)

    undone(lambda: rehearsed(cast.build, "yessenov"))
    again = undone(lambda: rehearsed(cast.build, "yessenov"))
    assert tables(undone(lambda: cast.build("yessenov"))) == tables(again)


def test_the_answer_is_new_each_time_and_equal() -> None:
    undone(lambda: rehearsed(founded, "one"))
    first, second = [], []
    undone(lambda: first.append(rehearsed(founded, "one")))
    undone(lambda: second.append(rehearsed(founded, "one")))
    assert first == second
    assert first[0] is not second[0]


def test_another_database_or_another_argument_plays_it_afresh() -> None:
    undone(lambda: rehearsed(founded, "one"))
    assert rehearsed(founded, "two").code == "two"
    third = rehearsed(founded, "one")
    assert set(Unit.objects.values_list("pk", "code")) == {(third.pk, "one"), (third.pk - 1, "two")}


def test_what_is_made_after_a_rehearsed_act_gets_keys_of_its_own() -> None:
    undone(lambda: rehearsed(founded, "one"))
    kept = rehearsed(founded, "one")
    assert founded("two").pk > kept.pk
    kept.refresh_from_db()
    assert kept.code == "one"


def test_a_changed_row_is_changed_again() -> None:
    unit = founded("one")

    def renamed(pk: int) -> None:
        Unit.objects.filter(pk=pk).update(name_kk="Ә 'жаңа' 100 % \\ аты", name_ru="")

    first = undone(lambda: rehearsed(renamed, unit.pk))
    monkey = undone(lambda: rehearsed(renamed, unit.pk))
    assert first == monkey != rows()
