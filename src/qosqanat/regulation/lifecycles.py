"""Which moves a paper can make. A state that no move leaves is final."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """A named step from any of `sources` to `target`."""

    name: str
    sources: tuple[str, ...]
    target: str
    needs_reason: bool = False
    clause: str | None = None


Lifecycle = tuple[Move, ...]

SHEET: Lifecycle = (
    Move("return", ("issued",), "returned", clause="Y-6.5.3"),
    Move("send_back", ("returned",), "issued", needs_reason=True, clause="Y-6.5"),
    Move("archive", ("returned",), "archived", clause="Y-7.4.b2"),
    Move(
        "withdraw",
        ("issued", "returned"),
        "withdrawn",
        needs_reason=True,
        clause="Y-6.5",
    ),
    Move("reinstate", ("withdrawn",), "issued", needs_reason=True, clause="Y-6.5"),
)

COURSE: Lifecycle = (
    Move("issue", ("draft",), "issued", clause="Y-6.5.1"),
    Move("close", ("issued",), "closed", clause="Y-6.7"),
    Move("reopen", ("closed",), "issued", needs_reason=True),
)

EXAM_SHEET: Lifecycle = (
    Move("issue", ("draft",), "issued", clause="Y-7.4.b1"),
    Move("close", ("issued",), "closed", clause="Y-6.7"),
    Move("reopen", ("closed",), "issued", needs_reason=True),
)

DOCUMENT: Lifecycle = (
    Move("revoke", ("valid",), "revoked", needs_reason=True),
    Move("replace", ("valid",), "replaced"),
)


def find(lifecycle: Lifecycle, name: str) -> Move:
    """Return the move called `name`; KeyError when there is none."""
    for move in lifecycle:
        if move.name == name:
            return move
    raise KeyError(name)


def possible(lifecycle: Lifecycle, state: str) -> Lifecycle:
    """Return the moves that leave `state`."""
    return tuple(move for move in lifecycle if state in move.sources)


def states(lifecycle: Lifecycle) -> tuple[str, ...]:
    """Return every state in the order of first mention."""
    return tuple(dict.fromkeys(state for move in lifecycle for state in (*move.sources, move.target)))
