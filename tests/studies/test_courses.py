"""What a course lacks before its semester, and the verbs that put it right."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qosqanat.core.problems import Refused
from qosqanat.partners.models import Enterprise, Post
from qosqanat.people.models import Act
from qosqanat.studies import actions
from qosqanat.studies.models import Course, CourseMentor, Enrolment, Term
from qosqanat.studies.problems import problems_of_course
from qosqanat.studies.queries import courses_to_check
from tests.cast import AT


def texts(course, *, blocking: bool, on: date | None = None) -> list[str]:
    found = problems_of_course(Course.objects.get(pk=course.pk), on)
    return [str(problem) for problem in found if problem.blocking == blocking]


def change(course, **fields) -> None:
    Course.objects.filter(pk=course.pk).update(**fields)


def test_a_whole_course_has_no_problem(house):
    assert problems_of_course(house.course) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"teacher": None}, "No teacher: name the teacher of the course. (Y-7.2.b2)"),
        ({"enterprise": None}, "No partner enterprise: name the enterprise of the course. (Y-5.9)"),
        ({"credits": None}, "No credits: enter the credits of the course. (Y-7.3.b5)"),
        (
            {"credits": Decimal(2)},
            "No marking scheme exists for 2 credits: correct the credits or choose a scheme. (Y-7.3.b5)",
        ),
    ],
)
def test_what_holds_the_sheets_back(house, fields, sentence):
    change(house.course, **fields)
    assert texts(house.course, blocking=True) == [sentence]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"model": None}, "No delivery model: choose model 1 to 4. (Y-5.3)"),
        ({"hours_site": None}, "The hours on campus and on site are not known. (Y-5.4)"),
        ({"hours_total": 149}, "96 hours on campus and 54 on site do not make 149 hours. (Y-5.4)"),
        (
            {"hours_campus": 89, "hours_site": 61},
            "40.7 % of the hours are on site; model 1 allows 40 %. (Y-5.4)",
        ),
        (
            {"name_ru": "", "name_en": ""},
            "The name of the course is missing in: Russian, English. (Y-7.2.b2)",
        ),
    ],
)
def test_what_only_warns(house, fields, sentence):
    change(house.course, **fields)
    assert texts(house.course, blocking=False) == [sentence]
    assert texts(house.course, blocking=True) == []


def test_exactly_40_per_cent_is_allowed_and_other_models_have_no_limit(house):
    change(house.course, hours_campus=90, hours_site=60)
    assert problems_of_course(Course.objects.get(pk=house.course.pk)) == []
    change(house.course, hours_campus=50, hours_site=100, model=2)
    assert problems_of_course(Course.objects.get(pk=house.course.pk)) == []


def test_a_mentor_who_left_before_the_day_is_none(house):
    CourseMentor.objects.update(ends_on=date(2026, 9, 20))
    assert texts(house.course, blocking=True, on=date(2026, 9, 20)) == []
    assert texts(house.course, blocking=True, on=date(2026, 9, 21)) == [
        "No mentor: assign a mentor of the enterprise. (Y-5.11.b2)"
    ]


def test_only_enrolled_students_count(house):
    Enrolment.objects.update(state="withdrawn", left_on=date(2026, 9, 2))
    assert texts(house.course, blocking=True) == [
        "No students: enrol them or check the group of the course. (Y-6.3)"
    ]


@pytest.mark.parametrize(
    ("fields", "blocking", "words"),
    [
        ({"ends_on": date(2026, 8, 31)}, True, "ended on"),
        ({"number": ""}, True, "has no number"),
        ({"ends_on": None}, False, "It is not known until when the contract"),
        ({"ends_on": date(2026, 11, 30)}, False, "before the semester does"),
    ],
)
def test_the_cooperation_contract_holds_through_the_semester(house, fields, blocking, words):
    house.enterprise.agreements.update(**fields)
    (sentence,) = texts(house.course, blocking=blocking)
    assert words in sentence
    assert texts(house.course, blocking=not blocking) == []


def test_the_contract_of_another_university_does_not_help(house, neighbour):
    house.enterprise.agreements.update(university=neighbour.university)
    assert "has no cooperation contract with the university" in texts(house.course, blocking=True)[0]


def test_a_new_contract_heals_an_expired_one(house):
    old = house.enterprise.agreements.get()
    house.enterprise.agreements.update(ends_on=date(2026, 8, 31))
    old.pk, old.number, old.ends_on = None, "2", date(2029, 1, 1)
    old.save()
    assert problems_of_course(Course.objects.get(pk=house.course.pk)) == []


def test_a_whole_semester_is_judged_in_a_constant_number_of_reads(house):
    def reads() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            for course in courses_to_check(Course.objects.all()):
                problems_of_course(course)
        return len(queries)

    one = reads()
    for number in range(3):
        twin = Course.objects.get(pk=house.course.pk)
        twin.pk, twin.code, twin._state.adding = None, f"X {number}", True
        twin.save()
        CourseMentor.objects.create(course=twin, post=house.post, starts_on=house.term.starts_on)
    assert reads() == one <= 8


# --- students ------------------------------------------------------------------------------------------------------


@pytest.fixture
def other(house):
    return Course.objects.create(
        university=house.university, term=house.term, department=house.department, code="X 1", name_kk="Пән",
        groups_key="x", language="kk", credits=Decimal(5),
    )  # fmt: skip


def test_enrolling_twice_changes_nothing(house, other):
    first = actions.enrol(house.students[0], other, by=house.office, at=AT)
    assert actions.enrol(house.students[0], other, by=house.office, at=AT + timedelta(days=9)) == first
    assert first.joined_on == date(2026, 10, 14)
    assert Act.objects.filter(action="enrol").count() == 1


def test_the_day_is_the_universitys_own(house, other):
    evening = AT.replace(hour=20)
    assert actions.enrol(house.students[0], other, by=house.office, at=evening).joined_on == date(
        2026, 10, 15
    )


def test_who_is_on_leave_or_elsewhere_is_not_enrolled(house, other, neighbour):
    with pytest.raises(Refused, match="another university"):
        actions.enrol(neighbour.students[0], other, by=house.office, at=AT)
    house.students[0].status = "leave"
    with pytest.raises(Refused, match="is not studying now"):
        actions.enrol(house.students[0], other, by=house.office, at=AT)
    assert not other.enrolments.exists()


def test_leaving_needs_a_reason_and_happens_once(house):
    enrolment = house.course.enrolments.first()
    with pytest.raises(Refused, match="Enter the reason"):
        actions.withdraw(enrolment, by=house.office, at=AT, reason=" ")
    left = actions.withdraw(enrolment, by=house.office, at=AT, reason="Moved away")
    assert (left.state, left.left_on, left.reason) == ("withdrawn", date(2026, 10, 14), "Moved away")
    with pytest.raises(Refused, match="left the course on"):
        actions.withdraw(enrolment, by=house.office, at=AT, reason="again")


def test_a_transfer_names_where_the_student_went(house, other):
    enrolment = house.course.enrolments.first()
    new = actions.transfer(enrolment, other, by=house.office, at=AT, reason="Another language")
    enrolment.refresh_from_db()
    assert (enrolment.state, enrolment.moved_to, new.state) == ("transferred", new, "enrolled")


def test_a_transfer_stays_in_the_semester_and_leads_elsewhere(house, other):
    enrolment = house.course.enrolments.first()
    with pytest.raises(Refused, match="already in this course"):
        actions.transfer(enrolment, house.course, by=house.office, at=AT, reason="x")
    other.term = Term.objects.create(
        university=house.university, academic_year="2026-2027", season="spring", starts_on=date(2027, 1, 18)
    )
    with pytest.raises(Refused, match="stays inside one semester"):
        actions.transfer(enrolment, other, by=house.office, at=AT, reason="x")


# --- mentors and fields --------------------------------------------------------------------------------------------


def assign(house, post, starts=date(2026, 9, 1), ends=None):
    return actions.assign_mentor(house.course, post, starts_on=starts, ends_on=ends, by=house.head, at=AT)


def test_a_second_mentor_may_mark_the_same_course(house):
    """Shifts of model 2 take turns (Y-5.5)."""
    post = Post.objects.get(person=house.deputy_mentor)
    assert assign(house, post).post == post
    assert house.course.mentors.count() == 2


def test_who_is_no_mentor_of_the_enterprise_is_not_assigned(house):
    with pytest.raises(Refused, match="is not a mentor"):
        assign(house, Post.objects.get(person=house.representative))
    elsewhere = Enterprise.objects.create(name_kk="Басқа")
    post = Post.objects.create(
        person=house.deputy_mentor, enterprise=elsewhere, kind="mentor", starts_on=date(2026, 9, 1)
    )
    with pytest.raises(Refused, match="which is not the enterprise of the course"):
        assign(house, post)


def test_an_assignment_neither_overlaps_nor_ends_before_it_begins(house):
    with pytest.raises(Refused, match="already a mentor of the course then"):
        assign(house, house.post, date(2026, 12, 1))
    post = Post.objects.get(person=house.deputy_mentor)
    with pytest.raises(Refused, match="end lies before the beginning"):
        assign(house, post, date(2026, 10, 1), date(2026, 9, 1))
    post.ends_on = date(2026, 8, 31)
    with pytest.raises(Refused, match="ended on"):
        assign(house, post)


def test_an_assignment_ends_or_is_taken_back(house):
    mentor = house.course.mentors.get()
    actions.end_mentor(mentor, ends_on=date(2026, 10, 1), by=house.head, at=AT)
    assert house.course.mentors.get().ends_on == date(2026, 10, 1)
    assign(house, house.post, date(2026, 10, 2))
    actions.end_mentor(mentor, ends_on=mentor.starts_on - timedelta(days=1), by=house.head, at=AT)
    assert [row.starts_on for row in house.course.mentors.all()] == [date(2026, 10, 2)]


def test_only_what_differs_is_written_and_logged(house):
    actions.edit_course(house.course, by=house.office, at=AT, model=1, name_kk="Бұрғылау", hours_total=150)
    assert Course.objects.get(pk=house.course.pk).sort_key != house.course.sort_key
    changed = {"name_kk": ["Ұңғымаларды бұрғылау технологиясы", "Бұрғылау"]}
    assert Act.objects.get(action="edit_course").detail == {"changed": changed}
    actions.edit_course(house.course, by=house.office, at=AT, name_kk="Бұрғылау")
    assert Act.objects.filter(action="edit_course").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name_kk": "", "name_ru": "", "name_en": ""}, "Enter the name of the course"),
        ({"credits": Decimal(0)}, "Credits must be above 0"),
    ],
)
def test_a_change_that_breaks_the_course_is_refused(house, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.edit_course(house.course, by=house.office, at=AT, **changes)


def test_a_site_belongs_to_the_enterprise_of_the_course(house, neighbour):
    site = neighbour.enterprise.sites.get()
    with pytest.raises(Refused, match="another enterprise"):
        actions.edit_course(house.course, by=house.office, at=AT, site=site)
    with pytest.raises(TypeError, match="cannot change university"):
        actions.edit_course(house.course, by=house.office, at=AT, university=neighbour.university)


def test_the_share_on_site_is_rounded_half_up() -> None:
    assert Course(hours_total=80, hours_site=1).site_share == Decimal("1.3")


@pytest.fixture
def elsewhere(house):
    """Another partner, with a cooperation contract of its own."""
    firm, contract = Enterprise.objects.create(name_kk="Басқа серіктес"), house.enterprise.agreements.get()
    contract.pk, contract.enterprise = None, firm
    contract.save()
    return firm


def test_the_partner_changes_when_its_mentors_have_ended(house, elsewhere):
    house.course.enterprise.sites.update(enterprise=elsewhere)
    with pytest.raises(
        Refused, match=r"Ордабаев Өмірбек Қойшыбайұлы of «Ақшұқыр Дриллинг.* still marks the course"
    ):
        actions.edit_course(house.course, by=house.head, at=AT, enterprise=elsewhere)
    with pytest.raises(Refused, match="still marks the course"):
        actions.edit_course(house.course, by=house.head, at=AT, enterprise=None)
    actions.edit_course(house.course, by=house.head, at=AT, note="x")
    actions.end_mentor(house.course.mentors.get(), ends_on=AT.date(), by=house.head, at=AT)
    actions.edit_course(house.course, by=house.head, at=AT, enterprise=elsewhere)
    assert texts(house.course, blocking=True, on=AT.date()) == []


def test_a_former_partners_mentor_holds_the_course_back(house, elsewhere):
    change(house.course, enterprise=elsewhere)
    (sentence,) = texts(house.course, blocking=True)
    assert "end the assignment of the mentor, or choose that enterprise" in sentence
    CourseMentor.objects.update(ends_on=date(2026, 10, 14))
    assert texts(house.course, blocking=True, on=date(2026, 10, 14)) == []


# --- coming back ---------------------------------------------------------------------------------------------------


def test_who_comes_back_owes_nothing_from_before(house):
    enrolment = Enrolment.objects.filter(course=house.course)[0]
    left = AT - timedelta(weeks=4)
    actions.withdraw(enrolment, by=house.head, at=left, reason="x")
    back = AT.date() + timedelta(days=3)
    again = actions.enrol(enrolment.student, house.course, by=house.head, at=AT, on=back)
    assert (again.pk, again.joined_on, again.left_on) == (enrolment.pk, back, None)
    act = Act.objects.get(action="enrol")
    assert act.detail == {
        "changed": {"joined_on": ["2026-09-01", back.isoformat()], "left_on": [left.date().isoformat(), ""]}
    }


@pytest.mark.parametrize("day", [date.max, date.min, date(2026, 12, 14)])
def test_points_are_expected_in_the_semester_only(house, other, day):
    student = house.students[0]
    with pytest.raises(Refused, match="enter a day from 1 July 2026 to 13 December 2026"):
        actions.enrol(student, other, by=house.head, at=AT, on=day)
    assert actions.enrol(student, other, by=house.head, at=AT, on=date(2026, 12, 13))
