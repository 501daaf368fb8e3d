"""Who the door lets in: a live token with the scope, of a person with the right, at a decent pace."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from qosqanat.api.door import MOST_WRONG
from qosqanat.api.models import Pace
from qosqanat.people.actions import block_account, reset_password, revoke_token
from qosqanat.people.models import Role, Token
from tests.api.conftest import Knock
from tests.cast import AT, House, account_of

ROOT = Path(__file__).resolve().parents[2]


def test_nobody_enters_without_a_token(house: House, knock: Knock) -> None:
    answer = Client(headers={"accept-language": "en"}).get("/api/v1/students")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert "Authorization: Bearer" in answer.json()["detail"]


@pytest.mark.parametrize(
    "value", ["", "Bearer", "Bearer ", "Bearer qq_no", "Basic YTpi", "Bearer \x00", "Token x"]
)
def test_a_wrong_token_opens_nothing(house: House, knock: Knock, value: str) -> None:
    assert Client(headers={"authorization": value}).get("/api/v1/students").status_code == 401


def test_a_session_opens_pages_and_not_the_api(house: House, knock: Knock) -> None:
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(account_of(house.head))
    assert browser.get("/department/").status_code == 200
    assert browser.get("/api/v1/students").status_code == 401


def test_a_token_acts_as_its_person_whoever_is_signed_in(house: House, knock: Knock) -> None:
    machine = knock(house.students[0].person)
    machine.client.force_login(account_of(house.head))
    assert len(machine.get("/students").json()) == 1


def test_a_token_does_only_what_it_was_made_for(house: House, knock: Knock) -> None:
    machine = knock(house.head, ["courses:read"])
    assert machine.get("/courses").status_code == 200
    answer = machine.get("/students")
    assert answer.status_code == 403
    assert "students:read" in answer.json()["detail"]


def test_an_ended_revoked_or_blocked_token_opens_nothing(house: House, knock: Knock) -> None:
    for end in ("time", "revoke", "block", "reset"):
        machine = knock(house.teacher, days=1)
        assert machine.get("/courses").status_code == 200
        account, at = account_of(house.teacher), AT
        if end == "time":
            at += timedelta(days=1)
        elif end == "revoke":
            revoke_token(machine.token, by=house.teacher, at=AT)
        elif end == "reset":
            account.is_active = True
            account.save()
            reset_password(account, by=house.admin, at=AT, reason="lost phone")
        else:
            block_account(account, by=house.admin, at=AT, reason="left")
        with time_machine.travel(at, tick=False):
            assert machine.get("/courses").status_code == 401, end
        account_of(house.teacher)
        type(account).objects.filter(pk=account.pk).update(is_active=True)


def test_a_right_that_ends_ends_for_the_token_too(house: House, knock: Knock) -> None:
    machine = knock(house.head)
    assert machine.get("/courses").json()
    Role.objects.filter(person=house.head).update(ends_on=AT.date() - timedelta(days=1))
    assert machine.get("/courses").status_code == 403


def test_a_fast_machine_waits_and_another_does_not(house: House, knock: Knock, settings: Any) -> None:
    settings.API_RATE = 2
    machine, other = knock(house.head), knock(house.head)
    codes = [machine.get("/courses").status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    refused = machine.get("/courses")
    assert refused["Retry-After"] == "60"
    assert "60 seconds" in refused.json()["detail"]
    assert other.get("/courses").status_code == 200
    with time_machine.travel(AT + timedelta(seconds=60), tick=False):
        assert machine.get("/courses").status_code == 200


def test_wrong_tokens_of_one_address_are_slowed_down_and_right_ones_are_not(
    house: House, knock: Knock, settings: Any
) -> None:
    machine = knock(house.head)
    stranger = Client(headers={"authorization": "Bearer qq_no", "accept-language": "en"})
    codes = [stranger.get("/api/v1/students").status_code for _ in range(MOST_WRONG + 2)]
    assert codes == [401] * MOST_WRONG + [429] * 2
    refused = stranger.get("/api/v1/students")
    assert refused["Retry-After"] == "60" and "wait 60 seconds" in refused.json()["detail"]
    assert machine.get("/courses").status_code == 200, "the same address with a right token"
    elsewhere = stranger.get("/api/v1/students", REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 401
    with time_machine.travel(AT + timedelta(seconds=60), tick=False):
        assert stranger.get("/api/v1/students").status_code == 401
    assert not Pace.objects.filter(count__gt=1).exists(), "a minute that has passed is forgotten"


def test_requests_at_one_moment_are_all_counted(shared: Callable[[], str]) -> None:
    """Two workers at once: no two requests are the same one in the minute."""
    environ = {**os.environ, "QOSQANAT_DATABASE_URL": shared()}
    command = [sys.executable, "-m", "tests.api.counter", "50"]
    workers = [
        subprocess.Popen(
            command, cwd=ROOT, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    for worker in workers:
        assert worker.stdout is not None and worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("\n")
        worker.stdin.flush()
    counted = [number for worker in workers for number in json.loads(worker.communicate(timeout=60)[0])]
    assert sorted(counted) == list(range(1, 101))


def test_the_use_is_noted_once_a_minute(house: House, knock: Knock) -> None:
    machine = knock(house.head)
    for seconds, noted in ((0, 0), (30, 0), (90, 90)):
        with time_machine.travel(AT + timedelta(seconds=seconds), tick=False):
            machine.get("/courses")
        machine.token.refresh_from_db()
        assert machine.token.last_used_at == AT + timedelta(seconds=noted)


def test_only_a_hash_of_the_secret_is_kept(house: House, knock: Knock) -> None:
    machine = knock(house.head)
    row = Token.objects.filter(pk=machine.token.pk).values().get()
    assert machine.secret not in str(row)
    assert row["key_index"] != machine.secret[3:]
    assert len(machine.secret) == len("qq_") + 43, "256 bits"


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_refusals_speak_the_callers_language(house: House, knock: Knock, language: str) -> None:
    machine, address = knock(house.teacher), f"/sheets/{house.sheets[0].pk}/cells/t7"
    answer = machine.send("put", address, {"value": "9"}, **{"if-match": "*", "accept-language": language})
    assert answer["Content-Language"] == language
    words = {"en": "is above the maximum", "kk": "ең жоғары балдан", "ru": "выше максимума"}
    assert words[language] in answer.json()["detail"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "head", "options"])
def test_a_method_that_an_address_does_not_take_is_named(house: House, knock: Knock, method: str) -> None:
    answer = getattr(knock(house.head).client, method)("/api/v1/students")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET"
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_a_method_that_the_reference_page_does_not_take_is_named(house: House, method: str) -> None:
    """Signed in, as people read it; whatever their browser sends along of forms and cookies."""
    reader = Client(enforce_csrf_checks=True)
    reader.force_login(account_of(house.teacher))
    answer = getattr(reader, method)("/api/v1/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "/api/v1/#no-such-method"


def test_an_address_that_does_not_exist_is_a_problem_too(house: House, knock: Knock) -> None:
    answer = knock(house.head).get("/grades/all")
    assert answer.status_code == 404
    assert answer.json()["type"] == "/api/v1/#not-found"


def test_our_own_mistake_is_told_without_its_insides(
    house: House, knock: Knock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("the password is 123")

    monkeypatch.setattr("qosqanat.api.reads.page_of", broken)
    answer = knock(house.head).get("/students")
    assert answer.status_code == 500
    assert "123" not in answer.content.decode()
    assert "the password is 123" in caplog.text


def test_no_answer_holds_an_iin(house: House, knock: Knock) -> None:
    hidden = [student.person.reveal_iin() for student in house.students]
    assert all(hidden), "the cast has numbers to leak"
    machine = knock(house.registrar)
    for address in ("/students", "/courses", "/sheets", "/cells", "/ratings"):
        text = machine.get(address).content.decode()
        assert not any(iin in text for iin in hidden)
