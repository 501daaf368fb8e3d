"""Packs: the two built-in ones, a third one dropped in, and every slip that the check must name."""

import datetime as dt
import os
from decimal import Decimal
from pathlib import Path

import pytest

from qosqanat.regulation import marks, packs
from qosqanat.regulation.packs import PackError
from qosqanat.regulation.parts import ACTORS, VERBS
from tests.regulation import pack
from tests.regulation.pack import edited

CODES = ("dulati-base-2024", "yessenov-141-2022")


def test_the_built_in_packs_have_contradictions_but_no_errors() -> None:
    assert packs.available() == CODES
    found = packs.check(packs.builtin())
    assert {finding.severity for finding in found} == {"warning"}
    said = {(finding.clause, finding.text) for finding in found}
    assert said == {
        ("Y-6.4", "A3 iws of rating period 2 has 19, outside 20-28; the annex governs"),
        ("Y-6.5.3", "A3 number of practice weeks has 11, outside 15-15; the annex governs"),
        ("Y-7.3.b5", "4 credits fit A3 and A2; the exact volume goes first"),
    }


@pytest.mark.parametrize(("code", "letter", "number"), [(CODES[1], "Y", 177), (CODES[0], "D", 203)])
def test_every_clause_says_who_what_and_why_in_three_languages(code: str, letter: str, number: int) -> None:
    clauses = packs.load(code).clauses
    assert len(clauses) == number
    for anchor, clause in clauses.items():
        assert anchor.startswith(f"{letter}-")
        assert clause.verbs
        assert set(clause.verbs) <= set(VERBS)
        assert set(clause.actor) <= set(ACTORS)
        assert all(len(text) > 3 for text in clause.title.values())
        assert set(clause.title) == {"kk", "ru", "en"}


@pytest.mark.parametrize(("code", "letter", "number"), [(CODES[1], "Y", 42), (CODES[0], "D", 30)])
def test_every_issue_of_the_register_has_a_value(code: str, letter: str, number: int) -> None:
    regulation = packs.load(code)
    issues = {setting.issue for setting in regulation.settings.values()}
    assert {f"Q-{letter}{n:02}" for n in range(1, number + 1)} <= issues
    assert {f"Q-X{n:02}" for n in range(1, 15)} <= issues


def test_settings_agree_with_the_numbers_that_are_computed_with() -> None:
    regulation = packs.load("yessenov-141-2022")
    assert regulation.setting("admission")["threshold"] == regulation.threshold
    assert regulation.setting("iws.period2_annex3") == regulation.schemes["A3"].cap("iws", 2)
    assert regulation.setting("model1.share")["max_percent"] == regulation.models[1].max_share_on_site
    with pytest.raises(KeyError):
        regulation.setting("nothing")
    with pytest.raises(KeyError):
        regulation.clause("Y-99")


def test_forms_carry_the_printed_codes() -> None:
    forms = packs.load("yessenov-141-2022").forms.values()
    assert [form.code for form in forms if form.code] == [f"Ф УЕ 141-0{n}-2022" for n in (1, 2, 3, 4)]


def test_a_third_university_needs_a_folder_and_no_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(packs.VARIABLE, str(pack.write(tmp_path / "third")))
    assert packs.check(tmp_path) == []
    assert packs.available() == (*CODES[:1], "third", CODES[1])
    third = packs.load("third")
    assert packs.load("third") is third
    scheme = third.schemes["T"]
    assert (scheme.weeks, [period.weight for period in scheme.periods]) == (10, [10, 20, 30])
    assert (scheme.cap("iws", 3), scheme.cap("test", 2)) == (None, None)
    entries = {("practice", 3): Decimal(40), ("practice", 6): Decimal(40), ("practice", 10): Decimal(40)}
    rated = marks.rate(scheme, entries, third.threshold)
    assert (rated.admission, rated.needed) == (40, 40)
    entries |= {("practice", 7): Decimal(25), ("practice", 8): Decimal(24), ("test", 9): Decimal(10)}
    rated = marks.rate(scheme, entries, third.threshold, Decimal(60))
    # (10*40 + 20*40 + 30*99) / 60 is an endless fraction: cut, never rounded up
    assert rated.admission == Decimal("69.5")
    assert (rated.final, rated.letter) == (66, "P")
    entries[("practice", 8)] = Decimal("24.01")
    assert marks.rate(scheme, entries, third.threshold).admission == Decimal("69.505")
    entries[("practice", 3)] = Decimal("39.9")
    assert marks.rate(scheme, entries, third.threshold).admission == Decimal("69.488333")
    assert third.models[9].exceeds(37, 63)
    assert third.deadlines["yearly"].on(dt.date(2027, 5, 1)) == dt.date(2027, 2, 28)
    assert third.deadlines["notice"].on(dt.date(2026, 10, 12)) == dt.date(2026, 10, 5)
    assert (third.valid_from, third.valid_until) == (dt.date(2026, 9, 1), dt.date(2027, 8, 31))


