"""A register of partners with whatever is wrong in it: a question or a refusal on its row, never an error on confirming."""

import importlib
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection
from django.utils import translation

from qosqanat.core.seal import blind_index
from qosqanat.intake import actions
from qosqanat.intake.models import ImportRun
from qosqanat.partners.models import Agreement, Enterprise, Seat, Site
from qosqanat.people.log import record
from qosqanat.people.models import Act, Word
from qosqanat.spreadsheets.writer import OutTable, xlsx

from .conftest import AT, Bring, Empty

HEAD = [
    "№",
    "Наименование (рус.)",
    "Наименование (каз.)",
    "БИН",
    "№ договора",
    "Дата договора",
    "Срок действия до",
    "6B07201",
]
SITES = ["№", "Предприятие", "Объект", "Адрес", "Мест одновр."]
BIN, OTHER_BIN, IIN, OTHER_IIN = "080440987902", "030740973974", "740519387010", "080204582348"
Write = Callable[..., ImportRun]
Row = list[Any]


def firm(
    name: str = "Ақжол", number: str = BIN, contract: str = "12", until: str = "31.12.2027", seats: Any = 5
) -> Row:
    return [1, f"ТОО «{name}»", f"«{name}» ЖШС", number, contract, "15.01.2025", until, seats]


def book(*firms: Row, sites: tuple[Row, ...] = ()) -> bytes:
    return xlsx(
        [
            OutTable("Предприятия", HEAD, list(firms)),
            *([OutTable("Объекты", SITES, list(sites))] if sites else []),
        ]
    )


@pytest.fixture
def write(bare: Empty, bring: Bring) -> Write:
    """Bring and confirm; questions stay open."""

    def written(*firms: Row, sites: tuple[Row, ...] = (), **answers: str) -> ImportRun:
        run = bring("partners", "register.xlsx", book(*firms, sites=sites))
        run = actions.answer(run, answers, at=AT) if answers else run
        return actions.apply(run, by=bare.office, at=AT)

    return written


def reasons(run: ImportRun, verdict: str) -> list[str]:
    return [" ".join(map(str, row.reasons)) for row in actions.outcome_of(run).with_verdict(verdict)]


def keys(run: ImportRun) -> list[str]:
    return [row.question.key for row in actions.outcome_of(run).questions if row.question]


# workplaces


@pytest.mark.parametrize("typed", ["5-6", "жоқ", "2,5", "-5", -5, 40000, 2.5])
def test_what_is_no_number_of_workplaces_is_asked_about(write: Write, typed: Any) -> None:
    run = write(firm(seats=typed))
    (why,) = reasons(run, "ask")
    assert "is not a number of workplaces for 6B07201" in why
    assert Agreement.objects.count() == 1 and not Seat.objects.exists()


def test_the_answer_is_written_and_a_wrong_one_asked_again(write: Write) -> None:
    (key,) = keys(write(firm(seats="5-6")))
    assert key.endswith("/seats.6B07201")
    assert "was not understood" in reasons(write(firm(seats="5-6"), **{key: "=-1"}), "ask")[0]
    write(firm(seats="5-6"), **{key: "=6"})
    assert Seat.objects.get().places == 6


@pytest.mark.parametrize("typed", [0, 32767, "7 орын"])
def test_the_control_whole_numbers_are_taken(write: Write, typed: Any) -> None:
    assert not reasons(write(firm(seats=typed)), "ask")
    assert Seat.objects.get().places == {"7 орын": 7}.get(typed, typed)


# the same twice


def test_a_site_named_again_with_other_seats_is_refused(write: Write) -> None:
    run = write(firm(), sites=([1, "Ақжол", "Цех", "", 10], [2, "Ақжол", "цех", "", 12]))
    assert reasons(run, "refused") == [
        "The site “цех” of this enterprise stands in row 2 too, with other data: seats at a time. Correct one of the rows."
    ]
    assert Site.objects.get().seats == 10


def test_a_site_named_again_alike_or_with_more_is_one(write: Write) -> None:
    run = write(
        firm(),
        sites=([1, "Ақжол", "Цех", "", 10], [2, "Ақжол", "Цех", "Ақтау", 10], [3, "Ақжол", "Цех", "", ""]),
    )
    assert not reasons(run, "refused")
    assert (Site.objects.get().seats, Site.objects.get().address) == (10, "Ақтау")


def test_a_contract_named_again_with_another_end_is_refused(write: Write) -> None:
    run = write(firm(number=""), firm(number="", until="31.12.2028"))
    assert reasons(run, "refused") == [
        "Contract No 12 of this enterprise stands in row 2 too, with other data: valid until. Correct one of the rows."
    ]
    assert Agreement.objects.get().ends_on.isoformat() == "2027-12-31"  # type: ignore[union-attr]


def test_the_reason_names_the_fields_in_the_language_of_the_reader(write: Write) -> None:
    run = write(firm(number=""), firm(number="", seats=7))
    with translation.override("ru"):
        assert "рабочие места" in reasons(run, "refused")[0].lower()


def test_a_contract_named_again_alike_is_one(write: Write) -> None:
    run = write(firm(number=""), firm(number=""))
    assert not reasons(run, "refused")
    assert (Enterprise.objects.count(), Agreement.objects.count(), Seat.objects.count()) == (1, 1, 1)


