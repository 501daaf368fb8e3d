from qosqanat.intake import actions
from tests import cast
from tests.cast import House
from tests.web.permissions import Route

OFFICE = {"office"}
FILE = "ID,ФИО,Группа\n41871,Айдынұлы Шыңғыс,МГІ-24-1\n"


def run(house: House) -> dict[str, int]:
    found = house.university.import_runs.first()
    if found is None:
        found = actions.start(
            house.university, "contingent", FILE.encode(), "list.csv", by=house.office, at=cast.AT
        )
    return {"pk": found.pk}


ROUTES = {
    "office:home": Route(OFFICE),
    "office:terms": Route(OFFICE),
    "office:term": Route(OFFICE, lambda house: {"pk": house.term.pk}),
    "office:imports": Route(OFFICE),
    "office:import_new": Route(OFFICE),
    "office:import": Route(OFFICE, run),
    "office:import_progress": Route(OFFICE, run),
    "office:import_columns": Route(OFFICE, run),
    "office:import_answers": Route(OFFICE, run),
    "office:import_proposals": Route(OFFICE, run),
    "office:import_confirm": Route(OFFICE, run),
    "office:import_go_on": Route(OFFICE, run),
    "office:import_discard": Route(OFFICE, run),
    "office:import_refused": Route(OFFICE, run),
}
