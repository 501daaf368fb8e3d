"""What those who look on open from their home: changed marks, sheets at random, faculties, one page; semesters of partners."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from qosqanat.grading import actions
from qosqanat.grading.enums import Source
from qosqanat.grading.models import ExamSheet, ScoreEvent, Sheet
from qosqanat.grading.queries import changed_after_closing
from qosqanat.partners.models import Post
from qosqanat.people.models import Person
from qosqanat.studies.models import CourseMentor, Enrolment, Group, Student, Term
from tests.cast import AT, SINCE, House
from tests.documents.semester import SESSION, examine, fill
from tests.web.desks import another_course, enter, reads

As = Callable[[Person], Client]
CHANGES, SHEETS, PROGRESS, ONE_PAGE = (
    reverse(f"overview:{name}") for name in ("changes", "sheets", "progress", "one_page")
)


def put(
    house: House,
    component: str,
    number: int,
    value: str,
    base: int,
    by: Person,
    at: datetime,
    behalf: Person | None = None,
) -> None:
    entry = actions.Entry(house.sheets[0].pk, component, number, Decimal(value), uuid4(), base)
    (verdict,) = actions.enter_scores(
        [entry], by=by, at=at, source=Source.GRID, reason="жазу қатесі", on_behalf_of=behalf
    )
    assert verdict.ok, verdict.problems


def places(house: House) -> list[tuple[str, int, Decimal | None]]:
    found = changed_after_closing(ScoreEvent.objects.all(), house.term)
    return [(one.component, one.number, one.value) for one in found]


def test_a_first_mark_and_a_change_in_time_are_no_changes_after_closing(house: House) -> None:
    put(house, "practice", 7, "3", 0, house.mentor, AT)
    put(house, "practice", 7, "4", 1, house.mentor, AT)
    put(house, "practice", 1, "4", 0, house.head, AT)
    assert places(house) == []
    put(house, "practice", 1, "5", 1, house.head, AT)
    assert places(house) == [("practice", 1, Decimal(5))]


def test_a_mentor_in_a_week_that_is_open_again_changes_after_closing(house: House) -> None:
    put(house, "practice", 5, "3", 0, house.head, AT)
    actions.reopen_week(house.course, 5, until=AT + timedelta(days=1), reason="вахта", by=house.dean, at=AT)
    put(house, "practice", 5, "4", 1, house.mentor, AT)
    assert places(house) == [("practice", 5, Decimal(4))]


def test_after_the_examination_sheet_every_mark_and_after_its_closing_the_points_themselves(
    house: House,
) -> None:
    fill(house)
    exam = actions.issue_exam_sheet(
        house.course, kind="main", held_on=SESSION.date(), by=house.registrar, at=SESSION
    )
    later = SESSION + timedelta(hours=1)
    assert places(house) == []
    test = ScoreEvent.objects.get(sheet=house.sheets[0], component="test", number=7)
    put(house, "test", 7, "1", 1, house.head, later)
    assert places(house) == [("test", 7, Decimal(1))] and test.value != 1
    for sheet in house.sheets:
        entry = actions.Entry(sheet.pk, "exam", 1, Decimal(70), uuid4(), 0)
        actions.enter_scores([entry], by=house.registrar, at=later, source=Source.FORM)
    actions.close_exam_sheet(ExamSheet.objects.get(pk=exam.pk), by=house.registrar, at=later)
    actions.reopen_exam_sheet(exam, by=house.registrar, at=later, reason="апелляция")
    put(house, "exam", 1, "80", 1, house.registrar, later + timedelta(minutes=1))
    assert ("exam", 1, Decimal(80)) in places(house) and len(places(house)) == 2


def test_a_changed_mark_says_from_what_to_what_by_whom_and_why(house: House, client_as: As) -> None:
    put(house, "practice", 1, "3", 0, house.head, AT)
    put(house, "practice", 1, "4.5", 1, house.head, AT)
    (line,) = client_as(house.quality).get(CHANGES).context["lines"]
    said = {cell.column.name: cell.text for cell in line.cells}
    assert said["before"] == "3" and said["after"] == "4.5" and said["reason"] == "жазу қатесі"
    assert said["place"] == "practice, week 1" and said["by"] == house.head.short_name
    assert client_as(house.quality).get(line.cells[0].href).status_code == 200, "the trail of the mark"


def test_a_mark_changed_by_a_deputy_says_on_whose_behalf(house: House, client_as: As) -> None:
    put(house, "practice", 1, "3", 0, house.head, AT)
    put(house, "practice", 1, "4.5", 1, house.dean, AT, behalf=house.head)
    client = client_as(house.quality)
    said = f"(on behalf of {house.head.short_name})"
    assert said in client.get(CHANGES).content.decode()
    assert f"{house.dean.short_name} {said}" in client.get(f"{CHANGES}?export=csv").content.decode(
        "utf-8-sig"
    )


def test_a_draw_is_repeated_by_its_number(
    house: House, client_as: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 5):
        another_course(house, number)
    monkeypatch.setattr("qosqanat.web.overview.rows.DRAWN", 4)
    client = client_as(house.quality)

    def drawn(query: str) -> list[int]:
        return [row.pk for row in client.get(f"{SHEETS}{query}").context["page"].object_list]

    assert len(drawn("?draw=1")) == 4 and drawn("?draw=1") == drawn("?draw=1")
    assert len({tuple(drawn(f"?draw={number}")) for number in range(6)}) > 1
    assert drawn("") == drawn("?draw=x") == drawn(f"?draw={AT.date().toordinal()}"), "the day's own"
    assert "gives the same order of the same sheets" in client.get(SHEETS).content.decode()
    assert {*drawn("?draw=1&sort=last")} == {*drawn("?draw=1")}
    first, *others = drawn("?draw=1")
    Sheet.objects.filter(pk=first).update(state="withdrawn")
    assert drawn("?draw=1")[:3] == others, "one sheet less leaves the order of the others"
    before = drawn("?draw=1")
    another_course(house, 5)
    after = drawn("?draw=1")
    assert [key for key in after if key in before] == before[: sum(key in before for key in after)]
    trail = client.get(f"{SHEETS}?draw=1").context["lines"][0].cells[0].href
    assert client.get(trail).status_code == 200


def test_a_stranger_and_a_student_see_nobody_elses_danger(
    house: House, neighbour: House, client_as: As
) -> None:
    mine = client_as(house.students[0].person).get(reverse("overview:danger")).context["page"].object_list
    assert {row.student.pk for row in mine} == {house.students[0].pk}
    rows = client_as(neighbour.adviser).get(reverse("overview:danger")).context["page"].object_list
    assert {row.student.pk for row in rows} == {student.pk for student in neighbour.students}


def test_a_faculty_opens_its_courses_with_their_sum(house: House, client_as: As) -> None:
    enter(house, "practice", 7, "4", by=house.mentor)
    other = another_course(house, 1)
    other.department = house.other_department
    other.save()
    client = client_as(house.rector)
    home = client.get("/overview/")
    (faculty,) = home.context["by_faculty"]
    assert faculty.unit == house.faculty and len(faculty.courses) == 2 and faculty.sheets == 6
    address = f"{PROGRESS}?term={house.term.pk}&unit={house.faculty.pk}"
    assert address.replace("&", "&amp;") in home.content.decode()
    assert len(client.get(address).context["lines"]) == 2
    (line,) = client.get(f"{PROGRESS}?unit={house.other_department.pk}").context["lines"]
    assert line.key == other.pk
    assert not client_as(house.quality).get("/overview/").context["by_faculty"]


def test_examinations_passed_are_counted(house: House, client_as: As) -> None:
    fill(house)
    examine(house, {0: Decimal(90), 1: Decimal(0)})
    assert {sheet.letter for sheet in house.sheets} == {"B+", "F", ""}
    with time_machine.travel(SESSION, tick=False):
        total = client_as(house.rector).get(PROGRESS).context["total"]
        page = client_as(house.rector).get(reverse("overview:one_page")).content.decode()
    assert (total.passed, total.examined, total.pass_rate) == (1, 2, 50)
    assert "2 examination results stand, and 50 % pass." in page


@pytest.mark.parametrize("role", ["representative", "mentor", "base_head"])
def test_examinations_are_nothing_for_people_of_the_enterprise_and_the_base(
    house: House, client_as: As, role: str
) -> None:
    fill(house)
    examine(house, {0: Decimal(90), 1: Decimal(0)})
    with time_machine.travel(SESSION, tick=False):
        client = client_as(house.people[role])
        assert {client.get(address).status_code for address in (PROGRESS, ONE_PAGE)} == {403}
        home = client.get("/overview/").content.decode()
    assert PROGRESS not in home and ONE_PAGE not in home, "nor does the home offer them"
    assert "Examinations passed" not in home


@pytest.mark.parametrize("also", ["representative", "mentor"])
def test_results_are_counted_only_where_the_reader_may_see_them(
    house: House, client_as: As, also: str
) -> None:
    """An adviser who is somebody of an enterprise as well: their group's results, and none of the enterprise's courses."""
    other = Group.objects.get(pk=house.group.pk)
    other.pk, other.code, other.adviser, other._state.adding = None, "МГІ-24-2", None, True
    other.save()
    strange = another_course(house, 1)
    Enrolment.objects.filter(course=strange).delete()
    Student.objects.filter(pk=house.students[0].pk).update(group=other)
    fill(house)
    examine(house, {0: Decimal(90), 1: Decimal(0)})
    Post.objects.create(person=house.adviser, enterprise=house.enterprise, kind=also, starts_on=SINCE)
    CourseMentor.objects.filter(course=strange).update(post=Post.objects.get(person=house.adviser))
    with time_machine.travel(SESSION, tick=False):
        client = client_as(house.adviser)
        assert client.get(reverse("sheets:course", args=[strange.pk])).status_code == 200
        total = client.get(PROGRESS).context["total"]
    assert [one.course for one in total.courses] == [house.course]
    assert (total.passed, total.examined, total.sheets) == (0, 1, 2)


def test_one_page_says_three_sentences(house: House, client_as: As) -> None:
    page = client_as(house.rector).get(reverse("overview:one_page")).content.decode()
    for said in (
        "3 students study in dual courses.", "They work at 1 partner enterprise.",
        "6 practice weeks were due, and 0 % came in time.", "1 mentor owes weeks.", "No examination result of this semester stands yet.",
    ):  # fmt: skip
        assert said in page


@pytest.mark.parametrize("role", ["representative", "mentor"])
def test_people_of_an_enterprise_reach_the_semesters_of_their_courses(
    house: House, neighbour: House, client_as: As, role: str
) -> None:
    answer = client_as(house.people[role]).get(reverse("overview:students"))
    assert (
        answer.context["terms"].every
        == [house.term]
        == list(Term.objects.filter(university=house.university))
    )
    assert len(answer.context["lines"]) == 3


@pytest.mark.parametrize(
    "name", ["home", "students", "danger", "mentors", "progress", "changes", "sheets", "one_page"]
)
def test_more_courses_cost_no_more_reads(house: House, client_as: As, name: str) -> None:
    client, address = client_as(house.rector), reverse(f"overview:{name}")
    another_course(house, 1)
    put(house, "practice", 1, "3", 0, house.head, AT)
    put(house, "practice", 1, "4", 1, house.head, AT)
    few = reads(client, address)
    for number in range(2, 6):
        another_course(house, number)
    for base, value in enumerate("12", start=2):
        put(house, "practice", 1, value, base, house.head, datetime(2026, 10, 14, 5, base, tzinfo=UTC))
    assert reads(client, address) == few
