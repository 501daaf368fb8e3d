from tests.web.permissions import Route

TEACHER = {"teacher"}

ROUTES = {
    "teacher:home": Route(TEACHER),
    "teacher:danger": Route(TEACHER),
    "teacher:tests": Route(TEACHER),
    "teacher:tasks": Route(TEACHER, lambda house: {"pk": house.course.pk}),
}
