"""The door and the administrator's desk in a real browser: three languages, axe, pictures, a passkey under CSP."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from qosqanat.people import actions
from qosqanat.people.models import Account, Role
from tests import cast

from .conftest import DESKTOP, PHONE, SignIn, axe, shot

pytestmark = pytest.mark.django_db(transaction=True)
LANGUAGES = ("kk", "ru", "en")


@pytest.fixture
def desk(campus: cast.House, sign_in: SignIn) -> Page:
    return sign_in(campus.admin, "kk", DESKTOP)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_door(campus: cast.House, sign_in: SignIn, language: str) -> None:
    page = sign_in(campus.teacher, language, PHONE)
    page.context.clear_cookies(name="session")
    page.goto(reverse("account_login"))
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert axe(page) == []
    shot(page, f"door-{language}")
    page.fill("#id_login", "nobody")
    page.fill("#id_password", "wrong")
    page.click("main form >> nth=0 >> button")
    expect(page.locator(".qq-errors")).to_be_focused()
    expect(page.locator("#id_login")).to_have_value("nobody")
    assert axe(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_desk(campus: cast.House, sign_in: SignIn, language: str) -> None:
    page = sign_in(campus.admin, language, DESKTOP)
    teacher, role = campus.teacher.pk, Role.objects.get(person=campus.teacher).pk
    actions.give_role(
        campus.teacher, "quality", campus.university, starts_on=cast.AT.date(), by=campus.admin, at=cast.AT
    )
    addresses = {
        "people": reverse("setup:home"),
        "person": reverse("setup:person", args=[teacher]),
        "person-edit": reverse("setup:person_edit", args=[teacher]),
        "account": reverse("setup:account_open", args=[teacher]),
        "role": reverse("setup:role_give", args=[teacher]),
        "representative": reverse("setup:representative_name", args=[teacher]),
        "deputy": reverse("setup:role_deputy", args=[role]) + "?q=%D0%B0",
        "units": reverse("setup:units"),
        "unit": reverse("setup:unit", args=[campus.department.pk]),
        "university": reverse("setup:university", args=[campus.university.pk]),
        "security": reverse("mfa_index"),
    }
    for name, address in addresses.items():
        page.goto(address)
        assert axe(page) == [], name
        shot(page, f"setup-{name}-{language}")


def test_a_desk_without_scripts_opens_a_sign_in(campus: cast.House, sign_in: SignIn) -> None:
    page = sign_in(campus.admin, "en", DESKTOP, scripts=False)
    page.goto(reverse("setup:home") + "?q=sagyndykova")
    page.get_by_role("link", name="Сағындықова").click()
    page.get_by_role("link", name="Open a sign-in").click()
    page.get_by_role("button", name="Open a sign-in").click()
    password = page.locator("code.fs-2").inner_text()
    assert Account.objects.get(person=campus.teacher).check_password(password)


def test_a_passkey_opens_the_door_and_no_policy_is_broken(campus: cast.House, sign_in: SignIn) -> None:
    page = sign_in(campus.teacher, "en", DESKTOP)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
    }
    keys.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    page.goto(reverse("mfa_add_webauthn"))
    page.fill("#id_password", "қосқанат-2026")
    page.get_by_role("button", name="Confirm").click()
    page.fill("#id_name", "Телефон")
    page.check("#id_passwordless")
    assert axe(page) == []
    page.get_by_role("button", name="Add a key").click()
    expect(page.locator("h1")).to_have_text("Recovery codes")
    page.goto(reverse("mfa_list_webauthn"))
    expect(page.get_by_text("Телефон")).to_be_visible()
    page.context.clear_cookies(name="session")
    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "login" not in url)
    page.goto(reverse("mfa_index"))
    expect(page.locator("h1")).to_have_text("Sign-in and security")
    assert not [complaint for complaint in complaints if "Content Security Policy" in complaint]
