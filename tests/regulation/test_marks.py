"""Reading a mark, ratings, admission and the final mark (Y-6.1, Y-6.2, Y-6.4, Y-6.7)."""

import datetime as dt
import random
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qosqanat.regulation import marks, packs
from qosqanat.regulation.marks import ABSENT, EXCUSED, BadValue
from qosqanat.regulation.numbers import plain
from qosqanat.regulation.schemes import Scheme

SCHEMES = packs.load("yessenov-141-2022").schemes
A2, A3 = SCHEMES["A2"], SCHEMES["A3"]
Entries = dict[tuple[str, int], marks.Entry]


def full(scheme: Scheme) -> Entries:
    return {key: cell.cap for key, cell in scheme.cells.items()}


def points(low: str, high: Decimal) -> st.SearchStrategy[Decimal]:
    return st.decimals(low, high, places=2, allow_nan=False, allow_infinity=False)


@st.composite
def filled(draw: st.DrawFn) -> tuple[Scheme, Entries]:
    scheme = draw(st.sampled_from([A2, A3]))
    keys = draw(st.lists(st.sampled_from(sorted(scheme.cells)), unique=True))
    words = st.sampled_from([ABSENT, EXCUSED])
    return scheme, {key: draw(words | points("0", scheme.cells[key].cap)) for key in keys}


@pytest.mark.parametrize(
    ("raw", "entry"),
    [
        ("3", Decimal(3)),
        ("3,5", Decimal("3.5")),
        ("3.50", Decimal("3.5")),
        (" 3 ", Decimal(3)),
        ("\u2009\u00a03\u202f", Decimal(3)),
        ("\ufeff3", Decimal(3)),
        ("007", Decimal(7)),
        (3, Decimal(3)),
        (3.0, Decimal(3)),
        (3.1, Decimal("3.1")),
        (-0.0, Decimal(0)),
        (Decimal("2.25"), Decimal("2.25")),
        (Decimal("1E+1"), Decimal(10)),
        (10**30, Decimal(10**30)),
        ("", None),
        ("  ", None),
        (None, None),
        ("н/б", ABSENT),
        ("Н/Б", ABSENT),
        ("б/ж", ABSENT),
        ("Absent", ABSENT),
        (ABSENT, ABSENT),
        ("excused", EXCUSED),
        ("EX", EXCUSED),
    ],
)
def test_what_a_cell_may_say(raw: Any, entry: marks.Entry | None) -> None:
    assert marks.parse(raw) == entry


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("-1", "negative"),
        ("-0", "negative"),
        ("\u22122,5", "negative"),
        (-1, "negative"),
        (Decimal("-2"), "negative"),
        ("1.234", "decimals"),
        ("1,000", "decimals"),
        (0.1 + 0.2, "decimals"),
        ("NaN", "number"),
        ("inf", "number"),
        ("Infinity", "number"),
        (float("nan"), "number"),
        (float("inf"), "number"),
        (float("-inf"), "number"),
        (Decimal("NaN"), "number"),
        ("1e2", "number"),
        ("+3", "number"),
        ("3.", "number"),
        (".5", "number"),
        ("3 4", "number"),
        ("٣", "number"),
        ("３", "number"),
        ("3/5", "number"),
        ("5.03.2026", "number"),
        ("2026-03-05", "number"),
        ("три", "number"),
        ("-", "number"),
        ("'3", "number"),
        (True, "number"),
        ([3], "number"),
        (dt.date(2026, 3, 5), "date"),
        (dt.datetime(2026, 3, 5), "date"),
        (dt.time(3, 5), "date"),
        (dt.timedelta(hours=3), "date"),
    ],
)
def test_what_a_cell_may_not_say(raw: Any, key: str) -> None:
    with pytest.raises(BadValue) as caught:
        marks.parse(raw)
    assert caught.value.key == key


@given(st.text() | st.floats() | st.integers() | st.none() | st.booleans())
def test_parse_gives_an_exact_mark_or_refuses(raw: Any) -> None:
    try:
        entry = marks.parse(raw)
    except BadValue:
        return
    if isinstance(entry, Decimal):
        assert entry.is_finite()
        assert entry >= 0
        assert -entry.as_tuple().exponent <= 2


