"""The mentor's home: one card per course with count, deadline, debts and the attestation announced a week before."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from qosqanat.grading import actions
from qosqanat.studies.models import Course, CourseMentor, Enrolment, Term
from tests import cast


@pytest.fixture
def mentor(house, client_as):
    return client_as(house.mentor)


def home(client):
    return client.get(reverse("mentor:home")).content.decode()


def another_course(house, code):
    course = Course.objects.get(pk=house.course.pk)
    course.pk, course.code = None, code
    course._state.adding = True
    course.save()
    course.groups.add(house.group)
    CourseMentor.objects.create(course=course, post=house.post, starts_on=house.term.starts_on)
    for student in house.students:
        Enrolment.objects.create(course=course, student=student, joined_on=house.term.starts_on)
    assert actions.issue_sheets([course], by=house.head, at=cast.AT).sheets == 3
    return course


def test_a_card_counts_this_week_and_says_until_when(house, mentor):
    entry = actions.Entry(house.sheets[0].pk, "practice", cast.WEEK, Decimal(5), uuid4(), 0)
    actions.enter_scores([entry], by=house.mentor, at=cast.AT, source="phone")
    page = home(mentor)
    assert "<b>1/3</b>" in page
    assert "until Sunday, 18 October, 23:59" in page
    assert "Mark week 7" in page


def test_closed_weeks_without_marks_are_named_and_lead_to_their_page(house, mentor):
    page = home(mentor)
    for number in range(1, 7):
        assert reverse("mentor:week", args=[house.course.pk, number]) in page
    assert reverse("mentor:week", args=[house.course.pk, 8]) not in page


def test_the_attestation_is_announced_the_week_before_and_marked_in_its_own(house, mentor):
    assert "Next week: skills attestation, up to 13 points." in home(mentor)
    with time_machine.travel(cast.AT + timedelta(weeks=1), tick=False):
        mentor.force_login(cast.account_of(house.mentor))
        page = home(mentor)
    assert "This week: skills attestation, up to 13 points." in page
    assert "Next week: skills attestation" not in page


def test_a_reopened_week_and_the_hand_over_show_on_the_card(house, mentor):
    until = cast.AT + timedelta(days=1)
    actions.reopen_week(house.course, 5, until=until, reason="Вахта", by=house.dean, at=cast.AT)
    actions.hand_over_week(house.course, cast.WEEK, by=house.mentor, at=cast.AT)
    page = home(mentor)
    assert "open again until Thursday, 15 October, 10:00" in page
    assert "Handed over" in page


def test_a_mentor_without_courses_reads_why(house, client_as):
    assert "No course has a grade sheet for you yet." in home(client_as(house.deputy_mentor))


def test_the_neighbours_courses_are_not_here(house, neighbour, mentor):
    assert neighbour.university.name_kk not in home(mentor)


def test_more_courses_cost_no_more_reads(house, mentor, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as one:
        home(mentor)
    for code in ("AAA 1", "BBB 2"):
        another_course(house, code)
    with django_assert_max_num_queries(len(one)):
        assert home(mentor).count("Mark week 7<span") == 3


def test_a_finished_semester_stands_below_the_present_one(house, mentor):
    spring = Term.objects.create(
        university=house.university, academic_year="2025-2026", season="spring", starts_on=date(2026, 1, 19)
    )
    finished = another_course(house, "AAA 1101")
    Course.objects.filter(pk=finished.pk).update(term=spring, name_kk="Алдыңғы пән", name_en="A past course")
    page = home(mentor)
    assert page.index(house.course.name) < page.index("A past course")
