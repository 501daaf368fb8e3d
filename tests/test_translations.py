"""Every text of the code is there in Kazakh and in Russian, whole, alike and with the placeholders of the English."""

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import allauth
import django
import polib
import pytest
from django.core.management import call_command

from qosqanat.spreadsheets import messages
from qosqanat.web.common import framework_words

from .conftest import required

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = {path.parts[-3]: path for path in ROOT.glob("locale/*/LC_MESSAGES/*.po")}
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sdr]|%[sd]|\{[a-z_]*\}")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
CYRILLIC, LATIN = "[Ѐ-ӿ]", "[A-Za-z]"
MIXED = re.compile(f"{CYRILLIC}{LATIN}|{LATIN}{CYRILLIC}")
HANGING = re.compile(r"(?:\)s|\})-?(?:[дтн][ае]н?|[ғгқк][ае]|[ндт][ыі]ң?|[дтнб][ыі])\b")
MANY = re.compile(r"%\((?:n|count|total|limit|credits)\)s \w+(?:[лдт][ае]р)\b")
# Names, formats and keys that are written in Latin letters in all three languages.
LATIN_ALIKE = set(
    """
    API Canvas CSV Enter Excel FX GPA Google ID JSON JavaScript KQ LibreOffice ODS PDF PIN Points Possible QR Qosqanat
    SHA SIS Sheets UTF UUID WPS WhatsApp XLS XLSX XML ZIP DIV REF cookie ex
    Authorization Bearer ETag Idempotency If Key Match application id json problem type
    """.split()
)
# These say different things: a state and a count, a verb and a noun, a role and a person, a heading and what follows a number.
ALIKE_IN_ENGLISH_ONLY = {
    "admitted",
    "asked",
    "courses",
    "doubtful",
    "examinations passed",
    "in preparation",
    "in time",
    "issued",
    "left out",
    "may",
    "new",
    "practice weeks in time",
    "ready",
    "sheets issued",
    "sign-in blocked",
    "students in danger of not being admitted",
    "teacher",
    "transfer",
}

Keys = set[tuple[str | None, str]]
languages = pytest.mark.parametrize("language", ["kk", "ru"])


def entries(language: str) -> list[polib.POEntry]:
    return list(polib.pofile(str(CATALOGUES[language])))


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def collected(folder: Path) -> Keys:
    """What `makemessages` finds in a folder."""
    if shutil.which("xgettext") is None:
        required("gettext", "apt-get install gettext")
    (folder / "locale").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        call_command("makemessages", locale=["kk"], keep_pot=True, no_location=True, verbosity=0)
    return {key(entry) for entry in polib.pofile(str(folder / "locale" / "django.pot"))}


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """What the code says, from a copy of the source: `makemessages` leaves files beside templates while it works."""
    here = tmp_path_factory.mktemp("source")
    shutil.copytree(ROOT / "src", here, dirs_exist_ok=True, ignore=shutil.ignore_patterns("static", "fonts"))
    return collected(here)


@pytest.fixture(scope="module")
def frameworks() -> Keys:
    """What Django and allauth say."""
    folders = [Path(package.__file__).parent for package in (django, allauth)]
    files = [path for folder in folders for path in folder.glob("**/locale/ru/LC_MESSAGES/django.po")]
    return {key(entry) for path in files for entry in polib.pofile(str(path))}


def test_both_catalogues_exist() -> None:
    assert CATALOGUES.keys() == {"kk", "ru"}


@languages
def test_the_catalogue_holds_what_the_code_says_and_nothing_else(said: Keys, language: str) -> None:
    held = {key(entry) for entry in entries(language) if not entry.obsolete}
    assert held == said, "run `make messages` and translate what is new"


@languages
def test_nothing_is_left_untranslated_in_doubt_or_behind(language: str) -> None:
    catalogue = polib.pofile(str(CATALOGUES[language]))
    left = catalogue.untranslated_entries() + catalogue.fuzzy_entries() + catalogue.obsolete_entries()
    assert [entry.msgid for entry in left] == []


@languages
def test_a_translation_keeps_the_placeholders(language: str) -> None:
    for entry in entries(language):
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in texts(entry):
            assert set(PLACEHOLDER.findall(text)) == wanted, entry.msgid


@languages
def test_a_sentence_stays_a_sentence(language: str) -> None:
    for entry in entries(language):
        for text in texts(entry):
            assert entry.msgid[-1:] not in ".?:" or text[-1] in ".?:", (entry.msgid, text)
            assert text == text.strip(), entry.msgid


def _bare(text: str) -> str:
    return PLACEHOLDER.sub(" ", text)


@languages
def test_a_translation_holds_no_english(language: str) -> None:
    found = {text: set(LATIN_WORD.findall(_bare(text))) - LATIN_ALIKE for text in _all(language)}
    assert {text: words for text, words in found.items() if words} == {}


@languages
def test_no_word_mixes_latin_and_cyrillic_letters(language: str) -> None:
    assert [text for text in _all(language) if MIXED.search(_bare(text))] == []


def _all(language: str) -> Iterator[str]:
    for entry in entries(language):
        yield from texts(entry)


def test_no_kazakh_case_ending_hangs_on_an_inserted_name() -> None:
    """Vowel harmony would break: a neutral noun or a dash follows the name."""
    assert [text for text in _all("kk") if HANGING.search(text)] == []


def test_a_kazakh_noun_stays_singular_after_a_number() -> None:
    assert [text for text in _all("kk") if MANY.search(text)] == []


def test_no_two_texts_differ_in_punctuation_only() -> None:
    alike = defaultdict(set)
    for entry in entries("kk"):
        alike[entry.msgctxt, re.sub(r"[^\w%()/-]+", " ", entry.msgid).strip()].add(entry.msgid)
    assert [found for found in alike.values() if len(found) > 1] == []


@languages
def test_heading_and_word_are_the_same_word(language: str) -> None:
    alike = defaultdict(set)
    for entry in entries(language):
        if not entry.msgctxt and entry.msgid.casefold() not in ALIKE_IN_ENGLISH_ONLY:
            said = entry.msgstr or entry.msgstr_plural[0]
            alike[entry.msgid.casefold()].add(said.casefold())
    assert [found for found in alike.values() if len(found) > 1] == []


@languages
def test_every_sentence_about_a_spreadsheet_is_translated(language: str) -> None:
    held = {entry.msgid for entry in entries(language)}
    assert {*messages.REFUSALS.values(), *(text for _, text in messages.ISSUES.values())} <= held


def test_every_framework_word_is_still_said(frameworks: Keys, tmp_path: Path) -> None:
    shutil.copy(framework_words.__file__, tmp_path)
    assert collected(tmp_path) - frameworks == set()
