"""What the database itself refuses about papers, whoever writes past the verbs."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from qosqanat.documents import actions
from qosqanat.documents.codes import new_code
from qosqanat.documents.models import Document
from qosqanat.grading.models import Sheet
from tests.cast import House

from .semester import SESSION, examine, fill


def printed(house: House, form: str) -> Document:
    subjects: dict[str, Callable[[], object]] = {
        "sheet_course": lambda: house.course,
        "sheet_student": lambda: Sheet.objects.filter(course=house.course)[0],
        "exam_sheet": lambda: examine(house, {0: Decimal(90), 1: Decimal(80)}),
    }
    return actions.issue(form, subjects[form](), language="kk", by=house.registrar, at=SESSION)  # type: ignore[arg-type]


def insert_again(paper: Document, **changes: object) -> None:
    """Copy the row in SQL with `changes`: no model and no verb is asked."""
    columns = [field.column for field in Document._meta.concrete_fields if not field.primary_key]
    picked = ["%s" if column in changes else column for column in columns]
    sql = f"INSERT INTO {Document._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(picked)}"
    with transaction.atomic(), connection.cursor() as cursor:
        given = [changes[column] for column in columns if column in changes]
        cursor.execute(f"{sql} FROM {Document._meta.db_table} WHERE id = %s", [*given, paper.pk])


@pytest.mark.parametrize("form", ["sheet_course", "sheet_student", "exam_sheet"])
def test_two_papers_of_one_subject_are_never_both_valid(house: House, form: str) -> None:
    fill(house)
    paper = printed(house, form)
    with pytest.raises(IntegrityError):
        insert_again(paper, code=new_code())
    insert_again(paper, code=new_code(), language="ru")
    insert_again(paper, code=new_code(), state="replaced", replaced_by_id=paper.pk)
    assert Document.objects.filter(state="valid", language="kk").count() == 1


@pytest.mark.parametrize(
    "code",
    ["7KQ4", "7KQ49M2TABCDEFGHJKLMNPQRS0", "7KQ49M2TABCDEFGHJKLMNPQRSa", "7KQ49M2TABCDEF-HJKLMNPQRST"],
    ids=["short", "zero", "small", "dash"],
)
def test_a_code_has_our_letters_and_our_length(house: House, code: str) -> None:
    paper = printed(house, "sheet_course")
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.filter(pk=paper.pk).update(code=code)
    assert Document.objects.filter(pk=paper.pk).update(code="7KQ49M2TABCDEFGHJKLMNPQRST") == 1


def test_a_printed_code_stands_on_one_paper_only(house: House) -> None:
    paper = printed(house, "sheet_course")
    same_start = paper.code[:8] + new_code()[8:]
    with pytest.raises(IntegrityError):
        insert_again(paper, code=same_start, language="ru")
    insert_again(paper, code=new_code(), language="ru")
    assert Document.objects.count() == 2
