"""Numbers as people write them and as a threshold allows."""

from decimal import Decimal

import pytest

from qosqanat.regulation.numbers import cut, plain


@pytest.mark.parametrize(
    ("number", "places", "left"),
    [
        ("49.99999", 4, "49.9999"),
        ("49.999", 2, "49.99"),
        ("50", 4, "50"),
        ("66.666666666666666666", 2, "66.66"),
    ],
)
def test_what_is_cut_never_reaches_a_threshold_that_was_missed(number: str, places: int, left: str) -> None:
    assert plain(cut(Decimal(number), places)) == left
