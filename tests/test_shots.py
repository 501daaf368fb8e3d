"""Pictures of the guides: each role has its own."""

from pathlib import Path
from unittest.mock import MagicMock

import pytest

from tools import shots


def test_a_picture_that_two_roles_share_is_found(tmp_path: Path) -> None:
    for language, role, body in (
        ("kk", "dean", b"one"), ("kk", "rector", b"one"), ("kk", "mentor", b"two"), ("ru", "dean", b"one"), ("en", "head", b"two"),
    ):  # fmt: skip
        (tmp_path / language).mkdir(exist_ok=True)
        (tmp_path / language / f"{role}.png").write_bytes(body)
    assert shots.twins(tmp_path) == ["kk: dean, rector"]


def test_shooting_fails_when_two_roles_look_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def alike(_browser: object, _address: str) -> None:
        for role in ("dean", "rector"):
            (tmp_path / "kk").mkdir(exist_ok=True)
            (tmp_path / "kk" / f"{role}.png").write_bytes(b"one")

    monkeypatch.setattr(shots, "SCREENS", tmp_path)
    monkeypatch.setattr(shots, "shoot", alike)
    monkeypatch.setattr(shots, "sync_playwright", MagicMock())
    monkeypatch.setattr(shots, "chromium", lambda: "chromium")
    with pytest.raises(SystemExit, match="kk: dean, rector"):
        shots.main("http://127.0.0.1:1")
