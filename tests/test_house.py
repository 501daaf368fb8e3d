"""The habits of the house, read from its own source: what reviewers would otherwise have to remember."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import allauth
import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

import qosqanat
from qosqanat.regulation import policy

SOURCE = Path(qosqanat.__file__).parent
MODULES = [path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts]
TEMPLATES = sorted([*SOURCE.glob("web/*/templates/**/*.*"), *SOURCE.glob("api/templates/**/*.*")])
TREES = {path: ast.parse(path.read_text()) for path in MODULES}
TEXTS = {path: path.read_text() for path in TEMPLATES}

# Functions whose text arguments are actions of the policy.
ASKS_FOR_ACTION = {"needs", "reachable", "acting", "behalf", "may", "roles_for"}
# Pages for everybody who has signed in: each is about that person alone.
SIGNED_IN = {
    "home": "leads to the first desk of the person",
    "hide_checklist": "hides the own first steps with a cookie",
    "set_theme": "keeps the own choice of colours in a cookie",
    "tokens:home": "lists the own tokens",
    "tokens:new": "makes a token of the own sign-in",
    "tokens:revoke": "ends an own token",
    "api:reference": "describes the API, and nobody's data",
}
# Forms that write nothing and are sent by people without a session.
TOKENLESS = {"public/check.html": "anybody may ask whether a paper is genuine; nothing is written"}
SHOWN_BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "405.html", "429.html", "500.html"}
# Verbs that nobody does on behalf of another.
ALONE = {
    "judge_scores": "says what would happen; nothing is written",
    "rehearse": "says what would happen; nothing is written",
    "found_university": "there is nobody yet whose deputy somebody could be",
    "make_token": "a machine's key is its owner's own",
}
# Verbs that a page does for the person alone, although somebody else might do them too.
OWN = {
    "make_token": "one's own key",
    "revoke_token": "one's own key",
    "save_view": "one's own way of looking at a list",
    "drop_view": "one's own way of looking at a list",
}
MOMENT, DAY = re.compile(r"(^|_)(at|until)$"), re.compile(r"_on$|^day$|_date$")


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def template_name(path: Path) -> str:
    return str(path).split("/templates/", 1)[1]


def strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            function = node.func
            yield getattr(function, "attr", getattr(function, "id", "")), node


def asked_actions(tree: ast.AST) -> Iterator[str]:
    for function, call in calls(tree):
        if function in ASKS_FOR_ACTION:
            for argument in [*call.args, *(k.value for k in call.keywords if k.arg == "action")]:
                if (
                    isinstance(argument, ast.Constant)
                    and isinstance(argument.value, str)
                    and "." in argument.value
                ):
                    yield argument.value


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_code_asks_only_for_actions_of_the_policy(path: Path) -> None:
    assert set(asked_actions(TREES[path])) <= set(policy.ACTIONS)


@pytest.mark.parametrize("action", policy.ACTIONS)
def test_every_action_of_the_policy_is_asked_for(action: str) -> None:
    users = [path for path in MODULES if action in set(strings(TREES[path]))]
    in_pages = [path for path, text in TEXTS.items() if action in text]
    assert users or in_pages, f"no view and no verb asks for {action}: build it, or take it out of the table"


def views(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(
                pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )
        else:
            yield f"{space}{pattern.name}", pattern.callback


def test_every_view_says_what_it_needs_or_why_it_is_open() -> None:
    for name, view in views(get_resolver().url_patterns):
        if view.__module__.startswith(
            ("allauth.", "django.")
        ):  # guarded by themselves, addresses chosen one by one
            continue
        told = getattr(view, "action", "") or getattr(view, "public_reason", "") or SIGNED_IN.get(name)
        assert told, f"{name} has neither @needs nor @public"


def test_every_template_is_used() -> None:
    named = {text for tree in TREES.values() for text in strings(tree)}
    named |= {
        name
        for text in TEXTS.values()
        for name in re.findall(r"""{% (?:extends|include) ["']([^"']+)["']""", text)
    }
    fragments = {name.split("#")[0] for name in named}
    from_allauth = Path(allauth.__file__).parent / "templates"
    for path in TEMPLATES:
        name = template_name(path)
        used = name in fragments or name in SHOWN_BY_DJANGO or (from_allauth / name).exists()
        assert used, f"nobody shows {name}"


@pytest.mark.parametrize("path", TEMPLATES, ids=template_name)
def test_a_template_holds_no_code_and_no_style(path: Path) -> None:
    text = TEXTS[path]
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert " src=" in tag or 'type="application/json"' in tag, tag
    for pattern in (r"<style\b", r"\sstyle\s*=", r"\son[a-z]+\s*=\s*[\"']", r"javascript:"):
        assert not re.search(pattern, text, re.IGNORECASE), pattern


@pytest.mark.parametrize("path", TEMPLATES, ids=template_name)
def test_a_template_escapes_everything(path: Path) -> None:
    assert not re.search(r"\|\s*safe(seq)?\b|autoescape\s+off", TEXTS[path])


@pytest.mark.parametrize("path", TEMPLATES, ids=template_name)
def test_a_post_form_carries_its_token(path: Path) -> None:
    if template_name(path) in TOKENLESS:
        return
    for form in re.findall(r"<form\b[^>]*>.*?</form>", TEXTS[path], re.DOTALL):
        if re.search(r"method=[\"']post", form.split(">")[0], re.IGNORECASE):
            assert "{% csrf_token %}" in form, form.split(">")[0]


@pytest.mark.parametrize("path", TEMPLATES, ids=template_name)
def test_a_sentence_for_translators_has_no_line_breaks(path: Path) -> None:
    for tag, words in re.findall(
        r"({% blocktranslate\b[^%]*%})(.*?){% endblocktranslate", TEXTS[path], re.DOTALL
    ):
        assert " trimmed" in tag or "\n" not in words, tag


# file -> why it may, and the test that throws scripts at it
MAY_MARK_SAFE = {
    "web/sheets/lines.py": "some thousand cells; tests/web/sheets/test_grid.py::test_no_text_in_the_grid_runs",
}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_code_marks_nothing_as_safe(path: Path) -> None:
    marks = {"mark_safe", "SafeString"} & {function for function, _call in calls(TREES[path])}
    assert bool(marks) == (name_of(path) in MAY_MARK_SAFE)


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("qosqanat.")]


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model.__name__)
def test_moments_and_days_are_told_by_their_names(model: type[models.Model]) -> None:
    for field in model._meta.local_fields:
        if field.name in {"last_login"}:
            continue
        if isinstance(field, models.DateTimeField):
            assert MOMENT.search(field.name), f"{field} is a moment: end it in _at or until"
        elif isinstance(field, models.DateField):
            assert DAY.search(field.name), f"{field} is a day: end it in _on"


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in TREES[path].body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def verbs() -> list[Path]:
    return [path for path in MODULES if "actions" in path.with_suffix("").parts and "web" not in path.parts]


@pytest.mark.parametrize("path", verbs(), ids=name_of)
def test_a_verb_says_who_does_it_and_when(path: Path) -> None:
    for function in public_functions(path):
        if any(getattr(d, "attr", "") == "atomic" for d in function.decorator_list):
            names = {argument.arg for argument in function.args.kwonlyargs}
            assert {"by", "at"} <= names, f"{function.name} needs by= and at="
            assert ast.get_docstring(function), f"{function.name} needs a docstring"


def keyword_only(function: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in function.args.kwonlyargs}


def without_the_absent(tree: ast.AST, carriers: set[str | None]) -> list[str]:
    """Calls that name who acts and forget for whom."""
    return [
        f"{function}() in line {call.lineno}"
        for function, call in calls(tree)
        if function not in OWN
        and "by" in (named := {keyword.arg for keyword in call.keywords})
        and not named & carriers
    ]


def test_every_verb_can_be_done_by_a_deputy() -> None:
    doers = [f for path in verbs() for f in public_functions(path) if "by" in keyword_only(f)]
    for function in doers:
        takes = "on_behalf_of" in keyword_only(function)
        assert takes != (function.name in ALONE), f"{function.name}: take on_behalf_of=, or stand in ALONE"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_verb_hands_on_for_whom_it_is_done(path: Path) -> None:
    for function in ast.walk(TREES[path]):
        if isinstance(function, ast.FunctionDef) and "on_behalf_of" in keyword_only(function):
            assert not without_the_absent(function, {"on_behalf_of", None}), function.name


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p).startswith(("web/", "api/"))], ids=name_of)
def test_a_page_acts_with_the_hand_that_the_right_gives(path: Path) -> None:
    """`**request.who.acting(...)` or `.shares(...)` names both; with `who=` the grade book finds out cell by cell."""
    assert not without_the_absent(TREES[path], {"on_behalf_of", "who"})


def test_a_forgotten_absent_person_is_found() -> None:
    bare = "withdraw(enrolment, by=request.who.person, at=request.who.at, **form.cleaned_data)"
    assert without_the_absent(ast.parse(bare), {"on_behalf_of", "who"}) == ["withdraw() in line 1"]
    assert not without_the_absent(ast.parse("withdraw(one, **who.acting(action, one))"), {"on_behalf_of"})


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_domain_reads_no_clock(path: Path) -> None:
    room = path.relative_to(SOURCE).parts[0]
    if room in {"web", "settings", "core"} or path.name in {
        "middleware.py",
        "backends.py",
        "sessions.py",
        "tasks.py",
        "command.py",
    }:
        return
    if room in {"people", "partners", "studies", "grading", "documents", "intake", "regulation", "files"}:
        read = [
            f"{function}()" for function, call in calls(TREES[path]) if function in {"now", "today", "utcnow"}
        ]
        assert not read, f"{name_of(path)} reads the clock: let `at` be passed in"
