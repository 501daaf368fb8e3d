"""The forms of a page as a browser would send them, read from its HTML."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

UNSENT = {"submit", "button", "reset", "image"}
VALID = {
    "date": "2026-11-20",
    "datetime-local": "2026-10-16T10:00",
    "email": "asan@example.kz",
    "number": "1",
    "file": "",
    "password": "қосқанат-2026",
}


@dataclass
class Field:
    """`kind` is the type of an input, or select or textarea; `options` are what the page offers."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)

    @property
    def is_choice(self) -> bool:
        return self.kind in {"select", "radio"}

    @property
    def is_typed(self) -> bool:
        return self.kind in {"text", "textarea", "date", "number", "email", "tel", "search", "datetime-local"}

    @property
    def sensible(self) -> str:
        """What the page shows, else something that a person could enter there."""
        if self.value:
            return self.value
        if self.is_choice:
            return next((option for option in self.options if option), "")
        return VALID.get(self.kind, "Себебі бар" if self.kind in {"text", "textarea"} else "")


@dataclass
class PageForm:
    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def unlike(self) -> dict[str, Field]:
        """One field of every kind of name: a grid repeats the others."""
        kinds = {re.sub(r"\d+", "#", name): name for name in reversed(self.fields)}
        return {name: self.fields[name] for name in kinds.values()}

    @property
    def sensible(self) -> dict[str, str]:
        return {one.name: one.sensible for one in self.fields.values()}


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[PageForm] = []
        self.named: dict[str, PageForm] = {}
        self.late: list[tuple[str, Field]] = []
        self.open: PageForm | None = None
        self.last: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = PageForm(facts.get("action") or self.address, facts.get("method", "get").lower())
            self.forms.append(self.open)
            self.named[facts.get("id", "")] = self.open
        elif tag in {"input", "select", "textarea", "button"} and facts.get("name"):
            self._field(tag, facts)
        elif tag == "option" and self.last is not None:
            self.last.options.append(facts.get("value", ""))
            if "selected" in facts:
                self.last.value = facts.get("value", "")

    def _field(self, tag: str, facts: dict[str, str]) -> None:
        kind = facts.get("type", "text") if tag == "input" else tag
        if kind in UNSENT or tag == "button":
            kind = "button"
        value = facts.get("value", "")
        one = Field(facts["name"], kind, "" if kind in {"radio", "checkbox", "button"} else value)
        if kind in {"radio", "checkbox", "button"}:
            one.options.append(value)
            if "checked" in facts:
                one.value = value
        self.last = one if tag in {"select", "textarea"} else None
        owner = facts.get("form")
        if owner:
            self.late.append((owner, one))
        elif self.open is not None:
            self._add(self.open, one)

    @staticmethod
    def _add(form: PageForm, one: Field) -> None:
        known = form.fields.get(one.name)
        if known is None:
            form.fields[one.name] = one
        else:
            known.options += one.options
            known.value = known.value or one.value

    def handle_data(self, data: str) -> None:
        if self.last is not None and self.last.kind == "textarea":
            self.last.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag in {"select", "textarea"}:
            self.last = None


def forms_of(html: str, address: str) -> list[PageForm]:
    """Every form of the page at `address`, with the inputs that name it from outside."""
    reader = _Reader(address)
    reader.feed(html)
    for owner, one in reader.late:
        if owner in reader.named:
            reader._add(reader.named[owner], one)
    return reader.forms
