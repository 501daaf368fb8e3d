"""The register of enterprises with their contracts."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from qosqanat.regulation import kz

from ..block import Block, Row
from ..model import Cell, Issue, Source
from ..values import ids, numbers, people
from ..values.reading import Reading, but, fine
from ..values.text import fix_homoglyphs, fold, is_blank, text_of
from .common import Taker, note_of

MOST_PLACES = 32_767  # the most that a small whole number of PostgreSQL holds
PROGRAMME = re.compile(r"\d[A-Z]\d{5}")
OPEN_ENDED = re.compile(r"бессроч|мерзимсиз|шексиз|open|unlimited|indefinite|пролонг|автомат")
NUMBER_AND_DATE = re.compile(
    r"(.{1,60}?)[\s,;]{1,9}(?:от|from|of|dated)?\s{0,9}(\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d{2}-\d{2})(?:\s{0,9}(?:г|ж|года|жыл)\.?)?"
)
UNTIL = re.compile(
    r"(?:(?:до|по|until|till)\s{1,9})?(\d[\d./-]{7,9})(?:\s{0,9}(?:г|ж|года|жылға)\.?)?(?:\s{1,9}дейін)?",
    re.I,
)
YEARS = re.compile(r"(\d{1,2}) ?(?:год|года|лет|жыл|year)")


@dataclass(frozen=True)
class EnterpriseRecord:
    """One enterprise with its contract. ``number`` is the BIN, or an IIN if ``is_person``.

    ``seats`` maps programme code -> places. Whether the contract is in force is asked elsewhere: no clock here.
    """

    source: Source
    name_ru: str
    name_kk: str
    number: str | None
    sector: str
    address: str
    head: people.Person | None
    phones: tuple[str, ...]
    contract_number: str
    contract_date: dt.date | None
    until: dt.date | None
    open_ended: bool
    seats: Mapping[str, int]
    seats_total: int | None
    note: str
    issues: tuple[Issue, ...] = ()

    @property
    def is_person(self) -> bool:
        return self.number is not None and kz.is_iin(self.number)


def enterprises(found: list[Block]) -> list[EnterpriseRecord]:
    """Every row of the register; columns headed by a programme code hold its seats."""
    return [_enterprise(row, _seat_columns(block)) for block in found for row in block.rows]


def _seat_columns(block: Block) -> dict[str, int]:
    used = set(block.columns.values())
    named = {i: programme_in(path[-1]) for i, path in enumerate(block.paths) if path and i not in used}
    return {code: i for i, code in named.items() if code}


def programme_in(label: str) -> str:
    """The national programme code in a text, or empty text."""
    match = PROGRAMME.search(label.translate(ids.TO_LATIN).upper())
    return match.group() if match else ""


def _enterprise(row: Row, seat_columns: Mapping[str, int]) -> EnterpriseRecord:
    taker = Taker(row)
    names = {language: fix_homoglyphs(row.text(f"name_{language}")) for language in ("ru", "kk")}
    names["ru"] = names["ru"] or fix_homoglyphs(row.text("name"))
    number = taker.take("bin", ids.bin_or_iin(row.get("bin")))
    contract, day = _contract(row)
    signed = taker.take("contract_date", numbers.date(day))
    until, open_ended = taker.take("until", _until(row.get("until"), signed))
    seats = {code: _seats(taker, code, row.at(index)) for code, index in seat_columns.items()}
    record = EnterpriseRecord(
        source=row.source,
        name_ru=names["ru"],
        name_kk=names["kk"],
        number=number,
        sector=row.text("sector"),
        address=row.text("address"),
        head=people.person(row.text("head")) if row.text("head") else None,
        phones=taker.take("phone", ids.phones(row.get("phone"))),
        contract_number=contract,
        contract_date=signed,
        until=until,
        open_ended=open_ended,
        seats={code: places for code, places in seats.items() if places is not None},
        seats_total=taker.take(
            "seats_total", numbers.whole(row.get("seats_total"), 0, 100_000, "number_wrong")
        ),
        note=note_of(row),
    )
    _question(taker, record)
    return replace(record, issues=tuple(taker.issues))


def _contract(row: Row) -> tuple[str, Cell]:
    """Number and date of the contract; one column may hold both: `№ 12 от 15.01.2025`."""
    text = row.text("contract_number").removeprefix("№").strip()
    both = NUMBER_AND_DATE.fullmatch(text)
    if both and is_blank(row.get("contract_date")):
        return both[1].strip(), both[2]
    return text, row.get("contract_date")


def _seats(taker: Taker, code: str, cell: Cell) -> int | None:
    """Workplaces for one programme; whatever is no such number is a question about that programme."""
    read = places(cell)
    for issue, params in read.problems:
        taker.say(issue, f"seats.{code}", programme=code, **params)
    return read.value


def places(cell: Cell) -> Reading[int | None]:
    """A number of workplaces: whole, and no larger than its column can keep."""
    return numbers.whole(cell, 0, MOST_PLACES, "seats_wrong")


def _until(cell: Cell, signed: dt.date | None) -> Reading[tuple[dt.date | None, bool]]:
    """The last day and whether the contract is open-ended; a period in words is a question with a guess."""
    until = UNTIL.fullmatch(text_of(cell))
    read = numbers.date(until[1] if until else cell, "until_wrong")
    if not read.problems:
        return fine((read.value, False))
    text = text_of(cell)
    folded = fold(text)
    if OPEN_ENDED.search(folded):
        return but((None, True), "until_open", value=text)
    period = YEARS.search(folded)
    if period and signed:
        guess = _years_later(signed, int(period[1]))
        return but((None, False), "until_words", value=text, guess=guess.strftime("%d.%m.%Y"))
    return but((None, False), "until_wrong", value=text)


def _years_later(day: dt.date, years: int) -> dt.date:
    """The same day some years later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _question(taker: Taker, record: EnterpriseRecord) -> None:
    if not record.name_ru and not record.name_kk:
        taker.say("partner_name_missing", "name_ru")
    elif not record.name_kk:
        taker.say("name_kk_missing", "name_kk")
    if not record.contract_number or not record.contract_date:
        taker.say("contract_missing", "contract_number" if not record.contract_number else "contract_date")
    if record.until and record.contract_date and record.until < record.contract_date:
        taker.say("until_before", "until")
    if record.seats and record.seats_total is not None and sum(record.seats.values()) != record.seats_total:
        taker.say("seats_sum", "seats_total", sum=sum(record.seats.values()), total=record.seats_total)
