"""What pages read: the grid, the mentor's week, punctuality, students in danger."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qosqanat.grading import actions, practice, queries
from qosqanat.grading.book import books_of
from qosqanat.grading.models import Sheet
from qosqanat.people.models import Person
from qosqanat.people.reach import Who
from qosqanat.regulation.marks import ABSENT
from qosqanat.studies import actions as studies
from qosqanat.studies.models import Enrolment, Student
from tests.cast import AT, WEEK

from .help import AFTER, AQTAU, enter, entry, fill
from .test_issue import another_course


def reads(function) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        function()
    return len(captured)


def more_students(house, count: int = 5) -> None:
    for number in range(count):
        person = Person.objects.create(surname=f"Қосымша{number}", university=house.university)
        student = Student.objects.create(
            university=house.university, person=person, number=f"9{number}", group=house.group
        )
        studies.enrol(student, house.course, by=house.office, at=AT)


def test_the_grid_shows_columns_with_cap_state_and_attestation(house):
    grid = queries.course_grid(house.course, AT)
    assert [c.key for c in grid.columns[:4]] == ["t1", "p1", "t2", "p2"]
    assert [c.key for c in grid.columns_of("iws")] == ["i1", "i2", "i3", "i4"]
    by_key = {column.key: column for column in grid.columns}
    assert (by_key["p4"].cap, by_key["p4"].attestation, by_key["p4"].state) == (13, True, "closed")
    assert (by_key["p7"].cap, by_key["p7"].attestation, by_key["p7"].state) == (5, False, "open")
    assert (by_key["p8"].state, by_key["t4"].state, by_key["t8"].state) == ("future", "open", "future")
    assert (by_key["i3"].period, by_key["i3"].title, by_key["i3"].label) == (2, "БӨЖ-3", "IWS-3")


def test_annex_3_has_no_practice_columns_where_there_is_no_cell(house):
    actions.choose_scheme(house.course, "A3", by=house.head, at=AT, reason="x")
    numbers = [column.number for column in queries.course_grid(house.course, AT).columns_of("practice")]
    assert numbers == list(range(4, 15))


def test_a_row_has_every_cell_and_current_ratings(house):
    enter(house, "practice", WEEK, ABSENT)
    enter(house, "test", 1, 3)
    row = queries.course_grid(house.course, AT).rows[0]
    assert row.student == house.students[0]
    assert (row.cells["p7"].state, row.cells["p7"].value, row.cells["p7"].version) == ("absent", None, 1)
    assert (row.cells["t1"].state, row.cells["t1"].value) == ("number", 3)
    assert (row.cells["p1"].state, row.cells["p1"].version) == ("empty", 0)
    assert (row.periods, row.admitted) == ((3, 0), False)
    # lost: practice of weeks 1-6 and 7 (43 points); the tests may still be entered
    assert row.reachable == (57, 100)
    assert row.needed == 97


def test_students_are_in_kazakh_order(house):
    names = [row.student.person.surname for row in queries.course_grid(house.course, AT).rows]
    assert names == ["Айдынұлы", "Ілиясова", "Юсупов"]


def test_a_reopened_column_is_open_again(house):
    actions.reopen_week(house.course, 3, until=AT + timedelta(days=1), reason="x", by=house.dean, at=AT)
    column = queries.course_grid(house.course, AT).column("p3")
    assert (column.state, column.reopened) == ("open", True)


def test_a_course_without_sheets_has_an_empty_grid(house):
    grid = queries.course_grid(another_course(house), AT)
    assert (grid.book, grid.columns, grid.rows) == (None, [], [])


def test_a_withdrawn_sheet_is_shown_on_demand_only(house):
    studies.withdraw(Enrolment.objects.first(), by=house.office, at=AT, reason="x")
    assert len(queries.course_grid(house.course, AT).rows) == 2
    assert [row.live for row in queries.course_grid(house.course, AT, withdrawn=True).rows].count(False) == 1


READS = {
    "grid": lambda house: [
        row.student.person.full_name for row in queries.course_grid(house.course, AT).rows
    ],
    "week": lambda house: [
        row.student.group.code for row in queries.week_for_mentor(house.course, WEEK, AT).rows
    ],
    "mentor": lambda house: [row.course.title for row in queries.mentor_courses(house.mentor, AT)],
    "strip": lambda house: [
        post.person for row in queries.heat_strip([house.course], AT) for post in row.mentors
    ],
    "danger": lambda house: [row.student.person for row in queries.endangered(books_of([house.course], AT))],
    "readiness": lambda house: queries.readiness(house.term, AT),
    "student": lambda house: queries.student_points(house.students[0], AT),
    "scores": lambda house: actions.enter_scores(
        [entry(sheet, "practice", WEEK, 1) for sheet in house.sheets], by=house.mentor, at=AT, source="grid"
    ),
}


@pytest.mark.parametrize("name", READS)
def test_reads_do_not_grow_with_the_students(house, name):
    enter(house, "practice", WEEK, 1)
    fill(house, Decimal("0.1"), AFTER)
    enter(house, "practice", WEEK, None)
    before = reads(lambda: READS[name](house))
    more_students(house)
    assert reads(lambda: READS[name](house)) <= before


@pytest.mark.parametrize("name", ["mentor", "readiness", "student"])
def test_reads_do_not_grow_with_the_courses(house, name):
    before = reads(lambda: READS[name](house))
    courses = [another_course(house, code=f"X {number}") for number in range(4)]
    actions.issue_sheets(courses, by=house.head, at=AT)
    assert reads(lambda: READS[name](house)) <= before


def test_entering_a_column_needs_fifteen_statements_at_most(house):
    who = Who(house.mentor, AT)
    enter(house, "practice", WEEK, 1)
    entries = [entry(sheet, "practice", WEEK, 2) for sheet in house.sheets]
    count = reads(lambda: actions.enter_scores(entries, by=house.mentor, at=AT, source="grid", who=who))
    assert count <= 15


# --- the mentor ----------------------------------------------------------------------------------------------------


def test_the_mentors_week(house):
    enter(house, "practice", WEEK, 4)
    week = queries.week_for_mentor(house.course, WEEK, AT)
    assert (week.filled, week.total, week.column.cap, week.column.state) == (1, 3, 5, "open")
    assert week.closes_at == datetime(2026, 10, 18, 23, 59, 59, tzinfo=AQTAU)
    assert week.handover is None
    assert queries.week_for_mentor(house.course, 16, AT) is None


def test_a_mentors_home_counts_this_week_and_the_weeks_behind(house):
    enter(house, "practice", WEEK, 4)
    (mine,) = queries.mentor_courses(house.mentor, AT)
    assert (mine.week, mine.filled, mine.total, mine.state) == (WEEK, 1, 3, "open")
    assert mine.behind == [1, 2, 3, 4, 5, 6]
    assert mine.next_attestation == 8
    assert queries.mentor_courses(house.deputy_mentor, AT) == []


def test_a_late_student_owes_no_earlier_weeks(house):
    before = datetime(2026, 9, 5, 12, 0, tzinfo=AQTAU)
    column = [entry(sheet, "practice", 1, 5) for sheet in house.sheets]
    actions.enter_scores(column, by=house.mentor, at=before, source="phone")
    more_students(house, 1)
    assert 1 not in queries.mentor_courses(house.mentor, AT)[0].behind
    assert queries.heat_strip([house.course], AT)[0].states[0] == "on_time"


def test_who_comes_back_makes_no_week_missing_and_none_complete(house):
    """Complete weeks stay complete, and what the student has from before fills nobody else's place."""
    first, second, third = house.sheets
    for week in range(1, 8):
        here = [first, second, third] if week < 4 else [second, third]
        column = [entry(sheet, "practice", week, 4) for sheet in here if week != 2 or sheet != third]
        assert all(
            v.ok
            for v in actions.enter_scores(
                column, by=house.mentor, at=house.term.closes_at(week), source="phone"
            )
        )
        if week == 3:
            enrolment = first.student.enrolments.get(course=house.course)
            studies.withdraw(enrolment, by=house.head, at=house.term.closes_at(3), reason="x")
    back = house.term.weeks[7].first
    studies.enrol(first.student, house.course, by=house.head, at=AT, on=back)
    assert strip(house, house.term.closes_at(8)).states[:8] == [
        "on_time",
        "missing",
        *["on_time"] * 5,
        "not_due",
    ]
    assert practice.kept_wrongly([house.course.pk]) == []
    late = entry(first, "practice", 2, 5)
    (verdict,) = actions.enter_scores([late], by=house.head, at=AT, source="form", reason="Control")
    assert verdict.ok
    assert practice.kept_wrongly([house.course.pk]) == []
    assert strip(house).states[1] == "missing"


