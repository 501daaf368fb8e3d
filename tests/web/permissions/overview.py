from qosqanat.regulation import policy
from tests.web.permissions import EVERYBODY, Route

NEEDED = {
    "students": "student.view",
    "danger": "score.view",
    "mentors": "sheet.view",
    "progress": "sheet.view",
    "changes": "score.view",
    "sheets": "score.view",
    "one_page": "sheet.view",
}
ROUTES = {"overview:home": Route(EVERYBODY)} | {
    f"overview:{name}": Route(set(policy.roles_for(action))) for name, action in NEEDED.items()
}
