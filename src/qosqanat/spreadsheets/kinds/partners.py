"""The register of partners: enterprises, their sites, their mentors, on whatever sheets they stand."""

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from ..block import Block, Row
from ..header import blocks
from ..model import Cell, Issue, Parsed, Source, Table
from ..titles import Spec
from ..values import numbers, places, words
from ..values.text import fix_homoglyphs, fold, is_blank
from .common import Mapping_, Taker, columns_of, find, note_of, spec_of, unmapped_of
from .enterprises import EnterpriseRecord, enterprises, programme_in
from .mentors import MentorRecord, mentors

KINDS = ("enterprises", "sites", "mentors")
SHARED = frozenset({"no", "phone", "note", "name", "name_ru", "name_kk", "partner"})
SITE_AGAIN = ("address", "latitude", "longitude", "capacity", "medical", "rotation")
SAID_AGAIN = (
    "name_kk",
    "number",
    "sector",
    "address",
    "contract_number",
    "contract_date",
    "until",
    "seats",
    "seats_total",
)
MENTOR = re.compile(r"наставник|талимгер|mentor")


@dataclass(frozen=True)
class SiteRecord:
    """One place of an enterprise where students work."""

    source: Source
    partner: str
    name: str
    address: str
    latitude: Decimal | None
    longitude: Decimal | None
    capacity: int | None
    medical: bool | None
    rotation: str
    note: str
    issues: tuple[Issue, ...] = ()


PartnerRecord = EnterpriseRecord | SiteRecord | MentorRecord
R = TypeVar("R", EnterpriseRecord, SiteRecord)


def parse(tables: Sequence[Table], mapping: Mapping_ = None) -> Parsed[PartnerRecord]:
    """Enterprises, then sites, then mentors. A mapping key is ``sites.partner`` or, everywhere, ``partner``."""
    specs = {kind: spec_of(kind, _own(mapping, kind)) for kind in KINDS}
    parts = [part for table in tables for one in _parts(table, specs) for part in _apart(*one, specs)]
    records: list[PartnerRecord] = []
    notes: list[Issue] = []
    columns: dict[str, str] = {}
    unmapped: list[str] = []
    for kind in KINDS:
        mine = [part for best, part in parts if best == kind]
        if not mine:
            continue
        found, said = find(mine, specs[kind])
        records += _read(kind, found)
        notes += said
        columns |= {f"{kind}.{name}": label for name, label in columns_of(found).items()}
        unmapped += [label for label in unmapped_of(found) if not programme_in(label)]
    notes += [Issue("sheet_skipped", params={"sheet": part.name}) for best, part in parts if not best]
    return Parsed(records, notes if records else [Issue("no_header")], columns, unmapped)


def _read(kind: str, found: list[Block]) -> Sequence[PartnerRecord]:
    if kind == "enterprises":
        return _once(enterprises(found), lambda firm: fold(firm.name_ru or firm.name_kk), SAID_AGAIN)
    if kind == "sites":
        return _once(_sites(found), lambda site: (fold(site.partner), fold(site.name)), SITE_AGAIN)
    return mentors(found)


def _once(records: list[R], named: Callable[[R], Hashable], said: Sequence[str]) -> list[R]:
    """Without the rows that name an enterprise or a site again and say nothing new, as beside each of its mentors."""
    first: dict[Hashable, R] = {}
    out = []
    for record in records:
        known = first.setdefault(named(record), record)
        if known is record or any(_adds(known, record, name) for name in said):
            out.append(record)
    return out


def _adds(known: PartnerRecord, record: PartnerRecord, name: str) -> bool:
    value = getattr(record, name)
    return bool(value) and value != getattr(known, name)


def _apart(kind: str, table: Table, specs: Mapping[str, Spec]) -> list[tuple[str, Table]]:
    """A reading of the sheet for each kind that its rows hold: enterprises or mentors beside their sites, or both."""
    place, firm = (_first(table, specs[one]) for one in ("sites", "enterprises"))
    if place is None or "partner" not in place.columns or firm and firm.top != place.top:
        return _both(kind, table, specs)
    at, site = place.columns["partner"], place.columns["site"]
    between = set(range(*sorted((at, site))))  # an address there is the enterprise's
    theirs = _own_columns(place) - (_own_columns(firm) & between if firm else set())
    rest = _without(table, place.top, theirs)
    others = _both(_best(rest, specs), rest, specs)
    if not all(_stands_beside(one, part, specs) for one, part in others):
        return _both(kind, table, specs)
    sites_only = _without(table, place.top, set(range(len(place.paths))) - theirs - {at})
    below = place.top + len(place.lines)
    return [*others, ("sites", _with_partner(sites_only, below, at, site))]


def _stands_beside(kind: str, table: Table, specs: Mapping[str, Spec]) -> bool:
    """Whether what is left beside the sites is a register of its own: whoever answers for a site is no mentor."""
    if kind != "mentors":
        return kind == "enterprises"
    person = _first(table, specs[kind])
    return person is not None and _names_mentors(person)


def _names_mentors(person: Block) -> bool:
    return bool(MENTOR.search(fold(" ".join(person.paths[_who(person)]))))


