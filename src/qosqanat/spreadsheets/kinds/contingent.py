"""Lists of students: one row, one student."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..bands import GROUP_IN, unit_in_titles
from ..block import Block, Row
from ..model import Issue, Parsed, Source, Table
from ..values import ids, numbers, words
from ..values.people import Name
from ..values.text import fix_homoglyphs, fold, text_of
from ..values.words import language_of
from .common import Mapping_, Taker, carried_of, columns_of, find, note_of, spec_of, unmapped_of

KIND = "contingent"


@dataclass(frozen=True)
class StudentRecord:
    """One student. Empty text or ``None`` where the file says nothing or where a person must answer.

    ``sex`` m, f; ``language`` kk, ru, en; ``status`` studying, leave, transferred, expelled, graduated;
    ``funding`` grant, paid; ``level`` bachelor, master, doctor. ``duplicate_of`` is the row that says the same.
    """

    source: Source
    ais_id: str
    name: Name
    group: str
    course: int | None
    iin: str | None
    sex: str | None
    programme: str
    programme_kk: str
    programme_ru: str
    programme_en: str
    level: str
    birth_date: dt.date | None
    language: str | None
    status: str | None
    funding: str | None
    record_book: str
    phones: tuple[str, ...]
    passport: str
    department: str
    faculty: str
    adviser: str
    note: str
    issues: tuple[Issue, ...] = ()
    duplicate_of: int | None = None


def parse(tables: Sequence[Table], mapping: Mapping_ = None) -> Parsed[StudentRecord]:
    """Every student of the workbook. ``mapping`` (field -> column title) overrules recognition."""
    found, notes = find(tables, spec_of(KIND, mapping))
    records = [record for block in found for record in _records(block)]
    records = _compared(_usual_names(records))
    return Parsed(records, notes, columns_of(found), unmapped_of(found), carried_of(found))


def _records(block: Block) -> Iterator[StudentRecord]:
    group = _group_of_block(block)
    faculty = unit_in_titles(block.titles, "faculty")
    adviser, adviser_group = "", ""
    for row in block.rows:
        record = _record(row, group, faculty)
        if record.adviser or record.group != adviser_group:
            adviser, adviser_group = record.adviser, record.group
        yield record if record.adviser or not adviser else replace(record, adviser=adviser)


def _group_of_block(block: Block) -> str:
    """The group that a title line or the sheet's own name gives to all rows."""
    for line in [*reversed(block.titles), block.table.name]:
        match = GROUP_IN.search(line)
        if match and (ids.is_group(line) or fold(line).startswith(("групп", "топ", "group"))):
            return ids.group(match.group())
    return ""


def _record(row: Row, block_group: str, block_faculty: str) -> StudentRecord:
    taker = Taker(row)
    programme, names = _programme(row)
    languages = taker.take("language", words.languages(row.get("language")))
    record = StudentRecord(
        source=row.source,
        ais_id=_ais_id(taker),
        name=taker.name(),
        group=_group(taker, block_group),
        course=taker.take(
            "course", numbers.whole(row.get("course") or row.bands.get("course"), 1, 7, "course_wrong")
        ),
        iin=taker.take("iin", ids.iin(row.get("iin"))),
        sex=taker.take("sex", words.sex(row.get("sex"))),
        programme=programme,
        programme_kk=names["kk"],
        programme_ru=names["ru"],
        programme_en=names["en"],
        level=words.level(programme),
        birth_date=taker.take("birth_date", numbers.date(row.get("birth_date"))),
        language=languages[0] if languages else None,
        status=taker.take("status", words.status(row.get("status"))),
        funding=taker.take("funding", words.funding(row.get("funding"))),
        record_book=row.text("record_book"),
        phones=taker.take("phone", ids.phones(row.get("phone"))),
        passport=row.text("passport"),
        department=row.text("department") or row.bands.get("department", ""),
        faculty=row.text("faculty") or row.bands.get("faculty", "") or block_faculty,
        adviser=fix_homoglyphs(row.text("adviser")),
        note=note_of(row),
    )
    _question(taker, record)
    return replace(record, issues=tuple(taker.issues)) if taker.issues else record


def _programme(row: Row) -> tuple[str, dict[str, str]]:
    """The code and the names by language; a cell with a name only is a name and no code."""
    text = row.text("programme") or row.bands.get("programme", "")
    names = {language: row.text(f"programme_{language}") for language in ("kk", "ru", "en")}
    first = text.split(" ")[0].rstrip(",;:-–") if text else ""
    if any(letter.isdigit() for letter in first):
        return first.translate(ids.TO_LATIN).upper(), names
    language = language_of(text, row.title("programme"))
    names[language] = names[language] or text
    return "", names


