from tests.cast import House
from tests.web.permissions import EVERYBODY, Route

READERS = EVERYBODY - {"career", "admin"}
SCORES = READERS - {"representative", "base_head"}
ENTER = {"mentor", "teacher", "head", "dean", "registrar"}


def _sheet(house: House) -> dict[str, int]:
    return {"sheet": next(s.pk for s in house.sheets if s.student_id == house.students[0].pk)}


def _cell(house: House) -> dict[str, object]:
    return {**_sheet(house), "key": "t7"}


ROUTES = {
    "api:reference": Route(EVERYBODY),
    "api:openapi-json": Route(EVERYBODY, public="programs read the description before they have a token"),
    "api:api-root": Route(EVERYBODY),
    "api:nowhere": Route(set(), lambda house: {"rest": "x"}, public="says that nothing is here"),
    "api:students": Route(EVERYBODY, scopes={"get": "students:read"}),
    "api:student": Route(
        EVERYBODY, lambda house: {"student": str(house.students[0].pk)}, scopes={"get": "students:read"}
    ),
    "api:courses": Route(EVERYBODY, scopes={"get": "courses:read"}),
    "api:course": Route(
        EVERYBODY, lambda house: {"course": str(house.course.pk)}, scopes={"get": "courses:read"}
    ),
    "api:sheets": Route(READERS, scopes={"get": "sheets:read"}),
    "api:sheet": Route(READERS, _sheet, scopes={"get": "sheets:read"}),
    "api:ratings": Route(SCORES, scopes={"get": "ratings:read"}),
    "api:rating": Route(SCORES, _sheet, scopes={"get": "ratings:read"}),
    "api:cells": Route(SCORES, scopes={"get": "cells:read", "post": "cells:write"}),
    "api:cell": Route(SCORES, _cell, scopes={"get": "cells:read", "put": "cells:write"}),
}
WRITERS = frozenset(ENTER)
