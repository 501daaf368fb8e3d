"""Enterprises that a file names, among those that the university works with."""

from collections.abc import Hashable

from django.utils.translation import gettext_noop as _

from qosqanat.intake.plan import NOTHING, SKIP, Option, say
from qosqanat.partners.models import Enterprise
from qosqanat.spreadsheets.firms import Firm, Firms, words_of
from qosqanat.spreadsheets.matching import Decision, Verdict
from qosqanat.spreadsheets.model import Source

from .base import LEAVE_EMPTY, LEAVE_ROW_OUT, Planner
from .likeness import options, proposal, reasons, token
from .units import language_of

WHICH = _("Which enterprise is “%(name)s”?")
UNKNOWN = _(
    "Enterprise “%(name)s” is not in the register. Import the register of partners first, or correct the name."
)
IS = _("%(file)s is %(name)s")


class Register:
    """Finds enterprises by name; those that the same file brings count too."""

    def __init__(self, planner: Planner):
        self.planner = planner
        mine = Enterprise.objects.filter(agreements__university=planner.university).distinct()
        self.by_id: dict[Hashable, Enterprise] = {one.pk: one for one in mine}
        self._decided: dict[tuple[str, ...], Hashable | None] = {}
        self._index()

    def _index(self) -> None:
        self.firms = Firms(
            Firm(pk, tuple(filter(None, (one.name_kk, one.name_ru, one.name_en))))
            for pk, one in self.by_id.items()
        )

    def learn(self, enterprise: Enterprise) -> None:
        pk = enterprise.pk or f"new:{enterprise.bin or enterprise.iin_index or enterprise.name_in('kk')}"
        if pk not in self.by_id:
            self.by_id[pk] = enterprise
            self._index()

    def decide(self, name: str, number: str = "") -> Decision:
        return self.firms.decide(name, number)

    def named(self, name: str, source: Source, *, holds: bool = True) -> tuple[Enterprise | None, str]:
        """The enterprise meant, and how it stands: found, asked, skipped, nobody or unknown. Asked once per name."""
        key = "firm:" + " ".join(words_of(name))
        answer = self.planner.answer(key)
        if answer in {SKIP, NOTHING}:
            return None, "skipped" if answer == SKIP else "nobody"
        by_token = {token(pk): pk for pk in self.by_id}
        decision = self.decide(name)
        if answer in by_token:
            self._show(key, name, decision, source, by_token[answer])
            self._learn_name(self.by_id[by_token[answer]], name)
            return self.by_id[by_token[answer]], "found"
        if decision.verdict == Verdict.NONE:
            return None, "unknown"
        if decision.id is not None:
            self._show(key, name, decision, source, decision.id)
            return self.by_id[decision.id], "found"
        if (key,) not in self._decided:
            self._decided[key,] = None
            self.planner.ask(
                source,
                key,
                name,
                [say(WHICH, name=name)],
                self._choices(decision, holds),
                proposed=proposal(decision),
                holds=holds,
            )
        return None, "asked"

    def _learn_name(self, enterprise: Enterprise, name: str) -> None:
        """A confirmed name in a language that was missing is kept, so that it is not asked again."""
        self.planner.draft.change(enterprise, overwrite=False, **{f"name_{language_of(name)}": name})

    def _choices(self, decision: Decision, holds: bool) -> list[Option]:
        found = options(decision.matches, lambda pk: self.by_id[pk].name_in("kk"))
        return [*found, Option(SKIP, LEAVE_ROW_OUT) if holds else Option(NOTHING, LEAVE_EMPTY)]

    def _show(self, key: str, name: str, decision: Decision, source: Source, pk: Hashable) -> None:
        match = next((m for m in decision.matches if m.id == pk), None)
        if match is None or match.score < 1 and (key, "shown") not in self._decided:
            self._decided[key, "shown"] = pk
            words = [
                say(IS, file=name, name=self.by_id[pk].name_in("kk")),
                *(reasons(match) if match else []),
            ]
            self.planner.recognised(
                source,
                key,
                name,
                (match.score if match else 0.0, words),
                self._choices(decision, holds=False),
            )
