"""Deputies at their desks: the act names who did it and for whom; without the deputy's role nobody gets in."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qosqanat.grading.actions import Entry, enter_scores
from qosqanat.grading.models import CourseScheme, ExamSheet, Reopening, ScoreEvent, Sheet
from qosqanat.grading.queries.grid import key_of
from qosqanat.intake import actions, tasks
from qosqanat.intake.models import ImportRun
from qosqanat.people.models import Act, Deputy, Person, Role
from qosqanat.people.reach import Who
from qosqanat.studies.models import Course
from tests.cast import AT, House, account_of
from tests.documents.semester import SESSION, fill
from tests.web.desks import another_course, issue_ready
from tests.web.office.conftest import NEW

DAY = AT.date()
Enter = Callable[[Person], Client]
ISSUE = "/department/issue/"


def stand_in(person: Person, absent: Person, day: date = DAY) -> Deputy:
    role = Role.objects.get(person=absent)
    until = day + timedelta(days=14)
    return Deputy.objects.create(role=role, person=person, starts_on=day, ends_on=until, reason="іссапар")


def hands(action: str) -> set[tuple[Person | None, Person | None]]:
    return {(act.by, act.on_behalf_of) for act in Act.objects.filter(action=action)}


def test_a_deputy_head_issues_the_sheets(campus: House, client_as: Enter) -> None:
    desk = client_as(campus.adviser)
    assert desk.post(ISSUE).status_code == 403 and not Sheet.objects.exists()
    stand_in(campus.adviser, campus.head)
    issue_ready(desk)
    assert hands("issue_sheets") == {(campus.adviser, campus.head)}
    sheet = Sheet.objects.filter(course=campus.course)[0]
    assert (sheet.issued_by, sheet.on_behalf_of) == (campus.adviser, campus.head)
    scheme = CourseScheme.objects.get(course=campus.course)
    assert (scheme.chosen_by, scheme.on_behalf_of) == (campus.adviser, campus.head)


def test_a_head_who_stands_in_next_door_acts_there_in_the_other_name(campus: House, client_as: Enter) -> None:
    neighbour = Person.objects.create(surname="Досов", given_name="Арман", university=campus.university)
    since = campus.term.starts_on
    Role.objects.create(person=neighbour, kind="head", unit=campus.other_department, starts_on=since)
    there = another_course(campus, 1, issued=False)
    Course.objects.filter(pk=there.pk).update(department=campus.other_department)
    stand_in(campus.head, neighbour)
    answer = issue_ready(client_as(campus.head))
    named = {act.subject_id: act.on_behalf_of for act in Act.objects.filter(action="issue_sheets")}
    assert named == {campus.course.pk: None, there.pk: neighbour}
    assert [one.text for one in answer.context["good"]] == ["3 sheets issued"] * 2


def test_a_deputy_dean_reopens_a_week_and_the_list_names_both(house: House, client_as: Enter) -> None:
    desk, address = client_as(house.career), reverse("faculty:reopen", args=[house.course.pk])
    fields = {"week": "5", "until": "2026-10-16T10:00", "reason": "ауырды"}
    assert desk.post(address, fields).status_code == 403
    stand_in(house.career, house.dean)
    assert desk.post(address, fields).status_code == 302
    reopening = Reopening.objects.get()
    assert (reopening.opened_by, reopening.on_behalf_of) == (house.career, house.dean)
    assert hands("reopen_week") == {(house.career, house.dean)}
    listed = desk.get(reverse("faculty:weeks")).content.decode()
    assert f"{house.career.short_name} " in listed and f"(on behalf of {house.dean.short_name})" in listed


def test_a_deputy_registrar_holds_the_examination(house: House, client_as: Enter) -> None:
    fill(house)
    good, weak, _out = Sheet.objects.filter(course=house.course)
    issue = reverse("registrar:issue", args=[house.course.pk])
    desk = client_as(house.quality)
    with time_machine.travel(SESSION, tick=False):
        desk.force_login(account_of(house.quality))
        day = {"kind": "main", "held_on": "2026-12-22"}
        assert desk.post(issue, day).status_code == 403
        stand_in(house.quality, house.registrar, SESSION.date())
        desk.post(issue, day)
        exam = ExamSheet.objects.get()
        desk.post(reverse("registrar:enter", args=[exam.pk]), {f"e{good.pk}": "92", f"e{weak.pk}": "70"})
        desk.post(reverse("registrar:close", args=[exam.pk]))
    both = (house.quality, house.registrar)
    events = ScoreEvent.objects.filter(component="exam")
    assert [(event.author, event.on_behalf_of) for event in events] == [both, both]
    exam.refresh_from_db()
    assert (exam.issued_by, exam.issued_on_behalf_of) == both
    assert (exam.closed_by, exam.closed_on_behalf_of) == both
    assert hands("issue_exam_sheet") == hands("close_exam_sheet") == {both}


def test_a_deputy_of_the_office_brings_a_file(house: House, client_as: Enter) -> None:
    desk = client_as(house.quality)

    def send() -> int:
        file = SimpleUploadedFile("list.csv", NEW.encode())
        return desk.post("/office/imports/new/", {"kind": "contingent", "file": file}).status_code

    assert send() == 403 and not ImportRun.objects.exists()
    stand_in(house.quality, house.office)
    assert send() == 302
    run = ImportRun.objects.get()
    assert (run.started_by, run.on_behalf_of) == (house.quality, house.office)
    assert f"(on behalf of {house.office.short_name})" in desk.get(reverse("office:imports")).content.decode()
    desk.post(f"{run.get_absolute_url()}confirm/")
    assert hands("import.apply") == {(house.quality, house.office)}


def test_a_long_file_is_written_in_the_background_in_both_names(house: House) -> None:
    """The job knows the two by their keys."""
    run = actions.start(
        house.university,
        "contingent",
        NEW.encode(),
        "list.csv",
        by=house.quality,
        at=AT,
        on_behalf_of=house.office,
    )
    ImportRun.objects.filter(pk=run.pk).update(state="writing")
    tasks.write(run.pk, house.quality.pk, house.office.pk)
    assert hands("import.apply") == {(house.quality, house.office)}


def test_after_the_last_day_a_deputy_may_nothing(house: House, client_as: Enter) -> None:
    deputy = stand_in(house.career, house.dean)
    Deputy.objects.filter(pk=deputy.pk).update(ends_on=DAY, starts_on=DAY)
    assert Who(house.career, AT).may("week.reopen")
    assert not Who(house.career, AT + timedelta(days=1)).may("week.reopen")


def test_rows_are_dealt_out_by_the_right_that_covers_them(house: House) -> None:
    """Own rights come first; each row belongs to one part, and each part is one read."""
    stand_in(house.head, house.dean)
    who, courses = Who(house.head, AT), Course.objects.all()
    parts = [(hand["on_behalf_of"], list(part)) for hand, part in who.shares("course.edit", courses)]
    assert parts == [(None, [house.course]), (house.dean, [])]
    parts = [(hand["on_behalf_of"], list(part)) for hand, part in who.shares("week.reopen", courses)]
    assert parts == [(None, []), (house.dean, [house.course])]
    assert who.acting("week.reopen", house.course)["on_behalf_of"] == house.dean
    assert who.acting("course.edit", house.course)["on_behalf_of"] is None


def test_a_deputys_points_say_for_whom_in_three_languages(house: House, client_as: Enter) -> None:
    stand_in(house.adviser, house.head)
    sheet = Sheet.objects.filter(course=house.course)[0]
    entry = Entry(sheet.pk, "practice", 6, Decimal(4), uuid4())
    enter_scores([entry], by=house.adviser, at=AT, source="form", reason="қағаз ведомость")
    desk, name = client_as(house.adviser), house.head.short_name
    address = reverse("sheets:history", args=[house.course.pk, sheet.pk, key_of("practice", 6)])
    words = {"kk": f"({name} атынан)", "ru": f"(от имени: {name})", "en": f"(on behalf of {name})"}
    for language, phrase in words.items():
        desk.cookies["django_language"] = language
        assert phrase in desk.get(address).content.decode(), language


def test_a_deputy_teaches_what_the_absent_teacher_teaches(house: House) -> None:
    sheet = Sheet.objects.filter(course=house.course)[0]
    entry = Entry(sheet.pk, "test", 6, Decimal(1), uuid4())
    assert not Who(house.adviser, AT).reachable(Course, "score.enter_work").exists()
    stand_in(house.adviser, house.teacher)
    assert Who(house.adviser, AT).reachable(Course, "score.enter_work").get() == house.course
    verdict = enter_scores([entry], by=house.adviser, at=AT, source="grid")[0]
    assert not verdict.problems
    event = ScoreEvent.objects.latest("pk")
    assert (event.author, event.on_behalf_of) == (house.adviser, house.teacher)
