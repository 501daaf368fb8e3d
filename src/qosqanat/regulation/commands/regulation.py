"""`qosqanat regulation list | show CODE | check [PATH]`."""

import argparse
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from qosqanat.regulation import packs
from qosqanat.regulation.commands import refuse
from qosqanat.regulation.numbers import plain
from qosqanat.regulation.parts import Regulation
from qosqanat.regulation.schemes import Scheme


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="list|show|check", required=True)
    verbs.add_parser("list", help="the packs at hand")
    show = verbs.add_parser("show", help="schemes, scale, deadlines, forms, models and settings of one pack")
    show.add_argument("code", metavar="CODE")
    show.add_argument("--clauses", action="store_true", help="every clause as well")
    check = verbs.add_parser("check", help="errors and contradictions of a pack, or of a folder of packs")
    check.add_argument("path", metavar="PATH", nargs="?", type=Path, help="default: all packs at hand")


def run(args: argparse.Namespace) -> int:
    try:
        if args.verb == "list":
            return _list()
        return _check(args.path) if args.verb == "check" else _show(args.code, args.clauses)
    except packs.PackError as error:
        return refuse(error)


def _say(line: object) -> None:
    sys.stdout.write(f"{line}\n")


def _list() -> int:
    status = 0
    for code, folder in sorted(packs.folders().items()):
        try:
            regulation = packs.load(code)
        except packs.PackError as error:
            _say(f"{code}  {error}")
            status = 1
        else:
            schemes = ", ".join(regulation.schemes) or "no scheme"
            clauses = f"{len(regulation.clauses)} clauses"
            _say(f"{code}  {regulation.university['en']}  ({schemes}; {clauses})  {folder}")
    return status


def _check(path: Path | None) -> int:
    places = [path] if path else sorted(packs.folders().values())
    findings = [finding for place in places for finding in packs.check(place)]
    for finding in findings:
        _say(finding)
    errors = sum(finding.severity == "error" for finding in findings)
    _say(f"{_counted(errors, 'error')}, {_counted(len(findings) - errors, 'warning')}")
    return 1 if errors else 0


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _show(code: str, with_clauses: bool) -> int:
    regulation = packs.load(code)
    for line in _lines(regulation):
        _say(line)
    if with_clauses:
        _say("\nClauses")
        for clause in regulation.clauses.values():
            actors = ", ".join(clause.actor) or "-"
            _say(f"  {clause.anchor}  {clause.title['en']}  ({actors}: {', '.join(clause.verbs)})")
    return 0


def _lines(regulation: Regulation) -> Iterator[str]:
    yield f"{regulation.code}: {regulation.names['en']}"
    yield regulation.university["en"]
    yield f"Threshold {plain(regulation.threshold)}, rounding {regulation.rounding}"
    for part, source in regulation.adopted.items():
        yield f"Adopted from {source}: {part}"
    for scheme in regulation.schemes.values():
        yield from _scheme_lines(scheme)
    if regulation.scale:
        yield "\nScale"
        for band in regulation.scale.bands:
            points = f"{plain(band.low)}-{plain(band.high)}"
            yield f"  {band.letter:<3} {band.gpa!s:<5} {points:<7} {band.traditional['en']}"
    yield from _part_lines(regulation)


def _scheme_lines(scheme: Scheme) -> Iterator[str]:
    yield f"\nScheme {scheme.code}: {scheme.title['en']}  [{scheme.clause}]"
    yield "  week      " + " ".join(f"{row.number:>3}" for row in scheme.rows)
    yield "  test      " + " ".join(_cap(row.test) for row in scheme.rows)
    yield "  practice  " + " ".join(_cap(row.practice) for row in scheme.rows)
    yield "  attestation weeks " + ", ".join(map(str, scheme.attestation_weeks))
    for period in scheme.periods:
        weeks = f"weeks {period.first_week}-{period.last_week}"
        yield f"  RK-{period.number}: {weeks}, iws {plain(period.iws_cap)}, weight {plain(period.weight)} %"
    yield f"  exam: {plain(scheme.exam_cap)} points, weight {plain(scheme.exam_weight)} %"


def _cap(cap: Decimal | None) -> str:
    return f"{'-' if cap is None else plain(cap):>3}"


def _part_lines(regulation: Regulation) -> Iterator[str]:
    yield "\nDeadlines"
    for deadline in regulation.deadlines.values():
        yield f"  {deadline.key}: {deadline.title['en']}  [{', '.join(deadline.clauses)}]"
    yield "\nForms"
    for form in regulation.forms.values():
        code = form.code and f" ({form.code})"
        yield f"  {form.key}: {form.title['en']}{code}  [{', '.join(form.clauses)}]"
    yield "\nDelivery models"
    for model in regulation.models.values():
        yield f"  {model.number}: {model.title['en']}  [{', '.join(model.clauses)}]"
    yield "\nSettings"
    for setting in regulation.settings.values():
        yield f"  {setting.issue} {setting.key} = {setting.value}  ({setting.title['en']})"
