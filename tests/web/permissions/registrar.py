from datetime import date

from qosqanat.grading.models import ExamSheet
from tests.cast import AT, House
from tests.web.permissions import Route

REGISTRAR = {"registrar"}


def course(house: House) -> dict[str, int]:
    return {"pk": house.course.pk}


def exam(house: House) -> dict[str, int]:
    facts = {
        "university": house.university,
        "held_on": date(2026, 12, 22),
        "issued_at": AT,
        "issued_by": house.registrar,
    }
    found, _ = ExamSheet.objects.get_or_create(
        course=house.course, attempt=1, defaults={"number": "00001"} | facts
    )
    return {"pk": found.pk}


def student(house: House) -> dict[str, int]:
    return {"pk": house.students[0].pk}


ROUTES = {
    "registrar:home": Route(REGISTRAR),
    "registrar:course": Route(REGISTRAR, course),
    "registrar:issue": Route(REGISTRAR, course),
    "registrar:exam": Route(REGISTRAR, exam),
    "registrar:move": Route(REGISTRAR, exam),
    "registrar:enter": Route(REGISTRAR, exam),
    "registrar:close": Route(REGISTRAR, exam),
    "registrar:reopen": Route(REGISTRAR, exam),
    "registrar:sealed": Route(REGISTRAR),
    "registrar:students": Route(REGISTRAR),
    "registrar:student": Route(REGISTRAR, student),
    "registrar:iin": Route(REGISTRAR, student),
}
