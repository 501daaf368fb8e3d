"""Requests that no page sends: without a token, of a wrong kind, with other people's ids or more fields (T2, T12, T14, T18)."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from qosqanat.grading.models import ScoreEvent
from qosqanat.intake.models import ImportRun
from tests import cast
from tests.web import hostile
from tests.web.hostile import TABLE
from tests.web.pageforms import PageForm

EXEMPT = {"public:check"}  # changes nothing and needs no cookie
API = "api:"  # opened by a token of its own: a cookie, stolen or not, is worth nothing there
MISSING = {"livez", "readyz", "version", "set_language"}
PAGES = ("-1", "0", "abc", "1" + "0" * 30, "9" * 5000, "", "NaN", "1.5", "%00", "%ff", "٣", "'--", "Қ" * 5000)
PARAMETERS = "page term view show state q kind department problem role parent week correct late next".split()


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    with time_machine.travel(cast.AT, tick=False):
        yield


@pytest.fixture
def busy(house: cast.House, neighbour: cast.House) -> cast.House:
    hostile.prepare(house)
    return house


def addresses(house: cast.House, role: str) -> dict[str, str]:
    return {name: reverse(name, kwargs=TABLE[name].args(house)) for name in hostile.routes_of(role)}


@pytest.mark.parametrize("role", hostile.DESKS)
def test_an_unsafe_request_needs_the_token(busy: cast.House, role: str) -> None:
    client = hostile.sign_in(busy, role, enforce_csrf_checks=True)
    places = addresses(busy, role)
    token = client.get(reverse("home"), follow=True).context["csrf_token"]
    before = hostile.rows()
    for name, address in places.items():
        if name in EXEMPT or name.startswith(API):
            continue
        for method in ("post", "put", "delete", "patch"):
            assert hostile.ask(client, method, address).status_code == 403, f"{method} {address}"
        for headers in ({"origin": "https://evil.example"}, {"origin": "null"}):
            answer = hostile.ask(
                client, "post", address, {"csrfmiddlewaretoken": str(token)}, headers=headers
            )
            assert answer.status_code == 403, f"{headers} {address}"
        body = f"csrfmiddlewaretoken={token}".encode()
        answer = hostile.ask(client, "post", address, body, content_type="text/plain")
        assert answer.status_code == 403, f"text/plain {address}"
    assert not hostile.difference(before, hostile.rows())


@pytest.mark.parametrize("role", hostile.DESKS)
def test_a_cookie_writes_nothing_through_the_api(busy: cast.House, role: str) -> None:
    client = hostile.sign_in(busy, role)
    places = addresses(busy, role)
    before = hostile.rows()
    for name, address in places.items():
        for method in ("post", "put", "delete", "patch") if TABLE[name].scopes else ():
            status = hostile.ask(client, method, address).status_code
            assert status in {401, 404, 405}, f"{method} {address}: {status}"
    assert not hostile.difference(before, hostile.rows())


@pytest.mark.parametrize("role", hostile.DESKS)
def test_no_body_and_no_method_makes_a_page_fail(busy: cast.House, role: str) -> None:
    client = hostile.sign_in(busy, role)
    bodies = [
        ("application/json", b"{}"),
        ("application/json", b"[" * 100_000),
        ("application/xml", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'),
        ("text/plain", b"reason=x"),
        ("multipart/form-data", b"--x\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--"),
        ("multipart/form-data; boundary=" + "b" * 300, b"--b"),
        (f"{hostile.FORM}; charset=utf-7", b"reason=+ADw-"),
        (f"{hostile.FORM}; charset=nonsense", b"reason=x"),
        ("", b"reason=x"),
    ]
    places = addresses(busy, role)
    before = hostile.rows()
    wrong, hands = [], hostile.Hands(bodies, 3)
    methods = hostile.Hands(["put", "patch", "delete", "options", "head", "trace"], 2)
    for name, address in places.items():
        for kind, body in hands.deal():
            answer = hostile.ask(client, "generic", "POST", address, body, content_type=kind)
            if answer.status_code >= 500:
                wrong.append(f"{name} {kind}: {answer.exc_info}")
        for method in methods.deal():
            answer = hostile.ask(client, method, address)
            if answer.status_code >= 500:
                wrong.append(f"{name} {method}: {answer.exc_info}")
    assert not wrong, "\n".join(wrong)
    assert not hostile.difference(before, hostile.rows())


@pytest.mark.parametrize("role", hostile.DESKS)
def test_no_parameter_makes_a_list_fail(busy: cast.House, role: str) -> None:
    client = hostile.sign_in(busy, role)
    wrong, values, parameters = [], hostile.Hands(PAGES, 1), hostile.Hands(PARAMETERS, 6)
    for name, address in addresses(busy, role).items():
        for parameter in parameters.deal():
            for value in values.deal():
                text = value if value.startswith("%") else hostile.body_of({"": value})[1:].decode()
                answer = hostile.ask(client, "get", address, QUERY_STRING=f"{parameter}={text}")
                if answer.status_code >= 500:
                    wrong.append(f"{name} {parameter}={value[:20]}: {answer.exc_info}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", hostile.DESKS)
def test_an_id_of_another_parent_is_not_found(busy: cast.House, neighbour: cast.House, role: str) -> None:
    """Every id of an address, exchanged for one of the other university or of another course, alone."""
    client = hostile.sign_in(busy, role)
    names = [
        n for n in hostile.routes_of(role) if not (TABLE[n].public or TABLE[n].shared or TABLE[n].scopes)
    ]
    args = {name: (TABLE[name].args(busy), TABLE[name].args(neighbour)) for name in names}
    before, found = hostile.rows(), []
    for name, (own, other) in args.items():
        for key in (key for key in own if isinstance(own[key], int) and own[key] != other[key]):
            for value in (other[key], 10**18, 2**63, 10**30):
                address = reverse(name, kwargs=own | {key: value})
                for method in ("get", "post"):
                    code = hostile.ask(client, method, address).status_code
                    found += [] if code in {404, 405} else [f"{method} {address}: {code}"]
    assert not found
    assert not hostile.difference(before, hostile.rows())


@pytest.mark.parametrize("role", hostile.DESKS)
def test_a_form_changes_its_own_fields_only(busy: cast.House, neighbour: cast.House, role: str) -> None:
    """T12: the names of all columns beside a good form, first and last: the same rows come to stand."""
    client = hostile.sign_in(busy, role)
    names = {column for model in hostile.rows() for column in hostile.columns(hostile.apps.get_model(model))}
    before, strange = hostile.rows(), str(neighbour.university.pk)
    accepted = 0
    for door in hostile.doors(busy, client, role):
        if door.form.method == "get":
            continue
        good = door.form.sensible
        extra = dict.fromkeys(names - good.keys(), strange)
        once, again, more, first = (
            _effect(client, door.form.action, body, before)
            for body in (good, good, good | extra, extra | good)
        )
        accepted += bool(once)
        moving = _moving(once, again)
        assert _still(more, moving) == _still(once, moving) == _still(first, moving), str(door)
    assert accepted or role in {"dean", "student", "rector"}


NAMED_BY_ID = (
    "Unit",
    "Person",
    "Role",
    "Student",
    "Group",
    "Term",
    "Course",
    "Post",
    "Sheet",
    "ExamSheet",
    "Enrolment",
)


@pytest.mark.parametrize("role", hostile.DESKS)
def test_an_id_of_the_other_university_in_a_form_reaches_nothing(house: cast.House, role: str) -> None:
    """T12: every field that names a row, and every name that holds an id, is sent with the other university's."""
    hostile.prepare(house)
    own = hostile.rows()
    cast.build("dulati")
    before = hostile.rows()
    foreign = {label: set(found) for label, found in hostile.difference(own, before).items()}
    last = {max(pks) for label, pks in foreign.items() if label.split(".")[1] in NAMED_BY_ID}
    client = hostile.sign_in(house, role)
    before = hostile.rows()
    sent, wrong = 0, []
    for door in hostile.doors(house, client, role):
        if door.form.method == "get":
            continue
        for body in _with_foreign(door.form, sorted(last)):
            sent += 1
            with hostile.nothing_left(client), connection.execute_wrapper(writes := hostile.Writes()):
                answer = client.post(door.form.action, hostile.body_of(body), content_type=hostile.FORM)
                changes = hostile.difference(before, hostile.rows()) if writes.any else {}
            wrong += [f"{door} {body}: {one}" for one in _touched(changes, foreign)]
            wrong += [f"{door} {body}: {answer.exc_info}"] if answer.status_code >= 500 else []
    assert not wrong, "\n".join(wrong)
    assert sent or role in {"rector", "student"}


