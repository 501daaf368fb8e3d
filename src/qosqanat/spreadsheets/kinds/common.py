"""What the kinds share: collecting a row's values and questions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from ..block import Block, Row
from ..evidence import is_error, is_formula
from ..header import blocks
from ..model import Cell, Issue, Source, Table
from ..titles import Spec, specs
from ..values import people
from ..values.reading import Reading
from ..values.text import fix_homoglyphs, fold, is_blank, text_of

T = TypeVar("T")
Mapping_ = Mapping[str, str] | None
SPARED = ("no", "mark", "note")
PARTS = ("surname", "given", "patronymic")


class Taker:
    """Takes the values of one row and keeps what was wrong with them."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.issues: list[Issue] = []
        for name, index in row.columns.items():
            text = row.texts[index] if index < len(row.texts) else ""
            if text[:1] == "#" and is_error(row.at(index)) and name not in SPARED:
                self.say("formula_error", name, column=row.title(name), value=text)
            elif text[:1] == "=" and is_formula(row.at(index)) and name not in SPARED:
                self.say("formula_unstored", name, column=row.title(name))

    def take(self, name: str, reading: Reading[T]) -> T:
        for code, params in reading.problems:
            self.say(code, name, **params)
        return reading.value

    def say(self, code: str, name: str = "", /, **params: Any) -> None:
        self.issues.append(Issue(code, name, self.row.get(name), params, self.row.source))

    def plain(self, name: str) -> str:
        """The text of a field with look-alike letters mended; mending a name is said."""
        raw = self.row.text(name)
        mended = fix_homoglyphs(raw)
        if mended != raw:
            self.say("name_mixed", name, value=raw, read=mended)
        return mended

    def name(self) -> people.Name:
        """The person of the row, from one column or from three; says what is missing."""
        if is_blank(self.row.get("name")):
            found = people.Name(*(people.nice_case(self.plain(part)) for part in PARTS))
        else:
            found = people.name(self.plain("name"), self.row.given_first)
        if not found.surname:
            self.say("name_missing", "name")
        elif not found.given:
            self.say("name_short", "name", value=found.surname)
        return found


def spec_of(kind: str, mapping: Mapping_) -> Spec:
    return specs()[kind].with_mapping(mapping)


def find(tables: Sequence[Table], spec: Spec) -> tuple[list[Block], list[Issue]]:
    """Every block of a kind in the workbook, and notes on sheets and rows that were passed over."""
    found, notes = [], []
    for table in tables:
        here = [block for block in blocks(table, spec) if block.rows]
        found += here
        if not here and table.rows:
            notes.append(Issue("sheet_skipped", params={"sheet": table.name}, source=Source(table.name, 1)))
        for block in here:
            notes += _twice(block)
            notes += [
                Issue("row_skipped", params={"text": text}, source=source) for source, text in block.skipped
            ]
    if not found:
        return [], [Issue("no_header")]
    return found, notes + _unknown_labels(found, spec)


def _twice(block: Block) -> list[Issue]:
    """The title of a column that is read, a second time and with other values: lists that stand side by side."""
    source = Source(block.table.name, block.top + 1, block.table.transposed)
    read = {label: block.columns[name] for name, label in block.labels.items()}
    used = set(block.columns.values())
    doubtful = [
        label
        for index, path in enumerate(block.paths)
        if path and index not in used and (label := " / ".join(path)) in read
        if any(_differ(row, read[label], index) for row in block.rows)
    ]
    return [
        Issue("column_twice", params={"label": label}, source=source) for label in dict.fromkeys(doubtful)
    ]


def _differ(row: Row, one: int, other: int) -> bool:
    said, again = (row.texts[i] if i < len(row.texts) else "" for i in (one, other))
    return bool(again) and fold(said) != fold(again)


def _unknown_labels(found: Iterable[Block], spec: Spec) -> list[Issue]:
    used = {name for block in found for name in block.columns}
    return [
        Issue("mapping_unknown", name, params={"label": label})
        for name, label in spec.chosen.items()
        if name not in used
    ]


def columns_of(found: Iterable[Block]) -> dict[str, str]:
    return {name: label for block in reversed(list(found)) for name, label in block.labels.items()}


def unmapped_of(found: Iterable[Block]) -> list[str]:
    return list(dict.fromkeys(label for block in found for label in block.unmapped))


def carried_of(found: Iterable[Block]) -> dict[Source, dict[int, Cell]]:
    return {source: cells for block in found for source, cells in block.carried.items()}


def note_of(row: Row) -> str:
    return text_of(row.get("note"))
