"""Faculties and departments that a file names."""

import re

from django.utils.text import slugify

from qosqanat.intake.draft import Draft
from qosqanat.people.enums import UnitKind
from qosqanat.people.models import Unit
from qosqanat.regulation import kz

KAZAKH = re.compile("[әғқңөұүһі]", re.I)
KIND_WORDS = re.compile(
    r"\b(кафедра\w{0,12}|факультет\w{0,12}|department( of)?|faculty( of)?|school of)\b", re.I
)
CODE_LENGTH = 40


def language_of(text: str) -> str:
    """kk, ru or en by the letters."""
    if KAZAKH.search(text):
        return "kk"
    return "en" if text.isascii() else "ru"


def tidy(name: str) -> str:
    """A unit's name as printed: no quotation marks, not in capitals only."""
    name = re.sub(r"[«»\"“”]", "", name).strip()
    return name.capitalize() if name.isupper() else name


def key_of(name: str) -> str:
    """For comparison: without the word for its kind."""
    return kz.fold(KIND_WORDS.sub(" ", tidy(name)))


class Units:
    """The units of one university by name; new ones go to the draft."""

    def __init__(self, university: Unit, draft: Draft):
        self.university = university
        self.draft = draft
        self.created: list[Unit] = []
        self._codes: set[str] = set()
        self._by_key: dict[tuple[str, str], Unit] = {}
        for unit in Unit.objects.filter(university=university):
            self._learn(unit)

    def _learn(self, unit: Unit) -> None:
        self._codes.add(unit.code)
        for name in (unit.name_kk, unit.name_ru, unit.name_en):
            if name:
                self._by_key.setdefault((unit.kind, key_of(name)), unit)

    def of_kind(self, kind: str) -> list[Unit]:
        found = {id(unit): unit for (known, _key), unit in self._by_key.items() if known == kind}
        return list(found.values())

    def without_kazakh(self) -> list[Unit]:
        """Faculties and departments that have no Kazakh name yet."""
        kinds = (UnitKind.FACULTY, UnitKind.DEPARTMENT)
        return [unit for kind in kinds for unit in self.of_kind(kind) if not unit.name_kk]

    def find(self, kind: str, name: str) -> Unit | None:
        return self._by_key.get((kind, key_of(name))) if name else None

    def ensure(self, kind: str, name: str, parent: Unit) -> Unit:
        """The unit of that name, new under `parent` if there is none."""
        known = self.find(kind, name)
        if known:
            return known
        unit = Unit(
            kind=kind, parent=parent, code=self._code(name), **{f"name_{language_of(name)}": tidy(name)}
        )
        self.created.append(self.draft.create(unit))
        self._learn(unit)
        return unit

    def department(self, name: str, faculty: str) -> Unit | None:
        """The department of that name, made with its faculty if need be; None when no name is given."""
        if not name:
            return None
        known = self.find(UnitKind.DEPARTMENT, name)
        if known:
            return known
        above = self.ensure(UnitKind.FACULTY, faculty, self.university) if faculty else self.university
        return self.ensure(UnitKind.DEPARTMENT, name, above)

    def _code(self, name: str) -> str:
        base = slugify(key_of(name))[: CODE_LENGTH - 3].strip("-") or "unit"
        code, number = base, 2
        while code in self._codes:
            code, number = f"{base}-{number}", number + 1
        return code
