"""Cooperation contracts: what each is today, which end soon, whose partner has named no mentor; within reach only."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qosqanat.partners.enums import AgreementState
from qosqanat.partners.models import Agreement, Enterprise, Seat
from qosqanat.people.models import Person
from tests.cast import AT, House
from tests.web.desks import reads

As = Callable[[Person], Client]
TODAY, HOME = AT.date(), "/agreements/"
DAYS = {"ended": -1, "today": 0, "soon": 60, "later": 61, "endless": None}


@pytest.fixture
def contracts(house: House) -> dict[str, Agreement]:
    """A contract for each of `DAYS`, by its number, and one without a number; none of their partners has a mentor."""
    made = {}
    for name, left in {**DAYS, "": 100}.items():
        made[name] = Agreement.objects.create(
            university=house.university,
            enterprise=Enterprise.objects.create(name_kk=f"Серіктес «{name or 'нөмірсіз'}»"),
            number=name,
            ends_on=None if left is None else TODAY + timedelta(days=left),
        )
    return made


def numbers(client: Client, query: str = "") -> set[str]:
    return {row.number for row in client.get(f"{HOME}{query}").context["page"].object_list}


def test_the_database_and_the_contract_agree_about_its_state(contracts: dict[str, Agreement]) -> None:
    for state in AgreementState:
        found = set(Agreement.objects.in_states(state, day=TODAY))
        assert found == {one for one in Agreement.objects.all() if one.state_on(TODAY) == state}, state
    states = {name: one.state_on(TODAY) for name, one in contracts.items()}
    assert states == {
        "ended": "expired", "today": "ending", "soon": "ending", "later": "active", "endless": "open", "": "unsigned",
    }  # fmt: skip


@pytest.mark.parametrize(("query", "found"), [
    ("?state=ending", {"today", "soon"}),
    ("?state=expired", {"ended"}),
    ("?state=unsigned", {""}),
    ("?state=valid", {"today", "soon", "later", "endless", "141-01/24-03"}),
    ("?lacks=mentor", {"today", "soon", "later", "endless"}),
    ("?q=серiктес+soon", {"soon"}),
    ("?q=24-03", {"141-01/24-03"}),
    ("?q=ақшұқыр", {"141-01/24-03"}),
    ("?state=nonsense", {*DAYS, "", "141-01/24-03"}),
])  # fmt: skip
def test_the_list_is_narrowed(
    house: House, contracts: dict[str, Agreement], client_as: As, query: str, found: set[str]
) -> None:
    assert numbers(client_as(house.career), query) == found


def test_a_partner_without_a_mentor_is_one_row_however_many_its_contracts(
    house: House, neighbour: House, contracts: dict[str, Agreement], client_as: As
) -> None:
    partner = contracts["soon"].enterprise
    for number, (university, ends_on) in {
        "newer": (house.university, None),
        "over": (house.university, TODAY - timedelta(days=1)),
        "foreign": (neighbour.university, None),
    }.items():
        Agreement.objects.create(university=university, enterprise=partner, number=number, ends_on=ends_on)
    assert numbers(client_as(house.career), "?lacks=mentor") == {"today", "newer", "later", "endless"}
    assert numbers(client_as(neighbour.career), "?lacks=mentor") == {"foreign"}


def test_a_row_says_its_state_and_the_days_that_are_left(
    house: House, contracts: dict[str, Agreement], client_as: As
) -> None:
    """With the workplaces that the enterprise gives (Y-5.11.b1) and the mentors it has named (Y-5.11.b2)."""
    Seat.objects.create(agreement=contracts["soon"], programme_code="6B07201", places=14)
    Seat.objects.create(agreement=contracts["soon"], programme_code="6B07202", places=6)
    text = client_as(house.career).get(f"{HOME}?state=ending&sort=left").content.decode()
    assert '<span class="qq-chip qq-late">ends within 60 days</span>' in text
    cells = [line.cells for line in client_as(house.career).get(f"{HOME}?sort=left").context["lines"]]
    left = {row[1].text: row[5].text for row in cells}
    assert left["ended"] == -1 and left["soon"] == 60 and left["endless"] == ""
    assert {row[1].text: row[6].text for row in cells}["soon"] == 20
    assert {row[1].text: row[7].text for row in cells}["141-01/24-03"] == 2


@pytest.mark.parametrize("role", ["career", "office", "base_head", "representative", "quality", "rector"])
def test_a_contract_is_seen_within_reach_and_no_further(
    house: House, neighbour: House, contracts: dict[str, Agreement], client_as: As, role: str
) -> None:
    found = client_as(house.people[role]).get(HOME).context["page"].object_list
    theirs = set(Agreement.objects.filter(university=house.university))
    if role == "representative":
        theirs = {one for one in theirs if one.enterprise_id == house.enterprise.pk}
    assert set(found) == theirs


@pytest.mark.parametrize("role", ["mentor", "teacher", "adviser", "admin"])
def test_a_contract_is_nothing_for_those_whom_it_does_not_concern(
    house: House, client_as: As, role: str
) -> None:
    client = client_as(house.people[role])
    assert client.get(HOME).status_code == 403
    assert HOME not in client.get(reverse("home"), follow=True).content.decode(), "nor does the menu offer it"


def test_an_expired_contract_is_a_chip_on_its_partners_page(
    house: House, contracts: dict[str, Agreement], client_as: As
) -> None:
    page = client_as(house.career).get(reverse("records:partner", args=[contracts["ended"].enterprise_id]))
    assert '<span class="qq-chip qq-bad">expired</span>' in page.content.decode()


def test_more_contracts_cost_no_more_reads(house: House, client_as: As) -> None:
    def add(first: int, last: int) -> None:
        for number in range(first, last):
            enterprise = Enterprise.objects.create(name_kk=f"Кәсіпорын {number}")
            Agreement.objects.create(university=house.university, enterprise=enterprise, number=str(number))

    client = client_as(house.career)
    add(0, 2)
    few = reads(client, HOME)
    add(2, 9)
    assert reads(client, HOME) == few
