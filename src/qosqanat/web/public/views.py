"""The check page: anybody with a paper in hand asks whether it is genuine. Reads only, names nobody."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from qosqanat.documents import codes, queries
from qosqanat.web.common.guard import public

from .forms import CodeForm

MOST_BYTES = 5 * 1024 * 1024
FORM_AROUND = 64 * 1024
RATE = {"check_paper": "30/m/ip"}
REASON = "An employer or another university checks a paper without an account."

View = Callable[..., HttpResponse]


def slowly(view: View) -> View:
    """30 questions a minute from one address: enough for a person, too few for trying codes out."""

    @wraps(view)
    def asked(request: HttpRequest, *args: str) -> HttpResponse:
        asking = ratelimit.consume(request, app="qosqanat", action="check_paper", config=RATE, limit_get=True)
        return view(request, *args) if asking else ratelimit.respond_429(request)

    return asked


@public(REASON)
def find(request: HttpRequest) -> HttpResponse:
    """A field for the code, for people who cannot scan."""
    form = CodeForm(request.GET or None)
    if form.is_bound and form.is_valid():
        return redirect("public:check", form.cleaned_data["code"])
    return render(request, "public/find.html", {"form": form})


@public(REASON)
@csrf_exempt  # changes nothing and needs no cookie: a stranger's browser may have them blocked
def check(request: HttpRequest, code: str) -> HttpResponse:
    """The verdict on a code, and whether a file that somebody holds is that very paper."""
    return _check(request, code)


@slowly
def _check(request: HttpRequest, code: str) -> HttpResponse:
    found = queries.check(code)
    facts: dict[str, Any] = {
        "found": found,
        "typed": code[:40],
        "compared": "",
        "file_problem": "",
        "address": settings.PUBLIC_URL,
    }
    if found is None:
        return render(request, "public/check.html", facts, status=404)
    facts["short"] = codes.short_code(found.document.code)
    facts |= {"newer": "", "older": found.document.came_after, "revoker": found.revoker}
    if found.document.replaced_by:
        facts["newer"] = codes.short_code(found.document.replaced_by.code)
    if request.method == "POST":
        facts |= _compare(request, found.document.file.sha256)
    return render(request, "public/check.html", facts, status=422 if facts["file_problem"] else 200)


def _compare(request: HttpRequest, sha256: str) -> dict[str, str]:
    """The file is hashed as it comes and never kept; a long one is refused before it is read."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES + FORM_AROUND:
        return {"file_problem": _too_long()}
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or not file.size:
        return {"file_problem": _("Choose the PDF file of the paper first.")}
    if file.size > MOST_BYTES:
        return {"file_problem": _too_long()}
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    return {"compared": "same" if digest.hexdigest() == sha256 else "other"}


def _too_long() -> str:
    return _("The file is larger than 5 MB. Papers of Qosqanat are smaller: this is another file.")
