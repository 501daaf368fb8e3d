from tests.web.permissions import Route

READERS = {
    "mentor", "representative", "teacher", "adviser", "head", "dean", "registrar", "office", "base_head", "quality", "rector",
}  # fmt: skip


def _history(house):  # type: ignore[no-untyped-def]
    return {"pk": house.course.pk, "sheet": house.sheets[0].pk, "key": "t1"}


MARKED = READERS - {"representative", "base_head"}
"""Who reads marks; the others read who is on the sheets. `tests/web/sheets/test_sight.py` looks at what each of them is sent."""
EXAMINED = MARKED - {"mentor"}
SHOWN = {"practice": MARKED, "exam": EXAMINED, "final": EXAMINED}


ROUTES = {
    "sheets:course": Route(READERS, lambda house: {"pk": house.course.pk}),
    "sheets:cell": Route(MARKED, lambda house: {"pk": house.course.pk}),
    "sheets:changes": Route(MARKED, lambda house: {"pk": house.course.pk}),
    "sheets:undo": Route(MARKED, lambda house: {"pk": house.course.pk}),
    "sheets:redo": Route(MARKED, lambda house: {"pk": house.course.pk}),
    "sheets:fill": Route(MARKED, lambda house: {"pk": house.course.pk}),
    "sheets:paste": Route(MARKED, lambda house: {"pk": house.course.pk}),
    "sheets:workbook": Route(MARKED, lambda house: {"pk": house.course.pk}),
    "sheets:fetch": Route(MARKED, lambda house: {"pk": house.course.pk}),
    "sheets:gradebook": Route({"teacher"}, lambda house: {"pk": house.course.pk}),
    "sheets:apply": Route(MARKED, lambda house: {"pk": house.course.pk}),
    "sheets:history": Route(MARKED, _history),
}
