"""Typed reading of a pack's TOML files: every slip becomes a Finding that names file, key and reason."""

import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from qosqanat.regulation.parts import LANGUAGES


@dataclass(frozen=True)
class Finding:
    """One thing found in a pack.

    `severity` is "error" or "warning"; `clause` is the anchor concerned, or "".
    """

    severity: str
    file: str
    key: str
    text: str
    clause: str = ""

    def __str__(self) -> str:
        place = f"{self.file}: {self.key}" if self.key else self.file
        anchor = f" [{self.clause}]" if self.clause else ""
        return f"{self.severity}: {place}: {self.text}{anchor}"


@dataclass
class Findings:
    """Collects what is found while a pack is read, each thing once.

    `lost` are the files that could not be read: what is missing in them is no finding of its own.
    """

    items: list[Finding] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)

    def error(self, file: str, key: str, text: str, clause: str = "") -> None:
        self._add(Finding("error", file, key, text, clause))

    def warn(self, file: str, key: str, text: str, clause: str = "") -> None:
        self._add(Finding("warning", file, key, text, clause))

    def unreadable(self, file: str, text: str) -> None:
        self.error(file, "", text)
        self.lost.add(file)

    def _add(self, finding: Finding) -> None:
        if finding.file not in self.lost and finding not in self.items:
            self.items.append(finding)

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.items if finding.severity == "error"]


class Table:
    """A TOML table under reading. Each reader returns a value of its type; after an error a neutral one."""

    def __init__(self, data: dict[str, Any], file: str, key: str, findings: Findings) -> None:
        self.data = data
        self.file = file
        self.key = key
        self.findings = findings
        self.seen: set[str] = set()

    def path(self, key: str) -> str:
        return f"{self.key}.{key}" if self.key else key

    def error(self, key: str, text: str, clause: str = "") -> None:
        self.findings.error(self.file, self.path(key) if key else self.key, text, clause)

    def warn(self, key: str, text: str, clause: str = "") -> None:
        self.findings.warn(self.file, self.path(key) if key else self.key, text, clause)

    def raw(
        self,
        key: str,
        kind: type | tuple[type, ...],
        what: str,
        default: Any,
        required: bool,
    ) -> Any:
        self.seen.add(key)
        if key not in self.data:
            if required:
                self.error(key, "is missing")
            return default
        value = self.data[key]
        wrong_bool = isinstance(value, bool) and kind is not bool and kind is not object
        if not isinstance(value, kind) or wrong_bool:
            self.error(key, f"must be {what}, not {value!r}")
            return default
        return value

    def text(self, key: str, default: str = "", required: bool = True) -> str:
        value: str = self.raw(key, str, "text", default, required)
        if required and key in self.data and not value.strip():
            self.error(key, "is empty")
        return value

    def integer(self, key: str, default: int = 0, required: bool = True) -> int:
        value: int = self.raw(key, int, "a whole number", default, required)
        return value

    def flag(self, key: str) -> bool:
        value: bool = self.raw(key, bool, "true or false", False, False)
        return value

    def day(self, key: str) -> date | None:
        value: date | None = self.raw(key, date, "a date", None, False)
        if isinstance(value, datetime):
            self.error(key, f"must be a date without a time, not {value}")
            return None
        return value

    def value(self, key: str) -> Any:
        return self.raw(key, object, "a value", None, True)

    def points(self, key: str, required: bool = True) -> Decimal | None:
        """Read a number of points or percent; it must be finite and not negative."""
        value = self.raw(key, (int, Decimal), "a number", None, required)
        return None if value is None else self.positive(key, Decimal(value))

    def positive(self, key: str, number: Decimal) -> Decimal | None:
        if not number.is_finite() or number < 0:
            self.error(key, f"must be 0 or more, not {number}")
            return None
        return number

    def printed(self, key: str) -> Decimal:
        """Read a number written as text to keep its printed form ("4.0")."""
        text = self.text(key)
        try:
            number = self.positive(key, Decimal(text))
        except InvalidOperation:
            if text:
                self.error(key, f"must be a number in quotes, not {text!r}")
            number = None
        return Decimal(0) if number is None else number

    def names(self, key: str) -> dict[str, str]:
        """Read a text in the three languages."""
        table = Table(
            self.raw(key, dict, "a table with kk, ru, en", {}, True),
            self.file,
            self.path(key),
            self.findings,
        )
        if key not in self.data or not isinstance(self.data[key], dict):
            return dict.fromkeys(LANGUAGES, "")
        names = {language: table.text(language) for language in LANGUAGES}
        table.finish()
        return names

    def texts(self, key: str, required: bool = True, allowed: tuple[str, ...] = ()) -> tuple[str, ...]:
        values = self.raw(key, list, "a list of texts", [], required)
        for value in values:
            if not isinstance(value, str):
                self.error(key, f"must be a list of texts, not {value!r}")
            elif allowed and value not in allowed:
                self.error(key, f"{value!r} is not one of {', '.join(allowed)}")
        return tuple(value for value in values if isinstance(value, str))

    def numbers(self, key: str) -> tuple[Decimal, ...]:
        values = self.raw(key, list, "a list of numbers", [], False)
        wrong = [
            value for value in values if isinstance(value, bool) or not isinstance(value, (int, Decimal))
        ]
        for value in wrong:
            self.error(key, f"must be a list of numbers, not {value!r}")
        return tuple(Decimal(value) for value in values if value not in wrong)

    def table(self, key: str, required: bool = True) -> "Table":
        data = self.raw(key, dict, "a table", {}, required)
        return Table(data, self.file, self.path(key), self.findings)

    def tables(self, key: str, required: bool = True) -> list["Table"]:
        whole_file = required and not self.key
        rows = self.raw(key, list, "a list of tables", [], required and not whole_file)
        if whole_file and self.data.get(key, []) == []:
            self.error("", f"the file holds no [[{key}]]")
        tables = []
        for number, row in enumerate(rows, start=1):
            place = f"{self.path(key)}[{number}]"
            if isinstance(row, dict):
                tables.append(Table(row, self.file, place, self.findings))
            else:
                self.findings.error(self.file, place, f"must be a table, not {row!r}")
        return tables

    def finish(self) -> None:
        """Refuse keys that nobody reads: a misspelt key must not pass in silence."""
        for key in self.data:
            if key not in self.seen:
                self.error(key, "is not a known key")


def read(path: Path, findings: Findings) -> Table:
    """Read one TOML file; a file that cannot be read gives an error and an empty table."""
    data: dict[str, Any] = {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except FileNotFoundError:
        findings.unreadable(path.name, "the file is missing")
    except (OSError, UnicodeDecodeError) as error:
        findings.unreadable(path.name, f"the file cannot be read: {error}")
    except tomllib.TOMLDecodeError as error:
        findings.unreadable(path.name, f"is not TOML: {error}")
    return Table(data, path.name, "", findings)
