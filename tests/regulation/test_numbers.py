"""Numbers as people write them and as a threshold allows."""

from decimal import Decimal

import pytest

from qosqanat.regulation.numbers import cut, half_up, plain


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


@pytest.mark.parametrize(("number", "rounded"), [("2.345", "2.35"), ("2.335", "2.34"), ("2.3449", "2.34")])
def test_half_is_rounded_up_whatever_stands_before_it(number: str, rounded: str) -> None:
    assert str(half_up(Decimal(number), 2)) == rounded
