"""The session: examination sheets, finals, retakes and repeats (Y-6.7, Y-7.4.b1, Q-Y18 to Q-Y21)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from qosqanat.core.problems import Refused
from qosqanat.grading import actions, queries
from qosqanat.grading.models import ExamSheet, Sheet
from qosqanat.people.models import Act
from qosqanat.regulation.marks import ABSENT, EXCUSED
from tests.cast import AT

from .help import AFTER, enter, fill, said

DAY = AFTER.date()


def issue(house, kind="main", day=DAY):
    return actions.issue_exam_sheet(house.course, held_on=day, kind=kind, by=house.registrar, at=AFTER)


@pytest.fixture
def session(house):
    """Everybody is admitted with 80 in both periods, and the main sheet is issued."""
    fill(house, Decimal("0.8"))
    return house, issue(house)


def points(house, exam, *values):
    numbers = [Decimal(v) if isinstance(v, int) else v for v in values]
    sheets = house.sheets[: len(numbers)]
    by_sheet = {sheet.pk: value for sheet, value in zip(sheets, numbers, strict=True)}
    return actions.enter_exam(exam, by_sheet, by=house.registrar, at=AFTER)


def finals(house):
    return [(sheet.final, sheet.letter, sheet.gpa) for sheet in house.sheets]


def test_a_final_mark_weighs_both_periods_and_the_examination(session):
    house, exam = session
    points(house, exam, 90, 50, 100)
    assert finals(house) == [(84, "B", Decimal("3")), (68, "C", Decimal("2")), (88, "B+", Decimal("3.33"))]


def test_below_50_there_is_no_final_but_the_letter_of_the_examination(session):
    house, exam = session
    points(house, exam, 49, 25, 24)
    assert finals(house) == [
        (None, "FX", Decimal("0.5")),
        (None, "FX", Decimal("0.5")),
        (None, "F", Decimal(0)),
    ]


def test_who_is_not_admitted_gets_no_examination_points(house):
    fill(house, Decimal("0.8"))
    sheet = house.sheets[0]
    for week in range(1, 16):
        enter(house, "practice", week, 0, sheet=sheet, by=house.head, reason="Control", at=AFTER)
    exam = issue(house)
    verdict = points(house, exam, 90)[0]
    assert verdict.status == "refused"
    assert said(verdict).startswith("The student is not admitted: the admission rating is")
    assert len(queries.exam_rows(exam, AFTER)) == 2


def test_the_sheet_is_issued_after_the_last_week_for_a_day_after_it(house):
    fill(house)
    with pytest.raises(Refused, match="Week 15 closes on"):
        actions.issue_exam_sheet(house.course, held_on=DAY, by=house.registrar, at=AT)
    with pytest.raises(Refused, match="held in the session, after"):
        issue(house, day=house.term.ends_on)


def test_an_examination_of_another_century_is_refused(house):
    fill(house)
    with pytest.raises(Refused, match="on 14 December 2027 at the latest: correct the date"):
        issue(house, day=date(2062, 12, 21))


def test_an_examination_without_results_is_put_on_another_day(house):
    fill(house, Decimal("0.8"))
    exam = issue(house, day=date(2027, 11, 21))
    how = {"by": house.registrar, "at": AFTER, "reason": "A slip of the year"}
    assert "results can be entered from then on" in said(points(house, exam, 90)[0])
    for day, sentence in {
        date(2027, 11, 21): "That is the date already",
        house.term.ends_on: "held in the session, after",
        date.max: "at the latest",
    }.items():
        with pytest.raises(Refused, match=sentence):
            actions.move_exam(exam, held_on=day, **how)
    with pytest.raises(Refused, match="Enter the reason"):
        actions.move_exam(exam, held_on=DAY, **how | {"reason": " "})
    assert actions.move_exam(exam, held_on=DAY, **how).held_on == DAY
    act = Act.objects.get(action="move_exam")
    assert (act.reason, act.detail) == (how["reason"], {"changed": {"held_on": ["2027-11-21", str(DAY)]}})
    assert points(house, exam, 90)[0].status == "saved"
    with pytest.raises(Refused, match="1 result is entered, so the date stands"):
        actions.move_exam(exam, held_on=date(2026, 12, 28), **how)


def test_a_closed_examination_keeps_its_day(closed):
    house, exam = closed
    with pytest.raises(Refused, match="is closed, so the date stands: reopen the sheet first"):
        actions.move_exam(exam, held_on=date(2026, 12, 28), by=house.registrar, at=AFTER, reason="x")


def test_nobody_admitted_no_sheet(house):
    with pytest.raises(Refused, match="No student is admitted"):
        issue(house)


def test_there_is_one_main_sheet(session):
    house, _exam = session
    with pytest.raises(Refused, match="is issued already"):
        issue(house)


def test_with_the_main_sheet_the_teachers_and_the_mentors_time_ends(session):
    house, _exam = session
    for component in ("test", "iws", "practice"):
        assert "The examination sheet is issued" in said(enter(house, component, 1, 1, at=AFTER))
    assert enter(house, "test", 1, 1, at=AFTER, by=house.head, reason="Appeal").status == "saved"


def test_it_closes_when_everybody_has_a_result(session):
    house, exam = session
    points(house, exam, 90, ABSENT)
    with pytest.raises(Refused, match="No result yet: "):
        actions.close_exam_sheet(exam, by=house.registrar, at=AFTER)
    points(house, exam, 90, ABSENT, EXCUSED)
    assert actions.close_exam_sheet(exam, by=house.registrar, at=AFTER).closed_by == house.registrar
    with pytest.raises(Refused, match="closed already"):
        actions.close_exam_sheet(exam, by=house.registrar, at=AFTER)


@pytest.fixture
def closed(session):
    """Results 40 (FX), 10 (F) and 90; the main sheet is closed."""
    house, exam = session
    points(house, exam, 40, 10, 90)
    return house, actions.close_exam_sheet(exam, by=house.registrar, at=AFTER)


def test_after_closing_nothing_changes_until_it_is_reopened_with_a_reason(closed):
    house, exam = closed
    assert "is closed: reopen it" in said(points(house, exam, 60)[0])
    assert "closed: the registrar must reopen" in said(
        enter(house, "test", 1, 1, at=AFTER, by=house.head, reason="x")
    )
    with pytest.raises(Refused, match="reason"):
        actions.reopen_exam_sheet(exam, by=house.registrar, at=AFTER, reason="")
    actions.reopen_exam_sheet(exam, by=house.registrar, at=AFTER, reason="Wrong line")
    assert points(house, exam, 60)[0].status == "saved"


def test_fx_is_retaken_and_f_repeated_as_further_attempts(closed):
    house, _exam = closed
    retake = issue(house, "retake")
    assert (retake.attempt, retake.number) == (2, "00002")
    assert [row.sheet for row in queries.exam_rows(retake, AFTER)] == [house.sheets[0]]
    fx, f, passed = points(house, retake, 70, 70, 70)
    assert (fx.status, f.status, passed.status) == ("saved", "refused", "refused")
    assert "Only a student with FX retakes" in said(f)
    actions.close_exam_sheet(retake, by=house.registrar, at=AFTER)
    repeat = issue(house, "repeat")
    assert [row.sheet for row in queries.exam_rows(repeat, AFTER)] == [house.sheets[1]]
    assert finals(house)[0] == (76, "B-", Decimal("2.67"))
    assert finals(house)[1] == (None, "F", Decimal(0))


def test_who_fails_the_retake_with_fx_repeats_the_course(closed):
    """fx_retakes = 1 (Q-Y21): the second FX is followed by a repeat, not by another retake."""
    house, _exam = closed
    retake = issue(house, "retake")
    points(house, retake, 30)
    actions.close_exam_sheet(retake, by=house.registrar, at=AFTER)
    assert finals(house)[0] == (None, "FX", Decimal("0.5"))
    with pytest.raises(Refused, match="Nobody has FX and a retake left"):
        issue(house, "retake")
    repeat = issue(house, "repeat")
    assert [row.sheet for row in queries.exam_rows(repeat, AFTER)] == house.sheets[:2]
    assert points(house, repeat, 75)[0].status == "saved"


def test_a_retake_that_somebody_was_excused_from_is_not_used(closed):
    house, _exam = closed
    retake = issue(house, "retake")
    points(house, retake, EXCUSED)
    actions.close_exam_sheet(retake, by=house.registrar, at=AFTER)
    again = issue(house, "retake")
    assert [row.sheet for row in queries.exam_rows(again, AFTER)] == [house.sheets[0]]
    points(house, again, 30)
    actions.close_exam_sheet(again, by=house.registrar, at=AFTER)
    repeat = issue(house, "repeat")
    points(house, repeat, 30, 75)
    actions.close_exam_sheet(repeat, by=house.registrar, at=AFTER)
    further = ExamSheet.objects.create(
        university=house.university, course=house.course, kind="retake", attempt=5, number="99999",
        held_on=DAY, issued_at=AFTER, issued_by=house.registrar,
    )  # fmt: skip
    assert "FX is retaken 1 time only" in said(points(house, further, 60)[0])
    assert "Only a student with FX retakes" in said(points(house, further, 60, 60, 60)[2])


def test_who_was_excused_from_the_main_examination_still_has_the_retake(session):
    house, exam = session
    points(house, exam, EXCUSED, 30, 90)
    actions.close_exam_sheet(exam, by=house.registrar, at=AFTER)
    retake = issue(house, "retake")
    points(house, retake, 30, 30)
    actions.close_exam_sheet(retake, by=house.registrar, at=AFTER)
    second = issue(house, "retake")
    assert [row.sheet for row in queries.exam_rows(second, AFTER)] == [house.sheets[0]]


def test_results_are_entered_from_the_day_of_the_examination_on(house):
    fill(house, Decimal("0.8"))
    exam = issue(house, day=DAY + timedelta(days=1))
    assert "results can be entered from then on" in said(points(house, exam, 90)[0])
    values = {house.sheets[0].pk: Decimal(90)}
    # one minute after midnight in Aqtau, the evening before in Greenwich
    midnight = datetime(2026, 12, 21, 19, 1, tzinfo=UTC)
    early = actions.enter_exam(exam, values, by=house.registrar, at=midnight - timedelta(minutes=2))
    assert early[0].status == "refused"
    assert actions.enter_exam(exam, values, by=house.registrar, at=midnight)[0].status == "saved"


def test_a_further_attempt_waits_for_the_closing_of_the_one_before(session):
    house, exam = session
    points(house, exam, 40, 90, 90)
    with pytest.raises(Refused, match="Close the examination sheet before it first"):
        issue(house, "retake")


def test_nobody_with_fx_no_retake(session):
    house, exam = session
    points(house, exam, 90, 90, 90)
    actions.close_exam_sheet(exam, by=house.registrar, at=AFTER)
    with pytest.raises(Refused, match="Nobody has FX"):
        issue(house, "retake")


def test_a_closed_sheet_stays_closed_after_a_later_attempt(closed):
    house, exam = closed
    issue(house, "retake")
    with pytest.raises(Refused, match="A later attempt is issued"):
        actions.reopen_exam_sheet(exam, by=house.registrar, at=AFTER, reason="x")


def test_examination_numbers_are_each_universitys_own(closed, neighbour):
    fill(neighbour, Decimal("0.8"))
    assert issue(neighbour).number == "00001"


def test_points_stay_exact_until_the_one_rounding(house):
    """68.5 rounds up once, at the end; the sheet keeps the exact ratings."""
    fill(house, Decimal("0.8"))
    exam = issue(house)
    points(house, exam, Decimal("51.25"))
    sheet = Sheet.objects.get(pk=house.sheets[0].pk)
    assert (sheet.admission, sheet.exam, sheet.final) == (80, Decimal("51.25"), 69)


def test_excused_from_the_main_sits_the_retake_and_absent_the_repeat(session):
    house, exam = session
    points(house, exam, EXCUSED, ABSENT, 90)
    actions.close_exam_sheet(exam, by=house.registrar, at=AFTER)
    retake = issue(house, "retake")
    assert [row.sheet for row in queries.exam_rows(retake, AFTER)] == [house.sheets[0]]
    points(house, retake, 60)
    actions.close_exam_sheet(retake, by=house.registrar, at=AFTER)
    repeat = issue(house, "repeat")
    assert [row.sheet for row in queries.exam_rows(repeat, AFTER)] == [house.sheets[1]]
