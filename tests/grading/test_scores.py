"""What happens to one entry: who may make it, where, with which value, and what it changes."""

from decimal import Decimal
from uuid import uuid4

import pytest

from qosqanat.grading import actions
from qosqanat.grading.models import Cell, ScoreEvent, Sheet
from qosqanat.people.models import Deputy, Role
from qosqanat.regulation.marks import ABSENT, EXCUSED
from tests.cast import AT, SINCE, WEEK

from .help import enter, entry, said, second_mentor


def test_a_mark_becomes_event_cell_and_rating_together(house):
    verdict = enter(house, "practice", WEEK, 4.5, base=0)
    assert (verdict.status, verdict.version, verdict.current) == ("saved", 1, Decimal("4.5"))
    sheet = Sheet.objects.get(pk=verdict.entry.sheet_id)
    assert (sheet.periods, sheet.admission, sheet.version) == (["4.5", "0"], Decimal("2.25"), 1)
    assert verdict.ratings.periods == (Decimal("4.5"), 0)
    event, cell = ScoreEvent.objects.get(), Cell.objects.get()
    assert event.author == cell.author == house.mentor
    assert event.received_at == cell.changed_at == AT


@pytest.mark.parametrize("value", [ABSENT, EXCUSED, Decimal(0)])
def test_absent_excused_and_nought_are_three_values(house, value):
    enter(house, "practice", WEEK, value)
    assert Cell.objects.get().entry == value


def test_taking_a_value_back_leaves_an_event(house):
    enter(house, "practice", WEEK, 4)
    verdict = enter(house, "practice", WEEK, None, base=1)
    assert (verdict.status, verdict.version, verdict.current) == ("saved", 2, None)
    assert [event.state for event in ScoreEvent.objects.all()] == ["number", "empty"]
    assert Sheet.objects.get(pk=verdict.entry.sheet_id).periods == ["0", "0"]


@pytest.mark.parametrize(
    ("component", "number", "value", "sentence"),
    [
        ("practice", WEEK, "5.01", "5.01 is above the maximum of 5: enter 0 to 5."),
        ("practice", 4, "13.5", "13.5 is above the maximum of 13"),
        ("practice", WEEK, "-1", "cannot be below 0"),
        ("practice", WEEK, "4.505", "more than two decimal places"),
        ("practice", WEEK, "NaN", "is not a number of points"),
        ("practice", WEEK, "Infinity", "is not a number of points"),
        ("practice", WEEK, "1E+999999", "1E+999999 is above the maximum of 5"),
        ("practice", WEEK, "1E-999999", "1E-999999 has more than two decimal places"),
        ("practice", 16, "1", "There is no week 16: the semester has 15 weeks."),
        ("practice", 0, "1", "There is no week 0"),
        ("test", WEEK, "3.1", "above the maximum of 3"),
        ("iws", 1, "10.5", "above the maximum of 10"),
        ("iws", 5, "1", "There is no independent-work task 5"),
        ("exam", 1, "50", "no examination sheet for this attempt"),
        ("homework", 1, "1", "There is no such place"),
    ],
)
def test_a_value_without_its_place_is_refused_with_a_sentence(house, component, number, value, sentence):
    at = house.term.closes_at(4) if number == 4 else AT
    verdict = enter(house, component, number, value, at=at)
    assert verdict.status == "refused"
    assert sentence in said(verdict)
    assert not ScoreEvent.objects.exists()


def test_other_types_than_decimals_are_no_points(house):
    for value in (4.5, 4, True, "4", object()):
        one = entry(house.sheets[0], "practice", WEEK, None)._replace(value=value)
        verdict = actions.enter_scores([one], by=house.mentor, at=AT, source="grid")[0]
        assert verdict.status == "refused", value


def test_annex_3_has_no_practice_in_weeks_1_to_3_and_15(house):
    actions.choose_scheme(house.course, "A3", by=house.head, at=AT, reason="4 credits")
    for week in (1, 2, 3):
        assert "no practice points in marking scheme A3" in said(enter(house, "practice", week, 1))
    assert enter(house, "practice", WEEK, 8).status == "saved"


def test_a_score_of_independent_work_needs_the_tasks_first(house):
    house.course.iws_tasks.all().delete()
    assert "add at least 2 for each rating period first" in said(enter(house, "iws", 1, 5))


