"""The first steps of each role: unticked until the thing is done, gone when all is done or hidden by its person."""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from qosqanat.documents.actions import issue
from qosqanat.grading import actions
from qosqanat.grading.models import ExamSheet, IwsTask, Sheet
from qosqanat.partners.models import Agreement
from qosqanat.people.models import Person, Role, SavedView, Unit
from qosqanat.regulation import policy
from qosqanat.studies.models import Course, CourseMentor, Student
from qosqanat.web.common.checklists import CHECKLISTS
from tests.cast import AT, SINCE, House, account_of
from tests.web.desks import enter
from tests.web.permissions.registrar import exam

As = Callable[[Person], Client]
Deed = Callable[[House, Person], object]


def nothing(house: House, person: Person) -> None:
    """As the cast is."""


def passkey(house: House, person: Person) -> None:
    Authenticator.objects.create(user=account_of(person), type="totp", data={})


def a_view(house: House, person: Person) -> None:
    SavedView.objects.create(owner=person, list_key="x", slug="x", name="x", query="")


def no_enterprise(house: House, person: Person) -> None:
    Course.objects.update(enterprise=None)


def an_enterprise(house: House, person: Person) -> None:
    Course.objects.update(enterprise=house.enterprise)


def no_mentor(house: House, person: Person) -> None:
    CourseMentor.objects.all().delete()


def a_mentor(house: House, person: Person) -> None:
    CourseMentor.objects.create(course=house.course, post=house.post, starts_on=SINCE)


def no_teacher(house: House, person: Person) -> None:
    Course.objects.update(teacher=None)


def a_teacher(house: House, person: Person) -> None:
    Course.objects.update(teacher=house.teacher)


def no_tasks(house: House, person: Person) -> None:
    IwsTask.objects.all().delete()


def tasks(house: House, person: Person) -> None:
    plan = [(period, f"{period}.{n}", Decimal(cap)) for period, cap in ((1, 10), (2, 14)) for n in (1, 2)]
    actions.set_iws_tasks(house.course, plan, by=house.teacher, at=AT)


def no_sheets(house: House, person: Person) -> None:
    Sheet.objects.update(state="withdrawn")


def sheets(house: House, person: Person) -> None:
    Sheet.objects.update(state="issued")


def closed_exam(house: House, person: Person) -> None:
    ExamSheet.objects.filter(**exam(house)).update(state="closed", closed_at=AT, closed_by=person)


def iws(house: House, person: Person) -> None:
    entry = actions.Entry(house.sheets[0].pk, "iws", 1, Decimal(5), uuid4())
    assert actions.enter_scores([entry], by=person, at=AT, source="grid")[0].ok


def away(model: type[Model]) -> Deed:
    """Rows of some other university, as far as anybody here can tell."""
    return lambda house, by: model._default_manager.update(university=house.faculty)


def back(model: type[Model]) -> Deed:
    return lambda house, by: model._default_manager.update(university=house.university)


def no_departments(house: House, person: Person) -> None:
    Unit.objects.filter(kind="department").update(kind="office")


def departments(house: House, person: Person) -> None:
    Unit.objects.filter(kind="office").update(kind="department")


def a_head(house: House, person: Person) -> None:
    Role.objects.create(person=house.teacher, kind="head", unit=house.other_department, starts_on=SINCE)


def sign_ins(house: House, person: Person) -> None:
    for role in Role.objects.select_related("person"):
        account_of(role.person)


