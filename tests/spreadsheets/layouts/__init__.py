"""Sheets as other universities lay them out: invented people, numbers with right check digits."""

from qosqanat.spreadsheets.model import Table

STUDENTS = [
    ("41202", "080204582348", "Ізбасар Жаңабек Берикович", "МГІ-26-1"),
    ("41203", "081006581544", "Аманжол Нұрасыл", "МГІ-26-1"),
    ("41206", "070817581477", "Ахметов Қаһарман Нұрланұлы", "МГІ-26-1"),
    ("41273", "080109584299", "Айтимбет Досхан Орынбаевич", "НГД-26-2"),
    ("41274", "080321587068", "Бокенов Адилет Женисулы", "НГД-26-2"),
]
NAMES = [name for _, _, name, _ in STUDENTS]


def table(*rows: list[object], name: str = "Sheet1") -> Table:
    return Table(name, [list(row) for row in rows])


def columns(rows: list[list[object]]) -> list[list[object]]:
    """The same cells, turned: people across."""
    return [list(column) for column in zip(*rows, strict=True)]