def test_a_folder_of_packs_can_be_added_and_goes_before_the_built_in_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack.write(tmp_path / "a" / "third")
    changes = edited("regulation.toml", '"third"', '"dulati-base-2024"')
    pack.write(tmp_path / "b" / "own", changes)
    monkeypatch.setenv(packs.VARIABLE, os.pathsep.join([str(tmp_path / "a"), "", f" {tmp_path / 'b'} "]))
    assert packs.available() == (CODES[0], "third", CODES[1])
    assert packs.load("dulati-base-2024").threshold == 60


def test_unknown_and_unusable_places_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PackError, match="there is no regulation 'x'; known: dulati-base-2024, yessenov"):
        packs.load("x")
    with pytest.raises(PackError, match="holds no regulation pack"):
        packs.check(tmp_path / "missing")
    monkeypatch.setenv(packs.VARIABLE, str(tmp_path))
    with pytest.raises(PackError, match="holds no regulation pack"):
        packs.available()
    pack.write(tmp_path / "one")
    pack.write(tmp_path / "two")
    with pytest.raises(PackError, match="both have the code 'third'"):
        packs.available()


def test_a_pack_with_errors_is_refused_with_its_findings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(packs.VARIABLE, str(pack.write(tmp_path / "bad", {"regulation.toml": "code = 1"})))
    assert "bad" in packs.available()
    with pytest.raises(PackError, match=r"regulation.toml: code: must be text") as caught:
        packs.load("bad")
    assert len(caught.value.findings) > 3


def test_the_folder_of_a_wheel_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "qosqanat" / "regulation" / "packs.py"
    monkeypatch.setattr(packs, "__file__", str(module))
    assert packs.builtin() == tmp_path.parent / "data" / "regulations"
    (tmp_path / "qosqanat" / "data" / "regulations").mkdir(parents=True)
    assert packs.builtin() == tmp_path / "qosqanat" / "data" / "regulations"


def setting(key: str, value: str) -> str:
    return pack.FILES["settings.toml"].replace('"anything"', f'"{key}"').replace("{ nested = [1, 2] }", value)


