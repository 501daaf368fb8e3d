"""Every cell of the annexes (Y-A1.*, Y-A2.*, Y-A3.*), typed a second time from the Kazakh original, against what the packs say."""

from decimal import Decimal

import pytest

from qosqanat.regulation import packs
from qosqanat.regulation.schemes import Scheme

# week, portal test, practice as printed ("" is a blank cell); then the printed sums: tests, practice, БӨЖ
ANNEX_2 = """
1 0-3 5
2 0-3 5
3 0-3 5
4 0-3 13
5 0-3 5
6 0-3 5
7 0-3 5
8 0-3 13
= 24 56 20
9 0-3 5
10 0-3 5
11 0-3 5
12 0-3 13
13 0-3 5
14 0-3 5
15 0-3 13
= 21 51 28
"""
ANNEX_3 = """
1 0-3
2 0-3
3 0-3
4 0-3 0-8
5 0-3 0-8
6 0-3 0-16
7 0-3 0-8
8 0-3 0-16
= 24 56 20
9 0-3 0-7
10 0-3 0-7
11 0-3 0-16
12 0-3 0-7
13 0-3 0-7
14 0-3 0-16
15 0-3
= 21 60 19
"""
ANNEX_1 = """
A 4.0 95-100 Өте жақсы
A- 3.67 90-94 Өте жақсы
B+ 3.33 85-89 Жақсы
B 3.0 80-84 Жақсы
B- 2.67 75-79 Жақсы
C+ 2.33 70-74 Жақсы
C 2.0 65-69 Қанағаттанарлық
C- 1.67 60-64 Қанағаттанарлық
D+ 1.33 55-59 Қанағаттанарлық
D- 1.0 50-54 Қанағаттанарлық
FX 0.5 25-49 Қанағаттанарлықсыз
F 0 0-24 Қанағаттанарлықсыз
"""


def printed_cells() -> list[tuple[str, int, str, str]]:
    cells = []
    for code, annex in (("A2", ANNEX_2), ("A3", ANNEX_3)):
        for line in annex.split("\n"):
            if line and line[0] != "=":
                week, test, *practice = line.split()
                cells += [(code, int(week), "test", test), (code, int(week), "practice", "".join(practice))]
    return cells


def scheme(code: str, university: str = "yessenov-141-2022") -> Scheme:
    return packs.load(university).schemes[code]


@pytest.mark.parametrize(("code", "week", "component", "printed"), printed_cells())
def test_cell_has_the_printed_cap(code: str, week: int, component: str, printed: str) -> None:
    expected = Decimal(printed.split("-")[-1]) if printed else None
    assert scheme(code).cap(component, week) == expected


def test_there_are_fifteen_weeks_and_no_other() -> None:
    for code in ("A2", "A3"):
        assert scheme(code).weeks == 15
        for number in (0, 16, -1):
            assert scheme(code).cap("test", number) is None
            assert scheme(code).cap("practice", number) is None
            with pytest.raises(ValueError, match="has no week"):
                scheme(code).period_of(number)


@pytest.mark.parametrize(("code", "annex"), [("A2", ANNEX_2), ("A3", ANNEX_3)])
def test_rating_periods_have_the_printed_sums(code: str, annex: str) -> None:
    sums = [line.split()[1:] for line in annex.split("\n") if line.startswith("=")]
    for period, (tests, practice, iws) in zip(scheme(code).periods, sums, strict=True):
        weeks = range(period.first_week, period.last_week + 1)
        assert sum(scheme(code).cap("test", week) or 0 for week in weeks) == Decimal(tests)
        assert sum(scheme(code).cap("practice", week) or 0 for week in weeks) == Decimal(practice)
        assert scheme(code).cap("iws", period.number) == period.iws_cap == Decimal(iws)
        assert [scheme(code).period_of(week) for week in weeks] == [period] * len(weeks)
    assert [(p.first_week, p.last_week, p.weight) for p in scheme(code).periods] == [(1, 8, 30), (9, 15, 30)]
    assert scheme(code).period_totals == (100, 100)
    assert scheme(code).exam_weight == 40


def test_exam_is_out_of_100_at_every_attempt() -> None:
    assert [scheme("A2").cap("exam", attempt) for attempt in (0, 1, 2)] == [None, 100, 100]


