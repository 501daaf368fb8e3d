"""A dry run as data: it survives the way to the disk, and speaks the reader's language."""

import string

import pytest
from django.utils import translation
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qosqanat.core.problems import Problem
from qosqanat.intake.enums import Verdict
from qosqanat.intake.plan import Change, Option, Outcome, PlannedRow, Question, outcome_from, said_by, say
from qosqanat.intake.vault import hide, masked, show

words = st.text(alphabet=string.ascii_letters + "әғқңөұүһі %", max_size=20)
sentences = st.builds(lambda text: say("%(text)s", text=text), words)
options = st.builds(
    Option, words, sentences, st.none() | st.floats(0, 1), st.lists(sentences, max_size=2).map(tuple)
)
questions = st.builds(Question, words, st.lists(options, max_size=3).map(tuple), words, words, st.booleans())
rows = st.builds(
    PlannedRow,
    words,
    words,
    words,
    st.integers(0, 20_000),
    st.sampled_from(Verdict.values),
    st.lists(sentences, max_size=2),
    st.lists(st.builds(Change, words, words, words), max_size=2),
    st.none() | questions,
    st.none() | st.floats(0, 1),
    st.lists(sentences, max_size=2),
    st.dictionaries(words, words, max_size=2),
)


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=30)
@given(
    st.builds(
        Outcome, st.lists(rows, max_size=4), st.lists(rows, max_size=2), st.lists(sentences, max_size=2)
    )
)
def test_what_is_kept_is_what_is_read(outcome: Outcome) -> None:
    back = outcome_from(outcome.to_bytes())
    assert back.to_bytes() == outcome.to_bytes()
    assert [str(reason) for row in back.rows for reason in row.reasons] == [
        str(reason) for row in outcome.rows for reason in row.reasons
    ]
    assert sum(back.counts.values()) == len(outcome.rows) and set(back.counts) == set(Verdict.values)


def test_a_problem_of_another_room_is_kept_in_three_languages() -> None:
    def problems() -> list[Problem]:
        return [Problem(translation.get_language() or "", "Y-6.4")]

    (kept,) = said_by(problems)
    for language in ("kk", "ru", "en"):
        with translation.override(language):
            assert str(kept) == f"{language} (Y-6.4)"


def test_a_masked_number_shows_its_last_four_digits() -> None:
    assert masked("080204582348") == "••••••••2348"
    assert masked("080204 582348") == "•••••• ••2348" and masked("12") == "12"


@given(st.text(max_size=40))
def test_hidden_text_comes_back(text: str) -> None:
    assert show(hide(text)) == text
    assert text == "" or text not in hide(text) or len(text) < 4


@pytest.mark.parametrize(("language", "said"), [("kk", "5,5"), ("ru", "5,5"), ("en", "5.5")])
def test_a_refused_number_is_written_as_the_reader_writes_numbers(language: str, said: str) -> None:
    above = say("%(value)s of %(group)s", "refuse", value="5.5", group="ОП-24-1")
    day = say("%(value)s", "refuse", value="01.09.2026")
    with override(language):
        assert str(above) == f"{said} of ОП-24-1" and str(day) == "01.09.2026"
