"""What reading one cell gives."""

from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")
Problem = tuple[str, Mapping[str, Any]]


class Reading(NamedTuple, Generic[T]):
    """``value`` (``None`` where a person has to answer) and the codes of what was wrong or mended."""

    value: T
    problems: tuple[Problem, ...] = ()


def fine(value: T) -> Reading[T]:
    return Reading(value)


def but(value: T, code: str, /, **params: Any) -> Reading[T]:
    return Reading(value, ((code, params),))
