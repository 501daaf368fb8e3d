"""T10: every hostile file is refused with a sentence, in a child process, and the reader lives on."""

import pytest

from qosqanat.spreadsheets.messages import REFUSALS
from qosqanat.spreadsheets.reader import read_tables
from qosqanat.spreadsheets.refusal import FileRefused, Limits
from tests.spreadsheets import hostile


@pytest.mark.parametrize("name", hostile.FILES)
def test_is_refused(name):
    filename, make, code = hostile.FILES[name]
    with pytest.raises(FileRefused) as refusal:
        read_tables(make(), filename)
    assert refusal.value.code == code
    assert "%(" not in str(refusal.value)
    assert str(refusal.value).count(".") >= 2


def test_as_many_rows_as_are_allowed_fit_under_titles_and_a_header():
    """Excel, ODS and CSV alike: the limit is of rows, not of what stands above them."""
    limits = Limits(rows=30, headings=3)
    head, rows = [["Университет", ""], [], ["№", "ФИО"]], [[n, "a"] for n in range(30)]
    assert len(read_tables(hostile.workbook([*head, *rows]), "a.xlsx", limits)[0].rows) == 33
    with pytest.raises(FileRefused, match="more than 30 rows"):
        read_tables(hostile.workbook([*head, *rows, [1, "a"], [2, "a"]]), "a.xlsx", limits)


def test_a_header_and_20_000_rows_are_read():
    data = hostile.workbook([["№", "ФИО"], *([n, "a"] for n in range(20_000))])
    assert len(read_tables(data, "a.xlsx")[0].rows) == 20_001


def test_the_reader_lives_on():
    with pytest.raises(FileRefused):
        read_tables(hostile.workbook()[:900], "a.xlsx")
    assert read_tables(hostile.workbook(), "a.xlsx")[0].rows == [["a", "b"], [1, 2]]


@pytest.mark.parametrize(
    "limits", [Limits(wall_seconds=0), Limits(memory_megabytes=8), Limits(cpu_seconds=0)]
)
def test_a_child_out_of_time_or_memory_is_a_refusal(limits):
    with pytest.raises(FileRefused) as refusal:
        read_tables(hostile.workbook([["a", i] for i in range(15_000)]), "a.xlsx", limits)
    assert refusal.value.code == "resources"


def test_every_refusal_has_a_hostile_file():
    tried = {code for _, _, code in hostile.FILES.values()}
    assert tried == set(REFUSALS)
