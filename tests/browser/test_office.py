"""The methodical office in a real browser: from a file to students, three languages, axe, pictures."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from qosqanat.intake.models import ImportRun
from qosqanat.studies.models import Student
from tests import cast
from tests.web.office.conftest import NEW

from .conftest import DESKTOP, PHONE, SignIn, axe, shot

pytestmark = pytest.mark.django_db(transaction=True)
FILE = {"name": "list.csv", "mimeType": "text/csv", "buffer": NEW.encode()}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_from_a_file_to_students(house: cast.House, sign_in: SignIn, language: str) -> None:
    page = sign_in(house.office, language, DESKTOP)
    page.goto(reverse("office:home"))
    assert axe(page) == []
    shot(page, f"office-readiness-{language}")
    page.goto(reverse("office:import_new"))
    assert axe(page) == []
    shot(page, f"office-new-{language}")
    page.check("input[value=contingent]")
    page.set_input_files("input[type=file]", FILE)  # type: ignore[arg-type]
    page.click("main form button")
    expect(page.locator(".qq-rows")).to_be_visible()
    assert axe(page) == []
    shot(page, f"office-questions-{language}", whole=True)
    page.fill("input[name='t:student:50002/phone']", "87020046931")
    page.click(".qq-sticky button")
    run = ImportRun.objects.get()
    page.goto(reverse("office:import_columns", args=[run.pk]))
    assert axe(page) == []
    page.goto(reverse("office:import", args=[run.pk]))
    page.click(f"form[action='{reverse('office:import_confirm', args=[run.pk])}'] button")
    expect(page.locator(".alert-success")).to_be_visible()
    assert axe(page) == []
    shot(page, f"office-written-{language}", whole=True)
    page.goto(reverse("office:imports"))
    assert axe(page) == []
    assert Student.objects.get(number="50002").person.phone == "+77020046931"


def test_the_wizard_without_scripts_on_a_phone(house: cast.House, sign_in: SignIn) -> None:
    page = sign_in(house.office, "kk", PHONE, scripts=False)
    page.goto(reverse("office:import_new"))
    page.check("input[value=contingent]")
    page.set_input_files("input[type=file]", FILE)  # type: ignore[arg-type]
    page.click("main form button")
    run = ImportRun.objects.get()
    shot(page, "office-phone", whole=True)
    page.click(f"form[action='{reverse('office:import_confirm', args=[run.pk])}'] button")
    expect(page.locator(".alert-success")).to_be_visible()
    assert Student.objects.filter(number__startswith="5000").count() == 2


def test_a_new_group_is_one_question_and_a_file_of_another_kind_is_named(
    house: cast.House, sign_in: SignIn
) -> None:
    page = sign_in(house.office, "kk", PHONE)
    rows = "ФИО;ИИН;Группа\nАманжол Нұрасыл;081006581544;МГІ-25-2\nІзбасар Жаңабек;080204582348;МГІ-25-2\n"
    firms = "Предприятие;БИН;№ договора\nТОО «Порт»;161040967686;1\n"

    def bring(text: str) -> None:
        page.goto(reverse("office:import_new"))
        page.check("input[value=contingent]")
        page.set_input_files("input[type=file]", {**FILE, "buffer": text.encode()})  # type: ignore[arg-type]
        page.click("main form button")

    bring(firms)
    assert axe(page) == []
    shot(page, "office-other-kind-phone", whole=True)
    bring(rows)
    group = page.locator("input[name^='t:group:']")
    expect(group).to_have_count(1)
    assert axe(page) == []
    shot(page, "office-new-group-phone", whole=True)
    group.fill("6B07201, 2")
    page.click(".qq-sticky button")
    page.click("form[action$='/confirm/'] button")
    expect(page.locator(".alert-success")).to_be_visible()
    assert Student.objects.filter(group__code="МГІ-25-2", number="").count() == 2