def _with_foreign(form: PageForm, ids: list[int]) -> Iterator[dict[str, str]]:
    """The form with one id exchanged: in a value that the page offers, or in the name of a field."""
    good = form.sensible
    for name, one in form.unlike.items():
        offers = [value for value in (one.value, *one.options) if value]
        for pk in ids:
            if offers and all(value.isdigit() for value in offers) and not one.is_typed:
                yield good | {name: str(pk)}
            if (renamed := re.sub(r"\d+", str(pk), name, count=1)) and renamed != name:
                yield {key: value for key, value in good.items() if key != name} | {renamed: one.sensible}


def _touched(changes: hostile.Rows, foreign: dict[str, set[object]]) -> Iterator[str]:
    """Rows of the other university that changed, and new ones that point at it."""
    for label, changed in changes.items():
        links = [field for field in hostile.apps.get_model(label)._meta.concrete_fields if field.is_relation]
        for pk, row in changed.items():
            if pk in foreign.get(label, ()):
                yield f"changes {label} {pk}"
            for field in links:
                if row.get(field.attname) in foreign.get(field.related_model._meta.label, ()):
                    yield f"{label}.{field.name} points at {row[field.attname]}"


def _effect(client: Client, address: str, values: dict[str, str], before: hostile.Rows) -> hostile.Rows:
    with hostile.nothing_left(client):
        client.post(address, hostile.body_of(values), content_type=hostile.FORM)
        return deepcopy(hostile.difference(before, hostile.rows()))


