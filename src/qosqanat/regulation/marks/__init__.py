"""Marks: `reading` says what a cell holds, `rating` what the cells of a student amount to."""

from .rating import EXACT, ROUNDINGS, ZERO, Outcome, Outlook, Ratings, rate, settle
from .reading import (
    ABSENT,
    EXCUSED,
    FAULTS,
    WORDS,
    Absence,
    BadValue,
    Entry,
    Fault,
    exact,
    parse,
    problems,
    shown,
)

__all__ = [
    "ABSENT",
    "EXACT",
    "EXCUSED",
    "FAULTS",
    "ROUNDINGS",
    "WORDS",
    "ZERO",
    "Absence",
    "BadValue",
    "Entry",
    "Fault",
    "Outcome",
    "Outlook",
    "Ratings",
    "exact",
    "parse",
    "problems",
    "rate",
    "settle",
    "shown",
]