@given(points("0", Decimal(100)))
def test_a_written_mark_reads_back(number: Decimal) -> None:
    assert marks.parse(plain(number)) == number
    assert marks.parse(plain(number).replace(".", ",")) == number
    assert marks.parse(float(number)) == number


@pytest.mark.parametrize(
    ("scheme", "component", "number", "raw", "sentence"),
    [
        (A2, "practice", 1, "6", "practice_1: 6 is above the cap (cap 5)"),
        (A2, "practice", 4, "13,01", "practice_4: 13,01 is above the cap (cap 13)"),
        (A3, "practice", 1, "0", "practice_1: 0 is entered where the scheme has no cell (no cap)"),
        (A3, "practice", 15, "н/б", "practice_15: н/б is entered where the scheme has no cell (no cap)"),
        (A3, "practice", 1, "x", "practice_1: x is entered where the scheme has no cell (no cap)"),
        (A3, "iws", 2, 20, "iws_2: 20 is above the cap (cap 19)"),
        (A2, "iws", 3, 1, "iws_3: 1 is entered where the scheme has no cell (no cap)"),
        (A2, "exam", 1, 101, "exam: 101 is above the cap (cap 100)"),
        (A2, "test", 2, -1, "test_2: -1 is negative (cap 3)"),
        (A2, "test", 2, "3.001", "test_2: 3.001 is above the cap (cap 3)"),
        (A2, "test", 2, "=A1*2", f"test_2: =A1*2 {marks.FAULTS['formula']} (cap 3)"),
        (A2, "test", 2, dt.date(2026, 3, 5), "test_2: 2026-03-05 is a date or time, not a number (cap 3)"),
        (A2, "test", 2, "a\n" * 99, f"test_2: {('a ' * 20)[:39]}… is not a number (cap 3)"),
        (A3, "practice", 1, EXCUSED, "practice_1: excused is entered where the scheme has no cell (no cap)"),
    ],
)
def test_a_fault_names_column_value_and_cap(
    scheme: Scheme, component: str, number: int, raw: Any, sentence: str
) -> None:
    assert [str(fault) for fault in marks.problems(scheme, component, number, raw)] == [sentence]


@pytest.mark.parametrize(
    ("raw", "entry"),
    [
        ("2.500", "2.5"),
        ("1,125", "1.125"),
        (2.345, "2.345"),
        (0.1 + 0.2, "0.3"),
        ("0." + "1" * 20, "0." + "1" * 20),
    ],
)
def test_a_file_keeps_every_decimal(raw: Any, entry: str) -> None:
    assert marks.exact(raw) == Decimal(entry)


@pytest.mark.parametrize("raw", ["", None, "5", 0, "н/б", "excused", "2.500"])
def test_no_fault_where_the_value_fits(raw: Any) -> None:
    assert marks.problems(A2, "practice", 1, raw) == ()


@given(filled(), st.integers())
def test_sums_never_exceed_100_and_order_is_irrelevant(case: tuple[Scheme, Entries], seed: int) -> None:
    scheme, entries = case
    rated = marks.rate(scheme, entries, 50)
    assert all(0 <= now <= best <= 100 for now, best in zip(rated.periods, rated.reachable, strict=True))
    assert 0 <= rated.admission <= rated.reachable_admission <= 100
    shuffled = list(entries.items())
    random.Random(seed).shuffle(shuffled)
    assert marks.rate(scheme, dict(shuffled), 50) == rated


@given(filled())
def test_decimals_are_exact(case: tuple[Scheme, Entries]) -> None:
    scheme, entries = case
    cents = [0, 0]
    for key, entry in entries.items():
        if isinstance(entry, Decimal):
            cents[scheme.cells[key].period] += int(entry * 100)
    rated = marks.rate(scheme, entries, 50)
    assert [period * 100 for period in rated.periods] == cents
    assert rated.admission * 200 == sum(cents)
    assert rated.admitted == (sum(cents) >= 10_000)


@given(filled(), points("0", Decimal(100)), points("0", Decimal(100)), st.data())
def test_more_points_never_give_a_lower_mark(
    case: tuple[Scheme, Entries], exam: Decimal, other: Decimal, data: st.DataObject
) -> None:
    scheme, entries = case
    key = data.draw(st.sampled_from(sorted(scheme.cells)))
    before = entries.get(key)
    had = before if isinstance(before, Decimal) else Decimal(0)
    more = entries | {key: data.draw(points(str(had), scheme.cells[key].cap))}
    low = marks.rate(scheme, entries, 50, min(exam, other))
    high = marks.rate(scheme, more, 50, max(exam, other))
    assert high.admission >= low.admission
    assert high.admitted or not low.admitted
    assert (high.final or 0) >= (low.final or 0)
    assert (high.gpa or 0) >= (low.gpa or 0)


