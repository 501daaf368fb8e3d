"""The wizard without JavaScript: upload, questions, columns, confirmation, refused rows."""

import io
from collections.abc import Callable
from datetime import timedelta

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from qosqanat.intake import actions
from qosqanat.intake.enums import RunState
from qosqanat.intake.models import ImportRun
from qosqanat.spreadsheets.refusal import FileRefused
from qosqanat.studies.models import Student
from tests import cast

from .conftest import HEAD, NEW

Upload = Callable[..., HttpResponse]


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_from_upload_to_students(office: Client, upload: Upload) -> None:
    answer = upload()
    run = ImportRun.objects.get()
    assert answer["Location"] == f"/office/imports/{run.pk}/"
    page = text(office.get(answer["Location"]))
    assert "Write 2 rows" in page and "1 question is open" in page
    assert "“877100315” is not a complete telephone number" in page
    assert not Student.objects.filter(number__startswith="5000").exists()
    key = "student:50002/phone"
    office.post(f"{answer['Location']}answers/", {f"t:{key}": "87020046931", "show": "ask"})
    assert "question is open" not in text(office.get(answer["Location"]))
    office.post(f"{answer['Location']}confirm/")
    assert Student.objects.get(number="50002").person.phone == "+77020046931"
    assert "2 rows were written on" in text(office.get(answer["Location"]))


def test_an_open_question_stays_listed_after_writing(office: Client, upload: Upload) -> None:
    address = upload()["Location"]
    office.post(f"{address}confirm/")
    page = text(office.get(f"{address}?show=ask"))
    assert "Серікова Дана" in page and "was left out" in page and 'type="radio"' not in page
    assert Student.objects.get(number="50002").person.phone == ""


def test_proposals_are_taken_only_when_asked_for(office: Client, upload: Upload) -> None:
    address = upload()["Location"]
    page = text(office.get(f"{address}?show=ask"))
    assert "Take 1 proposed answer" in page and "checked" not in page
    office.post(f"{address}proposals/")
    assert ImportRun.objects.get().answers == {"student:50002/phone": "none"}


def test_an_answer_to_a_question_nobody_asked_is_ignored(office: Client, upload: Upload) -> None:
    address = upload()["Location"]
    office.post(
        f"{address}answers/", {"q:student:50002/phone": "id:1", "q:other": "none", "t:student:50001/iin": "1"}
    )
    assert ImportRun.objects.get().answers == {}


def test_refused_rows_can_be_taken_home_with_their_reasons(office: Client, upload: Upload) -> None:
    address = upload(NEW + "50003;;МГІ-24-1;3;6B07201;\n50004;Ахметов Ерлан;;3;6B07201;\n")["Location"]
    answer = office.get(f"{address}refused.xlsx")
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[0] == ("ID", "ФИО", "Группа", "Курс", "Шифр ОП", "Телефон", "Reason")
    assert [row[0] for row in rows[1:]] == ["50003", "50004"]
    assert [row[-1] for row in rows[1:]][-1] == "The group is missing."


@pytest.mark.parametrize("what", ["refused.xlsx", "confirm/", "columns/"])
def test_a_machine_too_busy_to_read_the_file_again_says_so(
    office: Client, upload: Upload, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    address = upload()["Location"]

    def busy(run: ImportRun) -> None:
        raise FileRefused("resources")

    monkeypatch.setattr(actions, "content_of_run", busy)
    ask = office.get if what == "refused.xlsx" else office.post
    answer = ask(f"{address}{what}")
    assert answer.status_code in {409, 422}
    assert "Reading the file takes too much time or memory." in text(answer)
    assert ImportRun.objects.get().state == RunState.PLANNED


def test_a_corrected_column_is_used(office: Client, upload: Upload) -> None:
    address = upload(NEW.replace("ФИО", "Кто"))["Location"]
    page = text(office.get(f"{address}columns/"))
    assert '<option value="Кто">' in page
    office.post(f"{address}columns/", {"name": "Кто"})
    assert ImportRun.objects.get().counts["new"] == 2


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "list.csv", "The file is empty. Choose the file again."),
        (b"<html><body>", "list.xlsx", "This is a web page with a spreadsheet"),
        (b"a" * (5 * 1024 * 1024 + 1), "list.csv", "The file is larger than 5 MB."),
        (b"\x00\x01\x02", "list.pdf", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    upload: Upload, data: bytes, name: str, sentence: str
) -> None:
    answer = upload(data, name)
    assert answer.status_code == 422 and sentence in text(answer)
    assert not ImportRun.objects.exists()


def test_no_file_and_no_kind_are_said(office: Client) -> None:
    answer = office.post("/office/imports/new/", {})
    assert answer.status_code == 422
    assert "“What is in the file”: nothing is chosen. Choose one of the answers." in text(answer)
    assert "“File”: no file is chosen. Choose a file on your device." in text(answer)


def test_a_file_of_another_kind_says_so(office: Client, upload: Upload) -> None:
    page = text(office.get(upload("слово;другое\n1;2\n")["Location"]))
    assert "No table of this kind was found in the file." in page
    assert "Nothing in this file could be read as the chosen kind." in page and "Write " not in page
    again = text(office.get(upload("Предприятие;БИН;№ договора\nТОО «Порт»;161040967686;1\n")["Location"]))
    assert "This looks like a register of partners." in again and "No table" not in again


