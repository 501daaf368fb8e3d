"""The product as it runs in production: two server processes and the worker, asked over loopback."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import Any

from django.conf import settings
from django.test import Client

from .meter import memory_of

CLIENTS, SECONDS = 4, 12


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serving(client: Client, address: str) -> dict[str, dict[str, float]]:
    """Sheet pages a second with 2 workers, and the memory of server and worker while they are asked."""
    port, cookie = free_port(), client.cookies[settings.SESSION_COOKIE_NAME].value
    command = [sys.executable, "-m", "qosqanat.cli", "serve", "--port", str(port), "--workers", "2"]
    server = subprocess.Popen(command, env=os.environ, start_new_session=True, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        _ask(port, address, cookie, 2)
        memory: list[float] = []
        watcher = threading.Timer(SECONDS * 0.7, lambda: memory.append(memory_of(server.pid)))
        watcher.start()
        pages, waits = _ask(port, address, cookie, SECONDS)
        watcher.join()
        ordered = sorted(waits)
        return {
            "serving": {
                "pages": pages / SECONDS,
                "p95": 1000 * ordered[int(len(ordered) * 0.95)],
                "runs": pages,
            },
            "memory": {"megabytes": memory[0]},
        }
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            if _get(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/livez", "") == 200:
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not start")


def _get(connection: http.client.HTTPConnection, address: str, cookie: str) -> int:
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"} if cookie else {}
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _ask(port: int, address: str, cookie: str, seconds: float) -> tuple[int, list[float]]:
    """Ask for one page again and again from CLIENTS connections for so many seconds."""
    until, waits, failed = time.perf_counter() + seconds, [], []

    def client() -> None:
        connection: Any = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < until:
            begun = time.perf_counter()
            if _get(connection, address, cookie) != 200:
                failed.append(address)
                return
            waits.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, f"{address} was not answered"
    return len(waits), waits
