"""What of a course's marks each role is sent, through every door of the grid: T2 for marks, not for addresses."""

import io
import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from html import unescape

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qosqanat.grading import queries, rights
from qosqanat.people.models import Person
from qosqanat.people.reach import Who
from qosqanat.regulation import policy
from qosqanat.studies import actions as studies
from qosqanat.studies.models import CourseMentor, Group, Student
from tests import cast
from tests.cast import House
from tests.grading.help import AFTER, enter, fill
from tests.grading.test_exams import issue, points
from tests.web.permissions.sheets import MARKED, READERS, SHOWN
from tests.web.test_permissions import client_of

from .help import ClientAs, address
from .help import enter as type_in

PARTS = tuple(SHOWN)
SIGNS = {
    "page": {
        "practice": (">3.17</a>", " p3=317 "),
        "exam": (">91.5</a>", "e1=9150", 'data-qq-key="e1"'),
        "final": ("85 B+", "data-qq-final", '"weight": 4000', '"B+"'),
    },
    "changes": {"practice": ('"p3", "3.17"',), "exam": ('"e1", "91.5"',)},
    "workbook": {"practice": ("3.17",), "exam": ("91.5", "e1")},
    "history": {"practice": ("3.17",), "exam": ("91.5",)},
}


@pytest.fixture
def session(house: House) -> Iterator[House]:
    """The examination is over: the first student has 3.17 in the practice of week 3, 91.5 at the examination, 85 (B+)."""
    with time_machine.travel(AFTER, tick=False):
        fill(house, Decimal("0.81"))
        enter(house, "practice", 3, "3.17", by=house.head, reason="Control", at=AFTER)
        points(house, issue(house), Decimal("91.5"), 70, 70)
        assert (house.sheets[0].final, house.sheets[0].letter) == (85, "B+")
        yield house


def _history(client: Client, house: House) -> str:
    places = [
        reverse("sheets:history", args=[house.course.pk, house.sheets[0].pk, key]) for key in ("p3", "e1")
    ]
    return "".join(client.get(place).content.decode() for place in places)


def _workbook(client: Client, house: House) -> str:
    answer = client.get(address(house, "fetch", "?view=all"))
    if answer.status_code != 200:
        return answer.content.decode()
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row)


TOKEN = re.compile("[A-Za-z0-9]{64}")
"""What guards a form against forgery: its letters say nothing, and now and then look like a sign."""
DOORS: dict[str, Callable[[Client, House], str]] = {
    "page": lambda client, house: unescape(
        client.get(address(house, "course", "?view=all")).content.decode()
    ),
    "changes": lambda client, house: client.get(address(house, "changes", "?since=0")).content.decode(),
    "workbook": _workbook,
    "history": _history,
}


@pytest.mark.parametrize("role", policy.ROLES)
def test_every_door_sends_a_role_what_the_reviewed_table_says(
    session: House, subtests: pytest.Subtests, role: str
) -> None:
    client = client_of(session, role)
    for door, ask in DOORS.items():
        text = TOKEN.sub("", ask(client, session))
        for part, signs in SIGNS[door].items():
            with subtests.test(door=door, part=part):
                assert {sign in text for sign in signs} == {role in SHOWN[part]}, (signs, text)


@pytest.mark.parametrize("part", PARTS)
def test_the_reviewed_table_is_the_policy(part: str) -> None:
    action = {"practice": "score.view", "exam": "exam.view", "final": "final.view"}[part]
    assert SHOWN[part] == {role for role in READERS if policy.reach(action, role)}


@pytest.mark.parametrize("role", sorted(READERS - MARKED))
def test_who_reads_no_marks_reads_who_has_a_sheet_and_how_far_the_weeks_are_filled(
    session: House, role: str
) -> None:
    enter(session, "practice", 2, None, by=session.head, reason="Control", at=AFTER)
    client = client_of(session, role)
    page = client.get(address(session, "course")).content.decode()
    assert "Marks are not shown to your role." in page and "data-qq-marks" not in page
    assert all(student.person.full_name in page for student in session.students)
    assert "<td>3</td><td>2</td><td>3</td>" in page
    assert client.post(address(session, "course"), {f"c-{session.sheets[0].pk}-p3-0": "1"}).status_code == 200
    for name in ("changes", "fetch", "workbook"):
        assert client.get(address(session, name, "?since=0")).status_code == 403
    place = {"sheet": session.sheets[0].pk, "component": "practice", "number": 3, "value": "1", "version": 0}
    operation = {"operation": "0f8fad5b-d9cb-469f-a165-70867728950e"}
    refused = client.post(address(session, "cell"), place | operation)
    assert refused.status_code == 403 and "3.17" not in refused.content.decode()