def strip(house, at=AT):
    return queries.heat_strip([house.course], at)[0]


def test_the_heat_strip_tells_in_time_late_missing_and_not_due(house):
    """What the head of department watches (Y-6.5, Y-6.5.2)."""
    column = lambda week: [entry(sheet, "practice", week, 5) for sheet in house.sheets]  # noqa: E731
    sunday = house.term.closes_at(1)
    actions.enter_scores(column(1), by=house.mentor, at=sunday, source="phone")
    actions.enter_scores(column(2)[:2], by=house.mentor, at=house.term.closes_at(2), source="phone")
    for week in (3, 4):
        actions.enter_scores(column(week), by=house.mentor, at=house.term.closes_at(week), source="phone")
    actions.hand_over_week(house.course, 3, by=house.mentor, at=house.term.closes_at(3))
    actions.hand_over_week(
        house.course, 4, by=house.mentor, at=house.term.closes_at(4) + timedelta(seconds=1)
    )
    actions.enter_scores(column(5), by=house.office, at=AT, source="spreadsheet")
    states = strip(house).states
    assert states[:7] == ["on_time", "missing", "on_time", "late", "on_time", "missing", "not_due"]
    assert states[7:] == ["not_due"] * 8
    assert strip(house).weeks("missing") == [2, 6]


