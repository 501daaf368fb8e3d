"""Two processes enter scores at the same time for 20 seconds: nobody is locked out, nothing acknowledged is lost."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tests import cast

SECONDS = 20
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def shared_database(transactional_db, tmp_path):
    """The URL of a database that other processes reach, with one university in it."""
    cast.build("yessenov")
    settings = connection.settings_dict
    if connection.vendor == "postgresql":
        credentials = f"{quote(settings['USER'])}:{quote(settings['PASSWORD'])}"
        return f"postgres://{credentials}@{settings['HOST']}:{settings['PORT']}/{quote(settings['NAME'])}"
    path = tmp_path / "writers.sqlite3"
    target = sqlite3.connect(path)
    connection.connection.backup(target)
    target.close()
    return f"sqlite:///{path}"


def start(url: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.grading.writer", *arguments]
    environment = {**os.environ, "QOSQANAT_DATABASE_URL": url}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_two_writers_are_never_locked_out_and_lose_nothing(shared_database):
    writers = [start(shared_database, "write", str(SECONDS), seed) for seed in ("one", "two")]
    outcomes = [(writer.communicate(timeout=SECONDS + 120), writer.returncode) for writer in writers]
    for (_out, errors), status in outcomes:
        assert status == 0, errors
        assert "locked" not in errors
    acknowledged = [set(out.split()) for (out, _errors), _status in outcomes]
    assert min(len(operations) for operations in acknowledged) > SECONDS

    (found, errors) = start(shared_database, "count").communicate(timeout=120)
    stored = json.loads(found)
    assert set(stored["operations"]) == acknowledged[0] | acknowledged[1], errors
    assert stored["torn"] == []
