"""A student's own points: the line of 50, four kinds of empty, the history, and nobody else's sheet."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from qosqanat.grading import actions
from qosqanat.grading.models import Sheet
from qosqanat.grading.queries import Grid, Row
from qosqanat.regulation import marks
from qosqanat.studies.models import Course, Term
from qosqanat.web.student.screens import Card
from tests import cast


@pytest.fixture
def sheet(house):
    return Sheet.objects.get(course=house.course, student=house.students[1])


@pytest.fixture
def student(house, client_as):
    return client_as(house.students[1].person)


def enter(sheet, place, value, *, by, at=cast.AT):
    component, number = place
    (verdict,) = actions.enter_scores(
        [actions.Entry(sheet.pk, component, number, value, uuid4())],
        by=by,
        at=at,
        source="grid",
        reason="түзету",
    )
    assert verdict.ok, verdict.problems


def home(client, **query):
    return client.get(reverse("student:home"), query).content.decode()


def test_one_tap_from_sign_in_shows_ratings_the_line_and_what_is_needed(house, student, sheet):
    enter(sheet, ("practice", 7), Decimal("4.5"), by=house.mentor)
    enter(sheet, ("test", 7), Decimal(3), by=house.teacher)
    page = home(student)
    assert "RK-1" in page and "<dd>7.5</dd>" in page
    assert "Admission is in danger: at least 92.5 of the points that are left are needed." in page
    assert house.mentor.full_name in page and house.teacher.full_name in page
    assert 'role="img" aria-label="Admission rating 3.75 of 100' in page
    assert "<b>4.5</b><small> / 5</small>" in page


@pytest.mark.parametrize(
    ("now", "reachable", "needed", "kind", "words"),
    [
        ("50", "80", "0", "good", "You are admitted to the examination: the rating has reached 50."),
        ("20", "49.995", None, "broken", "Admission is out of reach: at most 49.99 of the 50 is possible."),
        ("49.4", "80", "1.2", "open", "Points still needed for admission: at least 1.2."),
        ("49.4", "50", "0.6", "late", "Admission is in danger: at least 0.6 of the points that are left"),
    ],
)
def test_where_a_student_stands_is_said_in_a_sentence(now, reachable, needed, kind, words):
    ratings = marks.Ratings(
        periods=(Decimal(now),),
        admission=Decimal(now),
        admitted=kind == "good",
        reachable=(Decimal(reachable),),
        reachable_admission=Decimal(reachable),
        needed=None if needed is None else Decimal(needed),
        final=None,
        band=None,
    )
    card = Card(Grid(Course(), None, [], [Row(Sheet(), {}, ratings, Decimal(50))]), Course())
    assert card.verdict[0] == kind
    assert card.verdict[1].startswith(words)


def test_four_kinds_of_empty_read_differently(house, student, sheet):
    for week, value in {5: Decimal(0), 6: marks.ABSENT, 7: marks.EXCUSED}.items():
        if week < cast.WEEK:
            until = cast.AT + timedelta(days=1)
            actions.reopen_week(house.course, week, until=until, reason="x", by=house.dean, at=cast.AT)
        enter(sheet, ("practice", week), value, by=house.mentor)
    card = student.get(reverse("student:course", args=[sheet.pk])).context["card"]
    weeks = {week.number: week.practice for period in card.periods for week in period.weeks}
    assert [weeks[n].cell.state for n in (3, 5, 6, 7)] == ["empty", "number", "absent", "excused"]
    page = student.get(reverse("student:course", args=[sheet.pk])).content.decode()
    assert "<b>0</b><small> / 5</small>" in page
    table = page[: page.index("qq-legend")]
    assert '<span class="qq-word qq-word-absent">absent</span>' in table
    assert '<span class="qq-word">excused</span>' in table
    assert '<span class="visually-hidden">not entered</span><small> / 5</small>' in page


def test_the_history_says_value_moment_and_role_but_no_other_name(house, student, sheet):
    enter(sheet, ("practice", 7), Decimal(2), by=house.mentor)
    enter(sheet, ("practice", 7), Decimal(5), by=house.mentor, at=cast.AT + timedelta(hours=1))
    enter(sheet, ("iws", 1), Decimal(9), by=house.teacher)
    found = student.get(reverse("student:course", args=[sheet.pk])).context["changes"]
    assert [(c.event.component, c.event.value, str(c.by)) for c in found] == [
        ("iws", 9, "teacher"),
        ("practice", 5, "mentor"),
        ("practice", 2, "mentor"),
    ]


def test_a_student_sees_no_other_student(house, student, sheet):
    page = home(student)
    for other in Sheet.objects.exclude(pk=sheet.pk):
        assert other.student.person.surname not in page
        assert student.get(reverse("student:course", args=[other.pk])).status_code == 404


def test_strangers_have_no_way_in(house, neighbour, sheet, client_as):
    address = reverse("student:course", args=[sheet.pk])
    assert client_as(neighbour.students[1].person).get(address).status_code == 404
    assert client_as(house.mentor).get(address).status_code == 403
    assert client_as(house.teacher).get(address).status_code == 403


def test_an_earlier_semester_is_chosen_by_its_name(house, student, sheet):
    before = Term.objects.create(
        university=house.university, academic_year="2025-2026", season="spring", starts_on=date(2026, 1, 19)
    )
    older = Course.objects.create(
        university=house.university,
        term=before,
        department=house.department,
        code="OLD",
        name_kk="Ескі пән",
        name_en="Old course",
        groups_key="-",
        language="kk",
    )
    Sheet.objects.create(
        university=house.university,
        course=older,
        student=house.students[1],
        number="1",
        issued_at=cast.AT,
        issued_by=house.head,
    )
    page = home(student)
    assert "Well Drilling Technology" in page and "Old course" not in page
    assert f'<option value="{before.pk}" >' in page
    assert "Well Drilling" not in home(student, term=before.pk)
    Term.objects.filter(pk=before.pk).update(starts_on=date(2027, 2, 1), academic_year="2026-2027")
    assert "Well Drilling Technology" in home(student)  # sheets of the next semester wait for it to begin


def test_somebody_without_a_sheet_reads_why(house, student):
    Sheet.objects.update(state="withdrawn")
    assert "You have no grade sheet yet." in home(student)


def test_more_courses_cost_no_more_reads(house, student, sheet, django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as one:
        home(student)
    for code in ("A", "B"):
        more = Course.objects.create(
            university=house.university,
            term=house.term,
            department=house.department,
            code=code,
            name_kk=code,
            groups_key="-",
            language="kk",
            credits=5,
            teacher=house.teacher,
            enterprise=house.enterprise,
        )
        sheet.course.scheme.pk = more.pk
        sheet.course.scheme._state.adding = True
        sheet.course.scheme.save()
        Sheet.objects.create(
            university=house.university,
            course=more,
            student=house.students[1],
            number=code,
            issued_at=cast.AT,
            issued_by=house.head,
        )
    with django_assert_max_num_queries(len(one)):
        assert home(student).count("qq-ratings") == 3


def course_page(student, sheet, **query):
    return student.get(reverse("student:course", args=[sheet.pk]), query)


def test_what_if_says_what_the_sheet_would_say(house, student, sheet):
    """The same marks, first assumed and then entered, come to the same ratings."""
    enter(sheet, ("practice", 6), Decimal(4), by=house.mentor, at=cast.AT - timedelta(weeks=1))
    assumed = course_page(student, sheet, **{"if-p7": "4,5", "if-t7": "3"}).context["what_if"]
    assert sheet.events.count() == 1, "nothing is kept"
    enter(sheet, ("practice", 7), Decimal("4.5"), by=house.mentor)
    enter(sheet, ("test", 7), Decimal(3), by=house.teacher)
    row = course_page(student, sheet).context["card"].row
    assert assumed.ratings == row.ratings
    assert assumed.ratings.periods[0] == Decimal("11.5")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("6", "At most 5 points."), ("-1", "Points are a number"), ("x", "Points are a number"), ("", None)],
)
def test_what_cannot_stand_is_said_and_does_not_count(student, sheet, text, sentence):
    answer = course_page(student, sheet, **{"if-p8": "12", "if-p7": text})
    what_if = answer.context["what_if"]
    assert what_if.ratings.periods[0] == 12
    assert what_if.wrong is (sentence is not None)
    assert sentence is None or sentence in answer.content.decode()


def test_only_open_places_are_asked_for(house, student, sheet):
    enter(sheet, ("practice", 7), Decimal(4), by=house.mentor)
    page = course_page(student, sheet).content.decode()
    assert 'name="if-p8"' in page
    assert 'name="if-p7"' not in page, "it has a mark"
    assert 'name="if-p3"' not in page, "the week is closed"
    assert course_page(student, sheet, **{"if-p3": "5"}).context["what_if"].ratings.periods[0] == 4
