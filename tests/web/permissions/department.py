from qosqanat.studies.models import CourseMentor, Enrolment
from tests.cast import House
from tests.web.permissions import Route

HEAD = {"head"}
EDITORS = {"head", "dean", "office"}


def course(house: House) -> dict[str, int]:
    return {"pk": house.course.pk}


def mentor(house: House) -> dict[str, int]:
    return {"pk": CourseMentor.objects.get(course=house.course).pk}


def enrolment(house: House) -> dict[str, int]:
    return {"pk": Enrolment.objects.filter(course=house.course).order_by("pk")[0].pk}


ROUTES = {
    "department:home": Route(HEAD),
    "department:courses": Route(HEAD),
    "department:issue": Route(HEAD),
    "department:course": Route(EDITORS, course),
    "department:course_edit": Route(EDITORS, course),
    "department:scheme": Route(HEAD, course),
    "department:mentor_assign": Route(EDITORS, course),
    "department:mentor_end": Route(EDITORS, mentor),
    "department:enrol": Route(EDITORS, course),
    "department:transfer": Route(EDITORS, enrolment),
    "department:withdraw": Route(HEAD, enrolment),
    "department:returned": Route(HEAD, course),
    "department:send_back": Route(HEAD, lambda house: {"pk": house.sheets[0].pk}),
}
