"""Saving the filters and the order of a list under a name."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, count

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from qosqanat.core.problems import Problem, refuse_if
from qosqanat.people.log import record
from qosqanat.people.models import Person, SavedView, Unit
from qosqanat.people.reach import Who
from qosqanat.regulation import kz

LONGEST = 1000


def slug_of(name: str) -> str:
    """The name in an address: its folded words, so that it reads the same in every keyboard."""
    return "-".join(kz.fold(name).split())[:60].strip("-")


@transaction.atomic
def save_view(
    name: str,
    *,
    list_key: str,
    query: str,
    unit: Unit | None = None,
    role: str = "",
    by: Person,
    at: datetime,
    on_behalf_of: Person | None = None,
) -> SavedView:
    """Keep `query` of a list as `by`'s view; the same name again replaces it. With `unit` it is shared there, with `role`
    it opens by itself for those who hold that role there. Its slug opens no other view for any of those who see it.
    Raises Refused."""
    word = slug_of(name)
    own = list(SavedView.objects.filter(owner=by, list_key=list_key))
    before = next((view for view in own if slug_of(view.name) == word), None)
    refuse_if(_problems(before, list_key, word, query, unit, role))
    taken = _taken(list_key, unit, Who(by, at)) | {view.slug for view in own if view is not before}
    slug = _free(before.slug if before else word, word, taken)
    view, _new = SavedView.objects.update_or_create(
        owner=by,
        list_key=list_key,
        slug=before.slug if before else slug,
        defaults={"slug": slug, "name": name.strip(), "query": query, "unit": unit, "role": role},
    )
    if unit:
        _record("view.share", view, unit, by, at, on_behalf_of)
    return view


def _taken(list_key: str, unit: Unit | None, who: Who) -> set[str]:
    """Slugs of others' views that somebody sees beside a view of `who` shared in `unit`.

    Of a shared one these may be anybody's of the university: also a colleague's own, which would hide it from them.
    """
    theirs = SavedView.objects.filter(list_key=list_key).exclude(owner=who.person).order_by()
    taken = set(theirs.seen_by(who).values_list("slug", flat=True))
    if unit:
        here = Q(unit__university=unit.university_id) | Q(owner__university=unit.university_id)
        taken.update(theirs.filter(here).values_list("slug", flat=True))
    return taken


def _free(wish: str, word: str, taken: set[str]) -> str:
    """`wish`, or `word` with the first number that makes it free."""
    numbered = (f"{word[:55]}-{number}" for number in count(2))
    return next(slug for slug in chain([wish], numbered) if slug not in taken)


def _record(
    action: str, view: SavedView, unit: Unit, by: Person, at: datetime, on_behalf_of: Person | None
) -> None:
    """Into the history of the unit in which the view is shared: the view itself has none, and is gone once it is dropped."""
    record(
        action,
        unit,
        by=by,
        at=at,
        on_behalf_of=on_behalf_of,
        university=unit.university_id,
        view=view.name,
    )


@transaction.atomic
def drop_view(view: SavedView, *, by: Person, at: datetime, on_behalf_of: Person | None = None) -> None:
    """Forget a view of one's own; those with whom it was shared see the whole list again."""
    if view.unit:
        _record("view.drop", view, view.unit, by, at, on_behalf_of)
    view.delete()


def _problems(
    before: SavedView | None, list_key: str, slug: str, query: str, unit: Unit | None, role: str
) -> Iterator[Problem]:
    if not slug:
        yield Problem(_("Give the view a name with letters or digits."), field="name")
    if len(query) > LONGEST:
        yield Problem(_("The filters are too long to keep: shorten the words you search for."))
    if role:
        others = SavedView.objects.filter(unit=unit, list_key=list_key, role=role)
        taken = (others.exclude(pk=before.pk) if before else others).first()
        if taken:
            text = _("“%(name)s” by %(owner)s opens for this role already: its owner takes it back first.")
            yield Problem(text % {"name": taken.name, "owner": taken.owner}, field="role")
