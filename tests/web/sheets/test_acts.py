"""Undo, fill and hearing of others, as the grid's pages do them with and without scripts."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.utils import formats, timezone

from qosqanat.grading.actions import move_sheet
from qosqanat.grading.models import Cell
from qosqanat.grading.queries.acts import FRESH
from qosqanat.regulation.marks import ABSENT
from tests.cast import AT, House

from .help import FETCH, ClientAs, address, column, enter


def test_full_marks_fill_only_what_is_empty_and_go_back_in_one_step(
    house: House, client_as: ClientAs
) -> None:
    client = client_as(house.teacher)
    enter(house, 1, "t7", 1, at=AT - timedelta(minutes=1))
    answer = client.post(address(house, "fill"), {"column": "t7", "how": "full"}, headers=FETCH).json()
    assert column(house, "t7") == [3, 1, 3]
    assert answer["said"] == "2 marks saved."
    with time_machine.travel(AT + timedelta(minutes=1), tick=False):
        undone = client.post(address(house, "undo"), {"operation": answer["operation"]}, headers=FETCH).json()
    assert (undone["said"], undone["problems"]) == ("2 marks undone.", [])
    assert column(house, "t7") == [None, 1, None]


def test_as_the_week_before_takes_no_more_than_the_column_allows(house: House, client_as: ClientAs) -> None:
    for row, value in enumerate((Decimal("2.5"), ABSENT)):
        enter(house, row, "t6", value, at=AT - timedelta(minutes=1))
    client_as(house.teacher).post(address(house, "fill"), {"column": "t7", "how": "before"})
    assert column(house, "t7") == [Decimal("2.5"), ABSENT, None]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"column": "t99"}, "no such column"),
        ({"column": "t9", "how": "full"}, "begins on"),
        ({"column": "p7", "how": "full"}, "scored by its mentor"),
        ({"column": "t1", "how": "before"}, "Nothing to fill"),
    ],
)
def test_what_cannot_be_filled_is_said_once(
    house: House, client_as: ClientAs, fields: dict[str, str], sentence: str
) -> None:
    answer = client_as(house.teacher).post(address(house, "fill"), fields, headers=FETCH).json()
    said = [text for text in [answer["said"], *answer["problems"]] if text]
    assert len(said) == 1 and sentence in said[0] or sentence in " ".join(said)
    assert not Cell.objects.exists()


def test_a_sheet_that_was_withdrawn_since_keeps_what_is_undone_elsewhere(
    house: House, client_as: ClientAs
) -> None:
    client = client_as(house.teacher)
    filled = client.post(address(house, "fill"), {"column": "t7", "how": "full"}, headers=FETCH).json()
    gone, *_others = house.sheets
    move_sheet(gone, "withdraw", by=house.head, at=AT, reason="Left the university")
    answer = client.post(address(house, "undo"), {"operation": filled["operation"]}, headers=FETCH).json()
    assert answer["said"] == "2 marks undone."
    assert [why.split(":")[0] for why in answer["problems"]] == ["The student left the course"]
    assert column(house, "t7") == [3, None, None]


def test_the_last_act_is_undone_without_scripts_too(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    operation = enter(house, 0, "t7", 2, at=AT - timedelta(minutes=1))
    page = client.get(address(house, "course"))
    assert f'name="operation" value="{operation}"' in page.text
    answer = client.post(address(house, "undo", "?view=all"), {"operation": operation}, follow=True)
    assert answer.redirect_chain == [(address(house, "course", "?view=all"), 302)]
    assert "1 mark undone." in answer.text
    assert column(house, "t7")[0] is None


def test_undo_tells_both_values_where_somebody_was_later(house: House, client_as: ClientAs) -> None:
    mine = enter(house, 0, "t7", 2, at=AT - timedelta(minutes=2))
    enter_by_head(house)
    answer = client_as(house.teacher).post(address(house, "undo"), {"operation": mine}, headers=FETCH).json()
    assert "“3” was entered meanwhile and stays" in answer["problems"][0]
    assert column(house, "t7")[0] == 3


def enter_by_head(house: House) -> None:
    from qosqanat.grading import actions
    from qosqanat.grading.actions import Entry

    one = Entry(house.sheets[0].pk, "test", 7, Decimal(3), uuid4())
    actions.enter_scores([one], by=house.head, at=AT - timedelta(minutes=1), source="grid", reason="Хаттама")


@pytest.mark.parametrize("name", ["undo", "redo"])
@pytest.mark.parametrize("operation", ["", "x", "10000000-1000-4000-8000-100000000000"])
def test_nothing_to_turn_round_is_a_sentence(
    house: House, client_as: ClientAs, name: str, operation: str
) -> None:
    answer = client_as(house.teacher).post(address(house, name), {"operation": operation}, headers=FETCH)
    assert "nothing of yours" in answer.json()["problems"][0]


def test_nobody_undoes_through_another_course(house: House, neighbour: House, client_as: ClientAs) -> None:
    mine = enter(house, 0, "t7", 2, at=AT - timedelta(minutes=1))
    client = client_as(neighbour.teacher)
    assert client.post(address(house, "undo"), {"operation": mine}).status_code == 404
    client.post(address(neighbour, "undo"), {"operation": mine})
    assert column(house, "t7")[0] == 2


def test_changes_say_what_others_entered(
    house: House, client_as: ClientAs, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    client = client_as(house.teacher)
    enter(house, 0, "p7", 4)
    enter(house, 1, "p7", ABSENT)
    since = AT.timestamp() - 5
    answer = client.get(address(house, "changes", f"?since={since}")).json()
    first, second, _third = house.sheets
    moment = formats.date_format(timezone.localtime(AT), "DATETIME_FORMAT")
    assert answer["cells"] == [
        [first.pk, "p7", "4", 1, house.mentor.short_name, moment],
        [second.pk, "p7", "abs", 1, house.mentor.short_name, moment],
    ]
    later = AT.timestamp() + 120
    assert client.get(address(house, "changes", f"?since={later}")).json()["cells"] == []


def test_hearing_of_many_costs_as_many_queries_as_of_none(house: House, client_as: ClientAs) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_as(house.teacher)
    query = address(house, "changes", f"?since={AT.timestamp() - 5}")
    client.get(query)
    with CaptureQueriesContext(connection) as none:
        client.get(query)
    for row in range(3):
        enter(house, row, "p7", 4)
        enter(house, row, "t7", 1)
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(query).json()["cells"]) == 6
    assert len(many) == len(none)


@pytest.mark.parametrize("since", ["", "x", "nan", "1e999", "-1e18"])
def test_an_unknown_moment_is_answered(house: House, client_as: ClientAs, since: str) -> None:
    assert client_as(house.teacher).get(address(house, "changes", f"?since={since}")).status_code == 400


def test_strangers_hear_nothing(house: House, neighbour: House, client_as: ClientAs) -> None:
    assert client_as(neighbour.teacher).get(address(house, "changes", "?since=0")).status_code == 404


def test_an_old_act_is_named_and_taken_back_only_when_the_person_is_sure(
    house: House, client_as: ClientAs
) -> None:
    client = client_as(house.teacher)
    filled = client.post(address(house, "fill"), {"column": "t7", "how": "full"}, headers=FETCH).json()
    fields = {"operation": filled["operation"]}
    with time_machine.travel(AT + FRESH + timedelta(minutes=1), tick=False):
        asked = client.post(address(house, "undo"), fields, headers=FETCH)
        page = client.post(address(house, "undo"), fields)
        assert column(house, "t7") == [3, 3, 3]
        for answer in (asked, page):
            assert "Take back 3 marks of T7 entered on 14 October 2026?" in answer.text
        sure = client.post(address(house, "undo"), fields | {"sure": "1"}, headers=FETCH).json()
    assert (sure["said"], column(house, "t7")) == ("3 marks undone.", [None] * 3)


def test_what_was_undone_is_put_back_with_and_without_scripts(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    operation = enter(house, 0, "t7", 2, at=AT - timedelta(minutes=1))
    assert 'data-qq-redo=""' in client.get(address(house, "course")).text
    with time_machine.travel(AT + timedelta(minutes=1), tick=False):
        undone = client.post(address(house, "undo"), {"operation": operation}, headers=FETCH).json()
        page = client.get(address(house, "course")).text
    assert f'data-qq-redo="{undone["operation"]} "' in page
    assert f'name="operation" value="{undone["operation"]}"' in page
    with time_machine.travel(AT + timedelta(minutes=2), tick=False):
        answer = client.post(address(house, "redo"), {"operation": undone["operation"]}, follow=True)
    assert "1 mark put back." in answer.text
    assert column(house, "t7")[0] == 2


def test_an_old_undoing_is_named_and_put_back_only_when_the_person_is_sure(
    house: House, client_as: ClientAs
) -> None:
    client = client_as(house.teacher)
    mine = enter(house, 0, "t7", 2, at=AT - timedelta(minutes=1))
    fields = client.post(address(house, "undo"), {"operation": mine}, headers=FETCH).json()
    fields = {"operation": fields["operation"]}
    with time_machine.travel(AT + FRESH + timedelta(minutes=1), tick=False):
        asked = client.post(address(house, "redo"), fields, headers=FETCH)
        assert "Put back 1 mark of T7 taken back on 14 October 2026?" in asked.text
        assert f'action="{address(house, "redo")}"' in asked.text
        assert column(house, "t7")[0] is None
        sure = client.post(address(house, "redo"), fields | {"sure": "1"}, headers=FETCH).json()
    assert (sure["said"], column(house, "t7")[0]) == ("1 mark put back.", 2)


def test_nobody_puts_back_through_another_course(house: House, neighbour: House, client_as: ClientAs) -> None:
    mine = enter(house, 0, "t7", 2, at=AT - timedelta(minutes=1))
    undone = client_as(house.teacher).post(address(house, "undo"), {"operation": mine}, headers=FETCH).json()
    client = client_as(neighbour.teacher)
    fields = {"operation": undone["operation"]}
    assert client.post(address(house, "redo"), fields).status_code == 404
    client.post(address(neighbour, "redo"), fields)
    assert column(house, "t7")[0] is None
