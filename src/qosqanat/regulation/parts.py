"""What a regulation consists of, besides schemes and scale."""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from qosqanat.regulation.scale import Scale
from qosqanat.regulation.schemes import Scheme, SchemeChoice, propose

LANGUAGES = ("kk", "ru", "en")

VERBS = (
    "store",
    "enforce",
    "compute",
    "remind",
    "print",
    "publish",
    "evidence",
    "context",
)

ACTORS = (
    "university",
    "rector",
    "academic_council",
    "scientific_council",
    "dean",
    "head",
    "department",
    "teacher",
    "adviser",
    "student",
    "enterprise",
    "mentor",
    "partners",
    "registrar",
    "office",
    "career",
    "career_head",
    "academic_affairs",
    "research_unit",
    "educational_unit",
    "quality",
    "publisher",
    "units",
    "unit_heads",
    "developer",
    "base",
    "base_head",
    "base_officer",
    "base_team",
    "base_teacher",
    "base_researcher",
    "school",
    "examiners",
    "attestation_board",
    "portal",
    "risk_owner",
)


@dataclass(frozen=True)
class Clause:
    """One clause, bullet or annex row: own-words title, who acts, what the software does (VERBS)."""

    anchor: str
    title: dict[str, str]
    actor: tuple[str, ...]
    verbs: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Deadline:
    """A time rule: `days` and `hours` counted from the event `counted_from`, or a day of the year.

    `counted_from`: week_end, acceptance, attestation_week, last_week_end, term_start, term_end, year_start,
    year_end, first_day, contract_end or year (then `month_day` = (month, day)).
    """

    key: str
    title: dict[str, str]
    clauses: tuple[str, ...]
    counted_from: str
    days: int = 0
    hours: int = 0
    month_day: tuple[int, int] | None = None

    def on(self, event: date) -> date:
        """Return the day it falls due for `event`; a yearly rule takes the year of `event`."""
        if self.month_day:
            return date(event.year, *self.month_day)
        return event + timedelta(days=self.days)


@dataclass(frozen=True)
class Form:
    """An official form: `code` is the printed form code, empty where the regulation gives none."""

    key: str
    title: dict[str, str]
    clauses: tuple[str, ...]
    code: str = ""
    maker: tuple[str, ...] = ()
    keeper: tuple[str, ...] = ()
    output: str = "print"


@dataclass(frozen=True)
class Model:
    """A delivery model (Y-5.4-5.7). Shares are percent of a course's hours; None where there is no limit."""

    number: int
    title: dict[str, str]
    clauses: tuple[str, ...]
    max_share_on_site: Decimal | None = None
    max_semesters: int | None = None

    def exceeds(self, on_campus: Decimal | int, on_site: Decimal | int) -> bool:
        """Whether the hours on site pass the model's share (Q-Y27)."""
        if self.max_share_on_site is None:
            return False
        return Decimal(on_site) * 100 > self.max_share_on_site * (Decimal(on_campus) + Decimal(on_site))


@dataclass(frozen=True)
class Setting:
    """A reading of an unclear place (`issue` of the register) as data, changeable by a university."""

    key: str
    issue: str
    title: dict[str, str]
    clauses: tuple[str, ...]
    value: Any


@dataclass(frozen=True)
class Reading:
    """What the programme reads of a setting: its value, or the part `inside` of it. `usual` stands where a pack is silent."""

    key: str
    inside: str
    usual: int | time

    def of(self, value: Any) -> int | time:
        """Take it out of the setting's value; ValueError when it is no whole number, or no time like 23:59."""
        if self.inside and not isinstance(value, dict):
            raise ValueError(f"must be a table with {self.inside}, not {value!r}")
        found = value.get(self.inside, self.usual) if self.inside else value
        if isinstance(self.usual, time) and isinstance(found, str):
            return time.fromisoformat(found)
        if type(found) is not type(self.usual) or (isinstance(found, int) and found < 0):
            raise ValueError(f"must be like {self.usual}, not {found!r}")
        return found


