"""Reasons are values: why something may not happen, with the rule and the next step."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason in the reader's language. A blocking one refuses the act, another only warns."""

    text: str
    clause: str = ""
    blocking: bool = True
    fix_url: str = ""
    field: str = ""

    def __str__(self) -> str:
        return f"{self.text} ({self.clause})" if self.clause else str(self.text)


class Refused(Exception):
    """An act was refused; nothing was written."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = list(problems)
        super().__init__(" ".join(str(problem) for problem in self.problems))


def refuse_if(problems: Iterable[Problem]) -> None:
    """Raise `Refused` with every blocking problem, if there is one."""
    blocking = [problem for problem in problems if problem.blocking]
    if blocking:
        raise Refused(blocking)
