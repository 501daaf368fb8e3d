"""The semester that a file speaks of."""

import re
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from qosqanat.core.problems import Problem, Refused
from qosqanat.intake.enums import Verdict
from qosqanat.intake.plan import Option, Question, row_at, say
from qosqanat.spreadsheets.values import numbers
from qosqanat.spreadsheets.values.text import fold, text_of
from qosqanat.studies.enums import Season
from qosqanat.studies.models import Term

from .base import TYPED, Planner, label

TITLE_ROWS = 15
YEARS = re.compile(r"(20\d\d)\s?[-–—/]\s?(20\d\d)")
SEASONS = {
    Season.AUTUMN: re.compile(r"кузг|осен|autumn|fall"),
    Season.SPRING: re.compile(r"коктем|весен|spring"),
}
BEGINS = _(
    "Semester %(term)s is new. Its week 1 is taken to begin on %(day)s; type another day if that is wrong."
)
OUTSIDE = _(
    "“%(value)s” is no day of the academic year %(year)s, in which week 1 must begin: type one from %(since)s to %(until)s."
)
KEY = "term/starts_on"


def titles_of(planner: Planner) -> str:
    """What stands in the first rows of all sheets, and the name of the file."""
    cells = [cell for table in planner.context.tables for row in table.rows[:TITLE_ROWS] for cell in row]
    return " ".join([planner.context.file_name, *(text_of(cell) for cell in cells if isinstance(cell, str))])


def term_of(planner: Planner, semesters: list[int]) -> Term:
    """The semester named in the titles, else by the semester numbers (odd: autumn) and the day; new ones are said."""
    season = _season(titles_of(planner), semesters, timezone.localdate(planner.context.at))
    year = academic_year_of(planner)
    answer = planner.answer(KEY)
    known = Term.objects.filter(university=planner.university, academic_year=year, season=season).first()
    return known or _new(planner, year, season, answer)


def _season(text: str, semesters: list[int], today: date) -> str:
    folded = fold(text)
    named = [season for season, words in SEASONS.items() if words.search(folded)]
    if len(named) == 1:
        return named[0]
    if semesters:
        odd = sum(number % 2 for number in semesters)
        return Season.AUTUMN if odd * 2 > len(semesters) else Season.SPRING
    return Season.AUTUMN if today.month >= 7 else Season.SPRING


def academic_year_of(planner: Planner) -> str:
    """The academic year named in the titles, else the one that the day lies in, summer with the year to come."""
    found = YEARS.search(titles_of(planner))
    if found and int(found[2]) == int(found[1]) + 1:
        return f"{found[1]}-{found[2]}"
    today = timezone.localdate(planner.context.at)
    first = today.year if today.month >= 7 else today.year - 1
    return f"{first}-{first + 1}"


def usual_start(academic_year: str, season: str) -> date:
    """1 September, or the first Monday of February."""
    first = int(academic_year[:4])
    if season == Season.AUTUMN:
        return date(first, 9, 1)
    february = date(first + 1, 2, 1)
    return february + timedelta(days=-february.weekday() % 7)


def _typed(answer: str, term: Term) -> date:
    """The day that was typed. Raises `Refused` for anything but a day of the academic year, July to June."""
    text, (since, until) = answer.removeprefix(TYPED), term.academic_days
    day = numbers.date(text).value
    if day is None or not since <= day <= until:
        days = {"since": since.strftime("%d.%m.%Y"), "until": until.strftime("%d.%m.%Y")}
        raise Refused([Problem(str(say(OUTSIDE, value=text, year=term.academic_year, **days)))])
    return day


def _new(planner: Planner, year: str, season: str, answer: str | None) -> Term:
    starts_on = usual_start(year, season)
    term = Term(university=planner.university, academic_year=year, season=season, starts_on=starts_on)
    if answer:
        term.starts_on = _typed(answer, term)
    term.week_count = term.regulation.weeks
    planner.draft.create(term)
    row = row_at(
        None,
        KEY,
        str(term),
        verdict=Verdict.NEW,
        reasons=[say(BEGINS, term=year, day=term.starts_on.strftime("%d.%m.%Y"))],
    )
    usual = starts_on.strftime("%d.%m.%Y")
    row.question = Question(
        KEY, (Option(TYPED + usual, label(usual)),), _("Another day"), TYPED + usual, holds=False
    )
    planner.rows.append(row)
    return term
