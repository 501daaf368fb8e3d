"""The head's day: numbers, heat strip, reminders."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from qosqanat.partners.models import Post
from qosqanat.people.models import Person
from qosqanat.studies.models import CourseMentor
from tests.cast import AT, House, account_of
from tests.web.desks import another_course, hand_in, reads, tile

Enter = Callable[[Person], Client]
HOME = "/department/"


@pytest.fixture
def desk(house: House, client_as: Enter) -> Client:
    return client_as(house.head)


def test_the_strip_shows_a_sign_and_a_word_for_every_week(desk: Client, house: House) -> None:
    hand_in(house, 3, at=AT - timedelta(days=25))
    hand_in(house, 4, at=AT)
    (lane,) = desk.get(HOME).context["page"].object_list
    states = [state for _n, state, _sign, _label in lane.cells]
    assert states[:8] == ["missing", "missing", "on_time", "late", "missing", "missing", "not_due", "not_due"]
    assert lane.on_time == 16
    text = desk.get(HOME).content.decode()
    assert text.count('<td class="qq-week qq-missing"') == 4
    assert "of 6 weeks" in text


def test_a_course_without_a_mentor_has_a_lane_that_leads_to_one(desk: Client, house: House) -> None:
    CourseMentor.objects.all().delete()
    text = desk.get(HOME).content.decode()
    assert "no mentor" in text
    assert reverse("department:mentor_assign", args=[house.course.pk]) in text


def test_every_number_equals_the_list_behind_it(desk: Client, house: House) -> None:
    """What the head of department controls (Y-6.5)."""
    another_course(house, 1, issued=False)
    lacking = another_course(house, 2, issued=False)
    lacking.teacher = None
    lacking.save()
    home = desk.get(HOME)
    assert tile(home, "late") == "1" == str(len(home.context["late"]))
    blocked = desk.get(reverse("department:courses"), {"problem": "blocking"}).context["page"]
    assert tile(home, "blocked") == "1" == str(blocked.paginator.count)
    issue = desk.get(reverse("department:issue")).context
    assert tile(home, "not_issued") == "6" == str(issue["ready_sheets"] + issue["waiting_sheets"])


def test_a_reminder_speaks_the_mentors_language_and_tells_no_marks(desk: Client, house: House) -> None:
    house.mentor.phone = "8 701 123-45-67"
    house.mentor.save()
    account = account_of(house.mentor)
    account.language = "ru"
    account.save()
    (reminder,) = desk.get(HOME).context["late"]
    assert reminder.language == "ru"
    assert "Технология бурения скважин" in reminder.text
    assert "1, 2, 3, 4, 5, 6" in reminder.text
    assert "/mentor/" in reminder.text
    assert reminder.whatsapp.startswith("https://wa.me/77011234567?text=")
    assert unquote(reminder.whatsapp.partition("text=")[2]) == reminder.text
    for student in house.students:
        assert student.person.surname not in reminder.text


def test_all_reminders_are_one_text_each_in_its_language(desk: Client, house: House) -> None:
    CourseMentor.objects.create(
        course=house.course,
        post=Post.objects.get(person=house.deputy_mentor),
        starts_on=house.term.starts_on,
    )
    house.mentor.phone = "+77011234567"
    house.mentor.save()
    account = account_of(house.mentor)
    account.language = "ru"
    account.save()
    home = desk.get(HOME)
    text = home.context["every_reminder"]
    assert home.context["late"][0].text in text and home.context["late"][1].text in text
    assert (
        f"— {house.mentor.full_name} +77011234567\n" in text
        and f"— {house.deputy_mentor.full_name}\n" in text
    )
    assert "Технология бурения скважин" in text and "Ұңғымаларды бұрғылау технологиясы" in text
    assert text.count("/mentor/") == 2


def test_without_a_phone_whatsapp_asks_whom(desk: Client) -> None:
    (reminder,) = desk.get(HOME).context["late"]
    assert reminder.whatsapp.startswith("https://wa.me/?text=")


def test_a_department_without_courses_reads_why(client_as: Enter, campus: House) -> None:
    campus.course.department = campus.other_department
    campus.course.save()
    assert "no course in this semester" in client_as(campus.head).get(HOME).content.decode()


def test_before_issuing_the_page_leads_to_it(client_as: Enter, campus: House) -> None:
    text = client_as(campus.head).get(HOME).content.decode()
    assert "nothing is due from the mentors" in text


def test_three_courses_take_as_many_queries_as_one(desk: Client, house: House) -> None:
    one = reads(desk, HOME)
    another_course(house, 1)
    another_course(house, 2)
    assert reads(desk, HOME) == one
