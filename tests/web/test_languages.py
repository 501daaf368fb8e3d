"""No page speaks English to a reader of Kazakh or Russian: every address of the permission table, read and posted empty."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import translation

from qosqanat.regulation import marks, policy
from qosqanat.web.registrar import forms
from qosqanat.web.sheets import entry
from tests import cast
from tests.web import hostile
from tests.web.permissions import table
from tests.web.test_permissions import ask, client_of

SPOKEN = {"title", "aria-label", "placeholder", "alt", "data-label", "aria-description", "summary"}
SILENT = {"script", "style", "code", "kbd", "template"}
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
WORD = re.compile(r"(?<![\w@./:-])[A-Za-z]{2,}(?![\w@/:]|\.\w|[- ]\d)")
CODE = re.compile(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b|\(…[\w-]{4}\)")
# in the names of the cast's enterprises, packs and spreadsheet, and in the codes of its units
CAST = {"yessenov", "dulati", "list", "eng", "energy", "oil"}
KNOWN = CAST | set(
    """
    API Canvas CSV Ctrl Enter English Excel FX GPA Google ID JSON JavaScript LibreOffice ODS PDF PIN QR Qosqanat SHA SIS SVG
    Sheets URL UTF WPS WhatsApp XLS XLSX XML ZIP cookie en kk ru
    Authorization Bearer ETag Idempotency If Key Match application id json problem type
    """.split()
)


class Spoken(HTMLParser):
    """The texts that a reader or a screen reader meets; what is marked as another language is left out."""

    def __init__(self, page: str, language: str) -> None:
        super().__init__()
        self.language = language
        self.depth: list[bool] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        heard = all(self.depth) and tag not in SILENT and given.get("lang") in {None, self.language}
        if heard:
            self.texts += [value for name, value in attrs if name in SPOKEN and value]
            if tag == "input" and given.get("type") in {"submit", "button"}:
                self.texts.append(given.get("value") or "")
        if tag not in EMPTY:
            self.depth.append(heard)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and self.depth:
            self.depth.pop()

    def handle_data(self, data: str) -> None:
        if all(self.depth):
            self.texts.append(data)


def english(answer: HttpResponse, language: str) -> set[str]:
    """The texts of a page that hold English words."""
    if answer.streaming or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return set()
    texts = Spoken(answer.content.decode(), language).texts
    return {" ".join(text.split()) for text in texts if set(WORD.findall(CODE.sub("", text))) - KNOWN}


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    with time_machine.travel(cast.AT, tick=False):
        yield


def test_the_ear_hears_texts_labels_and_titles_only() -> None:
    page = """<title>Marks</title><p title="Open it">Ведомость <code>let x</code> № 12</p><span lang="en">English</span>
    <input placeholder="Find" value="typed"><br><b>FX, a@example.kz list.xlsx A2 FGHJ-KMNP</b><script>var word</script>"""
    answer = HttpResponse(f'<html lang="kk">{page}</html>')
    assert english(answer, "kk") == {"Marks", "Open it", "Find"}


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("written", [entry.shown, forms.text_of])
@pytest.mark.parametrize("value", [marks.ABSENT, marks.EXCUSED])
def test_a_word_that_a_cell_shows_can_be_typed_into_one(
    language: str, written: Callable[[marks.Entry], str], value: marks.Entry
) -> None:
    with translation.override(language):
        assert marks.parse(written(value)) is value


@pytest.mark.django_db
def test_a_stranger_reads_kazakh_and_changes_the_language_at_the_door() -> None:
    client, door = Client(headers={"accept-language": "de"}), reverse("account_login")
    assert client.get(door).wsgi_request.LANGUAGE_CODE == "kk"
    answer = client.post(reverse("set_language"), {"language": "ru", "next": door})
    assert (answer.status_code, answer["Location"]) == (302, door)
    assert client.get(door).wsgi_request.LANGUAGE_CODE == "ru"


@pytest.mark.django_db
def test_a_form_that_was_open_too_long_is_refused_in_the_readers_language() -> None:
    answer = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "a", "password": "b"})
    assert answer.status_code == 403
    assert english(answer, "kk") == set()
    assert "Бет тым ұзақ ашық тұрды" in answer.content.decode()


def _from(number: int, roles: list[str]) -> list[str]:
    """The same roles, another one first for each address."""
    first = number % len(roles) if roles else 0
    return roles[first:] + roles[:first]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_no_page_speaks_english(house: cast.House, language: str, subtests: pytest.Subtests) -> None:
    """As one of its roles each, in turn; so every role reads its own frame and many pages."""
    readers = {role: client_of(house, role) for role in policy.ROLES}
    for number, (name, route) in enumerate(table().items()):
        address = reverse(name, kwargs=route.args(house))
        for role in hostile.Hands(_from(number, sorted(route.roles)), 1).deal():
            readers[role].cookies[settings.LANGUAGE_COOKIE_NAME] = language
            for method in ("get", "post"):
                with subtests.test(route=name, role=role, method=method):
                    assert english(ask(readers[role], method, address), language) == set()
