"""A real Chromium before a live server on the cast: journeys, accessibility and screenshots."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from qosqanat.people.models import Person
from tests import cast
from tests.browser.chrome import QUIET, chromium
from tests.conftest import required

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
SHOTS = Path("test-results")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
# a press that found its target moved away is taken back by the driver and tried again: it is no tap
TALLY = """
for (const [event, key] of [["pointerdown", "taps"], ["keydown", "keys"]])
  addEventListener(event, (press) => setTimeout(() => {
    if (key === "taps" && press.defaultPrevented) return
    sessionStorage.setItem(key, 1 + Number(sessionStorage.getItem(key) ?? 0))
  }), true)
"""
SignIn = Callable[..., Page]
PATIENCE = 30_000  # milliseconds a page may take on a machine that does much else
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        required("Chromium", "apt-get install chromium")
    # Playwright's loop runs in this thread, where Django would then refuse the database
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=path, headless=True, args=QUIET)
        yield chrome
        chrome.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def clock() -> Iterator[None]:
    """The cast's moment, for the server's threads too."""
    with time_machine.travel(cast.AT, tick=True):
        yield


@pytest.fixture
def sign_in(browser: Browser, clock: None, live_server) -> Iterator[SignIn]:  # type: ignore[no-untyped-def]
    """A page signed in as a person: `sign_in(person, "kk", viewport=PHONE)`. Nothing leaves the machine."""
    contexts: list[BrowserContext] = []

    def enter(
        person: Person, language: str = "kk", viewport: dict[str, int] = PHONE, *, scripts: bool = True
    ) -> Page:
        phone = viewport["width"] < 600
        context = browser.new_context(
            base_url=live_server.url,
            viewport=viewport,  # type: ignore[arg-type]
            locale=language,
            has_touch=phone,
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.route(lambda url: not url.startswith((live_server.url, "data:")), lambda route: route.abort())
        client = Client()
        client.force_login(cast.account_of(person))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: language}
        context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()]
        )
        page = context.new_page()
        if scripts:
            page.clock.set_fixed_time(cast.AT)
        page.set_default_timeout(PATIENCE)
        return page

    yield enter
    for context in contexts:
        context.close()


def axe(page: Page) -> list[str]:
    """WCAG 2.2 AA violations of the page as it stands, by day and by night, one sentence each; empty is right."""
    if not AXE.exists():
        required("axe-core", "pip install -e . (the build hook brings it)")
    page.wait_for_load_state()  # before the style sheet is in, every target is too small
    page.evaluate(AXE.read_text())
    found = _violations(page, {"type": "tag", "values": RULES})
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {one}" for one in _violations(page, {"type": "rule", "values": ["color-contrast"]})]
    page.emulate_media(color_scheme="light")
    return found


def _violations(page: Page, only: dict[str, object]) -> list[str]:
    found = page.evaluate("only => axe.run({runOnly: only})", only)
    return [
        f"{rule['id']}: {node['html'][:160]} — {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def shot(page: Page, name: str, *, whole: bool = False) -> Path:
    """Keep a picture of the page under test-results/."""
    SHOTS.mkdir(exist_ok=True)
    target = SHOTS / f"{name}.png"
    page.screenshot(path=target, full_page=whole)
    return target