def _ais_id(taker: Taker) -> str:
    text = text_of(taker.row.get("ais_id")).replace(" ", "") if taker.row.text("ais_id") else ""
    if "ais_id" in taker.row.columns and not text and not taker.row.text("iin"):
        taker.say("ais_missing", "ais_id")
    elif len(text) > 40:
        taker.say("ais_wrong", "ais_id", value=text)
        return ""
    return text


def _group(taker: Taker, block_group: str) -> str:
    text = taker.plain("group") or taker.row.bands.get("group", "") or block_group
    if not text:
        taker.say("group_missing", "group")
    return ids.group(text)


def _question(taker: Taker, record: StudentRecord) -> None:
    if "iin" in taker.row.columns and not taker.row.text("iin") and not record.passport:
        taker.say("iin_missing", "iin")
    if "programme" in taker.row.columns and not taker.row.text("programme") and not record.programme:
        taker.say("programme_missing", "programme")
    if not record.iin:
        return
    born = ids.birth_of(record.iin)
    if record.birth_date and born != record.birth_date:
        taker.say("iin_birth", "birth_date")
    if record.sex and record.iin[6] in "123456" and (int(record.iin[6]) % 2 == 1) != (record.sex == "m"):
        taker.say("iin_sex", "sex")


def _usual_names(records: list[StudentRecord]) -> list[StudentRecord]:
    """Rows whose programme is named otherwise than in most rows of the same code say so."""
    names: dict[str, Counter[str]] = {}
    for record in records:
        if record.programme and record.programme_ru:
            names.setdefault(record.programme, Counter())[record.programme_ru] += 1
    usual = {code: counter.most_common(1)[0][0] for code, counter in names.items()}
    return [
        _with(
            record,
            "programme_name",
            "programme_ru",
            code=record.programme,
            value=record.programme_ru,
            usual=usual[record.programme],
        )
        if record.programme_ru and record.programme_ru != usual.get(record.programme, record.programme_ru)
        else record
        for record in records
    ]


def _with(record: StudentRecord, code: str, name: str, /, **params: object) -> StudentRecord:
    issue = Issue(code, name, params.get("value"), params, record.source)
    return replace(record, issues=(*record.issues, issue))


def _compared(records: list[StudentRecord]) -> list[StudentRecord]:
    """The same student twice in one file: same row, same ID with other data, same person with another ID."""
    seen: dict[tuple[str, ...], int] = {}
    out = list(records)
    for i, record in enumerate(records):
        earlier, why = next(((seen[key], key[0]) for key in _keys(record) if key in seen), (None, ""))
        if earlier is not None:
            _join(out, earlier, i, why)
        for key in _keys(record):
            seen.setdefault(key, i)
    return out


def _keys(record: StudentRecord) -> list[tuple[str, ...]]:
    keys: list[tuple[str, ...]] = []
    if record.ais_id:
        keys.append(("ID", record.ais_id))
    if record.iin:
        keys.append(("IIN", record.iin))
    if record.birth_date and record.name.given:
        born = record.birth_date.isoformat()
        keys.append(
            ("name", fold(record.name.surname), fold(record.name.given), born, ids.group_key(record.group))
        )
    return keys


def _join(out: list[StudentRecord], first: int, second: int, why: str) -> None:
    one, two = out[first], out[second]
    if why == "ID" and _same(one, two):
        out[second] = replace(
            _with(two, "same_row", "ais_id", **_place(two, one)), duplicate_of=one.source.row
        )
        return
    code, name = ("same_id", "ais_id") if why == "ID" else ("same_person", "iin" if why == "IIN" else "name")
    out[first] = _with(one, code, name, **_place(one, two), why=why)
    out[second] = replace(_with(two, code, name, **_place(two, one), why=why), duplicate_of=one.source.row)


def _place(record: StudentRecord, other: StudentRecord) -> dict[str, object]:
    """Where the other row stands, as said beside `record`, and exactly."""
    sheet, row = other.source.sheet, other.source.row
    return {"row": row if sheet == record.source.sheet else f"{sheet}, {row}", "at": (sheet, row)}


def _same(one: StudentRecord, two: StudentRecord) -> bool:
    fields = ("name", "group", "course", "iin", "sex", "programme", "birth_date", "status", "phones")
    return all(getattr(one, name) == getattr(two, name) for name in fields)
