"""A Canvas gradebook at the teacher's own door: looked at first, one course, all or nothing, one act, nobody else's."""

import io
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qosqanat.grading.models import Cell, IwsTask, ScoreEvent
from qosqanat.people.models import Deputy, Role
from qosqanat.regulation.marks import EXCUSED
from qosqanat.studies.models import Course
from tests.cast import AT, House
from tests.grading.help import AFTER, fill
from tests.grading.test_exams import issue
from tests.spreadsheets.kit import FOLDER
from tests.web.desks import another_course

from .help import ClientAs, address, column, enter
from .test_bulk import apply, lines

NAME = "2026-10-14T0956_Grades-UBT_3305.csv"
HEAD = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
TESTS = ("6-апта тесті (51006)", "7-апта тесті (51007)")
WORK = ("БӨЖ-1 (51023)", "БӨЖ-2 (51027)", "БӨЖ-3 (51030)", "БӨЖ-4 (51034)")
CAPS = ("3.00", "3.00", "10.00", "10.00", "14.00", "14.00")
GROUP = "МГІ-24-1"


def line(house: House, row: int, *marks: str, sis: str | None = None, name: str = "") -> tuple[str, ...]:
    student = house.students[row]
    person = student.person
    typed = name or f"{person.surname}, {person.given_name} {person.patronymic}".strip()
    return (typed, f"2207{row}", student.number if sis is None else sis, f"u{row}", GROUP, *marks)


def book(*rows: tuple[str, ...], titles: tuple[str, ...] = TESTS + WORK, caps: tuple[str, ...] = CAPS) -> str:
    """A gradebook as Canvas writes it, with the line of points possible and a column of sums."""
    possible = ("    Points Possible", "", "", "", "", *caps, "(read only)")
    table = [(*HEAD, *titles, "Current Score"), possible, *((*row, "55") for row in rows)]
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in table)


def bring(client: Client, house: House, text: str | bytes, name: str = NAME):  # type: ignore[no-untyped-def]
    data = text.encode() if isinstance(text, str) else text
    return client.post(address(house, "gradebook"), {"file": SimpleUploadedFile(name, data)})