def test_one_bad_entry_refuses_only_itself(house):
    one, two, three = house.sheets
    entries = [
        entry(one, "practice", WEEK, 5),
        entry(two, "practice", WEEK, 6),
        entry(three, "practice", WEEK, ABSENT),
    ]
    verdicts = actions.enter_scores(entries, by=house.mentor, at=AT, source="phone")
    assert [verdict.status for verdict in verdicts] == ["saved", "refused", "saved"]
    assert Cell.objects.count() == 2


def test_all_or_nothing_holds_everything_back(house):
    one, two, _three = house.sheets
    entries = [entry(one, "practice", WEEK, 5), entry(two, "practice", WEEK, 6)]
    verdicts = actions.enter_scores(
        entries, by=house.mentor, at=AT, source="spreadsheet", all_or_nothing=True
    )
    assert [verdict.status for verdict in verdicts] == ["refused", "refused"]
    assert "other entries of the same file" in said(verdicts[0])
    assert not Cell.objects.exists()


def test_the_first_score_freezes_the_scheme(house):
    assert house.course.scheme.frozen_at is None
    enter(house, "practice", WEEK, 5)
    house.course.scheme.refresh_from_db()
    assert house.course.scheme.frozen_at == AT


# --- the same entry again, and somebody else's ---------------------------------------------------------------------


def test_the_same_operation_again_writes_nothing(house):
    operation = uuid4()
    first = enter(house, "practice", WEEK, 5, base=0, operation=operation)
    for _again in range(10):
        repeated = enter(house, "practice", WEEK, 5, base=0, operation=operation)
        assert (repeated.status, repeated.version, repeated.current) == (
            "repeated",
            first.version,
            first.current,
        )
    assert ScoreEvent.objects.count() == 1


def test_a_repeat_after_a_later_value_does_not_bring_the_old_one_back(house):
    operation = uuid4()
    enter(house, "practice", WEEK, 5, operation=operation)
    enter(house, "practice", WEEK, 3)
    repeated = enter(house, "practice", WEEK, 5, operation=operation)
    assert (repeated.status, repeated.version, repeated.current) == ("repeated", 1, Decimal(3))
    assert Cell.objects.get().value == 3


def test_an_operation_twice_in_one_batch_is_one_entry(house):
    one = entry(house.sheets[0], "practice", WEEK, 5)
    verdicts = actions.enter_scores([one, one], by=house.mentor, at=AT, source="phone")
    assert [verdict.status for verdict in verdicts] == ["saved", "repeated"]


def test_an_operation_cannot_be_used_for_another_place(house):
    operation = uuid4()
    enter(house, "practice", WEEK, 5, operation=operation)
    other = enter(house, "practice", WEEK, 5, operation=operation, sheet=house.sheets[1])
    assert other.status == "refused"
    assert other.current is None


def test_two_mentors_one_cell_the_second_sees_both_values(house):
    colleague = second_mentor(house)
    enter(house, "practice", WEEK, 4, base=0)
    verdict = enter(house, "practice", WEEK, 3, base=0, by=colleague)
    assert (verdict.status, verdict.version, verdict.current, verdict.entry.value) == ("conflict", 1, 4, 3)
    assert Cell.objects.get().value == 4
    assert enter(house, "practice", WEEK, 3, base=1, by=colleague).status == "saved"


def test_two_mentors_with_the_same_value_agree(house):
    colleague = second_mentor(house)
    enter(house, "practice", WEEK, 4, base=0)
    assert enter(house, "practice", WEEK, 4, base=0, by=colleague).status == "repeated"
    assert ScoreEvent.objects.count() == 1


def test_a_place_changed_twice_in_one_batch_keeps_both_events(house):
    sheet = house.sheets[0]
    entries = [entry(sheet, "practice", WEEK, 4, 0), entry(sheet, "practice", WEEK, 5, 1)]
    verdicts = actions.enter_scores(entries, by=house.mentor, at=AT, source="phone")
    assert [(verdict.status, verdict.version) for verdict in verdicts] == [("saved", 1), ("saved", 2)]
    assert Cell.objects.get().value == 5


# --- who may -------------------------------------------------------------------------------------------------------

