"""Light or dark: what the person chose, kept in a cookie that the server reads, so that no page flashes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from qosqanat.people.middleware import ActingRequest

COOKIE, THEMES = "theme", ("light", "dark")
YEAR = 365 * 24 * 60 * 60


def theme_of(request: HttpRequest) -> str:
    """ "light", "dark", or "" for what the device asks for."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else ""


def back_from(request: HttpRequest) -> HttpResponseRedirect:
    """The way back to the page that sent a form of the frame, never out of the house."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = resolve_url("home")
    return HttpResponseRedirect(back)


@require_POST
def set_theme(request: ActingRequest) -> HttpResponse:
    """Keep the choice and go back to the page; anything that is no theme follows the device again."""
    answer = back_from(request)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        secure = settings.SESSION_COOKIE_SECURE
        answer.set_cookie(COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=secure, httponly=True)
    else:
        answer.delete_cookie(COOKIE, samesite="Lax")
    return answer
