from qosqanat.regulation import policy
from tests.web.permissions import EVERYBODY, Route

NEEDED = {
    "students": "student.view",
    "danger": "score.view",
    "mentors": "sheet.view",
    "changes": "score.view",
    "sheets": "score.view",
}
RESULTS = set(policy.roles_for("sheet.view")) & set(policy.roles_for("final.view"))
ROUTES = {"overview:home": Route(EVERYBODY)} | {
    f"overview:{name}": Route(set(policy.roles_for(action))) for name, action in NEEDED.items()
}
ROUTES |= {f"overview:{name}": Route(RESULTS) for name in ("progress", "one_page")}
