"""The mentor's week: taps as JSON, the plain form, closed and reopened weeks, the receipt."""

import json
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from qosqanat.grading import actions
from qosqanat.grading.models import Cell, ScoreEvent, Sheet, WeekHandover
from qosqanat.regulation import policy
from tests import cast


@pytest.fixture
def mentor(house, client_as):
    return client_as(house.mentor)


def address(house, week=cast.WEEK, page="week", **more):
    return reverse(f"mentor:{page}", kwargs={"course_id": house.course.pk, "number": week, **more})


def mark(house, sheet, value, *, base=0, operation=None, week=cast.WEEK, client):
    entry = {"sheet": str(sheet.pk), "value": value, "operation": str(operation or uuid4()), "base": base}
    answer = client.post(
        address(house, week, "marks"), json.dumps({"entries": [entry]}), content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    return answer.json()["verdicts"][0]


def as_form(answer):
    """What the plain form would send if nothing were touched."""
    data = {}
    for row in answer.context["screen"].rows:
        data |= {
            f"was-{row.sheet}": row.saved,
            f"base-{row.sheet}": row.version,
            f"operation-{row.sheet}": str(row.operation),
        }
        if row.value:
            data[f"mark-{row.sheet}"] = row.value
    return data


def value_of(sheet, week=cast.WEEK):
    cell = Cell.objects.filter(sheet=sheet, component="practice", number=week).first()
    return cell and (cell.state, cell.value)


def test_a_week_shows_every_student_with_a_chip_for_every_whole_point(house, mentor):
    page = mentor.get(address(house)).content.decode()
    for sheet in house.sheets:
        assert sheet.student.person.full_name in page
        assert [page.count(f'name="mark-{sheet.pk}" value="{n}"') for n in range(7)] == [1] * 6 + [0]
    assert "until Sunday, 18 October, 23:59" in page


def test_an_attestation_week_offers_its_own_cap(house, mentor):
    page = mentor.get(address(house, 4))
    assert page.context["screen"].chips == [str(n) for n in range(14)]
    assert "skills attestation, up to 13 points" in page.content.decode()


def test_one_tap_is_one_saved_mark_and_its_repeat_writes_nothing(house, mentor):
    sheet, operation = house.sheets[0], uuid4()
    first = mark(house, sheet, "4", operation=operation, client=mentor)
    again = mark(house, sheet, "4", operation=operation, client=mentor)
    assert (first["status"], first["version"], first["value"]) == ("saved", 1, "4")
    assert (again["status"], again["version"]) == ("repeated", 1)
    event = ScoreEvent.objects.get(sheet=sheet)
    assert (event.author, event.source, event.value) == (house.mentor, "phone", Decimal(4))


@pytest.mark.parametrize(
    ("value", "why"),
    [("6", "maximum of 5"), ("-1", "below 0"), ("x", "not a number"), ("4.123", "two decimal")],
)
def test_a_value_that_cannot_stand_is_refused_with_the_reason(house, mentor, value, why):
    sheet = house.sheets[0]
    verdict = mark(house, sheet, value, client=mentor)
    assert verdict["status"] == "refused"
    assert why in verdict["problems"][0]
    assert value_of(sheet) is None


def test_two_mentors_on_one_mark_see_both_values(house, mentor, client_as):
    sheet = house.sheets[0]
    actions.enter_scores(
        [actions.Entry(sheet.pk, "practice", cast.WEEK, Decimal(3), uuid4(), 0)],
        by=house.mentor,
        at=cast.AT,
        source="phone",
    )
    verdict = mark(house, sheet, "4", base=0, client=mentor)
    assert (verdict["status"], verdict["value"], verdict["author"]) == (
        "conflict",
        "3",
        house.mentor.short_name,
    )
    assert mark(house, sheet, "4", base=verdict["version"], client=mentor)["status"] == "saved"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"entries": 5}',
        '{"entries": [null]}',
        '{"entries": [{"sheet": "x", "value": "1", "operation": "y", "base": 0}]}',
        '{"entries": [{"sheet": 1e999, "value": "1", "operation": "y", "base": 0}]}',
        "[" * 5000,
        "\x00\xff",
    ],
)
def test_a_request_that_no_page_makes_is_answered_plainly(house, mentor, body):
    answer = mentor.post(address(house, page="marks"), body, content_type="application/json")
    assert answer.status_code == 400
    assert not ScoreEvent.objects.exists()


