"""Limits of a file, and the refusal that names the limit and the next step."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .messages import REFUSALS


@dataclass(frozen=True)
class Limits:
    """What one file may cost: bytes, rows, seconds, memory. Checked before and while parsing."""

    megabytes: int = 5
    unpacked_megabytes: int = 50
    ratio: int = 100
    entries: int = 1000
    sheets: int = 100
    rows: int = 20_000
    headings: int = 20  # rows of each sheet that titles and headers may take beside them
    columns: int = 100
    characters: int = 10_000
    cpu_seconds: int = 10
    wall_seconds: int = 30  # a busy machine needs longer than the processor alone
    memory_megabytes: int = 512


class FileRefused(Exception):
    """The file is not read at all. ``text`` is a translatable template, ``params`` fill it."""

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        self.code = code
        self.params = dict(params or {})
        super().__init__(self.text % self.params)

    @property
    def text(self) -> str:
        return REFUSALS[self.code]
