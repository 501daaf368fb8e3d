"""Entering points through the API: versions, once only, the same refusals as the pages."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from qosqanat.api.models import Answered
from qosqanat.grading.models import Cell, ScoreEvent, Sheet
from tests.api.conftest import Knock, Machine, many
from tests.cast import AT, House
from tests.grading.help import fill
from tests.grading.test_exams import issue, points


def address(house: House, key: str = "t7") -> str:
    return f"/sheets/{house.sheets[0].pk}/cells/{key}"


def entry(sheet: Sheet, value: str | None = "2.5", **other: object) -> dict[str, object]:
    return {"sheet": sheet.pk, "key": "t7", "value": value, "version": 0} | other


def kinds(answer) -> list[str]:  # type: ignore[no-untyped-def]
    return [verdict["status"] for verdict in answer.json()]


def test_an_empty_cell_has_version_0_and_takes_a_value_for_it(house: House, knock: Knock) -> None:
    machine = knock(house.teacher)
    empty = machine.get(address(house))
    assert (empty.json()["value"], empty["ETag"]) == (None, '"0"')
    saved = machine.put(address(house), {"value": "2.5"}, empty["ETag"])
    assert (saved.status_code, saved.json()["value"], saved["ETag"]) == (200, "2.5", '"1"')
    event = ScoreEvent.objects.get()
    assert (event.author, event.source, event.value) == (house.teacher, "api", Decimal("2.5"))
    assert machine.get(address(house)).json() == saved.json()


def test_a_value_meanwhile_is_told_with_both_values_and_nothing_is_lost(house: House, knock: Knock) -> None:
    machine = knock(house.teacher)
    machine.put(address(house), {"value": "3"}, '"0"')
    late = machine.put(address(house), {"value": "1"}, '"0"')
    assert late.status_code == 412
    assert late["ETag"] == '"1"'
    assert late.json()["current"] == {"value": "3", "version": 1}
    assert late.json()["yours"] == {"value": "1", "version": 0}
    assert Cell.objects.get().value == 3


def test_the_same_put_again_says_what_stands(house: House, knock: Knock) -> None:
    machine = knock(house.teacher)
    answers = [machine.put(address(house), {"value": "absent"}, '"0"') for _ in range(2)]
    assert [one.json()["value"] for one in answers] == ["absent", "absent"]
    assert ScoreEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("tag", "status"), [("", 428), ("*", 200), ('"5"', 412), ("x", 412), ('W/"0"', 412), ('"0"', 200)]
)
def test_a_change_says_which_version_it_changes(house: House, knock: Knock, tag: str, status: int) -> None:
    assert knock(house.teacher).put(address(house), {"value": "2"}, tag).status_code == status
    assert Cell.objects.count() == (status == 200)


@pytest.mark.parametrize(
    ("who", "key", "value", "clause"),
    [
        ("teacher", "t7", "3.5", "Y-A2"),
        ("teacher", "p7", "1", "Y-6.3"),
        ("teacher", "t8", "1", "Y-6.5.2"),
        ("mentor", "p6", "1", "Y-6.5.2"),
        ("teacher", "e1", "50", "Y-6.3"),
    ],
)
def test_the_pages_reasons_refuse_here_too(
    house: House, knock: Knock, who: str, key: str, value: str, clause: str
) -> None:
    answer = knock(house.people[who]).put(address(house, key), {"value": value}, "*")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    [problem] = answer.json()["problems"]
    assert problem["clause"] == clause
    assert answer.json()["detail"] == f"{problem['text']} ({clause})"
    assert not ScoreEvent.objects.exists()


def test_a_student_scores_nobody(house: House, knock: Knock) -> None:
    answer = knock(house.students[0].person).put(address(house), {"value": "3"}, "*")
    assert answer.status_code == 403


def test_a_refusal_tells_no_mark_that_the_person_may_not_see(house: House, knock: Knock) -> None:
    fill(house, Decimal("0.8"))
    points(house, issue(house), Decimal("91.5"), 70, 70)
    wanted = {"entries": [entry(house.sheets[0], "9", key="e1")]}
    for person, shown, status in ((house.mentor, None, 404), (house.teacher, "91.5", 422)):
        machine = knock(person)
        (verdict,) = machine.post("/cells", wanted, "exam-batch-0001").json()
        assert (verdict["status"], verdict["value"]) == ("refused", shown)
        assert machine.put(address(house, "e1"), {"value": "9"}, "*").status_code == status


def test_a_batch_answers_entry_by_entry(house: House, knock: Knock, neighbour: House) -> None:
    one, two, _three = house.sheets
    body = {"entries": [entry(one), entry(two, "9"), entry(neighbour.sheets[0])]}
    answer = knock(house.teacher).post("/cells", body, "batch-0001")
    assert answer.status_code == 200
    assert kinds(answer) == ["saved", "refused", "refused"]
    stranger = answer.json()[2]["problems"]
    assert "no such sheet" in stranger[0]["text"], "a stranger's sheet is as unknown as none"
    assert Cell.objects.get().sheet == one


def test_all_or_nothing_holds_a_batch_back(house: House, knock: Knock) -> None:
    one, two, _three = house.sheets
    body = {"entries": [entry(one), entry(two, "9")], "all_or_nothing": True}
    assert kinds(knock(house.teacher).post("/cells", body, "batch-0001")) == ["refused", "refused"]
    assert not Cell.objects.exists()


def test_the_same_key_gets_the_same_answer_and_enters_once(house: House, knock: Knock) -> None:
    machine, body = knock(house.teacher), {"entries": [entry(house.sheets[0])]}
    first = machine.post("/cells", body, "batch-0001")
    machine.put(address(house), {"value": "1"}, '"1"')
    again = machine.post("/cells", body, "batch-0001")
    assert again.content == first.content
    assert Cell.objects.get().value == 1
    assert ScoreEvent.objects.count() == 2


def test_another_key_enters_again(house: House, knock: Knock) -> None:
    """The control of the test above: without the key nothing would hold the second batch back."""
    machine, body = knock(house.teacher), {"entries": [entry(house.sheets[0])]}
    machine.post("/cells", body, "batch-0001")
    machine.put(address(house), {"value": "1"}, '"1"')
    assert kinds(machine.post("/cells", body, "batch-0002")) == ["conflict"]


def test_the_same_key_with_another_body_is_refused(house: House, knock: Knock) -> None:
    machine = knock(house.teacher)
    machine.post("/cells", {"entries": [entry(house.sheets[0])]}, "batch-0001")
    answer = machine.post("/cells", {"entries": [entry(house.sheets[0], "1")]}, "batch-0001")
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "Idempotency-Key"
    assert Cell.objects.get().value == Decimal("2.5")


def test_a_key_belongs_to_its_token(house: House, knock: Knock) -> None:
    body = {"entries": [entry(house.sheets[0])]}
    assert kinds(knock(house.teacher).post("/cells", body, "batch-0001")) == ["saved"]
    assert kinds(knock(house.teacher).post("/cells", body, "batch-0001")) == ["repeated"]
    assert Answered.objects.count() == 2


def test_the_ledger_knows_an_operation_after_the_answer_is_forgotten(house: House, knock: Knock) -> None:
    machine, body = knock(house.teacher), {"entries": [entry(house.sheets[0])]}
    machine.post("/cells", body, "batch-0001")
    machine.put(address(house), {"value": "1"}, '"1"')
    with time_machine.travel(AT + timedelta(days=2), tick=False):
        assert kinds(machine.post("/cells", body, "batch-0001")) == ["repeated"]
    assert Cell.objects.get().value == 1


def test_a_post_without_a_key_changes_nothing(house: House, knock: Knock) -> None:
    answer = knock(house.teacher).post("/cells", {"entries": [entry(house.sheets[0])]})
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "header.Idempotency-Key"
    assert not Cell.objects.exists()


BAD = [
    {"entries": []},
    {"entries": [{}]},
    {"entries": "all"},
    {"entries": [{"sheet": 1, "key": "t7", "value": False, "version": 0}]},
    {"entries": [{"sheet": 1, "key": "t7", "value": 2.5, "version": 0}]},
    {"entries": [{"sheet": 1, "key": "t7", "value": "٣", "version": 0}]},
    {"entries": [{"sheet": 1, "key": "t7\n", "value": "1", "version": 0}]},
    {"entries": [{"sheet": 2**70, "key": "t7", "value": "1", "version": 0}]},
    {"entries": [{"sheet": 1, "key": "t7", "value": "1", "version": True}]},
    {"entries": [{"sheet": 1, "key": "t7", "value": "1", "version": 0}], "reason": "a\x00b"},
    {"entries": [{"sheet": 1, "key": "t7", "value": "1", "version": 0}], "reason": "\ud800"},
]


@pytest.mark.parametrize("body", BAD, ids=json.dumps)
def test_what_the_description_forbids_is_refused_with_its_place(
    house: House, knock: Knock, body: dict[str, object]
) -> None:
    answer = knock(house.teacher).post("/cells", body, "batch-0001")
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"].startswith("body.")
    assert not Answered.objects.exists()


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"[" * 5000, "application/json", 400),
        (b'{"entries": []}', "text/plain", 415),
        (b" " * 300_000, "application/json", 413),
    ],
    ids=["cut", "bytes", "deep", "text", "large"],
)
def test_a_body_that_nobody_can_read_is_refused(
    house: House, knock: Knock, body: bytes, kind: str, status: int
) -> None:
    machine: Machine = knock(house.teacher)
    headers = {"idempotency-key": "batch-0001"}
    answer = machine.client.post("/api/v1/cells", body, content_type=kind, headers=headers)
    assert answer.status_code == status
    assert answer.json()["problems"][0]["text"]


def test_a_batch_of_thirty_asks_as_often_as_a_batch_of_one(
    house: House, knock: Knock, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    machine, sheets = knock(house.teacher), house.sheets
    machine.get("/cells")
    with django_assert_max_num_queries(60) as asked:
        machine.post("/cells", {"entries": [entry(sheets[0])]}, "batch-0001")
    many(house, 30)
    batch = [entry(sheet, "1.5", version=1) for sheet in house.sheets if sheet.number.startswith("K-")]
    with django_assert_max_num_queries(len(asked)):
        assert set(kinds(machine.post("/cells", {"entries": batch}, "batch-0002"))) == {"saved"}