FEWEST_TASKS = Reading("iws.min_tasks", "", 2)
FX_RETAKES = Reading("attempts", "fx_retakes", 1)
WEEK_CLOSES = Reading("week.closing", "time", time(23, 59))
READINGS = (FEWEST_TASKS, FX_RETAKES, WEEK_CLOSES)
RETAKE, REPEAT = "retake", "repeat"
USUAL_ATTEMPTS = {"FX": RETAKE, "F": REPEAT}
USUAL_WEEKS = 15
SHEET_RETURN, ATTESTATION_NOTICE = "sheet_return", "attestation_notice"
USUAL_DEADLINES = {SHEET_RETURN: timedelta(days=5), ATTESTATION_NOTICE: timedelta(days=-7)}
"""The deadlines that the programme reads, as they are where a pack is silent."""


@dataclass(frozen=True)
class Regulation:
    """A university's regulation, loaded and checked.

    `threshold` is the lowest positive number of points. `adopted` maps the name of a part ("schemes") to the
    code of the regulation it was taken from.
    """

    code: str
    names: dict[str, str]
    university: dict[str, str]
    clauses: dict[str, Clause]
    schemes: dict[str, Scheme] = field(default_factory=dict)
    scale: Scale | None = None
    threshold: Decimal = Decimal(50)
    rounding: str = "half_up"
    deadlines: dict[str, Deadline] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    models: dict[int, Model] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)
    valid_from: date | None = None
    valid_until: date | None = None
    adopted: dict[str, str] = field(default_factory=dict)
    adopted_clauses: dict[str, Clause] = field(default_factory=dict)

    def propose(self, credits: Decimal | int | None) -> SchemeChoice:
        """Propose the scheme for a credit volume, exact credits first (Q-Y01)."""
        return propose(self.schemes, credits)

    def clause(self, anchor: str) -> Clause:
        """Return an own clause, or one that stands behind an adopted part; KeyError when unknown."""
        return self.clauses.get(anchor) or self.adopted_clauses[anchor]

    def setting(self, key: str) -> Any:
        """Return the value of a setting; KeyError when unknown."""
        return self.settings[key].value

    @property
    def weeks(self) -> int:
        """Weeks of a semester: those of the longest scheme."""
        return max((scheme.weeks for scheme in self.schemes.values()), default=USUAL_WEEKS)

    @property
    def fewest_tasks(self) -> int:
        """Fewest tasks of independent work in a rating period (Q-Y07)."""
        return self._read(FEWEST_TASKS)

    @property
    def fx_retakes(self) -> int:
        """How often a student with FX retakes the examination before the course is repeated (Q-Y21)."""
        return self._read(FX_RETAKES)

    def after(self, letter: str) -> str:
        """What follows a failed examination with `letter`: "retake", or "repeat" where the pack does not say so (Q-Y21)."""
        setting = self.settings.get(FX_RETAKES.key)
        found: str = (setting.value if setting else USUAL_ATTEMPTS).get(letter, REPEAT)
        return found

    @cached_property
    def closing(self) -> time:
        """The last second of the minute in which the mentor's week closes, local time (Q-Y14)."""
        return self._read(WEEK_CLOSES).replace(second=59)

    def _read(self, reading: Reading) -> Any:
        return reading.of(self.setting(reading.key)) if reading.key in self.settings else reading.usual

    def sheets_due(self, last: date) -> date:
        """When the sealed sheets of a semester that ends on the day `last` are back (Y-6.5.3, Q-Y08)."""
        return self._due(SHEET_RETURN, last)

    def attestation_told(self, first: date) -> date:
        """From when on the mentor is told of the attestation in a week that begins on the day `first` (Y-7.3.b5)."""
        return self._due(ATTESTATION_NOTICE, first)

    def _due(self, key: str, event: date) -> date:
        rule = self.deadlines.get(key)
        return rule.on(event) if rule else event + USUAL_DEADLINES[key]
