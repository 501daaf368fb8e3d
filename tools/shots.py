"""Shoot docs/screens/: the README's pictures and one per guide and language, from the demo's own data.

    python tools/shots.py                          # starts a demo in a folder of its own, on a free port
    python tools/shots.py http://127.0.0.1:8000    # takes one that runs (it will print a paper and read a file there)

Needs Chromium (QOSQANAT_CHROMIUM names another one).
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typst
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browser.chrome import QUIET, chromium  # noqa: E402

SCREENS = ROOT / "docs" / "screens"
UNIVERSITY, PASSWORD = "yessenov", "qosqanat-demo"
PHONE, DESKTOP = (390, 780), (1280, 800)
EVERY = ("kk", "ru", "en")
LIMIT = 6 * 1024 * 1024
PATIENCE = 300  # seconds: a demo founds two universities before it answers


def week(page: Page) -> None:
    page.locator(".qq-course a.btn").first.click()


def overview(page: Page) -> None:
    """The demo's adviser teaches as well, and their home is the teacher's."""
    page.goto("/overview/")


def book(page: Page) -> None:
    page.locator("main a[href^='/sheets/']").first.click()


def dry_run(page: Page) -> None:
    """A file that the demo has read before: everything in it is a question or known."""
    page.goto("/office/imports/new/")
    page.locator("[name=kind][value=contingent]").check()
    page.locator("[name=file]").set_input_files(
        ROOT / "data" / "demo" / UNIVERSITY / "contingent-2026-autumn.xlsx"
    )
    page.locator("main form button.btn-primary").click()
    expect(page.locator("[href*='refused']").or_(page.locator(".nav-tabs")).first).to_be_visible(
        timeout=120_000
    )


@dataclass(frozen=True)
class Picture:
    """One page of one sign-in; `walk` goes on from the desk's home."""

    role: str
    name: str = ""
    size: tuple[int, int] = DESKTOP
    walk: Callable[[Page], None] | None = None
    languages: tuple[str, ...] = EVERY

    def file(self, language: str) -> Path:
        return SCREENS / (f"{self.name}.png" if self.name else f"{language}/{self.role}.png")


PICTURES = (
    Picture("mentor", size=PHONE, walk=week),
    Picture("student", size=PHONE),
    Picture("teacher"),
    Picture("head"),
    Picture("dean"),
    Picture("registrar"),
    Picture("office"),
    Picture("admin"),
    Picture("adviser", walk=overview),
    Picture("quality"),
    Picture("rector"),
    Picture("career"),
    Picture("base_head"),
    Picture("representative"),
    Picture("mentor", "mentor-week", PHONE, week, ("kk",)),
    Picture("student", "student-home", PHONE, None, ("kk",)),
    Picture("head", "head-home", languages=("kk",)),
    Picture("teacher", "grade-book", walk=book, languages=("kk",)),
    Picture("office", "import", walk=dry_run, languages=("kk",)),
)


def shoot(browser: Browser, address: str) -> None:
    """Every picture of the table, and the printed sheet."""
    for role in dict.fromkeys(one.role for one in PICTURES):
        with _signed_in(browser, address, role) as context:
            for picture in PICTURES:
                if picture.role == role:
                    _shoot(context, picture)
            if role == "head":
                _print(context)


@contextmanager
def _signed_in(browser: Browser, address: str, role: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=address, reduced_motion="reduce")
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto("/account/login/")
    page.locator("[name=login]").fill(f"{UNIVERSITY}-{role.replace('_', '-')}")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    expect(page.locator(".qq-me")).to_be_visible(timeout=60_000)
    page.close()
    yield context
    context.close()


def _shoot(context: BrowserContext, picture: Picture) -> None:
    for language in picture.languages:
        page = context.new_page()
        page.set_viewport_size({"width": picture.size[0], "height": picture.size[1]})
        _speak(page, language)
        if picture.walk:
            picture.walk(page)
        page.wait_for_load_state("networkidle")
        target = picture.file(language)
        target.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=target, animations="disabled")
        page.close()
        sys.stdout.write(f"{target.relative_to(ROOT)}\n")


def _speak(page: Page, language: str) -> None:
    page.goto("/")
    page.locator(f".qq-languages [value={language}]").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def _print(context: BrowserContext) -> None:
    """A student's sheet as it is handed over, as a picture."""
    page = context.new_page()
    _speak(page, "kk")
    page.goto("/department/courses/")
    page.locator("main th a[href^='/department/courses/']").first.click()
    page.locator("main a[href^='/papers/courses/']").first.click()
    form = page.locator("form[action$='/issue/']:has([value=sheet_student])")
    form.locator("[name=subject]").select_option(index=1)
    form.locator("[value=kk]").click()
    paper = page.locator("#printed a").get_attribute("href")
    assert paper is not None, "the demo printed no sheet"
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder, "sheet.pdf")
        pdf.write_bytes(context.request.get(paper).body())
        source = Path(folder, "sheet.typ")
        source.write_text(
            '#set page(width: auto, height: auto, margin: 0pt)\n#image("sheet.pdf", width: 210mm)'
        )
        typst.compile(str(source), output=str(SCREENS / "printed-sheet.png"), format="png", ppi=90)
    page.close()


@contextmanager
def demo() -> Iterator[str]:
    """A demo with data of its own; gives its address, and ends it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="qosqanat-shots-") as folder:
        served = subprocess.Popen(
            [sys.executable, "-m", "qosqanat.cli", "demo", "--port", str(port)],
            env=os.environ | {"QOSQANAT_DATA_DIR": folder},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _await(f"http://127.0.0.1:{port}", served)
            yield f"http://127.0.0.1:{port}"
        finally:
            os.killpg(served.pid, signal.SIGTERM)
            served.wait(timeout=60)


def _await(address: str, served: "subprocess.Popen[bytes]") -> None:
    """Until `address` is ready; SystemExit when the demo ended or takes too long."""
    for _ in range(PATIENCE):
        if served.poll() is not None:
            sys.exit("the demo ended before it answered")
        try:
            with urllib.request.urlopen(f"{address}/livez", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(1)
    sys.exit(f"the demo did not answer within {PATIENCE} seconds")


def twins(screens: Path) -> list[str]:
    """Pictures of one language that are the same, byte by byte: no two roles see the same home."""
    found = []
    for language in EVERY:
        alike: dict[bytes, list[str]] = {}
        for picture in sorted((screens / language).glob("*.png")):
            alike.setdefault(picture.read_bytes(), []).append(picture.stem)
        found += [f"{language}: {', '.join(roles)}" for roles in alike.values() if len(roles) > 1]
    return found


def main(address: str | None) -> None:
    path = chromium()
    if path is None:
        sys.exit("Chromium is missing: install it, or name one with QOSQANAT_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=QUIET)
        if address:
            shoot(browser, address)
        else:
            with demo() as own:
                shoot(browser, own)
        browser.close()
    if alike := twins(SCREENS):
        sys.exit(f"roles with the same picture: {'; '.join(alike)}")
    if (total := sum(one.stat().st_size for one in SCREENS.rglob("*.png"))) > LIMIT:
        sys.exit(f"docs/screens holds {total // 1024} kB, more than a repository should carry")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else None)
