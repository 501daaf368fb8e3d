"""Kazakh, Russian or English: the browser keeps the choice in a cookie, the sign-in for other browsers and for reminders."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.i18n import set_language

from .guard import public


@public("The sign-in page is read in three languages.")
def switch(request: HttpRequest) -> HttpResponse:
    """Keep the choice and go back to the page."""
    answer: HttpResponse = set_language(request)
    chosen = request.POST.get("language")
    if request.user.is_authenticated and chosen in dict(settings.LANGUAGES):
        request.user.read_in(chosen)
    return answer
