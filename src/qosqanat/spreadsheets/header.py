"""Finding the tables inside a sheet: title block, header rows, bands, records, totals, signatures."""

from collections.abc import Iterator

from .assignment import assign
from .bands import is_aside
from .block import Block, fill, filled_of, is_numbering
from .evidence import fit
from .model import Cell, Table
from .titles import SURE, THRESHOLD, Spec, scores
from .values.text import is_blank, text_of

HEADER_DEPTH = 4
SCANNED_ROWS = 200
TURNED_ROWS = 100
SAMPLE_ROWS = 40
POWER = 3
EARLIER = 1e-6
MIDDLING = 0.7  # of a column's best fit: what fits worse is not even a second choice
STRANGERS = 5  # unknown titles for a known one


def blocks(table: Table, spec: Spec) -> list[Block]:
    """Every block of one kind in a sheet, in the better of its two directions; empty if there is none."""
    upright = _blocks(table, spec)
    if len(table.rows) > TURNED_ROWS or sum(len(block.rows) for block in upright) > 3:
        return upright
    turned = _blocks(table.turned(), spec)
    return max(upright, turned, key=_weight)


def _weight(found: list[Block]) -> float:
    return sum(block.score for block in found if block.rows)


def _blocks(table: Table, spec: Spec) -> list[Block]:
    found: list[Block] = []
    previous_end = 0
    for top, bottom, columns, paths, score in _headers(table, spec):
        if found:
            fill(found[-1], previous_end, top, spec)
        stop = found[-1].rows[-1].source.row if found and found[-1].rows else previous_end
        titles = [line for row in table.rows[stop:top] for line in _title_lines(row)]
        if table.transposed:
            titles += [" ".join(path) for i, path in enumerate(paths) if path and i not in columns.values()]
        width = max(len(row) for row in table.rows[top:bottom])
        stacks = [[row[i] if i < len(row) else None for row in table.rows[top:bottom]] for i in range(width)]
        lines = _lines(table.rows[top:bottom])
        found.append(Block(table, titles, paths, stacks, lines, columns, score, top))
        previous_end = bottom
    if found:
        fill(found[-1], previous_end, len(table.rows), spec)
    return found


def _title_lines(row: list[Cell]) -> list[str]:
    """A row above the header as one line of text."""
    line = " ".join(filled_of(row))
    return [line] if line else []


Header = tuple[int, int, dict[str, int], list[tuple[str, ...]], float]


def _headers(table: Table, spec: Spec) -> Iterator[Header]:
    known: set[str] = set()
    row = 0
    while row < len(table.rows):
        if not _may_be_header(table.rows[row], row, known, spec):
            row += 1
            continue
        header = _best_header(table, row, spec)
        if header is None:
            row += 1
            continue
        known |= {
            text_of(cell)
            for line in table.rows[header[0] : header[1]]
            for cell in line
            if isinstance(cell, str)
        }
        yield header
        row = header[1]


