"""The kinds of file that are understood, and which of them a file seems to be."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from ..header import blocks
from ..model import Issue, Table
from ..titles import specs
from . import canvas, contingent, load, partners, sheet, weeks

ROWS_TO_GUESS = 80
OWN_SHARE = 0.8  # of the best kind's score: a sheet that fits its own kind less is of the other one
PARSERS = {
    "contingent": contingent.parse,
    "load": load.parse,
    "partners": partners.parse,
    "sheet": sheet.parse,
    "canvas": canvas.parse,
}
LOOKS = {
    "contingent": "looks_contingent",
    "load": "looks_load",
    "partners": "looks_partners",
    "sheet": "looks_sheet",
    "canvas": "looks_canvas",
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


def mistaken(kind: str, tables: Sequence[Table]) -> Issue | None:
    """What a file clearly is instead of ``kind``; None if one of its sheets fits, or it looks like nothing known."""
    for table in tables:
        scores = {guess.kind: guess.score for guess in detect([table])}
        if scores and scores.get(kind, 0.0) >= OWN_SHARE * max(scores.values()):
            return None
    likeliest = detect(tables)
    return Issue(LOOKS[likeliest[0].kind]) if likeliest else None


def _table_scores(table: Table) -> dict[str, float]:
    scores: dict[str, float] = {}
    for name, spec in specs().items():
        seen = sheet.titled_corner(table, spec) if name == "sheet" else table
        found = [block for block in blocks(seen, spec) if block.rows]
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
