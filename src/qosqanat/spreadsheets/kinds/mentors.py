"""Mentors of the enterprises."""

from dataclasses import dataclass, replace
from decimal import Decimal

from ..block import Block, Row
from ..model import Cell, Issue, Source
from ..values import ids, numbers, people
from ..values.reading import Reading, but, fine
from ..values.text import fix_homoglyphs, fold, is_blank, text_of
from .common import Taker, note_of
from .enterprises import programme_in


@dataclass(frozen=True)
class MentorRecord:
    """One mentor at one enterprise."""

    source: Source
    name: people.Name
    partner: str
    position: str
    years: Decimal | None
    phones: tuple[str, ...]
    email: str
    iin: str | None
    programme: str
    order: str
    note: str
    issues: tuple[Issue, ...] = ()


def mentors(found: list[Block]) -> list[MentorRecord]:
    """Every mentor; a full name that stands twice is said on the second row."""
    records = [_mentor(row) for block in found for row in block.rows]
    seen: dict[str, int] = {}
    for i, record in enumerate(records):
        first = seen.setdefault(fold(str(record.name)), i)
        if first != i:
            records[i] = _same_name(records[first], record)
    return records


def _same_name(first: MentorRecord, second: MentorRecord) -> MentorRecord:
    code = "two_places" if set(first.phones) & set(second.phones) else "same_name"
    if fold(first.partner) == fold(second.partner):
        code = "named_again"
    issue = Issue(code, "name", str(second.name), {"row": first.source.row}, second.source)
    return replace(second, issues=(*second.issues, issue))


def _mentor(row: Row) -> MentorRecord:
    taker = Taker(row)
    partner = fix_homoglyphs(row.text("partner"))
    if not partner:
        taker.say("partner_missing", "partner")
    return MentorRecord(
        source=row.source,
        name=taker.name(),
        partner=partner,
        position=row.text("position"),
        years=taker.take("experience", _years(row.get("experience"))),
        phones=taker.take("phone", ids.phones(row.get("phone"))),
        email=row.text("email"),
        iin=taker.take("iin", ids.iin(row.get("iin"))),
        programme=programme_in(row.text("programme")) or row.text("programme"),
        order=row.text("order"),
        note=note_of(row),
        issues=tuple(taker.issues),
    )


def _years(cell: Cell) -> Reading[Decimal | None]:
    if is_blank(cell):
        return fine(None)
    value = numbers.only_number(cell)
    if value is None:
        return but(None, "years_wrong", value=text_of(cell))
    if value > 80:
        return but(None, "years_since", value=text_of(cell))
    return fine(value)