@given(filled())
def test_what_is_needed_is_enough_and_not_too_much(case: tuple[Scheme, Entries]) -> None:
    scheme, entries = case
    rated = marks.rate(scheme, entries, 50)
    assert (rated.needed is None) == (rated.reachable_admission < 50)
    if rated.needed is not None:
        assert max(sum(rated.periods) + rated.needed, Decimal(100)) == max(sum(rated.periods), Decimal(100))
        assert (rated.needed == 0) == rated.admitted


def test_full_points_and_full_exam_give_100() -> None:
    for scheme in (A2, A3):
        rated = marks.rate(scheme, full(scheme), 50, Decimal(100))
        assert (rated.periods, rated.admission, rated.final) == ((100, 100), 100, 100)
        assert (rated.letter, str(rated.gpa)) == ("A", "4.0")


@pytest.mark.parametrize(("scheme", "best"), [(A2, Decimal("46.5")), (A3, Decimal(42))])
def test_without_practice_nobody_is_admitted(scheme: Scheme, best: Decimal) -> None:
    entries = {key: entry for key, entry in full(scheme).items() if key[0] != "practice"}
    rated = marks.rate(scheme, entries, 50)
    assert rated.admission == best
    assert not rated.admitted


def rated_at(first: str, second: str, exam: marks.Entry | None) -> marks.Ratings:
    """Ratings of exactly `first` and `second`, spread over the cells of annex 2."""
    entries: Entries = {}
    for index, total in enumerate((Decimal(first), Decimal(second))):
        for key, cell in A2.cells.items():
            if cell.period == index:
                entries[key] = min(cell.cap, total)
                total -= entries[key]
    return marks.rate(A2, entries, Decimal(50), exam)


@pytest.mark.parametrize(
    ("first", "second", "exam", "final", "letter", "gpa"),
    [
        ("50", "50", Decimal(50), 50, "D-", "1.0"),
        ("60", "40", Decimal(50), 50, "D-", "1.0"),
        ("49.99", "50", Decimal(100), None, None, None),
        ("49.99", "50.01", Decimal(100), 70, "C+", "2.33"),
        ("90", "90", Decimal("88.75"), 90, "A-", "3.67"),
        ("90", "90", Decimal("88.74"), 89, "B+", "3.33"),
        ("100", "100", Decimal("49.99"), None, "FX", "0.5"),
        ("100", "100", Decimal(25), None, "FX", "0.5"),
        ("100", "100", Decimal("24.99"), None, "F", "0"),
        ("100", "100", Decimal(0), None, "F", "0"),
        ("100", "100", ABSENT, None, None, None),
        ("100", "100", EXCUSED, None, None, None),
        ("100", "100", None, None, None, None),
        ("20", "20", Decimal(10), None, None, None),
    ],
)
def test_final_mark(
    first: str, second: str, exam: marks.Entry | None, final: int | None, letter: str | None, gpa: str | None
) -> None:
    rated = rated_at(first, second, exam)
    assert rated.periods == (Decimal(first), Decimal(second))
    assert (rated.final, rated.letter) == (final, letter)
    assert (None if rated.gpa is None else str(rated.gpa)) == gpa


def test_absent_and_excused_add_nothing_but_only_excused_can_still_be_earned() -> None:
    absent = marks.rate(A2, {("practice", 4): ABSENT}, 50)
    excused = marks.rate(A2, {("practice", 4): EXCUSED}, 50)
    assert absent.periods == excused.periods == (0, 0)
    assert absent.reachable == (87, 100)
    assert excused.reachable == (100, 100)


WEEKS_DONE = frozenset(range(1, 9))
ALL_WEEKS = frozenset(range(1, 16))


