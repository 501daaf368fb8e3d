"""The frame's own pages: the way home and errors."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from qosqanat.people.middleware import ActingRequest

from .desks import desks_of


def home(request: ActingRequest) -> HttpResponse:
    """The first desk that the person's roles open; somebody without a role is told whom to ask."""
    desks = desks_of(request.who.roles)
    if desks:
        return redirect(desks[0].home)
    return render(request, "common/no_role.html", status=403)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that no page of ours sends: what is wrong with it, in the reader's language."""
    large = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    frame = {"large": large, "most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024**2}
    return render(request, "400.html", frame, status=413 if large else 400)
