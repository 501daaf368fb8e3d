"""Short ways to enter scores in tests."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

from qosqanat.grading import actions
from qosqanat.grading.actions import Entry, Verdict
from qosqanat.grading.models import Sheet
from qosqanat.partners.models import Post
from qosqanat.studies import actions as studies
from qosqanat.studies.models import Term
from tests.cast import AT, House

AQTAU = ZoneInfo("Asia/Aqtau")
AFTER = datetime(2026, 12, 21, 5, 0, tzinfo=UTC)
SOON = AT + timedelta(days=2)


def entry(sheet: Sheet, component: str, number: int, value, base=None, operation=None) -> Entry:
    value = Decimal(str(value)) if isinstance(value, (int, float, str)) else value
    return Entry(sheet.pk, component, number, value, operation or uuid4(), base)


def enter(
    house: House, component: str, number: int, value, *, sheet=None, by=None, at=AT, base=None, **how
) -> Verdict:
    """One entry by the person whose task the component is, unless `by` says otherwise."""
    who = {"practice": house.mentor, "exam": house.registrar}.get(component, house.teacher)
    one = entry(sheet or house.sheets[0], component, number, value, base, how.pop("operation", None))
    return actions.enter_scores([one], by=by or who, at=at, source=how.pop("source", "grid"), **how)[0]


def said(verdict: Verdict) -> str:
    return " ".join(str(problem) for problem in verdict.problems)


def closes(term: Term, week: int) -> datetime:
    return term.closes_at(week)


def second_mentor(house: House):
    """The deputy mentor marks the course too."""
    post = Post.objects.get(person=house.deputy_mentor)
    studies.assign_mentor(house.course, post, starts_on=house.term.starts_on, by=house.head, at=AT)
    return house.deputy_mentor


def fill(house: House, share: Decimal = Decimal(1), at: datetime = AFTER) -> None:
    """Every place of every sheet gets `share` of its cap, brought in by the methodical office."""
    from qosqanat.grading.book import books_of

    book = books_of([house.course], at)[house.course.pk]
    places = [(c, n) for (c, n) in book.rules.cells if c != "iws"] + [("iws", n) for n in book.tasks]
    entries = [
        entry(sheet, c, n, round(book.cap(c, n) * share, 2)) for sheet in house.sheets for c, n in places
    ]
    verdicts = actions.enter_scores(entries, by=house.office, at=at, source="spreadsheet")
    assert all(verdict.ok for verdict in verdicts), [said(v) for v in verdicts if not v.ok][:3]
