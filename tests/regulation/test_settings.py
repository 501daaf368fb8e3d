"""Settings of the packs: each is read, or kept for later with a word why."""

from datetime import date, time
from pathlib import Path

import pytest

from qosqanat.regulation import packs
from qosqanat.regulation.parts import READINGS, USUAL_DEADLINES, USUAL_WEEKS
from tests.regulation import pack
from tests.regulation.test_packs import CODES

BUILT_IN = "the programme is built in this reading, and nothing else is offered"
ELSEWHERE = "the same is said, and read, in another file of the pack"
TERMS = "words for search and help, which has its own list"
NO_ROOM = "the room that would ask is not built yet"
UNREAD = "nothing reads it yet: what would act on it comes with a later issue"
KEPT: dict[str, tuple[str, ...]] = {
    BUILT_IN: (
        "scheme.choice",  # `schemes.propose`
        "practice.bare_number",
        "practice.expected",
        "attestation.replaces_weekly",
        "attestation.floor",
        "iws.floor",
        "sheet.unit",
        "sheet.closing",
        "final.formula",  # weights of the schemes
        "letters.script",  # `laws.scale_faults`
        "week.closing: weekday, working_hours",
        "base.type",
        "anchors.numbering",
        "anchors.student",
        "import.normalise_script",
        "grading.by_mentor",
        "grading.profile",
        "terms.scored_by",
        "host",
        "school.mentor",
        "planning.year",
        "mentor.list",
        "references.national",
        "validity",
        "forms.layout",
        "approval_sheet.template",
        "portal",
        "levels",
        "contracts.levels",
        # agreements are found by their state in one question to the database, for every university
        "contracts.term",
    ),
    UNREAD: ("week.closing: portal_hours, escalation",),  # reminders of the portal, and to whom they go on
    ELSEWHERE: (
        "practice.caps",
        "iws.period2_annex3",
        "admission",
        "final.rounding",
        "model1.share",
        "letters.plain_d",
        "scale.ects",
        "scale.merged_cells",
    ),
    TERMS: (
        "terms.control",
        "terms.control_kinds",
        "terms.iws_aliases",
        "terms.registrar_aliases",
        "terms.agreed_sum",
        "terms.mentor",
        "terms.dual_aliases",
        "terms.base_head_aliases",
        "terms.career_aliases",
        "help.purpose",
    ),
    NO_ROOM: (
        "board.names",
        "memo.dean",
        "memo.fields",
        "contracts.gate",
        "contracts.kinds",
        "contract.compensation",
        "contract.compensation_required",
        "contract.parties",
        "custom_scheme",
        "demo_exam",
        "certificate",
        "briefings",
        "briefings.kinds",
        "control.split",
        "application",
        "admission_act",
        "mentor.limits",
        "completion.template",
        "partners.publish",
        "reports.kinds",
        "medical.gate",
        "medical.duty",
        "base.basis",
        "base_head.appointment",
        "responsibility.reading",
        "decisions.route",
        "decisions.sign_off",
        "decisions.body",
        "disciplines.route",
        "teacher.minimum",
        "accident.duty",
        "tasks.link",
        "risk.bands",
        "acquaintance.lines",
        "career.horizon",
        "paid_work",
    ),
}


def test_every_setting_is_read_or_kept_with_a_word_why() -> None:
    kept = {text.partition(":")[0] for texts in KEPT.values() for text in texts}
    read = {reading.key for reading in READINGS}
    known = {key for code in CODES for key in packs.load(code).settings}
    assert known - read - kept == set()
    assert (read | kept) - known == set()


def test_of_a_setting_that_is_read_in_part_the_rest_is_kept_by_name() -> None:
    kept: dict[str, set[str]] = {}
    for text in (text for texts in KEPT.values() for text in texts if ":" in text):
        key, _sign, parts = text.partition(": ")
        kept.setdefault(key, set()).update(parts.split(", "))
    for key, parts in kept.items():
        (reading,) = (one for one in READINGS if one.key == key)
        value = packs.load("yessenov-141-2022").setting(key)
        assert set(value) == {reading.inside, *parts}


DEADLINES = {
    "the mentor's week closes by the setting `week.closing`": ("week_close",),
    UNREAD: (
        "portal_load",
        "memo",
        "partner_list",
        "implementation_report",
        "yearly_contracts",
        "base_report",
        "contract_expiry_90",
        "contract_expiry_60",  # `partners.models.ENDING` has these days for every university
        "contract_expiry_30",
        "familiarisation",
        "risk_term",
    ),
}


def test_every_deadline_is_read_or_kept_with_a_word_why() -> None:
    kept = {key for keys in DEADLINES.values() for key in keys}
    known = {key for code in CODES for key in packs.load(code).deadlines}
    assert known - kept == set(USUAL_DEADLINES)
    assert kept <= known and not kept & set(USUAL_DEADLINES)


def test_a_pack_says_how_many_tasks_and_retakes_and_when_a_week_closes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = packs.load("yessenov-141-2022")
    assert [usual.after(letter) for letter in ("FX", "F", "D")] == ["retake", "repeat", "repeat"]
    assert (usual.fewest_tasks, usual.fx_retakes, usual.closing) == (2, 1, time(23, 59, 59))
    assert (usual.weeks, usual.sheets_due(date(2026, 12, 13))) == (15, date(2026, 12, 18))
    said = {
        "iws.min_tasks": "3",
        "attempts": '{ N = "retake", fx_retakes = 0 }',
        "week.closing": '{ time = "18:00" }',
    }
    row = pack.FILES["settings.toml"]
    rows = [
        row.replace('"anything"', f'"{key}"').replace("{ nested = [1, 2] }", value)
        for key, value in said.items()
    ]
    returned = pack.FILES["deadlines.toml"].replace('"notice"', '"sheet_return"').replace("-7", "2")
    pack.write(tmp_path / "third", {"settings.toml": "".join(rows), "deadlines.toml": returned})
    monkeypatch.setenv(packs.VARIABLE, str(tmp_path))
    third = packs.load("third")
    assert (third.fewest_tasks, third.fx_retakes, third.closing) == (3, 0, time(18, 0, 59))
    assert (third.after("N"), third.after("FX")) == ("retake", "repeat")
    assert (third.weeks, third.sheets_due(date(2026, 12, 13))) == (10, date(2026, 12, 15))


def test_a_pack_that_is_silent_leaves_the_usual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    silent = dict.fromkeys(("settings.toml", "deadlines.toml", "schemes.toml", "scale.toml"))
    pack.write(tmp_path / "third", silent)
    monkeypatch.setenv(packs.VARIABLE, str(tmp_path))
    third = packs.load("third")
    assert (third.fewest_tasks, third.fx_retakes, third.closing) == (2, 1, time(23, 59, 59))
    assert (third.after("FX"), third.after("N")) == ("retake", "repeat")
    assert (third.weeks, third.sheets_due(date(2026, 12, 13))) == (USUAL_WEEKS, date(2026, 12, 18))