def test_a_week_handed_in_with_an_empty_place_is_missing_until_it_is_full(house):
    sunday = house.term.closes_at(1)
    column = [entry(sheet, "practice", 1, 5) for sheet in house.sheets]
    actions.enter_scores(column[:2], by=house.mentor, at=sunday, source="phone")
    actions.hand_over_week(house.course, 1, by=house.mentor, at=sunday)
    actions.hand_over_week(house.course, 2, by=house.mentor, at=house.term.closes_at(2))
    assert strip(house).states[:2] == ["missing", "missing"]
    absent = entry(house.sheets[2], "practice", 1, ABSENT)
    actions.enter_scores([absent], by=house.mentor, at=sunday, source="phone")
    assert strip(house).states[:2] == ["on_time", "missing"]


def test_a_week_handed_in_with_an_empty_place_and_filled_after_a_reopening_is_late(house):
    column = [entry(sheet, "practice", 1, 5) for sheet in house.sheets]
    actions.enter_scores(column[:2], by=house.mentor, at=house.term.closes_at(1), source="phone")
    actions.hand_over_week(house.course, 1, by=house.mentor, at=house.term.closes_at(1))
    actions.reopen_week(house.course, 1, until=AT + timedelta(hours=1), reason="x", by=house.dean, at=AT)
    actions.enter_scores(column[2:], by=house.mentor, at=AT, source="phone")
    assert strip(house).states[0] == "late"


def test_a_week_filled_after_a_reopening_is_late(house):
    actions.reopen_week(house.course, 2, until=AT + timedelta(hours=1), reason="x", by=house.dean, at=AT)
    column = [entry(sheet, "practice", 2, 5) for sheet in house.sheets]
    actions.enter_scores(column, by=house.mentor, at=AT, source="phone")
    assert strip(house).states[1] == "late"


def test_weeks_without_practice_are_marked_as_such(house):
    actions.choose_scheme(house.course, "A3", by=house.head, at=AT, reason="x")
    assert [n for n, state in enumerate(strip(house).states, 1) if state == "no_practice"] == [1, 2, 3, 15]


def test_late_mentors_owe_missing_weeks(house):
    (late,) = queries.late_mentors(queries.heat_strip([house.course], AT))
    assert late.post.person == house.mentor
    assert late.weeks == [(house.course, week) for week in range(1, 7)]


# --- danger, readiness, history ------------------------------------------------------------------------------------


def test_students_out_of_reach_come_first(house):
    fill(house, Decimal("0.1"), house.term.closes_at(15) + timedelta(days=1))
    enter(house, "test", 1, 3, sheet=house.sheets[2], by=house.head, reason="x")
    rows = queries.endangered(books_of([house.course], AFTER))
    assert [row.needed for row in rows] == [None, None, None]
    assert rows[-1].student == house.sheets[2].student


def test_who_can_pass_with_half_of_what_is_left_is_not_in_danger(house):
    week_1 = datetime(2026, 9, 2, 12, 0, tzinfo=AQTAU)
    assert queries.endangered(books_of([house.course], week_1)) == []
    assert len(queries.endangered(books_of([house.course], AT))) == 3


def test_readiness_lists_every_course_of_the_term(house, neighbour):
    bad = another_course(house, teacher=None)
    ready = {row.course: row for row in queries.readiness(house.term, AT)}
    assert set(ready) == {house.course, bad}
    assert (ready[house.course].ready, ready[house.course].sheets) == (True, 3)
    assert (ready[bad].ready, ready[bad].problems[0].field) == (False, "teacher")


def test_the_history_names_author_and_reason_in_order(house):
    enter(house, "practice", WEEK, 4)
    enter(house, "practice", WEEK, 3, by=house.head, reason="Appeal", on_behalf_of=house.mentor)
    history = list(queries.cell_history(house.sheets[0], "practice", WEEK))
    assert [(e.version, e.value, e.author, e.on_behalf_of, e.reason) for e in history] == [
        (1, 4, house.mentor, None, ""),
        (2, 3, house.head, house.mentor, "Appeal"),
    ]


def test_a_students_own_points(house):
    course = another_course(house)
    actions.issue_sheets([course], by=house.head, at=AT)
    grids = queries.student_points(house.students[0], AT)
    assert [grid.course for grid in grids] == [course, house.course]
    assert all(grid.rows[0].student == house.students[0] for grid in grids)
    assert len(queries.student_points(house.students[2], AT, house.term.pk)) == 1


def test_ratings_on_the_sheet_equal_those_of_the_grid(house):
    fill(house, Decimal("0.53"))
    for row in queries.course_grid(house.course, AFTER).rows:
        sheet = Sheet.objects.get(pk=row.sheet.pk)
        assert tuple(sheet.ratings) == row.periods
        assert (sheet.admission, sheet.admitted) == (row.admission, row.admitted)