def _moving(one: hostile.Rows, two: hostile.Rows) -> set[tuple[str, str]]:
    """Columns that are drawn anew each time: codes, operations, hashes."""
    return {
        (label, name)
        for label, changed in one.items()
        for pk, row in changed.items()
        for name, value in row.items()
        if two.get(label, {}).get(pk, {}).get(name) != value
    }


def _still(changes: hostile.Rows, moving: set[tuple[str, str]]) -> dict[str, list[dict[str, object]]]:
    return {
        label: [
            {k: v for k, v in row.items() if (label, k) not in moving and k != "id"} for row in rows.values()
        ]
        for label, rows in changes.items()
    }


TAPS = [
    b"", b"null", b"[]", b"{}", b'{"entries": null}', b'{"entries": 5}', b'{"entries": [1]}', b'{"entries": [null]}',
    b"\xff\xfe", b"[" * 50_000, b'{"entries": {"a": 1}}', b'{"entries": "text"}', b'{"entries": []}',
]  # fmt: skip
VALUES = [
    None, True, -1, 1e308, "1e309", "NaN", "Infinity", "9" * 5000, "1e999999999", "\ud800", "\x00", "", " ", "4,5", "4.555", "²", "٣",
    [], {}, "Қ" * 500_000, "н/б", "=1+1", "0x10", "1_0", "-0", "+4",
]  # fmt: skip


FAR = (
    "0001-01-01T00:00:00+05:00",
    "9999-12-31T23:59:59-05:00",
    "2025-10-12T00:00:00Z",
    "2027-10-16T00:00:00Z",
)
"""Both ends of time, where a moment has no UTC, and more than a year from now."""


def test_no_tap_makes_the_mentor_s_week_fail(busy: cast.House, neighbour: cast.House) -> None:
    client = hostile.sign_in(busy, "mentor")
    address = reverse("mentor:marks", args=[busy.course.pk, cast.WEEK])
    good = {
        "sheet": busy.sheets[0].pk,
        "value": "4",
        "operation": "0" * 8 + "-0000-4000-8000-" + "0" * 12,
        "base": 0,
    }
    rows = [json.dumps({"entries": [good | {key: value}]}).encode() for key in good for value in VALUES]
    rows += [json.dumps({"entries": [good | {"device_at": value}]}).encode() for value in (*VALUES, *FAR)]
    foreign = [json.dumps({"entries": [good | {"sheet": sheet.pk}]}).encode() for sheet in neighbour.sheets]
    before = hostile.rows()
    for body in [
        *TAPS,
        *rows,
        b'{"entries": [{"sheet": NaN, "value": 1, "operation": Infinity, "base": 1e999}]}',
    ]:
        with hostile.nothing_left(client):
            answer = client.post(address, body, content_type="application/json")
            changes = hostile.difference(before, hostile.rows())
        assert answer.status_code in {200, 400, 413}, (body[:80], answer.exc_info)
        assert list(hostile.unfit(changes)) == []
        assert answer.status_code == 200 or not changes
    for body in foreign:
        assert client.post(address, body, content_type="application/json").status_code == 400
    assert not hostile.difference(before, hostile.rows())


