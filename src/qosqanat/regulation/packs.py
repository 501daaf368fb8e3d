"""Regulation packs: folders of TOML files, found, read, checked and handed out as `Regulation`."""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from qosqanat.regulation import building, laws
from qosqanat.regulation.marks import ROUNDINGS
from qosqanat.regulation.numbers import plain
from qosqanat.regulation.parts import FX_RETAKES, REPEAT, RETAKE, Regulation
from qosqanat.regulation.reading import Finding, Findings, Table, read
from qosqanat.regulation.schemes import Scheme

VARIABLE = "QOSQANAT_REGULATIONS"
MAIN = "regulation.toml"
CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
KEYED = {
    "deadlines": building.deadline,
    "forms": building.form,
    "models": building.model,
    "settings": building.setting,
}


class PackError(Exception):
    """A pack cannot be used; `findings` says file, key and reason."""

    def __init__(self, text: str, findings: list[Finding] | None = None) -> None:
        super().__init__(text)
        self.findings = findings or []


def builtin() -> Path:
    """Return the folder of the packs that ship with Qosqanat, in a wheel or in a checkout."""
    package = Path(__file__).resolve().parents[1]
    shipped = package / "data" / "regulations"
    return shipped if shipped.is_dir() else package.parents[1] / "data" / "regulations"


def folders() -> dict[str, Path]:
    """Return every pack folder by code; a pack named by QOSQANAT_REGULATIONS goes before a built-in one.

    Raises PackError when the variable names a place that holds no pack.
    """
    return dict(_folders(os.environ.get(VARIABLE, "")))


@lru_cache(maxsize=64)
def _folders(added: str) -> dict[str, Path]:
    found = _codes(builtin())
    for place in added.split(os.pathsep):
        if place.strip():
            found |= _codes(Path(place.strip()))
    return found


def _codes(place: Path) -> dict[str, Path]:
    inside = inner_folders(place)
    if not inside:
        raise PackError(f"{place} holds no regulation pack (a folder with {MAIN})")
    found: dict[str, Path] = {}
    for folder in inside:
        other = found.setdefault(_code_of(folder), folder)
        if other is not folder:
            raise PackError(f"{other} and {folder} both have the code {_code_of(folder)!r}")
    return found


def inner_folders(place: Path) -> list[Path]:
    """Return `place` itself when it is a pack, otherwise the packs directly inside it."""
    if (place / MAIN).is_file():
        return [place]
    return sorted(path.parent for path in place.glob(f"*/{MAIN}")) if place.is_dir() else []


def _code_of(folder: Path) -> str:
    code = read(folder / MAIN, Findings()).data.get("code")
    return code if isinstance(code, str) and code else folder.name


def available() -> tuple[str, ...]:
    """Return the codes of all packs, built-in and added."""
    return tuple(sorted(folders()))


def load(code: str) -> Regulation:
    """Return a regulation by code; cached. Raises PackError when it is unknown or has errors."""
    known = folders()
    if code not in known:
        raise PackError(f"there is no regulation {code!r}; known: {', '.join(sorted(known))}")
    return _load(known[code])


@lru_cache(maxsize=64)
def _load(folder: Path) -> Regulation:
    findings = Findings()
    regulation = _Pack(folder, findings).regulation()
    if findings.errors:
        raise PackError(
            f"the regulation pack {folder} has errors: {findings.errors[0]}",
            findings.items,
        )
    return regulation


def check(path: str | os.PathLike[str]) -> list[Finding]:
    """Return errors and warnings of one pack folder, or of every pack in a folder.

    Raises PackError when `path` holds no pack.
    """
    inside = inner_folders(Path(path).resolve())
    if not inside:
        raise PackError(f"{path} holds no regulation pack (a folder with {MAIN})")
    found: list[Finding] = []
    for folder in inside:
        findings = Findings()
        _Pack(folder, findings).regulation()
        found += [replace(item, file=f"{folder.name}/{item.file}") for item in findings.items]
    return found


