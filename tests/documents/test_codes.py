"""A code survives the way people type it, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qosqanat.documents.codes import ALPHABET, LONG, SHORT, new_code, read_code, short_code

CODES = st.sampled_from([LONG, SHORT]).flatmap(lambda n: st.text(ALPHABET, min_size=n, max_size=n))


@given(CODES)
def test_case_and_groups_do_not_matter(code: str) -> None:
    groups = "-".join(code[i : i + 4] for i in range(0, len(code), 4))
    assert read_code(f"  {groups.lower()} ") == code


@given(st.text(max_size=90))
def test_whatever_is_typed_gives_a_code_or_nothing(text: str) -> None:
    code = read_code(text)
    assert code == "" or (set(code) <= set(ALPHABET) and len(code) in {LONG, SHORT})


@pytest.mark.parametrize("typed", ["7кq4-9м2т", "7КQ4 9М2Т", "7KQ4—9M2T", "7kq49m2t"])
def test_cyrillic_look_alikes_are_read(typed: str) -> None:
    assert read_code(typed) == "7KQ49M2T"


def test_codes_are_long_and_different() -> None:
    made = {new_code() for _ in range(200)}
    assert len(made) == 200 and {len(code) for code in made} == {LONG}
    assert len(ALPHABET) ** LONG >= 2**128 and not set(ALPHABET) & set("0O1I")
    assert short_code("7KQ49M2T" + "A" * 18) == "7KQ4-9M2T"
