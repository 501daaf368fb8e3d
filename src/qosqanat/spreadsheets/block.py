"""One header with the records under it: bands, carried cells, totals and signatures left out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .bands import band_of, entered, is_aside
from .evidence import fit
from .model import Cell, Source, Table
from .titles import Spec
from .values import people
from .values.text import is_blank, text_of

FEWEST_CARRIED = 4


@dataclass(frozen=True)
class Row:
    """One record of a block: its cells by field, and the bands (faculty, department, group) above it.

    ``above`` are the lines of text since the record before, whatever they say.
    """

    source: Source
    cells: list[Cell]
    texts: list[str]
    columns: Mapping[str, int]
    bands: Mapping[str, str]
    labels: Mapping[str, str] = field(default_factory=dict)
    given_first: bool = False
    above: tuple[str, ...] = ()

    def title(self, name: str) -> str:
        """The header of a field's column."""
        return self.labels.get(name, "")

    def get(self, name: str) -> Cell:
        index = self.columns.get(name)
        return self.at(index) if index is not None else None

    def at(self, index: int) -> Cell:
        return self.cells[index] if index < len(self.cells) else None

    def text(self, name: str) -> str:
        index = self.columns.get(name, len(self.texts))
        return self.texts[index] if index < len(self.texts) else ""


@dataclass
class Block:
    """One header with the records under it."""

    table: Table
    titles: list[str]
    paths: list[tuple[str, ...]]
    stacks: list[list[Cell]]
    lines: list[list[str]]
    columns: dict[str, int]
    score: float
    top: int
    rows: list[Row] = field(default_factory=list)
    skipped: list[tuple[Source, str]] = field(default_factory=list)
    carried: dict[Source, dict[int, Cell]] = field(default_factory=dict)

    @property
    def labels(self) -> dict[str, str]:
        return {name: " / ".join(self.paths[index]) for name, index in self.columns.items()}

    @property
    def unmapped(self) -> list[str]:
        used = set(self.columns.values())
        rest = [path for i, path in enumerate(self.paths) if path and i not in used]
        # a sheet that is turned has its title lines among the columns
        return [" / ".join(path) for path in rest if not (self.table.transposed and ":" in path[0])]


def texts_of(cells: list[Cell]) -> list[str]:
    """What each cell says, empty text for a blank one."""
    return ["" if cell is None or is_blank(cell) else text_of(cell) for cell in cells]


def filled_of(cells: list[Cell]) -> list[str]:
    """The cells that say something, as text."""
    return [text for text in texts_of(cells) if text]


def is_numbering(cells: list[Cell], filled: list[str]) -> bool:
    """The line 1, 2, 3 ... under a header that numbers its columns, in whatever order they stand now."""
    if len(filled) < 3 or not filled[0].isdigit() or is_blank(cells[0]):
        return False
    return set(filled) == {str(i) for i in range(1, len(filled) + 1)}


def fill(block: Block, start: int, stop: int, spec: Spec) -> None:
    bands: dict[str, str] = {}
    above: list[str] = []
    labels = block.labels
    given_first = people.given_first(
        text_of(cells[block.columns["name"]])
        for cells in block.table.rows[start:stop]
        if "name" in block.columns and block.columns["name"] < len(cells)
    )
    for index in range(start, stop):
        cells = block.table.rows[index]
        texts = texts_of(cells)
        filled = [text for text in texts if text]
        if not filled or is_numbering(cells, filled):
            continue
        source = Source(block.table.name, index + 1, block.table.transposed)
        band = band_of(filled)
        if not band and is_aside(filled):
            continue
        labelled = filled[0].endswith(":")
        if not (band or labelled) and len(filled) > 1 and _names_one(cells, block.columns, spec):
            row = Row(source, cells, texts, block.columns, bands, labels, given_first, tuple(above))
            block.rows.append(row)
            above = []
            continue
        above.append(" ".join(dict.fromkeys(filled)))
        if band:
            bands = entered(bands, *band)
        elif len(filled) > 2:
            block.skipped.append((source, " | ".join(filled)[:120]))
    for name in spec.carried:
        if name in block.columns:
            _carry(block, name)


def _carry(block: Block, name: str) -> None:
    """Fills a column down where each value stands once, above the empty cells that it means too."""
    values = [row.text(name) for row in block.rows]
    filled = [value for value in values if value]
    if len(values) < FEWEST_CARRIED or not values[0]:
        return
    if 2 * len(filled) > len(values) or len(set(filled)) < len(filled):
        return
    index, last = block.columns[name], None
    for i, row in enumerate(block.rows):
        if values[i]:
            last = row.get(name)
        else:
            cells = [*row.cells, *[None] * (index + 1 - len(row.cells))]
            cells[index] = last
            block.carried.setdefault(row.source, {})[index] = last
            block.rows[i] = replace(row, cells=cells, texts=texts_of(cells))


def _names_one(cells: list[Cell], columns: Mapping[str, int], spec: Spec) -> bool:
    """Whether a cell that identifies a record is filled with something of its kind."""
    for name in spec.identity:
        index = columns.get(name, len(cells))
        cell = cells[index] if index < len(cells) else None
        if not is_blank(cell) and (name in spec.chosen or fit(name, spec.kind, [cell]) > 0):
            return True
    return False
