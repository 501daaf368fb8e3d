"""The head's journey: issue all sheets, see who is late, put a course right; three languages, axe, pictures."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from qosqanat.grading.models import Sheet
from qosqanat.people.models import Person
from qosqanat.studies.models import Student
from tests import cast
from tests.web.desks import another_course

from .conftest import DESKTOP, PHONE, SignIn, axe, shot

pytestmark = pytest.mark.django_db(transaction=True)


def newcomer(house: cast.House) -> Student:
    person = Person.objects.create(surname="Жаңабаев", given_name="Ерлан", university=house.university)
    return Student.objects.create(
        university=house.university, person=person, number=uuid4().hex[:8], group=house.group
    )


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_a_semester_is_issued_and_followed(house: cast.House, sign_in: SignIn, language: str) -> None:
    another_course(house, 1, issued=False)
    lacking = another_course(house, 2, issued=False)
    lacking.mentors.all().delete()
    house.mentor.phone = "+77011234567"
    house.mentor.save()
    newcomer(house)
    page = sign_in(house.head, language, DESKTOP)
    page.goto(reverse("department:home"))
    assert axe(page) == []
    shot(page, f"department-home-{language}", whole=True)
    expect(page.locator('a[href^="https://wa.me/77011234567"]')).to_be_visible()
    page.locator('[data-qq-number="not_issued"]').click()
    assert axe(page) == []
    shot(page, f"department-issue-{language}", whole=True)
    page.locator("main form[method=post] .btn-primary").click()
    expect(page.locator("[data-qq-done]")).to_have_attribute("data-qq-done", "1")
    assert Sheet.objects.count() == 6
    page.goto(reverse("department:courses"))
    assert axe(page) == []
    shot(page, f"department-courses-{language}", whole=True)
    page.goto(reverse("department:course", args=[lacking.pk]))
    assert axe(page) == []
    shot(page, f"department-course-{language}", whole=True)
    page.locator(".qq-problems a").first.click()
    assert axe(page) == []
    page.locator("#id_post").select_option(index=1)
    page.locator(".btn-primary").click()
    expect(page.locator("#messages .alert-success")).to_be_visible()
    course = house.course.pk
    for name in ("course_edit", "scheme", "enrol", "returned", "mentor_assign"):
        page.goto(reverse(f"department:{name}", args=[course]))
        assert axe(page) == [], name
        shot(page, f"department-{name}-{language}", whole=True)
    page.goto(reverse("department:scheme", args=[course]))
    page.locator(".btn-primary").click()
    expect(page.locator(".qq-errors")).to_be_focused()
    expect(page).to_have_title(re.compile("^(Қате|Ошибка|Error):"))
    assert axe(page) == []


def test_the_desk_fits_a_narrow_screen_and_works_without_scripts(house: cast.House, sign_in: SignIn) -> None:
    student = newcomer(house)
    page = sign_in(house.head, "kk", {**PHONE, "width": 390}, scripts=False)
    for name in ("home", "courses", "issue"):
        page.goto(reverse(f"department:{name}"))
        shot(page, f"department-{name}-phone", whole=True)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.goto(reverse("department:course", args=[house.course.pk]))
    shot(page, "department-course-phone", whole=True)
    page.goto(reverse("department:enrol", args=[house.course.pk]))
    page.locator("[name=student]").first.check()
    page.locator("main .btn-primary").click()
    assert Sheet.objects.filter(student=student).exists()