def test_two_contracts_of_one_enterprise_are_two(write: Write) -> None:
    """Also of an enterprise that is known: the one without a number is taken by the first row alone."""
    write(firm(number="", contract=""))
    assert Agreement.objects.get().number == ""
    write(firm(number=""), firm(number="", contract="13"))
    assert sorted(Agreement.objects.values_list("number", flat=True)) == ["12", "13"]
    run = write(firm(number="", contract="14"), firm(number="", contract="14", until="31.12.2028"))
    assert len(reasons(run, "refused")) == 1 and Agreement.objects.count() == 3


def test_a_contract_that_would_end_before_its_date_is_refused(write: Write) -> None:
    write(firm())
    late = firm(until="")
    late[5] = "15.01.2028"
    (why,) = reasons(write(late), "refused")
    assert "would end on 31.12.2027, before its date 15.01.2028" in why
    assert Agreement.objects.get().signed_on.year == 2025  # type: ignore[union-attr]


# a sole trader's or a farm's number


def test_a_farm_s_iin_is_sealed_and_the_farm_found_by_it(write: Write) -> None:
    write(firm("Шопан-Ата", IIN))
    farm = Enterprise.objects.get()
    assert (farm.bin, farm.iin_index, farm.reveal_iin()) == (None, blind_index(IIN), IIN)
    assert Enterprise.objects.numbered(IIN).get() == farm
    assert not Enterprise.objects.matching(IIN).exists() and Enterprise.objects.matching("шопан").exists()
    run = write(firm("Басқа атау", IIN))
    assert Enterprise.objects.get().name_kk == "«Басқа атау» ЖШС" and run.counts["changed"] == 1
    run = write(firm("Басқа атау", IIN))
    assert run.counts["unchanged"] == 1


def test_the_control_a_bin_stays_in_clear(write: Write) -> None:
    write(firm())
    assert (Enterprise.objects.get().bin, Enterprise.objects.get().iin_sealed) == (BIN, None)
    assert Enterprise.objects.matching(BIN).exists() and Enterprise.objects.numbered(BIN).exists()


def test_another_number_is_another_enterprise(write: Write) -> None:
    write(firm(number=IIN))
    write(firm(number=BIN))
    assert Enterprise.objects.count() == 2


def everything() -> str:
    """Whatever the database holds of the register, its search words, its history, and the runs."""
    models = (Enterprise, Word, Act, ImportRun)
    rows = [row for model in models for row in model._default_manager.values()]
    return "".join(
        bytes(v).decode(errors="replace") if isinstance(v, bytes | memoryview) else f" {v}"
        for row in rows
        for v in row.values()
    )


def test_no_iin_is_written_or_told_in_clear(bare: Empty, bring: Bring, write: Write) -> None:
    write(firm("Шопан-Ата", ""))
    run = write(firm("Шопан-Ата", IIN))
    (row,) = actions.outcome_of(run).with_verdict("changed")
    assert [(change.old, change.new) for change in row.changes] == [("", f"••••••••{IIN[-4:]}")]
    act = Act.objects.get(action="import.change")
    assert act.detail["changed"] == {"bin": ["", f"••••••••{IIN[-4:]}"]}
    run = write(firm("Шопан-Ата", IIN), firm("Қызғалдақ", IIN))
    assert reasons(run, "refused") == [
        f"The IIN ••••••••{IIN[-4:]} stands in this file twice. Correct one of the rows."
    ]
    assert IIN not in everything()


def test_a_number_that_may_be_an_iin_is_masked_and_its_answer_kept_sealed(write: Write) -> None:
    wrong = IIN[:-1] + "1"
    run = write(firm(number=wrong))
    (why,) = [one for one in reasons(run, "ask") if "fails its check" in one]
    assert wrong not in why and wrong[-4:] in why
    (key,) = [key for key in keys(run) if key.endswith("/bin")]
    run = write(firm(number=wrong), **{key: f"={IIN}"})
    assert Enterprise.objects.get().reveal_iin() == IIN and IIN not in everything()


def test_the_control_a_wrong_bin_is_shown(write: Write) -> None:
    assert any("080440987903" in one for one in reasons(write(firm(number="080440987903")), "ask"))


def test_numbers_that_stood_in_clear_are_carried_over(bare: Empty) -> None:
    migration = importlib.import_module("qosqanat.partners.migrations.0003_sealed_number")
    farm, plant = (Enterprise.objects.create(name_kk="Кәсіпорын", bin=number) for number in (IIN, BIN))
    told = record(
        "import.change", farm, by=bare.office, at=AT, changed={"bin": [OTHER_IIN, IIN], "phone": ["", "1"]}
    )
    other = record("import.change", plant, by=bare.office, at=AT, changed={"bin": [OTHER_BIN, BIN]})
    assert IIN in everything()
    with connection.cursor() as cursor:
        editor = SimpleNamespace(
            connection=connection, execute=lambda sql, params: cursor.execute(sql, params)
        )
        migration.seal_numbers(apps, editor)
    farm.refresh_from_db()
    assert (farm.bin, farm.reveal_iin(), Enterprise.objects.numbered(IIN).get()) == (None, IIN, farm)
    assert IIN not in everything() and OTHER_IIN not in everything()
    told.refresh_from_db()
    assert told.detail["changed"] == {"bin": ["••••••••2348", "••••••••7010"], "phone": ["", "1"]}
    other.refresh_from_db()
    assert other.detail["changed"] == {"bin": [OTHER_BIN, BIN]} and BIN in everything()
    with pytest.raises(IntegrityError, match="append-only"):
        Act.objects.update(reason="x")
