"""Lists in pages: an opaque cursor, and a `Link` header that says where the next page is."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from django.core import signing
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Schema

from qosqanat.core.problems import Problem

from .refusals import Stop

Row = TypeVar("Row", bound=models.Model)
MOST = 100
_signer = signing.Signer(salt="api.page")


class Page(Schema):
    """Which part of a list: `cursor` comes from a `Link` header and is nobody's business."""

    cursor: Annotated[str, Field(max_length=200)] = ""
    per_page: Annotated[int, Field(ge=1, le=MOST)] = 50


def page_of(
    request: HttpRequest, response: HttpResponse, rows: "models.QuerySet[Row]", page: Page
) -> list[Row]:
    """One page of `rows` by their keys; the `Link` header of `response` names the first and the next one."""
    rows = rows.order_by("pk")
    if page.cursor:
        rows = rows.filter(pk__gt=_after(page.cursor))
    found = list(rows[: page.per_page + 1])
    links = [_link(request, "", "first")]
    if len(found) > page.per_page:
        found.pop()
        links.append(_link(request, _signer.sign_object(found[-1].pk), "next"))
    response["Link"] = ", ".join(links)
    return found


def _after(cursor: str) -> int:
    try:
        key: int = _signer.unsign_object(cursor)
    except signing.BadSignature:
        raise Stop(
            404, Problem(_("There is no such page: begin at the first one."), field="cursor")
        ) from None
    return key


def _link(request: HttpRequest, cursor: str, relation: str) -> str:
    query = request.GET.copy()
    query.pop("cursor", None)
    if cursor:
        query["cursor"] = cursor
    address = request.build_absolute_uri(request.path + (f"?{query.urlencode()}" if query else ""))
    return f'<{address}>; rel="{relation}"'


Found = Callable[[str], "models.QuerySet[Any]"]
SIS = "sis_id:"


def one_of(rows: "models.QuerySet[Row]", reference: str, by_sis: Found) -> Row:
    """The row that `reference` names among `rows`: its id, or "sis_id:" and the student system's own key.

    Raises Http404 for none, Stop (409) for several: somebody who serves two universities.
    """
    if reference.startswith(SIS) and "\x00" not in reference:
        found = list(by_sis(reference.removeprefix(SIS))[:2])
    elif reference.isascii() and reference.isdigit() and len(reference) < 19:
        found = list(rows.filter(pk=int(reference)))
    else:
        found = []
    if len(found) > 1:
        raise Stop(409, Problem(_("Two of your universities use this key: ask by the id instead.")))
    if not found:
        raise Http404
    return found[0]
