"""What every page's frame shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from qosqanat.core.clock import now

from .checklists import checklist_of
from .desks import desks_of
from .theme import theme_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """Desks of the person who acts, the one that is open (on shared pages the first), the demo's clock and the colours.

    A desk's home also gets the first steps of whoever opens it.
    """
    frame: dict[str, Any] = {"demo": settings.DEMO, "moment": now(), "desks": [], "desk": None, "menu": []}
    frame["theme"] = theme_of(request)
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        desks = desks_of(request.who.roles)  # type: ignore[attr-defined]
        match = request.resolver_match
        space = match.namespace if match else ""
        desk = next((d for d in desks if d.name == space), desks[0] if desks else None)
        frame |= {"desks": desks, "desk": desk, "menu": desk.pages_for(request.who) if desk else []}  # type: ignore[attr-defined]
        if desk and match and match.view_name == desk.home:
            frame["checklist"] = checklist_of(request, desk)  # type: ignore[arg-type]
    return frame
