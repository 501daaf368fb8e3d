"""A third university's pack, dropped in as a folder: other weeks, caps, weights, scale, threshold, rating periods.

One walk from the sheets to the official paper, shorter and longer than the semester of the built-in packs.
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from qosqanat.core.problems import Refused
from qosqanat.documents import actions as documents
from qosqanat.documents import snapshots
from qosqanat.grading import actions
from qosqanat.grading.models import ExamSheet, Sheet
from qosqanat.people.models import Person
from qosqanat.regulation import packs
from qosqanat.studies.models import Term
from qosqanat.web.registrar.tables import kinds_possible
from tests import cast
from tests.cast import House
from tests.documents.test_issue import text_of
from tests.grading.help import fill
from tests.regulation import pack, test_packs
from tests.web.sheets import test_bulk


def schemes(weeks: int) -> str:
    """Three rating periods over `weeks`: a test at the beginning of each, 4 points a week and an attestation at its end."""
    head = pack.FILES["schemes.toml"].partition("periods = [")[0]
    ends = [0, weeks // 3, 2 * weeks // 3, weeks]
    periods, rows = "", ""
    for number, weight in enumerate((10, 20, 30), start=1):
        first, last = ends[number - 1] + 1, ends[number]
        periods += f"  {{ number = {number}, first = {first}, last = {last}, weight = {weight}, iws = 20, "
        periods += 'clause = "T-1" },\n'
        for week in range(first, last + 1):
            caps = "test = 10, practice = 4" if week == first else "practice = 4"
            if week == last:
                caps = f"practice = {100 - 20 - 10 - 4 * (last - first)}, attestation = true"
            rows += f'  {{ week = {week}, {caps}, clause = "T-1" }},\n'
    return f"{head}periods = [\n{periods}]\nweeks = [\n{rows}]\n"


@pytest.fixture(params=[10, 17])
def weeks(request: pytest.FixtureRequest) -> int:
    return request.param


@pytest.fixture
def third(db: None, weeks: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A university under the third pack before its sheets are issued."""
    pack.write(tmp_path / "third", {"schemes.toml": schemes(weeks)})
    monkeypatch.setenv(packs.VARIABLE, str(tmp_path))
    units = cast._units

    def under_the_third(code: str) -> House:
        house = units(code)
        house.university.regulation = "third"
        house.university.save()
        return house

    monkeypatch.setattr(cast, "_units", under_the_third)
    return cast.campus("yessenov")


@pytest.fixture
def issued(third: House) -> House:
    at = third.term.weeks[0].first
    moment = datetime.combine(at, time(10), third.term.zone)
    actions.issue_sheets([third.course], by=third.head, at=moment)
    tasks = [(period, f"{period}{part}", Decimal(10)) for period in (1, 2, 3) for part in "AB"]
    actions.set_iws_tasks(third.course, tasks, by=third.teacher, at=moment)
    return third


@pytest.fixture
def last_week(issued: House) -> Iterator[datetime]:
    """Ten o'clock on the last Wednesday of the semester."""
    moment = datetime.combine(issued.term.ends_on - timedelta(days=4), time(10), issued.term.zone)
    with time_machine.travel(moment, tick=False):
        yield moment


def client_of(person: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.account_of(person))
    return client


def test_a_semester_has_the_weeks_of_its_universitys_pack(third: House, weeks: int) -> None:
    assert (third.term.week_count, len(third.term.weeks)) == (weeks, weeks)


def test_the_mentor_marks_the_last_week(issued: House, weeks: int, last_week: datetime) -> None:
    client = client_of(issued.mentor)
    assert client.get(reverse("mentor:home")).status_code == 200
    page = client.get(reverse("mentor:week", args=[issued.course.pk, weeks]))
    assert page.status_code == 200 and "skills attestation, up to" in page.text
    data = {}
    for row in page.context["screen"].rows:
        data |= {f"was-{row.sheet}": "", f"base-{row.sheet}": 0, f"operation-{row.sheet}": str(row.operation)}
        data[f"mark-{row.sheet}"] = "40"
    client.post(reverse("mentor:week", args=[issued.course.pk, weeks]), data)
    marked = Sheet.objects.filter(cells__component="practice", cells__number=weeks, cells__value=40)
    assert marked.count() == 3
    assert set(marked.values_list("periods", flat=True)[0]) == {"0", "40"}


