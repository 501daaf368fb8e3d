"""Settings: a mail server by one address, and a table that says what every variable means."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from qosqanat.settings import env, mail

ROOT = Path(__file__).resolve().parents[1]


def test_a_mail_address_names_the_server_the_port_and_the_protection() -> None:
    found = mail.from_url("smtp+tls://registrar%40uni.kz:p%2Fw@mail.uni.kz")
    assert found["EMAIL_HOST"] == "mail.uni.kz"
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("registrar@uni.kz", "p/w")
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (587, True, False)
    assert mail.from_url("smtps://mail.uni.kz:1465")["EMAIL_PORT"] == 1465


@pytest.mark.parametrize("url", ["mail.uni.kz", "http://mail.uni.kz", "smtp://"])
def test_an_address_that_is_no_mail_server_stops_the_start(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="QOSQANAT_MAIL_URL"):
        mail.from_url(url)


def test_without_a_server_nothing_is_sent() -> None:
    assert mail.from_url("") == {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}


@pytest.mark.parametrize(("value", "sentence"), [("yes please", "must be 1 or 0"), ("two", "must be 1 or 0")])
def test_a_flag_that_is_neither_stops_the_start(
    value: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QOSQANAT_DEMO", value)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        env.flag("DEMO", env.VARIABLES["QOSQANAT_DEMO"].meaning)


def test_the_operators_table_is_what_the_settings_read() -> None:
    told = subprocess.run(
        [sys.executable, "tools/variables.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
