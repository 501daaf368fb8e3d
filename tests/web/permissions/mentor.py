from typing import Any

from tests.cast import WEEK, House
from tests.web.permissions import Route

MENTOR = {"mentor"}


def week(house: House) -> dict[str, Any]:
    return {"course_id": house.course.pk, "number": WEEK}


def mark(house: House) -> dict[str, Any]:
    return week(house) | {"sheet_id": house.sheets[0].pk}


ROUTES = {
    "mentor:home": Route(MENTOR),
    "mentor:week": Route(MENTOR, week),
    "mentor:marks": Route(MENTOR, week),
    "mentor:finish": Route(MENTOR, week),
    "mentor:mark": Route(MENTOR, mark),
}
