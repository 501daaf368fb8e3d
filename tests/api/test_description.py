"""The API against its own description: generated requests one by one, and in chains that follow the links."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup

from qosqanat.api import door, v1
from tests.api.conftest import Knock, Machine
from tests.cast import House

BUSINESS = ["2xx", "401", "403", "404", "409", "412", "422", "428"]
"""A request may fit the description and still be refused by the regulation, by a version or by a key used before."""


def bounded(examples: int, **more: Any) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
        **more,
    )


@pytest.fixture
def machine(house: House, knock: Knock, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    settings.API_RATE = 1_000_000
    monkeypatch.setattr(door, "MOST_WRONG", 1_000_000)
    # the test's one connection outlives the requests, as with Django's own test client
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield knock(house.teacher)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def key_of(machine: Machine) -> type:
    """The machine's token as Schemathesis takes it: it then knows the answers without one to be refusals."""

    class Key:
        def get(self, case: Any, context: Any) -> str:
            return f"Bearer {machine.secret}"

        def set(self, case: Any, data: str, context: Any) -> None:
            case.headers["Authorization"] = data

    return Key


def described(machine: Machine) -> Any:
    """The description as the API serves it, bound to the application in this process; requests carry the token."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    schema.config.update(headers={"Authorization": f"Bearer {machine.secret}"})
    schema.auth()(key_of(machine))
    schema.config.checks.positive_data_acceptance.expected_statuses = BUSINESS
    return schema


def knock_at_everything(machine: Machine, mode: GenerationMode, examples: int) -> set[str]:
    """Generated requests to every operation; the names of the operations."""
    names = set()
    schema = described(machine)
    for found in schema.get_all_operations():
        operation = found.ok()
        names.add(operation.definition.raw["operationId"])

        @bounded(examples)
        @given(case=operation.as_strategy(generation_mode=mode, auth_storage=schema.auth))
        def ask(case: Any) -> None:
            case.call_and_validate()

        ask()
    return names


def test_the_description_is_openapi_3_1(machine: Machine) -> None:
    answer = machine.get("/openapi.json")
    assert answer["Content-Type"].startswith("application/json")
    assert answer.json()["openapi"].startswith("3.1.")


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_every_operation_answers_as_it_says(machine: Machine, mode: GenerationMode) -> None:
    names = knock_at_everything(machine, mode, 8)
    assert names == {one.view_func.__name__ for _name, one, _lock in v1.operations()}


def test_a_status_that_is_not_described_is_noticed(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(v1, "ALWAYS", tuple(status for status in v1.ALWAYS if status != 404))
    with pytest.raises(FailureGroup, match="Undocumented status code"):
        knock_at_everything(machine, GenerationMode.POSITIVE, 5)


def chains(machine: Machine) -> type:
    """A walk along the links of the description, with the machine's token."""
    walk: type = described(machine).as_state_machine()
    return walk


def test_chains_of_requests_answer_as_they_say(machine: Machine) -> None:
    chains(machine).run(settings=bounded(10, stateful_step_count=6))  # type: ignore[attr-defined]


def test_chains_reach_what_only_links_lead_to(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("no cell today")

    monkeypatch.setattr("qosqanat.api.cells._standing", broken)
    with pytest.raises(FailureGroup, match="Server error"):
        chains(machine).run(settings=bounded(10, stateful_step_count=6))  # type: ignore[attr-defined]
