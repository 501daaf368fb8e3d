"""One act issues the sheets of the semester: what is ready, what waits and why."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from qosqanat.grading.models import Sheet
from qosqanat.people.models import Person
from tests.cast import House
from tests.web.desks import another_course, issue_ready

Enter = Callable[[Person], Client]
ISSUE = "/department/issue/"


@pytest.fixture
def desk(campus: House, client_as: Enter) -> Client:
    assert reverse("department:issue") == ISSUE
    return client_as(campus.head)


def test_the_dry_run_lists_ready_and_waiting_courses_and_writes_nothing(desk: Client, campus: House) -> None:
    lacking = another_course(campus, 1, issued=False)
    lacking.mentors.all().delete()
    page = desk.get(ISSUE)
    assert (page.context["ready_sheets"], page.context["waiting_sheets"]) == (3, 3)
    text = page.content.decode()
    assert "3 sheets will be issued" in text
    assert "No mentor" in text
    assert reverse("department:mentor_assign", args=[lacking.pk]) in text
    assert not Sheet.objects.exists()


def test_one_act_issues_what_is_ready_and_says_what_waits(desk: Client, campus: House) -> None:
    """The head prepares the sheets (Y-6.5.1)."""
    another_course(campus, 1, issued=False)
    lacking = another_course(campus, 2, issued=False)
    lacking.mentors.all().delete()
    done = issue_ready(desk)
    assert [one.text for one in done.context["good"]] == ["3 sheets issued"] * 2
    (waiting,) = done.context["bad"]
    assert waiting.key == lacking.pk and "No mentor" in str(waiting.problems[0])
    assert Sheet.objects.count() == 6
    assert not Sheet.objects.filter(course=lacking).exists()


def test_the_same_act_again_changes_nothing(desk: Client, campus: House) -> None:
    issue_ready(desk)
    before = list(Sheet.objects.values_list("pk", "number"))
    again = desk.post(ISSUE, {"act": "issue", "confirm": "1", "pick": campus.course.pk})
    assert [str(one.problems[0]) for one in again.context["bad"]] == ["All its sheets are issued. (Y-6.5.1)"]
    text = desk.get(ISSUE).content.decode()
    assert "Nothing to issue: 1 course has all its sheets" in text
    assert list(Sheet.objects.values_list("pk", "number")) == before


def test_only_the_heads_own_department_is_issued(desk: Client, campus: House, next_campus: House) -> None:
    other = another_course(campus, 1, issued=False)
    other.department = campus.other_department
    other.save()
    done = desk.post(
        ISSUE, {"act": "issue", "confirm": "1", "pick": [campus.course.pk, other.pk, next_campus.course.pk]}
    )
    assert [one.key for one in (*done.context["good"], *done.context["bad"])] == [campus.course.pk]
    assert {sheet.course_id for sheet in Sheet.objects.all()} == {campus.course.pk}
