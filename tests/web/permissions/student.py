from tests.cast import House
from tests.web.permissions import Route


def sheet(house: House) -> dict[str, int]:
    own = next(sheet for sheet in house.sheets if sheet.student == house.students[0])
    return {"sheet_id": own.pk}


ROUTES = {
    "student:home": Route({"student"}),
    "student:course": Route({"student"}, sheet),
}
