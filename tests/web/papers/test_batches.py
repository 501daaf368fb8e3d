"""The pages of papers in number: choose, watch, take the file; nobody else's."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qosqanat.documents import actions
from qosqanat.documents.actions import batches
from qosqanat.documents.models import Batch, Document
from qosqanat.people.models import Person
from tests.cast import AT, House
from tests.web.desks import another_course, reads

As = Callable[[Person], Client]
NEW, LIST = reverse("papers:batch_new"), reverse("papers:batches")
WANTED = {"form": "sheet_student", "language": "kk+ru", "bundle": "zip"}


def page_of(batch: Batch, name: str = "batch") -> str:
    return reverse(f"papers:{name}", args=[batch.pk])


@pytest.fixture
def waiting(house: House, monkeypatch: pytest.MonkeyPatch) -> Batch:
    """A batch of the registrar that no worker has touched."""
    monkeypatch.setattr(batches, "enqueue", lambda *job: None)
    return actions.ask("sheet_student", house.sheets, language="kk", bundle="zip", by=house.registrar, at=AT)


def test_the_head_ticks_courses_and_takes_the_file(house: House, client_as: As) -> None:
    client = client_as(house.head)
    course = another_course(house, 1)
    page = client.post(NEW, WANTED | {"course": [house.course.pk, course.pk]}, follow=True)
    batch = Batch.objects.get()
    assert page.redirect_chain == [(page_of(batch), 302)]
    assert "6 papers of 6 are printed." in page.content.decode()
    answer = client.get(page_of(batch, "batch_file"))
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert len(archive.namelist()) == 6 and archive.testzip() is None
    assert answer["Content-Disposition"] == f'attachment; filename="papers-{batch.pk}.zip"'
    assert answer["Cache-Control"] == "no-store"


def test_every_course_that_was_found(house: House, client_as: As) -> None:
    another_course(house, 1)
    client = client_as(house.head)
    assert b"All 2 courses that were found" in client.get(NEW).content
    client.post(f"{NEW}?q=4401", WANTED | {"every": "on", "form": "sheet_course"})
    (row,) = Batch.objects.get().rows.all()
    assert row.course.code == "UBT 4401"


def test_every_course_of_an_empty_list_is_nothing(house: House, client_as: As) -> None:
    client = client_as(house.head)
    answer = client.post(f"{NEW}?q=zzz", WANTED | {"every": "on"})
    assert answer.status_code == 422 and b"Nothing is chosen: the list has no course." in answer.content
    assert not Batch.objects.exists()
    assert client.post(f"{NEW}?q=3305", WANTED | {"every": "on"}).status_code == 302  # the control


@pytest.mark.parametrize("words", ["3305 burgylau", "БҰРҒЫЛАУ 3305", "3305 бургылау", "3305 МГИ-24"])
def test_a_course_is_found_in_any_spelling(house: House, client_as: As, words: str) -> None:
    another_course(house, 1)
    page = client_as(house.head).get(NEW, {"q": words}).content.decode()
    assert "UBT 3305" in page and "UBT 4401" not in page


def test_nothing_ticked_is_said_beside_what_was_chosen(house: House, client_as: As) -> None:
    answer = client_as(house.head).post(NEW, WANTED | {"language": "ru"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "Tick the courses whose papers are printed" in text
    assert 'value="ru"' in text and not Batch.objects.exists()
    assert answer.context["form"]["language"].value() == "ru"


def test_only_the_registrar_prints_examination_sheets_in_number(house: House, client_as: As) -> None:
    wanted = WANTED | {"form": "exam_sheet", "course": house.course.pk}
    assert client_as(house.head).post(NEW, wanted).status_code == 422
    refused = client_as(house.registrar).post(NEW, wanted)
    assert refused.status_code == 422 and b"Nothing to print was chosen" in refused.content


def test_a_course_of_another_department_cannot_be_ticked(
    house: House, neighbour: House, client_as: As
) -> None:
    answer = client_as(house.head).post(NEW, WANTED | {"course": neighbour.course.pk})
    assert answer.status_code == 422 and not Batch.objects.exists()


def test_a_batch_is_its_askers_alone(house: House, waiting: Batch, client_as: As) -> None:
    names = ("batch", "batch_progress", "batch_file")
    assert {client_as(house.head).get(page_of(waiting, name)).status_code for name in names} == {404}
    assert client_as(house.head).post(page_of(waiting, "batch_cancel")).status_code == 404
    assert client_as(house.registrar).get(page_of(waiting)).status_code == 200


def test_a_head_who_lost_a_course_loses_the_batch(house: House, client_as: As) -> None:
    batch = actions.ask("sheet_course", [house.course], language="kk", bundle="zip", by=house.head, at=AT)
    client = client_as(house.head)
    assert client.get(page_of(batch)).status_code == 200
    house.course.department = house.other_department
    house.course.save()
    assert client.get(page_of(batch)).status_code == 404
    assert client.get(page_of(batch, "batch_file")).status_code == 404


def test_the_progress_is_asked_again_until_the_end(house: House, waiting: Batch, client_as: As) -> None:
    client = client_as(house.registrar)
    part = client.get(page_of(waiting, "batch_progress"))
    assert b"0 of 3 are done." in part.content and b"hx-trigger" in part.content
    assert "HX-Refresh" not in part
    page = client.get(page_of(waiting)).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    actions.print_some(waiting, at=AT)
    assert b"3 of 3 are done." in client.get(page_of(waiting, "batch_progress")).content
    actions.hand_over(waiting, at=AT)
    ended = client.get(page_of(waiting, "batch_progress"))
    assert ended["HX-Refresh"] == "true" and b"hx-trigger" not in ended.content


def test_cancelling_is_one_press(house: House, waiting: Batch, client_as: As) -> None:
    client = client_as(house.registrar)
    page = client.post(page_of(waiting, "batch_cancel"), follow=True).content.decode()
    assert "The preparation is cancelled." in page and "not printed" in page
    assert not Document.objects.exists()


def test_a_batch_that_stands_still_offers_to_go_on(house: House, waiting: Batch, client_as: As) -> None:
    client = client_as(house.registrar)
    assert b"Go on" not in client.get(page_of(waiting)).content
    Batch.objects.update(moved_at=AT - timedelta(minutes=5))
    assert b"Go on" in client.get(page_of(waiting)).content
    client.post(page_of(waiting, "batch_go_on"))
    assert Batch.objects.get().moved_at == AT


def test_an_expired_file_is_not_given(house: House, client_as: As) -> None:
    batch = actions.ask("sheet_course", [house.course], language="kk", bundle="zip", by=house.head, at=AT)
    Batch.objects.filter(pk=batch.pk).update(kept_until=AT)
    page = client_as(house.head).get(page_of(batch, "batch_file"), follow=True)
    assert page.redirect_chain and b"The file was kept until" in page.content


def test_a_damaged_file_is_not_given(house: House, client_as: As) -> None:
    actions.ask("sheet_course", [house.course], language="kk", bundle="zip", by=house.head, at=AT)
    batch = Batch.objects.get()
    assert batch.file
    batch.file.path.write_bytes(b"other bytes")
    answer = client_as(house.head).get(page_of(batch, "batch_file"))
    assert answer.status_code == 409 and b"no longer matches its hash" in answer.content


def test_what_was_left_out_is_listed_with_its_reason(house: House, waiting: Batch, client_as: As) -> None:
    person = house.sheets[0].student.person
    person.given_name = "🐎"
    person.save()
    while actions.print_some(waiting, at=AT):
        pass
    actions.hand_over(waiting, at=AT)
    client = client_as(house.registrar)
    only = client.get(page_of(waiting), {"show": "left_out"})
    assert [line.cells[0].text for line in only.context["lines"]] == [1]
    assert "is not in the font of the official forms" in only.content.decode()
    last = client.get(page_of(waiting), {"q": "Юсупов", "sort": "-position"})
    assert [line.cells[1].text for line in last.context["lines"]] == [str(house.students[2])]
    out = client.get(page_of(waiting), {"sort": "-position", "export": "csv"}).content.decode("utf-8-sig")
    assert [line.split(";")[0] for line in out.splitlines()[1:]] == ["3", "2", "1"]
    assert client.get(page_of(waiting), {"print": "1"}).status_code == 200


def test_the_pages_read_the_same_for_three_rows_and_for_nine(
    house: House, waiting: Batch, client_as: As
) -> None:
    client = client_as(house.registrar)
    pages = [LIST, NEW, page_of(waiting)]
    few = [reads(client, address) for address in pages]
    for number in range(2):
        another_course(house, number)
    sheets = [sheet for course in house.department.department_courses.all() for sheet in course.sheets.all()]
    more = actions.ask("sheet_student", sheets, language="kk", bundle="zip", by=house.registrar, at=AT)
    assert more.rows.count() == 9
    assert [reads(client, address) for address in [LIST, NEW, page_of(more)]] == few


def test_the_desk_tells_of_papers_in_preparation(house: House, waiting: Batch, client_as: As) -> None:
    assert page_of(waiting) in client_as(house.registrar).get(reverse("registrar:home")).content.decode()
    assert page_of(waiting) not in client_as(house.head).get(reverse("department:home")).content.decode()


def test_the_bar_can_count_what_is_ticked_and_what_was_found(house: House, client_as: As) -> None:
    another_course(house, 1)
    answer = client_as(house.head).get(NEW)
    text = answer.content.decode()
    assert answer.context["total"] == {"sheets": 6, "exams": 0}
    assert 'data-sheets="6" data-exams="0" data-courses="2"' in text
    assert text.count('data-sheets="3"') == 2 and "---------" not in text
    assert text.index('name="language"') < text.index('name="course"'), (
        "what is printed stands above the list"
    )
