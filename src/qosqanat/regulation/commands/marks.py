"""`qosqanat marks`: a file of points in, ratings and final marks out."""

import argparse
import csv
import json
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

from qosqanat.regulation import marks, packs
from qosqanat.regulation.commands import refuse, table
from qosqanat.regulation.numbers import plain
from qosqanat.regulation.parts import Regulation
from qosqanat.regulation.schemes import Scheme

DEFAULT = "yessenov-141-2022"
COLUMN = re.compile(r"(test|practice|iws)_([1-9][0-9]{0,2})")
BAD = object()
EDGES = " \t\r\n\u00a0\ufeff"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", metavar="FILE", type=Path, help="CSV or XLSX with student, credits, test_1, ..."
    )
    parser.add_argument("--regulation", metavar="CODE", default=DEFAULT, help=f"default: {DEFAULT}")
    parser.add_argument("--format", choices=("csv", "json"), default="csv", help="default: csv")


def run(args: argparse.Namespace) -> int:
    """Print one line per student in input order; 1 if any row failed, 2 if the file cannot be read."""
    try:
        regulation = packs.load(args.regulation)
        rows = table.rows(args.file)
        sheet = Sheet(regulation, _columns(next(rows), args.file))
        results = [sheet.result(row) for row in rows]
    except (packs.PackError, table.UnreadableError) as error:
        return refuse(error)
    _write(sheet.heading, results, args.format)
    return 1 if any(result[-1] for result in results) else 0


def _columns(header: list[Any], path: Path) -> list[str]:
    names = ["" if cell is None else str(cell).strip(EDGES).lower() for cell in header]
    for name in ("student", "credits"):
        if name not in names:
            raise table.UnreadableError(f"{path} has no column {name!r} in its first row")
    for name in filter(None, names):
        if names.count(name) > 1:
            raise table.UnreadableError(f"{path} has the column {name!r} twice")
        if name not in ("student", "credits", "exam") and not COLUMN.fullmatch(name):
            unknown = f"{path} has an unknown column {marks.shown(name)!r}"
            raise table.UnreadableError(
                f"{unknown}; expected student, credits, test_N, practice_N, iws_N, exam"
            )
    return names


class Memo(dict[Any, Any]):
    """Judges each cell content once: a file of 100 000 rows holds few different ones."""

    def __init__(self, judge: Callable[[Any], Any]) -> None:
        super().__init__()
        self.judge = judge

    def __missing__(self, raw: Any) -> Any:
        self[raw] = judged = self.judge(raw)
        return judged


@dataclass
class Sheet:
    """The columns of one file under one regulation; `result` turns a row into a line of output."""

    regulation: Regulation
    names: list[str]

    def __post_init__(self) -> None:
        if not self.regulation.schemes:
            raise packs.PackError(f"the regulation {self.regulation.code!r} has no marking scheme")
        self.memo = Memo(_parsed)
        self.choices = Memo(self.choice)
        self.student = self.names.index("student")
        self.credits = self.names.index("credits")
        self.nameless = [index for index, name in enumerate(self.names) if not name]
        columns = [(index, cell) for index, name in enumerate(self.names) if (cell := _cell(name))]
        self.places = [index for index, _ in columns]
        self.cells = {
            code: [(cell, scheme.cap(*cell)) for _, cell in columns]
            for code, scheme in self.regulation.schemes.items()
        }
        self.ratings = max(len(scheme.periods) for scheme in self.regulation.schemes.values())

    @property
    def heading(self) -> list[str]:
        ratings = [f"rk{number}" for number in range(1, self.ratings + 1)]
        return ["student", "scheme", *ratings, "admission", "admitted", "final", "letter", "gpa", "error"]

    def result(self, row: list[Any]) -> list[str]:
        extra = row[len(self.names) :] + [row[index] for index in self.nameless if index < len(row)]
        row = row + [None] * (len(self.names) - len(row))
        student = _name(row[self.student])
        scheme, refusal = self.choices[row[self.credits]]
        errors = [refusal] if refusal else []
        if not student:
            errors.append("student: the name is empty")
        if _is_formula(student):
            errors.append(f"student: {_shown(student)} {marks.FAULTS['formula']}")
        if any(cell not in (None, "") for cell in extra):
            errors.append("row: a value stands outside the columns of the header (quote decimal commas)")
        entries: dict[tuple[str, int], marks.Entry] = {}
        if scheme:
            errors += self.fill(entries, scheme, row)
        if errors or scheme is None:
            return [student, scheme.code if scheme else "", *[""] * (self.ratings + 5), "; ".join(errors)]
        return [student, scheme.code, *self.line(scheme, entries), ""]

    def choice(self, raw: Any) -> tuple[Scheme | None, str]:
        entry = _parsed(raw)
        if entry is None:
            return None, "credits: empty, so no scheme can be chosen"
        if _is_formula(raw):
            return None, f"credits: {_shown(raw)} {marks.FAULTS['formula']}"
        if not isinstance(entry, Decimal):
            return None, f"credits: {_shown(raw)} is not a number of credits"
        scheme = self.regulation.propose(entry).scheme
        return scheme, "" if scheme else f"credits: no scheme is written for {plain(entry)} credits"

    def fill(self, entries: dict[tuple[str, int], marks.Entry], scheme: Scheme, row: list[Any]) -> list[str]:
        errors = []
        raws = [row[place] for place in self.places]
        parsed = map(self.memo.__getitem__, raws)
        for raw, entry, (cell, cap) in zip(raws, parsed, self.cells[scheme.code], strict=True):
            if entry is None:
                continue
            if cap is None or entry is BAD or (isinstance(entry, Decimal) and entry > cap):
                errors += [str(fault).replace(";", ",") for fault in marks.problems(scheme, *cell, raw)]
            entries[cell] = entry
        return errors

    def line(self, scheme: Scheme, entries: dict[tuple[str, int], marks.Entry]) -> Iterator[str]:
        exam = entries.pop(("exam", 1), None)
        with localcontext(marks.EXACT):
            rated = marks.rate(scheme, entries, self.regulation.threshold, exam)
        yield from map(plain, rated.periods)
        yield from [""] * (self.ratings - len(rated.periods))
        yield plain(rated.admission)
        yield "yes" if rated.admitted else "no"
        yield "" if rated.final is None else str(rated.final)
        yield rated.letter or ""
        yield "" if rated.gpa is None else str(rated.gpa)


def _cell(name: str) -> tuple[str, int] | None:
    if name == "exam":
        return "exam", 1
    found = COLUMN.fullmatch(name)
    return (found[1], int(found[2])) if found else None


def _parsed(raw: Any) -> Any:
    try:
        return marks.exact(raw)
    except marks.BadValue:
        return BAD


def _name(raw: Any) -> str:
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    return "" if raw is None else str(raw).strip()


def _is_formula(raw: Any) -> bool:
    return isinstance(raw, str) and raw.lstrip(EDGES).startswith("=")


def _shown(raw: Any) -> str:
    return marks.shown(raw).replace(";", ",")


def _write(heading: list[str], results: list[list[str]], form: str) -> None:
    if form == "csv":
        csv.writer(sys.stdout, lineterminator="\n").writerows([heading, *results])
        return
    lines = (json.dumps(dict(zip(heading, line, strict=True)), ensure_ascii=False) for line in results)
    sys.stdout.write("[" + ",".join(f"\n{line}" for line in lines) + "\n]\n")