EVERYBODY = (
    "mentor deputy_mentor representative teacher adviser head dean registrar office career base_head quality rector admin"
).split()
MAY = {"practice": {"mentor"}, "test": {"teacher"}, "iws": {"teacher"}}


@pytest.mark.parametrize("component", MAY)
@pytest.mark.parametrize("role", EVERYBODY)
def test_only_its_mentor_scores_practice_and_its_teacher_the_work(house, component, role):
    """Practice belongs to the mentor (Y-7.3.b4), tests and independent work to the teacher (Y-7.6.b2)."""
    number = 1 if component == "iws" else WEEK
    verdict = enter(house, component, number, 2, by=house.people[role])
    assert (verdict.status == "saved") == (role in MAY[component]), said(verdict)


@pytest.mark.parametrize("role", ["head", "dean"])
@pytest.mark.parametrize("component", ["practice", "test", "iws"])
def test_head_and_dean_correct_with_a_reason(house, role, component):
    """Y-6.5"""
    number = 1 if component == "iws" else WEEK
    by = house.people[role]
    assert "needs a reason" in said(enter(house, component, number, 2, by=by, reason="  "))
    assert enter(house, component, number, 2, by=by, reason="Paper sheet of the mentor").status == "saved"
    assert ScoreEvent.objects.get().reason == "Paper sheet of the mentor"


def test_the_methodical_office_enters_from_files_only(house):
    assert enter(house, "practice", 3, 4, by=house.office, source="spreadsheet", on_behalf_of=house.mentor).ok
    assert "from files only" in said(enter(house, "practice", WEEK, 4, by=house.office))
    assert ScoreEvent.objects.get().on_behalf_of == house.mentor


@pytest.mark.parametrize("role", ["mentor", "teacher", "head", "dean", "office", "registrar"])
def test_the_other_university_reaches_nothing_and_learns_nothing(house, neighbour, role):
    enter(house, "practice", WEEK, 4)
    verdict = enter(house, "practice", WEEK, 5, by=neighbour.people[role], source="spreadsheet", reason="x")
    assert (verdict.status, verdict.current, verdict.version, verdict.ratings) == ("refused", None, 0, None)


def test_an_operation_of_another_university_tells_nothing(house, neighbour):
    operation = uuid4()
    enter(house, "practice", WEEK, 4, operation=operation)
    verdict = enter(house, "practice", WEEK, 4, by=neighbour.mentor, operation=operation)
    assert (verdict.current, verdict.version, verdict.ratings) == (None, 0, None)


def test_a_mentor_whose_assignment_ended_is_refused(house):
    house.course.mentors.update(ends_on=SINCE.replace(month=10, day=13), starts_on=SINCE)
    assert "scored by its mentor" in said(enter(house, "practice", WEEK, 4))


def test_a_mentor_whose_post_ended_is_refused(house):
    house.post.ends_on = SINCE.replace(month=10, day=13)
    house.post.save()
    assert enter(house, "practice", WEEK, 4).status == "refused"


def test_nobody_scores_themselves(house):
    house.students[0].person = house.mentor
    house.students[0].save()
    sheet = Sheet.objects.get(student=house.students[0])
    assert "Nobody scores themselves" in said(enter(house, "practice", WEEK, 5, sheet=sheet))


def test_a_deputy_of_the_head_acts_on_behalf(house):
    role = Role.objects.get(person=house.head)
    Deputy.objects.create(
        role=role, person=house.adviser, starts_on=SINCE, ends_on=SINCE.replace(month=12), reason="leave"
    )
    enter(house, "practice", WEEK, 4, by=house.adviser, reason="Paper sheet")
    event = ScoreEvent.objects.get()
    assert (event.author, event.on_behalf_of) == (house.adviser, house.head)


def test_an_unknown_sheet_is_refused(house):
    one = entry(house.sheets[0], "practice", WEEK, 4)._replace(sheet_id=10**9)
    assert "no such sheet" in said(actions.enter_scores([one], by=house.mentor, at=AT, source="grid")[0])


@pytest.mark.parametrize("state", ["returned", "archived"])
def test_a_sheet_with_the_seal_is_not_scored(house, state):
    Sheet.objects.update(state=state)
    assert "came back with the seal" in said(enter(house, "practice", WEEK, 4))
