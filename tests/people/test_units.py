import pytest

from qosqanat.core.problems import Refused
from qosqanat.people import actions
from qosqanat.people.models import Act, Unit
from tests.cast import AT, House


def add(house: House, parent: Unit, kind: str = "department", code: str = "geo", **names: str) -> Unit:
    return actions.add_unit(
        parent, kind=kind, code=code, by=house.admin, at=AT, **(names or {"name_kk": "Геология"})
    )


def test_a_new_unit_hangs_in_the_tree_and_is_logged(campus: House) -> None:
    unit = add(campus, campus.faculty)
    assert unit.university == campus.university
    assert unit.path == f"{campus.faculty.path}{unit.pk:06}/"
    assert unit.depth == 2
    assert list(Unit.objects.inside(campus.faculty).order_by("pk")) == [
        campus.faculty,
        campus.department,
        campus.other_department,
        unit,
    ]
    assert Act.objects.get().university == campus.university


@pytest.mark.parametrize(
    ("parent", "kind"), [("department", "faculty"), ("department", "department"), ("faculty", "faculty")]
)
def test_a_unit_is_part_of_a_unit_that_may_hold_it(campus: House, parent: str, kind: str) -> None:
    with pytest.raises(Refused, match="cannot be part of"):
        add(campus, getattr(campus, parent), kind=kind)


def test_a_code_names_one_unit_of_a_university(campus: House, next_campus: House) -> None:
    with pytest.raises(Refused, match="“oil” is taken"):
        add(campus, campus.faculty, code="oil")
    add(campus, campus.faculty, code="gas")
    add(next_campus, next_campus.faculty, code="gas")


def test_a_unit_has_a_name(campus: House) -> None:
    with pytest.raises(Refused, match="at least one language"):
        add(campus, campus.faculty, name_kk=" ")


def test_settings_of_a_university_are_known_ones(campus: House) -> None:
    with pytest.raises(Refused, match="no time zone “Mars/Base”"):
        actions.edit_unit(campus.university, time_zone="Mars/Base", by=campus.admin, at=AT)
    with pytest.raises(Refused, match="no regulation “none”"):
        actions.edit_unit(campus.university, regulation="none", by=campus.admin, at=AT)
    Unit.objects.create(
        kind="university", code="dulati", name_kk="Д", time_zone="Asia/Almaty", regulation="x"
    )
    with pytest.raises(Refused, match="“dulati” is taken"):
        actions.edit_unit(campus.university, code="dulati", by=campus.admin, at=AT)
    actions.edit_unit(campus.university, time_zone="Asia/Almaty", by=campus.admin, at=AT)
    assert Act.objects.get().detail["changed"] == {"time_zone": ["Asia/Aqtau", "Asia/Almaty"]}