MORE = "".join(f'  {{ week = {week}, clause = "T-1" }},\n' for week in range(11, 32))
LONG = pack.FILES["schemes.toml"].rstrip().removesuffix("]").replace("last = 10,", "last = 31,") + MORE + "]"
BAND = '\n[[band]]\nletter = "P"\ngpa = "1"\nlow = 60\n'
ERRORS = [
    ("not toml", {"clauses.toml": "["}, "clauses.toml", "", "is not TOML"),
    ("not text", {"forms.toml": "\udcff"}, "forms.toml", "", "cannot be read"),
    ("clauses missing", {"clauses.toml": None}, "clauses.toml", "", "the file is missing"),
    ("scale missing", {"scale.toml": None}, "scale.toml", "", "schemes need a scale"),
    ("key missing", edited("regulation.toml", 'code = "third"', ""), "regulation.toml", "code", "is missing"),
    ("text empty", edited("regulation.toml", '"third"', '" "'), "regulation.toml", "code", "is empty"),
    ("code odd", edited("regulation.toml", '"third"', '"Third!"'), "regulation.toml", "code", "lower-case"),
    ("rounding", edited("regulation.toml", "half_even", "odd"), "regulation.toml", "rounding", "'odd' is not"),
    ("threshold high", edited("regulation.toml", "60", "101"), "regulation.toml", "threshold", "at most 100"),
    ("threshold zero", edited("regulation.toml", "60", "0"), "regulation.toml", "threshold", "above 0"),
    ("threshold text", edited("regulation.toml", "60", '"60"'), "regulation.toml", "threshold", "a number"),
    ("threshold true", edited("regulation.toml", "60", "true"), "regulation.toml", "threshold", "a number"),
    ("threshold nan", edited("regulation.toml", "60", "nan"), "regulation.toml", "threshold", "0 or more"),
    ("dates", edited("regulation.toml", "2027-08-31", "2025-08-31"), "regulation.toml", "valid_until", "before"),
    ("date text", edited("regulation.toml", "2027-08-31", '"x"'), "regulation.toml", "valid_until", "a date"),
    ("date and time", edited("regulation.toml", "2026-09-01", "2026-09-01T00:00:00"), "regulation.toml", "valid_from", "without a time"),
    ("code long", edited("regulation.toml", '"third"', f'"{"a" * 61}"'), "regulation.toml", "code", "at most 60"),
    ("threshold fine", edited("regulation.toml", "60", "60.125"), "regulation.toml", "threshold", "2 decimal places"),
    ("typo", edited("regulation.toml", "valid_from", "valid_form"), "regulation.toml", "valid_form", "not a known"),
    ("language", edited("regulation.toml", 'ru = "Третий", ', ""), "regulation.toml", "university.ru", "missing"),
    ("names text", edited("clauses.toml", '{ kk = "а", ru = "б", en = "c" }', '"x"'), "clauses.toml", "clause[1].title", "a table"),
    ("verb", edited("clauses.toml", '"store"', '"dance"'), "clauses.toml", "clause[1].verbs", "'dance' is not one of"),
    ("actor", edited("clauses.toml", '"mentor"', '"cat"'), "clauses.toml", "clause[1].actor", "'cat' is not one of"),
    ("actor type", edited("clauses.toml", '"mentor"', "1"), "clauses.toml", "clause[1].actor", "list of texts"),
    ("twice", {"clauses.toml": pack.FILES["clauses.toml"] * 2}, "clauses.toml", "clause[2].anchor", "appears twice"),
    ("row type", {"clauses.toml": "clause = [1]"}, "clauses.toml", "clause[1]", "must be a table"),
    ("caps", edited("schemes.toml", "test = 10", "test = 9"), "schemes.toml", "scheme[1].periods[1]", "add up to 99, not 100"),
    ("scheme code long", edited("schemes.toml", 'code = "T"', f'code = "{"T" * 21}"'), "schemes.toml", "scheme[1].code", "at most 20"),
    ("weeks many", {"schemes.toml": LONG}, "schemes.toml", "scheme[1].weeks", "at most 30, not 31"),
    ("cap fine", edited("schemes.toml", "week = 2, practice = 20", "week = 2, practice = 20.125"), "schemes.toml", "scheme[1].weeks[2]", "2 decimal places"),
    ("iws fine", edited("schemes.toml", "iws = 10", "iws = 10.125"), "schemes.toml", "scheme[1].periods[1]", "2 decimal places"),
    ("weights", edited("schemes.toml", "weight = 40", "weight = 41"), "schemes.toml", "scheme[1].periods", "101 %, not 100 %"),
    ("weight zero", edited("schemes.toml", "weight = 10", "weight = 0"), "schemes.toml", "scheme[1].periods", "above 0"),
    ("exam cap", edited("schemes.toml", "cap = 100", "cap = 40"), "schemes.toml", "scheme[1].exam", "not 40"),
    ("period number", edited("schemes.toml", "number = 2", "number = 5"), "schemes.toml", "scheme[1].periods[2]", "number 2, not 5"),
    ("period gap", edited("schemes.toml", "first = 4", "first = 5"), "schemes.toml", "scheme[1].periods[2]", "begin in week 4"),
    ("period short", edited("schemes.toml", "last = 10", "last = 9"), "schemes.toml", "scheme[1].periods", "cover all 10 weeks"),
    ("week number", edited("schemes.toml", "week = 2", "week = 12"), "schemes.toml", "scheme[1].weeks", "numbered 1, 2, 3"),
    ("attestation", edited("schemes.toml", "week = 3, practice = 40", "week = 3, practice = 20"), "schemes.toml", "scheme[1].weeks[3]", "higher cap than the weekly 20"),
    ("attestation empty", edited("schemes.toml", "test = 10, clause", "test = 10, attestation = true, clause"), "schemes.toml", "scheme[1].weeks[9]", "without a practice cap"),
    ("flag", edited("schemes.toml", "attestation = true", "attestation = 1"), "schemes.toml", "scheme[1].weeks[3].attestation", "true or false"),
    ("cap text", edited("schemes.toml", "test = 10", 'test = "ten"'), "schemes.toml", "scheme[1].weeks[1].test", "a number"),
    ("cap negative", edited("schemes.toml", "test = 10", "test = -10"), "schemes.toml", "scheme[1].weeks[1].test", "0 or more"),
    ("credits", edited("schemes.toml", "min = 1, max = 10, ", ""), "schemes.toml", "scheme[1].credits", "exactly"),
    ("credits type", edited("schemes.toml", "min = 1", 'exactly = ["4"]'), "schemes.toml", "scheme[1].credits.exactly", "list of numbers"),
    ("anchor", edited("schemes.toml", 'clause = "T-1"', 'clause = "T-9"'), "schemes.toml", "scheme T", "names the clause T-9"),
    ("limit", {"schemes.toml": pack.FILES["schemes.toml"] + '[[limit]]\nclause = "T-1"\ncomponent = "x"\nlow = 0\nhigh = 1'}, "schemes.toml", "limit[1].component", "'x' is not one of"),
    ("gap", edited("scale.toml", "low = 60", "low = 61"), "scale.toml", "band P", "leaves a gap between it and band N: 60 is in no band"),
    ("overlap", edited("scale.toml", "low = 60", "low = 59"), "scale.toml", "band P", "overlaps band N: 59 is in both"),
    ("scale end", edited("scale.toml", "high = 100", "high = 99"), "scale.toml", "band", "end at 99, not at 100"),
    ("band turned", edited("scale.toml", "high = 59", "high = -1"), "scale.toml", "band[2].high", "0 or more"),
    ("band inside out", edited("scale.toml", "high = 100", "high = 10"), "scale.toml", "band P", "ends before it begins"),
    ("gpa falls", edited("scale.toml", 'gpa = "1"', 'gpa = "0"'), "scale.toml", "band P", "worth more than N"),
    ("gpa text", edited("scale.toml", 'gpa = "1"', 'gpa = "one"'), "scale.toml", "band[1].gpa", "number in quotes"),
    ("letter twice", edited("scale.toml", '"N"', '"P"'), "scale.toml", "band P", "appears twice"),
    ("letter long", edited("scale.toml", '"P"', '"PASS"'), "scale.toml", "band PASS", "at most 3 characters"),
    ("gpa high", edited("scale.toml", 'gpa = "1"', 'gpa = "10"'), "scale.toml", "band P", "at most 9.99"),
    ("gpa fine", edited("scale.toml", 'gpa = "1"', 'gpa = "1.125"'), "scale.toml", "band P", "2 decimal places"),
    ("letter Cyrillic", edited("scale.toml", '"P"', '"Р"'), "scale.toml", "band Р", "must be Latin"),
    ("event", edited("deadlines.toml", "attestation_week", "someday"), "deadlines.toml", "deadline[2].counted_from", "'someday' is not"),
    ("month day", edited("deadlines.toml", "02-28", "02-29"), "deadlines.toml", "deadline[1].month_day", "such as 09-01"),
    ("month day missing", edited("deadlines.toml", 'month_day = "02-28"', ""), "deadlines.toml", "deadline[1].month_day", "goes together"),
    ("output", edited("forms.toml", '"web"', '"fax"'), "forms.toml", "form[1].output", "'fax' is not"),
    ("share", edited("models.toml", "62.5", "100.5"), "models.toml", "model[1].max_share_on_site", "at most 100"),
    ("model number", edited("models.toml", "number = 9", "number = 9.5"), "models.toml", "model[1].number", "whole number"),
    ("tasks text", {"settings.toml": setting("iws.min_tasks", '"two"')}, "settings.toml", "setting[1].value", "must be like 2, not 'two'"),
    ("retakes negative", {"settings.toml": setting("attempts", "{ fx_retakes = -1 }")}, "settings.toml", "setting[1].value", "must be like 1, not -1"),
    ("attempts word", {"settings.toml": setting("attempts", '{ N = "again" }')}, "settings.toml", "setting attempts", "N leads to retake or repeat, not to 'again'"),
    ("attempts number", {"settings.toml": setting("attempts", "1")}, "settings.toml", "setting[1].value", "a table with fx_retakes"),
    ("no such hour", {"settings.toml": setting("week.closing", '{ time = "25:00" }')}, "settings.toml", "setting[1].value", "hour must be in"),
    ("setting", edited("settings.toml", "value = ", "walue = "), "settings.toml", "setting[1].value", "is missing"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "file", "key", "text"), [error[1:] for error in ERRORS], ids=[error[0] for error in ERRORS]
)
def test_every_slip_is_named_with_file_key_and_reason(
    tmp_path: Path, changes: dict[str, str | None], file: str, key: str, text: str
) -> None:
    place = tmp_path / "third"
    if changes == {"forms.toml": "\udcff"}:
        pack.write(place)
        (place / "forms.toml").write_bytes(b"\xff\xfe")
    else:
        pack.write(place, changes)
    errors = [finding for finding in packs.check(place) if finding.severity == "error"]
    assert any((e.file, e.key) == (f"third/{file}", key) and text in e.text for e in errors), [
        *map(str, errors)
    ]


