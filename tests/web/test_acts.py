"""Every act that the code writes into the log has words; `tests/test_translations.py` holds them in three languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import qosqanat
from qosqanat.people.enums import PersonAct, UnitAct
from qosqanat.people.models import Act
from qosqanat.regulation import lifecycles
from qosqanat.web.common.acts import ACTS, what

ROOT = Path(qosqanat.__file__).parent
WRITERS = {"record", "_record", "_log"}


def recorded() -> Iterator[str]:
    """Names that the sources write down: the first argument of a writer, the `action` of an `Act`."""
    for path in ROOT.rglob("actions/**/*.py"):
        yield from _in(path)
    for path in ROOT.rglob("actions.py"):
        yield from _in(path)


def _in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in WRITERS and node.args:
            yield from _names(node.args[0])
        for keyword in node.keywords if node.func.id == "Act" else ():
            if keyword.arg == "action":
                yield from _names(keyword.value)


def _names(said: ast.expr) -> Iterator[str]:
    match said:
        case ast.Constant(value=str(name)):
            yield name
        case ast.IfExp(body=one, orelse=other):
            yield from (*_names(one), *_names(other))
        case ast.JoinedStr(values=[ast.Constant(value="sheet_"), ast.FormattedValue()]):
            yield from (f"sheet_{move.name}" for move in lifecycles.SHEET)
        case ast.Attribute(value=ast.Name(id=table), attr=name):
            yield {"PersonAct": PersonAct, "UnitAct": UnitAct}[table][name].value
        case ast.Name(id="action"):  # a helper hands on what its callers say
            pass
        case _:
            raise AssertionError(f"the test does not understand this name of an act: {ast.unparse(said)}")


def test_the_sources_are_read() -> None:
    found = set(recorded())
    assert {"enrol", "sheet_reinstate", "import.change", "document.ask", "token.make", "unit.add"} <= found


@pytest.mark.parametrize("name", sorted(set(recorded())))
def test_an_act_that_is_recorded_has_words(name: str) -> None:
    assert what(Act(action=name)) != name


def test_no_words_stand_for_an_act_that_nobody_records() -> None:
    assert set(ACTS) - set(recorded()) == set()
