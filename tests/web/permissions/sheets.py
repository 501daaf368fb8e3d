from tests.web.permissions import Route

READERS = {
    "mentor", "representative", "teacher", "adviser", "head", "dean", "registrar", "office", "base_head", "quality", "rector",
}  # fmt: skip


def _history(house):  # type: ignore[no-untyped-def]
    return {"pk": house.course.pk, "sheet": house.sheets[0].pk, "key": "t1"}


ROUTES = {
    "sheets:course": Route(READERS, lambda house: {"pk": house.course.pk}),
    "sheets:cell": Route(READERS, lambda house: {"pk": house.course.pk}),
    "sheets:changes": Route(READERS, lambda house: {"pk": house.course.pk}),
    "sheets:undo": Route(READERS, lambda house: {"pk": house.course.pk}),
    "sheets:redo": Route(READERS, lambda house: {"pk": house.course.pk}),
    "sheets:fill": Route(READERS, lambda house: {"pk": house.course.pk}),
    "sheets:paste": Route(READERS, lambda house: {"pk": house.course.pk}),
    "sheets:workbook": Route(READERS, lambda house: {"pk": house.course.pk}),
    "sheets:fetch": Route(READERS, lambda house: {"pk": house.course.pk}),
    "sheets:apply": Route(READERS, lambda house: {"pk": house.course.pk}),
    "sheets:history": Route(READERS - {"representative", "base_head"}, _history),
}
