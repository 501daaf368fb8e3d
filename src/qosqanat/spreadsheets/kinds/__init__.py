"""The kinds of file that are understood, and which of them a file seems to be."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ..header import blocks
from ..model import Table
from ..titles import specs
from . import canvas, contingent, load, partners, sheet, weeks

ROWS_TO_GUESS = 80
PARSERS = {
    "contingent": contingent.parse,
    "load": load.parse,
    "partners": partners.parse,
    "sheet": sheet.parse,
    "canvas": canvas.parse,
}


class Guess(NamedTuple):
    """A kind and how many of its columns were recognised, weighted."""

    kind: str
    score: float


def detect(tables: Sequence[Table]) -> list[Guess]:
    """Possible kinds, the likeliest first; an empty list if nothing fits."""
    if any(canvas.header_row(table) is not None for table in tables):
        return [Guess("canvas", 100.0)]
    totals = dict.fromkeys(PARSERS, 0.0)
    for table in tables:
        for kind, score in _table_scores(replace(table, rows=table.rows[:ROWS_TO_GUESS])).items():
            totals[kind] += score
    ranked = sorted(
        (Guess(kind, score) for kind, score in totals.items() if score), key=lambda guess: -guess.score
    )
    return ranked


def _table_scores(table: Table) -> dict[str, float]:
    scores: dict[str, float] = {}
    for name, spec in specs().items():
        found = [block for block in blocks(table, spec) if block.rows]
        score = max((block.score for block in found), default=0.0)
        if name == "sheet":
            score = max(
                (
                    len(weeks.weeks_of(block).columns) + block.score
                    for block in found
                    if sheet.holds_marks(block)
                ),
                default=0.0,
            )
        kind = "partners" if name in partners.KINDS else name
        scores[kind] = max(score, scores.get(kind, 0.0))
    return scores
