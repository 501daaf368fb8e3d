"""How soon the grid is there and how fast it follows the keys: 120 students, processor slowed four times, in Chromium.

`python -m tools.bench.grid` in the environment that tools/bench/__main__.py makes; prints medians and p95 as JSON.
The page's own processor time stands beside the clock, since other programs of the machine slow only the clock.
"""

import json
import os
import shutil
import statistics
import sys
import threading
from typing import Any

STUDENTS, KEYS, SLOWER, RUNS = 120, 40, 4, 5
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
SCRIPTED = "() => document.documentElement.classList.contains('qq-scripted')"


def serve() -> str:
    """The product's own handler in a thread; answers its address."""
    from wsgiref.simple_server import WSGIServer

    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from qosqanat.wsgi import application

    class Quiet(WSGIRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    server: WSGIServer = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(application)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def worked(cdp: Any) -> float:
    """Milliseconds that the page's main thread has worked since its navigation."""
    metrics = {one["name"]: one["value"] for one in cdp.send("Performance.getMetrics")["metrics"]}
    return float(metrics["TaskDuration"]) * 1000


def measure(address: str, path: str, session: dict[str, str]) -> dict[str, list[float]]:
    from playwright.sync_api import sync_playwright

    found: dict[str, list[float]] = {"paint": [], "again": [], "digit": [], "enter": [], "key_cpu": []}
    chrome = os.environ.get("QOSQANAT_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chrome, args=["--no-sandbox", "--disable-gpu"])
        for run in range(RUNS):
            context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
            context.add_cookies([{**session, "url": address}])  # type: ignore[list-item]
            page = context.new_page()
            page.set_default_timeout(150_000)
            cdp = context.new_cdp_session(page)
            cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
            cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            for name in ("paint", "again"):
                page.goto(path)
                page.wait_for_function(PAINT)
                found[name].append(page.evaluate(PAINT))
            page.wait_for_function(SCRIPTED)
            page.locator("[data-qq-grid] input[id$=-t15]").first.focus()
            for number in range(KEYS):
                # another value than the run before it: what stands there already is neither painted nor saved
                for name, key in (("digit", str((number + run) % 3)), ("enter", "Enter")):
                    page.evaluate(FRAME)
                    before = worked(cdp)
                    found[name].append(page.evaluate(KEY_TO_PAINT, key))
                    found["key_cpu"].append(worked(cdp) - before)
            context.close()
        browser.close()
    return found


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.urls import reverse

    from . import world as made
    from .works import signed_in

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    world = made.build(made.Size(courses=1, students=STUDENTS, terms=1, students_each=STUDENTS))
    client = signed_in(world, "teacher")
    name = settings.SESSION_COOKIE_NAME
    path = reverse("sheets:course", args=[world.open_course.pk]) + "?view=2"
    found = measure(serve(), path, {"name": name, "value": client.cookies[name].value})
    figures = {
        key: {
            "median": statistics.median(times),
            "p95": sorted(times)[int(len(times) * 0.95)],
            "n": len(times),
        }
        for key, times in found.items()
    }
    sys.stdout.write(json.dumps(figures))


if __name__ == "__main__":
    main()
