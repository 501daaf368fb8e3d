"""Turns a pack's tables into schemes, scale, deadlines, forms, models, settings and clauses."""

from decimal import Decimal

from qosqanat.regulation.parts import (
    ACTORS,
    READINGS,
    VERBS,
    Clause,
    Deadline,
    Form,
    Model,
    Setting,
)
from qosqanat.regulation.reading import Table
from qosqanat.regulation.scale import Band, Scale
from qosqanat.regulation.schemes import Credits, Period, Scheme, Week

EVENTS = (
    "week_end",
    "acceptance",
    "attestation_week",
    "last_week_end",
    "term_start",
    "term_end",
    "year_start",
    "year_end",
    "first_day",
    "contract_end",
    "year",
)
OUTPUTS = ("print", "attach", "web")
ZERO = Decimal(0)


def clause(row: Table) -> Clause:
    found = Clause(
        anchor=row.text("anchor"),
        title=row.names("title"),
        actor=row.texts("actor", required=False, allowed=ACTORS),
        verbs=row.texts("verbs", allowed=VERBS),
        notes=row.texts("notes", required=False),
    )
    row.finish()
    return found


def scale(file: Table) -> Scale:
    bands = [band(row) for row in file.tables("band")]
    file.finish()
    return Scale(tuple(sorted(bands, key=lambda band: band.low, reverse=True)))


def band(row: Table) -> Band:
    found = Band(
        letter=row.text("letter"),
        gpa=row.printed("gpa"),
        low=row.points("low") or ZERO,
        high=row.points("high") or ZERO,
        traditional=row.names("traditional"),
        clause=row.text("clause"),
    )
    row.finish()
    return found


def scheme(row: Table, scale: Scale, rounding: str) -> Scheme:
    exam = row.table("exam")
    found = Scheme(
        code=row.text("code"),
        title=row.names("title"),
        clause=row.text("clause"),
        credits=credits(row.table("credits")),
        rows=tuple(week(item) for item in row.tables("weeks")),
        periods=tuple(period(item) for item in row.tables("periods")),
        exam_weight=exam.points("weight") or ZERO,
        exam_cap=exam.points("cap") or ZERO,
        exam_clause=exam.text("clause"),
        scale=scale,
        rounding=rounding,
    )
    exam.finish()
    row.finish()
    return found


def credits(table: Table) -> Credits:
    found = Credits(
        exactly=table.numbers("exactly"),
        low=table.points("min", required=False),
        high=table.points("max", required=False),
        clause=table.text("clause"),
    )
    table.finish()
    if not found.exactly and found.low is None:
        table.error("", "must say exactly = [...] or min = ...")
    return found


def week(row: Table) -> Week:
    found = Week(
        number=row.integer("week"),
        test=row.points("test", required=False) or None,
        practice=row.points("practice", required=False) or None,
        attestation=row.flag("attestation"),
        clause=row.text("clause"),
    )
    row.finish()
    return found


def period(row: Table) -> Period:
    found = Period(
        number=row.integer("number"),
        first_week=row.integer("first"),
        last_week=row.integer("last"),
        weight=row.points("weight") or ZERO,
        iws_cap=row.points("iws", required=False) or ZERO,
        clause=row.text("clause"),
    )
    row.finish()
    return found


def deadline(row: Table) -> Deadline:
    found = Deadline(
        key=row.text("key"),
        title=row.names("title"),
        clauses=row.texts("clauses"),
        counted_from=row.text("counted_from"),
        days=row.integer("days", required=False),
        hours=row.integer("hours", required=False),
        month_day=month_day(row),
    )
    row.finish()
    if found.counted_from not in EVENTS:
        row.error("counted_from", f"{found.counted_from!r} is not one of {', '.join(EVENTS)}")
    if (found.counted_from == "year") != (found.month_day is not None):
        row.error("month_day", 'goes together with counted_from = "year"')
    return found


def month_day(row: Table) -> tuple[int, int] | None:
    text = row.text("month_day", required=False)
    if not text:
        return None
    month, _, day = text.partition("-")
    # 29 February is refused: the rule must name a day that every year has
    lengths = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if (
        month.isdecimal()
        and day.isdecimal()
        and 1 <= int(month) <= 12
        and 1 <= int(day) <= lengths[int(month) - 1]
    ):
        return int(month), int(day)
    row.error("month_day", f"must be month-day such as 09-01, not {text!r}")
    return None


def form(row: Table) -> Form:
    found = Form(
        key=row.text("key"),
        title=row.names("title"),
        clauses=row.texts("clauses"),
        code=row.text("code", required=False),
        maker=row.texts("maker", required=False, allowed=ACTORS),
        keeper=row.texts("keeper", required=False, allowed=ACTORS),
        output=row.text("output", default="print", required=False),
    )
    row.finish()
    if found.output not in OUTPUTS:
        row.error("output", f"{found.output!r} is not one of {', '.join(OUTPUTS)}")
    return found


def model(row: Table) -> Model:
    share = row.points("max_share_on_site", required=False)
    found = Model(
        number=row.integer("number"),
        title=row.names("title"),
        clauses=row.texts("clauses"),
        max_share_on_site=share,
        max_semesters=row.integer("max_semesters", required=False) or None,
    )
    row.finish()
    if share is not None and share > 100:
        row.error("max_share_on_site", f"must be at most 100 percent, not {share}")
    return found


def setting(row: Table) -> Setting:
    found = Setting(
        key=row.text("key"),
        issue=row.text("issue"),
        title=row.names("title"),
        clauses=row.texts("clauses"),
        value=row.value("value"),
    )
    row.finish()
    for reading in READINGS:
        if reading.key == found.key and found.value is not None:
            try:
                reading.of(found.value)
            except ValueError as error:
                row.error("value", str(error))
    return found
