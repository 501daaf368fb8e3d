"""Decisions of `spreadsheets.matching` in the words of a plan: options with scores, sentences for reasons."""

from collections.abc import Callable, Iterable
from typing import Any

from qosqanat.intake.plan import CREATE, Option, Sentence, say
from qosqanat.people.models import Person
from qosqanat.spreadsheets.matching import Decision, Match
from qosqanat.spreadsheets.messages import gettext_noop
from qosqanat.spreadsheets.values.people import Name

_ = gettext_noop
ID = "id:"
REASONS = {
    "order": _("surname and given name stand in another order"),
    "initials": _("only initials are given"),
    "no_patronymic": _("the patronymic stands in one place only"),
    "patronymic": _("the patronymic differs"),
    "given": _("the given name differs"),
    "spelling": _("spelled in another way"),
    "ending": _("another ending of the surname"),
    "typo": _("one letter differs"),
    "group": _("another group"),
    "key": _("found by number"),
    "key_other": _("the number is the same, the name is not"),
    "words": _("some words of the name differ"),
}
SAME_NAME = _("the same name")


def reasons(match: Match) -> list[Sentence]:
    return [say(REASONS[code]) for code in match.reasons if code in REASONS] or [say(SAME_NAME)]


def options(matches: Iterable[Match], words: Callable[[Any], str]) -> list[Option]:
    """One option per candidate, the best first."""
    return [
        Option(token(match.id), say("%(text)s", text=words(match.id)), match.score, tuple(reasons(match)))
        for match in matches
    ]


def proposal(decision: Decision) -> str:
    """The option to propose: a candidate with a clear lead, else none."""
    return token(decision.id) if decision.id is not None else ""


def token(pk: object) -> str:
    return f"{ID}{pk}"


def create_option(text: str, **params: str) -> Option:
    return Option(CREATE, say(text, **params))


def name_of(person: Person) -> Name:
    """The name as the matching reads it: initials without their full stops."""
    return Name(person.surname, person.given_name.rstrip("."), person.patronymic.rstrip("."))


def named(who: Name) -> dict[str, str]:
    """Fields of a person; initials get their full stops."""
    return {"surname": who.surname, "given_name": _dotted(who.given), "patronymic": _dotted(who.patronymic)}


def short(who: Name) -> str:
    """As printed: «Гриценко М.Д.» for initials, else the whole name."""
    if not who.initials_only:
        return str(who)
    return f"{who.surname} {_dotted(who.given)}{_dotted(who.patronymic)}"


def _dotted(part: str) -> str:
    return f"{part}." if len(part) == 1 else part
