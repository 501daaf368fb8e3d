"""Dates, numbers and plurals as Kazakhstan writes them, in three languages."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import formats, translation
from django.utils.dates import MONTHS_AP, WEEKDAYS_ABBR
from django.utils.translation import ngettext

DAY = date(2026, 3, 5)
MOMENT = datetime(2026, 3, 5, 9, 7)
SPACE = "\xa0"

DATES = {
    ("kk", "DATE_FORMAT"): "2026 ж. 5 наурыз",
    ("kk", "YEAR_MONTH_FORMAT"): "2026 ж. наурыз",
    ("kk", "MONTH_DAY_FORMAT"): "5 наурыз",
    ("kk", "SHORT_DATE_FORMAT"): "05.03.2026",
    ("kk", "D, j b"): "бс, 5 нау",
    ("kk", "l"): "бейсенбі",
    ("ru", "DATE_FORMAT"): "5 марта 2026 г.",
    ("ru", "MONTH_DAY_FORMAT"): "5 марта",
    ("ru", "SHORT_DATE_FORMAT"): "05.03.2026",
    ("en", "DATE_FORMAT"): "5 March 2026",
    ("en", "MONTH_DAY_FORMAT"): "5 March",
    ("en", "SHORT_DATE_FORMAT"): "05.03.2026",
}
NUMBERS = {"kk": f"1{SPACE}234,5", "ru": f"1{SPACE}234,5", "en": "1,234.5"}
PLURALS = {
    "kk": ["0 студент", "1 студент", "2 студент", "5 студент", "21 студент"],
    "ru": ["0 студентов", "1 студент", "2 студента", "5 студентов", "21 студент"],
    "en": ["0 students", "1 student", "2 students", "5 students", "21 students"],
}
three = pytest.mark.parametrize("language", ["kk", "ru", "en"])


@pytest.mark.parametrize(("language", "form", "written"), [(*key, text) for key, text in DATES.items()])
def test_a_date(language: str, form: str, written: str) -> None:
    with translation.override(language):
        assert formats.date_format(DAY, form) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("kk", "2026 ж. 5 наурыз, 09:07"), ("ru", "5 марта 2026 г., 09:07"), ("en", "5 March 2026, 09:07")],
)
def test_a_moment(language: str, written: str) -> None:
    with translation.override(language):
        assert formats.date_format(MOMENT, "DATETIME_FORMAT") == written


@three
def test_a_number(language: str) -> None:
    with translation.override(language):
        assert (
            formats.number_format(Decimal("1234.5"), use_l10n=True, force_grouping=True) == NUMBERS[language]
        )


@three
def test_the_week_begins_on_monday(language: str) -> None:
    with translation.override(language):
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


@three
def test_dates_are_typed_with_points(language: str) -> None:
    with translation.override(language):
        assert formats.get_format("DATE_INPUT_FORMATS")[0] == "%d.%m.%Y"


def test_kazakh_names_of_days_and_months_are_short_and_lower_case() -> None:
    with translation.override("kk"):
        assert [str(WEEKDAYS_ABBR[n]) for n in range(7)] == ["дс", "сс", "ср", "бс", "жм", "сб", "жс"]
        assert [str(MONTHS_AP[n]) for n in (1, 5, 6, 11)] == ["қаң.", "мам.", "мау.", "қар."]


@three
def test_a_noun_after_a_number(language: str) -> None:
    with translation.override(language):
        said = [ngettext("%(n)s student", "%(n)s students", n) % {"n": n} for n in (0, 1, 2, 5, 21)]
    assert said == PLURALS[language]
