"""Write docs/clauses.md: every clause that the code names, where it is kept, on which screens, and by which tests.

The anchors in code, templates and tests (`Y-6.4`, `D-6.15`) are the only source; `python tools/clauses.py --check` fails
when the page no longer says what they say.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

from qosqanat.regulation import packs

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "clauses.md"
ANCHOR = re.compile(r"\b([YD]-(?:[A-Z]?\d[\w.+-]*\w|[A-Z]\d?|\d+))")
HEAD = """# Clause, screen, test

Made by `make clauses` from the anchors in code, templates and tests; a clause without a line is not built yet.
`kept in` is the room that stores, computes or enforces it, `screens` the desks that show or act on it.

"""


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
        lines += [
            f"## {regulation.names['en']}\n\n",
            "| clause | | kept in | screens | tests |\n|---|---|---|---|---|\n",
        ]
        for anchor, clause in regulation.clauses.items():
            if anchor in code or anchor in tests:
                lines.append(
                    _line(anchor, clause.title["en"], code.get(anchor, set()), tests.get(anchor, set()))
                )
        lines.append("\n")
    return "".join(lines).rstrip() + "\n"


def _line(anchor: str, title: str, code: set[Path], tests: set[Path]) -> str:
    rooms = {room(path) for path in code}
    screens = sorted(one.removeprefix("web/") for one in rooms if one.startswith("web/"))
    kept = sorted(one for one in rooms if not one.startswith("web/"))
    links = sorted(f"[{path.stem.removeprefix('test_')}](../{path})" for path in tests)
    return f"| {anchor} | {title} | {', '.join(kept)} | {', '.join(screens)} | {', '.join(links)} |\n"


if __name__ == "__main__":
    wanted = page()
    if "--check" in sys.argv:
        if not PAGE.exists() or PAGE.read_text("utf-8") != wanted:
            sys.exit("docs/clauses.md is out of date: run make clauses and commit it")
    else:
        PAGE.write_text(wanted, "utf-8")