class _Pack:
    """One folder under reading."""

    def __init__(self, folder: Path, findings: Findings) -> None:
        self.folder = folder
        self.findings = findings

    def regulation(self) -> Regulation:
        main = read(self.folder / MAIN, self.findings)
        regulation = Regulation(
            code=main.text("code"),
            names=main.names("names"),
            university=main.names("university"),
            clauses=self.keyed("clauses", "clause", building.clause, "anchor", required=True),
            threshold=main.points("threshold") or Decimal(0),
            rounding=main.text("rounding"),
            valid_from=main.day("valid_from"),
            valid_until=main.day("valid_until"),
        )
        self.check_main(main, regulation)
        regulation = self.own_parts(self.adopt(main, regulation))
        main.finish()
        self.check_whole(regulation)
        return regulation

    def check_main(self, main: Table, regulation: Regulation) -> None:
        if regulation.code and not CODE.fullmatch(regulation.code):
            main.error("code", "must be at most 60 lower-case Latin letters, digits and hyphens")
        if regulation.rounding and regulation.rounding not in ROUNDINGS:
            main.error(
                "rounding",
                f"{regulation.rounding!r} is not one of {', '.join(ROUNDINGS)}",
            )
        if "threshold" in main.data and not 0 < regulation.threshold <= 100:
            main.error(
                "threshold",
                f"must be above 0 and at most 100, not {regulation.threshold}",
            )
        if laws.too_fine(regulation.threshold):
            main.error("threshold", f"must have at most {laws.PLACES} decimal places")
        if (
            regulation.valid_from
            and regulation.valid_until
            and regulation.valid_until < regulation.valid_from
        ):
            main.error("valid_until", "is before valid_from")

    def adopt(self, main: Table, regulation: Regulation) -> Regulation:
        """Take over the named parts of another regulation (Q-D19)."""
        if "adopts" not in main.data:
            return regulation
        wanted = main.table("adopts", required=False)
        source = self.source(wanted, regulation.code)
        changes: dict[str, Any] = {}
        for part in ("schemes", "deadlines", "forms", "models", "settings"):
            if part in wanted.data and source:
                changes[part] = self.taken(wanted, part, getattr(source, part))
        if wanted.flag("scale") and source:
            changes["scale"] = source.scale
        wanted.seen |= set(changes) | {
            "schemes",
            "deadlines",
            "forms",
            "models",
            "settings",
        }
        wanted.finish()
        if source is None:
            return regulation
        adopted = dict.fromkeys(changes, source.code)
        clauses = source.adopted_clauses | source.clauses
        return replace(regulation, **changes, adopted=adopted, adopted_clauses=clauses)

    def source(self, wanted: Table, own_code: str) -> Regulation | None:
        code = wanted.text("from")
        if not code:
            return None
        folder = (_codes(self.folder.parent) | folders()).get(code)
        if folder is None or code == own_code:
            wanted.error("from", f"there is no other regulation {code!r}")
            return None
        if "adopts" in read(folder / MAIN, Findings()).data:
            wanted.error("from", f"{code!r} itself adopts from another regulation; name that one")
            return None
        try:
            return _load(folder)
        except PackError as error:
            wanted.error("from", str(error))
            return None

    def taken(self, wanted: Table, part: str, offered: dict[Any, Any]) -> dict[Any, Any]:
        keys, known = wanted.raw(part, list, "a list of keys", [], False), list(offered)
        for key in keys:
            if key not in known:
                wanted.error(part, f"{key!r} is not there; known: {', '.join(map(str, known))}")
        return {key: offered[key] for key in keys if key in known}

    def own_parts(self, regulation: Regulation) -> Regulation:
        scale = regulation.scale
        if (self.folder / "scale.toml").exists():
            before = len(self.findings.errors)
            scale = building.scale(read(self.folder / "scale.toml", self.findings))
            if len(self.findings.errors) == before:
                for key, reason, clause in laws.scale_faults(scale):
                    self.findings.error("scale.toml", key, reason, clause)
        parts: dict[str, Any] = {
            "scale": scale,
            "schemes": regulation.schemes | self.schemes(regulation, scale),
        }
        for name, build in KEYED.items():
            key = "number" if name == "models" else "key"
            parts[name] = getattr(regulation, name) | self.keyed(name, name[:-1], build, key)
        return replace(regulation, **parts)

    def schemes(self, regulation: Regulation, scale: Any) -> dict[str, Scheme]:
        if not (self.folder / "schemes.toml").exists():
            return {}
        file = read(self.folder / "schemes.toml", self.findings)
        if scale is None:
            self.findings.error("scale.toml", "", "the file is missing: schemes need a scale")
            return {}
        found: dict[str, Scheme] = {}
        for row in file.tables("scheme"):
            before = len(self.findings.errors)
            scheme = building.scheme(row, scale, regulation.rounding)
            self.add(found, scheme.code, scheme, row, "code")
            if len(self.findings.errors) == before:
                for key, reason, clause in laws.scheme_faults(scheme):
                    row.error(key, f"{scheme.code}: {reason}", clause)
        self.check_limits(file, found)
        file.finish()
        for key, text, clause in laws.overlaps(found):
            file.warn(key, text, clause)
        return found

    def check_limits(self, file: Table, schemes: dict[str, Scheme]) -> None:
        """Compare what the body of the regulation says with its annexes; the annex governs."""
        for row in file.tables("limit", required=False):
            component, clause = row.text("component"), row.text("clause")
            low, high = (
                row.points("low") or Decimal(0),
                row.points("high") or Decimal(0),
            )
            row.finish()
            if component not in laws.MEASURES:
                row.error(
                    "component",
                    f"{component!r} is not one of {', '.join(laws.MEASURES)}",
                )
                continue
            for scheme in schemes.values():
                for place, value in laws.MEASURES[component](scheme):
                    if not low <= value <= high:
                        limits = f"{plain(low)}-{plain(high)}"
                        text = (
                            f"{scheme.code} {place} has {plain(value)}, outside {limits}; the annex governs"
                        )
                        row.warn("", text, clause)

    def keyed(
        self,
        name: str,
        table: str,
        build: Callable[[Table], Any],
        key: str,
        required: bool = False,
    ) -> dict[Any, Any]:
        path = self.folder / f"{name}.toml"
        if not required and not path.exists():
            return {}
        file = read(path, self.findings)
        found: dict[Any, Any] = {}
        for row in file.tables(table, required=required or file.data != {}):
            item = build(row)
            self.add(found, getattr(item, key), item, row, key)
        file.finish()
        return found

    def add(self, found: dict[Any, Any], key: Any, item: Any, row: Table, name: str) -> None:
        if key in found:
            row.error(name, f"{key} appears twice")
        if key:
            found[key] = item

    def check_whole(self, regulation: Regulation) -> None:
        known = regulation.adopted_clauses | regulation.clauses
        for file, key, anchor in named_clauses(regulation) if regulation.clauses else ():
            if anchor and anchor not in known:
                self.findings.error(
                    file,
                    key,
                    f"names the clause {anchor}, which clauses.toml does not have",
                    anchor,
                )
        attempts = regulation.settings.get(FX_RETAKES.key)
        for letter, kind in attempts.value.items() if attempts and isinstance(attempts.value, dict) else ():
            if letter != FX_RETAKES.inside and kind not in (RETAKE, REPEAT):
                text = f"{letter} leads to {RETAKE} or {REPEAT}, not to {kind!r}"
                self.findings.error("settings.toml", f"setting {FX_RETAKES.key}", text)
        issues = {setting.issue for setting in regulation.settings.values()}
        cited = () if "settings.toml" in self.findings.lost else regulation.clauses.values()
        for clause in cited:
            for note in clause.notes:
                if note not in issues:
                    text = f"cites {note}, which settings.toml does not settle"
                    self.findings.warn("clauses.toml", f"clause {clause.anchor}", text, clause.anchor)
        scale = regulation.scale
        if scale and scale.bands and all(band.low != regulation.threshold for band in scale.bands):
            text = f"no band of the scale begins at the threshold {plain(regulation.threshold)}"
            self.findings.warn(MAIN, "threshold", text)
        if not regulation.schemes and "schemes.toml" not in self.findings.lost:
            self.findings.warn(MAIN, "", "has no marking scheme: its courses cannot be graded by week")


def named_clauses(regulation: Regulation) -> list[tuple[str, str, str]]:
    """Every clause anchor that a part names, as (file, key, anchor)."""
    found: list[tuple[str, str, str]] = []
    for code, scheme in regulation.schemes.items():
        named = [scheme.clause, scheme.exam_clause, scheme.credits.clause]
        named += [row.clause for row in scheme.rows] + [period.clause for period in scheme.periods]
        found += [("schemes.toml", f"scheme {code}", anchor) for anchor in named]
    for band in regulation.scale.bands if regulation.scale else ():
        found.append(("scale.toml", f"band {band.letter}", band.clause))
    for name in KEYED:
        for key, part in getattr(regulation, name).items():
            found += [(f"{name}.toml", f"{name[:-1]} {key}", anchor) for anchor in part.clauses]
    return found
