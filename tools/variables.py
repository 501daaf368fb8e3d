"""Write the table of environment variables in docs/operations.md from where the settings read them.

`python tools/variables.py --check` fails when the page no longer says what the settings read.
"""

import os
import sys
import tempfile
from pathlib import Path

# Nothing is kept: without keys and a folder of its own, reading the settings would make some in var/.
os.environ |= {
    "QOSQANAT_DATA_DIR": tempfile.gettempdir(),
    "QOSQANAT_SECRET_KEY": "-",
    "QOSQANAT_FIELD_KEY": "-",
}

from qosqanat import settings  # noqa: F401  (reading them fills the table)
from qosqanat.regulation import packs
from qosqanat.settings.env import VARIABLES, Variable

PAGE = Path(__file__).resolve().parents[1] / "docs" / "operations.md"
BEGIN, END = "<!-- variables: made by `make variables` -->\n", "<!-- end of variables -->\n"


def table() -> str:
    packs_too = {packs.VARIABLE: Variable("further regulation packs, or folders of them, by `:`", "")}
    lines = ["| variable | meaning | default |\n|---|---|---|\n"]
    for name, (meaning, default) in sorted((VARIABLES | packs_too).items()):
        lines.append(f"| `{name}` | {meaning} | {default or 'none'} |\n")
    return "".join(lines)


def page(text: str) -> str:
    head, _, rest = text.partition(BEGIN)
    return head + BEGIN + table() + END + rest.partition(END)[2]


if __name__ == "__main__":
    written = PAGE.read_text("utf-8")
    if "--check" not in sys.argv:
        PAGE.write_text(page(written), "utf-8")
    elif page(written) != written:
        sys.exit("docs/operations.md is behind the settings: run make variables and commit it")