def test_the_grid_goes_out_as_a_workbook_and_comes_back(
    issued: House, weeks: int, last_week: datetime
) -> None:
    client, last_test = client_of(issued.teacher), 2 * weeks // 3 + 1
    page = client.get(test_bulk.address(issued, "course", test_bulk.ALL)).text
    assert all(f"RK-{number}" in page for number in (1, 2, 3))
    book = test_bulk.fetch(client, issued)
    test_bulk.place(book, f"T{last_test}", 0).value = 9.5
    test_bulk.apply(client, issued, test_bulk.bring(client, issued, book))
    assert issued.sheets[0].periods == ["0", "0", "9.5"]


def test_from_the_examination_to_the_official_sheet(issued: House, weeks: int) -> None:
    term = issued.term
    session = datetime.combine(term.ends_on + timedelta(days=3), time(10), term.zone)
    fill(issued, Decimal("0.9"), at=session)
    with time_machine.travel(session, tick=False):
        registrar, head = client_of(issued.registrar), client_of(issued.head)
        for client, page in ((registrar, "registrar:home"), (head, "department:home")):
            assert client.get(reverse(page)).status_code == 200
        told = registrar.get(reverse("registrar:home"))
        assert (
            told.context["numbers"][0].value == 1
        )  # a course without an examination sheet: the session is on
        asked = {"kind": "main", "held_on": session.date().isoformat()}
        registrar.post(reverse("registrar:issue", args=[issued.course.pk]), asked)
        exam = ExamSheet.objects.get()
        values = {f"e{sheet.pk}": "80" for sheet in issued.sheets}
        registrar.post(reverse("registrar:enter", args=[exam.pk]), values)
        registrar.post(reverse("registrar:close", args=[exam.pk]))
        assert {(sheet.final, sheet.letter, len(sheet.periods)) for sheet in issued.sheets} == {(86, "P", 3)}
        how = {"language": "kk", "by": issued.registrar, "at": session}
        course = documents.issue("sheet_course", issued.course, **how)
        one = documents.issue("sheet_student", issued.sheets[0], **how)
        result = documents.issue("exam_sheet", exam, **how)
    assert "90" in text_of(course) and "86" in text_of(result)
    printed = text_of(one)
    assert all(f"РК-{number}: 90 / 100" in printed for number in (1, 2, 3))
    assert "10 % 20 % 30 % 40 %" in printed


def test_who_fails_with_a_letter_of_the_packs_own_has_a_way_on(issued: House) -> None:
    """The pack names no retake for its N, so the course is repeated (Q-Y21)."""
    session = datetime.combine(issued.term.ends_on + timedelta(days=3), time(10), issued.term.zone)
    fill(issued, Decimal("0.9"), at=session)
    how = {"by": issued.registrar, "at": session}
    exam = actions.issue_exam_sheet(issued.course, held_on=session.date(), **how)
    points = dict(zip([sheet.pk for sheet in issued.sheets], map(Decimal, (30, 80, 80)), strict=True))
    actions.enter_exam(exam, points, **how)
    actions.close_exam_sheet(exam, **how)
    assert [(sheet.letter, sheet.final) for sheet in issued.sheets] == [("N", None), ("P", 86), ("P", 86)]
    exams = list(ExamSheet.objects.all())
    assert kinds_possible(issued.course, exams, session) == ["repeat"]


