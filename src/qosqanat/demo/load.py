"""Filling the demo: spreadsheets through the import, sheets through the head's act, marks through `enter_scores`."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import override

from qosqanat.core.clock import now
from qosqanat.grading import actions as grading
from qosqanat.intake import actions as intake
from qosqanat.people.models import Person, Role, Unit
from qosqanat.studies.models import Course

from . import cast, life, marking, past

Step = Callable[[str], AbstractContextManager[Callable[[str], None]]]
BEFORE = (("contingent", "contingent-*"), ("partners", "partners-*"), ("load", "teaching-load-*"))
DURING = (("canvas", "canvas-*"), ("sheet", "vedomost-*"))
BEFORE_TERM = datetime(2026, 8, 31, 6, 0, tzinfo=UTC)


def load(step: Step) -> None:
    """Make both universities; `step(title)` shows progress."""
    for code in cast.UNIVERSITIES:
        with step(f"Founding {code}"):
            university = cast.found(code)
        office = Person.objects.get(roles__kind="office", roles__unit=university)
        for kind, pattern in BEFORE:
            _bring(university, kind, settings.DEMO_FILES / code, pattern, office, BEFORE_TERM, step)
        with step(f"Issuing the semester's sheets of {code}") as say:
            say(f"{_issue(university)} sheets")
        for kind, pattern in DURING:
            _bring(university, kind, settings.DEMO_FILES / code, pattern, office, now(), step)
        with step(f"Nine weeks of marks at {code}") as say:
            say(f"{marking.mark(university, weeks=9)} marks")
        with step(f"Last spring at {code}") as say:
            say(f"{past.spring(university)} marks")
        cast.open_desks(university)
        with step(f"Papers and deadlines at {code}") as say, override("kk"):
            say(f"{life.go_on(university)} papers")


def _bring(
    university: Unit, kind: str, folder: Path, pattern: str, office: Person, at: datetime, step: Step
) -> None:
    for path in sorted(folder.glob(pattern)):
        with step(f"Importing {university.code}/{path.name}") as say, override("kk"):
            run = intake.start(university, kind, path.read_bytes(), path.name, by=office, at=at)
            run = intake.accept_proposals(run, at=at)
            run = intake.apply(run, by=office, at=at)
            say(", ".join(f"{count} {verdict}" for verdict, count in run.counts.items() if count))


def _issue(university: Unit) -> int:
    """Every head issues what is ready; departments without a head get theirs first."""
    issued = 0
    for department in Unit.objects.inside(university).filter(kind="department"):
        head = Person.objects.filter(roles__kind="head", roles__unit=department).first() or _head_of(
            department
        )
        courses = list(Course.objects.filter(department=department))
        issued += grading.issue_sheets(courses, by=head, at=BEFORE_TERM).sheets
    return issued


def _head_of(department: Unit) -> Person:
    """The first teacher of the department also heads it."""
    teacher = Person.objects.filter(taught_courses__department=department).order_by("pk").first()
    if teacher is None:
        teacher = cast.person_named("Тілеуов Болат Маратұлы", department.university)
    Role.objects.create(person=teacher, kind="head", unit=department, starts_on=cast.SINCE)
    return teacher
