"""A semester's calendar at the methodical office's desk."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

from django.test import Client
from django.urls import reverse

from qosqanat.grading.actions import Entry, enter_scores
from qosqanat.people.models import Person
from tests import cast
from tests.cast import House

ClientAs = Callable[[Person], Client]


def test_a_new_semester_knows_the_countrys_holidays(house: House) -> None:
    assert house.term.holidays["2026-10-25"] == "Қазақстан Республикасы күні"
    assert "2026-08-30" not in house.term.holidays


def test_a_week_that_ends_on_a_holiday_closes_after_it(house: House) -> None:
    # 25 October 2026 is a Sunday and Republic Day; the 26th is off in its place
    assert house.term.closes_at(8).astimezone(UTC) == datetime(2026, 10, 27, 18, 59, 59, tzinfo=UTC)
    assert house.term.closes_at(7).astimezone(UTC) == datetime(2026, 10, 18, 18, 59, 59, tzinfo=UTC)


def save(client: Client, house: House, **fields: str):
    usual = {"starts_on": "01.09.2026", "week_count": "15", "holidays": "16.12.2026 Тәуелсіздік күні"}
    return client.post(reverse("office:term", args=[house.term.pk]), usual | fields)


def test_the_office_changes_the_days_off(house: House, client_as: ClientAs) -> None:
    assert save(client_as(house.office), house).status_code == 302
    house.term.refresh_from_db()
    assert house.term.holidays == {"2026-12-16": "Тәуелсіздік күні"}


def test_a_line_without_a_day_is_named_and_kept(house: House, client_as: ClientAs) -> None:
    answer = save(client_as(house.office), house, holidays="Наурыз мейрамы")
    assert answer.status_code == 422
    assert "“Наурыз мейрамы” does not begin with a day" in answer.text
    assert "Наурыз мейрамы</textarea>" in answer.text.replace("\n", "")


def test_the_first_day_stands_once_a_mark_is_entered(house: House, client_as: ClientAs) -> None:
    entry = Entry(house.sheets[0].pk, "test", 1, Decimal(3), uuid.uuid4())
    enter_scores([entry], by=house.teacher, at=cast.AT, source="grid")
    answer = save(client_as(house.office), house, starts_on="07.09.2026")
    assert answer.status_code == 422
    assert "the first day of week 1 stays" in answer.text
    house.term.refresh_from_db()
    assert house.term.starts_on == date(2026, 9, 1)


def test_another_universitys_semester_is_not_found(
    house: House, neighbour: House, client_as: ClientAs
) -> None:
    assert save(client_as(neighbour.office), house).status_code == 404
