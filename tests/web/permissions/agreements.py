from qosqanat.partners.models import Agreement
from qosqanat.regulation import policy
from tests.cast import House
from tests.web.permissions import Route

EDITORS = set(policy.roles_for("agreement.edit"))


def contract(house: House) -> dict[str, int]:
    return {"pk": Agreement.objects.get(university=house.university).pk}


ROUTES = {
    "agreements:home": Route(set(policy.roles_for("agreement.view"))),
    "agreements:new": Route(EDITORS),
    "agreements:edit": Route(EDITORS, contract),
    "agreements:iin": Route(EDITORS, contract),
}