@pytest.mark.parametrize("clock", FAR)
def test_a_mark_counts_whatever_the_clock_of_the_device_says(house: cast.House, clock: str) -> None:
    client = hostile.sign_in(house, "mentor")
    entry = {"sheet": house.sheets[0].pk, "value": "4", "operation": str(UUID(int=1)), "base": 0}
    body = json.dumps({"entries": [entry | {"device_at": clock}]})
    answer = client.post(
        reverse("mentor:marks", args=[house.course.pk, cast.WEEK]), body, content_type="application/json"
    )
    assert answer.json()["verdicts"][0]["status"] == "saved"
    assert ScoreEvent.objects.get().device_at is None


@pytest.mark.parametrize("day", ["31.12.9999", "01.01.0001", "30.06.2026", "01.07.2027"])
def test_no_first_day_locks_a_semester(house: cast.House, day: str) -> None:
    """The house has no marks that would hold the first day; before, every page of the semester failed after this."""
    assert not ScoreEvent.objects.exists()
    client = hostile.sign_in(house, "office")
    address = reverse("office:term", args=[house.term.pk])
    answer = client.post(address, {"starts_on": day, "week_count": "15", "holidays": ""})
    assert answer.status_code == 422
    for role, place in (
        ("office", address),
        ("mentor", reverse("mentor:home")),
        ("head", reverse("department:home")),
    ):
        assert hostile.sign_in(house, role).get(place).status_code == 200


def test_more_than_a_page_takes_is_refused_with_a_page(house: cast.House) -> None:
    client = hostile.sign_in(house, "office")
    address = reverse("office:term", args=[house.term.pk])
    for body in (b"holidays=" + b"a" * 7 * 1024**2, b"&".join(b"a=1" for _ in range(20_001))):
        answer = hostile.ask(client, "post", address, body, content_type=hostile.FORM)
        assert answer.status_code == 413
        assert "6 МБ" in answer.content.decode()
    broken = hostile.ask(client, "post", address, b"--x", content_type="multipart/form-data")
    assert broken.status_code == 400
    assert "<h1>" in broken.content.decode() and not hostile.english_in(broken.content.decode(), "")


def test_a_wrong_method_is_answered_with_a_page(house: cast.House) -> None:
    client = hostile.sign_in(house, "registrar")
    answer = client.get(reverse("registrar:issue", args=[house.course.pk]))
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert "<h1>" in answer.content.decode() and not hostile.english_in(answer.content.decode(), "")


def file_part(filename: str, data: bytes) -> bytes:
    """The end of a body with the boundary x: one file, its name as it is."""
    name = filename.encode("utf-8", "replace")
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + name + b'"\r\n\r\n'
    return head + data + b"\r\n--x--\r\n"


@pytest.mark.parametrize("what", hostile.FILES)
@pytest.mark.parametrize("filename", hostile.NAMES)
def test_no_file_and_no_file_name_makes_the_gradebooks_door_fail(
    house: cast.House, what: str, filename: str
) -> None:
    client = hostile.sign_in(house, "teacher")
    address = reverse("sheets:gradebook", args=[house.course.pk])
    body, before = file_part(filename, hostile.FILES[what]), hostile.rows()
    answer = client.post(address, body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code in {400, 413, 422}, answer.exc_info
    assert not hostile.english_in(answer.content.decode(), filename)
    assert not hostile.difference(before, hostile.rows())


@pytest.mark.parametrize("what", hostile.FILES)
@pytest.mark.parametrize("filename", hostile.NAMES)
def test_no_file_and_no_file_name_makes_the_wizard_fail(house: cast.House, what: str, filename: str) -> None:
    client = hostile.sign_in(house, "office")
    for kind in ("contingent", "canvas"):
        head = f'--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\n{kind}\r\n'.encode()
        body = head + file_part(filename, hostile.FILES[what])
        answer = client.post(
            reverse("office:import_new"), body, content_type="multipart/form-data; boundary=x"
        )
        assert answer.status_code < 500, answer.exc_info
        if answer.status_code != 302:
            assert not ImportRun.objects.exists()
            assert not hostile.english_in(answer.content.decode(), filename)
