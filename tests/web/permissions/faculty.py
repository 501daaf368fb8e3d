from tests.web.permissions import Route

DEAN = {"dean"}

ROUTES = {
    "faculty:home": Route(DEAN),
    "faculty:courses": Route(DEAN),
    "faculty:students": Route(DEAN),
    "faculty:weeks": Route(DEAN),
    "faculty:reopen": Route(DEAN, lambda house: {"pk": house.course.pk}),
}
