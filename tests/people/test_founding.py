"""Founding a university: the first administrator signs in with a one-time password."""

import argparse

import pytest

from qosqanat.people import command
from qosqanat.people.models import Account, Role, Unit


def found(*words: str) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    usual = ["satbayev", "--name-kk", "Сәтбаев университеті", "--regulation", "yessenov-141-2022"]
    return command.run(parser.parse_args([*usual, "--administrator", "Әбенов Қайрат Нұрланұлы", *words]))


def test_the_administrator_signs_in_with_what_was_printed(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found() == 0
    password = capsys.readouterr().out.rsplit(": ", 1)[1].strip()
    account = Account.objects.get(username="satbayev-admin")
    assert account.check_password(password)
    assert account.person.full_name == "Әбенов Қайрат Нұрланұлы"
    assert Role.objects.get(person=account.person).kind == "admin"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(["--regulation", "nothing-1"], "nothing-1"), (["--time-zone", "Asia/Nowhere"], "Asia/Nowhere")],
)
def test_what_does_not_exist_is_named_and_nothing_is_founded(
    db: None, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert found(*words) == 2
    assert sentence in capsys.readouterr().err
    assert not Unit.objects.exists()


def test_a_code_is_taken_once(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    found()
    assert found("--username", "second") == 2
    assert Unit.objects.count() == 1
