"""Who may open which address: the reviewed table that `tests/web/test_permissions.py` holds against every route.

One module per desk, each with `ROUTES`: a dict from "namespace:name" (or the bare name) to a `Route`. To add a page,
add its line to the module of its desk; a route without a line fails, and so does a line without a route.

    ROUTES = {
        "department:home": Route({"head"}),
        "department:course": Route({"head"}, lambda house: {"pk": house.course.pk}),
    }

`roles` are the words of the policy that may open the page; `args` builds the address from the cast's house, so that
the same role of the other university can be sent to it and must get 404. `shared` says why that stranger may see it.
"""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from qosqanat.regulation import policy
from tests.cast import House

EVERYBODY = frozenset(policy.ROLES)


@dataclass(frozen=True)
class Route:
    """`roles` may open it, with `args` of a house; `public` or `shared` says why a wall is missing there.

    An address of the API has `scopes` instead of a page, by method: `tests/api/test_permissions.py` knocks at it.
    """

    roles: frozenset[str] | set[str]
    args: Callable[[House], dict[str, Any]] = field(default=lambda house: {})
    public: str = ""
    shared: str = ""
    scopes: dict[str, str] = field(default_factory=dict)


def table() -> dict[str, Route]:
    """Every line of every desk; two lines for one route are a mistake."""
    routes: dict[str, Route] = {}
    for module in pkgutil.iter_modules(__path__):
        lines = importlib.import_module(f"{__name__}.{module.name}").ROUTES
        assert not routes.keys() & lines.keys(), f"{module.name} repeats {routes.keys() & lines.keys()}"
        routes |= lines
    return routes
