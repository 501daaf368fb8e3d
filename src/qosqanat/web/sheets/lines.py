"""The headings and lines of the grid as HTML, written here: a template takes eight times as long for some thousand cells."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from qosqanat.grading.book import entry_of
from qosqanat.grading.queries import Column
from qosqanat.regulation.numbers import cut
from qosqanat.web.templatetags.points import points

from .entry import final_text, shown
from .page import Line, Page, sign_of
from .sums import marks_of

Text = Callable[[str, Decimal | None], str]
Head = tuple[str, str, str]
SUM = '<td role="{0}" class="qq-sum qq-{1}" data-qq-{1}>{2}</td>'
ADMISSION = '<td role="{0}" class="qq-sum qq-admission" data-qq-admission="{1}">{2}</td>'


def heads(page: Page) -> SafeString:
    """A heading for each column, with what the scripts must know of it."""
    return mark_safe("".join(map(_heading, page.columns)))  # every text in it went through escape()


def body(page: Page) -> SafeString:
    """A table row for each line; texts are escaped."""
    role = "gridcell" if page.editable else "cell"
    heads = [_head(column, role) for column in page.columns]
    text, write = cache(_text), cache(points)
    parts: list[str] = []
    for number, line in enumerate(page.lines, start=1):
        parts += _opening(number, line)
        parts += _cells(line, heads, text)
        parts += _sums(line, role, write, page.has_final)
    return mark_safe("".join(parts))  # every text in it went through escape()


def _heading(column: Column) -> str:
    label, title, most = escape(column.label), escape(column.title), points(column.cap)
    return (
        f'<th scope="col" role="columnheader" id="k-{column.key}" class="qq-{_look(column)}" title="{title}"'
        f' data-qq-key="{column.key}" data-qq-place="{column.component} {column.number}"'
        f' data-qq-cap="{column.cap}" data-qq-sign="{sign_of(column)}"><span>{label}</span><small>{most}</small></th>'
    )


def _look(column: Column) -> str:
    return "attestation" if column.attestation else column.component


def _text(state: str, value: Decimal | None) -> str:
    return escape(shown(entry_of(state, value)))


def _head(column: Column, role: str) -> Head:
    """What the cells of a column share: key, opening tag up to the kind, sign of an empty cell."""
    return column.key, f'<td role="{role}" class="qq-cell qq-{_look(column)} qq-', sign_of(column)


def _opening(number: int, line: Line) -> Iterator[str]:
    sheet = line.row.sheet
    yield f'<tr role="row" data-qq-sheet="{sheet.pk}" data-qq-marks="{escape(marks_of(line.row))}">'
    name = escape(sheet.student.person.full_name)
    yield f'<th scope="row" role="rowheader" id="r-{sheet.pk}" class="qq-name">{number}. {name}</th>'


def _cells(line: Line, heads: list[Head], text: Text) -> Iterator[str]:
    cells, sheet, may, kept = line.row.cells, line.row.sheet.pk, line.open_keys, line.kept
    for key, begin, sign in heads:
        view = cells[key]
        if key not in may:
            shows = text(view.state, view.value) or sign
            link = f'<a href="{sheet}/{key}/">{shows}</a>' if view.version else shows
            yield f'{begin}{view.state}">{link}</td>'
            continue
        shows, wrong, invalid = text(view.state, view.value), "", ""
        if key in kept:
            shows, wrong, invalid = escape(kept[key][0]), " qq-wrong-cell", ' aria-invalid="true"'
        yield (
            f'{begin}{view.state} qq-open{wrong}"><input id="c-{sheet}-{key}" name="c-{sheet}-{key}-{view.version}"'
            f' value="{shows}" inputmode="decimal" aria-labelledby="r-{sheet} k-{key}"{invalid}></td>'
        )


def _sums(line: Line, role: str, write: Callable[[Decimal], str], has_final: bool) -> Iterator[str]:
    row = line.row
    for rating in row.periods:
        yield SUM.format(role, "rating", write(rating))
    yield ADMISSION.format(role, row.outlook, write(cut(row.admission)))
    yield SUM.format(role, "needed", "—" if row.needed is None else write(row.needed))
    if has_final:
        yield SUM.format(role, "final", escape(final_text(row.final, row.ratings.letter)))
    yield "</tr>"
