"""One list for every desk: filters, order and page in the address, export of what is seen, saved views, bulk acts.

A desk declares a `Table`, narrows its rows by the form's words, and answers with `Listing(request, TABLE).answer(rows, form)`.
Rows are a queryset, sorted and paged by the database, or a list that was computed.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import F, Model, QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.http import content_disposition_header

from qosqanat.people.middleware import ActingRequest
from qosqanat.people.models import SavedView
from qosqanat.spreadsheets.model import Cell
from qosqanat.spreadsheets.writer import XLSX, OutTable, csv_bytes, xlsx

from . import bulk, print_lists, views_of_lists

Rows = QuerySet[Any] | Sequence[Any]
Known = Callable[[ActingRequest, Collection[int]], Mapping[int, str]]
CSV = "text/csv; charset=utf-8"
NOT_A_FILTER = ("page", "view", "export", "print")


@dataclass(frozen=True)
class Column:
    """A column: `text` is what stands on the page and in the export, `note` a second, quieter text.

    `sort` names fields of a queryset ("-" turns one round) or is a key of a computed row; without it nobody sorts by it.
    `href` makes the text a link, `tone` gives a chip its colour, `template` shows the cell in another way on the page.
    """

    name: str
    label: Promise | str
    text: Callable[[Any], Cell]
    sort: tuple[str, ...] | Callable[[Any], Any] | None = None
    note: Callable[[Any], str] | None = None
    href: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None
    number: bool = False
    template: str = ""

    def exported(self, row: Any) -> Cell:
        text, note = self.text(row), self.note(row) if self.note else ""
        return f"{text}; {note}" if note else text


@dataclass(frozen=True)
class Table:
    """A list of a desk: `key` names it in saved views and exports; `empty` says why nothing is here and what to do.

    `known` names rows by their keys, as far as the person may see them, whether they are in the list or not: a bulk act
    says of a ticked row by that name that it has left the list. A table with acts has it.
    """

    key: str
    title: Promise
    columns: tuple[Column, ...]
    empty: Promise
    page: int = 50
    acts: tuple[bulk.BulkAct, ...] = ()
    key_of: Callable[[Any], int] = lambda row: row.pk
    named: Callable[[Any], str] | None = None
    known: Known | None = None

    def name_of(self, row: Any) -> str:
        """A row as bulk acts and its box name it: by `named` where the first column alone stands for several rows."""
        return self.named(row) if self.named else str(self.columns[0].exported(row))


def within_reach(model: type[Model], action: str, named: Callable[[Any], str] = str, *related: str) -> Known:
    """The `known` of a table whose keys are those of `model`: what the person reaches for `action`. One read."""

    def names(request: ActingRequest, keys: Collection[int]) -> dict[int, str]:
        rows = request.reachable(model, action).filter(pk__in=keys).select_related(*related)
        return {row.pk: named(row) for row in rows}

    return names


@dataclass(frozen=True)
class Shown:
    """A cell of the page."""

    column: Column
    row: Any

    @property
    def text(self) -> Cell:
        value = self.column.text(self.row)
        return "" if value is None else value

    @property
    def note(self) -> str:
        return self.column.note(self.row) if self.column.note else ""

    @property
    def href(self) -> str:
        return self.column.href(self.row) if self.column.href else ""

    @property
    def tone(self) -> str:
        return self.column.tone(self.row) if self.column.tone else ""


@dataclass(frozen=True)
class Line:
    key: int
    cells: list[Shown]
    name: str


@dataclass(frozen=True)
class Head:
    """A column's head: `sort` is what its link asks for, `order` how the list is sorted by it now."""

    column: Column
    sort: str
    order: str


