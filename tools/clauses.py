"""Write docs/clauses.md: every clause of the packs, where it is kept, on which screens and by which tests, or that it waits.

What is built is known by the anchors in code and templates (`Y-6.4`, `D-6.15`), and by those of the tables that a pack
carries as data and `regulation` reads whole; what is proved, by the anchors in tests. `python tools/clauses.py --check` fails when the page says something else.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

from qosqanat.regulation import packs
from qosqanat.regulation.parts import Clause

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "clauses.md"
SCHEMES = Path("src/qosqanat/regulation/packs.py")
ANCHOR = re.compile(r"\b([YD]-(?:[A-Z]?\d[\w.+-]*\w|[A-Z]\d?|\d+))")
HEAD = """# Clause, screen, test

Made by `make clauses` from the regulation packs and the anchors in code, templates and tests. Every clause stands once:
what is built in the first table of its regulation, the rest in the second one, with who acts and what the product will do.
`kept in` is the room that stores, computes or enforces it, `screens` the desks that show or act on it.

"""
READ_WHOLE = {"schemes.toml", "scale.toml", "models.toml"}
"""Tables of a pack that are built as they stand; a deadline, a form or a setting may belong to what is not built yet."""


def mentions(folder: str, *patterns: str) -> dict[str, set[Path]]:
    """Anchor -> files below `folder` that name it."""
    found: dict[str, set[Path]] = defaultdict(set)
    for pattern in patterns:
        for path in sorted((ROOT / folder).rglob(pattern)):
            for anchor in ANCHOR.findall(path.read_text("utf-8")):
                found[anchor].add(path.relative_to(ROOT))
    return found


def room(path: Path) -> str:
    parts = path.parts[2:]
    return f"web/{parts[1]}" if parts[0] == "web" else "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def page() -> str:
    code, tests = mentions("src/qosqanat", "*.py", "*.html", "*.typ"), mentions("tests", "test_*.py")
    lines = [HEAD]
    for name in packs.available():
        regulation = packs.load(name)
        built = {anchor: set(code[anchor]) for anchor in regulation.clauses if anchor in code}
        for table, _key, anchor in packs.named_clauses(regulation):
            if table in READ_WHOLE and anchor in regulation.clauses:
                built.setdefault(anchor, set()).add(SCHEMES)
        clauses = regulation.clauses.values()
        lines += [
            f"## {regulation.names['en']}\n\n",
            "| clause | | kept in | screens | tests |\n|---|---|---|---|---|\n",
            *(_line(one, built[one.anchor], tests[one.anchor]) for one in clauses if one.anchor in built),
            "\n### Kept for later issues\n\n",
            "| clause | | who acts | what the product will do |\n|---|---|---|---|\n",
            *(_waiting(one) for one in clauses if one.anchor not in built),
            "\n",
        ]
    return "".join(lines).rstrip() + "\n"


def _line(clause: Clause, code: set[Path], tests: set[Path]) -> str:
    rooms = {room(path) for path in code}
    screens = sorted(one.removeprefix("web/") for one in rooms if one.startswith("web/"))
    kept = sorted(one for one in rooms if not one.startswith("web/"))
    links = sorted(f"[{path.stem.removeprefix('test_')}](../{path})" for path in tests)
    cells = clause.anchor, clause.title["en"], ", ".join(kept), ", ".join(screens), ", ".join(links)
    return f"| {' | '.join(cells)} |\n"


def _waiting(clause: Clause) -> str:
    actors = ", ".join(actor.replace("_", " ") for actor in clause.actor)
    return f"| {clause.anchor} | {clause.title['en']} | {actors} | {', '.join(clause.verbs)} |\n"


if __name__ == "__main__":
    wanted = page()
    if "--check" in sys.argv:
        if not PAGE.exists() or PAGE.read_text("utf-8") != wanted:
            sys.exit("docs/clauses.md is out of date: run make clauses and commit it")
    else:
        PAGE.write_text(wanted, "utf-8")
