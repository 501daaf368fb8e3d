"""What a plan would write: new objects and changed fields, in the order in which foreign keys allow it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any, TypeVar

from django.db import models
from django.utils import formats

from qosqanat.core.bulk import Rows
from qosqanat.partners.models import Agreement, Enterprise, Post, Seat, Site
from qosqanat.people.models import Person, Role, Unit
from qosqanat.people.models.word import Findable, words_of, write_words
from qosqanat.studies.models import Course, CourseMentor, Group, Programme, Student, Term

from .plan import Change

M = TypeVar("M", bound=models.Model)
ORDER = (
    Unit,
    Person,
    Role,
    Programme,
    Group,
    Student,
    Enterprise,
    Site,
    Agreement,
    Seat,
    Post,
    Term,
    Course,
    CourseMentor,
)
TOLD: tuple[type[models.Model], ...] = (Person, Student, Enterprise, Agreement, Post, Course)
"""Records with a history of their own, which says that an import made or changed them."""
IN_BULK: tuple[type[models.Model], ...] = (Person, Role, Group, Student)
BATCH = 500


class Draft:
    """Collects; nothing reaches the database before `write`."""

    def __init__(self) -> None:
        self._new: dict[type[models.Model], list[models.Model]] = defaultdict(list)
        self._changed: dict[models.Model, set[str]] = {}
        self._acts: list[Callable[[], object]] = []
        self._rows: dict[type[models.Model], Rows] = {}
        self._words: dict[type[models.Model], list[set[str]]] = {}
        self._made: list[models.Model] = []
        self._told: dict[models.Model, dict[str, list[str]]] = {}

    def create(self, thing: M) -> M:
        self._new[type(thing)].append(thing)
        if isinstance(thing, TOLD):
            self._made.append(thing)
        return thing

    def change(self, thing: models.Model, /, overwrite: bool = True, **values: Any) -> list[Change]:
        """Set what differs and say it; an empty new value never wipes a known one."""
        changes = []
        for name, new in values.items():
            old = getattr(thing, name)
            if new in (None, "") or old == new or (old not in (None, "") and not overwrite):
                continue
            setattr(thing, name, new)
            changes.append(Change(label_of(thing, name), shown(old), shown(new)))
            if thing.pk:
                self._changed.setdefault(thing, set()).add(name)
                if isinstance(thing, TOLD):
                    self._told.setdefault(thing, {})[name] = [shown(old), shown(new)]
        return changes

    def touch(self, thing: models.Model, *names: str, **told: list[str]) -> None:
        """Fields that were set by the thing's own method; `told`: what its history says of them, before and after."""
        if thing.pk:
            self._changed.setdefault(thing, set()).update(names)
            if told:
                self._told.setdefault(thing, {}).update(told)

    def then(self, act: Callable[[], object]) -> None:
        """Something to do after everything else is saved: many-to-many rows, verbs of other rooms."""
        self._acts.append(act)

    def too_long(self) -> Iterator[tuple[str, str, int]]:
        """Texts that their column cannot hold: label (msgid), text, most characters. SQLite would take them silently."""
        limits: dict[type[models.Model], list[tuple[str, int]]] = {}
        for thing in [*chain.from_iterable(self._new.values()), *self._changed]:
            model = type(thing)
            if model not in limits:
                limits[model] = _limits(model)
            for name, most in limits[model]:
                text = getattr(thing, name)
                if isinstance(text, str) and len(text) > most:
                    yield label_of(thing, name), text, most

    def ready(self) -> None:
        """Work out, while no lock is held, what `write` needs for the models that come by thousands."""
        for model in IN_BULK:
            for thing in self._new[model]:
                _fill_keys(thing)
            things = self._new.pop(model)
            self._rows[model] = Rows(model, things)
            if issubclass(model, Findable):
                self._words[model] = [words_of(thing) for thing in things]

    def write(self) -> None:
        """Save all of it; call inside a transaction, after `ready`."""
        for kind in ORDER:
            self._save_new(kind)
        for (model, names), things in self._by_fields().items():
            self._save_changed(model, names, things)
        for act in self._acts:
            act()

    def told(self) -> Iterator[tuple[models.Model, dict[str, list[str]] | None]]:
        """After `write`: what was made, with None, and what was changed, by field from what to what.

        The person of a new student is told by the student.
        """
        students = {thing.person_id for thing in self._made if isinstance(thing, Student)}
        for thing in self._made:
            if not (isinstance(thing, Person) and thing.pk in students):
                yield thing, None
        yield from self._told.items()

    def _save_new(self, model: type[models.Model]) -> None:
        if model in IN_BULK:
            rows = self._rows[model]
            rows.write()
            if model in self._words:
                write_words(rows.things, self._words[model])
            return
        for thing in self._new.pop(model, []):
            thing.save()

    def _by_fields(self) -> dict[tuple[type[models.Model], frozenset[str]], list[models.Model]]:
        found = defaultdict(list)
        for thing, names in self._changed.items():
            found[type(thing), frozenset(names)].append(thing)
        return found

    def _save_changed(
        self, model: type[models.Model], names: frozenset[str], things: list[models.Model]
    ) -> None:
        if model not in IN_BULK:
            for thing in things:
                thing.save()
            return
        keys = {"sort_key"} if hasattr(model, "fill_keys") else set()
        for thing in things:
            _fill_keys(thing)
        model._default_manager.bulk_update(things, sorted(names | keys), batch_size=BATCH)


def _limits(model: type[models.Model]) -> list[tuple[str, int]]:
    columns = [
        one for one in model._meta.concrete_fields if isinstance(one, models.CharField) and one.editable
    ]
    return [(one.attname, one.max_length) for one in columns if one.max_length]


def _fill_keys(thing: models.Model) -> None:
    if isinstance(thing, Person | Group):
        thing.fill_keys()


def label_of(thing: models.Model, name: str) -> str:
    """The msgid of a field's own label."""
    label: object = getattr(thing._meta.get_field(name), "verbose_name", name)
    args = getattr(label, "_args", None)
    return str(args[0]) if args else str(label)


def shown(value: object) -> str:
    """A value in a list of changes, the same in every language."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return formats.number_format(value.normalize(), use_l10n=False)
    return "" if value is None else str(value)