def test_points_are_shown_first_saved_in_one_act_and_undone(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    enter(house, 0, "t6", 1, at=AT - timedelta(minutes=1))
    text = book(
        line(house, 0, "2.50", "3.00", "8.00", "9,5", "", ""),
        line(house, 1, "3.00", "EX", "", "", "", ""),
        line(house, 2, "", "", "", "", "", ""),
    )
    answer = bring(client, house, text)
    assert "6 change · 0 refused · 0 newer" in answer.text
    assert "<td>1</td>" in answer.text and "<b>2.5</b>" in answer.text
    assert column(house, "t6") == [1, None, None] and not ScoreEvent.objects.filter(source="canvas").exists()
    apply(client, house, answer)
    assert column(house, "t6") == [Decimal("2.5"), 3, None] and column(house, "t7") == [3, EXCUSED, None]
    assert [column(house, key)[0] for key in ("i1", "i2", "i3")] == [8, Decimal("9.5"), None]
    events = ScoreEvent.objects.filter(source="canvas")
    assert len(events) == 6 and len({event.received_at for event in events}) == 1
    assert {event.author for event in events} == {house.teacher}
    again = bring(client, house, text)
    assert "Nothing differs from what stands." in again.text and not lines(again.text, "change")
    client.post(address(house, "undo"), {"operation": events[0].operation})
    assert column(house, "t6") == [1, None, None] and column(house, "i1") == [None] * 3


def test_the_same_book_as_a_workbook(house: House, client_as: ClientAs) -> None:
    workbook = openpyxl.Workbook()
    for row in book(line(house, 0, "2", "3", "", "", "", "")).split("\n"):
        workbook.active.append([cell.strip('"') for cell in row.split('","')])
    stream = io.BytesIO()
    workbook.save(stream)
    answer = bring(client_as(house.teacher), house, stream.getvalue(), "UBT 3305.xlsx")
    assert "2 change · 0 refused" in answer.text


def test_the_universitys_own_export_is_read(house: House, client_as: ClientAs) -> None:
    """A group of strangers: each of them is refused by name, and nobody of the course is touched."""
    data = (FOLDER / "canvas-gradebook-UBT3305.csv").read_bytes()
    answer = bring(client_as(house.teacher), house, data)
    assert answer.status_code == 200 and not lines(answer.text, "change")
    assert "Ахметова, Бибісара Мирасқызы is not in this course" in answer.text


def test_what_is_refused_says_why_and_the_rest_may_be_saved(
    house: House, neighbour: House, client_as: ClientAs
) -> None:
    stranger = neighbour.students[0]
    stranger.number = "90001"
    stranger.save()
    person = stranger.person
    person.surname, person.given_name = "Танысбаев", "Бөтен"
    person.save()
    client = client_as(house.teacher)
    text = book(
        line(house, 0, "2", "2.555", "", "", "", ""),
        line(house, 1, "4", "x", "", "", "", ""),
        line(neighbour, 0, "3", "3", "", "", "", ""),
        line(house, 0, "1", "1", "", "", "", ""),
    )
    answer = bring(client, house, text)
    page = unescape(answer.text)
    assert "1 change · 5 refused" in page
    assert "“2.555” is not a mark." in page and "“x” is not a mark." in page
    assert "4 is above the points possible (3) of “6-апта тесті”." in page
    assert "Танысбаев, Бөтен is not in this course" in page and "stands for the same student as row 3" in page
    assert "Not in the file, and left as they are: Юсупов" in page
    apply(client, house, answer)
    assert column(house, "t6") == [2, None, None]
    assert not Cell.objects.filter(sheet__course=neighbour.course).exists()


def test_a_mark_above_the_maximum_and_a_week_to_come_are_refused(house: House, client_as: ClientAs) -> None:
    titles = ("Тест 7 нед. (1)", "Тест 9 нед. (2)", "Тест 16 нед. (3)", "Тест (4)", "Диктант (5)")
    text = book(line(house, 0, "70", "3", "1", "1", "1"), titles=titles, caps=("100", "3", "3", "3", "3"))
    page = unescape(bring(client_as(house.teacher), house, text).text)
    assert "0 change · 2 refused" in page
    assert "70 is above the maximum of 3: enter 0 to 3." in page
    assert "Week 9 begins on" in page
    assert "allows 100 points in Canvas and 3 here" in page
    assert "“Диктант” is neither a weekly test nor an independent-work task" in page
    assert "The week of the test “Тест” is not clear" in page


def test_two_assignments_of_one_week_are_both_left_out(house: House, client_as: ClientAs) -> None:
    titles = ("Тест 6 нед. (1)", "Тест 7 нед. (2)", "Тест 7 нед., қайта (3)")
    text = book(line(house, 0, "1", "2", "3"), titles=titles, caps=("3", "3", "3"))
    page = unescape(bring(client_as(house.teacher), house, text).text)
    assert "1 change · 0 refused" in page
    assert page.count("another assignment is for T7 too, so neither is taken") == 2


def test_a_name_without_a_number_is_told_and_an_unclear_one_refused(
    house: House, client_as: ClientAs
) -> None:
    text = book(
        line(house, 1, "2", "", "", "", "", "", sis="", name="Илиясова, Алия"),
        line(house, 0, "3", "", "", "", "", "", name="Мүлде, Басқа"),
    )
    page = unescape(bring(client_as(house.teacher), house, text).text)
    assert "1 change · 1 refused" in page
    assert "“Илиясова, Алия” is taken for Ілиясова Әлия Қанатқызы" in page
    assert "Not clear who is meant, perhaps Айдынұлы Шыңғыс (the number is the same, the name is not)" in page


def test_all_of_it_is_saved_or_nothing(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    text = book(line(house, 0, "2", "3", "", "", "", ""), line(house, 1, "1", "", "", "", "", ""))
    answer = bring(client, house, text)
    enter(house, 0, "t6", 1)
    again = apply(client, house, answer)
    assert "Nothing is saved" in again.text and "2 change · 0 refused · 1 newer" in again.text
    assert column(house, "t6") == [1, None, None] and column(house, "t7") == [None] * 3
    apply(client, house, again, mine=True)
    assert column(house, "t6") == [2, 1, None] and column(house, "t7") == [3, None, None]


def test_after_the_examination_sheet_every_mark_is_refused(house: House, client_as: ClientAs) -> None:
    fill(house, Decimal("0.8"))
    issue(house)
    with time_machine.travel(AFTER, tick=False):
        client = client_as(house.teacher)
        page = bring(client, house, book(line(house, 0, "1", "1", "", "", "", ""))).text
    assert "0 change · 2 refused" in page and "The examination sheet is issued" in page


def test_a_book_of_another_course_and_a_file_that_is_none_are_sent_away(
    house: House, client_as: ClientAs
) -> None:
    client = client_as(house.teacher)
    other = another_course(house, 1)
    Course.objects.filter(pk=other.pk).update(code="RQA 3308")
    text = book(line(house, 0, "2", "", "", "", "", ""))
    answer = bring(client, house, text, "Grades-RQA_3308.csv")
    assert answer.status_code == 422 and "of the course RQA 3308, not of UBT 3305" in answer.text
    assert bring(client, house, text, "Grades-2026.csv").status_code == 200
    for wrong in ("ID,ФИО,Группа\n51871,Сейтов Нұрлан,МГІ-24-1\n", "a,b\n1,2\n"):
        answer = bring(client, house, wrong)
        assert answer.status_code == 422 and "This is no gradebook of Canvas" in answer.text
    answer = bring(client, house, b"%PDF-1.4")
    assert answer.status_code == 422 and 'class="qq-error"' in answer.text


def test_tasks_of_the_file_are_set_first_and_then_get_their_points(house: House, client_as: ClientAs) -> None:
    client = client_as(house.teacher)
    IwsTask.objects.all().delete()
    text = book(line(house, 0, "2", "3", "8", "9", "", ""))
    answer = bring(client, house, text)
    assert "2 change · 0 refused" in answer.text and "Set these tasks" in answer.text
    fields = dict(answer.context["task_fields"])
    assert client.post(reverse("teacher:tasks", args=[house.course.pk]), fields).status_code == 302
    tasks = (
        IwsTask.objects.filter(course=house.course).order_by("number").values_list("period", "title", "cap")
    )
    assert list(tasks) == [(1, "БӨЖ-1", 10), (1, "БӨЖ-2", 10), (2, "БӨЖ-3", 14), (2, "БӨЖ-4", 14)]
    assert "4 change · 0 refused" in bring(client, house, text).text


@pytest.mark.parametrize(
    ("caps", "said"),
    [
        (("3", "3", "9", "11", "14", "14"), "already has other independent-work tasks"),
        (("3", "3", "10", "10", "14", "13"), "do not add up to the maxima"),
    ],
)
def test_other_tasks_than_the_courses_bring_no_points(
    house: House, client_as: ClientAs, caps: tuple[str, ...], said: str
) -> None:
    text = book(line(house, 0, "2", "", "8", "9", "", ""), caps=caps)
    answer = bring(client_as(house.teacher), house, text)
    assert said in answer.text and "1 change · 0 refused" in answer.text
    assert "Set these tasks" not in answer.text


def test_the_door_is_the_teachers(house: House, neighbour: House, client_as: ClientAs) -> None:
    text = book(line(house, 0, "2", "", "", "", "", ""))
    for person in (house.mentor, house.head, house.office, neighbour.teacher):
        client = client_as(person)
        assert client.get(address(house, "gradebook")).status_code == 404
        assert bring(client, house, text).status_code == 404
        assert "gradebook/" not in client.get(address(house, "course")).text
    for page in (address(house, "course"), reverse("teacher:home")):
        assert address(house, "gradebook") in client_as(house.teacher).get(page).text


def test_a_deputy_of_the_teacher_brings_it_in_their_name(house: House, client_as: ClientAs) -> None:
    client = client_as(house.adviser)
    assert client.get(address(house, "gradebook")).status_code == 404
    role = Role.objects.get(person=house.teacher)
    Deputy.objects.create(
        role=role,
        person=house.adviser,
        starts_on=date(2026, 10, 1),
        ends_on=date(2026, 11, 1),
        reason="сапар",
    )
    apply(client, house, bring(client, house, book(line(house, 0, "2", "", "", "", "", ""))))
    (event,) = ScoreEvent.objects.filter(source="canvas")
    assert (event.author, event.on_behalf_of) == (house.adviser, house.teacher)
