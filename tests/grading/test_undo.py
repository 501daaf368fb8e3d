"""Taking back one's own acts and putting them back: the ledger grows, others' entries stay, and only the doer does it."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from qosqanat.core.problems import Refused
from qosqanat.grading import actions, queries
from qosqanat.grading.actions import Entry
from qosqanat.grading.enums import Source
from qosqanat.grading.models import Cell, ScoreEvent, Sheet
from qosqanat.regulation.marks import ABSENT
from tests.cast import AT, WEEK

from .help import second_mentor


def act(house, values, *, by=None, minute=0, number=WEEK, source=Source.GRID, reason=""):
    """Enter `values` in the first sheets in one act; returns its operation."""
    entries = [
        Entry(sheet.pk, "practice", number, value, uuid4())
        for sheet, value in zip(house.sheets, values, strict=False)
        if value != "-"
    ]
    verdicts = actions.enter_scores(
        entries, by=by or house.mentor, at=AT + timedelta(minutes=minute), source=source, reason=reason
    )
    assert all(verdict.ok for verdict in verdicts), verdicts
    return entries[-1].operation


def undo(house, operation: UUID, *, by=None, minute=30):
    return actions.undo_act(house.course, operation, by=by or house.mentor, at=AT + timedelta(minutes=minute))


def redo(house, verdicts, *, by=None, minute=40):
    """Put back what the undoing with these verdicts took away."""
    operation = verdicts[0].entry.operation
    return actions.redo_act(house.course, operation, by=by or house.mentor, at=AT + timedelta(minutes=minute))


def standing(house):
    values = {cell.sheet_id: cell.entry for cell in Cell.objects.filter(component="practice")}
    return [values.get(sheet.pk) for sheet in house.sheets]


def test_an_act_of_many_cells_goes_back_in_one_step_and_the_ledger_keeps_both(house):
    act(house, [Decimal(1), Decimal(2), Decimal(3)])
    paste = act(house, [Decimal(5), ABSENT, "-"], minute=1, source=Source.PASTE)
    assert [verdict.status for verdict in undo(house, paste)] == ["saved", "saved"]
    assert standing(house) == [1, 2, 3]
    assert Sheet.objects.get(pk=house.sheets[0].pk).periods == ["1", "0"]
    assert ScoreEvent.objects.count() == 7
    assert set(ScoreEvent.objects.filter(version=3).values_list("source", flat=True)) == {Source.UNDO}


def test_undoing_goes_on_to_the_act_before(house):
    first = act(house, [Decimal(1)])
    second = act(house, [Decimal(2)], minute=1)
    undo(house, second)
    assert queries.acts_of(house.course, house.mentor).undoable == [first]
    undo(house, first, minute=31)
    assert standing(house)[0] is None
    assert queries.acts_of(house.course, house.mentor).undoable == []


def test_what_somebody_else_changed_since_stays_and_both_values_are_told(house):
    mine = act(house, [Decimal(1), Decimal(2)])
    other = second_mentor(house)
    act(house, [Decimal(4)], by=other, minute=1)
    conflict, saved = undo(house, mine)
    assert (conflict.status, conflict.current, conflict.entry.value) == ("conflict", 4, None)
    assert saved.status == "saved"
    assert standing(house) == [4, None, None]


def test_an_act_under_somebody_elses_entry_is_not_offered(house):
    kept = act(house, ["-", "-", Decimal(2)])
    covered = act(house, [Decimal(1)], minute=1)
    assert queries.acts_of(house.course, house.mentor).undoable == [kept, covered]
    act(house, [Decimal(4)], by=second_mentor(house), minute=2)
    assert queries.acts_of(house.course, house.mentor).undoable == [kept]


def test_an_act_is_undone_once(house):
    mine = act(house, [Decimal(1)])
    undo(house, mine)
    with pytest.raises(Refused, match="nothing of yours"):
        undo(house, mine, minute=31)
    act(house, [Decimal(2)], minute=32)
    with pytest.raises(Refused):
        undo(house, mine, minute=33)
    assert standing(house)[0] == 2


def test_nobody_undoes_for_another(house):
    mine = act(house, [Decimal(1)])
    with pytest.raises(Refused):
        undo(house, mine, by=second_mentor(house))
    assert standing(house)[0] == 1


def test_after_the_week_has_closed_nothing_is_undone_by_the_mentor(house):
    mine = act(house, [Decimal(1)])
    (verdict,) = undo(house, mine, minute=60 * 24 * 7)
    assert verdict.status == "refused"
    assert standing(house)[0] == 1


def test_a_correction_is_undone_with_its_own_reason(house):
    wrong = act(house, [Decimal(3)], by=house.head, number=3, reason="Хаттама № 4")
    (verdict,) = undo(house, wrong, by=house.head)
    assert verdict.status == "saved"
    assert ScoreEvent.objects.get(source=Source.UNDO).reason == "Хаттама № 4"


def test_an_undone_act_of_many_cells_is_put_back_in_one_step_and_can_be_undone_again(house):
    act(house, [Decimal(1), Decimal(2), Decimal(3)])
    paste = act(house, [Decimal(5), ABSENT, "-"], minute=1, source=Source.PASTE)
    undone = undo(house, paste)
    assert queries.acts_of(house.course, house.mentor).redoable == [undone[-1].entry.operation]
    back = redo(house, undone)
    assert [verdict.status for verdict in back] == ["saved", "saved"]
    assert standing(house) == [5, ABSENT, 3]
    assert queries.acts_of(house.course, house.mentor).redoable == []
    assert ScoreEvent.objects.count() == 9
    assert set(ScoreEvent.objects.filter(version=4).values_list("source", flat=True)) == {Source.REDO}
    assert queries.acts_of(house.course, house.mentor).undoable[-1] == back[-1].entry.operation
    undo(house, back[0].entry.operation, minute=50)
    assert standing(house) == [1, 2, 3]


def test_several_undoings_are_put_back_in_turn(house):
    first, second = act(house, [Decimal(1)]), act(house, [Decimal(2)], minute=1)
    one, two = undo(house, second), undo(house, first, minute=31)
    redo(house, two)
    assert standing(house)[0] == 1
    redo(house, one, minute=41)
    assert standing(house)[0] == 2
    assert ScoreEvent.objects.count() == 6


def test_of_two_undoings_of_a_cell_the_earlier_one_waits_for_the_later(house):
    first, second = act(house, [Decimal(1)]), act(house, [Decimal(2)], minute=1)
    one, _two = undo(house, second), undo(house, first, minute=31)
    (verdict,) = redo(house, one)
    assert (verdict.status, standing(house)[0]) == ("conflict", None)


def test_an_undoing_is_put_back_once_and_by_nobody_else(house):
    undone = undo(house, act(house, [Decimal(1)]))
    with pytest.raises(Refused, match="nothing of yours left to put back"):
        redo(house, undone, by=second_mentor(house))
    redo(house, undone)
    with pytest.raises(Refused):
        redo(house, undone, minute=41)
    assert standing(house)[0] == 1


def test_a_new_act_ends_what_can_be_put_back(house):
    undone = undo(house, act(house, [Decimal(1)]))
    act(house, ["-", Decimal(2)], minute=35)
    assert queries.acts_of(house.course, house.mentor).redoable == []
    with pytest.raises(Refused):
        redo(house, undone)
    assert standing(house)[:2] == [None, 2]


def test_what_somebody_else_entered_after_the_undoing_stays(house):
    undone = undo(house, act(house, [Decimal(1), Decimal(2)]))
    act(house, [Decimal(4)], by=second_mentor(house), minute=35)
    conflict, saved = redo(house, undone)
    assert (conflict.status, conflict.current, conflict.entry.value) == ("conflict", 4, 1)
    assert saved.status == "saved"
    assert standing(house) == [4, 2, None]


def test_after_the_week_has_closed_nothing_is_put_back_by_the_mentor(house):
    undone = undo(house, act(house, [Decimal(1)]))
    (verdict,) = redo(house, undone, minute=60 * 24 * 7)
    assert verdict.status == "refused"
    assert standing(house)[0] is None


def test_a_correction_is_put_back_with_its_own_reason(house):
    wrong = act(house, [Decimal(3)], by=house.head, number=3, reason="Хаттама № 4")
    redo(house, undo(house, wrong, by=house.head), by=house.head)
    assert ScoreEvent.objects.get(source=Source.REDO).reason == "Хаттама № 4"


def test_the_last_twenty_undoings_are_offered_in_four_reads(house, django_assert_num_queries):
    done = [act(house, [Decimal(n % 5), Decimal(n % 3)], minute=n) for n in range(1, 26)]
    undoings = []
    for minute, operation in enumerate(reversed(done), start=40):
        undoings.append(undo(house, operation, minute=minute)[-1].entry.operation)
    with django_assert_num_queries(4):
        offered = queries.acts_of(house.course, house.mentor)
    assert (offered.undoable, offered.redoable) == ([], undoings[-20:])


def test_what_was_undone_takes_no_place_of_what_can_be(house):
    done = [act(house, [Decimal(n % 5), Decimal(n % 3)], minute=n) for n in range(1, 26)]
    for minute, operation in enumerate(done[:-9:-1], start=40):
        undo(house, operation, minute=minute)
    assert queries.acts_of(house.course, house.mentor).undoable == done[:-8]


def test_the_last_twenty_acts_are_offered_in_as_many_reads_as_one(house, django_assert_num_queries):
    operations = [act(house, [Decimal(n % 2), Decimal(n % 3)], minute=n) for n in range(1, 26)]
    act(house, [Decimal(5)], by=second_mentor(house), minute=40)
    with django_assert_num_queries(4):
        offered = queries.acts_of(house.course, house.mentor).undoable
    assert offered == operations[-20:]


def test_changes_are_told_once_with_a_little_overlap(house, django_assert_num_queries):
    act(house, [Decimal(1)])
    act(house, ["-", Decimal(2)], minute=10)
    with django_assert_num_queries(1):
        late = queries.changes_since(house.course, AT + timedelta(minutes=9, seconds=59))
    assert [(change.sheet_id, change.key, change.value, change.version) for change in late] == [
        (house.sheets[1].pk, f"p{WEEK}", 2, 1)
    ]
    assert len(queries.changes_since(house.course, AT)) == 2
    assert queries.changes_since(house.course, AT + timedelta(minutes=12)) == []
