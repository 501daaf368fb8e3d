"""T12, T13, T18: no input makes a page fail, a refusal writes nothing and says why, in the reader's language."""

from collections.abc import Iterator
from html import escape

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests import cast
from tests.web import hostile
from tests.web.hostile import Door

PARTLY = {
    "sheets:course",
    "registrar:enter",
    "mentor:week",
    "mentor:marks",
}  # good lines are saved, bad ones refused


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    with time_machine.travel(cast.AT, tick=False):
        yield


@pytest.fixture
def busy(house: cast.House, neighbour: cast.House) -> cast.House:
    hostile.prepare(house)
    return house


class Judge:
    """Sends requests of one client and holds every answer against the rules of this file."""

    def __init__(self, client: Client):
        self.client, self.before, self.secret = client, hostile.rows(), hostile.canaries()
        self.failures: list[str] = []
        self.sent = 0

    def send(
        self,
        door: Door,
        what: str,
        body: bytes | dict,
        *,
        typed: dict[str, str] | None = None,
        kind: str = hostile.FORM,
    ) -> HttpResponse:  # type: ignore[type-arg]
        self.sent += 1
        writes = hostile.Writes()
        with hostile.nothing_left(self.client), connection.execute_wrapper(writes):
            if isinstance(body, dict):
                answer = self.client.post(door.form.action, body)
            elif door.form.method == "get":
                answer = self.client.get(door.form.action.split("?")[0], query_string=body.decode("latin-1"))
            else:
                answer = self.client.post(door.form.action, body, content_type=kind)
            changes = hostile.difference(self.before, hostile.rows()) if writes.any else {}
        page = b"" if answer.streaming else answer.content
        wrong = list(self._judge(door, answer, page, changes, typed or {}))
        self.failures += [f"{door} [{what}]: {answer.status_code} {one}" for one in wrong]
        return answer

    def _judge(self, door, answer, page, changes, typed):  # type: ignore[no-untyped-def]
        if answer.status_code >= 500:
            trace = answer.exc_info and f"{answer.exc_info[0].__name__}: {str(answer.exc_info[1])[:150]}"
            yield f"fails {trace}"
            return
        if any(trace in page for trace in hostile.TRACES):
            yield "shows a trace"
        if any(one in page for one in self.secret):
            yield "shows an IIN"
        refused = answer.status_code >= 400 or b'class="qq-errors' in page
        if refused and changes and door.route not in PARTLY:
            yield f"refuses and writes {list(changes)}"
        yield from hostile.unfit(changes)
        if "html" not in answer.get("Content-Type", ""):
            if answer.status_code >= 400 and "json" not in answer.get("Content-Type", ""):
                yield f"answers with bare text {page[:60]!r}"
            return
        text = page.decode()
        if answer.status_code == 200 and door.form.method == "post" and 'class="qq-errors' in text:
            yield "refuses a form with 200 instead of 422"
        if phrases := hostile.english_in(text, next(iter(typed.values()), "")):
            yield f"says in English {phrases[:2]}"
        if answer.status_code == 422 or (answer.status_code == 200 and 'class="qq-errors' in text):
            for name, value in typed.items():
                if (
                    escape(value) not in text
                    and value.strip()
                    and escape(value).replace("\n", "\r\n") not in text
                ):
                    yield f"loses what was typed in {name}"


@pytest.mark.parametrize("role", hostile.DESKS)
def test_every_field_of_every_form(busy: cast.House, role: str) -> None:
    client = hostile.sign_in(busy, role)
    found = hostile.doors(busy, client, role)
    judge = Judge(client)
    texts, chosen = hostile.Hands(hostile.TEXTS, 2), hostile.Hands(hostile.CHOSEN, 1)
    raws, shapes = hostile.Hands(hostile.RAW, 1), hostile.Hands(("missing", "twice", "[]"), 1)
    for door in found:
        good = door.form.sensible
        for name, one in door.form.unlike.items():
            rest = {key: value for key, value in good.items() if key != name}
            bodies = {
                "missing": hostile.body_of(rest),
                "twice": hostile.body_of(good) + b"&" + hostile.body_of({name: "x"}),
                "[]": hostile.body_of(rest | {f"{name}[]": "1", f"{name}.0": "1"}),
            }
            for what in shapes.deal():
                judge.send(door, f"{name} {what}", bodies[what])
            for what in (texts if one.is_typed else chosen).deal():
                value = hostile.TEXTS[what]
                kept = {name: value} if one.is_typed and what in hostile.SHORT else {}
                judge.send(door, f"{name}: {what}", hostile.body_of(rest | {name: value}), typed=kept)
            for what in raws.deal():
                judge.send(door, f"{name}: {what}", hostile.body_of(rest, {name: hostile.RAW[what]}))
    assert not judge.failures, f"{len(judge.failures)} of {judge.sent}:\n" + "\n".join(judge.failures)