def _who(person: Block) -> int:
    return person.columns.get("name", person.columns.get("surname", 0))


def _both(kind: str, table: Table, specs: Mapping[str, Spec]) -> list[tuple[str, Table]]:
    """The sheet, or two readings of it: where mentors stand in the rows of their enterprises, each has its columns."""
    if kind not in ("enterprises", "mentors"):
        return [(kind, table)]
    firm, person = (_first(table, specs[kind]) for kind in ("enterprises", "mentors"))
    if firm is None or person is None or firm.top != person.top:
        return [(kind, table)]
    at, who = person.columns["partner"], _who(person)
    if who in _own_columns(firm) or not _names_mentors(person):
        return [(kind, table)]
    width = len(firm.paths)
    behind = set(range(who, width)) if at < who else set(range(at))
    theirs = (behind | _own_columns(person)) - _own_columns(firm) - {at}
    below = firm.top + len(firm.lines)
    people_only = _with_partner(_without(table, firm.top, set(range(width)) - theirs - {at}), below, at, who)
    return [("enterprises", _without(table, firm.top, theirs)), ("mentors", people_only)]


def _first(table: Table, spec: Spec) -> Block | None:
    found = [block for block in blocks(table, spec) if block.rows and not block.table.transposed]
    return found[0] if len(found) == 1 else None


def _own_columns(block: Block) -> set[int]:
    """The columns that can be of this kind alone: not telephone and note, which every kind has."""
    own = {index for name, index in block.columns.items() if name not in SHARED}
    return own | {index for index, path in enumerate(block.paths) if path and programme_in(path[-1])}


def _without(table: Table, top: int, columns: set[int]) -> Table:
    rows = [
        [None if index in columns else cell for index, cell in enumerate(row)] for row in table.rows[top:]
    ]
    return replace(table, rows=[*table.rows[:top], *rows])


def _with_partner(table: Table, start: int, at: int, who: int) -> Table:
    """An empty enterprise beside a mentor means the one above."""
    rows, last = [*table.rows[:start]], None
    for row in table.rows[start:]:
        here = row[at] if at < len(row) else None
        last = last if is_blank(here) else here
        filled = who < len(row) and not is_blank(row[who])
        rows.append([*row[:at], last, *row[at + 1 :]] if filled else row)
    return replace(table, rows=rows)


def _own(mapping: Mapping_, kind: str) -> dict[str, str]:
    named = dict(mapping or {})
    return {
        name.removeprefix(kind + "."): label
        for name, label in named.items()
        if "." not in name or name.startswith(kind + ".")
    }


def _parts(table: Table, specs: Mapping[str, Spec]) -> list[tuple[str, Table]]:
    """The sheet with its kind, or, where several kinds stand one below the other, a part for each header."""
    tops: dict[int, tuple[float, str]] = {}
    for kind, spec in specs.items():
        for block in blocks(table, spec):
            if not block.table.transposed and block.score > tops.get(block.top, (0.0, ""))[0]:
                tops[block.top] = (block.score, kind)
    heads = [top for top in sorted(tops) if not any(_beats(tops, top - above, top) for above in (1, 2))]
    if len({tops[top][1] for top in heads}) < 2:
        return [(_best(table, specs), table)]
    ends = [*heads[1:], len(table.rows)]
    starts = [0, *heads[1:]]
    return [
        (tops[top][1], replace(table, rows=[[]] * start + table.rows[start:end]))
        for top, start, end in zip(heads, starts, ends, strict=True)
    ]


def _beats(tops: Mapping[int, tuple[float, str]], other: int, top: int) -> bool:
    """The second line of a header is no header of its own."""
    return other in tops and tops[other][0] > tops[top][0]


def _best(table: Table, specs: Mapping[str, Spec]) -> str:
    weights = {}
    for kind, spec in specs.items():
        found, _notes = find([table], spec)
        weights[kind] = sum(block.score for block in found)
    best = max(weights, key=lambda kind: weights[kind])
    return best if weights[best] else ""


def _sites(found: list[Block]) -> list[SiteRecord]:
    """Sites; an empty enterprise means the one above."""
    records: list[SiteRecord] = []
    for block in found:
        partner = ""
        for row in block.rows:
            partner = fix_homoglyphs(row.text("partner")) or partner
            records.append(_site(row, partner))
    return records


def _site(row: Row, partner: str) -> SiteRecord:
    taker = Taker(row)
    point = taker.take("coordinates", places.coordinates(_point_text(row)))
    if not partner:
        taker.say("site_orphan", "partner")
    return SiteRecord(
        source=row.source,
        partner=partner,
        name=fix_homoglyphs(row.text("site")),
        address=row.text("address"),
        latitude=point[0] if point else None,
        longitude=point[1] if point else None,
        capacity=taker.take("capacity", numbers.whole(row.get("capacity"), 0, 10_000, "number_wrong")),
        medical=taker.take("medical", words.yes_no(row.get("medical"))),
        rotation=row.text("rotation"),
        note=note_of(row),
        issues=tuple(taker.issues),
    )


def _point_text(row: Row) -> Cell:
    if row.text("latitude") and row.text("longitude"):
        return f"{row.text('latitude')}; {row.text('longitude')}"
    return row.get("coordinates")