def test_a_sheet_of_another_course_is_not_reached_through_this_one(house, neighbour, mentor):
    other = neighbour.sheets[0]
    body = {"entries": [{"sheet": other.pk, "value": "5", "operation": str(uuid4()), "base": 0}]}
    answer = mentor.post(address(house, page="marks"), json.dumps(body), content_type="application/json")
    assert answer.status_code == 400
    assert value_of(other) is None


def test_the_plain_form_saves_only_what_it_changed(house, mentor):
    first, second, third = house.sheets
    mark(house, second, "5", client=mentor)
    data = as_form(mentor.get(address(house))) | {f"mark-{first.pk}": "3", f"mark-{third.pk}": "absent"}
    answer = mentor.post(address(house), data, follow=True)
    assert "2 marks saved." in answer.content.decode()
    assert [value_of(sheet) for sheet in house.sheets] == [("number", 3), ("number", 5), ("absent", None)]
    assert ScoreEvent.objects.count() == 3


def test_the_plain_form_keeps_a_refused_mark_in_sight_and_saves_the_others(house, mentor):
    first, second, _third = house.sheets
    data = as_form(mentor.get(address(house))) | {f"mark-{first.pk}": "6", f"mark-{second.pk}": "4"}
    answer = mentor.post(address(house), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error:" in page
    assert page.count("6 is above the maximum of 5: enter 0 to 5. (Y-A2)") == 2
    assert f'name="mark-{first.pk}" value="6" checked' in page
    assert (value_of(first), value_of(second)) == (None, ("number", 4))


def test_the_plain_form_never_overwrites_a_colleague_unseen(house, mentor):
    sheet = house.sheets[0]
    data = as_form(mentor.get(address(house))) | {f"mark-{sheet.pk}": "5"}
    mark(house, sheet, "2", client=mentor)
    answer = mentor.post(address(house), data)
    assert "entered 2 meanwhile" in answer.content.decode()
    assert value_of(sheet) == ("number", 2)
    again = as_form(answer) | {f"was-{sheet.pk}": "2"}
    mentor.post(address(house), again)
    assert value_of(sheet) == ("number", 5)


def test_a_closed_week_is_shown_with_the_reason_and_takes_nothing(house, mentor):
    sheet = house.sheets[0]
    page = mentor.get(address(house, 5)).content.decode()
    assert "This week closed on Sunday, 4 October, 23:59" in page
    assert "The head of department can correct a single mark with a reason." in page
    assert "ask the dean to open the week again" in page
    assert f'name="mark-{sheet.pk}"' not in page
    verdict = mark(house, sheet, "5", week=5, client=mentor)
    assert verdict["status"] == "refused"
    assert "ask the dean to reopen it" in verdict["problems"][0]
    detail = address(house, 5, "mark", sheet_id=sheet.pk)
    assert "This week is closed." in mentor.get(detail).content.decode()
    mentor.post(detail, {"choice": "absent", "reason": "Келмеді", "operation": str(uuid4()), "base": 0})
    assert value_of(sheet, 5) is None


def test_where_the_policy_lets_mentors_correct_a_closed_week_it_needs_a_reason(house, mentor, monkeypatch):
    monkeypatch.setitem(policy.TABLE["score.correct_closed"], "mentor", "mentored")
    sheet = house.sheets[0]
    detail = address(house, 5, "mark", sheet_id=sheet.pk)
    data = {"choice": "number", "points": "4,5", "reason": "", "operation": str(uuid4()), "base": 0}
    refused = mentor.post(detail, data)
    assert refused.status_code == 422
    assert "A correction needs a reason" in refused.content.decode()
    assert 'value="4,5"' in refused.content.decode()
    mentor.post(detail, data | {"reason": "Сменада болды"})
    assert value_of(sheet, 5) == ("number", Decimal("4.5"))
    assert "Сменада болды" in mentor.get(detail).content.decode()


def test_a_reopened_week_says_until_when_and_why_and_takes_marks(house, mentor):
    until = cast.AT + timedelta(days=2)
    actions.reopen_week(house.course, 5, until=until, reason="Байланыс болмады", by=house.dean, at=cast.AT)
    page = mentor.get(address(house, 5)).content.decode()
    assert "until Friday, 16 October, 10:00. Reason: Байланыс болмады" in page
    assert mark(house, house.sheets[0], "5", week=5, client=mentor)["status"] == "saved"


def test_a_week_to_come_takes_nothing_yet(house, mentor):
    page = mentor.get(address(house, 8)).content.decode()
    assert "This week begins on Monday, 19 October" in page
    assert mark(house, house.sheets[0], "5", week=8, client=mentor)["status"] == "refused"


@pytest.mark.parametrize("data", [{"choice": "excused"}, {"choice": "absent"}])
def test_words_are_marks_too_and_can_be_taken_back(house, mentor, data):
    sheet = house.sheets[0]
    detail = address(house, page="mark", sheet_id=sheet.pk)
    mentor.post(detail, data | {"operation": str(uuid4()), "base": 0})
    assert value_of(sheet) == (data["choice"], None)
    mentor.post(detail, {"choice": "empty", "operation": str(uuid4()), "base": 1})
    assert value_of(sheet) == ("empty", None)


def test_one_mark_answers_the_dialog_with_an_event_and_shows_its_errors_there(house, mentor):
    detail = address(house, page="mark", sheet_id=house.sheets[0].pk)
    data = {"choice": "number", "points": "", "operation": str(uuid4()), "base": 0}
    part = mentor.post(detail, data, headers={"hx-request": "true"})
    assert (part.status_code, "<html" in part.content.decode()) == (422, False)
    assert "Enter the points" in part.content.decode()
    done = mentor.post(detail, data | {"points": "3.5"}, headers={"hx-request": "true"})
    assert done.status_code == 204
    assert json.loads(done.headers["HX-Trigger"])["qq-marked"]["value"] == "3.5"


def test_finishing_asks_who_stays_without_a_mark_and_gives_a_receipt(house, mentor):
    first, *others = house.sheets
    mark(house, first, "5", client=mentor)
    asked = mentor.post(address(house, page="finish")).content.decode()
    assert "2 students have no mark" in asked
    assert all(sheet.student.person.full_name in asked for sheet in others)
    assert not WeekHandover.objects.exists()
    receipt = mentor.post(address(house, page="finish"), {"leave_empty": "yes"}, follow=True).content.decode()
    assert "Handed over: 14 October, 10:00" in receipt
    assert WeekHandover.objects.get().handed_by == house.mentor


def test_a_full_week_is_handed_over_at_once(house, mentor):
    """Y-7.3.b4, and so the week is reported in time (Y-6.5.2)."""
    for sheet in house.sheets:
        mark(house, sheet, "5", client=mentor)
    mentor.post(address(house, page="finish"))
    assert WeekHandover.objects.filter(course=house.course, week=cast.WEEK).exists()


def test_a_week_to_come_cannot_be_handed_over(house, mentor):
    answer = mentor.post(address(house, 9, "finish"), {"leave_empty": "yes"})
    assert "Week 9 begins on" in answer.content.decode()
    assert not WeekHandover.objects.exists()


@pytest.mark.parametrize("page", ["week", "marks", "finish"])
def test_another_mentor_and_the_other_university_find_nothing(house, neighbour, client_as, page):
    for stranger in (house.deputy_mentor, neighbour.mentor):
        assert client_as(stranger).post(address(house, page=page)).status_code == 404


def test_only_mentors_enter_the_desk(house, client_as):
    assert client_as(house.students[0].person).get(address(house)).status_code == 403
    assert client_as(house.teacher).get(reverse("mentor:home")).status_code == 403


def test_there_is_no_week_sixteen_and_no_foreign_sheet(house, neighbour, mentor):
    assert mentor.get(address(house, 16)).status_code == 404
    assert mentor.get(address(house, page="mark", sheet_id=neighbour.sheets[0].pk)).status_code == 404


def test_a_mentor_whose_assignment_ended_only_reads(house, mentor):
    house.course.mentors.update(ends_on=cast.AT.date() - timedelta(days=1))
    assert f'name="mark-{house.sheets[0].pk}"' not in mentor.get(address(house)).content.decode()
    assert mark(house, house.sheets[0], "5", client=mentor)["status"] == "refused"
    assert mentor.post(address(house, page="finish"), {"leave_empty": "yes"}).status_code == 403


def test_a_longer_list_costs_no_more_reads(house, mentor, django_assert_max_num_queries):
    Sheet.objects.filter(pk__in=[sheet.pk for sheet in house.sheets[1:]]).update(state="withdrawn")
    with django_assert_max_num_queries(60) as one:
        mentor.get(address(house))
    Sheet.objects.update(state="issued")
    with django_assert_max_num_queries(len(one)):
        mentor.get(address(house))
