"""Hostile input, and what must hold of every answer to it."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from html import escape
from itertools import cycle, islice
from typing import Any, Generic, TypeVar
from urllib.parse import quote_plus

from django.apps import apps
from django.core.cache import cache
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from qosqanat.intake import actions as intake
from qosqanat.people.models import Person
from tests import cast
from tests.rehearsal import rehearsed
from tests.web.desks import another_course
from tests.web.office.conftest import NEW
from tests.web.pageforms import PageForm, forms_of
from tests.web.permissions import table

TABLE = table()
DESKS = ("teacher", "mentor", "head", "registrar", "office", "admin", "dean", "student", "rector")
FORM = "application/x-www-form-urlencoded"
SHORT = {
    "empty": "",
    "spaces": "   ",
    "negative": "-1",
    "above a cap": "101",
    "NaN": "NaN",
    "Infinity": "-Infinity",
    "beyond a float": "1e309",
    "beyond all memory": "1e999999999",
    "tiny": "1e-400",
    "Arabic digits": "٣٤",
    "superscript": "²",
    "day zero": "0000-00-00",
    "last day": "9999-12-31",
    "first day": "0001-01-01",
    "31 February": "31.02.2026",
    "last moment": "9999-12-31T23:59",
    "RTL": "\u202eтеріс\u200b\u2066",
    "script": "<script>alert(1)</script>'\"",
    "template": "{{ 7|add:7 }}{% now 'Y' %} %(value)s %s {0}",
    "emoji": "👩‍🎓" * 20,
    "unknown choice": "no-such-choice",
    "other row": "987654321",
    "line breaks": "a\r\nb\nc\u2028d",
}
LONG = {
    "number of 400 digits": "1" + "0" * 400,
    "number of 5000 digits": "9" * 5000,
    "row beyond 64 bits": str(2**63),
    "255 signs": "ә" * 255,
    "301 signs": "ß" * 301,
    "mail of 300": "a@" + ".".join(["b" * 60] * 5) + ".kz",
    "1 MB": "Қ" * 500_000,
}
TEXTS = SHORT | LONG
CHOSEN = (
    "empty",
    "unknown choice",
    "other row",
    "RTL",
    "script",
    "row beyond 64 bits",
    "number of 5000 digits",
    "1 MB",
)
RAW = {
    "NUL": b"\x00",
    "percent NUL": b"%00",
    "NUL inside": "Себебі%00бар".encode(),
    "invalid UTF-8": b"%ff%fe%80",
    "raw invalid UTF-8": b"\xff\xfe\x80",
    "lone surrogate": b"%ed%a0%80",
    "half a percent": b"%",
}
FILES = {
    "no file": b"",
    "a picture called a workbook": b"\x89PNG\r\n\x1a\n" + b"\x00" * 64,
    "zeros": b"\x00" * 1000,
    "10 MB": b"a;b\n" * 2_621_440,
    "half a zip": b"PK\x03\x04" + b"\xff" * 200,
}
NAMES = (
    "list.xlsx",
    "\ud800.csv".encode("utf-8", "surrogatepass").decode("latin-1"),
    "a" * 300 + ".csv",
    "../../x\x00.xlsx",
    "тізім",
)
ENGLISH = re.compile(r"\b[A-Z]?[a-z]{2,}(?:,? [A-Z]?[a-z]{2,}){2,}")
REFUSALS = re.compile(
    r'<p class="qq-error"[^>]*>(.*?)</p>|<div class="qq-errors.*?</div>|<ul class="qq-problems">.*?</ul>'
    r'|<div class="alert[^>]*>.*?</div>|<h1>(.*?)</h1>',
    re.DOTALL,
)
TRACES = (b"Traceback (most recent", b"DoesNotExist", b"IntegrityError", b"at 0x7f", b"qosqanat.grading.")
FRAME = {"set_language", "account_logout"}  # on every page: one desk tries them for all
UNSTORED = {"sessions", "django_q", "contenttypes", "auth"}
PG_INTEGERS = {
    models.SmallIntegerField: 2**15,
    models.PositiveSmallIntegerField: 2**15,
    models.IntegerField: 2**31,
    models.PositiveIntegerField: 2**31,
}
Rows = dict[str, dict[Any, dict[str, Any]]]
T = TypeVar("T")


class Hands(Generic[T]):
    """Deals a corpus out: every value comes up, but not each in every place, or a desk would take minutes.

    QOSQANAT_WHOLE_CORPUS=1 deals all of it every time.
    """

    def __init__(self, corpus: Iterable[T], size: int):
        values = tuple(corpus)
        self._size = len(values) if os.environ.get("QOSQANAT_WHOLE_CORPUS") == "1" else size
        self._endless = cycle(values)

    def deal(self) -> Iterator[T]:
        return islice(self._endless, self._size)


@dataclass
class Door:
    """A form of a page, and who sends it."""

    route: str
    role: str
    form: PageForm

    def __str__(self) -> str:
        return f"{self.role} {self.form.method} {self.route} {self.form.action}"


def prepare(house: cast.House) -> None:
    """Two more courses and a run with an open question, so that the pages offer their forms."""
    rehearsed(_prepare, house)


def _prepare(house: cast.House) -> None:
    another_course(house, 1, issued=False)
    another_course(house, 2)
    by, at = house.office, cast.AT
    intake.start(house.university, "contingent", NEW.encode(), "list.csv", by=by, at=at)


def sign_in(house: cast.House, role: str, **settings: Any) -> Client:
    account = cast.account_of(house.students[0].person if role == "student" else house.people[role])
    account.university = house.university
    account.save()
    client = Client(headers={"accept-language": "kk"}, raise_request_exception=False, **settings)
    client.force_login(account)
    return client


def desk_of(name: str) -> str:
    """The role whose page is read."""
    return next((role for role in DESKS if role in TABLE[name].roles), "rector")


def routes_of(role: str) -> list[str]:
    return [name for name in TABLE if desk_of(name) == role]


def doors(house: cast.House, client: Client, role: str) -> list[Door]:
    """Every form on the pages of a desk, one for each target and set of fields."""
    found: dict[Any, Door] = {}
    for name in routes_of(role):
        address = reverse(name, kwargs=TABLE[name].args(house))
        page = ask(client, "get", address)
        page.close()  # a paper is a file that stays open else
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            continue
        for form in forms_of(page.content.decode(), address):
            try:
                target = resolve(form.action.split("?")[0]).view_name
            except Resolver404:
                raise AssertionError(f"{address} sends a form to {form.action}, which is no page") from None
            if target in FRAME and role != DESKS[0]:
                continue
            found.setdefault((target, form.method, frozenset(form.fields)), Door(target, role, form))
    return list(found.values())


def body_of(values: dict[str, str], raw: dict[str, bytes] | None = None) -> bytes:
    pairs = [f"{quote_plus(k)}={quote_plus(v)}".encode() for k, v in values.items() if k not in (raw or {})]
    pairs += [quote_plus(k).encode() + b"=" + v for k, v in (raw or {}).items()]
    return b"&".join(pairs)


@contextmanager
def nothing_left(client: Client) -> Iterator[None]:
    """What the requests inside wrote is gone afterwards, and so is what the client remembers."""
    cookies = deepcopy(client.cookies)
    mark = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(mark)
        client.cookies = cookies
        cache.clear()


def ask(client: Client, method: str, *args: Any, **kwargs: Any) -> HttpResponse:
    with nothing_left(client):
        return getattr(client, method)(*args, **kwargs)  # type: ignore[no-any-return]


def rows() -> Rows:
    """Every row of every table but those of sessions and jobs."""
    return {
        model._meta.label: {row["pk"]: row for row in model._default_manager.values("pk", *columns(model))}
        for model in apps.get_models()
        if model._meta.app_label not in UNSTORED
    }


def columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


class Writes:
    """Whether a statement wrote anything but sessions and the cache: only then are the rows compared."""

    def __init__(self) -> None:
        self.any = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip()[:6].upper() in {"INSERT", "UPDATE", "DELETE"}:
            self.any = self.any or not any(table in sql for table in ("django_session", "cache"))
        return execute(sql, params, many, context)


def difference(before: Rows, after: Rows) -> Rows:
    """The rows that are new or changed; a row that is gone stands with no columns."""
    found: Rows = {}
    for label, old in before.items():
        new = after[label]
        if old != new:
            found[label] = {
                pk: new.get(pk, {}) for pk in old.keys() | new.keys() if old.get(pk) != new.get(pk)
            }
    return found


def unfit(changes: Rows) -> Iterator[str]:
    """Values that PostgreSQL would refuse: text beyond its column, numbers beyond their type, NUL."""
    for label, changed in changes.items():
        model = apps.get_model(label)
        for field in model._meta.concrete_fields:
            for row in changed.values():
                value = row.get(field.attname)
                if isinstance(value, str) and ("\x00" in value or len(value) > (field.max_length or 10**7)):
                    yield f"{label}.{field.name} of {len(value)} signs, room for {field.max_length}"
                limit = PG_INTEGERS.get(type(field))
                if limit and isinstance(value, int) and abs(value) >= limit:
                    yield f"{label}.{field.name} = {value}"


def canaries() -> list[bytes]:
    return [person.reveal_iin().encode() for person in Person.objects.exclude(iin_sealed=None)]


def sentences(page: str) -> list[str]:
    """What the page says about a refusal, without its tags."""
    return [re.sub(r"<[^>]+>", " ", found.group(0)) for found in REFUSALS.finditer(page)]


def english_in(page: str, sent: str) -> list[str]:
    """English phrases among the refusals of a Kazakh page, apart from what was sent."""
    text = " ".join(sentences(page)).replace(escape(sent), "") if sent else " ".join(sentences(page))
    return ENGLISH.findall(text)
