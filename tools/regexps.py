"""The regular expressions of the source, and how long 50 000 hostile signs keep each of them busy (T18).

`python tools/regexps.py` doubles the text and prints every pattern whose time grows faster than the text. It measures a
clock, so it is no test; `tests/test_regexps.py` judges the shape of the same patterns.
"""

import ast
import importlib
import os
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import qosqanat

SOURCE = Path(qosqanat.__file__).parent
FUNCTIONS = {"compile", "search", "match", "fullmatch", "sub", "split", "findall", "finditer", "subn"}
UNITS = (
    "1",
    " ",
    "a",
    "ә",
    "(",
    "(1",
    "1(",
    "a ",
    "a.",
    "1 ",
    "-",
    "_",
    ".",
    ",",
    ":",
    "1.",
    "a-1",
    "\n",
    "№ ",
    "кредит",
    "топ ",
    '<c r="A1"',
)
LENGTH, LONGEST = 50_000, 0.1


def compiled() -> set[str]:
    """Patterns that modules keep under a name, alone or in a collection."""
    found: set[str] = set()
    for module in pkgutil.walk_packages(qosqanat.__path__, "qosqanat."):
        if ".migrations" not in module.name and not module.name.endswith(("wsgi", "child", "serve")):
            found |= set(_inside(list(vars(importlib.import_module(module.name)).values())))
    return found | set(_inside([vars(spec) for spec in _titles().values()]))


def _titles() -> dict[str, Any]:
    from qosqanat.spreadsheets import titles

    return titles.specs()


def _inside(things: Any) -> Iterator[str]:
    for thing in things:
        if isinstance(thing, re.Pattern):
            yield thing.pattern.decode("latin-1") if isinstance(thing.pattern, bytes) else thing.pattern
        elif isinstance(thing, dict):
            yield from _inside(list(thing.values()))
        elif isinstance(thing, list | tuple):
            yield from _inside(thing)


def written() -> set[str]:
    """Patterns written out in a call of `re`."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                first = node.args[0]
                of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
                if of_re and node.func.attr in FUNCTIONS and isinstance(first, ast.Constant):
                    text = first.value
                    found.add(text.decode("latin-1") if isinstance(text, bytes) else text)
    return found


def seconds(ask: Callable[[str], object], text: str) -> float:
    """Processor time of one question."""
    start = time.process_time()
    ask(text)
    return time.process_time() - start


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qosqanat.settings")
    import django

    django.setup()
    patterns, slow = sorted(compiled() | written()), 0
    for source in patterns:
        pattern = re.compile(source)
        # how each is asked cannot be seen here: a pattern that the code only matches whole may well search slowly
        for way in ("search", "fullmatch"):
            worst = max(_hostile(getattr(pattern, way)))
            if worst[0] > LONGEST:
                slow += 1
                sys.stdout.write(f"{worst[0]:6.2f} s  {way:9}  {worst[1]!r}  {source[:90]}\n")
    sys.stdout.write(f"{slow} slow answers of {len(patterns)} patterns\n")
    return bool(slow)


def _hostile(ask: Callable[[str], object]) -> Iterator[tuple[float, str]]:
    """Seconds and unit for every hostile text; a long one is not tried where an eighth of it is quick."""
    for unit in UNITS:
        text = (unit * LENGTH)[:LENGTH] + "\x00"
        part = seconds(ask, text[: LENGTH // 8])
        yield (seconds(ask, text) if part * 64 > LONGEST else part, unit)


if __name__ == "__main__":
    sys.exit(main())
