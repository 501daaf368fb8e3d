from datetime import timedelta

import pytest

from qosqanat.core.problems import Refused
from qosqanat.people import actions, queries
from qosqanat.people.models import Account, Act, Person
from tests.cast import AT, House, account_of


def open_(
    house: House, person: Person | None = None, username: str = "sagyndykova.b", **names: str
) -> tuple[Account, str]:
    return actions.open_account(
        person or house.teacher,
        university=house.university,
        username=username,
        by=house.admin,
        at=AT,
        **names,
    )


def test_an_opened_account_has_a_one_time_password_for_a_week(campus: House) -> None:
    account, password = open_(campus, phone="8 (701) 123-45-67")
    assert account.check_password(password)
    assert account.one_time_until == AT + timedelta(days=7)
    assert not account.password_ended(AT)
    assert account.password_ended(AT + timedelta(days=7))
    assert account.phone == "+77011234567"
    act = Act.objects.get()
    assert (act.action, act.detail) == ("account.open", {"username": "sagyndykova.b"})
    assert password not in str(act.detail)


def test_two_one_time_passwords_differ(campus: House) -> None:
    assert open_(campus)[1] != open_(campus, campus.head, "head")[1]


@pytest.mark.parametrize(
    "names",
    [
        {"username": "SAGYNDYKOVA.b"},
        {"username": "b@example.kz"},
        {"username": "8 701 123 45 67"},
        {"username": "head", "email": "B@EXAMPLE.kz"},
        {"username": "head", "phone": "+7 701 1234567"},
    ],
)
def test_a_name_opens_one_account_only(campus: House, names: dict[str, str]) -> None:
    open_(campus, email="b@example.kz", phone="+77011234567")
    with pytest.raises(Refused, match="already opens another sign-in"):
        open_(campus, campus.head, **names)


def test_a_person_has_one_account(campus: House) -> None:
    open_(campus)
    with pytest.raises(Refused, match="already has a sign-in"):
        open_(campus, username="second")


def test_an_iin_is_no_user_name_and_a_phone_is_a_phone(campus: House) -> None:
    with pytest.raises(Refused, match="do not use an IIN"):
        open_(campus, username="900101400013")
    with pytest.raises(Refused, match="no telephone number"):
        open_(campus, phone="12")


def test_a_reset_replaces_the_password_and_is_logged(campus: House) -> None:
    account, first = open_(campus)
    second = actions.reset_password(account, by=campus.admin, at=AT, reason="ұмытты")
    account.refresh_from_db()
    assert account.check_password(second)
    assert not account.check_password(first)
    assert Act.objects.first().reason == "ұмытты"  # type: ignore[union-attr]
    with pytest.raises(Refused, match="Say why"):
        actions.reset_password(account, by=campus.admin, at=AT, reason="")


def test_blocking_and_unblocking(campus: House) -> None:
    account, _ = open_(campus)
    actions.block_account(account, by=campus.admin, at=AT, reason="кетті")
    assert not Account.objects.get(pk=account.pk).is_active
    actions.unblock_account(account, by=campus.admin, at=AT, reason="оралды")
    assert Account.objects.get(pk=account.pk).is_active
    assert [act.action for act in Act.objects.order_by("pk")] == [
        "account.open",
        "account.block",
        "account.unblock",
    ]


def test_nobody_blocks_themselves_or_the_last_administrator(campus: House) -> None:
    own = account_of(campus.admin)
    with pytest.raises(Refused, match="your own sign-in"):
        actions.block_account(own, by=campus.admin, at=AT, reason="x")
    with pytest.raises(Refused, match="last administrator"):
        actions.block_account(own, by=campus.rector, at=AT, reason="x")


def test_a_proposed_user_name_is_latin_and_free(campus: House) -> None:
    assert queries.free_username(campus.head) == "abenov.k"
    open_(campus, campus.head, "Abenov.K")
    assert queries.free_username(campus.head) == "abenov.k2"
    open_(campus, campus.dean, "abenov.k2")
    assert queries.free_username(campus.head) == "abenov.k3"
    assert queries.free_username(Person(surname="!!!")) == "user"
