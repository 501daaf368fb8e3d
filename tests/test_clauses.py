"""docs/clauses.md says of every clause of the packs whether it is built, and says it once."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from qosqanat.regulation import packs
from tools import clauses

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "clauses.md").read_text("utf-8")
LATER = "### Kept for later issues"


@pytest.mark.parametrize("code", ["yessenov-141-2022", "dulati-base-2024"])
def test_every_clause_stands_in_exactly_one_table(code: str) -> None:
    regulation = packs.load(code)
    (section,) = [part for part in PAGE.split("\n## ") if part.startswith(regulation.names["en"])]
    tables = section.split(LATER)
    assert len(tables) == 2
    named = [re.findall(r"^\| (\S+) \|", table, re.MULTILINE) for table in tables]
    lines = [anchor for table in named for anchor in table if re.match(r"[YD]-", anchor)]
    assert sorted(lines) == sorted(regulation.clauses)


@pytest.mark.parametrize(("number", "built"), [
    ("6.2", True), ("A1.FX", True), ("A3.w15", True), ("5.6", True), ("5.10.b2", False), ("7.5.b3", False),
])  # fmt: skip
def test_what_a_pack_only_plans_is_not_called_built(number: str, built: bool) -> None:
    """Without the letter of the regulation: an anchor in a test is a proof of its clause, and this proves none."""
    table = PAGE[: PAGE.index(f"\n| Y-{number} |")].rpartition("\n## ")[2]
    assert (LATER not in table) == built


def test_the_page_is_what_the_anchors_say() -> None:
    told = subprocess.run(
        [sys.executable, "tools/clauses.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr


def test_a_built_clause_without_a_test_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    proofs = clauses.proofs
    monkeypatch.setattr(clauses, "proofs", lambda anchors: proofs(anchors) | {anchor("6.4"): set()})
    monkeypatch.setattr(clauses, "PAGE", tmp_path / "clauses.md")
    monkeypatch.setattr(sys, "argv", ["clauses.py"])
    with pytest.raises(SystemExit, match="no test names it: Y-" + r"6\.4\."):
        clauses.main()


def test_every_row_of_an_annex_is_proved_where_the_annex_is_named_whole() -> None:
    week, letter, other = anchor("A2.w1"), anchor("A1.B+"), anchor("A22.w1")
    found = clauses.proofs([week, letter, other])
    annexes = Path("tests/regulation/test_annexes.py")
    assert annexes in found[week] and annexes in found[letter]
    assert not found[other]


def test_what_is_built_in_part_says_which_part() -> None:
    rows = {row.split(" | ")[0]: row for row in PAGE.split("\n| ")}
    for name, part in clauses.PARTS.items():
        assert f"Built: {part}." in rows[name]
    assert "the 24 hours are neither measured nor enforced" in rows[anchor("6.5.2")]


def anchor(number: str) -> str:
    """Put together here: written out, it would make this file a proof of the clause."""
    return f"Y-{number}"
