"""What an act changed, and in what, in words."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qosqanat.documents.codes import short_code
from qosqanat.documents.models import Document
from qosqanat.grading.models import ExamSheet, Sheet
from qosqanat.partners.models import Agreement, Enterprise, Post
from qosqanat.people.models import Act, Person
from qosqanat.studies.models import Course, Enrolment, Student

DETAILS = {
    "file": gettext_lazy("from the file"),
    "week": gettext_lazy("week"),
    "code": gettext_lazy("marking scheme"),
    "count": pgettext_lazy("history", "how many"),
    "since": gettext_lazy("from"),
    "until": gettext_lazy("until"),
    "deputy": gettext_lazy("deputy"),
    "username": gettext_lazy("user name"),
    "view": gettext_lazy("view of a list"),
}


def changes(act: Act) -> Iterator[tuple[str, str, str]]:
    """What an act wrote down, as (label, before, after); a fact that replaced nothing has no before."""
    model = apps.get_model(act.subject_type)
    for name, values in act.detail.get("changed", {}).items():
        before, after = values or ("", "")
        yield _field(model, name), before, after
    for name, label in DETAILS.items():
        if act.detail.get(name) not in (None, "", []):
            yield str(label), "", str(act.detail[name])


def _field(model: type[Any], name: str) -> str:
    try:
        return str(model._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return {"iin": _("IIN")}.get(name, name)


NAMES: dict[type[Any], tuple[tuple[str, ...], Callable[[Any], str]]] = {
    Enrolment: (("student__person", "course"), lambda row: f"{row.student}, {row.course.name}"),
    Sheet: (("student__person",), lambda row: f"№ {row.number} {row.student.person.short_name}"),
    ExamSheet: ((), str),
    Document: ((), lambda row: short_code(row.code)),
    Agreement: (("enterprise",), str),
    Post: (("person", "enterprise"), str),
    Person: ((), str),
    Student: (("person",), str),
    Course: ((), lambda row: row.title),
    Enterprise: ((), str),
}


def names_of(acts: Iterable[Act]) -> dict[tuple[str, int], str]:
    """What each act was done to: one query for every kind of subject among `acts`."""
    acts = list(acts)
    found = {}
    for model, (related, name) in NAMES.items():
        label = model._meta.label_lower
        keys = {act.subject_id for act in acts if act.subject_type == label}
        rows: QuerySet[Any] = model._default_manager.select_related(*related)
        for pk, row in (rows.in_bulk(keys) if keys else {}).items():
            found[label, pk] = name(row)
    return found
