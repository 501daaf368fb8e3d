"""The door: any of three names, one answer to every failure, a pause after five, an own password first."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django import Settings

from qosqanat.people import actions
from qosqanat.people.models import Account
from tests.cast import AT, House, account_of

RIGHT, WRONG = "қосқанат-2026", "қате-құпиясөз"


@pytest.fixture(autouse=True)
def now() -> object:
    with time_machine.travel(AT) as clock:
        yield clock


@pytest.fixture
def account(campus: House) -> Account:
    account = account_of(campus.teacher)
    account.username, account.email, account.phone = "Sagyndykova.B", "b@example.kz", "+77011234567"
    account.university = campus.university
    account.save()
    return account


def sign_in(
    name: str, password: str = RIGHT, client: Client | None = None, address: str = "10.0.0.1"
) -> object:
    client = client or Client(headers={"accept-language": "en"})
    return client.post(reverse("account_login"), {"login": name, "password": password}, REMOTE_ADDR=address)


def failure(name: str, password: str = WRONG, address: str = "10.0.0.1") -> str:
    """The sentence that the page answers."""
    response = sign_in(name, password, address=address)
    assert response.status_code == 422  # type: ignore[attr-defined]
    return response.context["form"].non_field_errors()[0]  # type: ignore[attr-defined, no-any-return]


NAMES = ["sagyndykova.b", " B@example.kz ", "8 701 123-45-67", "+77011234567", "87011234567"]


@pytest.mark.parametrize("name", NAMES)
def test_any_of_three_names_opens_the_door(account: Account, name: str) -> None:
    client = Client()
    assert sign_in(name, client=client).status_code == 302  # type: ignore[attr-defined]
    assert client.session["_auth_user_id"] == str(account.pk)


def test_unknown_names_wrong_passwords_and_blocked_accounts_get_the_same_answer(
    account: Account, campus: House
) -> None:
    blocked = account_of(campus.head)
    blocked.is_active = False
    blocked.save()
    answers = {failure(account.username), failure("nobody"), failure(blocked.username, RIGHT)}
    assert len(answers) == 1
    assert "do not fit together" in answers.pop()


def test_the_sixth_attempt_waits_a_quarter_of_an_hour(account: Account, now: time_machine.Traveller) -> None:
    for _ in range(5):
        assert "do not fit" in failure(account.username)
    assert "Try again in 15 minutes" in failure(account.username, RIGHT)
    now.shift(timedelta(minutes=14))
    assert "Try again in 15 minutes" in failure(account.username, RIGHT)
    now.shift(timedelta(minutes=1, seconds=1))
    assert sign_in(account.username).status_code == 302  # type: ignore[attr-defined]


def test_neither_other_addresses_nor_other_spellings_buy_more_attempts(account: Account) -> None:
    for number, name in enumerate(NAMES):
        assert "do not fit" in failure(name, address=f"10.0.1.{number}")
    for number, name in enumerate(["8-701-1234567", "SAGYNDYKOVA.B", "b@EXAMPLE.KZ"]):
        assert "15 minutes" in failure(name, RIGHT, address=f"10.0.2.{number}")


def test_an_unknown_name_is_locked_like_a_known_one(campus: House) -> None:
    answers = [failure("nobody") for _ in range(6)]
    assert "15 minutes" in answers[5]
    assert len(set(answers[:5])) == 1


def test_a_forwarded_address_is_not_believed_without_a_proxy(account: Account) -> None:
    client = Client(headers={"accept-language": "en"})
    for number in range(100):
        data = {"login": f"nobody-{number}", "password": WRONG}
        client.post(reverse("account_login"), data, headers={"x-forwarded-for": f"10.9.9.{number}"})
    response = client.post(
        reverse("account_login"),
        {"login": account.username, "password": RIGHT},
        headers={"x-forwarded-for": "10.9.8.7"},
    )
    assert "15 minutes" in response.content.decode()


def test_a_success_does_not_forgive_earlier_failures(account: Account) -> None:
    for _ in range(4):
        failure(account.username)
    sign_in(account.username)
    failure(account.username)
    assert "15 minutes" in failure(account.username, RIGHT)


def test_a_reset_lifts_the_pause_and_ends_open_sessions(account: Account, campus: House) -> None:
    inside = Client()
    sign_in(account.username, client=inside)
    for _ in range(5):
        failure(account.username)
    password = actions.reset_password(account, by=campus.admin, at=AT, reason="ұмытты")
    assert inside.get(reverse("mfa_index")).status_code == 302
    assert sign_in(account.username, password).status_code == 302  # type: ignore[attr-defined]


def test_a_block_ends_open_sessions(account: Account, campus: House) -> None:
    inside = Client()
    sign_in(account.username, client=inside)
    actions.block_account(account, by=campus.admin, at=AT, reason="кетті")
    assert inside.get(reverse("mfa_index")).headers["Location"].startswith(reverse("account_login"))


def test_a_one_time_password_leads_to_an_own_one_and_ends_after_a_week(
    campus: House, now: time_machine.Traveller
) -> None:
    account, password = actions.open_account(
        campus.head, university=campus.university, username="h", language="en", by=campus.admin, at=AT
    )
    client = Client(headers={"accept-language": "en"})
    sign_in("h", password, client)
    own = reverse("account_change_password")
    for name in ("home", "mfa_index"):
        assert client.get(reverse(name)).headers["Location"] == own
    assert "one-time password" in client.get(own).content.decode()
    data = {"oldpassword": password, "password1": "жаңа құпиясөз 7", "password2": "жаңа құпиясөз 7"}
    assert client.post(own, data).headers["Location"] == reverse("home")
    assert client.get(reverse("mfa_index")).status_code == 200
    account.refresh_from_db()
    assert account.one_time_until is None
    _, late = actions.open_account(
        campus.dean, university=campus.university, username="d", by=campus.admin, at=AT
    )
    now.shift(timedelta(days=7))
    assert "do not fit" in failure("d", late)


def test_a_code_is_asked_after_the_password_and_its_key_is_sealed(account: Account) -> None:
    client = Client(headers={"accept-language": "en"})
    sign_in(account.username, client=client)
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    assert "Confirm that it is you" in page.content.decode()
    client.post(reverse("account_reauthenticate"), {"password": RIGHT})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    counter = next(yield_hotp_counters_from_time())
    client.post(reverse("mfa_activate_totp"), {"code": format_hotp_value(hotp_value(secret, counter))})
    stored = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in stored
    fresh = Client(headers={"accept-language": "en"})
    assert sign_in(account.username, client=fresh).headers["Location"] == reverse("mfa_authenticate")  # type: ignore[attr-defined]
    assert "Second step" in fresh.get(reverse("mfa_authenticate")).content.decode()
    assert fresh.get(reverse("mfa_index")).status_code == 302
    for name in (
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
    ):
        assert client.get(reverse(name)).status_code == 200, name


def test_pages_of_keys_answer(account: Account) -> None:
    client = Client(headers={"accept-language": "en"})
    sign_in(account.username, client=client)
    client.post(reverse("account_reauthenticate"), {"password": RIGHT})
    assert client.get(reverse("mfa_add_webauthn")).context["js_data"]["creation_options"]
    key = Authenticator.objects.create(
        user=account, type="webauthn", data={"name": "Телефон", "credential": {}}
    )
    for address in (
        reverse("mfa_list_webauthn"),
        reverse("mfa_edit_webauthn", args=[key.pk]),
        reverse("mfa_remove_webauthn", args=[key.pk]),
    ):
        assert "Телефон" in client.get(address).content.decode(), address


def test_a_passkey_is_offered_to_a_stranger_without_a_word_about_accounts(campus: House) -> None:
    answer = Client().get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    assert answer.json()["request_options"]["publicKey"]["challenge"]
    assert answer.json()["request_options"]["publicKey"]["allowCredentials"] == []


@pytest.mark.parametrize(
    "address",
    [
        "signup/",
        "email/",
        "password/set/",
        "3rdparty/",
        "confirm-email/",
        "2fa/webauthn/signup/",
    ],
)
def test_what_is_not_used_has_no_address(db: None, address: str) -> None:
    assert Client().get(f"/account/{address}").status_code in {302, 404}
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_a_next_address_stays_in_the_house(account: Account) -> None:
    client = Client()
    answer = client.post(
        reverse("account_login"),
        {"login": account.username, "password": RIGHT, "next": "https://evil.example/"},
    )
    assert answer.headers["Location"] == reverse("home")


@pytest.mark.parametrize("value", ["x" * 1_000_000, "a\x00b", "٣" * 40, "%", "' OR 1=1 --", "\u202e"])
def test_no_name_breaks_the_door(campus: House, value: str) -> None:
    assert sign_in(value, WRONG).status_code in {400, 422}  # type: ignore[attr-defined]


def ask_for_a_code(address: str) -> Client:
    client = Client(headers={"accept-language": "en"})
    response = client.post(reverse("account_reset_password"), {"email": address})
    assert response.headers["Location"] == reverse("account_confirm_password_reset_code")
    return client


@pytest.fixture
def mail(settings: Settings, mailoutbox: list[EmailMessage]) -> list[EmailMessage]:
    settings.MAIL_WORKS = True
    return mailoutbox


def code_in(mail: list[EmailMessage]) -> str:
    found = re.search(r"^[A-Z0-9-]{6,}$", str(mail[-1].body), re.MULTILINE)
    assert found is not None
    return found[0]


def test_a_forgotten_password_is_replaced_with_a_code_by_mail(
    account: Account, mail: list[EmailMessage]
) -> None:
    client = ask_for_a_code("B@example.kz")
    assert mail[0].to == ["b@example.kz"]
    assert mail[0].subject == "Qosqanat: your code for a new password"
    client.post(reverse("account_confirm_password_reset_code"), {"code": code_in(mail)})
    fresh = {"password1": "жаңа-құпиясөз-26", "password2": "жаңа-құпиясөз-26"}
    answer = client.post(reverse("account_complete_password_reset"), fresh)
    assert answer.headers["Location"] == reverse("home")
    assert "do not fit" in failure(account.username, RIGHT)
    assert sign_in(account.username, fresh["password1"]).status_code == 302  # type: ignore[attr-defined]


def test_a_wrong_code_changes_nothing_and_three_end_the_try(
    account: Account, mail: list[EmailMessage]
) -> None:
    client = ask_for_a_code("b@example.kz")
    for _ in range(3):
        client.post(reverse("account_confirm_password_reset_code"), {"code": "000000"})
    client.post(reverse("account_confirm_password_reset_code"), {"code": code_in(mail)})
    page = client.get(reverse("account_complete_password_reset"))
    assert page.headers["Location"] == reverse("account_reset_password")
    assert sign_in(account.username).status_code == 302  # type: ignore[attr-defined]


def test_a_stranger_learns_nothing_about_an_address(account: Account, mail: list[EmailMessage]) -> None:
    known = ask_for_a_code("b@example.kz").get(reverse("account_confirm_password_reset_code"))
    unknown = ask_for_a_code("z@example.kz").get(reverse("account_confirm_password_reset_code"))
    assert [message.to for message in mail] == [["b@example.kz"]]
    hidden = re.compile(rb'value="[\w-]{64}"|[bz]@example')
    assert hidden.sub(b"", known.content) == hidden.sub(b"", unknown.content)


def test_a_server_without_mail_names_the_administrator(
    account: Account, mailoutbox: list[EmailMessage]
) -> None:
    client = Client(headers={"accept-language": "en"})
    page = client.post(reverse("account_reset_password"), {"email": "b@example.kz"})
    assert "Ask your university&#x27;s administrator for a one-time password." in page.content.decode()
    assert mailoutbox == []


def language_after(client: Client, account: Account) -> str:
    sign_in(account.username, client=client)
    return str(client.get(reverse("home"), follow=True).headers["Content-Language"])


def test_a_browser_without_a_choice_speaks_the_language_of_the_sign_in(account: Account) -> None:
    account.read_in("ru")
    fresh = Client(headers={"accept-language": "en"})
    assert fresh.get(reverse("account_login")).headers["Content-Language"] == "en", "control"
    assert language_after(fresh, account) == "ru"


def test_a_choice_made_in_the_browser_stands_after_signing_in(account: Account) -> None:
    account.read_in("ru")
    client = Client()
    client.post(reverse("set_language"), {"language": "kk"})
    assert language_after(client, account) == "kk"
    account.refresh_from_db()
    assert account.language == "ru", "chosen by nobody who is known"


@pytest.mark.parametrize(("chosen", "kept"), [("kk", "kk"), ("de", "en"), ("", "en")])
def test_the_switch_is_remembered_for_the_next_browser(account: Account, chosen: str, kept: str) -> None:
    client = Client()
    client.force_login(account)
    assert client.post(reverse("set_language"), {"language": chosen}).status_code == 302
    account.refresh_from_db()
    assert account.language == kept
    assert language_after(Client(), account) == kept
