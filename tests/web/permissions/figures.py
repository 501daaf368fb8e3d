from qosqanat.regulation import policy
from tests.web.permissions import Route

ROUTES = {"figures:home": Route(set(policy.roles_for("sheet.view")))}
