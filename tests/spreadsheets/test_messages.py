"""Every sentence is used, complete and says what to do."""

import re
from pathlib import Path

import pytest

from qosqanat.spreadsheets import messages
from tests.spreadsheets import kit

SOURCE = "".join(
    path.read_text("utf-8")
    for path in Path(messages.__file__).parent.rglob("*.py")
    if path.name != "messages.py"
)
FILES = [path.name for path in kit.FOLDER.iterdir()]


@pytest.mark.parametrize("code", [*messages.REFUSALS, *messages.ISSUES])
def test_no_sentence_is_dead(code):
    assert re.search(rf'"{code}"', SOURCE)


def test_every_level_is_one_of_three():
    assert {level for level, _ in messages.ISSUES.values()} == {"refuse", "ask", "warn"}


@pytest.mark.parametrize("name", FILES)
def test_every_issue_of_the_kit_is_a_full_sentence_with_its_row(name):
    parsed = kit.parsed(name)
    rows = [row for record in parsed.records for row in (record, *getattr(record, "rows", ()))]
    for issue in [issue for row in rows for issue in row.issues]:
        assert issue.sentence().endswith((".", ")"))
        assert issue.source
        assert issue.field
