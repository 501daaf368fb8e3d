"""What the API sends and takes. Points are exact decimal texts; no shape has a place for an IIN, a birth date or a phone."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Field, Schema
from pydantic import StrictBool, StrictInt

from qosqanat.grading.enums import Component, SheetState
from qosqanat.studies.enums import Season, Status

Key = Annotated[int, Field(ge=1, lt=2**63)]
Points = Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,2})?$", examples=["2.5"])]
Value = Annotated[
    str,
    Field(
        pattern=r"^([0-9]{1,3}(\.[0-9]{1,2})?|absent|excused)$",
        examples=["2.5"],
        description='Points as an exact decimal, or "absent", or "excused".',
    ),
]
Place = Annotated[
    str,
    Field(
        pattern=r"^[tpie][1-9][0-9]?$",
        examples=["t3"],
        description="t: test of a week, p: practice of a week, i: independent-work task, e: examination attempt.",
    ),
]
Code = Annotated[str, Field(max_length=30, pattern=r"^[^\x00-\x1f]*$")]
Reference = Annotated[
    str, Field(max_length=300, description="An id, or `sis_id:` and the student system's own key.")
]
KEY = r"^[A-Za-z0-9_-]{8,64}$"
IF_MATCH = 'The ETag of the cell that you saw, like "3"; * overwrites whatever stands.'
SIS = "Its key in the university's own student system; look it up with `sis_id:` before it."


class Named(Schema):
    """Official names; a language without one is empty."""

    kk: str
    ru: str
    en: str


class Student(Schema):
    id: Key
    sis_id: str = Field(description=SIS)
    name: str
    group: str
    programme: str = Field(description="Its code.")
    status: Status


class Somebody(Schema):
    id: Key
    name: str


class Course(Schema):
    id: Key
    sis_id: str = Field(
        description="Semester, code and groups, like 2026-2027-autumn:UBT 3305:МГІ-24-1; see `sis_id:`."
    )
    code: str
    name: Named
    academic_year: str
    season: Season
    starts_on: date
    department: str = Field(description="Its code.")
    groups: list[str]
    credits: Points | None
    teacher: Somebody | None


class Sheet(Schema):
    id: Key
    number: str
    state: SheetState
    course: Key
    student: Key
    student_sis_id: str
    issued_at: datetime
    version: int = Field(description="Grows with every change of a cell.")


class Cell(Schema):
    """One place of a sheet. `version` is its ETag: 0 while nobody has entered anything."""

    sheet: Key
    key: Place
    component: Component
    number: int
    value: Value | None
    version: int
    changed_at: datetime | None


class Rating(Schema):
    """What follows from the cells. Final grade, letter and GPA are null to those who may not see them."""

    sheet: Key
    course: Key
    student: Key
    periods: list[Points]
    admission: str
    admitted: bool
    final: int | None
    letter: str | None
    gpa: str | None
    version: int


Reason = Annotated[
    str,
    Field(max_length=300, pattern=r"^[^\x00-\x1f]*$", description="A correction after the time needs one."),
]


class Wanted(Schema):
    """The value that a cell shall have; null takes it back."""

    value: Value | None
    reason: Reason = ""


class Entry(Schema):
    """One cell of a batch and the version that it was changed from (0: nothing entered)."""

    sheet: Key
    key: Place
    value: Value | None
    version: Annotated[StrictInt, Field(ge=0, lt=2**31)]


class Batch(Schema):
    """Up to 500 entries; each is judged alone, unless `all_or_nothing`."""

    entries: Annotated[list[Entry], Field(min_length=1, max_length=500)]
    reason: Reason = ""
    all_or_nothing: StrictBool = False


class Why(Schema):
    """Why not: the sentence, the regulation's clause, where to put it right."""

    text: str
    clause: str = ""
    fix: str = ""
    field: str = ""


class Verdict(Schema):
    """What became of an entry; `value` and `version` are the cell as it stands now."""

    sheet: Key
    key: Place
    status: Literal["saved", "repeated", "conflict", "refused"]
    value: Value | None
    version: int
    problems: list[Why]


class Standing(Schema):
    value: Value | None
    version: int


class Trouble(Schema):
    """problem+json (RFC 9457) with the house's reasons; `yours` and `current` come with 412."""

    type: str
    title: str
    status: int
    detail: str
    problems: list[Why]
    yours: Standing | None = None
    current: Standing | None = None
