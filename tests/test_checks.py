"""A value that cannot be used stops the start with one sentence, not a page later on."""

from pathlib import Path

import pytest
from django.core import checks
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings

from qosqanat.people.models import Unit
from tests.cast import House


def found() -> dict[str, str]:
    messages = checks.run_checks(databases=["default"])
    return {str(one.id): one.msg for one in messages if str(one.id).startswith("qosqanat.")}


def test_a_sound_installation_starts(house: House) -> None:
    assert found() == {}


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "secret", "ab" * 31, "zz" * 32])
def test_a_key_that_seals_nothing_stops_the_start(key: str) -> None:
    with override_settings(FIELD_KEY=key):
        assert set(found()) == {"qosqanat.E004"}
        with pytest.raises(CommandError, match="QOSQANAT_FIELD_KEY is no key"):
            call_command("check")


@pytest.mark.django_db
@pytest.mark.parametrize("pack", [None, "", 'code = "broken"\n'])
def test_a_place_without_a_sound_pack_stops_the_start(
    pack: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if pack is not None:
        (tmp_path / "broken").mkdir()
        (tmp_path / "broken" / "regulation.toml").write_text(pack)
    monkeypatch.setenv("QOSQANAT_REGULATIONS", str(tmp_path))
    (sentence,) = found().values()
    assert str(tmp_path) in sentence and list(found()) == ["qosqanat.E005"]


def test_a_university_whose_pack_is_gone_stops_the_start(house: House, neighbour: House) -> None:
    Unit.objects.filter(pk=house.university.pk).update(regulation="taken-away")
    told = found()
    assert list(told) == ["qosqanat.E006"]
    assert "yessenov" in told["qosqanat.E006"] and "'taken-away'" in told["qosqanat.E006"]
    assert not checks.run_checks(), "asked only where the database may be"


@pytest.mark.django_db(transaction=True)
def test_before_the_first_start_there_is_no_table_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Unit._meta, "db_table", "not_there_yet")
    assert "not_there_yet" not in connection.introspection.table_names()
    assert found() == {}
