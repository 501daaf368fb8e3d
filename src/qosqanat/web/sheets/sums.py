"""What the page's script needs to work out ratings as somebody types: the rules of the course in hundredths, and every mark."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import formats

from qosqanat.grading.book import Book, key_of
from qosqanat.grading.enums import Component
from qosqanat.grading.queries import Row
from qosqanat.grading.queries.grid import CellView
from qosqanat.regulation import marks

from .entry import shown

ABSENT, EXCUSED = "a", "e"
SIGNS = {"absent": ABSENT, "excused": EXCUSED}


def cents(number: Decimal | int) -> int:
    """Hundredths; rules have two decimal places at most."""
    return int(number * 100)


def rules_of(book: Book, *, finals: bool = True) -> dict[str, Any]:
    """The rules: `cells` maps a key to (rating period, cap); `closed` are cells that can bring no more points, no cell
    can when all is `over`. A task counts in its period; of a period's independent work the cap stands in `work`. For a reader who sees
    no finals there is nothing to work one out with.
    """
    scheme, tasks = book.rules, sorted(book.tasks.items())
    order = {period.number: place for place, period in enumerate(scheme.periods)}
    return {
        "point": formats.get_format("DECIMAL_SEPARATOR"),
        "words": _words(),
        "weights": [cents(weight) for weight in scheme.weights],
        "threshold": cents(book.threshold),
        "cells": {
            key_of(*place): [cell.period, cents(cell.cap)]
            for place, cell in scheme.cells.items()
            if place[0] != Component.IWS
        },
        "closed": [
            key_of(Component.PRACTICE, week) for week in scheme.practice_weeks if week in book.closed_weeks
        ],
        "over": book.exam_issued,
        "work": [cents(period.iws_cap) for period in scheme.periods],
        "tasks": {key_of(Component.IWS, n): [order[task.period], cents(task.cap)] for n, task in tasks},
        "exam": {"weight": cents(scheme.exam_weight), "rounding": scheme.rounding} if finals else None,
        "scale": [[band.letter, cents(band.low)] for band in scheme.scale.bands] if finals else [],
    }


def _words() -> dict[str, str]:
    words: dict[str, marks.Absence] = {
        **marks.WORDS,
        shown(marks.ABSENT): marks.ABSENT,
        shown(marks.EXCUSED): marks.EXCUSED,
    }
    return {word.lower(): SIGNS[absence.value] for word, absence in words.items()}


def marks_of(row: Row) -> str:
    """Every mark of a student as the script reads it: `t1=250 p3=a`."""
    return " ".join(f"{key}={_sign(view)}" for key, view in _written(row.cells).items())


def _written(cells: Mapping[str, CellView]) -> dict[str, CellView]:
    return {key: view for key, view in cells.items() if view.state != "empty"}


def _sign(view: CellView) -> str:
    return SIGNS.get(view.state) or str(cents(view.value or 0))
