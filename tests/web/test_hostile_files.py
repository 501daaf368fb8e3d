"""T10: every hostile file of the corpus is refused at every door, with a sentence; nothing is written.

The doors: the wizard, the teacher's page for a Canvas gradebook, the command. Each file is read by its child process once,
several at a time; all doors then get that child's answer.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qosqanat import cli
from qosqanat.spreadsheets import reader
from qosqanat.spreadsheets.refusal import Limits
from tests import cast
from tests.spreadsheets import hostile as files
from tests.web import hostile

FEWEST = 60
READERS = 2
LIMITS = Limits()
Answers = dict[tuple[str, int], dict[str, Any]]


@pytest.fixture(scope="module")
def corpus() -> dict[str, tuple[str, bytes]]:
    return {name: (filename, make()) for name, (filename, make, _code) in files.FILES.items()}


@pytest.fixture
def read_once(corpus: dict[str, tuple[str, bytes]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Children answer beforehand and in parallel."""
    ask = reader._ask_child
    small = [(data, name) for name, data in corpus.values() if len(data) <= LIMITS.megabytes * 1024 * 1024]
    with ThreadPoolExecutor(READERS) as pool:
        said = list(pool.map(lambda one: _said(ask, *one), small))
    answers = {(name, hash(data)): answer for (data, name), answer in zip(small, said, strict=True)}

    def known(data: bytes, filename: str, limits: Limits) -> dict[str, Any]:
        answer = answers.get((filename, hash(data)))
        if answer is None:
            return ask(data, filename, limits)
        if isinstance(answer, reader.FileRefused):
            raise answer
        return answer

    monkeypatch.setattr(reader, "_ask_child", known)


def _said(ask: Callable[..., dict[str, Any]], data: bytes, filename: str) -> Any:
    """What the child answers; one that the system ended is a refusal too."""
    try:
        return ask(data, filename, LIMITS)
    except reader.FileRefused as refusal:
        return refusal


def test_the_corpus_is_large_and_the_limits_are_those_of_the_design() -> None:
    assert len(files.FILES) >= FEWEST
    assert (LIMITS.megabytes, LIMITS.unpacked_megabytes, LIMITS.ratio) == (5, 50, 100)
    assert (LIMITS.rows, LIMITS.columns) == (20_000, 100)
    assert (LIMITS.cpu_seconds, LIMITS.memory_megabytes) == (10, 512)


@pytest.mark.usefixtures("read_once")
def test_every_file_is_refused_at_every_door(
    house: cast.House,
    corpus: dict[str, tuple[str, bytes]],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    client, teacher = hostile.sign_in(house, "office"), hostile.sign_in(house, "teacher")
    before, wrong = hostile.rows(), []
    for number, (name, (filename, data)) in enumerate(corpus.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / filename).write_bytes(data)
        with hostile.nothing_left(client):
            wrong += [f"{name}, wizard: {one}" for one in at_the_desk(client, filename, data)]
        with hostile.nothing_left(teacher):
            wrong += [f"{name}, gradebook: {one}" for one in at_the_grid(teacher, house, filename, data)]
        status = cli.main(
            ["import", "contingent", str(folder / filename), "--university", house.university.code]
        )
        said = capsys.readouterr()
        wrong += [f"{name}, command: {one}" for one in on_the_line(status, said.out, said.err)]
    assert not wrong, "\n".join(wrong)
    assert not hostile.difference(before, hostile.rows())


def at_the_desk(client: Any, filename: str, data: bytes) -> list[str]:
    """What is wrong with the wizard's answer; a long file is read in the background, and its run says why not."""
    file = SimpleUploadedFile(filename, data)
    answer = client.post(reverse("office:import_new"), {"kind": "contingent", "file": file}, follow=True)
    page = answer.content.decode()
    wrong = [] if answer.status_code == 422 or answer.redirect_chain else [f"status {answer.status_code}"]
    if 'class="qq-error"' not in page and 'class="alert alert-danger"' not in page:
        wrong.append("no sentence")
    return wrong + hostile.english_in(page, filename)


def at_the_grid(client: Any, house: cast.House, filename: str, data: bytes) -> list[str]:
    """What is wrong with the answer of the teacher's door, which reads every file at once."""
    file = SimpleUploadedFile(filename, data)
    answer = client.post(reverse("sheets:gradebook", args=[house.course.pk]), {"file": file})
    page = answer.content.decode()
    wrong = [] if answer.status_code == 422 else [f"status {answer.status_code}"]
    if 'class="qq-error"' not in page:
        wrong.append("no sentence")
    return wrong + hostile.english_in(page, filename)


def on_the_line(status: int, out: str, err: str) -> list[str]:
    wrong = [] if status == 2 else [f"exit status {status}"]
    if out or err.count("\n") != 1 or "Traceback" in err or not err.strip().endswith("."):
        wrong.append(f"says {out + err!r}")
    return wrong


def test_the_control_a_good_file_is_taken_at_both_doors(house: cast.House, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("ID,ФИО,Группа\n51871,Сейтов Нұрлан,МГІ-24-1\n")
    assert at_the_desk(hostile.sign_in(house, "office"), "a.csv", path.read_bytes()) == ["no sentence"]
    assert cli.main(["import", "contingent", str(path), "--university", house.university.code]) in {0, 1}
    assert house.university.import_runs.count() == 2
