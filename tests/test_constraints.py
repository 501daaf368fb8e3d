"""T13: every named CHECK and UNIQUE rule of every room is broken once behind the code's back, and the database refuses.

The rules are read from the models: a new one without a row in `tests/violations.py` fails here.
"""

from collections.abc import Iterator
from copy import copy
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from qosqanat.api.models import Answered, Pace
from qosqanat.documents.codes import ALPHABET, LONG
from qosqanat.documents.enums import Bundle
from qosqanat.documents.models import Batch, BatchRow, Document
from qosqanat.files.models import store
from qosqanat.grading.models import ExamSheet, Reopening, WeekHandover
from qosqanat.intake import actions as intake
from qosqanat.intake.models import ColumnMapping
from qosqanat.partners.models import Agreement, Enterprise, Seat
from qosqanat.people.models import Account, Deputy, Role, SavedView, Token
from tests import cast
from tests.grading.help import enter
from tests.violations import CHECKS, IMPLIED, UNIQUE, Values

Rule = models.CheckConstraint | models.UniqueConstraint | models.Field  # type: ignore[type-arg]


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("qosqanat.")]


def rules() -> Iterator[tuple[type[models.Model], str, Rule]]:
    """Model, name and rule; a unique column is named after its model and field."""
    for model in own_models():
        for constraint in model._meta.constraints:
            yield model, constraint.name, constraint  # type: ignore[misc]
        for field in model._meta.local_fields:
            if field.unique and not field.primary_key:
                yield model, f"{model._meta.model_name}.{field.name}", field


def test_every_check_has_its_violation() -> None:
    named = {name for _model, name, rule in rules() if isinstance(rule, models.CheckConstraint)}
    assert named == CHECKS.keys()


def test_no_row_is_kept_for_a_uniqueness_that_is_gone() -> None:
    assert {
        name for _model, name, rule in rules() if not isinstance(rule, models.CheckConstraint)
    } >= UNIQUE.keys()


@pytest.fixture
def full(house: cast.House) -> cast.House:
    """At least one row of every model that has rules."""
    course, head, at = house.course, house.head, cast.AT
    _people(house)
    agreement = Agreement.objects.get()
    Enterprise.objects.update(bin="000640000122")
    farm = Enterprise(name_kk="Шаруа қожалығы")
    farm.set_number("740519387010")
    farm.save()
    Seat.objects.create(agreement=agreement, programme_code="6B07201", places=2)
    Reopening.objects.create(
        course=course,
        week=2,
        opened_at=at,
        until=at + timedelta(days=1),
        reason="Ауырып қалды",
        opened_by=head,
    )
    WeekHandover.objects.create(course=course, week=1, handed_at=at, handed_by=house.mentor)
    enter(house, "practice", 7, 4)
    exam = ExamSheet.objects.create(
        university=house.university,
        course=course,
        number="1",
        held_on=cast.SINCE,
        issued_at=at,
        issued_by=head,
    )
    _papers(house, {"course": course}, {"sheet": house.sheets[0]}, {"exam_sheet": exam})
    text = "ID,ФИО\n1,Ким А.\n".encode()
    intake.start(house.university, "contingent", text, "a.csv", by=house.office, at=at)
    ColumnMapping.objects.create(university=house.university, kind="load", columns={}, changed_at=at)
    return house


def _people(house: cast.House) -> None:
    account = Account.objects.create_user(
        "full", "қосқанат-2026", person=house.teacher, email="a@example.kz", phone="+77010000000"
    )
    later = cast.AT + timedelta(days=1)
    token = Token.objects.create(
        account=account, name="a", key_index="b", tail="c", created_at=cast.AT, expires_at=later
    )
    Answered.objects.create(token=token, key="a", body_hash="b", received_at=cast.AT)
    Pace.objects.counted("token-1", 7)
    role = Role.objects.get(kind="head")
    Deputy.objects.create(
        role=role, person=house.teacher, starts_on=cast.SINCE, ends_on=later.date(), reason="Демалыс"
    )
    SavedView.objects.create(
        owner=house.head, unit=house.department, role="head", list_key="a", slug="b", name="c", query="d"
    )


def _papers(house: cast.House, *subjects: dict[str, Any]) -> None:
    """A valid paper of each subject, and a batch with one row."""
    file = store(b"bytes", name="a.txt", media_type="text/plain", at=cast.AT)
    common = {"university": house.university, "form": "sheet_course", "language": "kk"}
    facts = common | {
        "course": house.course,
        "snapshot": {},
        "file": file,
        "issued_at": cast.AT,
        "issued_by": house.head,
    }
    for letter, subject in zip(ALPHABET, subjects, strict=False):
        Document.objects.create(**facts | subject, code=letter * LONG)
    asked = {"asked_at": cast.AT, "asked_by": house.head, "moved_at": cast.AT, "bundle": Bundle.values[0]}
    batch = Batch.objects.create(**common, **asked)
    BatchRow.objects.create(batch=batch, position=1, course=house.course)


def good_row(model: type[models.Model], rule: Rule) -> models.Model:
    """The latest row to which the rule applies."""
    rows = model._base_manager.order_by("-pk")
    if isinstance(rule, models.UniqueConstraint) and rule.condition is not None:
        rows = rows.filter(rule.condition)
    if not isinstance(rule, models.CheckConstraint):
        fields = [rule.name] if isinstance(rule, models.Field) else rule.fields
        rows = rows.exclude(models.Q(*((f"{name}__isnull", True) for name in fields), _connector=models.Q.OR))
    row = rows.first()
    assert row is not None, f"the cast has no {model.__name__}"
    return row


def refusal_of(row: models.Model, values: Values, *, new: bool) -> str:
    """What the database says to a copy of `row` with `values`; nothing, if it takes it."""
    other: Any = copy(row)
    other._state = copy(row._state)
    if new and not row._meta.pk.is_relation:
        other.pk = None
    for name, value in values.items():
        setattr(other, name, value)
    try:
        with transaction.atomic():
            models.query.QuerySet(type(row)).bulk_create([other])
    except IntegrityError as error:
        cause = error.__cause__
        return str(getattr(getattr(cause, "diag", None), "constraint_name", None) or cause)
    return ""


def is_named(refusal: str, model: type[models.Model], name: str, rule: Rule) -> bool:
    """PostgreSQL names every rule; SQLite names a uniqueness by its columns, where it has any."""
    if name in refusal or IMPLIED.get(name, name) in refusal:
        return True
    if isinstance(rule, models.Field):
        return refusal.endswith(f"{model._meta.db_table}.{rule.column}") or (
            connection.vendor == "postgresql" and rule.column in refusal
        )
    columns = [model._meta.get_field(field).column for field in getattr(rule, "fields", ())]  # type: ignore[union-attr]
    wanted = ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return bool(columns) and refusal == f"UNIQUE constraint failed: {wanted}"


def test_the_database_refuses_what_the_code_would(full: cast.House) -> None:
    wrong = []
    for model, name, rule in rules():
        check = isinstance(rule, models.CheckConstraint)
        values = CHECKS[name] if check else UNIQUE.get(name, {})
        refusal = refusal_of(good_row(model, rule), values, new=not check)
        if not is_named(refusal, model, name, rule):
            wrong.append(f"{name}: {refusal or 'taken'}")
    assert not wrong, "\n".join(wrong)


def test_the_control_a_copy_that_breaks_nothing_is_taken(full: cast.House) -> None:
    task = full.course.iws_tasks.first()
    assert refusal_of(task, {"number": 99, "cap": Decimal(1)}, new=True) == ""
