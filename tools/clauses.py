"""Write docs/clauses.md: every clause of the packs, where it is kept, on which screens and by which tests, or that it waits.

What is built is known by the anchors in code and templates (`Y-6.4`, `D-6.15`), and by those of the tables that a pack
carries as data and `regulation` reads whole; what is proved, by the anchors in tests (`Y-A2.*` in a test that goes through
every row of the annex). `python tools/clauses.py --check` fails when the page says something else, or a built clause has no test.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from qosqanat.regulation import packs
from qosqanat.regulation.parts import Clause, Regulation

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "clauses.md"
SCHEMES = Path("src/qosqanat/regulation/packs.py")
ANCHOR = re.compile(r"\b([YD]-(?:[A-Z]?\d[\w.+-]*\w|[A-Z]\d?|\d+))")
WHOLE = re.compile(r"\b([YD]-[\w.]+\.)\*")
HEAD = """# Clause, screen, test

Made by `make clauses` from the regulation packs and the anchors in code, templates and tests. Every clause stands once:
what is built in the first table of its regulation, the rest in the second one, with who acts and what the product will do.
`kept in` is the room that stores, computes or enforces it, `screens` the desks that show or act on it, `tests` the files that
prove it. A clause of which a part is built says which.

"""
PARTS = {
    "D-3.1.t6": "code, name, level and department of a programme; its contents stay in the university's own system",
    "D-6.12": "number, dates and note of the contract; its text stays on paper",
    "Y-3.d6": "code, name, level and department of a programme; its contents stay in the university's own system",
    "Y-3.d10": "the weeks of the semester, in which points are entered",
    "Y-5.5": "several mentors of a course, who take turns; no timetable of the rotation",
    "Y-5.6": "the model is chosen and printed; that the practice lies in one or two semesters is not checked",
    "Y-5.7": "the model is chosen and printed; guest lectures and off-site classes are not listed",
    "Y-5.10": "of the four, the cooperation contract",
    "Y-5.12": "course, mentor and enterprise are kept and shown together; there is no timetable of days and rooms",
    "Y-6.5.2": "the mentor's week with its closing time, what is late, and reminders; the teacher has nothing to load, since a mark"
    " of the mentor stands on the sheet at once, so the 24 hours are neither measured nor enforced, and a portal such as"
    " Canvas is not filled",
    "Y-7.6.b2": "the tasks with their maxima and the points for them; the works of students are handed in elsewhere",
}
"""What is built of a clause that is not built whole."""
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


def proofs(anchors: Iterable[str]) -> dict[str, set[Path]]:
    """Anchor -> tests that name it, or all rows that it belongs to."""
    found = mentions("tests", "test_*.py")
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for table in WHOLE.findall(path.read_text("utf-8")):
            for anchor in anchors:
                if anchor.startswith(table):
                    found[anchor].add(path.relative_to(ROOT))
    return found


def built(regulation: Regulation, code: Mapping[str, set[Path]]) -> dict[str, set[Path]]:
    """Anchor of each clause that is built -> the files that keep it."""
    found = {anchor: set(code[anchor]) for anchor in regulation.clauses if anchor in code}
    for table, _key, anchor in packs.named_clauses(regulation):
        if table in READ_WHOLE and anchor in regulation.clauses:
            found.setdefault(anchor, set()).add(SCHEMES)
    return found


def room(path: Path) -> str:
    parts = path.parts[2:]
    return f"web/{parts[1]}" if parts[0] == "web" else "/".join(parts[:2]) if len(parts) > 2 else parts[0]


def page() -> tuple[str, list[str]]:
    """The page, and the built clauses that no test names."""
    code, lines, unproved = mentions("src/qosqanat", "*.py", "*.html", "*.typ"), [HEAD], []
    for name in packs.available():
        regulation = packs.load(name)
        kept, tests = built(regulation, code), proofs(regulation.clauses)
        clauses = regulation.clauses.values()
        unproved += [anchor for anchor in regulation.clauses if anchor in kept and not tests[anchor]]
        lines += [
            f"## {regulation.names['en']}\n\n",
            "| clause | | kept in | screens | tests |\n|---|---|---|---|---|\n",
            *(_line(one, kept[one.anchor], tests[one.anchor]) for one in clauses if one.anchor in kept),
            "\n### Kept for later issues\n\n",
            "| clause | | who acts | what the product will do |\n|---|---|---|---|\n",
            *(_waiting(one) for one in clauses if one.anchor not in kept),
            "\n",
        ]
    return "".join(lines).rstrip() + "\n", unproved


def _line(clause: Clause, code: set[Path], tests: set[Path]) -> str:
    rooms = {room(path) for path in code}
    screens = sorted(one.removeprefix("web/") for one in rooms if one.startswith("web/"))
    kept = sorted(one for one in rooms if not one.startswith("web/"))
    links = sorted(f"[{path.stem.removeprefix('test_')}](../{path})" for path in tests)
    part = PARTS.get(clause.anchor)
    title = clause.title["en"] + (f"<br>Built: {part}." if part else "")
    cells = clause.anchor, title, ", ".join(kept), ", ".join(screens), ", ".join(links)
    return f"| {' | '.join(cells)} |\n"


def _waiting(clause: Clause) -> str:
    actors = ", ".join(actor.replace("_", " ") for actor in clause.actor)
    return f"| {clause.anchor} | {clause.title['en']} | {actors} | {', '.join(clause.verbs)} |\n"


def main() -> None:
    wanted, unproved = page()
    if "--check" not in sys.argv:
        PAGE.write_text(wanted, "utf-8")
    if unproved:
        sys.exit(
            f"Built, but no test names it: {', '.join(unproved)}. Put the anchor into the test that proves it."
        )
    if PAGE.read_text("utf-8") != wanted:
        sys.exit("docs/clauses.md is out of date: run make clauses and commit it")


if __name__ == "__main__":
    main()
