from typing import Any

from qosqanat.documents.actions import issue
from qosqanat.grading.models import Sheet
from tests.cast import AT, House
from tests.web.permissions import EVERYBODY, Route


def sheet(house: House) -> Sheet:
    return Sheet.objects.get(course=house.course, student=house.students[0])


def paper(house: House) -> Any:
    return issue("sheet_student", sheet(house), language="kk", by=house.head, at=AT)


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
}

ROUTES = {"records:search": Route(EVERYBODY)}
for kind, (roles, record) in RECORDS.items():
    ROUTES[f"records:{kind}"] = Route(roles, lambda house, record=record: {"pk": record(house).pk})  # type: ignore[misc]
    ROUTES[f"records:{kind}_history"] = ROUTES[f"records:{kind}"]
