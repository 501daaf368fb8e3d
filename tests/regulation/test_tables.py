"""The tables of rights and moves."""

import pytest

from qosqanat.regulation import lifecycles, packs, policy
from qosqanat.regulation.lifecycles import Lifecycle

ROLES = "student mentor representative teacher adviser head dean registrar office career base_head quality rector admin"
LIFECYCLES = [lifecycles.SHEET, lifecycles.COURSE, lifecycles.EXAM_SHEET, lifecycles.DOCUMENT]


def test_the_policy_names_the_fourteen_roles() -> None:
    assert list(policy.ROLES) == ROLES.split()


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("score.enter_practice", {"mentor": "mentored"}),
        ("score.enter_work", {"teacher": "taught"}),
        ("sheet.issue", {"head": "department"}),
        ("week.reopen", {"dean": "faculty"}),
        ("exam.enter", {"registrar": "university"}),
        ("exam.issue", {"registrar": "university"}),
        ("import.run", {"office": "university"}),
        ("person.edit", {"admin": "university"}),
        ("role.assign", {"admin": "university"}),
        ("unit.edit", {"admin": "university"}),
        ("agreement.edit", {"office": "university", "career": "university"}),
    ],
)
def test_who_acts(action: str, expected: dict[str, str]) -> None:
    assert {role: policy.reach(action, role) for role in policy.roles_for(action)} == expected


@pytest.mark.parametrize("role", ["quality", "rector"])
def test_quality_and_rector_only_view(role: str) -> None:
    assert all(action.endswith(".view") for action in policy.ACTIONS if policy.reach(action, role))


def test_only_the_administrator_has_no_marks_and_only_students_see_their_own() -> None:
    assert not [
        action for action in policy.ACTIONS if action.startswith("score") and policy.reach(action, "admin")
    ]
    assert policy.reach("final.view", "student") == "own"
    assert policy.reach("student.identify", "mentor") is None


def test_unknown_names_are_refused() -> None:
    with pytest.raises(KeyError):
        policy.reach("score.enter_practice", "cook")
    with pytest.raises(KeyError):
        policy.reach("score.steal", "mentor")
    with pytest.raises(KeyError):
        policy.roles_for("score.steal")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("action a a\nx.y - -", "every role once"),
        ("verb a\nx.y -", 'must be "action"'),
        ("action a\nx.y own\nx.y -", "appears twice"),
        ("action a\nx.y own own", "2 cells for 1 roles"),
        ("action a\nx.y moon", "moon is no reach"),
    ],
)
def test_a_broken_table_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        policy.parse(text)


@pytest.mark.parametrize("lifecycle", LIFECYCLES)
def test_moves_have_unique_names_and_known_clauses(lifecycle: Lifecycle) -> None:
    names = [move.name for move in lifecycle]
    assert len(set(names)) == len(names)
    clauses = packs.load("yessenov-141-2022").clauses
    assert all(move.clause in clauses for move in lifecycle if move.clause)


def test_a_sheet_goes_out_comes_back_sealed_and_is_archived() -> None:
    states = ["issued"]
    for name in ("return", "archive"):
        move = lifecycles.find(lifecycles.SHEET, name)
        assert states[-1] in move.sources
        states.append(move.target)
    assert states == ["issued", "returned", "archived"]
    assert lifecycles.possible(lifecycles.SHEET, "archived") == ()
    assert lifecycles.find(lifecycles.SHEET, "withdraw").needs_reason
    assert lifecycles.states(lifecycles.SHEET) == ("issued", "returned", "archived", "withdrawn")
    with pytest.raises(KeyError):
        lifecycles.find(lifecycles.SHEET, "burn")