STEPS: dict[tuple[str, str], tuple[Deed, Deed]] = {
    ("mentor", "mark"): (nothing, lambda house, by: enter(house, "practice", 7, "4", by=by)),
    ("mentor", "hand_over"): (
        nothing,
        lambda house, by: actions.hand_over_week(house.course, 7, by=by, at=AT),
    ),
    ("teacher", "tasks"): (no_tasks, tasks),
    ("teacher", "tests"): (nothing, lambda house, by: enter(house, "test", 6, "2", by=by)),
    ("teacher", "work"): (nothing, iws),
    ("head", "teachers"): (no_teacher, a_teacher),
    ("dean", "reopen"): (
        nothing,
        lambda house, by: actions.reopen_week(
            house.course, 5, until=AT + timedelta(days=1), reason="ill", by=by, at=AT
        ),
    ),
    ("registrar", "paper"): (
        nothing,
        lambda house, by: issue("sheet_student", house.sheets[0], language="kk", by=by, at=AT),
    ),
    ("registrar", "exam"): (nothing, lambda house, by: exam(house)),
    ("registrar", "results"): (lambda house, by: exam(house), closed_exam),
    ("registrar", "file"): (nothing, lambda house, by: Sheet.objects.update(state="archived")),
    ("office", "students"): (away(Student), back(Student)),
    ("office", "partners"): (away(Agreement), back(Agreement)),
    ("office", "load"): (away(Course), back(Course)),
    ("admin", "units"): (no_departments, departments),
    ("admin", "heads"): (nothing, a_head),
    ("admin", "sign_ins"): (nothing, sign_ins),
    ("career", "contracts"): (away(Agreement), back(Agreement)),
}
GENERAL: dict[str, tuple[Deed, Deed]] = {
    "second_step": (nothing, passkey),
    "view": (nothing, a_view),
    "enterprises": (no_enterprise, an_enterprise),
    "mentors": (no_mentor, a_mentor),
    "sheets": (no_sheets, sheets),
}
CASES = [(role, item.name) for role, items in CHECKLISTS.items() for item in items]


def person_of(house: House, role: str) -> Person:
    return house.students[0].person if role == "student" else house.people[role]


def steps(client: Client) -> dict[str, bool]:
    """The steps on the person's home: name -> ticked."""
    page: HttpResponse = client.get(reverse("home"), follow=True)
    assert page.status_code == 200
    found = re.findall(r'data-qq-step="(\w+)" (data-qq-done)?', page.content.decode())
    return {name: bool(done) for name, done in found}


def test_every_role_has_its_first_steps_and_at_most_five() -> None:
    assert CHECKLISTS.keys() == set(policy.ROLES)
    for items in CHECKLISTS.values():
        assert 1 <= len(items) <= 5 and len({item.name for item in items}) == len(items)


@pytest.mark.parametrize(("role", "name"), CASES, ids=str)
def test_a_step_ticks_itself_when_the_thing_is_done(
    house: House, client_as: As, role: str, name: str
) -> None:
    person = person_of(house, role)
    client = client_as(person)
    before, deed = STEPS.get((role, name)) or GENERAL[name]
    before(house, person)
    assert steps(client)[name] is False
    deed(house, person)
    # the list is gone where this was the last step
    assert steps(client).get(name, True) is True


@pytest.mark.parametrize("role", sorted(policy.ROLES))
def test_a_step_leads_to_a_page_that_its_person_may_open(house: House, client_as: As, role: str) -> None:
    client = client_as(person_of(house, role))
    for item in CHECKLISTS[role]:
        assert client.get(item.href).status_code in {200, 302}, item.href


def test_the_list_is_gone_when_all_is_done(house: House, client_as: As) -> None:
    client = client_as(house.students[0].person)
    assert steps(client) == {"second_step": False}
    passkey(house, house.students[0].person)
    assert steps(client) == {}


def test_a_person_hides_only_their_own_list(house: House, client_as: As) -> None:
    client = client_as(house.teacher)
    assert steps(client)
    answer = client.post(reverse("hide_checklist"), {"role": "teacher", "next": "/teacher/"})
    assert answer["Location"] == "/teacher/" and steps(client) == {}
    client.force_login(account_of(house.dean))
    assert steps(client), "another person at the same browser"


def test_what_is_no_role_hides_nothing(house: House, client_as: As) -> None:
    client = client_as(house.teacher)
    answer = client.post(reverse("hide_checklist"), {"role": "; x", "next": "//elsewhere.example/"})
    assert answer["Location"] == "/" and "checklist" not in answer.cookies and steps(client)


def test_other_pages_of_a_desk_ask_nothing_for_it(house: House, client_as: As) -> None:
    client = client_as(house.head)
    assert "data-qq-step" not in client.get("/department/courses/").content.decode()


@pytest.mark.parametrize("role", ["rector", "career", "base_head", "representative"])
def test_who_only_reads_is_told_to_see_and_not_to_name(role: str) -> None:
    with override("en"):
        told = [str(item.text) for item in CHECKLISTS[role]]
    assert not any(text.startswith("Name ") for text in told), told
