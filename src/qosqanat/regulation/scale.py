"""The letter scale: bands of points with letter, numeric equivalent and traditional mark (Y-6.2, Y-A1.head)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from qosqanat.regulation.numbers import plain


@dataclass(frozen=True)
class Band:
    """One row of the scale. `low` and `high` are whole points as printed, both included."""

    letter: str
    gpa: Decimal
    low: Decimal
    high: Decimal
    traditional: dict[str, str]
    clause: str = ""

    def to_dict(self) -> dict[str, Any]:
        return {
            "letter": self.letter,
            "gpa": str(self.gpa),
            "low": plain(self.low),
            "high": plain(self.high),
            "traditional": dict(self.traditional),
            "clause": self.clause,
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        return cls(
            letter=data["letter"],
            gpa=Decimal(data["gpa"]),
            low=Decimal(data["low"]),
            high=Decimal(data["high"]),
            traditional=dict(data["traditional"]),
            clause=data["clause"],
        )


@dataclass(frozen=True)
class Scale:
    """Bands from the highest to the lowest."""

    bands: tuple[Band, ...]

    def band(self, points: Decimal | int) -> Band:
        """Return the highest band that `points` (0-100) reaches; nothing is rounded here (Q-Y19).

        Raises ValueError outside 0-100.
        """
        if 0 <= points <= 100:
            for band in self.bands:
                if points >= band.low:
                    return band
        raise ValueError(f"{points} is outside the scale")
