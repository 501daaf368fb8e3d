"""Tabs of a dry run, and the answers that a page of questions sends."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qosqanat.intake.enums import Verdict
from qosqanat.intake.plan import Outcome, PlannedRow

MATCHED = "matched"
ORDER = (Verdict.ASK, Verdict.REFUSED, Verdict.NEW, Verdict.CHANGED, Verdict.UNCHANGED)
TABS = frozenset({MATCHED, *ORDER})


def tabs_of(outcome: Outcome) -> list[tuple[str, str | Promise, int]]:
    """(name, label, count), questions first."""
    counts = outcome.counts
    tabs: list[tuple[str, str | Promise, int]] = [(v.value, v.label, counts[v]) for v in ORDER]
    return [*tabs[:2], (MATCHED, _("recognised"), len(outcome.matches)), *tabs[2:]]


def shown_tab(wanted: str, outcome: Outcome) -> str:
    """The tab asked for, else the first one that holds something."""
    names = [name for name, _label, _count in tabs_of(outcome)]
    filled = [name for name, _label, count in tabs_of(outcome) if count and name != MATCHED]
    return wanted if wanted in names else (filled or names)[0]


def rows_of(outcome: Outcome, show: str) -> list[PlannedRow]:
    return outcome.matches if show == MATCHED else outcome.with_verdict(show)


def answers_in(posted: Mapping[str, str], outcome: Outcome) -> dict[str, str]:
    """Question key -> token, for questions of this run only; typed text wins over a marked option."""
    found = {}
    for row in [*outcome.rows, *outcome.matches]:
        if row.question is None:
            continue
        key, options = row.question.key, {option.value for option in row.question.options}
        typed = posted.get(f"t:{key}", "").strip()[:200]
        if typed and row.question.free:
            found[key] = f"={typed}"
        elif posted.get(f"q:{key}") in options:
            found[key] = posted[f"q:{key}"]
    return found