def test_a_finding_reads_as_one_line(tmp_path: Path) -> None:
    pack.write(tmp_path / "t", edited("schemes.toml", "test = 10", "test = 9"))
    assert [str(finding) for finding in packs.check(tmp_path / "t")] == [
        "error: t/schemes.toml: scheme[1].periods[1]: T: the caps add up to 99, not 100 [T-1]"
    ]
    pack.write(tmp_path / "t", {"clauses.toml": "[", "schemes.toml": None, "scale.toml": None})
    assert any(str(f).startswith("error: t/clauses.toml: is not TOML") for f in packs.check(tmp_path / "t"))


LIMIT = '[[limit]]\nclause = "T-1"\ncomponent = "{}"\nlow = {}\nhigh = {}\n'
SECOND = pack.FILES["schemes.toml"].replace('code = "T"', 'code = "U"')
WARNINGS = [
    ({"schemes.toml": None, "scale.toml": None}, "has no marking scheme"),
    ({"settings.toml": None}, "cites Q-T01, which settings.toml does not settle"),
    (edited("regulation.toml", "60", "55"), "no band of the scale begins at the threshold 55"),
    ({"schemes.toml": pack.FILES["schemes.toml"] + LIMIT.format("test", 0, 9)}, "T test of week 1 has 10"),
    ({"schemes.toml": pack.FILES["schemes.toml"] + LIMIT.format("practice", 0, 9)}, "practice of week 1 has 20"),
    ({"schemes.toml": pack.FILES["schemes.toml"] + LIMIT.format("attestation", 0, 39)}, "practice of week 3 has 40"),
    ({"schemes.toml": pack.FILES["schemes.toml"] + SECOND}, "1 credits and more fit T and U"),
    (
        {"schemes.toml": pack.FILES["schemes.toml"] + SECOND.replace("min = 1, max = 10", "exactly = [10]")},
        "10 credits fit U and T; the exact volume goes first",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "text"), WARNINGS)
