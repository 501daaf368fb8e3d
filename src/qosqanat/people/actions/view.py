"""Saving the filters and the order of a list under a name."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from qosqanat.core.problems import Problem, refuse_if
from qosqanat.people.log import record
from qosqanat.people.models import Person, SavedView, Unit
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
    it opens by itself for those who hold that role there. Raises Refused."""
    slug = slug_of(name)
    refuse_if(_problems(by, list_key, slug, query, unit, role))
    view, _new = SavedView.objects.update_or_create(
        owner=by,
        list_key=list_key,
        slug=slug,
        defaults={"name": name.strip(), "query": query, "unit": unit, "role": role},
    )
    if unit:
        record("view.share", view, by=by, at=at, on_behalf_of=on_behalf_of, university=unit.university_id)
    return view


@transaction.atomic
def drop_view(view: SavedView, *, by: Person, at: datetime, on_behalf_of: Person | None = None) -> None:
    """Forget a view of one's own; those with whom it was shared see the whole list again."""
    if view.unit:
        record("view.drop", view, by=by, at=at, on_behalf_of=on_behalf_of, university=view.unit.university_id)
    view.delete()


def _problems(
    by: Person, list_key: str, slug: str, query: str, unit: Unit | None, role: str
) -> Iterator[Problem]:
    if not slug:
        yield Problem(_("Give the view a name with letters or digits."), field="name")
    if len(query) > LONGEST:
        yield Problem(_("The filters are too long to keep: shorten the words you search for."))
    if role:
        others = SavedView.objects.filter(unit=unit, list_key=list_key, role=role)
        taken = others.exclude(owner=by, slug=slug).first()
        if taken:
            text = _("“%(name)s” by %(owner)s opens for this role already: its owner takes it back first.")
            yield Problem(text % {"name": taken.name, "owner": taken.owner}, field="role")
