"""docs/api.md names only what exists."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.urls import resolve

from qosqanat.people.scopes import SCOPES
from tests.web.permissions import api

TEXT = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
EXAMPLES = re.findall(r"`(GET|PUT|POST) (/api/v1/[^`\s]+)`", TEXT)


@pytest.mark.parametrize(("method", "address"), EXAMPLES)
def test_every_address_of_the_guide_is_an_operation(method: str, address: str) -> None:
    match = resolve(unquote(urlsplit(address).path))
    assert method.lower() in api.ROUTES[match.view_name].scopes


def test_the_guide_shows_reading_and_writing() -> None:
    assert {method for method, _address in EXAMPLES} == {"GET", "PUT", "POST"}


def test_the_guide_names_every_scope() -> None:
    assert set(re.findall(r"^\| `([a-z]+:[a-z]+)`", TEXT, re.MULTILINE)) == SCOPES.keys()
