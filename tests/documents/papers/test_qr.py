"""The code on the paper leads to the check page of that paper."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import segno
from pypdf import PdfReader

from qosqanat.documents.papers.example import example
from qosqanat.documents.papers.render import qr_svg, render

AT = datetime(2026, 11, 22, tzinfo=UTC)
URL = "https://univer.example.kz/c/KX7Q-29FM"


def paper(url: str | None) -> bytes:
    code = "KX7Q-29FM" if url else None
    return render(
        "sheet_student", example("sheet_student"), language="kk", verify_url=url, short_code=code, at=AT
    )


def modules(svg: str) -> list[list[int]]:
    """Read the dark modules back from segno's path of horizontal strokes."""
    size = int(re.search(r'width="(\d+)"', svg)[1])  # type: ignore[index]
    grid = [[0] * size for _ in range(size)]
    x = y = 0.0
    path = re.search(r' d="([^"]+)"', svg)[1]  # type: ignore[index]
    for command, numbers in re.findall(r"([Mmh])([^Mmh]+)", path):
        values = [float(n) for n in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            for column in range(int(x), int(x + values[0])):
                grid[int(y)][column] = 1
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return grid


def test_the_image_holds_exactly_the_modules_of_the_address() -> None:
    wanted = [list(row) for row in segno.make_qr(URL, error="m").matrix_iter(border=4)]
    assert modules(qr_svg(URL)) == wanted


def test_the_address_and_the_short_code_are_printed_beside_it() -> None:
    text = PdfReader(io.BytesIO(paper(URL))).pages[0].extract_text().replace("\n", "")
    assert URL in text and "KX7Q-29FM" in text


def test_the_picture_is_named_for_a_screen_reader() -> None:
    assert "Құжатты тексеру бетінің QR-коды" in _alternative_texts(paper(URL))
    assert _alternative_texts(paper(None)) == []


def _alternative_texts(pdf: bytes) -> list[str]:
    return list(_alts(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]))


def _alts(element: Any) -> Iterator[str]:
    if not isinstance(element, dict):
        return
    if "/Alt" in element:
        yield str(element["/Alt"])
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        yield from _alts(child.get_object())
