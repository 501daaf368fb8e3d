"""Plots: the drawing, the table and the workbook say the same numbers; nobody's marks but those within reach."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from html import unescape
from xml.etree import ElementTree

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from qosqanat.grading import actions
from qosqanat.grading.book import books_of
from qosqanat.grading.models import CourseScheme, Sheet
from qosqanat.grading.queries import endangered
from qosqanat.people.models import Person, Role, Unit
from qosqanat.studies.models import Course
from qosqanat.web.common.plots import Bar, Plot
from tests.cast import AT, SINCE, House
from tests.grading.help import enter as brought
from tests.web.desks import another_course, enter, hand_in, reads

As = Callable[[Person], Client]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def desk(house: House, client_as: As) -> Client:
    return client_as(house.dean)


def plots(client: Client) -> dict[str, Plot]:
    return {plot.name: plot for plot in client.get(reverse("figures:home")).context["plots"]}


def test_weeks_in_time_are_counted_by_week(desk: Client, house: House) -> None:
    another_course(house, 1)
    hand_in(house, 3, at=AT - timedelta(days=25))
    bars = plots(desk)["on_time"].bars
    assert [(bar.value, bar.count) for bar in bars[:4]] == [(0, 2), (0, 2), (50, 2), (0, 2)]
    assert [(bar.value, bar.count) for bar in bars[6:]] == [(None, 0)] * (len(bars) - 6)


@pytest.mark.parametrize(("rating", "index"), [("0", 0), ("49.99", 4), ("50", 5), ("90", 9), ("100", 9)])
def test_a_rating_stands_on_its_side_of_the_line(desk: Client, house: House, rating: str, index: int) -> None:
    Sheet.objects.filter(course=house.course).update(admission=Decimal(rating))
    drawn = plots(desk)["ratings"]
    assert [bar.value for bar in drawn.bars] == [
        house.course.sheets.count() if n == index else 0 for n in range(10)
    ]
    assert drawn.line == "50" and drawn.bars[int(drawn.line_before)].label == "50–60"


@pytest.mark.parametrize("judged", [False, True])
def test_a_low_rating_is_hatched_only_where_admission_is_in_danger(
    desk: Client, house: House, judged: bool
) -> None:
    """Every sheet is far below 50 in week 7; the first one has all points that its weeks could bring."""
    for week in range(1, 8):
        for component, points in {"test": 3, "practice": 5}.items():
            assert brought(house, component, week, points, by=house.office, source="spreadsheet").ok
    if judged:
        actions.judge_risks([house.course], at=AT)
    drawn = plots(desk)["ratings"]
    assert [(bar.value, bar.hatched) for bar in drawn.bars if bar.value] == [(2, 2), (1, 0)]
    assert sum(bar.hatched for bar in drawn.bars) == len(endangered(books_of([house.course], AT)))
    low, _half = (one for one in drawn.shapes if one.bar.value)
    assert low.hatched == low.height > 0
    assert "in danger of not being admitted, 2." in drawn.sentence


def test_the_line_is_the_regulations_own(desk: Client, house: House) -> None:
    CourseScheme.objects.update(threshold=Decimal(60))
    drawn = plots(desk)["ratings"]
    assert drawn.line == "60" and drawn.bars[int(drawn.line_before)].label == "60–70"


def test_courses_of_different_thresholds_share_no_line(desk: Client, house: House) -> None:
    other = another_course(house, 1)
    CourseScheme.objects.filter(course=other).update(threshold=Decimal(60))
    drawn = plots(desk)["ratings"]
    assert drawn.line == "" and "line" not in drawn.sentence


def test_practice_is_the_share_of_what_was_possible(desk: Client, house: House) -> None:
    assert not plots(desk)["practice"].any
    enter(house, "practice", 7, "4", by=house.mentor, sheets=slice(1))
    (bar,) = plots(desk)["practice"].bars
    assert (bar.label, bar.value, bar.count) == (house.enterprise.name, 80, 1)


@pytest.mark.parametrize("name", ["on_time", "ratings", "practice"])
def test_drawing_table_and_workbook_agree(desk: Client, house: House, name: str) -> None:
    enter(house, "practice", 7, "4.5", by=house.mentor)
    plot = plots(desk)[name]
    page = desk.get(reverse("figures:home")).content.decode()
    book = openpyxl.load_workbook(
        io.BytesIO(desk.get(reverse("figures:home"), {"plot": name, "export": "xlsx"}).content)
    )
    head, *rows = book.active.iter_rows(values_only=True)
    assert head == plot.heads
    assert [list(row) for row in rows] == [[bar.label, bar.value, bar.count] for bar in plot.bars]
    taken = desk.get(reverse("figures:home"), {"plot": name, "export": "svg"})
    assert taken["Content-Type"] == "image/svg+xml"
    drawn = ElementTree.fromstring(taken.content.decode().partition("?>")[2].strip())
    titles = [one.findtext(f"{SVG}title", "") for one in drawn.iter(f"{SVG}g")]
    assert len(titles) == len(plot.bars)
    for title, bar in zip(titles, plot.bars, strict=True):
        value = "—" if bar.value is None else str(bar.value)
        assert title.startswith(f"{bar.label}: {value}") and title.endswith(f": {bar.count})")
        twin = rf'<th scope="row">{re.escape(bar.label)}</th><td class="text-end">{value}'
        assert re.search(twin, page)


@pytest.mark.parametrize(("home", "role"), [("department:home", "head"), ("faculty:home", "dean")])
def test_a_home_gives_the_plot_that_it_shows(house: House, client_as: As, home: str, role: str) -> None:
    """Who teaches next door sees those courses too, and they are not among those that the home counts."""
    person = house.people[role]
    outside = Unit.objects.create(kind="department", code="it", name_kk="АТ", parent=house.university)
    taught = another_course(house, 1)
    Course.objects.filter(pk=taught.pk).update(department=outside, teacher=person)
    Role.objects.create(person=person, kind="teacher", unit=outside, starts_on=SINCE)
    client = client_as(person)
    page = client.get(reverse(home))
    shown = page.context["plot"]
    assert shown.bars[0].count == 1 and plots(client)["on_time"].bars[0].count == 2
    (address,) = re.findall(r'href="(\?[^"]*export=xlsx[^"]*)"', page.content.decode())
    taken = client.get(reverse(home) + unescape(address))
    _head, *rows = openpyxl.load_workbook(io.BytesIO(taken.content)).active.iter_rows(values_only=True)
    assert [list(row) for row in rows] == shown.rows
    drawn = client.get(reverse(home), {"plot": "on_time", "export": "svg"}).content.decode()
    assert f"{shown.bars[0].label}: 0" in drawn and ": 2)" not in drawn


def test_a_plot_that_does_not_exist_is_not_found(desk: Client) -> None:
    assert desk.get(reverse("figures:home"), {"plot": "x", "export": "svg"}).status_code == 404


def test_another_universitys_marks_are_not_drawn(desk: Client, house: House, neighbour: House) -> None:
    enter(neighbour, "practice", 7, "4", by=neighbour.mentor)
    assert not plots(desk)["practice"].any
    assert neighbour.enterprise.name not in desk.get(reverse("figures:home")).content.decode()


def test_more_courses_cost_no_more_reads(desk: Client, house: House) -> None:
    reads(desk, reverse("figures:home"))
    few = reads(desk, reverse("figures:home"))
    for number in range(1, 5):
        another_course(house, number)
    assert reads(desk, reverse("figures:home")) <= few


def test_a_bar_is_as_long_as_its_share() -> None:
    plot = Plot("p", "P", "s", ("a", "b", "c"), [Bar("x", 50, 1), Bar("y", None, 0)], "%", full=100)
    half, nothing = plot.shapes
    assert (half.height, nothing.height) == ((plot.floor - 40) / 2, 0)
