"""The page docs/performance.md, written from the figures alone."""

import os
import platform
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
Sizes = dict[str, dict[str, dict[str, float]]]

# figure, what it is, target and the kind of time it is held to; Moodle's processor seconds for the same, where known
WORKS = (
    ("page", "sheet page of 30 students × 45 cells, opened for entry", 25, "cpu", "0.25–0.40"),
    ("mark", "one mark saved", 5, "cpu", "0.05–0.24"),
    ("column", "one column of 30 marks saved", 30, "cpu", "0.40–0.52"),
    ("own", "a student's own marks: six courses, 270 cells", 15, "cpu", "0.18"),
    ("xlsx", "the sheet as XLSX", 25, "cpu", "0.26"),
    (
        "recount_all",
        "200 courses × 30 × 45 recomputed, every rating changed and saved",
        1500,
        "wall",
        "27–113",
    ),
    ("recount", "the same, nothing to change", 1500, "wall", ""),
    ("papers", "200 sheets as one PDF", 15_000, "wall", ""),
    ("bring", "contingent of 20 000 rows imported", 60_000, "wall", ""),
)
RATIOS = (
    ("recount", "aggregate", "recomputing / one bare SQL aggregate over the same rows", 3.0),
    ("papers", "typst", "200 sheets as PDF / typst alone, same papers, same threads", 1.5),
    ("bring", "read", "import of the contingent / reading its file", None),
)
VIEWS = (
    ("head", "head's home: one department"),
    ("dean", "dean's home: one faculty"),
    ("rector", "rector's overview: the university"),
    ("registrar", "registrar's home"),
    ("search", "search over everybody, Russian spelling, two words"),
)
FINDING = (
    ("registrar", "registrar: everybody"),
    ("head", "head: one department"),
    ("mentor", "mentor: the own courses"),
)
GRID = (
    ("paint", "first paint, nothing in the cache", 1000),
    ("again", "first paint, again", 1000),
    ("digit", "digit → paint", 50),
    ("enter", "Enter → paint (the mark leaves for the server)", 50),
    ("key_cpu", "a key, the page's own processor time", None),
)
FLAT, FLAT_WITHIN, P95 = ("page", "mark", "column", "own"), 1.5, 300
# what is another work in the universities of three years than in the one of a semester
GROWN = {"own": "a student's own marks: about two courses of the semester"}


def write(found: dict[str, Any]) -> None:
    """Write the page and say where."""
    engines: dict[str, Sizes] = found["engines"]
    parts = [
        _head(),
        _machine(),
        _works(engines),
        _ratios(engines),
        _server(engines),
        _views(engines),
        _finding(engines),
        _growth(engines),
        *([_grid(found["grid"])] if "grid" in found else []),
    ]
    PAGE.write_text("\n\n".join(parts) + "\n" + _kept_notes())
    import sys

    sys.stdout.write("\n\n".join(parts[2:]) + f"\n\nWritten to {PAGE}\n")


def _head() -> str:
    return (
        "# Performance\n\n"
        "What the daily work costs, measured by `make bench` and written by it: change the code, run it again, commit the page.\n"
        "The university is made up from one seed (`tools/bench/world.py`); each work goes the way of a user (`tools/bench/works.py`):\n"
        "a page is asked for at its own address through the whole of Django, an import reads its file. Times are medians of the runs named;\n"
        "*cpu* is the processor time of the application with its children and, on PostgreSQL, of the backend that serves it; *wall* is the clock.\n"
        "A ✓ holds its target, a ✗ does not; what does not is explained at the end of the page."
    )


def _machine() -> str:
    cores, memory = os.cpu_count(), os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    names = ("django", "granian", "typst", "xlsxwriter", "psycopg")
    libraries = ", ".join(f"{name} {version(name)}" for name in names)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {cores} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
        f"CPython {platform.python_version()}, {libraries}; a shared machine, whose speed drifts by up to two times: read the ratios. "
        "SQLite with WAL and `synchronous=FULL`; PostgreSQL as `initdb` makes it, `fsync` on."
    )


def _works(engines: dict[str, Sizes]) -> str:
    lines = [
        "## The daily work, 270 000 marks",
        "",
        _row("work", "target", *_heads(engines, "cpu ms", "wall ms"), "Moodle, cpu s"),
    ]
    lines.append(_rule(3 + 2 * len(engines)))
    for name, title, target, kind, moodle in WORKS:
        cells = []
        for sizes in engines.values():
            figure = sizes["base"].get(name)
            cells += [
                _held(figure, "cpu", target if kind == "cpu" else None),
                _held(figure, "wall", target if kind == "wall" else None),
            ]
        lines.append(_row(title, f"{kind} ≤ {_number(target)}", *cells, moodle))
    runs = {name: next(iter(engines.values()))["base"].get(name, {}).get("runs", 0) for name, *_rest in WORKS}
    told = "; ".join(f"{name} {int(number)}" for name, number in runs.items())
    return "\n".join(
        [*lines, "", f"Runs: {told}. Moodle's gradebook of the same size, for orientation, from the issue."]
    )


