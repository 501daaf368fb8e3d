"""A course's papers: who prints, who opens, what the file is called."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from qosqanat.documents import actions
from qosqanat.documents.codes import short_code
from qosqanat.documents.models import Document
from qosqanat.grading.models import ExamSheet, Sheet
from qosqanat.people.models import Person
from tests.cast import AT, House
from tests.documents.semester import SESSION, examine, fill

As = Callable[[Person], Client]


def list_of(house: House) -> str:
    return reverse("papers:course", args=[house.course.pk])


def issue_to(house: House) -> str:
    return reverse("papers:issue", args=[house.course.pk])


def test_the_registrar_prints_the_group_in_both_languages(house: House, client_as: As) -> None:
    client = client_as(house.registrar)
    page = client.post(issue_to(house), {"form": "sheet_course", "language": "kk+ru"}, follow=True)
    paper = Document.objects.get()
    assert (paper.language, paper.issued_by, paper.issued_at) == ("kk+ru", house.registrar, AT)
    text = page.content.decode()
    address = reverse("papers:document", args=[paper.pk])
    assert re.search(rf'href="{address}">\s*Open the paper \(PDF, \d+', text), (
        "the page stays and offers the paper"
    )
    answer = client.get(address)
    assert answer.content.startswith(b"%PDF")
    name = answer["Content-Disposition"]
    assert (
        name.startswith('inline; filename="sheets-UBT-3305-000001-000003-kk-ru-')
        and "filename*=UTF-8''" in name
        and name.isascii()
    )


def test_the_list_tells_what_was_revoked_and_what_came_instead(house: House, client_as: As) -> None:
    old = actions.issue("sheet_course", house.course, language="kk", by=house.head, at=AT)
    actions.revoke(old, reason="a wrong group", by=house.registrar, at=AT)
    new = actions.issue("sheet_course", house.course, language="kk", by=house.head, at=AT)
    text = re.sub(r"\s+", " ", client_as(house.head).get(list_of(house)).content.decode())
    assert f"{house.registrar.short_name}: a wrong group" in text
    assert f"instead of it: {short_code(new.code)}" in text and f"replaces {short_code(old.code)}" in text


def test_one_student_is_chosen_first(house: House, client_as: As) -> None:
    client = client_as(house.head)
    refused = client.post(issue_to(house), {"form": "sheet_student", "language": "kk"})
    assert refused.status_code == 422 and b"Choose the student whose sheet is printed." in refused.content
    sheet = Sheet.objects.filter(course=house.course).first()
    assert (
        client.post(
            issue_to(house), {"form": "sheet_student", "language": "kk", "subject": sheet.pk}
        ).status_code
        == 302
    )
    assert Document.objects.get().sheet == sheet


def test_a_sheet_of_another_course_is_not_found(house: House, neighbour: House, client_as: As) -> None:
    foreign = Sheet.objects.filter(course=neighbour.course).first()
    data = {"form": "sheet_student", "language": "kk", "subject": foreign.pk}
    assert client_as(house.registrar).post(issue_to(house), data).status_code == 404


def test_a_paper_of_the_other_university_is_not_found(house: House, neighbour: House, client_as: As) -> None:
    paper = actions.issue("sheet_course", neighbour.course, language="kk", by=neighbour.registrar, at=AT)
    client = client_as(house.registrar)
    for name in ("papers:document", "papers:revoke"):
        assert client.get(reverse(name, args=[paper.pk])).status_code == 404
    assert client.get(list_of(neighbour)).status_code == 404


def test_a_mentor_reads_sheets_but_no_examination(house: House, client_as: As) -> None:
    fill(house)
    exam = examine(house, {0: Decimal(90), 1: Decimal(80)}, close=False)
    roll = actions.issue("sheet_course", house.course, language="kk", by=house.head, at=SESSION)
    result = actions.issue("exam_sheet", exam, language="kk", by=house.registrar, at=SESSION)
    client = client_as(house.mentor)
    assert client.get(reverse("papers:document", args=[roll.pk])).status_code == 200
    assert client.get(reverse("papers:document", args=[result.pk])).status_code == 404
    text = client.get(list_of(house)).content.decode()
    assert "examination sheet" not in text and 'name="language" value="kk+ru"' not in text
    assert client_as(house.head).get(reverse("papers:document", args=[result.pk])).status_code == 200


def test_the_career_centre_reads_no_examination(house: House, client_as: As) -> None:
    fill(house)
    exam = examine(house, {0: Decimal(90), 1: Decimal(80)}, close=False)
    result = actions.issue("exam_sheet", exam, language="kk", by=house.registrar, at=SESSION)
    assert client_as(house.career).get(reverse("papers:document", args=[result.pk])).status_code == 404


def test_an_adviser_reads_the_papers_of_own_students_only(house: House, client_as: As) -> None:
    sheet = Sheet.objects.filter(course=house.course).first()
    own = actions.issue("sheet_student", sheet, language="kk", by=house.head, at=AT)
    roll = actions.issue("sheet_course", house.course, language="kk", by=house.head, at=AT)
    own_student, other = client_as(house.students[0].person), client_as(house.students[1].person)
    assert own_student.get(reverse("papers:document", args=[own.pk])).status_code == 200
    assert other.get(reverse("papers:document", args=[own.pk])).status_code == 404
    assert own_student.get(reverse("papers:document", args=[roll.pk])).status_code == 404


def test_changed_bytes_are_not_handed_out(house: House, client_as: As) -> None:
    paper = actions.issue("sheet_course", house.course, language="kk", by=house.head, at=AT)
    paper.file.path.write_bytes(b"%PDF something else")
    answer = client_as(house.registrar).get(reverse("papers:document", args=[paper.pk]))
    assert answer.status_code == 409 and b"something else" not in answer.content


def test_a_revoked_paper_stays_in_the_list(house: House, client_as: As) -> None:
    paper = actions.issue("sheet_course", house.course, language="kk", by=house.head, at=AT)
    client = client_as(house.registrar)
    address = reverse("papers:revoke", args=[paper.pk])
    refused = client.post(address, {"reason": ""})
    assert refused.status_code == 422 and b"Write why the paper is revoked." in refused.content
    text = client.post(address, {"reason": "wrong group"}, follow=True).content.decode()
    assert "revoked" in text and "qq-chip qq-bad" in text


def test_an_unprintable_name_is_refused_on_the_page(house: House, client_as: As) -> None:
    house.course.name_kk = "Бұрғылау 🐎"
    house.course.save()
    answer = client_as(house.registrar).post(issue_to(house), {"form": "sheet_course", "language": "kk"})
    assert answer.status_code == 422 and "The letter “🐎”" in answer.content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"form": "x", "language": "kk"},
        {"form": "exam_sheet", "language": "de"},
        {"form": "sheet_student", "language": "kk", "subject": "9" * 40},
    ],
)
def test_nonsense_is_refused_in_words(house: House, client_as: As, data: dict[str, str]) -> None:
    answer = client_as(house.registrar).post(issue_to(house), data)
    assert answer.status_code in {404, 422}


def test_the_list_asks_the_same_questions_for_one_paper_or_many(
    house: House, client_as: As, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = client_as(house.registrar)
    for sheet in Sheet.objects.filter(course=house.course):
        actions.issue("sheet_student", sheet, language="kk", by=house.head, at=AT)
    client.get(list_of(house))
    with django_assert_max_num_queries(22) as asked:
        client.get(list_of(house))
    few = len(asked)
    for sheet in Sheet.objects.filter(course=house.course):
        actions.issue("sheet_student", sheet, language="ru", by=house.head, at=AT)
    with django_assert_max_num_queries(few):
        client.get(list_of(house))
    assert not ExamSheet.objects.exists()
