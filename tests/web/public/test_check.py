"""The check page answers strangers: one verdict, no personal data, no cookie needed, no endless guessing."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qosqanat.documents import actions, codes
from qosqanat.documents.models import Document
from qosqanat.grading.models import Sheet
from tests.cast import AT, House


@pytest.fixture
def stranger(db: None) -> Iterator[Client]:
    cache.clear()
    with time_machine.travel(AT, tick=False):
        yield Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)


@pytest.fixture
def paper(house: House) -> Document:
    sheet = Sheet.objects.filter(course=house.course).first()
    return actions.issue("sheet_student", sheet, language="kk", by=house.registrar, at=AT)


def page(client: Client, code: str) -> str:
    return client.get(reverse("public:check", args=[code])).content.decode()


def test_a_valid_paper(stranger: Client, paper: Document, house: House) -> None:
    text = page(stranger, paper.code)
    assert "qq-verdict qq-valid" in text and "<h2>Valid</h2>" in text
    assert "А. Ш." in text and paper.file.sha256 in text and "noindex" in text
    person = house.students[0].person
    for secret in (person.surname, person.given_name, house.students[0].number, person.iin_tail):
        assert secret not in text


def test_the_short_code_is_found_as_people_type_it_and_names_nobody(
    stranger: Client, paper: Document
) -> None:
    typed = codes.short_code(paper.code).lower().replace("-", " ")
    answer = stranger.get(reverse("public:find"), {"code": typed}, follow=True)
    text = answer.content.decode()
    assert "<h2>Valid</h2>" in text and "А. Ш." not in text
    assert paper.code not in text


def test_a_replaced_paper_names_the_newer_one(stranger: Client, paper: Document, house: House) -> None:
    house.course.name_ru = "Бурение"
    house.course.save()
    newer = actions.issue("sheet_student", paper.sheet, language="kk", by=house.registrar, at=AT)  # type: ignore[arg-type]
    text = page(stranger, paper.code)
    assert "Replaced by a newer paper" in text and codes.short_code(newer.code) in text
    assert newer.code not in text


def test_a_revoked_paper(stranger: Client, paper: Document, house: House) -> None:
    actions.revoke(paper, reason="wrong student Айдынұлы", by=house.registrar, at=AT)
    text = page(stranger, paper.code)
    assert "<h2>Revoked</h2>" in text and "wrong student" not in text


def test_one_flipped_byte_is_not_genuine(stranger: Client, paper: Document) -> None:
    data = bytearray(paper.file.read())
    data[len(data) // 2] ^= 1
    paper.file.path.write_bytes(data)
    text = page(stranger, paper.code)
    assert "<h2>Not genuine</h2>" in text and "<h2>Valid</h2>" not in text


@pytest.mark.parametrize("code", ["7KQ4-9M2T", "Z" * 26, "<b>x", "0", "\x00", "я" * 300, "%00"])
def test_no_such_code(stranger: Client, paper: Document, code: str) -> None:
    answer = stranger.get(f"{reverse('public:find')}{quote(code)}/")
    assert answer.status_code == 404
    assert "No such code" in answer.content.decode() and "<b>x" not in answer.content.decode()


def test_a_code_that_cannot_be_one_is_explained(stranger: Client) -> None:
    text = stranger.get(reverse("public:find"), {"code": "O0I1"}).content.decode()
    assert "0, O, 1 and I are never used" in text and 'value="O0I1"' in text


def upload(client: Client, paper: Document, data: bytes) -> tuple[int, str]:
    file = SimpleUploadedFile("paper.pdf", data, "application/pdf")
    answer = client.post(reverse("public:check", args=[paper.code]), {"file": file})
    return answer.status_code, answer.content.decode()


def test_a_file_is_compared_byte_for_byte_without_a_cookie(stranger: Client, paper: Document) -> None:
    data = paper.file.read()
    assert "The bytes match" in upload(stranger, paper, data)[1]
    assert "The bytes differ" in upload(stranger, paper, data + b" ")[1]
    status, text = upload(stranger, paper, b"")
    assert (status, "Choose the PDF file" in text) == (422, True)
    status, text = upload(stranger, paper, b"x" * (5 * 1024 * 1024 + 1))
    assert (status, "larger than 5 MB" in text) == (422, True)
    assert Document.objects.count() == 1


def test_the_thirty_first_question_of_a_minute_waits(stranger: Client, paper: Document) -> None:
    statuses = [stranger.get(reverse("public:check", args=[codes.new_code()])).status_code for _ in range(31)]
    assert statuses == [404] * 30 + [429]
    assert stranger.get(reverse("public:check", args=[paper.code])).status_code == 429


@pytest.mark.django_db(transaction=True)
def test_the_counter_of_questions_may_be_written_while_a_page_is_read() -> None:
    """Outside a test's own transaction the cache opens one for itself."""
    cache.clear()
    assert Client().get(reverse("public:check", args=[codes.new_code()])).status_code == 404
