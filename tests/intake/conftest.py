"""A university that has nothing but its methodical office, and the kit's files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from qosqanat.grading import actions as grading
from qosqanat.intake import actions
from qosqanat.intake.models import ImportRun
from qosqanat.people.models import Person, Role, Unit
from qosqanat.studies.models import Course

KIT = Path(__file__).parents[2] / "data" / "demo" / "yessenov"
KIT_BASE = {
    "contingent": "contingent-2026-autumn.xlsx",
    "partners": "partners-and-mentors.xlsx",
    "load": "teaching-load-2026-autumn.xlsx",
}
AT = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)


@dataclass
class Empty:
    """The university and the person who brings its files."""

    university: Unit
    office: Person


def empty(code: str) -> Empty:
    university = Unit.objects.create(
        kind="university", code=code, name_kk=code, time_zone="Asia/Aqtau", regulation="yessenov-141-2022"
    )
    office = Person.objects.create(university=university, surname="Жұмабаева", given_name="Ләззат")
    Role.objects.create(person=office, kind="office", unit=university, starts_on=date(2026, 8, 1))
    return Empty(university, office)


@pytest.fixture
def bare(db: None) -> Empty:
    found = Unit.objects.filter(code="yessenov").first()
    return Empty(found, Person.objects.get(roles__kind="office")) if found else empty("yessenov")


@pytest.fixture(scope="module")
def semester_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Students, partners and courses of the kit, with sheets for every course that is ready; once for a module."""
    with django_db_blocker.unblock(), transaction.atomic():
        bare = empty("yessenov")
        for kind, name in KIT_BASE.items():
            run = actions.start(bare.university, kind, (KIT / name).read_bytes(), name, by=bare.office, at=AT)
            actions.apply(actions.accept_proposals(run, at=AT), by=bare.office, at=AT)
        head = Person.objects.filter(roles__kind="teacher")[0]
        grading.issue_sheets(Course.objects.all(), by=head, at=datetime(2026, 9, 1, 6, tzinfo=UTC))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def semester(semester_once: None, db: None) -> None:
    """The kit's semester, with this test's own changes undone after it."""


Bring = Callable[..., ImportRun]


@pytest.fixture
def bring(bare: Empty) -> Bring:
    """Plan a file of the kit, or bytes under a name."""

    def start(kind: str, name: str, data: bytes | None = None, at: datetime = AT) -> ImportRun:
        content = data if data is not None else (KIT / name).read_bytes()
        return actions.start(bare.university, kind, content, name, by=bare.office, at=at)

    return start


@pytest.fixture
def settle(bare: Empty) -> Callable[[ImportRun], ImportRun]:
    """Take the proposed answers and write."""

    def write(run: ImportRun) -> ImportRun:
        return actions.apply(actions.accept_proposals(run, at=AT), by=bare.office, at=AT)

    return write
