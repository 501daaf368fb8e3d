"""`qosqanat import KIND FILE --university CODE`: the import wizard without a browser."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from qosqanat.regulation.commands import refuse

if TYPE_CHECKING:
    from datetime import datetime

    from qosqanat.intake.plan import Outcome
    from qosqanat.people.models import Person, Unit

KINDS = ("contingent", "load", "partners", "sheet", "canvas")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=KINDS, metavar="KIND", help=", ".join(KINDS))
    parser.add_argument("file", type=Path, metavar="FILE", help="XLSX, XLS, ODS or CSV")
    parser.add_argument("--university", required=True, metavar="CODE", help="code of the university")
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    parser.add_argument("--answers", type=Path, metavar="JSON", help="answers to questions: {key: answer}")
    parser.add_argument("--accept-proposals", action="store_true", help="answer questions as proposed")
    parser.add_argument(
        "--refused",
        type=Path,
        metavar="XLSX",
        help="write the refused rows here, to be corrected and brought again",
    )
    parser.add_argument("--by", metavar="USER", help="user name of the person who brings the file")


def run(args: argparse.Namespace) -> int:
    """0: done, or all is here already; 1: rows are refused or have questions; 2: nothing could be read as this kind."""
    from qosqanat.core.console import ready

    ready()
    return _run(args)


def _run(args: argparse.Namespace) -> int:
    from django.utils.translation import override

    from qosqanat.core.problems import Refused
    from qosqanat.spreadsheets.refusal import FileRefused

    with override("en"):
        try:
            return _bring(args)
        except (Refused, FileRefused, LookupError) as error:
            return refuse(error.args[0])


def _bring(args: argparse.Namespace) -> int:
    from qosqanat.core.clock import now
    from qosqanat.intake import actions
    from qosqanat.intake.refused import refused_workbook
    from qosqanat.people.models import Unit

    at = now()
    university = Unit.objects.university(args.university)
    by = _person(university, args.by, at)
    answers = _answers(args.answers) if args.answers else {}
    data, name = _bytes(args.file), args.file.name
    if args.dry_run:
        accept = args.accept_proposals
        outcome, content = actions.rehearse(
            university, args.kind, data, name, by=by, at=at, answers=answers, accept=accept
        )
        if strays := [key for key in outcome.strays if key in answers]:
            raise _no_question(strays)
        if args.refused:
            _hand_back(args.refused, refused_workbook(content, outcome))
        return _report(outcome, dry_run=True)
    done = actions.start(university, args.kind, data, name, by=by, at=at)
    if not actions.outcome_of(done).read:
        actions.discard(done, by=by, at=at)
        return _report(actions.outcome_of(done), dry_run=False)
    if answers:
        done = actions.answer(done, answers, at=at)
        if strays := actions.outcome_of(done).strays:
            actions.discard(done, by=by, at=at)
            raise _no_question(strays)
    if args.accept_proposals:
        done = actions.accept_proposals(done, at=at)
    if args.refused:
        _hand_back(args.refused, actions.refused_rows(done))
    return _report(actions.outcome_of(actions.apply(done, by=by, at=at)), dry_run=False)


def _hand_back(path: Path, workbook: bytes) -> None:
    """Before anything is written: a path that cannot be written ends the import. Raises `LookupError` with one sentence."""
    try:
        path.write_bytes(workbook)
    except OSError as error:
        raise LookupError(f"{path} cannot be written: {error.strerror}.") from None


def _bytes(path: Path) -> bytes:
    """What a file holds. Raises `LookupError` with one sentence."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise LookupError(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise LookupError(f"{path} is a folder, not a file.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise LookupError(f"{path} cannot be read: {reason}.") from None


def _answers(path: Path) -> dict[str, str]:
    """Question key -> answer, from a JSON file. Raises `LookupError` with one sentence."""
    try:
        answers = json.loads(_bytes(path).decode("utf-8-sig"))
    except ValueError as error:
        raise LookupError(f"{path} is not JSON: {str(error).rstrip('.')}.") from None
    except RecursionError:
        raise LookupError(f"{path} is nested too deeply to be answers.") from None
    if not isinstance(answers, dict) or not all(isinstance(answer, str) for answer in answers.values()):
        raise LookupError(
            f'{path} does not hold answers: write {{"key of the question": "answer"}}, every answer as text.'
        )
    return answers


def _no_question(keys: list[str]) -> LookupError:
    return LookupError(f"The file has no question for these answers: {', '.join(keys)}.")


def _person(university: "Unit", username: str | None, at: "datetime") -> "Person | None":
    """The account named, else who holds the methodical office today: points need an author with the right to import."""
    from zoneinfo import ZoneInfo

    from qosqanat.people.models import Account, Role

    if username:
        account = Account.objects.filter(username=username).select_related("person").first()
        if account is None:
            raise LookupError(f"There is no account {username!r}.")
        return account.person
    today = at.astimezone(ZoneInfo(university.time_zone)).date()
    offices = Role.objects.in_force(today).filter(kind="office", unit__university=university)
    role = offices.select_related("person").order_by("starts_on", "pk").first()
    return role.person if role else None


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _report(outcome: "Outcome", *, dry_run: bool) -> int:
    from qosqanat.intake.enums import Verdict

    for note in outcome.notes:
        _say(f"note: {note}")
    open_rows = [row for row in outcome.rows if row.verdict in {Verdict.REFUSED, Verdict.ASK}]
    for row in open_rows:
        _say(f"{row.verdict}: {row.place}: {row.title}: {' '.join(str(reason) for reason in row.reasons)}")
        if row.question:
            choices = ", ".join(f"{option.value} ({option.label})" for option in row.question.options)
            _say(f"    {row.question.key}: {choices}")
    for row in outcome.matches:
        _say(f"matched {row.per_cent} %: {row.place}: {'; '.join(str(reason) for reason in row.likeness)}")
    counts = ", ".join(f"{outcome.counts[verdict]} {verdict}" for verdict in Verdict.values)
    _say(f"{'would write' if dry_run else 'written'}: {counts}")
    if outcome.nothing:
        _say(outcome.nothing)
    return 2 if not outcome.read else 1 if open_rows else 0
