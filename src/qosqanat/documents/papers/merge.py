"""Many printed papers as one PDF: their pages copied as they lie, without reading what is on them.

Every paper here was printed by `render`, so only what typst writes is understood: a plain table of objects at the end.
The structure for screen readers stays with the single papers.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

HEADER = b"%PDF-1.7\n%\x80\x80\x80\x80\n"
CATALOG, PAGES, INFO = 1, 2, 3
REFERENCE = re.compile(rb"\b(\d{1,10}) 0 R\b")
# What ties a page to the rest of its paper.
TIES = re.compile(rb"/Parent \d{1,10} 0 R|/StructParents \d{1,10}|/Tabs\s{0,2}/\w{1,9}")
END = re.compile(rb"startxref\s{1,2}(\d{1,10})\s{1,2}%%EOF\s{0,2}$")
HEAD = re.compile(rb"xref\s{1,2}0 (\d{1,10})\s{1,2}")
ROOT = re.compile(rb"/Root (\d{1,10}) 0 R")
# What a dictionary refers to: one object or a list.
TREE = re.compile(rb"/Pages\s{0,2}(\d{1,10} 0 R)")
KIDS = re.compile(rb"/Kids\s{0,2}(\[[^\]]{0,1000000}\]|\d{1,10} 0 R)")


def merged(papers: Iterable[bytes], title: str) -> bytes:
    """The pages of all `papers` in their order. Raises ValueError for a PDF that typst did not write."""
    copy = _Copy()
    pages = [page for paper in papers for page in copy.pages_of(paper)]
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    copy.bodies[CATALOG] = b"<</Type/Catalog/Pages %d 0 R>>" % PAGES
    copy.bodies[PAGES] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids)
    copy.bodies[INFO] = b"<</Title<%s>>>" % (b"\xfe\xff" + title.encode("utf-16-be")).hex().encode()
    return copy.written()


class _Copy:
    """Objects of several papers under numbers of their own."""

    def __init__(self) -> None:
        self.bodies: dict[int, bytes] = dict.fromkeys((CATALOG, PAGES, INFO), b"")

    def pages_of(self, paper: bytes) -> list[int]:
        """Copy the pages of a paper with everything that they refer to; their new numbers."""
        objects = _Objects(paper)
        renamed: dict[int, int] = {}
        waiting: list[int] = []

        def new(old: int) -> int:
            if old not in renamed:
                renamed[old] = len(self.bodies) + 1
                self.bodies[renamed[old]] = b""
                waiting.append(old)
            return renamed[old]

        pages = list(objects.pages())
        numbers = [new(page) for page in pages]
        while waiting:
            old = waiting.pop()
            body = objects.body(old)
            parent = b""
            if old in pages:
                body, parent = TIES.sub(b"", body), b"/Parent %d 0 R" % PAGES
            facts, stream, data = body.partition(b"stream\n")
            facts = REFERENCE.sub(lambda found: b"%d 0 R" % new(int(found[1])), facts)
            self.bodies[renamed[old]] = facts.replace(b"<<", b"<<" + parent, 1) + stream + data
        return numbers

    def written(self) -> bytes:
        out, places = bytearray(HEADER), []
        for number, body in sorted(self.bodies.items()):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        table = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\n" % (len(places) + 1, CATALOG, INFO)
        return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


class _Objects:
    """The numbered objects of one paper."""

    def __init__(self, paper: bytes) -> None:
        end = END.search(paper[-64:])
        table = int(end[1]) if end else 0
        head = HEAD.match(paper[table : table + 32])
        root = ROOT.search(paper[table:])
        if not head or not root:
            raise ValueError("not a PDF as typst writes it")
        first = table + head.end()
        places = [int(paper[first + 20 * n : first + 20 * n + 10]) for n in range(int(head[1]))]
        # an object ends where the next one begins
        order = sorted({*places, table})
        after = dict(pairwise(order))
        self.paper, self.root = paper, int(root[1])
        self.spans = [(place, after[place]) for place in places]

    def body(self, number: int) -> bytes:
        begin, end = self.spans[number]
        found = self.paper[begin:end]
        return found[found.index(b"obj") + 3 : found.rindex(b"endobj")].strip(b"\r\n")

    def pages(self) -> Iterator[int]:
        """The numbers of the pages in their order."""
        yield from self._pages_below(_referred(TREE, self.body(self.root))[0])

    def _pages_below(self, number: int) -> Iterator[int]:
        body = self.body(number)
        if b"/Kids" not in body:
            yield number
            return
        for child in _referred(KIDS, body):
            yield from self._pages_below(child)


def _referred(pattern: re.Pattern[bytes], body: bytes) -> list[int]:
    """The objects that the dictionary refers to there."""
    found = pattern.search(body)
    if not found:
        raise ValueError("not a PDF as typst writes it")
    return [int(number) for number in REFERENCE.findall(found[1])]