def _may_be_header(cells: list[Cell], row: int, known: set[str], spec: Spec) -> bool:
    texts = [cell for cell in cells if isinstance(cell, str) and len(cell) < 200]
    extra = spec.extra(text_of(cell) for cell in cells)
    if len(texts) + extra < 2:
        return False
    if row >= SCANNED_ROWS or known:
        same = sum(1 for text in texts if text_of(text) in known)
        if same >= max(2, len(texts) // 2):
            return True
        if row >= SCANNED_ROWS or same == 0 and len(texts) * 2 < len(cells):
            return False
    sure = {name for text in texts for name, score in scores((text,), spec).items() if score >= SURE}
    strange = len(texts) - sum(1 for text in texts if spec.also and spec.also.fullmatch(text_of(text)))
    return len(sure) + extra >= max(2, strange / STRANGERS)


def _best_header(table: Table, top: int, spec: Spec) -> Header | None:
    """The header that starts here: as deep as its rows go on."""
    rows = table.rows
    bottom = top + 1
    while bottom < min(top + HEADER_DEPTH, len(rows)) and _continues(rows, top, bottom, spec):
        bottom += 1
    paths = _paths(rows[top:bottom])
    if not spec.satisfied({name for path in paths if path for name in scores(_labels(path), spec)}):
        return None
    columns, score = _assign(paths, _sample(rows, bottom, spec), spec)
    extra = spec.extra(title for path in paths for title in path)
    if len(columns) + extra < 2 or not spec.satisfied(set(columns)):
        return None
    return top, bottom, columns, paths, score


def _continues(rows: list[list[Cell]], top: int, row: int, spec: Spec) -> bool:
    """A row goes on with the header if it leaves every finished title alone and says more elsewhere."""
    cells = rows[row]
    filled = filled_of(cells)
    if len(filled) < 2:
        return False
    for index, cell in enumerate(cells):
        above = [line[index] for line in rows[top:row] if index < len(line) and not is_blank(line[index])]
        if is_blank(cell) or not above or cell == above[-1]:
            continue
        spans = _spans(rows[top], cells, index)
        weekly = isinstance(above[-1], int) or len(above) > 1 and above[0] != above[-1]
        if not spans and not weekly and _is_title(above[-1], spec):
            return False
        if isinstance(cell, str) and len(cell) > 60:
            return False
    return not is_numbering(cells, filled)


def _spans(title_row: list[Cell], cells: list[Cell], index: int) -> bool:
    """Whether a title stands over several columns: beside it nothing or itself, and below that another cell."""
    own = title_row[index] if index < len(title_row) else None
    if index and not is_blank(own) and title_row[index - 1] == own:
        return True
    for beside in range(index + 1, len(cells)):
        title = title_row[beside] if beside < len(title_row) else None
        if not is_blank(title) and title != own:
            return False
        if not is_blank(cells[beside]):
            return True
    return False


def _is_title(cell: Cell, spec: Spec) -> bool:
    if not isinstance(cell, str) or spec.also and spec.also.fullmatch(text_of(cell)):
        return False
    return any(score >= SURE for score in scores((cell,), spec).values())


def _paths(header: list[list[Cell]]) -> list[tuple[str, ...]]:
    """For each column its titles from top to bottom."""
    return [
        tuple(dict.fromkeys(title for title in titles if title))
        for titles in zip(*_lines(header), strict=True)
    ]


def _lines(header: list[list[Cell]]) -> list[list[str]]:
    """The rows of a header as text; a title over several columns counts for each of them."""
    width = max(len(row) for row in header)
    lines = [[text_of(row[i]) if i < len(row) else "" for i in range(width)] for row in header]
    for depth, line in enumerate(lines[:-1]):
        for i in range(1, width):
            below = any(lower[i] for lower in lines[depth + 1 :])
            beside = any(lower[i - 1] and lower[i - 1] != line[i - 1] for lower in lines[depth + 1 :])
            if not line[i] and below and beside:
                line[i] = line[i - 1]
    return lines


def _assign(
    paths: list[tuple[str, ...]], sample: list[list[Cell]], spec: Spec
) -> tuple[dict[str, int], float]:
    """Title score times fit of the content; good fits count more than many middling ones, left wins ties."""
    found = {
        (name, index): score * (1.0 if name in spec.chosen else fit(name, spec.kind, cells))
        for index, path in enumerate(paths)
        for cells in [[row[index] for row in sample if index < len(row)]]
        if path and not (":" in path[0] and all(is_blank(cell) for cell in cells))
        for name, score in scores(_labels(path), spec).items()
    }
    best = {index: max(s for (_, i), s in found.items() if i == index) for _, index in found}
    likely = {
        (name, index): score
        for (name, index), score in found.items()
        if score >= THRESHOLD and score >= MIDDLING * best[index]
    }
    columns = assign({pair: score**POWER - EARLIER * pair[1] for pair, score in likely.items()})
    return columns, sum(likely[pair] for pair in columns.items())


def _sample(rows: list[list[Cell]], bottom: int, spec: Spec) -> list[list[Cell]]:
    """The first rows below a header that may be records, up to the next header."""
    found: list[list[Cell]] = []
    for cells in rows[bottom : bottom + SAMPLE_ROWS]:
        filled = filled_of(cells)
        if len(filled) < 2 or is_numbering(cells, filled) or is_aside(filled):
            continue
        if 2 * sum(1 for cell in cells if _is_title(cell, spec)) > len(filled):
            break
        found.append(cells)
    return found


def _labels(path: tuple[str, ...]) -> tuple[str, ...]:
    return path if len(path) == 1 else (" ".join(path), " / ".join(path), path[-1])