def test_contradictions_warn_and_the_pack_still_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str | None], text: str
) -> None:
    place = pack.write(tmp_path / "third", changes)
    found = packs.check(place)
    assert [finding.severity for finding in found if text in finding.text]
    assert {finding.severity for finding in found} == {"warning"}
    monkeypatch.setenv(packs.VARIABLE, str(place))
    assert packs.load("third").code == "third"


def test_ranges_that_do_not_meet_are_no_contradiction(tmp_path: Path) -> None:
    apart = SECOND.replace("min = 1, max = 10", "min = 11")
    assert packs.check(pack.write(tmp_path, {"schemes.toml": pack.FILES["schemes.toml"] + apart})) == []


ADOPTS = pack.FILES["regulation.toml"].replace('"third"', '"fourth"')


@pytest.mark.parametrize(
    ("adopts", "key", "text"),
    [
        ('from = "nobody"', "adopts.from", "there is no other regulation 'nobody'"),
        ('from = "fourth"', "adopts.from", "there is no other regulation 'fourth'"),
        ("schemes = []", "adopts.from", "is missing"),
        ('from = "dulati-base-2024"', "adopts.from", "itself adopts"),
        ('from = "broken"', "adopts.from", "has errors"),
        ('from = "third"\nschemes = ["X"]', "adopts.schemes", "'X' is not there; known: T"),
        ('from = "third"\nschemes = [["T"]]', "adopts.schemes", "['T'] is not there; known: T"),
        ('from = "third"\nschemes = "T"', "adopts.schemes", "a list of keys"),
        ('from = "third"\nskale = true', "adopts.skale", "is not a known key"),
    ],
)
def test_what_cannot_be_adopted_is_named(tmp_path: Path, adopts: str, key: str, text: str) -> None:
    pack.write(tmp_path / "third")
    broken = edited("regulation.toml", '"third"', '"broken"') | edited("scale.toml", "low = 60", "low = 61")
    pack.write(tmp_path / "broken", broken)
    place = pack.write(tmp_path / "fourth", {"regulation.toml": f"{ADOPTS}[adopts]\n{adopts}\n"})
    errors = [finding for finding in packs.check(place) if finding.severity == "error"]
    assert [(error.key, text in error.text) for error in errors] == [(key, True)]


