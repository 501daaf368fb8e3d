"""Who signs a paper on which day, and which unit stands above another: each asked of the database once."""

from datetime import date

from qosqanat.people.models import Role, Unit

from .papers import snapshot as shapes

NOBODY: shapes.Signer = {"name": "", "position": {"kk": "", "ru": ""}}


class Offices:
    """Answers for any number of papers of one reading; as many queries as there are offices."""

    def __init__(self) -> None:
        self._signers: dict[tuple[str, int, date], shapes.Signer] = {}
        self._above: dict[tuple[int, str], Unit | None] = {}

    def signer(self, kind: str, unit: Unit | None, day: date) -> shapes.Signer:
        """Who holds `kind` at `unit` on `day`, the longest in office first; a blank line where nobody does."""
        if unit is None:
            return NOBODY
        key = (kind, unit.pk, day)
        if key not in self._signers:
            self._signers[key] = _signer(kind, unit, day)
        return self._signers[key]

    def above(self, unit: Unit, kind: str) -> Unit | None:
        """The nearest unit of `kind` that holds `unit`."""
        key = (unit.pk, kind)
        if key not in self._above:
            ids = [int(part) for part in unit.path.strip("/").split("/")]
            self._above[key] = Unit.objects.filter(pk__in=ids, kind=kind).order_by("-path").first()
        return self._above[key]


def _signer(kind: str, unit: Unit, day: date) -> shapes.Signer:
    roles = Role.objects.in_force(day).filter(kind=kind, unit=unit).select_related("person")
    role = roles.order_by("starts_on", "pk").first()
    return NOBODY | {"name": role.person.short_name} if role else NOBODY
