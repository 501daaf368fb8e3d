"""The three plots of the house: weeks in time, ratings with the line of admission, practice by enterprise."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qosqanat.grading.models import Sheet
from qosqanat.grading.queries import (
    Share,
    Strip,
    on_time_by_week,
    practice_by_enterprise,
    ratings_by_ten,
    thresholds_of,
)
from qosqanat.people.middleware import ActingRequest
from qosqanat.studies.models import Course
from qosqanat.web.templatetags.points import points

from .plots import Bar, Plot


def on_time(strips: Iterable[Strip]) -> Plot:
    """Percent of due practice weeks that came in time, by week (Y-6.5.2)."""
    shares = on_time_by_week(strips)
    total = sum(share.count for share in shares)
    text = ngettext(
        "How many percent of the practice weeks that were due came in time; %(n)s week was due.",
        "How many percent of the practice weeks that were due came in time; %(n)s weeks were due.",
        total,
    )
    return Plot(
        "on_time",
        _("Practice weeks in time"),
        text % {"n": total},
        (_("Week"), _("In time, per cent"), _("Weeks due")),
        [_bar(share) for share in shares],
        unit="%",
        full=100,
    )


def _bar(share: Share) -> Bar:
    return Bar(share.label, share.percent, share.count)


def ratings(sheets: QuerySet[Sheet], at: datetime) -> Plot:
    """How many sheets stand where on the way to admission (Y-6.7), with the line that all their courses share.

    Hatched are the sheets of those in danger: a low rating alone is none while weeks are to come.
    """
    bins, lines = ratings_by_ten(sheets, at), thresholds_of(sheets)
    total, danger = (sum(counts) for counts in list(zip(*bins, strict=True))[1:])
    line = lines[0] if len(lines) == 1 else None
    text = _ratings_text(total, line is not None) % {"n": total, "danger": danger, "line": points(line)}
    heads = _("Admission rating"), _("Sheets"), _("In danger of not being admitted")
    return Plot(
        "ratings",
        _("Distribution of ratings"),
        text,
        heads,
        [Bar(f"{low}–{low + 10}", count, at_risk, at_risk) for low, count, at_risk in bins],
        line=points(line),
        line_before=float(line or 0) / 10,
    )


def _ratings_text(total: int, with_line: bool) -> str:
    if with_line:
        return ngettext(
            "Admission ratings as they are now, %(n)s sheet, with the line of %(line)s; hatched: in danger of not being admitted, %(danger)s.",
            "Admission ratings as they are now, %(n)s sheets, with the line of %(line)s; hatched: in danger of not being admitted, %(danger)s.",
            total,
        )
    return ngettext(
        "Admission ratings as they are now, %(n)s sheet; hatched: in danger of not being admitted, %(danger)s.",
        "Admission ratings as they are now, %(n)s sheets; hatched: in danger of not being admitted, %(danger)s.",
        total,
    )


def practice(courses: QuerySet[Course], request: ActingRequest) -> Plot:
    """Percent of the possible practice points that each enterprise's mentors gave."""
    shares = practice_by_enterprise(courses, request.who.at)
    total = sum(share.count for share in shares)
    text = ngettext(
        "How many percent of the possible points of practice were given, by enterprise; %(n)s mark.",
        "How many percent of the possible points of practice were given, by enterprise; %(n)s marks.",
        total,
    )
    return Plot(
        "practice",
        _("Practice marks by enterprise"),
        text % {"n": total},
        (_("Enterprise"), _("Points given, per cent"), _("Marks")),
        [_bar(share) for share in shares],
        unit="%",
        full=100,
        lying=True,
    )