def test_own_parts_stand_beside_adopted_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack.write(tmp_path / "third")
    own = f'{ADOPTS}[adopts]\nfrom = "third"\nschemes = ["T"]\nscale = true\nmodels = [9]\n'
    left_out = dict.fromkeys(("schemes.toml", "scale.toml", "models.toml", "forms.toml"))
    pack.write(tmp_path / "fourth", {"regulation.toml": own, **left_out})
    monkeypatch.setenv(packs.VARIABLE, str(tmp_path))
    fourth = packs.load("fourth")
    assert fourth.adopted == {"schemes": "third", "models": "third", "scale": "third"}
    assert (list(fourth.schemes), list(fourth.models), fourth.forms) == (["T"], [9], {})
    assert fourth.propose(3).reason_key == "range"


@pytest.mark.parametrize("name", pack.FILES)
def test_a_file_that_is_no_toml_is_one_error(tmp_path: Path, name: str) -> None:
    (finding,) = packs.check(pack.write(tmp_path / "third", {name: pack.FILES[name] + "\n[[[\n"}))
    assert (finding.severity, finding.file) == ("error", f"third/{name}") and "is not TOML" in finding.text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("clauses.toml", "the file holds no [[clause]]"),
        ("scale.toml", "the file holds no [[band]]"),
        ("schemes.toml", "the file holds no [[scheme]]"),
    ],
)
@pytest.mark.parametrize("content", ["", "{} = []"])
def test_an_emptied_file_is_one_error(tmp_path: Path, name: str, text: str, content: str) -> None:
    found = packs.check(pack.write(tmp_path / "third", {name: content.format(text[20:-2])}))
    assert [(one.file, one.text) for one in found if one.severity == "error"] == [(f"third/{name}", text)]


def test_a_gpa_keeps_its_printed_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = pack.write(tmp_path / "third", edited("scale.toml", 'gpa = "0"', 'gpa = "0.0"'))
    monkeypatch.setenv(packs.VARIABLE, str(place))
    scale = packs.load("third").scale
    assert scale and [str(band.gpa) for band in scale.bands] == ["1", "0.0"]


@pytest.mark.parametrize("gpa", ["x", "-1", ""])
def test_a_wrong_gpa_is_one_error(tmp_path: Path, gpa: str) -> None:
    found = packs.check(pack.write(tmp_path / "third", edited("scale.toml", 'gpa = "1"', f'gpa = "{gpa}"')))
    assert [(one.severity, one.key) for one in found] == [("error", "band[1].gpa")]


def test_a_missing_threshold_is_one_error(tmp_path: Path) -> None:
    found = packs.check(pack.write(tmp_path / "third", edited("regulation.toml", "threshold = 60", "")))
    assert [(one.key, one.text) for one in found if one.severity == "error"] == [("threshold", "is missing")]