class Listing:
    """A list as somebody asked for it; `query` is the address with the chosen view in it, for the filter form to read."""

    def __init__(self, request: ActingRequest, table: Table):
        self.request, self.table = request, table
        seen = SavedView.objects.filter(list_key=table.key).seen_by(request.who)
        self.views = list(seen.select_related("owner", "unit"))
        self.view = views_of_lists.chosen(self.views, request)
        self.query = QueryDict(self.view.query if self.view else "", mutable=True)
        for name, values in request.GET.lists():
            self.query.setlist(name, values)

    def answer(
        self,
        rows: Rows,
        form: forms.Form | None = None,
        template: str = "common/list_page.html",
        **frame: Any,
    ) -> HttpResponse:
        """The page, the export, the print view, the dry run or the result of a bulk act, or the way to a saved view."""
        if self.view and "view" not in self.request.GET:
            return redirect(f"{self.request.path}?view={self.view.slug}")
        if self.request.GET.get("view") and not self.view:
            return views_of_lists.lost(self.request)
        if self.request.method == "POST" and (answer := self.acted(rows)):
            return answer
        rows = self._sorted(rows)
        if (kind := self.query.get("export")) in {"xlsx", "csv"}:
            return self.export(rows, str(kind))
        if self.request.method == "GET" and self.query.get("print"):
            return print_lists.printed(self, rows, form, frame)
        return self._page(rows, form, template, frame)

    def _page(
        self, rows: Rows, form: forms.Form | None, template: str, frame: dict[str, Any]
    ) -> HttpResponse:
        page = Paginator(rows, self.table.page).get_page(self.query.get("page"))
        facts = {
            "list": self,
            "table": self.table,
            "form": form,
            "kept": self._kept(form),
            "page": page,
            "lines": [self.line(row) for row in page.object_list],
            "save_form": views_of_lists.SaveForm(who=self.request.who),
        }
        return render(self.request, template, frame | facts)

    def line(self, row: Any) -> Line:
        """A row with its cells."""
        cells = [Shown(column, row) for column in self.table.columns]
        return Line(self.table.key_of(row), cells, self.table.name_of(row))

    @property
    def address(self) -> str:
        """The page's own address without its query, for links that leave the filters."""
        return self.request.path

    @property
    def can_be_kept(self) -> bool:
        """Whether there is something to save under a name: filters, an order, or the view that is shown."""
        return self.filtered or self._order[0] is not None or self.view is not None

    @property
    def filtered(self) -> bool:
        """Whether anything narrows the list, so that an empty one can offer the whole."""
        kept = {name for name, values in self.query.lists() if any(values)}
        return bool(kept - {*NOT_A_FILTER, "sort", "term"})

    def _kept(self, form: forms.Form | None) -> list[tuple[str, str]]:
        """What the filter form carries on beside its own fields: the order, and the semester where the page chooses it."""
        fields = form.fields if form else {}
        return [
            (name, str(self.query[name]))
            for name in ("sort", "term")
            if self.query.get(name) and name not in fields
        ]

    @cached_property
    def _order(self) -> tuple[Column | None, bool]:
        wish = self.query.get("sort", "")
        by = {column.name: column for column in self.table.columns if column.sort}
        return by.get(wish.removeprefix("-")), wish.startswith("-")

    @property
    def heads(self) -> list[Head]:
        chosen, down = self._order
        return [
            Head(
                column,
                f"-{column.name}" if column is chosen and not down else column.name if column.sort else "",
                "" if column is not chosen else "descending" if down else "ascending",
            )
            for column in self.table.columns
        ]

    def _sorted(self, rows: Rows) -> Rows:
        column, down = self._order
        if column is None or column.sort is None:
            return rows
        if callable(column.sort):
            return sorted(rows, key=column.sort, reverse=down)
        assert isinstance(rows, QuerySet), "fields sort a queryset"
        orders = []
        for field in column.sort:
            back = field.startswith("-") != down
            plain = F(field.removeprefix("-"))
            orders.append(plain.desc(nulls_last=True) if back else plain.asc(nulls_last=True))
        return rows.order_by(*orders, "pk")

    def export(
        self,
        rows: Rows,
        kind: str,
        *more: tuple[str, Callable[[Any], Cell]],
        below: Sequence[tuple[Cell, Cell]] = (),
    ) -> HttpResponse:
        """`rows` as a file, "xlsx" or "csv": the columns of the list and, behind them, `more` as (label, text of a row).

        `below` them stand rows of which only the first and the last cell are known.
        """
        columns = [*((str(column.label), column.exported) for column in self.table.columns), *more]
        out = OutTable(
            str(self.table.title),
            [label for label, _text in columns],
            [
                *([text(row) for _label, text in columns] for row in rows),
                *([first, *[""] * (len(columns) - 2), last] for first, last in below),
            ],
        )
        body, media = (xlsx([out]), XLSX) if kind == "xlsx" else (csv_bytes(out), CSV)
        name = content_disposition_header(True, f"{self.table.title}.{kind}")
        return HttpResponse(body, media, headers={"Content-Disposition": name or "attachment"})

    def acted(self, rows: Rows) -> HttpResponse | None:
        """What was sent: a view to keep or to forget, a bulk act; None for a request that no page of ours sends."""
        sent = self.request.POST
        if "save_view" in sent:
            return views_of_lists.save(self)
        if "drop_view" in sent:
            return views_of_lists.drop(self)
        act = next((act for act in self.table.acts if act.name == sent.get("act")), None)
        return bulk.run(self, act, self._picked(rows)) if act else None

    def _picked(self, rows: Rows) -> bulk.Picked:
        """The ticked rows of what the filters leave, or all of it; and those that were ticked and are not there now."""
        if "every" in self.request.POST:
            return bulk.Picked(list(rows), ticked=True)
        keys = {int(pk) for pk in self.request.POST.getlist("pick") if pk.isdecimal() and len(pk) < 18}
        if isinstance(rows, QuerySet):
            found = list(rows.filter(pk__in=keys))
        else:
            found = [row for row in rows if self.table.key_of(row) in keys]
        gone = keys.difference(map(self.table.key_of, found))
        left = self.table.known(self.request, gone) if gone and self.table.known else {}
        return bulk.Picked(found, left, ticked=bool(keys))