def test_closed_weeks_take_the_practice_that_was_not_entered() -> None:
    entries: Entries = {("test", 1): Decimal(2), ("practice", 1): Decimal(5), ("practice", 2): EXCUSED}
    assert marks.rate(A2, entries, 50, closed_weeks=frozenset({1, 2})).reachable == (94, 100)
    first_half = marks.rate(A2, {}, 50, closed_weeks=WEEKS_DONE)
    assert (first_half.reachable, first_half.needed) == ((44, 100), 100)
    assert marks.rate(A2, {}, 50, closed_weeks=frozenset({99})).reachable == (100, 100)


def test_tests_and_independent_work_stay_open_until_all_is_over() -> None:
    entries: Entries = {("test", 9): Decimal(2), ("iws", 1): EXCUSED}
    open_still = marks.rate(A2, entries, 50, closed_weeks=ALL_WEEKS)
    assert open_still.reachable == (44, 48)
    over = marks.rate(A2, entries, 50, closed_weeks=ALL_WEEKS, over=True)
    assert (over.reachable, over.needed) == ((0, 2), None)
    tasks = marks.rate(A2, {}, 50, iws_periods={1: 1}, iws_caps={1: Decimal(20)}, over=True)
    assert tasks.reachable == tasks.periods == (0, 0)


@pytest.mark.parametrize(
    ("first", "second", "closed", "over", "outlook"),
    [
        ("0", "0", frozenset(), False, "open"),
        ("50", "0", WEEKS_DONE, False, "open"),
        ("49.99", "0", WEEKS_DONE, False, "open"),
        ("10", "0", WEEKS_DONE, False, "risk"),
        ("0", "0", WEEKS_DONE, False, "risk"),
        ("0", "0", ALL_WEEKS, False, "lost"),
        ("90", "9.99", WEEKS_DONE, False, "open"),
        ("90", "10", WEEKS_DONE, False, "admitted"),
        ("50", "49.99", ALL_WEEKS, True, "lost"),
        ("50", "50", ALL_WEEKS, True, "admitted"),
        ("0", "0", frozenset(), True, "lost"),
    ],
)
def test_a_low_rating_alone_is_no_rule_broken(
    first: str, second: str, closed: frozenset[int], over: bool, outlook: str
) -> None:
    entries: Entries = {}
    for index, total in enumerate((Decimal(first), Decimal(second))):
        for key, cell in A2.cells.items():
            if cell.period == index and total:
                entries[key] = min(cell.cap, total)
                total -= entries[key]
    rated = marks.rate(A2, entries, 50, closed_weeks=closed, over=over)
    assert rated.outlook(50) == outlook
    assert rated.at_risk(50) is (outlook in {"risk", "lost"})


@given(filled())
def test_when_all_is_over_nothing_is_open(case: tuple[Scheme, Entries]) -> None:
    scheme, entries = case
    rated = marks.rate(scheme, entries, 50, over=True)
    assert rated.outlook(50) == ("admitted" if rated.admission >= 50 else "lost")


def test_iws_tasks_are_summed_into_their_period() -> None:
    periods = {1: 1, 2: 1, 3: 2, 4: 2}
    caps = {1: Decimal(8), 2: Decimal(12), 3: Decimal(14), 4: Decimal(14)}
    entries: Entries = {("iws", 1): Decimal(6), ("iws", 3): ABSENT, ("iws", 4): EXCUSED}
    exact = marks.rate(A2, entries, 50, iws_periods=periods, iws_caps=caps)
    assert (exact.periods, exact.reachable) == ((6, 0), (98, 86))
    rough = marks.rate(A2, entries, 50, iws_periods=periods)
    assert (rough.periods, rough.reachable) == ((6, 0), (100, 100))
    done = marks.rate(A2, entries | {("iws", 2): Decimal(10)}, 50, iws_periods=periods)
    assert (done.periods[0], done.reachable[0]) == (16, 96)
    assert marks.rate(A2, {}, 50, iws_periods={}).reachable == (100, 100)


def test_an_entry_without_a_cell_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="A3 has no cell practice 1"):
        marks.rate(A3, {("practice", 1): Decimal(0)}, 50)
    with pytest.raises(ValueError, match="iws task 7"):
        marks.rate(A3, {("iws", 7): Decimal(0)}, 50, iws_periods={1: 1})


def test_failed_is_who_sat_the_examination_below_the_threshold() -> None:
    assert rated_at("80", "80", Decimal(30)).failed
    assert not any(rated_at("80", "80", exam).failed for exam in (None, marks.ABSENT, Decimal(50)))
    assert not rated_at("10", "10", Decimal(30)).failed
