"""Where the values of a pasted block belong: from the focused cell on, or by the names that came along."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qosqanat.regulation import kz
from qosqanat.spreadsheets.clipboard import Block
from qosqanat.web.common.forms import HouseForm

from .entry import Typed, typed_lines
from .page import Line, Page
from .proposal import Proposed, nowhere

NUMBERED = re.compile(r"^[0-9]{1,3}[.)]?\s+")
Placed = tuple[list[Typed], list[Proposed], list[str]]


class PasteForm(HouseForm):
    """The block and its first cell; a script sends the clipboard's web page and the versions that it shows too."""

    says_optional = False
    sheet = forms.TypedChoiceField(label=gettext_lazy("First student"), coerce=int)
    column = forms.ChoiceField(label=gettext_lazy("First column"))
    text = forms.CharField(
        label=gettext_lazy("Marks"),
        required=False,
        strip=False,
        max_length=1_000_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Copy cells in Excel, Google Sheets, LibreOffice or WPS and paste them here. Nothing is saved before you have seen what changes."
        ),
    )
    html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    reason = forms.CharField(label=gettext_lazy("Reason of the correction"), required=False, max_length=300)

    def __init__(self, *args: Any, page: Page, **kwargs: Any):
        super().__init__(*args, **kwargs)
        students = [(line.row.sheet.pk, line.row.student.person.full_name) for line in page.lines]
        self.fields["sheet"].choices = students  # type: ignore[attr-defined]
        self.fields["column"].choices = [(c.key, c.label) for c in page.columns]  # type: ignore[attr-defined]
        if not page.correcting:
            del self.fields["reason"]


def placed(block: Block, page: Page, wish: dict[str, Any]) -> Placed:
    """The cells that the block names, what falls outside the grid, and notes on how it was read.

    An empty pasted cell leaves what stands. Cells that the page shows with an older version keep that version.
    """
    keys = _keys(block, page, wish["column"])
    seen = _versions(wish["seen"], page)
    cells: list[Typed] = []
    outside: list[Proposed] = []
    by_key = {column.key: column for column in page.columns}
    for name, line, values in _rows(block, page, wish["sheet"]):
        filled = [text for text in values if text]
        if line is None:
            outside += [nowhere(name, " · ".join(filled), _no_line(name))] if filled else []
            continue
        for key, text in zip(keys, values, strict=False):
            if text and key is None:
                outside.append(
                    nowhere(line.row.student.person.short_name, text, _("No column has this title."))
                )
            elif text and key:
                stands = 0 if seen else line.row.cells[key].version
                version = seen.get((line.row.sheet.pk, key), stands)
                cells.append(Typed(line.row.sheet.pk, by_key[key], version, text))
        if beyond := [text for text in values[len(keys) :] if text]:
            why = _("There is no column further to the right in this view.")
            outside.append(nowhere(line.row.student.person.short_name, " · ".join(beyond), why))
    return cells, outside, list(_notes(block))


def _keys(block: Block, page: Page, first: str) -> list[str | None]:
    """The columns by the titles that came along; else those that the reader may fill, as Tab goes through them."""
    labels = {kz.fold(column.label): column.key for column in page.columns}
    named = [labels.get(kz.fold(head.split(" ")[0])) if head else None for head in block.heads]
    if any(named):
        return list(named)
    all_keys = [column.key for column in page.columns]
    open_keys = page.open_keys
    keys = [key for key in all_keys if key in open_keys] if first in open_keys else all_keys
    return [*keys[keys.index(first) :]]


def _rows(block: Block, page: Page, sheet: int) -> Iterator[tuple[str, Line | None, list[str]]]:
    """Each row of the block with its student: by name where names came along, else downwards from the first."""
    if block.names is None:
        first = next(n for n, line in enumerate(page.lines) if line.row.sheet.pk == sheet)
        below = page.lines[first:]
        for number, values in enumerate(block.values):
            yield "", below[number] if number < len(below) else None, values
        return
    known = _by_name(page)
    for name, values in zip(block.names, block.values, strict=True):
        yield name, known.get(_plain(name)), values


def _by_name(page: Page) -> dict[str, Line | None]:
    """Lines by full, usual and short name; a name that two students share finds nobody."""
    found: dict[str, Line | None] = {}
    for line in page.lines:
        person = line.row.student.person
        names = {person.full_name, f"{person.surname} {person.given_name}", person.short_name}
        for name in {_plain(name) for name in names}:
            found[name] = None if name in found else line
    return found


def _plain(name: str) -> str:
    return kz.fold(NUMBERED.sub("", name))


def _no_line(name: str) -> str:
    if not name:
        return _("There is no student further down in this course.")
    return _("No student of this course is called “%(name)s”, or more than one is.") % {"name": name}


def _notes(block: Block) -> Iterator[str]:
    if block.titles:
        text = ngettext(
            "The first row was taken for a title and left out.",
            "The first %(n)s rows were taken for titles and left out.",
            block.titles,
        )
        yield text % {"n": block.titles}
    if block.names is not None:
        yield _("The rows were matched by the names that came along.")


def _versions(seen: str, page: Page) -> dict[tuple[int, str], int]:
    return {(one.sheet_id, one.column.key): one.version for one in typed_lines(seen.split("\n"), page.grid)}