def _ratios(engines: dict[str, Sizes]) -> str:
    lines = [
        "## Ratios, wall",
        "",
        _row("ratio", "aim", *(ENGINES[name] for name in engines)),
        _rule(2 + len(engines)),
    ]
    for one, other, title, aim in RATIOS:
        cells = []
        for sizes in engines.values():
            ratio = sizes["base"][one]["wall"] / sizes["base"][other]["wall"]
            cells.append(f"{ratio:.1f}" + ("" if aim is None else _sign(ratio <= aim)))
        lines.append(_row(title, "" if aim is None else f"≤ {aim:g}", *cells))
    return "\n".join(lines)


def _server(engines: dict[str, Sizes]) -> str:
    lines = ["## The running product: 2 server processes and the worker, 4 clients on the same machine", ""]
    lines += [_row("", "target", *(ENGINES[name] for name in engines)), _rule(2 + len(engines))]
    base = [sizes["base"] for sizes in engines.values()]
    lines.append(_row("sheet pages a second", "", *(f"{one['serving']['pages']:.0f}" for one in base)))
    lines.append(_row("the slowest of twenty, ms", "", *(f"{one['serving']['p95']:.0f}" for one in base)))
    memory = [one["memory"]["megabytes"] for one in base]
    lines.append(
        _row("memory under load, MB (PSS)", "≤ 400", *(f"{one:.0f}{_sign(one <= 400)}" for one in memory))
    )
    return "\n".join(lines)


def _views(engines: dict[str, Sizes]) -> str:
    size = _marked(engines)[-1]
    world = _world(engines, size)
    title = f"## Overviews, {_number(world['students'])} students × 3 years, {_number(world['marks'])} marks"
    return "\n".join([title, "", *_answers(engines, size, "page", VIEWS)])


def _finding(engines: dict[str, Sizes]) -> str:
    world = _world(engines, "people")
    title = f"## Search, {_number(world['students'])} students and {_number(world['sheets'])} sheets: the slowest of ten texts"
    return "\n".join([title, "", *_answers(engines, "people", "who searches", FINDING)])


def _answers(
    engines: dict[str, Sizes], size: str, head: str, rows: Iterable[tuple[str, str]]
) -> Iterator[str]:
    """A table of pages at one size, held to their p95."""
    yield _row(head, "target", *_heads(engines, "wall ms", "p95 ms"))
    yield _rule(2 + 2 * len(engines))
    for name, title in rows:
        cells = []
        for sizes in engines.values():
            figure = sizes.get(size, {}).get(name)
            cells += [_held(figure, "wall", None), _held(figure, "p95", P95)]
        yield _row(title, f"p95 ≤ {P95}", *cells)


def _marked(engines: dict[str, Sizes]) -> list[str]:
    """The sizes in marks, the smallest first."""
    return sorted(filter(str.isdecimal, next(iter(engines.values()))), key=int)


def _world(engines: dict[str, Sizes], size: str) -> dict[str, float]:
    return next(iter(engines.values()))[size]["world"]


def _growth(engines: dict[str, Sizes]) -> str:
    sizes = _marked(engines)
    lines = ["## Growth: cpu ms by stored marks", ""]
    lines += [
        _row(
            "work",
            "database",
            *(_number(int(one)) for one in sizes),
            f"largest / smallest (≤ {FLAT_WITHIN:g})",
        )
    ]
    lines.append(_rule(3 + len(sizes)))
    titles = {name: title for name, title, *_rest in WORKS} | GROWN
    for name in FLAT:
        for engine, found in engines.items():
            costs = [found[size][name]["cpu"] for size in sizes if size in found]
            ratio = costs[-1] / costs[0]
            cells = [f"{cost:.1f}" for cost in costs] + [""] * (len(sizes) - len(costs))
            lines.append(
                _row(titles[name], ENGINES[engine], *cells, f"{ratio:.2f}{_sign(ratio <= FLAT_WITHIN)}")
            )
    return "\n".join(lines)


def _grid(figures: dict[str, dict[str, float]]) -> str:
    lines = ["## The grid in Chromium: 120 students × 22 columns, processor slowed four times", ""]
    lines += [_row("", "target, ms", "median", "p95", "n"), _rule(5)]
    for name, title, target in GRID:
        figure = figures[name]
        held = _number(figure["median"]) + ("" if target is None else _sign(figure["median"] <= target))
        lines.append(
            _row(title, f"≤ {target}" if target else "", held, _number(figure["p95"]), f"{figure['n']:.0f}")
        )
    return "\n".join(lines)


def _kept_notes() -> str:
    """What people wrote under the last heading stays."""
    heading = "\n## What the figures say\n"
    old = PAGE.read_text() if PAGE.exists() else ""
    return heading + old.partition(heading)[2] if heading in old else heading


def _heads(engines: Iterable[str], *kinds: str) -> list[str]:
    return [f"{ENGINES[engine]}, {kind}" for engine in engines for kind in kinds]


def _held(figure: dict[str, float] | None, kind: str, target: float | None) -> str:
    if figure is None:
        return ""
    return _number(figure[kind]) + ("" if target is None else _sign(figure[kind] <= target))


def _sign(holds: bool) -> str:
    return " ✓" if holds else " ✗"


def _number(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ") if value >= 100 else f"{value:.1f}"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(columns: int) -> str:
    return "|" + "---|" * columns
