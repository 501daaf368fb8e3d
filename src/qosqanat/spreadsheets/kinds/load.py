"""The teaching load: courses with dual elements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..bands import unit_in_titles
from ..block import Block, Row
from ..model import Issue, Parsed, Source, Table
from ..values import ids, numbers, people, words
from ..values.text import fix_homoglyphs, is_blank, text_of
from .common import Mapping_, Taker, columns_of, find, note_of, spec_of, unmapped_of

KIND = "load"
MODEL_1_SHARE = Decimal(40)
HOURS_PER_CREDIT = 30


@dataclass(frozen=True)
class CourseRecord:
    """One course of one or several groups. ``share`` is the part of hours on site in %, exact.

    ``languages`` kk, ru, en; ``model`` 1-4 (Y-5.3); ``year`` is the year of study.
    """

    source: Source
    code: str
    name_kk: str
    name_ru: str
    name_en: str
    groups: tuple[str, ...]
    year: int | None
    semester: int | None
    credits: Decimal | None
    languages: tuple[str, ...]
    model: int | None
    hours_total: Decimal | None
    hours_campus: Decimal | None
    hours_site: Decimal | None
    teacher: people.Person | None
    partner: str
    mentors: tuple[people.Person, ...]
    control: str
    students: int | None
    department: str
    faculty: str
    note: str
    issues: tuple[Issue, ...] = ()

    @property
    def share(self) -> Decimal | None:
        if self.hours_site is None or not self.hours_total:
            return None
        return self.hours_site * 100 / self.hours_total


def parse(tables: Sequence[Table], mapping: Mapping_ = None) -> Parsed[CourseRecord]:
    """Every course row of the workbook, sheet by sheet."""
    found, notes = find(tables, spec_of(KIND, mapping))
    records = [record for block in found for record in _records(block)]
    return Parsed(records, notes, columns_of(found), unmapped_of(found))


def _records(block: Block) -> Iterator[CourseRecord]:
    faculty = unit_in_titles([*block.titles, block.table.name], "faculty")
    department = unit_in_titles([*block.titles, block.table.name], "department")
    for row in block.rows:
        yield _record(row, faculty, department)


def _record(row: Row, faculty: str, department: str) -> CourseRecord:
    taker = Taker(row)
    code, names = _code_and_names(taker)
    teachers = people.people(row.get("teacher"))
    record = CourseRecord(
        source=row.source,
        code=code,
        name_kk=names["kk"],
        name_ru=names["ru"],
        name_en=names["en"],
        groups=ids.groups(row.get("groups")) or ids.groups(row.bands.get("group")),
        year=taker.take("year", numbers.whole(row.get("year"), 1, 7, "course_wrong")),
        semester=taker.take("semester", numbers.whole(row.get("semester"), 1, 14, "number_wrong")),
        credits=_credits(taker),
        languages=taker.take("language", words.languages(row.get("language"))),
        model=taker.take("model", ids.model(row.get("model"))),
        hours_total=taker.take("hours_total", numbers.number(row.get("hours_total"))),
        hours_campus=taker.take("hours_campus", numbers.number(row.get("hours_campus"))),
        hours_site=taker.take("hours_site", numbers.number(row.get("hours_site"))),
        teacher=teachers[0] if teachers and not is_blank(row.get("teacher")) else None,
        partner=_partner(taker),
        mentors=_mentors(taker),
        control=row.text("control"),
        students=taker.take("students", numbers.whole(row.get("students"), 0, 2000, "number_wrong")),
        department=row.text("department") or row.bands.get("department", "") or department,
        faculty=row.text("faculty") or row.bands.get("faculty", "") or faculty,
        note=note_of(row),
    )
    _question(taker, record)
    return replace(record, issues=tuple(taker.issues))


def _code_and_names(taker: Taker) -> tuple[str, dict[str, str]]:
    row = taker.row
    code = ids.course_code(row.get("code")) if row.text("code") else ""
    names = {language: fix_homoglyphs(row.text(f"name_{language}")) for language in ("kk", "ru", "en")}
    if common := row.text("name"):
        own_code, rest = ids.split_course(common)
        code = code or own_code
        language = words.language_of(rest, row.title("name"))
        names[language] = names[language] or rest
    if not code:
        taker.say("code_missing", "code")
    if missing := [language for language, text in names.items() if not text]:
        taker.say("names_missing", "name_" + missing[0], languages=", ".join(missing))
    return code, names


def _credits(taker: Taker) -> Decimal | None:
    cell = taker.row.get("credits")
    value = numbers.only_number(cell)
    if value is None or not 0 < value <= 30:
        taker.say("credits_wrong", "credits", value=text_of(cell))
        return None
    return value


def _partner(taker: Taker) -> str:
    text = fix_homoglyphs(taker.row.text("partner"))
    if not text or words.is_later(text):
        taker.say("partner_missing", "partner")
        return ""
    return text


def _mentors(taker: Taker) -> tuple[people.Person, ...]:
    cell = taker.row.get("mentors")
    if is_blank(cell):
        taker.say("mentor_missing", "mentors")
        return ()
    if words.is_later(text_of(cell)):
        taker.say("mentor_later", "mentors", value=text_of(cell))
        return ()
    found = people.people(cell)
    if len(found) > 1:
        taker.say("mentor_many", "mentors")
    return found


def _question(taker: Taker, record: CourseRecord) -> None:
    if not record.groups:
        taker.say("groups_missing", "groups")
    if record.teacher is None:
        taker.say("teacher_missing", "teacher")
    total, campus, site = record.hours_total, record.hours_campus, record.hours_site
    if total is not None and campus is not None and site is not None and campus + site != total:
        taker.say("hours_sum", "hours_total", campus=str(campus), site=str(site), total=str(total))
    if total and record.credits and total != record.credits * HOURS_PER_CREDIT:
        taker.say("hours_credits", "hours_total", total=str(total), credits=str(record.credits))
    if record.model == 1 and record.share is not None and record.share > MODEL_1_SHARE:
        taker.say("model_share", "hours_site", share=text_of(round(record.share, 2)))
