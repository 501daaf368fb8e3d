"""What an administrator does: people, their sign-ins, roles and deputies, and the units."""

from .account import block_account, open_account, reset_password, unblock_account
from .person import add_person, edit_person, reveal_iin
from .role import appoint_deputy, end_deputy, end_role, give_role
from .token import make_token, revoke_token
from .unit import add_unit, edit_unit
from .university import found_university

__all__ = [
    "add_person",
    "add_unit",
    "appoint_deputy",
    "block_account",
    "edit_person",
    "edit_unit",
    "end_deputy",
    "end_role",
    "found_university",
    "give_role",
    "make_token",
    "open_account",
    "reset_password",
    "reveal_iin",
    "revoke_token",
    "unblock_account",
]
