from tests.web.permissions import EVERYBODY, Route

ROUTES = {"overview:home": Route(EVERYBODY)}