@pytest.mark.parametrize(("code", "weeks"), [("A2", (4, 8, 12, 15)), ("A3", (6, 8, 11, 14))])
def test_attestation_weeks_are_those_of_clause_7_3_b5(code: str, weeks: tuple[int, ...]) -> None:
    assert scheme(code).attestation_weeks == weeks
    assert [week for week in range(1, 16) if scheme(code).is_attestation(week)] == list(weeks)


def test_annex_3_has_no_practice_in_the_first_three_weeks_and_the_last() -> None:
    assert scheme("A3").practice_weeks == tuple(range(4, 15))
    assert scheme("A2").practice_weeks == scheme("A3").test_weeks == tuple(range(1, 16))


@pytest.mark.parametrize("line", ANNEX_1.strip().split("\n"))
def test_scale_row_is_the_printed_one(line: str) -> None:
    letter, gpa, points, traditional = line.split(maxsplit=3)
    low, high = points.split("-")
    scale = packs.load("yessenov-141-2022").scale
    assert scale is not None
    for point in range(int(low), int(high) + 1):
        band = scale.band(point)
        assert (band.letter, str(band.gpa), band.traditional["kk"]) == (letter, gpa, traditional.lower())
        assert (band.low, band.high) == (int(low), int(high))


def test_every_whole_point_has_exactly_one_band() -> None:
    scale = packs.load("yessenov-141-2022").scale
    assert scale is not None
    for point in range(101):
        assert [b.letter for b in scale.bands if b.low <= point <= b.high] == [scale.band(point).letter]
    for outside in (-1, 101, Decimal("100.01")):
        with pytest.raises(ValueError, match="outside the scale"):
            scale.band(outside)


@pytest.mark.parametrize(
    ("credits", "code", "reason"),
    [
        (4, "A3", "exact"),
        (Decimal("4.0"), "A3", "exact"),
        (3, "A2", "range"),
        (5, "A2", "range"),
        (6, "A2", "range"),
        (12, "A2", "range"),
        (Decimal("4.5"), "A2", "range"),
        (2, None, "none"),
        (0, None, "none"),
        (None, None, "unknown"),
    ],
)
def test_exact_credits_go_first(credits: Decimal | int | None, code: str | None, reason: str) -> None:
    choice = packs.load("yessenov-141-2022").propose(credits)
    assert (choice.scheme.code if choice.scheme else None, choice.reason_key) == (code, reason)
    assert choice.clause in {"Y-A2", "Y-A3", "Y-7.3.b5"}


def test_a_frozen_scheme_comes_back_whole() -> None:
    for code in ("A2", "A3"):
        frozen = Scheme.from_dict(scheme(code).to_dict())
        assert frozen == scheme(code)
        assert frozen.fingerprint() == scheme(code).fingerprint()
    assert scheme("A2").fingerprint() != scheme("A3").fingerprint()


def test_dulati_grades_with_the_adopted_schemes() -> None:
    dulati = packs.load("dulati-base-2024")
    assert dulati.schemes == packs.load("yessenov-141-2022").schemes
    assert dulati.scale == packs.load("yessenov-141-2022").scale
    assert dulati.adopted["schemes"] == "yessenov-141-2022"
    assert dulati.clause("Y-6.4").anchor == "Y-6.4"
    assert "Y-6.4" not in dulati.clauses


def test_model_1_warns_above_40_percent_on_site() -> None:
    models = packs.load("yessenov-141-2022").models
    assert set(models) == {1, 2, 3, 4}
    assert not models[1].exceeds(on_campus=60, on_site=40)
    assert models[1].exceeds(on_campus=Decimal("59.9"), on_site=Decimal("40.1"))
    assert not models[1].exceeds(on_campus=0, on_site=0)
    assert not models[2].exceeds(on_campus=0, on_site=100)


def test_the_four_models_are_those_of_the_regulation() -> None:
    """Only model 1 has a limit of hours (Y-5.4); rotation, a gathered practice and the campus have none (Y-5.5, Y-5.6, Y-5.7)."""
    models = packs.load("yessenov-141-2022").models
    assert {number: model.clauses for number, model in models.items()} == {
        1: ("Y-5.4",), 2: ("Y-5.5",), 3: ("Y-5.6",), 4: ("Y-5.7",),
    }  # fmt: skip
    assert {number: model.max_share_on_site for number, model in models.items()} == {
        1: 40, 2: None, 3: None, 4: None,
    }  # fmt: skip
    assert models[3].max_semesters == 2
