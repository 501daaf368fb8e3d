"""What a newcomer relies on before any page opens: listed targets, honest locks, nothing foreign in the tree."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def pinned(lock: Path) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z, ]+\])?==(\S+)", lock.read_text(), re.MULTILINE))


def tracked() -> list[str]:
    listing = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("this is an unpacked archive, not a git checkout")
    return listing.stdout.splitlines()


def test_make_alone_lists_every_target_of_the_issue() -> None:
    make = shutil.which("make")
    assert make is not None
    listing = subprocess.run([make], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    shown = set(re.findall(r"^  make ([a-z]+) +\S", listing, re.MULTILINE))
    assert {
        "demo",
        "test",
        "lint",
        "format",
        "types",
        "messages",
        "migrations",
        "lock",
        "check",
        "wheel",
    } <= shown


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_names_no_host_and_hashes_every_package(lock: Path) -> None:
    text = lock.read_text()
    assert not re.search(r"://|^-[^-]|^--|file:", text, re.MULTILINE)
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert blocks
    for block in blocks:
        assert re.match(r"[a-z0-9-]+(\[[a-z, ]+\])?==", block), block
        assert "--hash=sha256:" in block, block


def test_the_locks_agree_with_one_another() -> None:
    everything = pinned(ROOT / "requirements" / "dev.txt")
    for lock in LOCKS:
        assert pinned(lock).items() <= everything.items(), lock.name


def test_the_npm_lock_names_no_host_and_hashes_every_package() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    wanted = json.loads((ROOT / "package.json").read_text())
    assert packages[""]["dependencies"] == wanted["dependencies"]
    assert packages[""]["devDependencies"] == wanted["devDependencies"]
    for path, package in packages.items():
        assert "resolved" not in package, path
        assert not path or package["integrity"].startswith("sha512-"), path


def test_every_front_end_file_that_is_brought_is_used_by_a_page() -> None:
    """A library that no page asks for is a licence to keep and a hole to mend, for nothing."""
    brought = re.findall(r'VENDOR / "([\w.-]+)"', (ROOT / "hatch_build.py").read_text())
    web = [ROOT / path for path in tracked() if path.startswith("src/qosqanat/web/")]
    pages = "".join(path.read_text() for path in web if path.suffix in {".html", ".css", ".js"})
    assert brought and [name for name in brought if f"vendor/{name}" not in pages] == [".lock"]


def test_nothing_third_party_is_committed() -> None:
    foreign = re.compile(r"\.min\.(js|css)$|(^|/)node_modules/|\.(woff2?|ttf|otf|mo)$")
    assert [path for path in tracked() if foreign.search(path)] == []
