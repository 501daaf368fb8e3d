"""Why work in the background ended without success: kept as a code, said in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext, gettext_noop

from qosqanat.core.problems import Refused
from qosqanat.spreadsheets.messages import REFUSALS
from qosqanat.spreadsheets.refusal import FileRefused

UNEXPECTED = gettext_noop(
    "An error of the program stopped the work, and nothing was written. Try again; "
    "if it happens a second time, tell the administrator."
)
SENTENCES = {**REFUSALS, "refused": "%(why)s", "unexpected": UNEXPECTED}


def failure_of(error: Exception) -> dict[str, Any]:
    """What is kept of an error: code and params. An act's refusal comes in the language in which it was raised."""
    if isinstance(error, FileRefused):
        return {"code": error.code, "params": {name: str(value) for name, value in error.params.items()}}
    if isinstance(error, Refused):
        return {"code": "refused", "params": {"why": str(error)}}
    return {"code": "unexpected", "params": {}}


def why_failed(failure: Mapping[str, Any]) -> str:
    """The sentence of a kept failure."""
    template = SENTENCES.get(failure["code"], UNEXPECTED)
    return gettext(template) % failure["params"]
