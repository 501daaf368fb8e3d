"""One PDF of many papers shows every page as the paper itself does."""

import io

import pytest
from pypdf import PdfReader

from qosqanat.documents.papers.example import example
from qosqanat.documents.papers.merge import merged

from .test_render import print_paper


def test_the_pages_are_those_of_the_papers_in_their_order() -> None:
    papers = [
        print_paper("sheet_student", example("sheet_student"), "kk+ru"),
        print_paper("exam_sheet", example("exam_sheet", students=60)),
        print_paper("sheet_course", example("sheet_course", students=2), "ru"),
    ]
    together = PdfReader(io.BytesIO(merged(papers, "Құжаттар 7")), strict=True)
    single = [page for paper in papers for page in PdfReader(io.BytesIO(paper)).pages]
    assert len(together.pages) == len(single) == 4
    for page, alone in zip(together.pages, single, strict=True):
        assert page.extract_text() == alone.extract_text() != ""
        assert page.get_contents().get_data() == alone.get_contents().get_data()  # type: ignore[union-attr]
        assert page.mediabox == alone.mediabox
        fonts = [font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
        assert fonts == [font.get_object()["/BaseFont"] for font in alone["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert together.metadata is not None and together.metadata.title == "Құжаттар 7"


def test_the_same_papers_give_the_same_bytes() -> None:
    paper = print_paper("sheet_student", example("sheet_student"))
    assert merged([paper, paper], "7") == merged(iter([paper, paper]), "7")


@pytest.mark.parametrize("foreign", [b"", b"%PDF-1.7\n", b"%PDF-1.5\n1 0 obj\nendobj\nstartxref\n9\n%%EOF\n"])
def test_a_pdf_from_elsewhere_is_refused(foreign: bytes) -> None:
    with pytest.raises(ValueError, match="PDF"):
        merged([foreign], "7")