def test_an_answer_to_a_mentor_says_nothing_of_examination_and_final(
    house: House, client_as: ClientAs
) -> None:
    operation = type_in(house, 0, "p7", 4)
    with time_machine.travel(AFTER, tick=False):
        fill(house, Decimal("0.81"))
        points(house, issue(house), Decimal("91.5"), 70, 70)
        again = {
            "sheet": house.sheets[0].pk,
            "component": "practice",
            "number": 7,
            "value": "4",
            "version": 0,
        }
        answers = {
            role: client_of(house, role).post(address(house, "cell"), again | {"operation": operation}).json()
            for role in ("mentor", "teacher")
        }
        exam = again | {"operation": operation, "component": "exam", "number": 1}
        codes = [client_of(house, role).post(address(house, "cell"), exam).status_code for role in answers]
    assert codes == [404, 422]
    assert answers["mentor"]["ratings"]["admission"] == answers["teacher"]["ratings"]["admission"]
    assert (answers["mentor"]["ratings"]["final"], answers["teacher"]["ratings"]["final"]) == ("", "85 B+")


def test_the_rules_of_a_mentors_page_work_out_no_final(session: House) -> None:
    page = client_of(session, "mentor").get(address(session, "course", "?view=all")).content.decode()
    rules = json.loads(page.split('id="qq-rules" type="application/json">')[1].split("</script>")[0])
    assert (rules["exam"], rules["scale"]) == (None, [])


# --- two advisers ---------------------------------------------------------------------------------------------------


@pytest.fixture
def stranger(house: House) -> Student:
    """A student of the course in the group of another adviser, with a mark of the house's first week."""
    group = Group.objects.get(pk=house.group.pk)
    group.pk, group.code, group.adviser, group._state.adding = None, "МГІ-24-2", house.office, True
    group.save()
    person = Person.objects.create(surname="Бөтен", given_name="Студент", university=house.university)
    student = Student.objects.create(university=house.university, person=person, number="90001", group=group)
    studies.enrol(student, house.course, by=house.office, at=cast.AT)
    enter(house, "test", 3, "1.37", sheet=student.sheets.get(), at=cast.AT)
    enter(house, "test", 3, "1.61", at=cast.AT)
    return student


def test_an_adviser_sees_the_students_of_the_own_groups_only(
    house: House, stranger: Student, client_as: ClientAs
) -> None:
    sheet = stranger.sheets.get()
    for person, sees in ((house.adviser, False), (house.head, True)):
        client = client_as(person)
        for door in ("page", "changes", "workbook"):
            text = DOORS[door](client, house)
            assert ("1.37" in text) is sees, door
            assert "1.61" in text, door
            assert door == "changes" or ("Бөтен" in text) is sees, door
        assert (f'data-qq-sheet="{sheet.pk}"' in DOORS["page"](client, house)) is sees
        history = client.get(reverse("sheets:history", args=[house.course.pk, sheet.pk, "t3"]))
        assert history.status_code == (200 if sees else 404)


def test_another_adviser_sees_the_others(house: House, stranger: Student) -> None:
    """The adviser of the second group alone: two advisers share a course and no sheet."""
    stranger.group.adviser = house.deputy_mentor
    stranger.group.save()
    stranger.group.refresh_from_db()
    one, other = (
        rights.sight_of(Who(person, cast.AT), house.course.pk)
        for person in (house.adviser, house.deputy_mentor)
    )
    assert one.sheets == {sheet.pk for sheet in house.sheets} - {stranger.sheets.get().pk}
    assert other.sheets == {stranger.sheets.get().pk}
    assert [row.student for row in queries.course_grid(house.course, cast.AT, sight=other).rows] == [stranger]


# --- what it costs, and people of several roles ---------------------------------------------------------------------


@pytest.mark.parametrize(("role", "reads"), [
    ("teacher", 0), ("mentor", 0), ("representative", 0), ("head", 0), ("dean", 0), ("office", 0), ("base_head", 0),
    ("adviser", 1),
])  # fmt: skip
def test_only_who_sees_a_part_of_a_course_costs_a_read(house: House, role: str, reads: int) -> None:
    who = Who(house.people[role], cast.AT)
    with CaptureQueriesContext(connection) as captured:
        rights.sight_of(who, house.course.pk)
    assert len(captured) == reads


def test_a_mentor_who_teaches_elsewhere_sees_no_examination_here(session: House) -> None:
    teaching = Who(session.teacher, AFTER)
    mentoring = Who(session.mentor, AFTER)
    mentoring.holdings += tuple(h for h in teaching.holdings if h.role == "teacher")
    seen = rights.sight_of(mentoring, session.course.pk)
    assert (seen.scores, seen.exams, seen.finals) == (
        True,
        True,
        True,
    )  # the borrowed role teaches this course
    session.course.teacher = session.head
    session.course.save()
    CourseMentor.objects.filter(course=session.course).update(ends_on=AFTER.date() + timedelta(days=9))
    seen = rights.sight_of(mentoring, session.course.pk)
    assert (seen.scores, seen.exams, seen.finals) == (True, False, False)


def test_a_base_head_who_advises_a_group_sees_its_marks_only(house: House, stranger: Student) -> None:
    house.group.adviser = house.base_head
    house.group.save()
    seen = rights.sight_of(Who(house.base_head, cast.AT), house.course.pk)
    assert seen.scores and seen.sheets == {sheet.pk for sheet in house.sheets} - {stranger.sheets.get().pk}
    assert rights.sight_of(Who(house.representative, cast.AT), house.course.pk).scores is False