def test_all_refused_and_all_here_are_told_apart(office: Client, upload: Upload) -> None:
    refused = NEW.replace("МГІ-24-1", "").replace("877100315", "")
    assert "every row is refused" in text(office.get(upload(refused)["Location"]))
    office.post(f"{upload()['Location']}confirm/")
    assert "is here already" in text(office.get(upload(NEW.replace("877100315", ""))["Location"]))


def test_a_second_confirmation_writes_nothing_and_says_so(office: Client, upload: Upload) -> None:
    address = upload()["Location"]
    office.post(f"{address}confirm/")
    again = office.post(f"{address}confirm/")
    assert again.status_code == 409 and "already written or discarded" in text(again)


def test_a_long_file_is_read_in_the_background(
    office: Client, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued: list[tuple[object, ...]] = []
    monkeypatch.setattr(actions, "LONG_FILE", 10)
    monkeypatch.setattr(actions, "enqueue", lambda *job: queued.append(job))
    address = upload()["Location"]
    run = ImportRun.objects.get()
    assert queued == [("qosqanat.intake.tasks.read", run.pk)]
    page = text(office.get(address))
    assert "The file is being read: 0 %." in page and 'http-equiv="refresh"' in page
    assert "HX-Refresh" not in office.get(f"{address}progress/").headers
    from qosqanat.intake import tasks

    tasks.read(run.pk)
    assert office.get(f"{address}progress/").headers["HX-Refresh"] == "true"
    assert "Write 2 rows" in text(office.get(address))
    office.post(f"{address}confirm/")
    assert queued[-1][0] == "qosqanat.intake.tasks.write" and "compared and written: 0 %." in text(
        office.get(address)
    )
    tasks.write(*queued[-1][1:])
    assert "2 rows were written on" in text(office.get(address))


def test_work_that_stands_still_is_taken_up_again_or_given_up(
    office: Client, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued: list[tuple[object, ...]] = []
    monkeypatch.setattr(actions, "LONG_FILE", 10)
    monkeypatch.setattr(actions, "enqueue", lambda *job: queued.append(job))
    address = upload()["Location"]
    assert "Go on" not in text(office.get(f"{address}progress/")), "the control"
    ImportRun.objects.update(started_at=cast.AT - timedelta(hours=1))
    still = text(office.get(f"{address}progress/"))
    assert "Go on" in still and "hx-get" not in still
    assert office.post(f"{address}go-on/").status_code == 302
    assert len(queued) == 2 and "Go on" not in text(office.get(address))
    ImportRun.objects.update(moved_at=cast.AT - timedelta(hours=1))
    office.post(f"{address}discard/")
    assert ImportRun.objects.get().state == "discarded"


def test_a_long_file_that_cannot_be_read_says_why(
    office: Client, upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "LONG_FILE", 1)
    address = upload("<html><body>", "list.xlsx")["Location"]
    assert "This is a web page with a spreadsheet" in text(office.get(address))


def test_the_other_university_sees_nothing(
    upload: Upload, neighbour: cast.House, client_as: Callable[..., Client]
) -> None:
    address = upload()["Location"]
    stranger = client_as(neighbour.office)
    assert stranger.get(address).status_code == 404
    for verb in ("answers", "proposals", "confirm", "discard"):
        assert stranger.post(f"{address}{verb}/").status_code == 404
    assert stranger.get(f"{address}refused.xlsx").status_code == 404
    assert "list.csv" not in text(stranger.get("/office/imports/"))


def test_the_list_asks_the_same_for_one_run_and_for_many(
    office: Client, upload: Upload, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    upload()
    office.get("/office/imports/")
    with django_assert_max_num_queries(40) as few:
        office.get("/office/imports/")
    limit = len(few)
    for _round in range(3):
        upload()
    with django_assert_max_num_queries(limit):
        office.get("/office/imports/")


def test_a_page_of_rows_asks_the_same_for_few_and_for_many(
    office: Client, upload: Upload, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    few = upload()["Location"]
    many = upload(
        HEAD
        + "".join(
            f"6{n:04};Нұрланов Асан Тест{chr(1072 + n % 32) * (1 + n // 32)};МГІ-24-1;3;6B07201;\n"
            for n in range(120)
        )
    )["Location"]
    with django_assert_max_num_queries(40) as asked:
        office.get(few)
    limit = len(asked)
    with django_assert_max_num_queries(limit):
        page = text(office.get(f"{many}?show=new&page=2"))
    assert "page 2 of" in page


def test_a_register_with_whatever_is_wrong_is_confirmed_without_an_error(
    office: Client, upload: Upload
) -> None:
    head = "Наименование (рус.);Наименование (каз.);БИН;№ договора;Дата договора;Срок действия до;6B07201\n"
    row = "ТОО «Ақжол»;«Ақжол» ЖШС;;12;15.01.2025;31.12.{};{}\n"
    register = head + row.format(2027, "-5") + row.format(2028, "40000") + row.format(2027, "2,5")
    address = upload(register, "register.csv", "partners")["Location"]
    page = text(office.get(f"{address}?show=ask"))
    assert "is not a number of workplaces for 6B07201" in page
    assert "Correct one of the rows" in text(office.get(f"{address}?show=refused"))
    assert office.post(f"{address}confirm/").status_code == 302
    assert ImportRun.objects.get().state == "applied"
