"""Official papers: a JSON snapshot in, the bytes of a tagged PDF/A out."""

from __future__ import annotations

import io
import json
import queue
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, cast

import segno
import typst

from .snapshot import Replaced, check_shape

FORMS = ("sheet_course", "sheet_student", "exam_sheet")
LANGUAGES = ("kk", "ru", "kk+ru")
Language = Literal["kk", "ru", "kk+ru"]
STANDARDS: list[typst.PDFStandard] = ["a-2a", "ua-1"]
LONGEST_TEXT = 400
LONGEST_WORD = 40

_TEMPLATES = Path(__file__).resolve().parent
_FONTS = _TEMPLATES.parent / "fonts"
# One Compiler is not re-entrant, and each keeps its own fonts: two of them serve all threads, the last used first.
PRESSES = 2


class PaperRefused(Exception):
    """A text that no form can print: `reason` says why ("letter", "length"), `text` is the offender."""

    def __init__(self, reason: Literal["letter", "length"], text: str) -> None:
        self.reason, self.text = reason, text
        super().__init__(_sentence(reason, text))


def _sentence(reason: str, text: str) -> str:
    if reason == "length":
        return (
            f"The text “{text[:40]}…” has {len(text)} characters; a form prints at most {LONGEST_TEXT}. "
            "Shorten it and print again."
        )
    codes = ", ".join(f"U+{ord(letter):04X}" for letter in text)
    return (
        f"The letter “{text}” ({codes}) is not in the font of the official forms. "
        "Correct the text and print again."
    )


def render(
    form: str,
    snapshot: dict[str, Any],
    *,
    language: Language,
    verify_url: str | None,
    short_code: str | None,
    at: datetime,
    replaces: Replaced | None = None,
) -> bytes:
    """Print `snapshot` on `form`: PDF/A-2a and PDF/UA-1, the same bytes for the same input.

    The shapes are in `snapshot.py`. `at` is aware, in the university's time zone: it is printed as given.
    Without `verify_url` the paper carries no QR code; with `replaces` it says which paper it was issued instead of. Raises PaperRefused for text that cannot be
    printed, ValueError for an unknown form or language or cells that do not fit the scheme.
    """
    if form not in FORMS or language not in LANGUAGES:
        raise ValueError(f"no form {form!r} in language {language!r}")
    if at.tzinfo is None:
        raise ValueError("the time of printing needs a time zone")
    check_shape(snapshot)
    paper = {
        "snapshot": _clean(snapshot),
        "language": language,
        "verify_url": verify_url,
        "short_code": short_code,
        "qr": qr_svg(verify_url) if verify_url else None,
        "printed": at.strftime("%d.%m.%Y %H:%M"),
        "replaces": replaces,
    }
    return _compile(f"{form}.typ", json.dumps(paper, ensure_ascii=False), at)


def qr_svg(url: str) -> str:
    """The QR code of `url` as SVG, with the quiet zone of four modules that scanners expect."""
    out = io.BytesIO()
    segno.make_qr(url, error="m").save(out, kind="svg", xmldecl=False, border=4)
    return out.getvalue().decode()


def _compile(template: str, paper: str, at: datetime) -> bytes:
    with _compiler() as compiler:
        try:
            pdf = compiler.compile(
                input=_TEMPLATES / template,
                format="pdf",
                sys_inputs={"paper": paper},
                pdf_standards=STANDARDS,
                timestamp=int(at.timestamp()),
            )
            return cast(bytes, pdf)
        except typst.TypstError as error:
            if letter := _missing_letter(error.message):
                raise PaperRefused("letter", letter) from error
            raise


@contextmanager
def _compiler() -> Iterator[typst.Compiler]:
    """A compiler that nobody else uses; made with its fonts when it is first needed. typst works without the GIL."""
    compiler = _presses.get()
    try:
        compiler = compiler or new_compiler()
        yield compiler
    finally:
        _presses.put(compiler)


def idle_presses() -> queue.LifoQueue[typst.Compiler | None]:
    """A place for every compiler, none of them made yet."""
    presses: queue.LifoQueue[typst.Compiler | None] = queue.LifoQueue()
    for _place in range(PRESSES):
        presses.put(None)
    return presses


_presses = idle_presses()


def new_compiler() -> typst.Compiler:
    """A compiler with the official fonts and no others."""
    return typst.Compiler(
        root=_TEMPLATES,
        font_paths=[_FONTS] if _FONTS.is_dir() else [],
        ignore_system_fonts=True,
    )


def _missing_letter(message: str) -> str | None:
    found = re.search(
        r'the text `"(.{1,300}?)"` could not be displayed|contains the codepoint `"(.{1,300}?)"`', message
    )
    return _unescaped(found[1] or found[2]) if found else None


def _unescaped(text: str) -> str:
    """typst names an invisible letter as \\u{e000}."""
    return re.sub(r"\\u\{([0-9a-f]{1,6})\}", lambda code: chr(int(code[1], 16)), text)


def _clean(value: Any) -> Any:
    """The same data with every text printable on one line, and with places to break an endless word."""
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item) for item in value]
    return _clean_text(value) if isinstance(value, str) else value


def _clean_text(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise PaperRefused("length", text)
    # Control, format (bidi), surrogate and line-break characters have no glyph and can reorder a line.
    visible = "".join(" " if unicodedata.category(c) in _UNPRINTABLE else c for c in text)
    line = " ".join(unicodedata.normalize("NFC", visible).split())
    return re.sub(rf"(\S{{{LONGEST_WORD}}})(?=\S)", "\\1\u200b", line)


_UNPRINTABLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