def test_another_scheme_brings_its_own_rating_periods(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sheets were issued under two periods; the papers of three must still print."""
    assert {tuple(sheet.periods) for sheet in house.sheets} == {("0", "0")}
    pack.write(tmp_path / "third")
    monkeypatch.setenv(packs.VARIABLE, str(tmp_path))
    house.university.regulation = "third"
    house.university.save()
    actions.choose_scheme(
        house.course, "T", by=house.head, at=cast.AT, reason="The council changed the rules"
    )
    assert {tuple(sheet.periods) for sheet in house.sheets} == {("0", "0", "0")}
    paper = snapshots.of_courses([house.course], cast.AT)[house.course.pk]
    assert len(paper["students"][0]["periods"]) == 3


def test_a_pack_sets_when_a_week_closes_how_many_tasks_and_when_sheets_are_due(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = test_packs.setting("week.closing", '{ time = "18:00" }') + test_packs.setting(
        "iws.min_tasks", "3"
    )
    returned = pack.FILES["deadlines.toml"].replace('"notice"', '"sheet_return"').replace("-7", "2")
    pack.write(tmp_path / "third", {"settings.toml": settings, "deadlines.toml": returned})
    monkeypatch.setenv(packs.VARIABLE, str(tmp_path))
    house.university.regulation = "third"
    house.university.save()
    term = Term.objects.get()
    house.course.refresh_from_db()
    assert term.closes_at(7).astimezone(term.zone).time() == time(18, 0, 59)
    assert term.sheets_due_on == term.ends_on + timedelta(days=2)
    two = [(period, f"{period}{part}", Decimal(cap)) for period, cap in ((1, 10), (2, 14)) for part in "AB"]
    with pytest.raises(Refused, match="Rating period 1 has 2 independent-work tasks: at least 3 are needed"):
        actions.set_iws_tasks(house.course, two, by=house.teacher, at=cast.AT)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ("-14", "Week 8, from 19 October: skills attestation, up to 13 points."),
        ("-7", "Next week: skills attestation, up to 13 points."),
        ("-5", "Next week: skills attestation, up to 13 points."),
        ("-4", ""),
    ],
)
def test_a_pack_sets_when_an_attestation_is_announced(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: str, sentence: str
) -> None:
    """Week 8 begins on Monday, 19 October; today is Wednesday of week 7, five days before."""
    told = pack.FILES["deadlines.toml"].replace('"notice"', '"attestation_notice"').replace("-7", days)
    pack.write(tmp_path / "third", {"deadlines.toml": told})
    monkeypatch.setenv(packs.VARIABLE, str(tmp_path))
    house.university.regulation = "third"
    house.university.save()
    at = cast.AT - timedelta(weeks=days == "-14")
    with time_machine.travel(at, tick=False):
        page = client_of(house.mentor).get(reverse("mentor:home")).text
    assert sentence in page and (sentence or "Next week: skills" not in page)


def test_the_office_lengthens_a_semester_that_a_scheme_outlasts(third: House, weeks: int, client_as) -> None:  # type: ignore[no-untyped-def]
    Term.objects.update(week_count=weeks - 1)
    third.course.refresh_from_db()
    issued = actions.issue_sheets([third.course], by=third.head, at=cast.AT)
    (problem,) = issued.refused[third.course]
    assert f"has {weeks} weeks, the semester has {weeks - 1}" in str(problem)
    with pytest.raises(Refused, match=f"has {weeks} weeks, the semester has {weeks - 1}"):
        actions.choose_scheme(third.course, "T", by=third.head, at=cast.AT, reason="x")
    calendar = {"starts_on": "01.09.2026", "week_count": str(weeks), "holidays": ""}
    office = client_as(third.office)
    assert office.post(reverse("office:term", args=[third.term.pk]), calendar).status_code == 302
    assert actions.issue_sheets([third.course], by=third.head, at=cast.AT).sheets == 3
    shorter = office.post(
        reverse("office:term", args=[third.term.pk]), calendar | {"week_count": str(weeks - 1)}
    )
    assert shorter.status_code == 422
    assert f"has {weeks} weeks: the semester cannot have fewer" in shorter.text
