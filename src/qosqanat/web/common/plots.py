"""Plots drawn by the server: SVG that needs no script, the same numbers as a table, both to take away.

What a bar says is written at it, so neither colour nor a ruler is needed; a hatched part is one that needs somebody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.text import Truncator

from qosqanat.spreadsheets.model import Cell
from qosqanat.spreadsheets.writer import XLSX, OutTable, xlsx

SVG = "image/svg+xml"
WIDE, TOP, FLOOR, LEFT = 640, 40, 210, 20
ROW, NAMES, END, LONGEST = 28, 250, 570, 28


@dataclass(frozen=True)
class Bar:
    """`value` None: nothing to show; `count` stands beside it in the table; `hatched` is the part of the value drawn so."""

    label: str
    value: int | None
    count: int
    hatched: int = 0


@dataclass(frozen=True)
class Shape:
    """A bar as drawn: its rectangle, how tall its hatched part is, where its label stands and where its value."""

    bar: Bar
    x: float
    y: float
    width: float
    height: float
    label: tuple[float, float]
    value: tuple[float, float]
    short: str
    hatched: float = 0

    @property
    def hatched_y(self) -> float:
        return round(self.y + self.height - self.hatched, 1)


@dataclass(frozen=True)
class Plot:
    """`sentence` says in one line what it shows; `heads` name the columns of its table: label, value, count.

    `full` is the value of the longest possible bar, 0 for the largest there is; `line` names an upright line before
    the bar number `line_before`. `lying` bars have long labels.
    """

    name: str
    title: str
    sentence: str
    heads: tuple[str, str, str]
    bars: Sequence[Bar]
    unit: str = ""
    full: int = 0
    line: str = ""
    line_before: float = 0
    lying: bool = False

    @property
    def height(self) -> int:
        return TOP + ROW * len(self.bars) + 10 if self.lying else FLOOR + 50

    @property
    def width(self) -> int:
        return WIDE

    @property
    def floor(self) -> int:
        return FLOOR

    @property
    def any(self) -> bool:
        return any(bar.value or bar.count for bar in self.bars)

    @property
    def step(self) -> float:
        return (WIDE - 2 * LEFT) / max(1, len(self.bars))

    @property
    def line_x(self) -> float:
        return round(LEFT + self.step * self.line_before, 1)

    @property
    def shapes(self) -> list[Shape]:
        draw = self._lying if self.lying else self._standing
        return [draw(index, bar) for index, bar in enumerate(self.bars)]

    def _part(self, bar: Bar) -> float:
        full = self.full or max((one.value or 0 for one in self.bars), default=0) or 1
        return (bar.value or 0) / full

    def _standing(self, index: int, bar: Bar) -> Shape:
        tall = round((FLOOR - TOP) * self._part(bar), 1)
        hatched = round(tall * bar.hatched / (bar.value or 1), 1)
        left, middle = LEFT + self.step * (index + 0.12), round(LEFT + self.step * (index + 0.5), 1)
        top = FLOOR - tall
        wide = round(self.step * 0.76, 1)
        label, value = (middle, FLOOR + 18), (middle, round(top - 5, 1))
        return Shape(bar, round(left, 1), top, wide, tall, label, value, bar.label, hatched)

    def _lying(self, index: int, bar: Bar) -> Shape:
        top, wide = TOP + ROW * index, round((END - NAMES) * self._part(bar), 1)
        name = Truncator(bar.label).chars(LONGEST)
        return Shape(bar, NAMES, top, wide, ROW - 8, (0, top + 15), (NAMES + wide + 6, top + 15), name)

    @property
    def rows(self) -> list[list[Cell]]:
        """The table twin."""
        return [[bar.label, bar.value, bar.count] for bar in self.bars]

    def svg(self) -> str:
        return render_to_string("common/plot.svg", {"plot": self, "alone": True})


def download(request: HttpRequest, plots: Sequence[Plot]) -> HttpResponse | None:
    """The plot that `?plot=` names as `?export=` svg or xlsx; None where nothing is to be taken away. Raises Http404."""
    kind = request.GET.get("export")
    if kind not in {"svg", "xlsx"}:
        return None
    plot = next((plot for plot in plots if plot.name == request.GET.get("plot")), None)
    if plot is None:
        raise Http404
    body: Any = plot.svg() if kind == "svg" else xlsx([OutTable(plot.title, plot.heads, plot.rows)])
    name = content_disposition_header(True, f"{plot.title}.{kind}")
    media = SVG if kind == "svg" else XLSX
    return HttpResponse(body, media, headers={"Content-Disposition": name or "attachment"})
