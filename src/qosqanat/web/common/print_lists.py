"""A list on paper: every row of it, with university, filter and moment said, so that the sheet speaks for itself."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from qosqanat.people.models import Unit

if TYPE_CHECKING:
    from .lists import Listing, Rows

MOST = 2000  # some sixty sheets of paper: more belongs into a spreadsheet
UPRIGHT = 5  # columns that fit an upright A4; more are printed across


def printed(listing: "Listing", rows: "Rows", form: forms.Form | None, frame: dict[str, Any]) -> HttpResponse:
    """All rows up to `MOST`, with what narrows and orders them in words."""
    page = Paginator(rows, MOST).get_page(1)
    facts = {
        "list": listing,
        "table": listing.table,
        "page": page,
        "lines": [listing.line(row) for row in page.object_list],
        "universities": _universities(listing),
        "words": list(_words(listing, form, frame)),
        "across": len(listing.table.columns) > UPRIGHT,
        "printed": True,
    }
    return render(listing.request, "common/list_print.html", frame | facts)


def _universities(listing: "Listing") -> list[Unit]:
    """Where the reader's rights come from."""
    keys = {one.university_id for one in listing.request.who.holdings if one.university_id}
    return list(Unit.objects.filter(pk__in=keys))


def _words(listing: "Listing", form: forms.Form | None, frame: dict[str, Any]) -> Iterator[str]:
    """The semester, every filter that is set, and the order, each as a reader says it."""
    fields = form.visible_fields() if form else []
    terms = frame.get("terms")
    if terms and terms.shown and "term" not in {field.name for field in fields}:
        yield f"{_('Semester')}: {terms.shown}"
    for field in fields:
        if value := field.value():
            yield _said(field, value)
    for head in listing.heads:
        if head.order:
            down = head.order == "descending"
            words = _("ordered by “%(column)s”, from the end") if down else _("ordered by “%(column)s”")
            yield words % {"column": head.column.label}


def _said(field: forms.BoundField, value: Any) -> str:
    """A filter in words: a ticked box is its own label, a choice says its answer."""
    if isinstance(field.field, forms.BooleanField):
        return str(field.label)
    answers = {str(key): text for key, text in getattr(field.field, "choices", ())}
    return f"{field.label}: {answers.get(str(value), value)}"
