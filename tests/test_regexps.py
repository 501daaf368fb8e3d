"""T18: no regular expression of ours can be made slow by what somebody sends.

A clock would make this test a gamble, so the shape of the patterns is judged: a repeat without an end stands only
where nothing behind it can fail, for there a search would start over at every sign and take quadratic time or worse.
`tools/regexps.py` measures the same patterns against 50 000 hostile signs.
"""

import ast
import re
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from tools.regexps import FUNCTIONS, SOURCE, compiled, written

# Patterns that are made while the program runs, and why nobody can make them slow.
MADE_LATER = {
    "core/sqlite.py": "a search brings one text between two %, and its own % are escaped",
    "spreadsheets/titles.py": "columns.toml is ours; its patterns are among the compiled ones",
    "documents/papers/render.py": "the number is a constant of the module",
}
PATTERNS = sorted({str(one) for one in compiled() | written()})


def can_be_empty(items: Any) -> bool:
    return all(_optional(*item) for item in items)


def _optional(code: Any, what: Any) -> bool:
    if code in {codes.MAX_REPEAT, codes.MIN_REPEAT}:
        return bool(what[0] == 0)
    if code is codes.SUBPATTERN:
        return can_be_empty(what[-1])
    return code is codes.BRANCH and any(can_be_empty(branch) for branch in what[1])


def starts_over(items: Any, *, followed: bool = False, repeated: bool = False) -> bool:
    """Whether an endless repeat stands before something that can fail, or inside another one."""
    items = list(items)
    return any(
        _starts_over(code, what, followed or not can_be_empty(items[at + 1 :]), repeated)
        for at, (code, what) in enumerate(items)
    )


def _starts_over(code: Any, what: Any, followed: bool, repeated: bool) -> bool:
    if code in {codes.MAX_REPEAT, codes.MIN_REPEAT}:
        endless = what[1] is codes.MAXREPEAT
        inside = starts_over(what[2], followed=followed or endless, repeated=repeated or endless)
        return inside or endless and (followed or repeated)
    if code is codes.SUBPATTERN:
        return starts_over(what[-1], followed=followed, repeated=repeated)
    if code is codes.BRANCH:
        return any(starts_over(branch, followed=followed, repeated=repeated) for branch in what[1])
    return code in {codes.ASSERT, codes.ASSERT_NOT} and starts_over(what[1])


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_repeat_without_end_stands_before_something_that_can_fail(pattern: str) -> None:
    assert not starts_over(parser.parse(pattern)), "bound the repeat: {0,20} instead of *"


@pytest.mark.parametrize("pattern", [r"\s+x", r"(a+)+", r"(?:\d+|x)-", r"a.*?b", r"(\w\s*)+", r"\d+$"])
def test_the_control_slow_patterns_are_seen(pattern: str) -> None:
    assert starts_over(parser.parse(pattern))


@pytest.mark.parametrize("pattern", [r"\s+", r"x.*", r"a{1,9}b", r"\d+(?:[.,]\d{1,2})?", r"(?:ab|c)\w*"])
def test_the_control_plain_patterns_pass(pattern: str) -> None:
    assert not starts_over(parser.parse(pattern))


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_pattern_can_be_found(path: Path) -> None:
    """Compiled under a name of its module, or written out where it is used: otherwise this file would not see it."""
    name = str(path.relative_to(SOURCE))
    for node in _inside_functions(ast.parse(path.read_text())):
        if name in MADE_LATER or not isinstance(node.func, ast.Attribute) or node.func.attr not in FUNCTIONS:
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "re":
            assert isinstance(node.args[0], ast.Constant), f"{name}:{node.lineno} makes a pattern on the way"


def _inside_functions(tree: ast.Module) -> list[ast.Call]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda)]
    return [node for one in functions for node in ast.walk(one) if isinstance(node, ast.Call)]


def test_many_patterns_are_found() -> None:
    assert len(PATTERNS) > 100
    assert all(isinstance(re.compile(pattern), re.Pattern) for pattern in PATTERNS)
