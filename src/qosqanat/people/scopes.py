"""What a token may be made for: one table for the door of the API, the form and the tests.

A scope only narrows. Within it the token does what its person may do by the policy, and no more.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Scope:
    """`actions` are the policy's: holding one of them opens the scope's addresses to a person."""

    label: Promise
    actions: tuple[str, ...]


SCOPES = {
    "students:read": Scope(_("see students"), ("student.view",)),
    "courses:read": Scope(_("see courses"), ("course.view",)),
    "sheets:read": Scope(_("see sheets"), ("sheet.view", "sheet.view_own")),
    "cells:read": Scope(_("see points"), ("score.view",)),
    "cells:write": Scope(
        _("enter points"),
        ("score.enter_practice", "score.enter_work", "score.correct_closed", "exam.enter"),
    ),
    "ratings:read": Scope(_("see ratings and final grades"), ("score.view",)),
}
