from qosqanat.regulation import policy
from tests.web.permissions import Route

ROUTES = {"agreements:home": Route(set(policy.roles_for("agreement.view")))}
