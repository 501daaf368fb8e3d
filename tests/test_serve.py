"""Server and worker end together: a job is finished or cut off after a while, and nobody sees a traceback."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qosqanat import serve
from tools.bench.serving import free_port

# A worker with a helper, both of which may refuse to end.
WORKER = """
import signal, subprocess, sys, time
if sys.argv[1] == "stubborn":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(helper.pid, flush=True)
time.sleep(60)
"""
JOB = """
import django; django.setup()
from qosqanat.core.jobs import enqueue
enqueue("subprocess.call", ["sh", "-c", "touch STARTED; sleep SECONDS"])
"""
LEFT = """
import django; django.setup()
from django_q.models import OrmQ, Success
print(OrmQ.objects.count(), Success.objects.filter(func="subprocess.call").count())
"""


@pytest.mark.parametrize("kind", ["stubborn", "docile"])
def test_a_worker_that_does_not_end_is_killed_with_one_sentence(
    kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, kind], stdout=subprocess.PIPE, start_new_session=True
    )
    assert worker.stdout is not None
    with worker.stdout:
        helper = int(worker.stdout.readline())
    serve.end(worker, within=30 if kind == "docile" else 1)
    said = capfd.readouterr().err
    assert said.count("\n") == (kind == "stubborn") and ("within 1 seconds" in said) == (kind == "stubborn")
    assert worker.returncode == (-signal.SIGKILL if kind == "stubborn" else -signal.SIGTERM)
    wait(lambda: is_gone(helper))


def is_gone(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z"


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Callable[..., subprocess.CompletedProcess[str]]]:
    """Serve from an empty folder, enqueue a job of so many seconds, then signal the whole group while it runs."""
    environ = os.environ | {
        "DJANGO_SETTINGS_MODULE": "qosqanat.settings",
        "QOSQANAT_DATA_DIR": str(tmp_path),
        "QOSQANAT_DATABASE_URL": f"sqlite:///{tmp_path / 'serve.sqlite3'}",
        "QOSQANAT_JOBS_INLINE": "0",
    }
    port = free_port()
    code = f"from qosqanat import cli, serve; serve.GRACE = 8; cli.sys.exit(cli.main(['serve', '--port', '{port}']))"
    server = subprocess.Popen(
        [sys.executable, "-c", code],
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )

    def python(text: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", text], env=environ, check=True, capture_output=True, text=True
        )
        return done.stdout

    def signalled(seconds: int) -> subprocess.CompletedProcess[str]:
        wait(lambda: answers(port))
        started = tmp_path / "started"
        python(JOB.replace("SECONDS", str(seconds)).replace("STARTED", str(started)))
        wait(started.exists)
        os.killpg(server.pid, signal.SIGTERM)
        said = server.communicate(timeout=60)[1]
        return subprocess.CompletedProcess([], server.returncode, python(LEFT), said)

    with server:
        yield signalled
        server.kill()


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/livez", timeout=5):
            return True
    except OSError:
        return False


def wait(until: Callable[[], bool]) -> None:
    for _ in range(600):
        if until():
            return
        time.sleep(0.2)
    raise AssertionError("waited too long")


@pytest.mark.parametrize(("seconds", "left", "sentences"), [(6, "0 1", 0), (60, "1 0", 1)])
def test_a_signal_to_the_whole_group_lets_the_job_finish_or_leaves_it_for_the_next_start(
    product: Callable[..., subprocess.CompletedProcess[str]], seconds: int, left: str, sentences: int
) -> None:
    done = product(seconds)
    assert "Traceback" not in done.stderr
    assert done.stderr.count("begins again after the next start") == sentences
    assert done.returncode == 0
    assert done.stdout.split() == left.split(), "in the queue, finished"
