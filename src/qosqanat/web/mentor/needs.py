"""What a mentor's home says first: marks of this week, weeks that closed without them, weeks open again."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from qosqanat.web.common.homes import MainAct, Need

from .screens import Card


def unmarked(card: Card) -> int:
    """Students without a mark of the week that is open now."""
    return card.about.total - card.about.filled if card.open and card.cap is not None else 0


NEEDS: tuple[Need[Card], ...] = (
    Need("week", ngettext_lazy("mark missing this week", "marks missing this week"), unmarked, "Y-6.5.2"),
    Need(
        "behind",
        ngettext_lazy("closed week with missing marks", "closed weeks with missing marks"),
        lambda card: len(card.about.behind),
    ),
    Need("again", ngettext_lazy("week open again", "weeks open again"), lambda card: len(card.reopened)),
)


def main_act(cards: Sequence[Card]) -> MainAct | None:
    """Mark the week that is open again and ends first, else this one."""
    again = [(one.until, card, one.week) for card in cards for one in card.reopened]
    if again:
        _until, card, week = min(again, key=lambda one: one[0])
        return _mark(card, week)
    waiting = next((card for card in cards if unmarked(card)), None)
    return _mark(waiting, waiting.target) if waiting else None


def _mark(card: Card, week: int) -> MainAct:
    label = _("Mark week %(n)s: %(course)s") % {"n": week, "course": card.about.course.name}
    return MainAct(label, reverse("mentor:week", args=[card.about.course.pk, week]))
