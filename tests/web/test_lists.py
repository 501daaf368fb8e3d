"""The lists of all desks: address, order, export, saved views, acts on many rows."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from qosqanat.core.problems import Refused
from qosqanat.documents import actions as papers
from qosqanat.grading import actions as grading
from qosqanat.grading.models import Reopening, Sheet
from qosqanat.intake import actions as intake
from qosqanat.people.actions import make_token
from qosqanat.people.actions.view import drop_view, save_view
from qosqanat.people.models import Account, Act, Person, Role, SavedView, Unit
from qosqanat.studies.models import CourseMentor, Student, Term
from qosqanat.web.common.lists import Listing
from tests.cast import AT, SINCE, House, account_of
from tests.web.desks import another_course, reads
from tests.web.office.conftest import NEW

As = Callable[[Person], Client]
STUDENTS, PEOPLE = reverse("registrar:students"), reverse("setup:home")
LISTS = {
    "registrar:students": "registrar",
    "registrar:home": "registrar",
    "registrar:sealed": "registrar",
    "setup:home": "admin",
    "faculty:courses": "dean",
    "faculty:students": "dean",
    "faculty:weeks": "dean",
    "department:courses": "head",
    "department:returned": "head",
    "office:home": "office",
    "overview:home": "quality",
    "overview:students": "adviser",
    "overview:danger": "adviser",
    "overview:mentors": "base_head",
    "overview:progress": "rector",
    "overview:changes": "quality",
    "overview:sheets": "quality",
    "agreements:home": "career",
    "papers:batches": "registrar",
    "office:imports": "office",
    "office:terms": "office",
    "setup:units": "admin",
    "setup:tokens": "admin",
    "teacher:home": "teacher",
    "teacher:danger": "teacher",
    "teacher:tests": "teacher",
}


OF_A_COURSE = {"department:returned"}


def address_of(house: House, name: str) -> str:
    return reverse(name, args=[house.course.pk] if name in OF_A_COURSE else [])


def names(answer: Any) -> list[str]:
    return [line.cells[0].text for line in answer.context["lines"]]


def table(answer: Any) -> list[list[str]]:
    text = b"".join(answer) if answer.streaming else answer.content
    return list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize(("name", "role"), LISTS.items())
def test_every_list_sorts_by_every_sortable_column_and_exports_what_is_seen(
    house: House, client_as: As, name: str, role: str
) -> None:
    another_course(house, 1)
    client, address = client_as(house.people[role]), address_of(house, name)
    shown = client.get(address)
    for head in shown.context["list"].heads:
        for sign in ("", "-") if head.column.sort else ():
            query = {"sort": f"{sign}{head.column.name}"}
            page, out = client.get(address, query), client.get(address, query | {"export": "csv"})
            assert [row[0] for row in table(out)[1:]] == [
                line.cells[0].column.exported(line.cells[0].row) for line in page.context["lines"]
            ]
    header, *rows = table(client.get(address, {"export": "csv"}))
    assert header == [str(column.label) for column in shown.context["table"].columns]
    assert len(rows) == shown.context["page"].paginator.count
    assert client.get(address, {"export": "xlsx"}).content[:2] == b"PK"


def test_filters_and_order_live_in_the_address(house: House, client_as: As) -> None:
    client = client_as(house.registrar)
    assert names(client.get(STUDENTS)) == [str(student) for student in house.students]
    assert names(client.get(STUDENTS, {"sort": "-name"})) == [str(s) for s in reversed(house.students)]
    house.students[0].status = "leave"
    house.students[0].save()
    answer = client.get(STUDENTS, {"status": "leave"})
    assert names(answer) == [str(house.students[0])]
    exported = table(client.get(STUDENTS, {"status": "leave", "sort": "-name", "export": "csv"}))
    assert [row[0] for row in exported[1:]] == [str(house.students[0])]
    assert "1 row" in answer.content.decode()


@pytest.mark.parametrize("query", [{"sort": "x"}, {"sort": "--name"}, {"export": "exe"}, {"page": "x"}])
def test_a_strange_address_shows_the_list(house: House, client_as: As, query: dict[str, str]) -> None:
    assert len(names(client_as(house.registrar).get(STUDENTS, query))) == 3


ALL_IS_WELL = {"overview:danger", "overview:mentors", "overview:changes"} | {
    "teacher:danger", "teacher:tests", "faculty:students"
}  # fmt: skip


@pytest.mark.parametrize(("name", "role"), LISTS.items())
def test_an_empty_list_says_what_to_do(
    house: House, client_as: As, monkeypatch: pytest.MonkeyPatch, name: str, role: str
) -> None:
    page = Listing._page
    monkeypatch.setattr(Listing, "_page", lambda self, rows, *rest: page(self, [], *rest))
    client, address = client_as(house.people[role]), address_of(house, name)
    filtered = client.get(address, {"q": "жоқмұндай"}).content.decode()
    assert "Nothing fits these filters." in filtered and f'href="{address}?view="' in filtered
    bare = client.get(address)
    text = str(bare.context["table"].empty)
    assert escape(text) in bare.content.decode()
    steps = [step for step in re.split(r"[.:;] ", text.removesuffix(".")) if step]
    assert bare.context.get("go_on") or len(steps) > 1 or name in ALL_IS_WELL, "it names no next step"


def test_a_view_is_saved_used_and_forgotten(house: House, client_as: As) -> None:
    client = client_as(house.registrar)
    address = f"{STUDENTS}?status=studying&q=Юсупов&sort=-name"
    answer = client.post(address, {"save_view": "1", "name": "Менің тізімім"})
    assert answer["Location"] == f"{STUDENTS}?view=menin-tizimim"
    shown = client.get(answer["Location"])
    assert names(shown) == [str(house.students[2])] and "Менің тізімім" in shown.content.decode()
    assert shown.context["form"]["q"].value() == "Юсупов"
    assert table(client.get(f"{answer['Location']}&export=csv"))[1][0] == str(house.students[2])
    client.post(answer["Location"], {"drop_view": "1"})
    assert not SavedView.objects.exists()


def test_views_are_shared_inside_the_unit_and_no_further(
    house: House, neighbour: House, client_as: As
) -> None:
    client = client_as(house.registrar)
    colleague = Person.objects.create(university=house.university, surname="Әріптес")
    Role.objects.create(person=colleague, kind="registrar", unit=house.university, starts_on=SINCE)
    client.post(f"{STUDENTS}?q=Юсупов", {"save_view": "1", "name": "own"})
    client.post(
        f"{STUDENTS}?q=Ілиясова", {"save_view": "1", "name": "shared", "unit": str(house.university.pk)}
    )
    colleagues = client_as(colleague)
    assert names(colleagues.get(f"{STUDENTS}?view=shared")) == [str(house.students[1])]
    assert len(names(colleagues.get(f"{STUDENTS}?view=own", follow=True))) == 3
    strangers = client_as(neighbour.registrar).get(f"{STUDENTS}?view=shared", follow=True)
    assert len(names(strangers)) == 3 and not strangers.context["list"].views
    colleagues.post(f"{STUDENTS}?view=shared", {"drop_view": "1"})
    assert SavedView.objects.count() == 2, "only the owner forgets it"
    refused = client.post(
        f"{STUDENTS}?q=a", {"save_view": "1", "name": "far", "unit": str(neighbour.university.pk)}
    )
    assert refused.status_code == 302 and not SavedView.objects.filter(name="far").exists()


def test_views_of_one_name_are_told_apart_by_all_who_see_them(house: House, client_as: As) -> None:
    office, registrar = house.office, house.registrar
    fields: dict[str, Any] = {"list_key": "registrar.students", "at": AT}
    saved = [
        save_view("Қарыздар", query="q=Юсупов", unit=house.university, by=office, **fields),
        save_view("Қарыздар", query="q=Ілиясова", unit=house.university, by=house.admin, **fields),
        save_view("Қарыздар", query="q=Айдынұлы", by=registrar, **fields),
    ]
    assert len({view.slug for view in saved}) == 3
    client = client_as(registrar)
    assert [names(client.get(f"{STUDENTS}?view={view.slug}")) for view in saved] == [
        [str(house.students[2])], [str(house.students[1])], [str(house.students[0])]
    ]  # fmt: skip
    again = save_view("қарыздар", query="q=Юсупов", by=registrar, **fields)
    assert (again.pk, again.slug, again.query) == (saved[2].pk, saved[2].slug, "q=Юсупов"), "it is replaced"
    assert SavedView.objects.count() == 3


def test_a_shared_view_is_not_hidden_by_a_colleagues_own(house: House, client_as: As) -> None:
    fields: dict[str, Any] = {"list_key": "registrar.students", "at": AT}
    own = save_view("Қарыздар", query="q=Юсупов", by=house.registrar, **fields)
    assert save_view("Қарыздар", query="q=x", by=house.office, **fields).slug == own.slug, "nobody sees both"
    shared = save_view("Қарыздар", query="q=Ілиясова", unit=house.university, by=house.office, **fields)
    assert names(client_as(house.registrar).get(f"{STUDENTS}?view={shared.slug}")) == [str(house.students[1])]


@pytest.mark.parametrize("way", ["", "&export=csv", "&print=1"])
def test_a_view_that_is_gone_is_said_to_be_gone(house: House, client_as: As, way: str) -> None:
    shown = client_as(house.registrar).get(f"{STUDENTS}?view=gone&q=Юсупов{way}", follow=True)
    assert "There is no view “gone” here" in str(next(iter(shown.context["messages"])))
    assert names(shown) == [str(house.students[2])] and not shown.context["list"].view, "the filters stay"


def test_a_bulk_act_on_a_view_that_is_gone_does_nothing(house: House, client_as: As) -> None:
    sent = {"act": "block", "every": "1", "confirm": "1", "reason": "x"}
    answer = client_as(house.admin).post(f"{PEOPLE}?view=gone", sent)
    assert answer["Location"] == f"{PEOPLE}?view="


def test_who_teaches_without_a_role_sees_what_the_university_shares(
    house: House, neighbour: House, client_as: As
) -> None:
    Role.objects.filter(person__in=[house.teacher, neighbour.teacher]).delete()
    for unit in (house.university, house.department):
        save_view(
            f"Ортақ {unit.code}", list_key="teacher.courses", query="q=a", unit=unit, by=house.office, at=AT
        )
    home = reverse("teacher:home")
    seen = client_as(house.teacher).get(home).context["list"].views
    assert [view.unit for view in seen] == [house.university]
    assert not client_as(neighbour.teacher).get(home).context["list"].views, "the wall stands"


def test_a_roles_own_view_opens_by_itself(house: House, client_as: As) -> None:
    save_view("Ілиясова ғана", list_key="registrar.students", query="q=Ілиясова", unit=house.university,
              role="registrar", by=house.office, at=AT)  # fmt: skip
    client = client_as(house.registrar)
    assert client.get(STUDENTS)["Location"] == f"{STUDENTS}?view=iliasova-gana"
    assert len(names(client.get(STUDENTS, follow=True))) == 1
    assert len(names(client.get(f"{STUDENTS}?view="))) == 3
    with pytest.raises(Refused, match="opens for this role already"):
        save_view("Екінші", list_key="registrar.students", query="", unit=house.university,
                  role="registrar", by=house.admin, at=AT)  # fmt: skip
    form = client.get(f"{STUDENTS}?view=").context["save_form"]
    assert "role" not in form.fields, "a registrar does not set the university"
    drop_view(SavedView.objects.get(), by=house.office, at=AT)
    assert Act.objects.filter(action="view.drop").exists()


def test_sign_ins_are_blocked_together_after_a_dry_run(house: House, neighbour: House, client_as: As) -> None:
    kept = [house.teacher, house.head]
    for person in [*kept, neighbour.teacher]:
        account = account_of(person)
        account.university = person.university
        account.save()
    client = client_as(house.admin)
    chosen = {"act": "block", "pick": [p.pk for p in [*kept, house.admin, house.career, neighbour.teacher]]}
    dry = client.post(PEOPLE, chosen)
    assert [one.name for one in dry.context["good"]] == [
        "Әбенов Қайрат Нұрланұлы",
        "Сағындықова Баян Бекетқызы",
    ]
    assert len(dry.context["bad"]) == 2 and not Account.objects.filter(is_active=False).exists()
    unsaid = client.post(PEOPLE, chosen | {"confirm": "1", "reason": ""})
    assert unsaid.status_code == 422 and not Account.objects.filter(is_active=False).exists()
    done = client.post(PEOPLE, chosen | {"confirm": "1", "reason": "демалыс"})
    assert "Done: 2 rows" in done.content.decode() and "Not done: 2 rows" in done.content.decode()
    assert set(Account.objects.filter(is_active=False).values_list("person", flat=True)) == {
        p.pk for p in kept
    }
    failed = [one.key for one in done.context["bad"]]
    report = client.post(PEOPLE, {"act": "block", "pick": failed, "report": "1"})
    head, *rows = openpyxl.load_workbook(io.BytesIO(report.content)).active.iter_rows(values_only=True)
    assert head[0] == "Name" and head[-1] == "Why not"
    assert {row[0]: row[-1] for row in rows} == {
        one.name: " ".join(map(str, one.problems)) for one in done.context["bad"]
    }
    again = client.post(PEOPLE, {"act": "unblock", "pick": [house.head.pk], "report": "1"})
    assert list(openpyxl.load_workbook(io.BytesIO(again.content)).active.values)[1][-1] == "possible now"
    assert Account.objects.filter(is_active=False).count() == 2, "a report does nothing"
    back = client.post(PEOPLE, {"act": "unblock", "every": "1", "confirm": "1", "reason": "оралды"})
    assert len(back.context["good"]) == 2 and not Account.objects.filter(is_active=False).exists()


def test_passwords_are_reset_together_and_shown_once(house: House, client_as: As) -> None:
    account = account_of(house.teacher)
    account.university = house.university
    account.save()
    done = client_as(house.admin).post(
        PEOPLE, {"act": "reset", "pick": [house.teacher.pk], "confirm": "1", "reason": "ұмытты"}
    )
    (one,) = done.context["good"]
    account.refresh_from_db()
    assert account.check_password(one.text.rsplit(" ", 1)[1])


def test_owed_weeks_of_many_courses_are_reopened_together(house: House, client_as: As) -> None:
    other = another_course(house, 1, issued=False)
    client, address = client_as(house.dean), reverse("faculty:courses")
    chosen = {"act": "reopen", "pick": [house.course.pk, other.pk]}
    dry = client.post(address, chosen)
    assert [one.text for one in dry.context["good"]] == ["weeks to be opened: 1, 2, 3, 4, 5, 6"]
    assert len(dry.context["bad"]) == 1 and not Reopening.objects.exists()
    past = client.post(address, chosen | {"confirm": "1", "until": "2026-10-14T09:00", "reason": "вахта"})
    assert "must lie in the future" in past.content.decode() and not Reopening.objects.exists()
    client.post(address, chosen | {"confirm": "1", "until": "2026-10-16T10:00", "reason": "вахта"})
    assert sorted(Reopening.objects.values_list("week", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert {row.until.hour for row in Reopening.objects.all()} == {5}, "10:00 in Aqtau"


def test_sheets_of_chosen_courses_are_issued(campus: House, client_as: As) -> None:
    lacking = another_course(campus, 1, issued=False)
    CourseMentor.objects.filter(course=lacking).delete()
    client, address = client_as(campus.head), reverse("department:courses")
    chosen = {"act": "issue", "pick": [campus.course.pk, lacking.pk]}
    dry = client.post(address, chosen)
    assert [one.text for one in dry.context["good"]] == ["3 sheets will be issued"]
    assert len(dry.context["bad"]) == 1 and not Sheet.objects.exists()
    client.post(address, chosen | {"confirm": "1"})
    assert Sheet.objects.filter(course=campus.course).count() == 3
    assert not Sheet.objects.filter(course=lacking).exists()


def test_a_dry_run_names_the_groups_and_says_an_equal_reason_once(house: House, client_as: As) -> None:
    for number in range(1, 5):
        another_course(house, number)
    client, address = client_as(house.head), reverse("department:courses")
    dry = client.post(address, {"act": "issue", "every": "1"})
    (fold,) = dry.context["bad_folds"]
    assert len(fold.rows) == 5 and fold.is_long
    names = {one.name for one in fold.rows}
    assert all(one.endswith(f", {house.course.groups_key}") for one in names)
    text = dry.content.decode()
    assert text.count("All its sheets are issued.") == 1 and all(escape(one) in text for one in names)
    boxes = client.get(address).content.decode()
    assert f'aria-label="{escape(house.course.name)}, {house.course.groups_key}"' in boxes


def test_an_act_without_rows_or_with_too_many_is_refused(house: House, client_as: As) -> None:
    client = client_as(house.admin)
    answer = client.post(PEOPLE, {"act": "reset"}, follow=True)
    assert "tick the rows first" in answer.content.decode()
    for number in range(60):
        Person.objects.create(university=house.university, surname=f"Көп{number}")
    answer = client.post(PEOPLE, {"act": "reset", "every": "1"}, follow=True)
    assert "50 rows at once at most" in answer.content.decode()


def test_a_list_with_views_asks_the_same_questions_however_long(
    house: House, client_as: As, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client = client_as(house.registrar)

    def add(count: int) -> None:
        for number in range(count):
            name = f"w{SavedView.objects.count()}"
            save_view(
                name,
                list_key="registrar.students",
                query="q=a",
                unit=house.university,
                by=house.office,
                at=AT,
            )
            person = Person.objects.create(university=house.university, surname=f"Жаңа{number}")
            Student.objects.create(university=house.university, person=person, number=name, group=house.group)

    add(1)
    with django_assert_max_num_queries(30) as asked:
        client.get(STUDENTS)
    with django_assert_max_num_queries(30) as printed:
        client.get(STUDENTS, {"print": "1"})
    add(10)
    with django_assert_max_num_queries(len(asked)):
        assert len(names(client.get(STUDENTS))) == 14
    with django_assert_max_num_queries(len(printed)):
        assert len(names(client.get(STUDENTS, {"print": "1"}))) == 14


@pytest.mark.parametrize(("name", "role"), LISTS.items())
def test_every_list_is_printed_whole(
    house: House, client_as: As, monkeypatch: pytest.MonkeyPatch, name: str, role: str
) -> None:
    for number in range(1, 4):
        another_course(house, number)
    client, address = client_as(house.people[role]), address_of(house, name)
    shown = client.get(address)
    listing = shown.context["list"]
    monkeypatch.setattr(type(listing.table), "page", 1)
    paper = client.get(address, {"print": "1"})
    assert len(paper.context["lines"]) == shown.context["page"].paginator.count
    text = paper.content.decode()
    assert house.university.name in text and "14 October 2026, 10:00" in text and "<form" not in text
    assert text.count('<th scope="col"') == len(listing.table.columns) + 1
    student = client_as(house.students[0].person)
    assert student.get(address, {"print": "1"}).status_code == student.get(address).status_code


def test_a_printed_list_says_its_filter_its_order_and_where_it_stops(
    house: House, client_as: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_as(house.registrar)
    query = {"status": "studying", "group": house.group.code, "sort": "-name", "print": "1"}
    paper = client.get(STUDENTS, query)
    assert paper.context["words"] == [
        f"Group: {house.group.code}",
        "Status: studying",
        "ordered by “Student”, from the end",
    ]
    assert names(paper) == [str(student) for student in reversed(house.students)]
    chosen = {"department": house.department.pk, "late": "on", "print": "1"}
    late = client_as(house.dean).get(reverse("faculty:courses"), chosen)
    assert late.context["words"][1:] == [f"Department: {house.department.name}", "only with weeks owed"]
    monkeypatch.setattr("qosqanat.web.common.print_lists.MOST", 2)
    cut = client.get(STUDENTS, {"print": "1"})
    assert len(cut.context["lines"]) == 2 and "3 rows" in cut.content.decode()
    assert "Only the first 2 rows are printed here." in cut.content.decode()
    saved = client.post(f"{STUDENTS}?print=1&q=a", {"save_view": "1", "name": "v"})
    assert saved.status_code == 302 and SavedView.objects.get().query == "q=a"


def grow(house: House, first: int, last: int) -> None:
    """Numbers `first` to `last` of what the lists of `GROWING` show."""
    for number in range(first, last):
        code = f"n{number}"
        Unit.objects.create(kind="department", code=code, name_kk=f"Кафедра {number}", parent=house.faculty)
        Term.objects.create(
            university=house.university, academic_year=f"{2030 + number}-{2031 + number}", season="autumn",
            starts_on=date(2030 + number, 9, 1),
        )  # fmt: skip
        make_token(
            account_of(house.admin), name=code, scopes=["courses:read"], days=30, by=house.admin, at=AT
        )
        text = NEW.replace("41871", f"6{number:04}").encode()
        intake.start(house.university, "contingent", text, f"{code}.csv", by=house.office, at=AT)
        another_course(house, number + 1)
        papers.ask("sheet_student", house.sheets, language="kk", bundle="zip", by=house.registrar, at=AT)


GROWING = {name: role for name, role in LISTS.items() if name.split(":")[1] in {
    "batches", "imports", "terms", "units", "tokens"
} or name == "teacher:home"}  # fmt: skip


@pytest.mark.parametrize(("name", "role"), GROWING.items())
def test_more_rows_cost_no_more_reads_and_saved_filters_narrow_them(
    house: House, client_as: As, monkeypatch: pytest.MonkeyPatch, name: str, role: str
) -> None:
    monkeypatch.setattr("qosqanat.documents.actions.batches.enqueue", lambda *job: None)
    account = account_of(house.admin)
    account.university = house.university
    account.save()
    client, address = client_as(house.people[role]), reverse(name)
    grow(house, 0, 2)
    few, shorter = reads(client, address), client.get(address).context["page"].paginator.count
    grow(house, 2, 6)
    assert reads(client, address) == few
    assert client.get(address).context["page"].paginator.count > shorter >= 2
    kept = client.post(f"{address}?q=n1", {"save_view": "1", "name": "бір"})["Location"]
    assert client.get(kept).status_code == 200 and SavedView.objects.get().list_key


@pytest.mark.parametrize(("name", "role"), LISTS.items())
def test_every_list_has_filters_and_its_order_alone_may_be_saved(
    house: House, client_as: As, name: str, role: str
) -> None:
    client, address = client_as(house.people[role]), address_of(house, name)
    shown = client.get(address)
    assert shown.context["form"].fields
    assert 'name="save_view"' not in shown.content.decode(), "there is nothing to save yet"
    column = next(head.column.name for head in shown.context["list"].heads if head.sort)
    assert 'name="save_view"' in client.get(address, {"sort": column}).content.decode()
    kept = client.post(f"{address}?sort={column}", {"save_view": "1", "name": "реті"})["Location"]
    assert client.get(kept).context["list"].query["sort"] == column


@pytest.mark.parametrize(("name", "role", "query", "count"), [
    ("setup:units", "admin", "?q=кафедра+1", 1),
    ("setup:units", "admin", "?q=ENERGY", 1),
    ("setup:units", "admin", "?kind=faculty", 1),
    ("setup:tokens", "admin", "?q=Petrov", 2),
    ("setup:tokens", "admin", "?q=Өтегенова", 0),
    ("office:imports", "office", "?q=n1", 1),
    ("office:imports", "office", "?kind=load", 0),
    ("papers:batches", "registrar", "?state=preparing", 2),
    ("papers:batches", "registrar", "?form=exam_sheet", 0),
    ("office:terms", "office", "?q=2031", 2),
    ("office:terms", "office", "?q=autumn+2026", 1),
    ("registrar:sealed", "registrar", "?q=Юсупов", 0),
    ("overview:danger", "quality", "?q=Ilyasova+4402", 1),
    ("overview:danger", "quality", "?q=жоқ", 0),
    ("overview:mentors", "base_head", "?q=Ordabayev+Drilling", 1),
    ("overview:mentors", "base_head", "?q=жоқ", 0),
    ("overview:changes", "quality", "?q=жоқ", 0),
    ("teacher:danger", "teacher", "?q=Ilyasova", 3),
    ("teacher:tests", "teacher", "?q=4401", 3),
    ("teacher:home", "teacher", "?show=tasks", 2),
    ("teacher:home", "teacher", "?q=4401", 1),
    ("teacher:home", "teacher", "?q=жоқ", 0),
])  # fmt: skip
def test_a_list_is_narrowed_by_its_filters(
    house: House, client_as: As, monkeypatch: pytest.MonkeyPatch, name: str, role: str, query: str, count: int
) -> None:
    monkeypatch.setattr("qosqanat.documents.actions.batches.enqueue", lambda *job: None)
    account = account_of(house.admin)
    account.university = house.university
    account.save()
    grow(house, 0, 2)
    page = client_as(house.people[role]).get(reverse(name) + query).context["page"]
    assert page.paginator.count == count


def came_back(house: House) -> list[Sheet]:
    for sheet in house.sheets:
        grading.return_sheet(sheet, by=house.head, at=AT)
    return house.sheets


def test_a_ticked_row_that_left_the_list_is_told_in_dry_run_result_and_file(
    house: House, neighbour: House, client_as: As
) -> None:
    sheets, (foreign, *_more) = came_back(house), came_back(neighbour)
    client, address = client_as(house.registrar), reverse("registrar:sealed")
    chosen = {"act": "file", "pick": [*(sheet.pk for sheet in sheets), foreign.pk]}
    assert len(client.post(address, chosen).context["good"]) == 3
    grading.archive_sheet(sheets[0], by=house.registrar, at=AT)
    dry = client.post(address, chosen)
    assert len(dry.context["good"]) == 2
    done = client.post(address, chosen | {"confirm": "1"})
    for answer in (dry, done):
        (left,) = answer.context["bad"]
        assert (left.key, left.name) == (sheets[0].pk, sheets[0].student.person.full_name)
        assert "no longer in this list" in answer.content.decode()
    report = client.post(address, {"act": "file", "pick": sheets[0].pk, "report": "1"})
    (_head, row) = openpyxl.load_workbook(io.BytesIO(report.content)).active.iter_rows(values_only=True)
    assert row[0] == sheets[0].student.person.full_name and "no longer in this list" in row[-1]
    again = client.post(address, chosen | {"confirm": "1"})
    assert not again.context["good"] and len(again.context["bad"]) == 3, (
        "all are gone, and it is said of each"
    )
    strange = client.post(address, {"act": "file", "pick": foreign.pk}, follow=True).content.decode()
    assert "None of the chosen rows is in this list any more." in strange


@pytest.mark.parametrize(("name", "role", "act", "key"), [
    ("faculty:courses", "dean", "reopen", "course"),
    ("department:courses", "head", "issue", "course"),
    ("setup:home", "admin", "block", "head"),
])  # fmt: skip
def test_every_list_with_acts_names_what_left_it(
    house: House, client_as: As, name: str, role: str, act: str, key: str
) -> None:
    row = getattr(house, key)
    sent = {"act": act, "pick": row.pk}
    answer = client_as(house.people[role]).post(f"{reverse(name)}?q=жоқмұндай", sent)
    (left,) = answer.context["bad"]
    assert left.key == row.pk and left.name and "no longer in this list" in str(left.problems[0])
