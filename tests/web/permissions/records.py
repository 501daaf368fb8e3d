from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from qosqanat.documents.actions import issue
from qosqanat.grading.models import Sheet
from qosqanat.partners.models import Agreement
from qosqanat.regulation import policy
from tests.cast import AT, House
from tests.web.permissions import EVERYBODY, Route, office, papers, registrar


def sheet(house: House) -> Sheet:
    return Sheet.objects.get(course=house.course, student=house.students[0])


def paper(house: House) -> Any:
    return issue("sheet_student", sheet(house), language="kk", by=house.head, at=AT)


def roles(action: str) -> set[str]:
    return set(policy.roles_for(action))


def made(args: Callable[[House], dict[str, int]]) -> Callable[[House], Any]:
    """The record that the lines of its desk open."""
    return lambda house: SimpleNamespace(**args(house))


RECORDS = {
    "person": (
        EVERYBODY - {"student", "mentor", "representative", "teacher", "adviser"},
        lambda house: house.head,
    ),
    "student": (EVERYBODY, lambda house: house.students[0]),
    "course": (EVERYBODY, lambda house: house.course),
    "sheet": (EVERYBODY - {"student", "career", "admin"}, sheet),
    "partner": (
        EVERYBODY - {"student", "mentor", "teacher", "adviser", "admin"},
        lambda house: house.enterprise,
    ),
    "document": (EVERYBODY - {"admin"}, paper),
    "exam": (roles("exam.view") - {"student", "adviser"}, made(registrar.exam)),
    "agreement": (roles("agreement.view"), lambda house: Agreement.objects.get(university=house.university)),
    "unit": (roles("unit.view"), lambda house: house.department),
    "term": (roles("term.edit"), lambda house: house.term),
    "import": (roles("import.run"), made(office.run)),
    "batch": (papers.ASKER, made(papers.batch)),
}

ROUTES = {"records:search": Route(EVERYBODY)}
for kind, (roles, record) in RECORDS.items():
    ROUTES[f"records:{kind}"] = Route(roles, lambda house, record=record: {"pk": record(house).pk})  # type: ignore[misc]
    ROUTES[f"records:{kind}_history"] = ROUTES[f"records:{kind}"]
