"""What can be done with papers: one issued or revoked, many prepared in the background."""

from ..printing import Subject
from .batches import ask, cancel, forget_expired, go_on, hand_over, print_some
from .papers import issue, revoke

__all__ = [
    "Subject",
    "ask",
    "cancel",
    "forget_expired",
    "go_on",
    "hand_over",
    "issue",
    "print_some",
    "revoke",
]
