"""How soon the grid is there and how fast it follows the keys: 120 students x 18 columns in Chromium, processor slowed four times.

    .venv/bin/python tools/grid_bench.py [runs]

Makes its own database in a throw-away folder, serves it on a free port and prints medians in milliseconds.
"""

import os
import shutil
import statistics
import sys
import tempfile
import threading
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
STUDENTS, KEYS, SLOWER = 120, 40, 4
FOLDER = Path(tempfile.mkdtemp(prefix="qosqanat-bench-"))
os.environ.update(
    DJANGO_SETTINGS_MODULE="tests.settings",
    QOSQANAT_DATA_DIR=str(FOLDER),
    QOSQANAT_JOBS_INLINE="1",
    DJANGO_ALLOW_ASYNC_UNSAFE="true",
)
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402


def build() -> Any:
    """The cast's course in its seventh week, with 120 students and half of their marks."""
    from qosqanat.grading import actions
    from qosqanat.grading.actions import Entry
    from qosqanat.grading.models import Sheet
    from qosqanat.people.models import Person
    from qosqanat.studies.models import Enrolment, Student
    from tests import cast

    house = cast.campus("yessenov")
    house.term.starts_on = timezone.localdate() - timedelta(days=6 * 7 + timezone.localdate().weekday())
    house.term.save()
    for number in range(STUDENTS - len(house.students)):
        person = Person.objects.create(
            surname=f"Сыналушы-{number:03}",
            given_name="Айгерім",
            patronymic="Бекқызы",
            university=house.university,
        )
        student = Student.objects.create(
            university=house.university, person=person, number=f"9{number:05}", group=house.group
        )
        Enrolment.objects.create(course=house.course, student=student, joined_on=house.term.starts_on)
    actions.issue_sheets([house.course], by=house.head, at=timezone.now())
    tasks = [
        (1, "БӨЖ-1", Decimal(10)),
        (1, "БӨЖ-2", Decimal(10)),
        (2, "БӨЖ-3", Decimal(14)),
        (2, "БӨЖ-4", Decimal(14)),
    ]
    actions.set_iws_tasks(house.course, tasks, by=house.teacher, at=timezone.now())
    entries = [
        Entry(sheet.pk, "test", week, Decimal(week % 3), uuid4())
        for sheet in Sheet.objects.filter(course=house.course)
        for week in range(1, 7)
    ]
    actions.enter_scores(entries, by=house.teacher, at=timezone.now(), source="grid")
    return house


def serve() -> str:
    """The product's own handler in a thread; answers its address."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


# from the key's own event to the frame after its paint
KEY_TO_PAINT = """(key) => new Promise((done) => {
  const input = document.activeElement;
  const begun = performance.now();
  if (key === "Enter") input.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  else { input.value = key; input.dispatchEvent(new InputEvent("input", { bubbles: true })); }
  requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => done(performance.now() - begun); c.port2.postMessage(0); });
})"""
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
FRAME = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"


SERVER = """() => {
  const page = performance.getEntriesByType("navigation")[0];
  return page.responseStart - page.requestStart;
}"""


def tasks(cdp: Any) -> float:
    """Milliseconds that the page's main thread has worked since its navigation: other programs do not count."""
    metrics = {one["name"]: one["value"] for one in cdp.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"]) * 1000


def measure(address: str, house: Any, runs: int) -> dict[str, list[float]]:
    from playwright.sync_api import sync_playwright

    from tests import cast

    client = Client()
    client.force_login(cast.account_of(house.teacher))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    found: dict[str, list[float]] = {
        "server": [],
        "first paint": [],
        "first paint, warm cache": [],
        "load, own CPU": [],
        "key, own CPU": [],
        "server, own CPU": [],
        "digit": [],
        "enter": [],
    }
    for _ in range(runs + 1):
        begun = time.process_time()
        client.get(f"/sheets/{house.course.pk}/?view=1")
        found["server, own CPU"].append((time.process_time() - begun) * 1000)
    chrome = os.environ.get("QOSQANAT_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chrome, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(runs):
            context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
            page = context.new_page()
            page.set_default_timeout(150_000)
            cdp = page.context.new_cdp_session(page)
            cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
            cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            for name in ("first paint", "first paint, warm cache"):
                page.goto(f"/sheets/{house.course.pk}/?view=1")
                page.wait_for_function(PAINT)
                found[name].append(page.evaluate(PAINT))
            found["server"].append(page.evaluate(SERVER))
            page.wait_for_function("() => document.documentElement.classList.contains('qq-scripted')")
            found["load, own CPU"].append(tasks(cdp))
            columns = page.locator("thead th[data-qq-key]").count()
            page.locator("[data-qq-grid] input[id$=-t7]").first.focus()
            for number in range(KEYS):
                for name, key in (("digit", str(number % 3)), ("enter", "Enter")):
                    page.evaluate(FRAME)
                    before = tasks(cdp)
                    found[name].append(page.evaluate(KEY_TO_PAINT, key))
                    found["key, own CPU"].append(tasks(cdp) - before)
            context.close()
        browser.close()
    sys.stdout.write(
        f"{STUDENTS} students x {columns} columns, processor slowed {SLOWER} times, {runs} runs" + "\n"
    )
    return found


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    try:
        settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        house = build()
        for name, times in measure(serve(), house, runs).items():
            ordered = sorted(times)
            p95 = ordered[int(len(ordered) * 0.95)] if len(ordered) > 1 else ordered[0]
            sys.stdout.write(
                f"{name:<24} median {statistics.median(times):7.1f}   p95 {p95:7.1f}   n {len(times)}\n"
            )
    finally:
        shutil.rmtree(FOLDER, ignore_errors=True)


if __name__ == "__main__":
    main()
