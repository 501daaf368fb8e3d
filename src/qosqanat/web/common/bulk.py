"""Acts on many rows of a list: a dry run that says what would happen to each, then one result for each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qosqanat.core.problems import Problem, Refused
from qosqanat.people.middleware import ActingRequest

from .forms import HouseForm

if TYPE_CHECKING:
    from .lists import Listing

Data = dict[str, Any]
LISTED = 3  # so many rows with one reason are still told one by one


@dataclass(frozen=True)
class BulkAct:
    """An act of a list: `plan` says for each row, by its key, what will happen (a text) or why not (problems).

    `do` does it to one row, in a transaction of its own, and says what was done; it raises `Refused`. It is done to `most`
    rows at once: each may be slow, and somebody reads every result.
    """

    name: str
    label: Promise
    form: type[HouseForm]
    plan: Callable[[ActingRequest, Sequence[Any]], Mapping[int, str | list[Problem]]]
    do: Callable[[ActingRequest, Any, Data], str]
    most: int = 200
    danger: bool = False


@dataclass(frozen=True)
class Picked:
    """What was chosen: rows that the list has, and by key the names of those that have `left` it since they were ticked.

    `ticked` says that something was chosen at all, even where nothing of it may be named to this person.
    """

    rows: Sequence[Any]
    left: Mapping[int, str] = field(default_factory=dict)
    ticked: bool = False

    @property
    def total(self) -> int:
        return len(self.rows) + len(self.left)


@dataclass(frozen=True)
class Outcome:
    """A row with what will be or was done, or the problems that stand against it."""

    key: int
    name: str
    text: str = ""
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class Fold:
    """Rows of which the same is to be said: many of them are told once."""

    rows: list[Outcome]

    @property
    def first(self) -> Outcome:
        return self.rows[0]

    @property
    def is_long(self) -> bool:
        return len(self.rows) > LISTED


def folded(outcomes: Sequence[Outcome]) -> list[Fold]:
    """Outcomes by what is said of them, in the order of their first rows."""
    folds: dict[tuple[str, tuple[Problem, ...]], Fold] = {}
    for one in outcomes:
        folds.setdefault((one.text, tuple(one.problems)), Fold([])).rows.append(one)
    return list(folds.values())


def run(listing: "Listing", act: BulkAct, picked: Picked) -> HttpResponse:
    """The dry run of `act` on what was `picked`; once it is confirmed, the result row by row.

    A row that has left the list since it was ticked is told in both, never passed over.
    """
    request, rows = listing.request, picked.rows
    if not picked.total:
        gone = _("None of the chosen rows is in this list any more. Look at the list as it is now.")
        messages.warning(request, gone if picked.ticked else _("Nothing was chosen: tick the rows first."))
        return redirect(request.get_full_path())
    if picked.total > act.most:
        text = ngettext(
            "This is done to %(most)s row at once at most, and you chose %(n)s. Narrow the list by its filters.",
            "This is done to %(most)s rows at once at most, and you chose %(n)s. Narrow the list by its filters.",
            act.most,
        )
        messages.warning(request, text % {"most": act.most, "n": picked.total})
        return redirect(request.get_full_path())
    planned = _planned(listing, act, rows)
    left = [Outcome(key, name, problems=[_no_longer_here()]) for key, name in picked.left.items()]
    if "report" in request.POST:
        return _report(listing, rows, planned, left)
    form = act.form(request.POST if "confirm" in request.POST else None)
    if form.is_valid():
        good = {one.key for one in planned if not one.problems}
        keys = listing.table.key_of
        done = [_done(listing, act, row, form.cleaned_data) for row in rows if keys(row) in good]
        bad = [one for one in planned if one.problems]
        return _answer(listing, act, done + bad + left, template="common/bulk_done.html")
    return _answer(listing, act, planned + left, form=form)


def _no_longer_here() -> Problem:
    return Problem(
        _(
            "It is no longer in this list: somebody dealt with it in the meantime, or the filters leave it out. Look at the list as it is now."
        )
    )


def _report(
    listing: "Listing", rows: Sequence[Any], planned: list[Outcome], left: list[Outcome]
) -> HttpResponse:
    """A file of the rows that the act is not done to, with the reasons as they stand now."""
    reasons = {one.key: " ".join(map(str, one.problems)) for one in planned}
    why = _("Why not"), lambda row: reasons[listing.table.key_of(row)] or _("possible now")
    below = [(one.name, " ".join(map(str, one.problems))) for one in left]
    return listing.export(rows, "xlsx", why, below=below)


def _planned(listing: "Listing", act: BulkAct, rows: Sequence[Any]) -> list[Outcome]:
    found = act.plan(listing.request, rows)
    outcomes = []
    for row in rows:
        key, name = listing.table.key_of(row), listing.table.name_of(row)
        plan = found.get(key, "")
        outcomes.append(
            Outcome(key, name, plan) if isinstance(plan, str) else Outcome(key, name, problems=plan)
        )
    return outcomes


def _done(listing: "Listing", act: BulkAct, row: Any, data: Data) -> Outcome:
    key, name = listing.table.key_of(row), listing.table.name_of(row)
    try:
        return Outcome(key, name, act.do(listing.request, row, data))
    except Refused as refusal:
        return Outcome(key, name, problems=refusal.problems)


def _answer(
    listing: "Listing",
    act: BulkAct,
    outcomes: list[Outcome],
    form: HouseForm | None = None,
    template: str = "common/bulk.html",
) -> HttpResponse:
    good = [one for one in outcomes if not one.problems]
    bad = [one for one in outcomes if one.problems]
    frame = {
        "list": listing,
        "act": act,
        "form": form,
        "good": good,
        "bad": bad,
        "good_folds": folded(good),
        "bad_folds": folded(bad),
        "button": ngettext("%(label)s: %(n)s row", "%(label)s: %(n)s rows", len(good))
        % {"label": act.label, "n": len(good)},
    }
    status = 422 if form is not None and form.errors else 200
    return render(listing.request, template, frame, status=status)
