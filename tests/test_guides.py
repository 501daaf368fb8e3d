"""The guides say what the screens say: a page for every desk and language, links that lead somewhere, labels that exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

from qosqanat.regulation import packs
from qosqanat.web.common.desks import DESKS

ROOT = Path(__file__).resolve().parents[1]
GUIDE = ROOT / "docs" / "guide"
LANGUAGES = ("kk", "ru", "en")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
LABEL = re.compile(r"\*\*(.+?)\*\*")
CLAUSE = re.compile(r"\bY-[\dA]\w*(?:\.\w+)*")
PACKAGE = ROOT / "src" / "qosqanat"
CODE = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.-]+(/[\w.-]+)*/([\w.-]+)?")
PLACEHOLDER = re.compile(r"%\\?\(\w+\\?\)[sd]")
PAGES = sorted(GUIDE.rglob("*.md"))
ROLE_PAGES = [page for page in PAGES if page.parent != GUIDE]
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def roles() -> set[str]:
    """The roles of every desk."""
    return {role for desk in DESKS for role in desk.roles}


def texts(language: str) -> Iterator[str]:
    """Every text of the screens in `language`; English ones are the message ids."""
    for path in (ROOT / "locale" / ("kk" if language == "en" else language)).rglob("*.po"):
        for entry in polib.pofile(str(path)):
            if language == "en":
                yield from filter(None, (entry.msgid, entry.msgid_plural))
            else:
                yield from filter(None, (entry.msgstr, *entry.msgstr_plural.values()))


def labels(language: str) -> re.Pattern[str]:
    """Matches a whole label of the screens; a placeholder stands for anything."""
    shapes = {
        PLACEHOLDER.sub(".+", re.escape(text.replace("%%", "%")))
        for text in texts(language)
        if len(text) < 80
    }
    return re.compile("|".join(sorted(shapes - {".+"})), re.IGNORECASE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_desk_has_its_guide(language: str) -> None:
    assert {page.stem for page in (GUIDE / language).glob("*.md")} == roles()


def test_the_index_leads_to_every_guide() -> None:
    led_to = {(GUIDE / link).resolve() for link in LINK.findall((GUIDE / "README.md").read_text("utf-8"))}
    assert set(ROLE_PAGES) <= led_to


@pytest.mark.parametrize("page", DOCS, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_pictures_are_there(page: Path) -> None:
    text = page.read_text("utf-8")
    named = LINK.findall(text) + re.findall(r'src="([^"]+)"', text)
    missing = [one for one in named if "://" not in one and not (page.parent / one).exists()]
    assert missing == []


def missing_in(text: str) -> list[str]:
    """Paths of the repository that `text` names as code and that are not there; a page names those of the package from inside."""
    named = [one for one in CODE.findall(text) if PATH.fullmatch(one)]
    return [
        one for one in named if not any((root / one).exists() for root in (ROOT, PACKAGE.parent, PACKAGE))
    ]


@pytest.mark.parametrize("page", DOCS, ids=lambda page: str(page.relative_to(ROOT)))
def test_paths_that_a_page_names_are_there(page: Path) -> None:
    assert missing_in(page.read_text("utf-8")) == []


def test_a_path_that_is_not_there_is_found_out() -> None:
    text = "`grading/problems/` and `grading/problems.py`, `docs/gone.md`, `web/<desk>/`, `/api/v1/`, `keys.json`"
    assert missing_in(text) == ["grading/problems.py", "docs/gone.md"]


@pytest.mark.parametrize("page", ROLE_PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_a_guide_is_one_page_with_its_own_picture(page: Path) -> None:
    text = page.read_text("utf-8")
    assert f"../../screens/{page.parent.name}/{page.stem}.png" in text
    assert len(text.split()) < 450, "more than a sheet of A4"


@pytest.mark.parametrize("page", ROLE_PAGES, ids=lambda page: f"{page.parent.name}-{page.stem}")
def test_clauses_of_a_guide_are_in_the_regulation(page: Path) -> None:
    clauses = packs.load("yessenov-141-2022").clauses
    named = set(CLAUSE.findall(page.read_text("utf-8")))
    assert named, "a guide says where its deadline comes from"
    assert named <= set(clauses)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_bold_stands_on_a_screen(language: str) -> None:
    known = labels(language)
    unknown = {
        f"{page.stem}: {label}"
        for page in (GUIDE / language).glob("*.md")
        for label in LABEL.findall(page.read_text("utf-8"))
        if not known.fullmatch(label)
    }
    assert unknown == set()


def test_a_label_that_no_screen_has_is_found_out() -> None:
    assert labels("en").fullmatch("Finish the week")
    assert labels("en").fullmatch("Mark week 7")
    assert not labels("en").fullmatch("Submit everything")
