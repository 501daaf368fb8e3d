"""Issuing sheets, choosing the scheme, tasks of independent work, and the way of the paper back."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from qosqanat.core.problems import Refused
from qosqanat.grading import actions, queries
from qosqanat.grading.models import CourseScheme, IwsTask, Sheet
from qosqanat.people.models import Act
from qosqanat.studies import actions as studies
from qosqanat.studies.models import Course, CourseMentor, Enrolment
from tests.cast import AT

from .help import AFTER, enter, said


def another_course(house, **fields) -> Course:
    """A second course, ready to be issued, with two of the three students."""
    values = {
        "university": house.university, "term": house.term, "department": house.department, "code": "GZN 2206",
        "name_kk": "Мұнай-газ геологиясы", "groups_key": house.group.code, "credits": Decimal(4), "language": "kk",
        "model": 1, "hours_total": 120, "hours_campus": 80, "hours_site": 40, "teacher": house.teacher,
        "enterprise": house.enterprise,
    }  # fmt: skip
    course = Course.objects.create(**{**values, **fields})
    CourseMentor.objects.create(course=course, post=house.post, starts_on=house.term.starts_on)
    for student in house.students[:2]:
        Enrolment.objects.create(course=course, student=student, joined_on=house.term.starts_on)
    return course


def test_one_act_issues_all_sheets_with_the_scheme_of_the_exact_credits(house):
    """Y-6.5.1"""
    course = another_course(house)
    issued = actions.issue_sheets([house.course, course], by=house.head, at=AT)
    assert (issued.sheets, issued.courses, issued.refused) == (2, 1, {})
    assert (house.course.scheme.code, course.scheme.code) == ("A2", "A3")
    assert course.scheme.threshold == 50
    assert Sheet.objects.get(course=course, student=house.students[0]).periods == ["0", "0"]


def test_issuing_again_changes_nothing(house):
    before = list(Sheet.objects.values_list("number", "issued_at"))
    acts = Act.objects.count()
    issued = actions.issue_sheets([house.course], by=house.head, at=AT)
    assert (issued.sheets, issued.courses) == (0, 0)
    assert list(Sheet.objects.values_list("number", "issued_at")) == before
    assert Act.objects.count() == acts


def test_numbers_follow_each_other_in_each_university(house, neighbour):
    course = another_course(house)
    actions.issue_sheets([course], by=house.head, at=AT)
    mine = (
        Sheet.objects.filter(university=house.university).order_by("number").values_list("number", flat=True)
    )
    assert list(mine) == ["000001", "000002", "000003", "000004", "000005"]
    assert Sheet.objects.filter(university=neighbour.university, number="000001").exists()


def test_a_course_with_a_blocking_problem_is_refused_and_the_others_are_issued(house):
    good, bad = another_course(house), another_course(house, code="X 1", credits=Decimal(2))
    issued = actions.issue_sheets([good, bad], by=house.head, at=AT)
    assert issued.sheets == 2
    assert [str(problem) for problem in issued.refused[bad]] == [
        "No marking scheme exists for 2 credits: correct the credits or choose a scheme. (Y-7.3.b5)"
    ]
    assert not Sheet.objects.filter(course=bad).exists()


def test_a_chosen_scheme_answers_for_credits_without_one(house):
    course = another_course(house, credits=Decimal(2))
    actions.choose_scheme(course, "A2", by=house.head, at=AT, reason="Decision of the council")
    assert actions.issue_sheets([course], by=house.head, at=AT).sheets == 2


def test_the_scheme_changes_until_the_first_score(house):
    chosen = actions.choose_scheme(
        house.course, "A3", by=house.head, at=AT, reason="Four credits from this year"
    )
    assert chosen.code == "A3"
    enter(house, "practice", 7, 5)
    with pytest.raises(Refused, match="marking scheme A3 stays"):
        actions.choose_scheme(house.course, "A2", by=house.head, at=AT, reason="x")


@pytest.mark.parametrize(
    ("code", "reason", "sentence"), [("A9", "x", "no marking scheme A9"), ("A3", "", "reason")]
)
def test_a_scheme_needs_to_exist_and_a_reason(house, code, reason, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.choose_scheme(house.course, code, by=house.head, at=AT, reason=reason)


def test_a_frozen_scheme_keeps_its_content_when_the_pack_changes(house):
    enter(house, "practice", 7, 5)
    content = CourseScheme.objects.get(course=house.course).content
    assert content["rows"][6][2] == "5"
    assert CourseScheme.objects.get(course=house.course).rules.cap("practice", 7) == 5


# --- independent work ----------------------------------------------------------------------------------------------

GOOD = [(1, "A", Decimal(12)), (1, "B", Decimal(8)), (2, "C", Decimal(20)), (2, "D", Decimal(8))]


def changed(**places: tuple[int, str, Decimal]) -> list[tuple[int, str, Decimal]]:
    return [places.get(task[1], task) for task in GOOD]


@pytest.mark.parametrize(
    ("tasks", "sentence"),
    [
        (GOOD[:1] + GOOD[2:], "Rating period 1 has 1 independent-work tasks: at least 2 are needed"),
        (changed(A=(1, "A", Decimal(13))), "The maxima of rating period 1 add up to 21, not to 20"),
        (changed(A=(1, " ", Decimal(12))), "Every task needs a title"),
        (changed(A=(3, "A", Decimal(12))), "There is no rating period 3"),
        (changed(A=(1, "A", Decimal(0))), "must be above 0"),
        (changed(A=(1, "A", Decimal("NaN"))), "must be above 0"),
        ([], "Rating period 1 has 0 independent-work tasks"),
    ],
)
def test_tasks_are_two_or_more_per_period_and_add_up(house, tasks, sentence):
    """Y-A2.sro, Y-A3.sro, Y-7.6.b2"""
    with pytest.raises(Refused, match=sentence):
        actions.set_iws_tasks(house.course, tasks, by=house.teacher, at=AT)
    assert IwsTask.objects.filter(course=house.course, title__startswith="БӨЖ").count() == 4


def test_new_tasks_replace_those_without_points(house):
    tasks = actions.set_iws_tasks(house.course, GOOD, by=house.teacher, at=AT)
    assert [(task.number, task.title) for task in tasks] == [(1, "A"), (2, "B"), (3, "C"), (4, "D")]


def test_a_task_with_points_keeps_its_number_and_cannot_go(house):
    enter(house, "iws", 2, 9)
    kept = [(1, "БӨЖ-2", Decimal(9)), (1, "New", Decimal(11)), (2, "C", Decimal(20)), (2, "D", Decimal(8))]
    tasks = {t.title: t.number for t in actions.set_iws_tasks(house.course, kept, by=house.teacher, at=AT)}
    assert tasks == {"New": 1, "БӨЖ-2": 2, "C": 3, "D": 4}
    for bad in (GOOD, [(1, "БӨЖ-2", Decimal(8)), (1, "New", Decimal(12)), *GOOD[2:]]):
        with pytest.raises(Refused, match="“БӨЖ-2” has points already"):
            actions.set_iws_tasks(house.course, bad, by=house.teacher, at=AT)


def test_two_tasks_of_one_title_stay_two(house):
    twins = [(1, "A", Decimal(10)), (1, "A", Decimal(10)), (2, "C", Decimal(20)), (2, "D", Decimal(8))]
    assert len(actions.set_iws_tasks(house.course, twins, by=house.teacher, at=AT)) == 4
    assert len(actions.set_iws_tasks(house.course, twins, by=house.teacher, at=AT)) == 4


# --- the paper -----------------------------------------------------------------------------------------------------


def test_the_sheet_comes_back_goes_out_again_and_ends_in_the_personal_file(house):
    """Y-6.5.3, Y-7.3.b6, Y-7.4.b2"""
    sheet = actions.return_sheet(house.sheets[0], by=house.head, at=AFTER)
    sheet = actions.send_back_sheet(sheet, by=house.head, at=AFTER, reason="No seal on page 2")
    sheet = actions.return_sheet(sheet, by=house.head, at=AFTER)
    sheet = actions.archive_sheet(sheet, by=house.registrar, at=AFTER)
    assert sheet.state == "archived"
    acts = Act.objects.filter(subject_type="grading.sheet", subject_id=sheet.pk).order_by("pk")
    assert [act.action for act in acts] == [
        "sheet_return",
        "sheet_send_back",
        "sheet_return",
        "sheet_archive",
    ]


def test_a_sheet_that_is_still_out_is_not_archived(house):
    with pytest.raises(Refused, match="The sheet is issued: this step is not possible now"):
        actions.archive_sheet(house.sheets[0], by=house.registrar, at=AFTER)


# --- students come and go ------------------------------------------------------------------------------------------


def test_a_late_student_gets_the_next_sheet_at_once(house):
    course = another_course(house)
    actions.issue_sheets([course], by=house.head, at=AT)
    studies.enrol(house.students[2], course, by=house.office, at=AT)
    assert Sheet.objects.get(course=course, student=house.students[2]).number == "000006"


def test_before_the_issue_nobody_gets_a_sheet(house):
    course = another_course(house)
    studies.enrol(house.students[2], course, by=house.office, at=AT)
    assert not Sheet.objects.filter(course=course).exists()
    assert actions.issue_sheets([course], by=house.head, at=AT).sheets == 3


def test_withdrawal_closes_the_sheet_and_keeps_its_history_and_return_opens_it(house):
    enrolment = Enrolment.objects.get(course=house.course, student=house.students[0])
    sheet = Sheet.objects.get(course=house.course, student=house.students[0])
    enter(house, "practice", 7, 4, sheet=sheet)
    studies.withdraw(enrolment, by=house.office, at=AT, reason="Academic leave")
    assert "left the course" in said(enter(house, "practice", 7, 5, sheet=sheet))
    assert len(queries.course_grid(house.course, AT).rows) == 2
    assert queries.cell_history(sheet, "practice", 7).count() == 1
    studies.enrol(house.students[0], house.course, by=house.office, at=AT, reason="Back from leave")
    assert enter(house, "practice", 7, 5, sheet=sheet).version == 2


def test_a_transfer_takes_fitting_points_along_as_events(house):
    course = another_course(house)
    actions.issue_sheets([course], by=house.head, at=AT)
    student = house.students[2]
    old = Sheet.objects.get(course=house.course, student=student)
    for week, value in {1: 5, 4: 12, 6: 4}.items():
        enter(house, "practice", week, value, sheet=old, by=house.head, reason="paper")
    enter(house, "test", 1, 3, sheet=old)
    enter(house, "iws", 1, 7, sheet=old)
    enrolment = Enrolment.objects.get(course=house.course, student=student)
    studies.transfer(enrolment, course, by=house.office, at=AT, reason="Another group")
    new = Sheet.objects.get(course=course, student=student)
    copied = {(e.component, e.number): (e.value, e.source) for e in new.events.all()}
    assert copied == {("practice", 6): (4, "transfer"), ("test", 1): (3, "transfer")}
    assert new.events.first().reason == f"№ {old.number}: Another group"
    assert new.periods == ["7", "0"]
    old.refresh_from_db()
    assert (old.state, old.events.count()) == ("withdrawn", 5)
    assert CourseScheme.objects.get(course=course).frozen_at == AT


def test_other_credits_choose_another_scheme_until_the_first_score(house):
    studies.edit_course(house.course, by=house.office, at=AT, credits=Decimal(4))
    assert CourseScheme.objects.get(course=house.course).code == "A3"
    act = Act.objects.get(action="choose_scheme")
    assert (act.subject_id, act.by, act.detail["code"]) == (house.course.pk, house.office, "A3")
    enter(house, "practice", 7, 5)
    with pytest.raises(Refused, match="marking scheme A3 stays"):
        studies.edit_course(house.course, by=house.office, at=AT, credits=Decimal(5))
    assert Course.objects.get(pk=house.course.pk).credits == 4


@pytest.mark.parametrize(("credits", "judged"), [(Decimal(4), -1), (Decimal("5.5"), 7)])
def test_who_is_at_risk_is_judged_again_when_other_credits_choose_another_scheme(house, credits, judged):
    Sheet.objects.update(judged_for=7)
    studies.edit_course(house.course, by=house.office, at=AT, credits=credits)
    assert {sheet.judged_for for sheet in house.sheets} == {judged}


def test_the_contract_is_judged_on_the_day_of_the_issue(house):
    agreement = house.enterprise.agreements.get()
    agreement.ends_on = date(2026, 10, 1)
    agreement.save()
    course = another_course(house)
    assert actions.issue_sheets([course], by=house.head, at=datetime(2026, 9, 1, tzinfo=UTC)).sheets == 2
    late = another_course(house, code="X 2")
    assert "ended on" in str(actions.issue_sheets([late], by=house.head, at=AT).refused[late][0])
