"""What every page's frame shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from qosqanat.core.clock import now

from .desks import desks_of
from .theme import theme_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """Desks of the person who acts, the one that is open (on shared pages the first), the demo's clock and the colours."""
    frame: dict[str, Any] = {"demo": settings.DEMO, "moment": now(), "desks": [], "desk": None}
    frame["theme"] = theme_of(request)
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        desks = desks_of(request.who.roles)  # type: ignore[attr-defined]
        match = request.resolver_match
        space = match.namespace if match else ""
        frame |= {
            "desks": desks,
            "desk": next((d for d in desks if d.name == space), desks[0] if desks else None),
        }
    return frame
